package demo_test

import (
	"fmt"
	"math"
	"testing"
	"time"

	"capzero/internal/app"
	"capzero/internal/challenge"
	"capzero/internal/demo"
	"capzero/internal/footprint"
	"capzero/models"
)

// idle is a truth in which nothing changes: everybody answers, most weigh, at a
// constant rate with as much noise as a household's weeks are assumed to have, and
// nobody does anything about it.
func idle(seed uint64) demo.Truth {
	truth := demo.DefaultTruth(seed)
	truth.Effect, truth.Trend, truth.Eager, truth.Odd = nil, 0, 0, 0
	truth.Daily, truth.Rare = 0.5, 1
	truth.Stops, truth.Misses = nil, 0
	return truth
}

// earlier is a version of the carbon model before the current one.
func earlier(t *testing.T) string {
	t.Helper()
	library, err := models.Open("")
	must(t, err)
	versions := library.Versions()
	if len(versions) < 2 {
		t.Fatal("the program has one version of the model only")
	}
	return versions[len(versions)-1] // the newest comes first
}

// More answers, a new model or chance are no saving. Households that do nothing
// else have nothing in a ledger, and few of them are shown a change, at any time of
// the season.
func TestNoSavingFromPrior(t *testing.T) {
	o := demo.Options{Households: 40, Weeks: 12}
	seeds := []uint64{11}
	if soak {
		o.Households, o.Weeks, seeds = 150, 24, []uint64{11, 12, 13}
	}
	weighing, shown, streams, changes := 0, 0, 0, 0
	for _, seed := range seeds {
		o.Truth = idle(seed)
		config := at(t, t.TempDir())
		config.ModelVersion = earlier(t)
		d := inventedAt(t, config, o)

		config.ModelVersion = ""
		report, err := app.Recompute(t.Context(), config, footprint.Recomputation{})
		must(t, err)
		if report.Redone == 0 {
			t.Error("no household got the new model")
		}
		r := records(t, config)
		for _, ledger := range []string{"entry", "tally", "entry_left"} {
			rows(t, r, `SELECT season_id, grams FROM `+ledger, func([]string, int64) { t.Errorf("%s has something", ledger) })
		}
		t.Logf("seed %d: %d households, %d got a new model, none has a kilogram in a ledger", seed, d.Households, report.Redone)
		c := watch(t, config, d)
		weighing, shown, streams, changes = weighing+c.households, shown+c.shownTo, streams+c.streams, changes+c.shown
	}
	part := float64(shown) / float64(weighing)
	t.Logf("of %d households that weigh enough, %d (%.1f %%) were ever shown a change; of %d streams, %d (%.1f %%)",
		weighing, shown, 100*part, streams, changes, 100*float64(changes)/float64(streams))
	if weighing < 15 {
		t.Errorf("only %d households weigh enough to see one", weighing)
	}
	if part > 0.1 {
		t.Errorf("%.1f %% of the households that change nothing were shown a change", 100*part)
	}
}

// A watched is what was shown to households that looked every month.
type watched struct {
	households, shownTo int // that weighed enough; and were shown a change
	streams, shown      int
}

// watch looks at the waste of all households at the end of each month.
func watch(t *testing.T, config app.Config, d app.Demonstration) (all watched) {
	t.Helper()
	now := present
	config.Now = func() time.Time { return now }
	a, err := app.New(t.Context(), config)
	must(t, err)
	defer func() { must(t, a.Close()) }()
	found, shown := map[string]bool{}, map[string]bool{}
	for month := range d.Plan.Weeks / 4 {
		now = d.Plan.From.Plus(d.Plan.BaselineWeeks + 4*(month+1)).First().Time().Add(12 * time.Hour)
		if now.After(present) {
			break
		}
		for _, l := range d.Lived {
			book, err := a.Challenge().Waste(t.Context(), l.Person)
			must(t, err)
			for _, c := range book.Changes {
				for _, key := range []string{l.Person, l.Person + " " + string(c.Stream)} {
					found[key] = true
					shown[key] = shown[key] || c.Shown()
				}
			}
		}
	}
	for key := range found {
		if len(key) > len(d.Lived[0].Person) {
			all.streams++
			all.shown += one(shown[key])
		} else {
			all.households++
			all.shownTo += one(shown[key])
		}
	}
	return all
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// What is shown holds the truth about as often as it says: nine times in ten for
// the estimates, more often for one of the changes that a season has.
func TestEstimatesHoldTheTruth(t *testing.T) {
	o := demo.Options{Households: 45, Weeks: 12, Truth: demo.DefaultTruth(21)}
	if soak {
		o.Households, o.Weeks = demo.Households, demo.Weeks
	}
	o.Truth.Stops, o.Truth.Misses, o.Truth.Weighs, o.Truth.Odd = nil, 0.05, 1, 0
	config := at(t, t.TempDir())
	d := inventedAt(t, config, o)
	a, err := app.New(t.Context(), config)
	must(t, err)
	defer func() { must(t, a.Close()) }()

	var estimates, changes coverage
	for _, l := range d.Lived {
		book, err := a.Challenge().Waste(t.Context(), l.Person)
		must(t, err)
		for _, e := range book.Streams {
			if e.Weeks > 0 {
				estimates.add(l.Mean(e.Stream, d.Plan.From, challenge.WeekOf(book.Weeks[len(book.Weeks)-1].Week.First()).Plus(-1)), e.KgPerWeek, e.Low, e.High)
			}
		}
		for _, c := range book.Changes {
			before := l.Mean(c.Stream, d.Plan.From, d.Plan.From.Plus(d.Plan.BaselineWeeks-1))
			changes.add(l.Mean(c.Stream, c.From, c.To)-before, c.After-c.Before, c.Low, c.High)
		}
	}
	t.Logf("estimates: %v; changes: %v", estimates, changes)
	estimates.mustCover(t, "estimates", 0.9)
	months := float64((d.Plan.Weeks - d.Plan.BaselineWeeks) / 4)
	changes.mustCover(t, "changes", 1-0.1/months)
}

// A coverage counts how often an interval held the truth, and how far figures were
// from it on average.
type coverage struct {
	n, held     int
	error, sums float64 // kg of one person in a week: errors, and their squares
}

func (c *coverage) add(truth, said, low, high float64) {
	c.n++
	c.held += one(low <= truth && truth <= high)
	c.error += said - truth
	c.sums += (said - truth) * (said - truth)
}

func (c coverage) mean() float64 { return c.error / float64(c.n) }

// standard is the standard error of the mean.
func (c coverage) standard() float64 {
	n := float64(c.n)
	return math.Sqrt((c.sums/n - c.mean()*c.mean()) / n)
}

func (c coverage) String() string {
	return fmt.Sprintf("%d of %d intervals hold the truth (%.1f %%), off by %+.3f ± %.3f kg on average",
		c.held, c.n, 100*float64(c.held)/float64(c.n), c.mean(), 1.645*c.standard())
}

// mustCover fails where the intervals hold the truth less often than they say, by
// more than chance, and where figures are off to one side.
func (c coverage) mustCover(t *testing.T, what string, level float64) {
	t.Helper()
	least := level - 2.6*math.Sqrt(level*(1-level)/float64(c.n))
	if c.n < 40 || float64(c.held)/float64(c.n) < least {
		t.Errorf("%s: %v; at least %.1f %% should", what, c, 100*least)
	}
	if off := math.Abs(c.mean()); off > 3.3*c.standard() {
		t.Errorf("%s are off to one side: %v", what, c)
	}
}
