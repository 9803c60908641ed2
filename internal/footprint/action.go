package footprint

import (
	"cmp"
	"math"
	"slices"
)

// An Action is a lasting change priced for this household: what it weighs today
// less what it would weigh with the change, everything else equal.
type Action struct {
	ID     string
	Label  string
	Theme  Theme
	Effort int // 1 to 3
	Cost   Cost

	State    ActionState
	Reason   string // in words, why it has no saving; empty for one that has
	Question string // AsksFirst: the rule of the question to answer

	SavedKgCO2ePerYear float64 // for one person and year
	Interval           Interval
	SavedWaste         WasteSaved

	Moves   []Move // what it changes here, in words
	Assumed bool   // rests on a habit that this household was not asked about
	Source  string // address; empty where the model's own rule is the source
	Model   string // the action of Nos Gestes Climat that it stands for, if any
	Note    string // what was assumed

	ReasonForeign Foreign
}

// A Cost is what an action does to a household's money.
type Cost int

// The costs, cheapest first, as the data has them.
const (
	SavesMoney Cost = iota
	Free
	CostsSome
	CostsMuch
)

// An ActionState says what an action is worth here.
type ActionState int

// The states of an action, in the order in which people read them.
const (
	Saves        ActionState = iota // it saves carbon, or takes weight out of the bag
	SavesNothing                    // it applies and moves less than a kilogram
	Increases                       // it would make this household weigh more
	AsksFirst                       // an answer is needed to know whether it applies
	NotPriced                       // nothing measurable, or too little is known
	NotForYou                       // it does not apply here
	CannotTell                      // it does not compute with these answers
)

// WasteSaved is what an action takes out of the bins of one person in a week.
// Sorting better saves nothing in all and takes kilograms out of the bag.
type WasteSaved struct {
	KgPerWeek  float64  // of all streams
	FromTheBag float64  // of the residual stream
	Interval   Interval // of what leaves the bag
	Streams    []Line   // those that move; more in a stream is less than zero
}

// A Move is one answer that an action changes, before and after, in words.
type Move struct {
	Label  string
	Before string
	After  string

	Foreign, BeforeForeign, AfterForeign Foreign
}

const (
	// shownActions is how many are worth reading at once.
	shownActions = 3
	// leastSaving in kgCO2e a year: below it, an action reads "0 kg".
	leastSaving = 1
	// leastWaste in kg a week: below it, a stream reads "0 kg".
	leastWaste = 0.005
	// leastApart is the part of its own saving that an action must still bring
	// beside those before it, to be another place to begin.
	leastApart = 0.75
)

// bestActions returns the actions that would save this household most, most
// first. Of actions that save largely the same kilograms (going vegetarian and
// eating less meat, an electric car and driving less) only the best is kept, so
// that the three are three different places to begin: computed together with
// those before it, an action still brings most of what it brings alone. One
// whose figure rests on a habit that nobody asked about is nobody's saving.
func (r *reading) bestActions(c changes) []Action {
	p := r.newPricing(c)
	var best []Action
	var chosen []string
	together := 0.0
	for _, a := range p.bySaving() {
		if len(best) == shownActions || a.SavedKgCO2ePerYear < leastSaving {
			break
		}
		if a.Assumed {
			continue
		}
		with := p.combine(append(chosen, a.ID))
		if !with.Known || with.SavedKgCO2ePerYear-together < leastApart*a.SavedKgCO2ePerYear {
			continue
		}
		best, chosen, together = append(best, a), append(chosen, a.ID), with.SavedKgCO2ePerYear
	}
	return best
}

// bySaving prices every action and sorts them: what saves carbon first, then
// what only lightens the bag, then the others by state.
func (p *pricing) bySaving() []Action {
	all := make([]Action, len(p.changes.actions))
	for i, a := range p.changes.actions {
		all[i] = p.price(a)
	}
	slices.SortStableFunc(all, func(a, b Action) int {
		return cmp.Or(
			cmp.Compare(a.State, b.State),
			cmp.Compare(math.Round(b.SavedKgCO2ePerYear), math.Round(a.SavedKgCO2ePerYear)),
			cmp.Compare(b.SavedWaste.FromTheBag, a.SavedWaste.FromTheBag),
		)
	})
	return all
}

// valued says what a difference is worth. A footprint that grows is not bought
// by a lighter bag.
func valued(carbon float64, w WasteSaved) ActionState {
	switch {
	case carbon >= leastSaving:
		return Saves
	case carbon <= -leastSaving:
		return Increases
	case w.KgPerWeek >= leastWaste, math.Abs(w.KgPerWeek) < leastWaste && w.FromTheBag >= leastWaste:
		return Saves
	case w.KgPerWeek <= -leastWaste:
		return Increases
	}
	return SavesNothing
}
