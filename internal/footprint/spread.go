package footprint

import (
	"maps"

	"capzero/internal/draw"
	"capzero/publicodes"
)

// guesses are households that this one may be, as far as is known: for each
// model the values of n of them, by rule, in place of what the situation says.
// Guess i of one model belongs to guess i of the other.
type guesses struct {
	n             int
	carbon, waste map[string][]any
}

// leastComputed is the part of the guesses that must compute, for an interval
// to be known.
const leastComputed = 0.95

// spread gives the actions that save here, and those chosen together, their
// intervals. Each guess is a household of its own, for which every action is
// priced as for the real one: what is common to the household with the action
// and without it does not widen its interval. An action that does not apply to a
// guess saves that one nothing.
func (p *pricing) spread(g guesses, all []Action, together *Combination) {
	of := make([]savingsDrawn, len(all))
	var combined savingsDrawn
	ids := make([]string, len(together.Chosen))
	for i, a := range together.Chosen {
		ids[i] = a.ID
	}
	q := p.stranger()
	defer q.close()
	for i := range g.n {
		q.suppose(p, g, i)
		for j, a := range all {
			if a.State == Saves {
				of[j].add(q.savings(a.ID))
			}
		}
		if together.Known && len(ids) > 0 {
			combined.add(q.savings(ids...))
		}
	}
	for j := range all {
		all[j].Interval, all[j].SavedWaste.Interval = of[j].intervals(g.n)
	}
	together.Interval, together.SavedWaste.Interval = combined.intervals(g.n)
}

// stranger is a pricing with evaluators of its own.
func (p *pricing) stranger() *pricing {
	r := &reading{voice: p.voice, ofCarbon: p.carbon.borrow(), ofWaste: p.waste.borrow()}
	return &pricing{
		trial:   trial{reading: r},
		changes: p.changes,
		before:  weights{streams: make([]float64, len(p.changes.streams))},
		after:   weights{streams: make([]float64, len(p.changes.streams))},
	}
}

// suppose makes a stranger one of the guesses.
func (q *pricing) suppose(p *pricing, g guesses, i int) {
	q.saidToCarbon = supposed(p.saidToCarbon, g.carbon, i)
	q.saidToWaste = supposed(p.saidToWaste, g.waste, i)
	apply(q.ofCarbon, q.saidToCarbon)
	apply(q.ofWaste, q.saidToWaste)
	q.known = q.weigh(&q.before)
}

func supposed(said publicodes.Situation, drawn map[string][]any, i int) publicodes.Situation {
	s := maps.Clone(said)
	for rule, values := range drawn {
		s[rule] = values[i]
	}
	return s
}

// savings are what actions save a guess in carbon, and what they take out of its
// bag; known is false where that does not compute.
func (q *pricing) savings(ids ...string) (carbon, bag float64, known bool) {
	c := q.combine(ids)
	return c.SavedKgCO2ePerYear, c.SavedWaste.FromTheBag, c.Known
}

// savingsDrawn are what some guesses would save.
type savingsDrawn struct{ carbon, bag []float64 }

func (s *savingsDrawn) add(carbon, bag float64, known bool) {
	if known {
		s.carbon, s.bag = append(s.carbon, carbon), append(s.bag, bag)
	}
}

// intervals are known where nearly all of n guesses compute.
func (s *savingsDrawn) intervals(n int) (carbon, bag Interval) {
	if len(s.carbon) == 0 || float64(len(s.carbon)) < leastComputed*float64(n) {
		return carbon, bag
	}
	return intervalOf(draw.Figure{Draws: s.carbon}), intervalOf(draw.Figure{Draws: s.bag})
}
