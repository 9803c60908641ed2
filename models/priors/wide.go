package priors

import (
	"math"
	"slices"

	"capzero/publicodes"
)

// A guess is a prior of a question that the data does not know: three times as
// much or a third around what the model assumes, or failing that around a
// number that the question suggests.
type guess struct {
	rule   string
	centre float64
}

// guessSpread is the standard deviation of the logarithm of a guess: nine in ten
// within a factor of three.
const guessSpread = 0.7

func (g guess) at(u float64, answers Answers) (float64, bool) {
	centre := g.centre
	if v, ok := answers.number(g.rule); ok && v > 0 {
		centre = v
	}
	return lognormal{centre: constant(centre), spread: guessSpread}.at(u, answers)
}
func (guess) reads() []string { return nil }

// guessed makes a prior from a question alone: wide, and never of no width.
func guessed(q *publicodes.Rule, usual float64) *Prior {
	p := &Prior{Rule: q.Name, low: math.Inf(-1), high: math.Inf(1), wide: true}
	switch formOf(q) {
	case byChoice:
		var values []string
		var weights []float64
		for _, possible := range q.Possibilities {
			values, weights = append(values, possible.Value), append(weights, 1/float64(len(q.Possibilities)))
		}
		p.variants = []variant{{shape: newChoice(values, weights)}}
	case byYes:
		p.variants = []variant{{shape: yes{0.5}}}
	default:
		p.Unit = q.Unit
		p.low, p.high = bounds(q)
		p.variants = []variant{{shape: amount{of: guess{q.Name, within(q, usual, p.low, p.high)}}}}
	}
	return p
}

// within returns a positive number to guess around, inside the bounds: what the
// model assumes, else the middle of what it suggests, else a tenth of the way up.
func within(q *publicodes.Rule, usual, low, high float64) float64 {
	if usual > low && usual < high {
		return usual
	}
	if suggested := suggestions(q); len(suggested) > 0 {
		if middle := suggested[len(suggested)/2]; middle > low && middle < high {
			return middle
		}
	}
	if !math.IsInf(high, 1) && high > low {
		return low + (high-low)/10
	}
	return low + 1
}

// suggestions returns the positive numbers that the question suggests, rising.
func suggestions(q *publicodes.Rule) []float64 {
	node, ok := q.Attribute("suggestions")
	if !ok {
		return nil
	}
	var all []float64
	for _, pair := range node.Pairs {
		if v, ok := pair.Value.Float(); ok && finite(v) && v > 0 {
			all = append(all, v)
		}
	}
	slices.Sort(all)
	return all
}
