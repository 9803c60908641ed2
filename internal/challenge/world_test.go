package challenge

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"capzero/internal/access"
	"capzero/internal/city"
	"capzero/internal/db"
	"capzero/internal/db/dbtest"
	"capzero/internal/fault"
	"capzero/internal/household"
	"capzero/internal/i18n"
	"capzero/internal/retention"
)

// A world is the challenge of Issy over a real database and real households, with
// a clock that tests move.
type world struct {
	*Service
	homes    *household.Service
	allowed  *household.Consents
	inCommon bool // missions have something in common

	mu    sync.Mutex
	now   time.Time
	worth map[string]Worth // by mission
}

// begin is a Monday evening in Issy.
var begin = time.Date(2026, time.September, 7, 18, 0, 0, 0, time.UTC)

const firstWeek Week = "2026-09-07"

// The missions of these tests.
const (
	meal   = "repas"   // 500 g for one person, up to 3 times a week
	heat   = "chauffe" // 900 g for each person of the home
	noAds  = "stop"    // done once: 60 g of paper a week for each person
	repair = "reparer" // 0 g
)

func worths() map[string]Worth {
	all := map[string]Worth{
		meal:   {Theme: "alimentation", GramsCO2e: 500, Most: 3, Evidence: Declared, Version: "v1"},
		heat:   {Theme: "logement", GramsCO2e: 900, Together: true, Most: 1, Evidence: Declared, Version: "v1"},
		noAds:  {Theme: "déchets", GramsCO2e: 20, Streams: []StreamGrams{{"papier", 60}}, Together: true, Lasting: true, Most: 1, Evidence: Declared, Version: "v1"},
		repair: {Theme: "objets", Most: 1, Evidence: Declared, Version: "v1"},
	}
	themes := []string{"alimentation", "mobilité", "logement", "objets", "eau"}
	for i := range 10 {
		all[fmt.Sprint("autre-", i)] = Worth{
			Theme: themes[i%len(themes)], GramsCO2e: int64(100 * (i + 1)), Most: 1, Evidence: Declared, Version: "v1",
		}
	}
	return all
}

// officerOf is an officer of a city.
func officerOf(city string) access.Hand {
	return access.Hand{City: city, Person: "officer", Role: "officer"}
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{now: begin, worth: worths()}
	w.open(t, dbtest.Open(t, w.clock))
	return w
}

func (w *world) open(t testing.TB, records *db.DB) {
	t.Helper()
	cities, err := city.Load()
	must(t, err)
	catalogues, err := i18n.Load()
	must(t, err)
	consents, err := household.NewConsents(records, catalogues, retention.Of(city.City{}))
	must(t, err)
	w.allowed = consents
	w.homes = household.New(household.Options{
		DB: records, Cities: cities, Consents: consents,
		KnownZone: func(string, string) bool { return true },
		OnSplit: func(ctx context.Context, tx *db.Tx, from, to household.ID) error {
			return w.Service.Split(ctx, tx, from, to)
		},
		OnJoin: func(ctx context.Context, tx *db.Tx, person string, to household.ID) error {
			return w.Joined(ctx, tx, person, to)
		},
		OnLeave: func(ctx context.Context, tx *db.Tx, person string, from household.ID, ended bool) error {
			return w.Departed(ctx, tx, person, from, ended)
		},
		OnForget: func(ctx context.Context, tx *db.Tx, id household.ID) error { return w.Forget(ctx, tx, id) },
	})
	w.Service = New(Options{
		DB: records, Cities: cities, Households: w.homes, Consents: consents,
		Worth: w.worthOf, Seed: func() int64 { return 7 }, Catalogues: catalogues,
		Outlook: w.outlookOf, Overlap: w.overlapOf,
		Priors: func(context.Context, string) ([]Prior, error) {
			return []Prior{{Residual, 3.9}, {Packaging, 0.6}, {Paper, 0.7}, {Glass, 0.6}}, nil
		},
	})
	consents.OnEnd(household.Ranking, w.LeaveRankingIn)
}

func (w *world) worthOf(_ context.Context, _, mission string) (Worth, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	worth, ok := w.worth[mission]
	if !ok {
		return worth, fault.New(fault.NotFound, "checkin.mission_gone")
	}
	return worth, nil
}

// overlapOf: where missions have something in common at all, a meal has some grams
// with each of these, and heating has 50 g of paper with no ads.
func (w *world) overlapOf(_ context.Context, _ string, done []Done) (o Overlap, err error) {
	if !w.inCommon {
		return o, nil
	}
	times := map[string]int{}
	for _, d := range done {
		times[d.Mission] = d.Times
	}
	for mission, grams := range map[string]int64{"autre-0": 100, "autre-1": 200, "autre-2": 200, heat: 100} {
		o.GramsCO2e += grams * int64(min(times[meal], times[mission]))
	}
	if both := min(times[heat], times[noAds]); both > 0 {
		o.Streams = []StreamGrams{{"papier", 50 * int64(both)}}
	}
	return o, nil
}

// outlookOf is what everybody could do: ten more missions beside those above.
func (w *world) outlookOf(context.Context, string) (Outlook, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	o := Outlook{GramsCO2ePerWeek: 160_000, WasteGramsPerWeek: 5_800}
	for _, id := range slices.Sorted(maps.Keys(w.worth)) {
		if worth := w.worth[id]; worth.GramsCO2e > 0 || len(worth.Streams) > 0 {
			o.Candidates = append(o.Candidates, Candidate{Mission: id, Theme: worth.Theme, Effort: 1, Worth: worth})
		}
	}
	return o, nil
}

// price gives a mission another worth, or takes it away.
func (w *world) price(mission string, worth Worth, there bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.worth, mission)
	if there {
		w.worth[mission] = worth
	}
}

func (w *world) clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

// goTo moves the clock to an evening of the season: the week counts from 1, the
// day from Monday 0.
func (w *world) goTo(week, day int) Week {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = begin.AddDate(0, 0, 7*(week-1)+day)
	return firstWeek.Plus(week - 1)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// season plans the season of these tests: everybody starts in week 4.
func (w *world) season(t testing.TB) string {
	t.Helper()
	plan := UsualPlan("Défi", firstWeek)
	plan.Waves = 1
	id, err := w.PlanSeason(t.Context(), "officer", "issy", plan)
	must(t, err)
	return id
}

// outside is a family that takes no part in a season.
const outside = "outside"

// family begins a household that takes part.
func (w *world) family(t testing.TB, person string, persons, children int, how ...string) {
	t.Helper()
	_, err := w.homes.Create(t.Context(), person, household.Home{
		City: "issy", Zone: "fort", Housing: household.Flat, Persons: persons, Children: children,
	})
	must(t, err)
	if len(how) > 0 {
		return
	}
	_, err = w.Enrol(t.Context(), person, MouthChannel)
	must(t, err)
}

func (w *world) done(t testing.TB, person string, week Week, mission string, times int) {
	t.Helper()
	must(t, w.CheckIn(t.Context(), person, week, mission, times))
}

// kg are the kilograms of a household, in grams, of all its weeks.
func (w *world) grams(t testing.TB, person string) (carbon, waste int64) {
	t.Helper()
	must(t, w.db.Read(t.Context(), func(tx *db.Tx) error {
		p, err := w.participation(t.Context(), tx, person)
		if err != nil {
			return err
		}
		rows, err := readTally(t.Context(), tx, p.Season.ID, householdScope, string(p.Enrolment.Household))
		carbon, waste = 0, 0
		for _, r := range rows {
			if r.Kind == Carbon {
				carbon += r.Grams
			} else {
				waste += r.Grams
			}
		}
		return err
	}))
	return carbon, waste
}

func wantFault(t testing.TB, err error, key string) {
	t.Helper()
	if f, ok := err.(*fault.Error); !ok || f.Key != key {
		t.Errorf("got %v, want %s", err, key)
	}
}

// joins has another adult come to live with somebody.
func (w *world) joins(t testing.TB, with, person string) {
	t.Helper()
	token, _, err := w.homes.InviteByLink(t.Context(), with, 1)
	must(t, err)
	_, err = w.homes.Join(t.Context(), person, token, false)
	must(t, err)
}

// records are what was learnt of flats.
func (w *world) records(t testing.TB) (all map[string]Record, err error) {
	t.Helper()
	err = w.db.Read(t.Context(), func(tx *db.Tx) error {
		season, _, err := w.current(t.Context(), tx, "issy")
		if err != nil {
			return err
		}
		all, err = readRecords(t.Context(), tx, season.ID, string(household.Flat))
		return err
	})
	return all, err
}
