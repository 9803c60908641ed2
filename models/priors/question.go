package priors

import (
	"math"
	"slices"

	"capzero/publicodes"
	"capzero/publicodes/syntax"
)

// A form is how a question is answered.
type form int

const (
	byNumber form = iota
	byYes
	byChoice
)

// formOf tells how a question is answered. A rule without possibilities, unit,
// bounds or suggestions, and without a number anywhere, is one of the model's
// plain yes-or-no questions.
func formOf(q *publicodes.Rule) form {
	switch {
	case len(q.Possibilities) > 0:
		return byChoice
	case q.Type == publicodes.Boolean:
		return byYes
	case q.Type == publicodes.Number || q.Unit != "":
		return byNumber
	}
	for _, key := range []string{"plancher", "plafond", "suggestions"} {
		if _, ok := q.Attribute(key); ok {
			return byNumber
		}
	}
	return byYes
}

// asked returns the questions that have an answer of their own. A mosaic has
// none: its options have.
func asked(m *publicodes.Model) []*publicodes.Rule {
	return slices.DeleteFunc(slices.Clone(m.Questions()), func(q *publicodes.Rule) bool {
		_, mosaic := q.Attribute("mosaique")
		return mosaic
	})
}

// bounds returns the plancher and plafond of a number. Nothing that people count
// at home is negative, and where the model has no ceiling the unit may.
func bounds(q *publicodes.Rule) (low, high float64) {
	low, high = 0, ceiling(q.Unit)
	if v, ok := attribute(q, "plancher"); ok {
		low = v
	}
	if v, ok := attribute(q, "plafond"); ok {
		high = v
	}
	return low, high
}

// ceiling is what a unit allows: a week has seven days.
func ceiling(unit string) float64 {
	switch unit {
	case "%":
		return 100
	case "jour/semaine", "nuit/semaine":
		return 7
	case "h/jour":
		return 24
	case "h/semaine":
		return 168
	case "nuit":
		return 365
	}
	return math.Inf(1)
}

// attribute returns a number that stands under a key of the question.
func attribute(q *publicodes.Rule, key string) (float64, bool) {
	n, ok := q.Attribute(key)
	if !ok {
		return 0, false
	}
	return n.Float()
}

// mismatch says why a prior is not one of a question, empty if it is.
func mismatch(p *Prior, q *publicodes.Rule) string {
	if p.unanswered != "" {
		return ""
	}
	if form := formOf(q); form != byNumber && p.Unit != "" || form == byNumber && p.Unit != q.Unit {
		return "its unit is " + quoted(p.Unit) + ", that of the question " + quoted(q.Unit)
	}
	for _, v := range p.variants {
		if why := v.shape.mismatch(q); why != "" {
			return why
		}
	}
	return ""
}

func quoted(unit string) string {
	if unit == "" {
		return "none"
	}
	return "«" + unit + "»"
}

func (yes) mismatch(q *publicodes.Rule) string {
	if formOf(q) != byYes {
		return "oui is for a question that is answered by yes or no"
	}
	return ""
}

func (s choice) mismatch(q *publicodes.Rule) string {
	if formOf(q) != byChoice {
		return "parts are for a question with possibilities"
	}
	var known []string
	for _, p := range q.Possibilities {
		known = append(known, p.Value)
		if !slices.Contains(s.values, p.Value) {
			return "the possibility «" + p.Value + "» has no weight"
		}
	}
	for _, v := range s.values {
		if !slices.Contains(known, v) {
			return "«" + v + "» is not one of the possibilities" + perhaps(v, known)
		}
	}
	return ""
}

func (s amount) mismatch(q *publicodes.Rule) string {
	if formOf(q) != byNumber {
		return "a number is for a question that is answered by a number"
	}
	if s.factor != nil {
		return ""
	}
	low, high := bounds(q)
	for _, n := range extremes(s.of) {
		if n < low || n > high {
			return written(n) + " is outside the bounds of the question, " + written(low) + " to " + written(high)
		}
	}
	return ""
}

// extremes returns the least and greatest number of a curve that has them.
func extremes(c curve) []float64 {
	switch c := c.(type) {
	case counts:
		return []float64{c.values[0], c.values[len(c.values)-1]}
	case points:
		return []float64{c.values[0], c.values[len(c.values)-1]}
	case triangle:
		return []float64{c.low, c.high}
	}
	return nil
}

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
		if v, ok := plain(pair.Value); ok && v > 0 {
			all = append(all, v)
		}
	}
	slices.Sort(all)
	return all
}

func plain(n *syntax.Node) (float64, bool) {
	v, ok := n.Float()
	return v, ok && finite(v)
}
