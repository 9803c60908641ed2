package footprint

import "math"

// A tally adds up recalculations. It keeps amounts, and not whose they are.
type tally struct {
	structure    structure
	households   int
	before       int // of them: those of earlier runs
	withLost     int // of this run: households with answers that could not be brought over
	carbon       pairs
	waste        pairs
	categorySums map[string]*[2]int64 // grams by category, before and after
}

// pairs are the amounts of households before and after, in grams.
type pairs struct{ before, after []int64 }

func (p *pairs) add(before, after int64) {
	p.before = append(p.before, before)
	p.after = append(p.after, after)
}

func newTally(s structure) tally {
	t := tally{structure: s, categorySums: map[string]*[2]int64{}}
	for _, category := range s.categories {
		t.categorySums[category.rule] = new([2]int64)
	}
	return t
}

// add takes in one household.
func (t *tally) add(before, after grams) {
	t.households++
	t.carbon.add(before[carbonTotal], after[carbonTotal])
	t.waste.add(before[wasteTotal], after[wasteTotal])
	for rule, sums := range t.categorySums {
		sums[0] += before[rule]
		sums[1] += after[rule]
	}
}

// count takes in one household of this run.
func (t *tally) count(a account) {
	t.add(a.Before, a.After)
	if len(a.Lost) > 0 {
		t.withLost++
	}
}

// muchChanged is from which part of a footprint on a change is called large.
const muchChanged = 0.05

// changes says how many footprints moved by more than that, and the farthest
// that one moved.
func (p pairs) changes() (much int, largest int64) {
	for i, before := range p.before {
		moved := p.after[i] - before
		if math.Abs(float64(moved)) > muchChanged*math.Abs(float64(before)) {
			much++
		}
		if magnitude(moved) > magnitude(largest) {
			largest = moved
		}
	}
	return much, largest
}
