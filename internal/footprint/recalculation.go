package footprint

import "time"

// A Recalculation tells a household that its result was computed again with
// newer models, and why it is another one.
type Recalculation struct {
	At         time.Time
	From, To   Models
	Seen       bool
	Measured   bool     // false for someone who had no result: only Lost is told then
	Carbon     Change   // kgCO2e per person and year
	Waste      Change   // kg per person and week
	Categories []Change // of the carbon, the largest change first
	Streams    []Change // of the waste, the largest change first
	Causes     Causes
	Lost       []LostAnswer
	Earlier    []PastRecalculation // those before this one, the newest first
}

// A Change is one amount before and after.
type Change struct {
	Rule, Label   string
	Before, After float64
	Foreign       Foreign // of Label
}

// Difference is how much more it is now.
func (c Change) Difference() float64 { return c.After - c.Before }

// Share is the difference as a part of what was before, 0 where that was
// nothing.
func (c Change) Share() float64 {
	if c.Before == 0 {
		return 0
	}
	return c.Difference() / c.Before
}

// Causes say what made the difference of a footprint, in kgCO2e per person and
// year. They add up to it: each is what the footprint moved by when that one
// thing was changed, in the order in which they stand here.
type Causes struct {
	Known        bool    // false where the earlier models are no longer there to compare
	Answered     float64 // answers given since the result was last looked at
	Figures      []FigureChange
	OtherFigures float64 // figures that matter less than those
	OtherCount   int
	Rules        []RuleChange // the largest first
}

// A RuleChange is what rules that are new, gone or written another way made of
// one category. Answers that went with them are a part of it.
type RuleChange struct {
	Category      Theme
	KgCO2ePerYear float64
	Lost          int // answers of this category that could not be brought over
}

// A FigureChange is a figure that the model writes down, such as an emission
// factor or an average, and that has another value now.
type FigureChange struct {
	Rule          string // empty where there is nothing to explain any more
	Label         string
	Category      Theme  // the one that it moved most
	Before, After string // with their unit, in words
	KgCO2ePerYear float64
	Source        Link // empty where the model names none

	Foreign, BeforeForeign, AfterForeign Foreign
}

// A LostAnswer is one that the newer models cannot read.
type LostAnswer struct {
	Question      string  // as it was asked, in words
	Answer        string  // as it was given, in words
	Again         string  // rule of the question that asks for it now, empty if none does
	Theme         Theme   // where to look for such questions otherwise
	KgCO2ePerYear float64 // what the earlier footprint would have been more without it
	Known         bool    // that could be computed
	Given         bool    // it was answered again since

	Foreign, AnswerForeign Foreign
}

// A PastRecalculation is one that another followed.
type PastRecalculation struct {
	At     time.Time
	To     Models
	Carbon Change
}

// Recalculated says when a result was last computed again, and whether the
// household has seen what changed.
type Recalculated struct {
	At   time.Time
	Seen bool
}
