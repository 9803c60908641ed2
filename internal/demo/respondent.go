package demo

import (
	"math"
	"math/rand/v2"
	"strconv"

	"capzero/internal/footprint"
)

// A respondent is an invented home with its ways of answering.
type respondent struct {
	random    *rand.Rand
	people    int
	inHouse   bool // and not in a flat
	drives    bool
	flies     bool
	frugal    float64         // 0 buys and uses a lot … 1 as little as possible
	curiosity footprint.Theme // the theme it looks into after the first result; may be none
}

// invent draws a household. Two in five live alone, as in the towns around
// Paris.
func invent(random *rand.Rand) respondent {
	h := respondent{
		random:  random,
		people:  pick(random, weighted[int]{{1, 40}, {2, 27}, {3, 14}, {4, 13}, {5, 6}}),
		inHouse: random.Float64() < 0.12,
		flies:   random.Float64() < 0.45,
		frugal:  random.Float64(),
	}
	h.drives = random.Float64() < 0.3+0.15*float64(min(h.people, 3))
	h.curiosity = pick(random, weighted[footprint.Theme]{
		{"", 65}, {footprint.Transport, 8}, {footprint.Food, 10},
		{footprint.Housing, 7}, {footprint.WasteTheme, 10},
	})
	return h
}

// unsure is how often a household does not know.
const unsure = 0.06

// answer fills in the form of a question.
func (h respondent) answer(q footprint.Question) footprint.Input {
	if value, ok := h.habit(q); ok {
		return footprint.Input{Value: value}
	}
	if h.random.Float64() < unsure {
		return footprint.Input{Unknown: true}
	}
	switch q.Form {
	case footprint.Choice:
		return footprint.Input{Value: q.Choices[h.random.IntN(len(q.Choices))].Value}
	case footprint.YesNo:
		return footprint.Input{Value: yesNo(h.random.Float64() < 0.3)}
	case footprint.Selection:
		return h.selection(q)
	}
	return h.amounts(q)
}

// selection ticks about a quarter of the options, or none of them.
func (h respondent) selection(q footprint.Question) footprint.Input {
	ticked := map[string]string{}
	for _, o := range q.Options {
		if h.random.Float64() < chanceOf(o.Rule, 0.25) {
			ticked[o.Rule] = "oui"
		}
	}
	if len(ticked) == 0 {
		return footprint.Input{Value: footprint.NoneOfThese}
	}
	return footprint.Input{Values: ticked}
}

// amounts counts line by line where the household has a way to, else takes one
// of the suggestions. Without any it does not know.
func (h respondent) amounts(q footprint.Question) footprint.Input {
	if values := h.counts(q); len(values) > 0 {
		return footprint.Input{Values: values}
	}
	if len(q.Suggestions) == 0 {
		return footprint.Input{Unknown: true}
	}
	if usual, ok := suggestions[q.Rule]; ok {
		return footprint.Input{Suggestion: pick(h.random, usual)}
	}
	return footprint.Input{Suggestion: q.Suggestions[h.random.IntN(len(q.Suggestions))].Label}
}

// counts fills in the lines of a mosaic that the household counts, and nothing
// for another question.
func (h respondent) counts(q footprint.Question) map[string]string {
	values := map[string]string{}
	for _, o := range q.Options {
		if amount, ok := lines[o.Rule]; ok {
			values[o.Rule] = written(pick(h.random, amount))
		}
	}
	return values
}

// habit is the answer where a household has one of its own, if the question
// takes it.
func (h respondent) habit(q footprint.Question) (string, bool) {
	if amount, ok := numbers[q.Rule]; ok && q.Form == footprint.Number {
		v := amount(h)
		if q.Min != nil {
			v = math.Max(v, *q.Min)
		}
		if q.Max != nil {
			v = math.Min(v, *q.Max)
		}
		return written(v), true
	}
	choose, ok := choices[q.Rule]
	if !ok {
		return "", false
	}
	value := pick(h.random, choose(h))
	for _, c := range q.Choices {
		if c.Value == value {
			return value, true
		}
	}
	return "", false // the model no longer offers it
}

// written is a number as someone types it.
func written(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

func yesNo(b bool) string {
	if b {
		return "oui"
	}
	return "non"
}

// weighted lists values with how often each is drawn, in any unit.
type weighted[T any] []struct {
	value  T
	weight float64
}

// pick draws one of the values.
func pick[T any](random *rand.Rand, from weighted[T]) T {
	total := 0.0
	for _, w := range from {
		total += w.weight
	}
	at := random.Float64() * total
	for _, w := range from {
		if at -= w.weight; at < 0 {
			return w.value
		}
	}
	return from[len(from)-1].value
}
