package steering

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"capzero/internal/challenge"
	"capzero/internal/city"
	"capzero/internal/db"
	"capzero/internal/db/dbtest"
	"capzero/internal/fault"
	"capzero/internal/household"
	"capzero/internal/i18n"
	rules "capzero/internal/retention"

	"github.com/google/go-cmp/cmp"
)

// A world is the steering of Issy over a real database, real households and a real
// challenge, with a clock that tests move.
type world struct {
	*Service
	season   *challenge.Service
	homes    *household.Service
	enqueued int

	mu  sync.Mutex
	now time.Time
}

// begin is a Monday evening in Issy.
var begin = time.Date(2026, time.September, 7, 18, 0, 0, 0, time.UTC)

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{now: begin}
	records := dbtest.Open(t, w.clock)
	cities, err := city.Load()
	must(t, err)
	catalogues, err := i18n.Load()
	must(t, err)
	consents, err := household.NewConsents(records, catalogues, rules.Of(city.City{}))
	must(t, err)
	w.homes = household.New(household.Options{
		DB: records, Cities: cities, Consents: consents, KnownZone: func(string, string) bool { return true },
	})
	w.season = challenge.New(challenge.Options{
		DB: records, Cities: cities, Households: w.homes, Consents: consents, Catalogues: catalogues,
		Worth: func(context.Context, string, string) (challenge.Worth, error) {
			return challenge.Worth{Theme: "alimentation", GramsCO2e: 500, Most: 3, Evidence: challenge.Declared, Version: "v1"}, nil
		},
		Outlook: func(context.Context, string) (challenge.Outlook, error) { return challenge.Outlook{}, nil },
		Priors:  func(context.Context, string) ([]challenge.Prior, error) { return nil, nil },
	})
	w.Service = New(Options{
		DB: records, Cities: cities, Challenge: w.season,
		Measured: func(context.Context, string) (map[string]bool, error) {
			measured := map[string]bool{}
			for i := range 12 {
				measured[fmt.Sprint("p", i)] = true
			}
			return measured, nil
		},
		SignedUp: func(context.Context, string) (int, error) { return 99, nil },
		Enqueue: func(context.Context, *db.Tx, string) error {
			w.enqueued++
			return nil
		},
	})
	return w
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (w *world) clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *world) goTo(at time.Time) challenge.Week {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = at
	return challenge.WeekOf(household.DayOf(at, time.UTC))
}

// live has fourteen households take part in a season, of which thirteen do a
// mission in two weeks and weigh.
func (w *world) live(t testing.TB) {
	t.Helper()
	plan := challenge.UsualPlan("Défi", monday)
	plan.Waves = 1
	_, err := w.season.PlanSeason(t.Context(), "officer", "issy", plan)
	must(t, err)
	for i := range 14 {
		person := fmt.Sprint("p", i)
		_, err := w.homes.Create(t.Context(), person, household.Home{City: "issy", Zone: "fort", Housing: household.Flat, Persons: 2})
		must(t, err)
		_, err = w.season.Enrol(t.Context(), person, challenge.MouthChannel)
		must(t, err)
	}
	for week := 3; week < 5; week++ {
		at := w.goTo(begin.AddDate(0, 0, 7*week))
		for i := range 13 {
			person := fmt.Sprint("p", i)
			must(t, w.season.CheckIn(t.Context(), person, at, "repas", 1+i%3))
			_, err := w.season.Weigh(t.Context(), person, "fr", challenge.NewWeighing{Day: at.First(), Stream: challenge.Glass, Typed: "1"})
			must(t, err)
		}
	}
	w.goTo(begin.AddDate(0, 0, 7*5))
}

func (w *world) board(t testing.TB) Board {
	t.Helper()
	b, err := w.Board(t.Context(), "issy")
	must(t, err)
	return b
}

func TestABoardOfARealSeason(t *testing.T) {
	w := newWorld(t)
	if b := w.board(t); b.Found || b.Made {
		t.Errorf("a city without a season has %+v", b)
	}
	must(t, w.Make(t.Context(), "issy"))
	w.live(t)
	if b := w.board(t); !b.Found || b.Made || b.Season.Week != 6 || b.Season.Weeks != 24 {
		t.Errorf("before the first run: %+v", b)
	}
	must(t, w.Make(t.Context(), "issy"))
	b := w.board(t)
	if !b.Made || !b.At.Equal(w.clock()) {
		t.Fatalf("after it: made %v at %v", b.Made, b.At)
	}
	if e := b.Engagement; e.SignedUp.N != 99 || e.Households.N != 14 || e.Enrolled.N != 14 || e.Engaged.N != 12 || e.Active.N != 13 {
		t.Errorf("engaged: %+v", e)
	}
	if l := b.Avoided.Lines; len(l) != 1 || l[0].Grams.N != 2*500*(5+2*4+3*4) || l[0].Households.N != 13 || !l[0].Bounds.Known {
		t.Errorf("avoided: %+v", l)
	}
	if l := b.Waste.Lines; len(l) != 1 || l[0].Stream != challenge.Glass || l[0].Kg != 0.5 {
		t.Errorf("weighed: %+v", l)
	}
	if over, _ := b.Activity.Latest(); over.Households.N != 13 || over.Missions != 13 || over.Weighings != 13 {
		t.Errorf("last week: %+v", over)
	}
	if len(b.Missions.Lines) != 1 || len(b.Zones.Lines) != 1 || b.Retention.All.Households.N != 14 {
		t.Errorf("missions %+v, zones %+v, retention %+v", b.Missions, b.Zones, b.Retention)
	}

	w.goTo(w.clock().Add(time.Hour))
	must(t, w.Make(t.Context(), "issy"))
	again := w.board(t)
	if !again.At.After(b.At) {
		t.Errorf("made again at %v, after %v", again.At, b.At)
	}
	again.At, again.Run, b.Run = b.At, Run{}, Run{}
	if diff := cmp.Diff(b, again); diff != "" {
		t.Errorf("made again they differ (-first, +again):\n%s", diff)
	}
}

func TestFiguresAreMadeOnRequestEveryTenMinutes(t *testing.T) {
	w := newWorld(t)
	w.live(t)
	w.DB.Rehearse()
	must(t, w.Ask(t.Context(), "issy"))
	if b := w.board(t); !b.Run.UnderWay(w.clock()) || b.Run.Done != 0 || b.Run.Steps != 9 {
		t.Errorf("a run begins as %+v", b.Run)
	}
	asked := w.enqueued
	must(t, w.Ask(t.Context(), "issy"))
	if w.enqueued != asked {
		t.Error("what is being made is made a second time")
	}
	must(t, w.Make(t.Context(), "issy"))
	if b := w.board(t); b.Run.UnderWay(w.clock()) || b.Run.Done != 9 {
		t.Errorf("and ends as %+v", b.Run)
	}
	wantLimited(t, w.Ask(t.Context(), "issy"), 10)
	w.goTo(w.clock().Add(9*time.Minute + 10*time.Second))
	wantLimited(t, w.Ask(t.Context(), "issy"), 1)
	w.goTo(w.clock().Add(time.Minute))
	must(t, w.Ask(t.Context(), "issy"))
	if b := w.board(t); !b.Made || !b.Run.UnderWay(w.clock()) {
		t.Errorf("while it runs, the last figures stand: %+v", b)
	}
	w.goTo(w.clock().Add(AskAgain)) // it has died
	if b := w.board(t); b.Run.UnderWay(w.clock()) {
		t.Error("a run that died goes on")
	}
	must(t, w.Ask(t.Context(), "issy"))
}

func wantLimited(t testing.TB, err error, minutes int) {
	t.Helper()
	f, ok := err.(*fault.Error)
	if !ok || f.Kind != fault.Limited || f.Key != "steering.wait" || f.Args[1] != minutes {
		t.Errorf("got %v, want to wait %d minutes", err, minutes)
	}
}

func TestFiguresAreMadeOnceANight(t *testing.T) {
	w := newWorld(t)
	must(t, w.Nightly(t.Context())) // there is no season
	w.live(t)
	var made []string
	last := time.Time{}
	for hour := range 50 {
		w.goTo(begin.AddDate(0, 0, 35).Add(time.Duration(hour)*time.Hour + 10*time.Minute))
		must(t, w.Nightly(t.Context()))
		if at := w.board(t).At; at.After(last) {
			last = at
			made = append(made, at.Format("2 15:04"))
		}
	}
	if diff := cmp.Diff([]string{"12 18:10", "13 01:10", "14 01:10"}, made); diff != "" { // UTC; three o'clock in Issy
		t.Errorf("(-want, +got):\n%s", diff)
	}
}

func TestFiguresOfAnotherSchemaAreMadeAgain(t *testing.T) {
	w := newWorld(t)
	w.live(t)
	must(t, w.Make(t.Context(), "issy"))
	must(t, w.DB.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(t.Context(), `UPDATE steering_card SET schema_version = 0, figures = 'what was' WHERE card = 'zones'`)
		return err
	}))
	if b := w.board(t); b.Made {
		t.Error("figures of another schema are shown")
	}
	must(t, w.Nightly(t.Context()))
	if b := w.board(t); !b.Made {
		t.Error("they are not made again")
	}
}
