package footprint

import (
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
)

// overlapOf is what some missions overlap by, in whatever order they were done.
func overlapOf(t *testing.T, p *pricing, all ...Done) Avoided {
	t.Helper()
	got := p.overlap(all)
	slices.Reverse(all)
	if again := p.overlap(all); again.GramsCO2e != got.GramsCO2e || !maps.Equal(again.Streams, got.Streams) {
		t.Errorf("%v overlap by %v, in another order by %v", all, again, got)
	}
	return got
}

// TestMissionsOfOneMealCountOnce: a week without red meat holds the meal that was
// replaced in it; what has nothing to do with each other does not overlap.
func TestMissionsOfOneMealCountOnce(t *testing.T) {
	s := newPublished(t)
	r := s.current.reference.read(answersOf(s.current.reference, readPersonas(t)["marie"]))
	defer r.close()
	p := r.newPricing(s.current.changes)
	worth := func(id string) Avoided { return p.mission(s.current.changes.byID[id]).PerPerson }

	meal, week := "boeuf-vegetarien", "semaine-sans-viande-rouge"
	if worth(meal).GramsCO2e == 0 || worth(week).GramsCO2e <= worth(meal).GramsCO2e {
		t.Fatalf("for this persona they are worth %v and %v", worth(meal), worth(week))
	}
	if got := overlapOf(t, p, Done{meal, 1}, Done{week, 1}).GramsCO2e; got < worth(meal).GramsCO2e-1 || got > worth(meal).GramsCO2e+1 {
		t.Errorf("a meal in a week overlaps by %d g, it is worth %d g", got, worth(meal).GramsCO2e)
	}
	for _, alone := range [][]Done{nil, {{meal, 1}}, {{meal, 2}}, {{week, 1}}, {{meal, 0}, {week, 1}}, {{"no-such-mission", 1}, {week, 1}}} {
		if got := overlapOf(t, p, alone...); got.GramsCO2e > 1 || got.GramsWaste() > 1 {
			t.Errorf("%v overlap by %v", alone, got)
		}
	}
}

// TestOverlapIsBetweenNothingAndAll: what is left is worth as much as the best of
// the missions, for personas and random weeks of theirs.
func TestOverlapIsBetweenNothingAndAll(t *testing.T) {
	s := newPublished(t)
	random := rand.New(rand.NewPCG(8, 9))
	personas := readPersonas(t)
	weeks, overlapping := 0, 0
	for _, name := range slices.Sorted(maps.Keys(personas)) {
		r := s.current.reference.read(answersOf(s.current.reference, personas[name]))
		p := r.newPricing(s.current.changes)
		for range 12 {
			var week []Done
			var sum, best int64
			for range 2 + random.IntN(8) {
				m := s.current.changes.missions[random.IntN(len(s.current.changes.missions))]
				d := Done{m.ID, 1 + random.IntN(m.Times)}
				if slices.ContainsFunc(week, func(o Done) bool { return o.Mission == d.Mission }) {
					continue
				}
				week = append(week, d)
				grams := p.mission(m).PerPerson.Times(d.Times).GramsCO2e
				sum, best = sum+grams, max(best, grams)
			}
			got := overlapOf(t, p, week...).GramsCO2e
			if got < 0 || got > sum {
				t.Errorf("%s: %v overlap by %d g of %d g", name, week, got, sum)
			}
			if left := sum - got; left < best*9/10-int64(len(week)) {
				t.Errorf("%s: of %v only %d g are left, and one of them is worth %d g", name, week, left, best)
			}
			if weeks++; got > 0 {
				overlapping++
			}
		}
		r.close()
	}
	t.Logf("%d weeks, in %d of them missions overlap", weeks, overlapping)
	if overlapping == 0 {
		t.Error("nothing overlaps")
	}
}
