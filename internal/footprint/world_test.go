package footprint

import (
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"capzero/internal/db/dbtest"
	"capzero/models/actions"
	"capzero/models/entry"
	"capzero/models/missions"
	"capzero/publicodes"
)

// A clock is a time that tests move.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock {
	return &clock{now: time.Date(2026, time.November, 23, 18, 0, 0, 0, time.UTC)}
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// smallActions is what a household of the small models can change.
var smallActions = sync.OnceValues(func() (*actions.Set, error) {
	files, err := sourcesAt("testdata/actions/*.yaml")
	if err != nil {
		return nil, err
	}
	return actions.Read(files...)
})

// smallMissions is what people of the small models can do for a week.
var smallMissions = sync.OnceValues(func() (*missions.Set, error) {
	files, err := sourcesAt("testdata/missions/*.yaml")
	if err != nil {
		return nil, err
	}
	set, err := smallActions()
	if err != nil {
		return nil, err
	}
	return missions.Read(set.Reasons, files...)
})

func sourcesAt(pattern string) ([]publicodes.Source, error) {
	names, err := filepath.Glob(pattern)
	if err != nil {
		return nil, err
	}
	var files []publicodes.Source
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		files = append(files, publicodes.Source{Name: name, Data: data})
	}
	return files, nil
}

// small returns the two models of testdata, compiled.
var small = sync.OnceValues(func() ([2]*publicodes.Model, error) {
	var models [2]*publicodes.Model
	set, err := smallMissions()
	if err != nil {
		return models, err
	}
	sets := []entry.Set{must(smallActions()), set}
	for i, name := range []string{"testdata/carbon.publicodes", "testdata/waste.publicodes"} {
		data, err := os.ReadFile(name)
		if err != nil {
			return models, err
		}
		if models[i], err = entry.Compile(entry.Part(i), sets, publicodes.Source{Name: name, Data: data}); err != nil {
			return models, err
		}
	}
	return models, nil
})

// smallOpening asks, in this order, for what the small models ask. The flight
// hours are the most worth asking, though not the first thing to ask.
var smallOpening = []opener{
	{Rule: "logement . habitants", Rank: 3},
	{Rule: "transport . voiture . usager", Rank: 4},
	{Rule: "transport . voiture . km", Rank: 2},
	{Rule: "transport . avion . heures", Rank: 1},
	{Rule: "alimentation . plats", Rank: 5},
	{Rule: "déchets . compost", Rank: 6},
}

// smallInfluence says which answers move which lines of the small models, and
// how far. Nothing moves drinks, purchases and public services.
var smallInfluence = influence{
	"logement . habitants":           {"logement . chauffage": 400},
	"logement . chauffage . énergie": {"logement . chauffage": 600},
	"transport . voiture . km":       {"transport . voiture": 800},
	"transport . avion . heures":     {"transport . avion": 300},
	"alimentation . plats":           {"alimentation . plats": 500},
	"divers . partage . parts":       {"divers . partage": 50},
}

// newSmall returns a service on the small models and an empty database.
func newSmall(t testing.TB, c *clock) *Service {
	t.Helper()
	models, err := small()
	if err != nil {
		t.Fatal(err)
	}
	return newService(t, c, models[0], models[1])
}

func newService(t testing.TB, c *clock, carbon, waste *publicodes.Model) *Service {
	t.Helper()
	return serviceOn(t, dbtest.Open(t, c.Now), Edition{
		Versions: smallCurrent,
		Carbon:   map[string]*publicodes.Model{"fr": carbon},
		Waste:    map[string]*publicodes.Model{"fr": waste},
		Actions:  must(smallActions()),
		Missions: must(smallMissions()),
	}, nil)
}

// start begins an assessment in Issy.
func start(t testing.TB, s *Service) Token {
	t.Helper()
	token, err := s.Start(t.Context(), "issy")
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// give answers one question.
func give(t testing.TB, s *Service, token Holder, rule string, in Input) (next string) {
	t.Helper()
	next, err := s.Answer(t.Context(), token, rule, "fr", in)
	if err != nil {
		t.Fatalf("answer to %q: %v", rule, err)
	}
	return next
}

// result measures.
func result(t testing.TB, s *Service, token Holder) Result {
	t.Helper()
	r, err := s.Result(t.Context(), token, "fr")
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// finish gives "je ne sais pas" to what is left of the opening, so that the
// household counts.
func finish(t testing.TB, s *Service, token Holder) Result {
	t.Helper()
	rule, err := s.First(t.Context(), token, "fr")
	if err != nil {
		t.Fatal(err)
	}
	for rule != "" {
		rule = give(t, s, token, rule, Input{Unknown: true})
	}
	return result(t, s, token)
}
