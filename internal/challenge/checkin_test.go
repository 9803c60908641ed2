package challenge

import (
	"context"
	"sync"
	"testing"
	"time"

	"capzero/internal/db"
)

// wantGrams checks what a household has avoided.
func (w *world) wantGrams(t *testing.T, person string, carbon, waste int64) {
	t.Helper()
	if c, g := w.grams(t, person); c != carbon || g != waste {
		t.Errorf("%s: %d g CO2e and %d g of waste, want %d and %d", person, c, g, carbon, waste)
	}
}

func TestCheckInIsWorthWhatTheModelSays(t *testing.T) {
	w := newWorld(t)
	w.season(t)
	w.family(t, "anne", 3, 1)
	week := w.goTo(4, 2)
	w.done(t, "anne", week, meal, 2)
	w.wantGrams(t, "anne", 1000, 0)
	w.done(t, "anne", week, meal, 2) // sent twice
	w.wantGrams(t, "anne", 1000, 0)
	w.done(t, "anne", week, heat, 1)
	w.wantGrams(t, "anne", 1000+3*900, 0)
	w.done(t, "anne", week, meal, 1) // one was a mistake
	w.wantGrams(t, "anne", 500+3*900, 0)
	w.done(t, "anne", week, meal, 0)
	w.wantGrams(t, "anne", 3*900, 0)
	w.done(t, "anne", week, repair, 1)
	w.wantGrams(t, "anne", 3*900, 0)

	worth := worths()[meal]
	worth.GramsCO2e = 400
	w.price(meal, worth, true) // new answers, or a new model
	w.wantGrams(t, "anne", 3*900, 0)
	w.done(t, "anne", week, meal, 3)
	w.wantGrams(t, "anne", 3*900+3*400, 0)
}

func TestWhatCannotBeCheckedIn(t *testing.T) {
	w := newWorld(t)
	w.season(t)
	w.family(t, "anne", 1, 0)
	refused := func(week Week, mission string, times int, key string) {
		t.Helper()
		wantFault(t, w.CheckIn(t.Context(), "anne", week, mission, times), key)
	}
	refused(w.goTo(2, 0), meal, 1, "checkin.week_waiting")
	week := w.goTo(5, 3)
	refused(week, meal, 4, "checkin.times_most")
	refused(week, meal, -1, "checkin.times_negative")
	refused(week.Plus(1), meal, 1, "checkin.week_coming")
	refused(week.Plus(200), meal, 1, "checkin.week_outside")
	refused(week, "rien", 1, "checkin.mission_gone")
	w.goTo(8, 0) // week 5 ended 15 days ago
	refused(week, meal, 1, "checkin.week_late")
	w.goTo(7, 6)
	w.done(t, "anne", week, meal, 1)
	w.wantGrams(t, "anne", 500, 0)
	wantFault(t, w.CheckIn(t.Context(), "nobody", week, meal, 1), "challenge.no_household")
}

func TestTwoAdultsOfOneHome(t *testing.T) {
	w := newWorld(t)
	w.season(t)
	w.family(t, "anne", 2, 0)
	w.joins(t, "anne", "bob")
	week := w.goTo(4, 0)
	w.done(t, "anne", week, meal, 1)
	w.done(t, "bob", week, meal, 1)
	w.done(t, "anne", week, heat, 1)
	w.done(t, "bob", week, heat, 1) // from the other phone
	w.wantGrams(t, "bob", 2*500+2*900, 0)
	w.done(t, "bob", week, heat, 0)
	w.wantGrams(t, "anne", 2*500, 0)
}

// A week ticked at once from many phones counts once.
func TestCheckInsAtOnce(t *testing.T) {
	w := newWorld(t)
	w.season(t)
	w.family(t, "anne", 2, 0)
	w.joins(t, "anne", "bob")
	week := w.goTo(4, 0)
	var all sync.WaitGroup
	for range 4 {
		for _, person := range []string{"anne", "bob"} {
			all.Go(func() {
				if err := w.CheckIn(t.Context(), person, week, heat, 1); err != nil {
					t.Error(err)
				}
			})
		}
	}
	all.Wait()
	w.wantGrams(t, "anne", 2*900, 0)
}

func TestWhatLasts(t *testing.T) {
	w := newWorld(t)
	w.season(t)
	w.family(t, "anne", 2, 0)
	four := w.goTo(4, 0)
	w.done(t, "anne", four, noAds, 1)
	w.wantGrams(t, "anne", 2*20, 2*60)
	w.goTo(6, 0)
	w.wantGrams(t, "anne", 2*20, 2*60) // week 5: nobody came
	six := w.goTo(6, 1)
	w.done(t, "anne", six, meal, 1)
	w.wantGrams(t, "anne", 500+2*2*20, 2*2*60)
	w.done(t, "anne", six, meal, 2)
	w.wantGrams(t, "anne", 1000+2*2*20, 2*2*60)
	must(t, w.Stop(t.Context(), "anne", noAds, w.goTo(7, 0)))
	w.done(t, "anne", firstWeek.Plus(6), meal, 1)
	w.wantGrams(t, "anne", 1500+2*2*20, 2*2*60)
	w.done(t, "anne", six, noAds, 0) // it did not count in week 6 either
	w.done(t, "anne", six, meal, 1)
	w.wantGrams(t, "anne", 1000+2*20, 2*60)
}

func TestAMissionThatIsWithdrawn(t *testing.T) {
	w := newWorld(t)
	w.season(t)
	w.family(t, "anne", 1, 0)
	week := w.goTo(4, 0)
	w.done(t, "anne", week, meal, 2)
	w.price(meal, Worth{}, false)
	wantFault(t, w.CheckIn(t.Context(), "anne", week, meal, 3), "checkin.mission_gone")
	w.wantGrams(t, "anne", 1000, 0)
	w.done(t, "anne", week, meal, 1)
	w.wantGrams(t, "anne", 500, 0)
}

// The last Sunday of October has an hour more, and the year ends on a Thursday:
// weeks are weeks.
func TestWeeksOfTheCalendar(t *testing.T) {
	w := newWorld(t)
	w.season(t)
	w.family(t, "anne", 1, 0)
	at := func(year int, month time.Month, day, hour, minute int) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.now = time.Date(year, month, day, hour, minute, 0, 0, time.UTC)
	}
	at(2026, time.October, 25, 22, 59) // 23:59 in Issy, an hour after the change
	w.done(t, "anne", "2026-10-19", meal, 1)
	wantFault(t, w.CheckIn(t.Context(), "anne", "2026-10-26", meal, 1), "checkin.week_coming")
	at(2026, time.October, 25, 23, 0)
	w.done(t, "anne", "2026-10-26", meal, 1)
	at(2027, time.January, 1, 10, 0)
	w.done(t, "anne", "2026-12-28", meal, 1)
	at(2026, time.December, 31, 9, 0) // a clock that goes back
	w.done(t, "anne", "2026-12-28", meal, 2)
	w.wantGrams(t, "anne", 4*500, 0)
}

// A mission is priced before it is written down. Where the answers change in
// between, it is priced again.
func TestAPriceOfBeforeIsNotWrittenDown(t *testing.T) {
	w := newWorld(t)
	w.season(t)
	w.family(t, "anne", 1, 0)
	week := w.goTo(4, 0)
	worth := worths()[meal]
	asked := 0
	worth.Holds = func(context.Context, *db.Tx) (bool, error) {
		asked++
		now := worths()[meal]
		now.GramsCO2e = 300
		w.price(meal, now, true)
		return false, nil
	}
	w.price(meal, worth, true)
	w.done(t, "anne", week, meal, 1)
	w.wantGrams(t, "anne", 300, 0)
	if asked == 0 {
		t.Error("nobody asked whether the price still holds")
	}

	worth.Holds = func(context.Context, *db.Tx) (bool, error) { return false, nil } // always changing
	w.price(meal, worth, true)
	wantFault(t, w.CheckIn(t.Context(), "anne", week, meal, 2), "error.conflict")
	w.wantGrams(t, "anne", 300, 0)
}
