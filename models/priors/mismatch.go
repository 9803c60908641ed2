package priors

import (
	"slices"

	"capzero/publicodes"
)

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
