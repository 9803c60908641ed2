package challenge

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
)

func TestWhatMissionsHaveInCommonCountsOnce(t *testing.T) {
	w := newWorld(t)
	w.inCommon = true
	w.season(t)
	w.family(t, "anne", 3, 1)
	w.joins(t, "anne", "bob")
	week := w.goTo(4, 2)
	w.done(t, "anne", week, meal, 1)
	w.done(t, "anne", week, "autre-1", 1)
	w.wantGrams(t, "anne", 500+200-200, 0)
	if mine, err := w.MyWeek(t.Context(), "anne", week); err != nil || !mine.InCommon {
		t.Errorf("her week does not say so: %v", err)
	}
	w.done(t, "bob", week, "autre-1", 1) // no meal of his
	w.wantGrams(t, "anne", 500+200, 0)
	w.done(t, "bob", week, meal, 1)
	w.wantGrams(t, "anne", 2*500, 0)
	w.done(t, "bob", week, heat, 1) // together, of three; each has a meal
	w.wantGrams(t, "anne", 2*(500-100)+3*900, 0)
	w.done(t, "anne", week, noAds, 1)
	w.wantGrams(t, "anne", 2*400+3*920, 3*(60-50))
	w.done(t, "anne", week, heat, 0)
	w.wantGrams(t, "anne", 2*500+3*20, 3*60)
	w.done(t, "anne", week, meal, 0)
	w.wantGrams(t, "anne", 500+200+3*20, 3*60)
	next := w.goTo(5, 2) // no ads last
	w.done(t, "anne", next, meal, 1)
	w.wantGrams(t, "anne", 500+200+3*20+500+3*20, 2*3*60)
}

// TestTheOrderOfTicksDoesNotMatter: a week ends with the same kilograms however it was
// written down, with what was ticked by mistake on the way, from several phones.
func TestTheOrderOfTicksDoesNotMatter(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	w := newWorld(t)
	w.inCommon = true
	w.season(t)
	people := []string{"anne", "bob"}
	var want []int64
	for n := range 12 {
		home := fmt.Sprint("home", n)
		names := []string{people[0] + home, people[1] + home}
		w.goTo(4, 0)
		w.family(t, names[0], 2, 0)
		w.joins(t, names[0], names[1])
		week := w.goTo(4, 6)
		type tick struct {
			by      int
			mission string
			times   int
		}
		final := []tick{{0, meal, 2}, {0, "autre-1", 1}, {0, "autre-2", 1}, {1, meal, 1}, {1, "autre-0", 1}, {0, heat, 1}, {1, noAds, 1}}
		random.Shuffle(len(final), func(i, j int) { final[i], final[j] = final[j], final[i] })
		var ticking sync.WaitGroup
		for _, f := range final {
			if random.IntN(2) == 0 {
				w.done(t, names[f.by], week, f.mission, random.IntN(f.times+1))
			}
			ticking.Go(func() { w.done(t, names[f.by], week, f.mission, f.times) })
			if n%2 == 0 {
				ticking.Wait()
			}
		}
		ticking.Wait()
		carbon, waste := w.grams(t, names[0])
		if n == 0 {
			want = []int64{carbon, waste}
		}
		if !slices.Equal(want, []int64{carbon, waste}) {
			t.Errorf("in the order %v: %d g and %d g, not %v", final, carbon, waste, want)
		}
	}
	t.Logf("always %v g", want)
}

// What a forgotten adult's missions had in common is not given back.
func TestAForgottenOverlapStays(t *testing.T) {
	w := newWorld(t)
	w.inCommon = true
	w.season(t)
	w.family(t, "anne", 2, 0)
	w.joins(t, "anne", "bob")
	week := w.goTo(4, 2)
	w.done(t, "bob", week, meal, 1)
	w.done(t, "bob", week, "autre-1", 1)
	w.wantGrams(t, "anne", 500, 0)
	w.erase(t, "bob")
	w.done(t, "anne", week, heat, 1)
	w.wantGrams(t, "anne", 500+900, 0) // she lives alone now
}
