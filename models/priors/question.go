package priors

import (
	"math"
	"slices"

	"capzero/publicodes"
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

// attribute returns the number under a key of the question, if there is one.
func attribute(q *publicodes.Rule, key string) (float64, bool) {
	n, ok := q.Attribute(key)
	if !ok {
		return 0, false
	}
	return n.Float()
}
