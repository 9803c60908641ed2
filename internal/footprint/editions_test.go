package footprint

import (
	"log/slog"
	"maps"
	"os"
	"sync"
	"testing"

	"capzero/internal/db"
	"capzero/internal/db/dbtest"
	"capzero/internal/i18n"
	"capzero/publicodes"
)

// The two editions of testdata.
var (
	smallEarlier = Models{Carbon: "carbon 0", Waste: "waste 0"}
	smallCurrent = Models{Carbon: "carbon 1", Waste: "waste 1"}
)

// earlierModels compiles the edition before, once.
var earlierModels = sync.OnceValues(func() (*Edition, error) {
	e := &Edition{Versions: smallEarlier, Carbon: map[string]*publicodes.Model{}, Waste: map[string]*publicodes.Model{}}
	for into, files := range map[*map[string]*publicodes.Model][]string{
		&e.Carbon: {"testdata/carbon.publicodes", "testdata/earlier.publicodes"},
		&e.Waste:  {"testdata/waste.publicodes", "testdata/earlier-waste.publicodes"},
	} {
		var sources []publicodes.Source
		for _, name := range files {
			data, err := os.ReadFile(name)
			if err != nil {
				return nil, err
			}
			sources = append(sources, publicodes.Source{Name: name, Data: data})
		}
		model, err := publicodes.Compile(sources...)
		if err != nil {
			return nil, err
		}
		(*into)["fr"] = model
	}
	return e, nil
})

// smallMigration is what became of the answers to the edition before.
func smallMigration(values map[string]string) Migration {
	m := Migration{Values: maps.Clone(values), Moved: map[string]string{}}
	if v, ok := m.Values["divers . partage . personnes"]; ok {
		delete(m.Values, "divers . partage . personnes")
		m.Values["divers . partage . parts"] = v
		m.Moved["divers . partage . personnes"] = "divers . partage . parts"
	}
	return m
}

// A world is one database, as the program sees it before and after an update
// of the models.
type world struct {
	before, after *Service
	forgotten     *Service // after, in a program without the earlier models
}

func newWorld(t testing.TB, c *clock) world {
	t.Helper()
	return worldOn(t, dbtest.Open(t, c.Now))
}

func worldOn(t testing.TB, records *db.DB) world {
	t.Helper()
	now, err := small()
	if err != nil {
		t.Fatal(err)
	}
	earlier, err := earlierModels()
	if err != nil {
		t.Fatal(err)
	}
	current := Edition{
		Versions: smallCurrent,
		Carbon:   map[string]*publicodes.Model{"fr": now[0]},
		Waste:    map[string]*publicodes.Model{"fr": now[1]},
		Actions:  must(smallActions()),
		Missions: must(smallMissions()),
	}
	find := func(m Models) (*Edition, error) {
		if m.Carbon != smallEarlier.Carbon {
			return nil, nil
		}
		return earlier, nil
	}
	return world{
		before:    serviceOn(t, records, *earlier, nil),
		after:     serviceOn(t, records, current, find),
		forgotten: serviceOn(t, records, current, nil),
	}
}

func serviceOn(t testing.TB, records *db.DB, current Edition, earlier func(Models) (*Edition, error)) *Service {
	t.Helper()
	catalogues, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	s, err := New(Options{
		DB:         records,
		Current:    current,
		Earlier:    earlier,
		Migrate:    smallMigration,
		KnownCity:  func(id string) bool { return id == "issy" || id == "elsewhere" },
		Catalogues: catalogues,
		Log:        slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	s.openers = smallOpening
	s.usual = nil
	s.influence = smallInfluence
	return s
}

func onlyFrench(m *publicodes.Model) map[string]*publicodes.Model {
	return map[string]*publicodes.Model{"fr": m}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
