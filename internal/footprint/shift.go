package footprint

import (
	"maps"
	"slices"
)

// A Shift is what lies between two milestones of one household. Its parts add
// up to the difference, to the gram.
type Shift struct {
	Earlier, Later Milestone
	Carbon, Waste  Change
	Categories     []Change // of the carbon, the largest change first
	Streams        []Change // of the waste, the largest change first
	Known          bool     // the parts below are known
	Model          Part     // the same answers, with the later models
	Lost           int      // answers of the earlier one that the later models cannot read; in Model
	Answers        []ShiftedAnswer
}

// A Part is what one thing makes of a difference, in whole grams: of CO2e per
// person and year, of waste per person and week.
type Part struct {
	CarbonGrams int64
	WasteGrams  int64
}

// IsZero reports whether a part moves nothing.
func (p Part) IsZero() bool { return p == Part{} }

func (p Part) plus(q Part) Part {
	return Part{CarbonGrams: p.CarbonGrams + q.CarbonGrams, WasteGrams: p.WasteGrams + q.WasteGrams}
}

func (p Part) minus(q Part) Part {
	return Part{CarbonGrams: p.CarbonGrams - q.CarbonGrams, WasteGrams: p.WasteGrams - q.WasteGrams}
}

func partOf(a grams) Part {
	return Part{CarbonGrams: a[carbonTotal], WasteGrams: a[wasteTotal]}
}

// A ShiftReason is what a household says of an answer that is another one now.
type ShiftReason string

// The reasons. NotSaid holds until the household has been asked.
const (
	NotSaid    ShiftReason = ""
	LifeChange ShiftReason = "life"       // a habit is another one
	Correction ShiftReason = "correction" // the answer before was wrong
	Unsure     ShiftReason = "unsure"     // the household does not know which
)

func (r ShiftReason) isSaid() bool { return r == LifeChange || r == Correction || r == Unsure }

// A ShiftedAnswer is an answer that differs between two milestones.
type ShiftedAnswer struct {
	Rule     string
	Question string
	Theme    Theme
	Before   string // in words; empty where there was none
	After    string
	Changed  bool // it said something else before, or was not asked: only the household knows why
	Reason   ShiftReason
	Part     Part

	Foreign, BeforeForeign, AfterForeign Foreign
}

// Sum adds up what the changed answers with a reason moved.
func (s Shift) Sum(reason ShiftReason) Part {
	var sum Part
	for _, a := range s.Answers {
		if a.Changed && a.Reason == reason {
			sum = sum.plus(a.Part)
		}
	}
	return sum
}

// Learned adds up what became known, or is not known any more: what was an
// average and is an answer now, and the other way round.
func (s Shift) Learned() Part {
	var sum Part
	for _, a := range s.Answers {
		if !a.Changed {
			sum = sum.plus(a.Part)
		}
	}
	return sum
}

// differing lists the questions whose answers give the models something else,
// in the order in which they are asked.
func (c *catalogue) differing(from, to answers) []*Question {
	var all []*Question
	for _, q := range c.questions {
		if !maps.Equal(from[q.Rule].Values, to[q.Rule].Values) {
			all = append(all, q)
		}
	}
	return all
}

// attribute divides what some answers moved among them. It walks from one set
// of answers to the other and changes one answer at a time, once in the order
// given and once in the opposite one; each answer gets the mean of what it
// moved. Where no more than two answers act upon one another, that is their
// Shapley value. It is false where a step gives no figure.
func attribute(from, to answers, rules []string, weigh func(answers) (grams, bool)) ([]Part, bool) {
	forwards, ok := walk(from, to, rules, weigh)
	if !ok {
		return nil, false
	}
	reversed := slices.Clone(rules)
	slices.Reverse(reversed)
	backwards, ok := walk(from, to, reversed, weigh)
	if !ok {
		return nil, false
	}
	slices.Reverse(backwards)
	return means(forwards, backwards), true
}

// walk says what each answer moves when its turn comes.
func walk(from, to answers, rules []string, weigh func(answers) (grams, bool)) ([]Part, bool) {
	as := maps.Clone(from)
	at, ok := weigh(as)
	if !ok {
		return nil, false
	}
	moved := make([]Part, len(rules))
	for i, rule := range rules {
		delete(as, rule)
		if a, given := to[rule]; given {
			as[rule] = a
		}
		next, ok := weigh(as)
		if !ok {
			return nil, false
		}
		moved[i] = partOf(next).minus(partOf(at))
		at = next
	}
	return moved, true
}

// means halves the sums of two walks. A half gram that one answer leaves goes to
// the next, so that the means add up to what each walk does.
func means(a, b []Part) []Part {
	all := make([]Part, len(a))
	var sum, given Part
	for i := range a {
		sum = sum.plus(a[i]).plus(b[i])
		until := Part{CarbonGrams: halved(sum.CarbonGrams), WasteGrams: halved(sum.WasteGrams)}
		all[i] = until.minus(given)
		given = until
	}
	return all
}

// halved rounds down, below zero as well.
func halved(v int64) int64 { return v >> 1 }
