package footprint

import "time"

// A Result is one household's two measures with the versions of the models
// that gave them. It is computed on the server from the stored answers alone.
type Result struct {
	Models     Models
	ComputedAt time.Time
	Questions  int // questions answered, "je ne sais pas" not counted
	Carbon     Carbon
	Waste      Waste
	Actions    []Action // what would save most here, most first, at most three
	Peers      Peers    // households like this one
	WhatIf     WhatIf   // the levers, each where it stands today
	Complete   bool     // the opening is done; false for someone who comes here early

	Current      Models        // what the city measures with now, if the result has other models
	Recalculated *Recalculated // the last time it was computed again with other models, if ever
}

// Models names the model versions behind a result, as stored with it:
// "nosgestesclimat 4.10.2 FR" and "waste-fr 1".
type Models struct {
	Carbon string
	Waste  string
}

// Carbon is a consumption-based footprint for one person and year.
type Carbon struct {
	KgCO2ePerYear float64
	Known         bool // false: does not compute with these answers, see Failed
	Interval      Interval
	Former        Interval // what Interval was before the last answers, while it is not drawn
	Narrowable    float64  // of the variance, what answers to the open questions could take away; 0 to 1
	Shares        Shares
	Categories    []Line      // the five categories, heaviest first
	Heaviest      []Line      // the five heaviest lines below them
	Narrowing     []Narrowing // the three open questions that would narrow Interval most, best first
	Comparisons   []Comparison
}

// A Comparison is a figure to hold a footprint against, with its source. Its
// words are the catalogue's text "result.compare." + Key.
type Comparison struct {
	Key           string // "france": the national average; "goal": what is sustainable
	KgCO2ePerYear float64
	Year          int    // the year the figure is about; 0 for a goal without one
	Source        string // who says so
	URL           string
}

// A Line is one amount of a result with the rule that explains it.
type Line struct {
	Rule     string
	Label    string
	Amount   float64 // kgCO2e per person and year, or kg per person and week for waste
	Known    bool    // false: this line does not compute with these answers
	Interval Interval
	Shares   Shares // of this line; zero for waste
	Foreign  Foreign
}

// Waste is an estimate of what one person of this household puts out in a week.
// Streams add up to KgPerWeek. What goes to the recycling centre is apart, and
// the food inside the residual bag is a part of the residual stream, not one of
// its own.
type Waste struct {
	KgPerWeek         float64
	Known             bool
	Interval          Interval
	Streams           []Line // heaviest first
	RecyclingCentre   Line
	FoodInResidual    Line
	NationalKgPerWeek float64 // the same total with no answer given
}

// An Explanation is one value opened up: how it was computed for this
// household, one step deep, each term with its own explanation behind its rule.
type Explanation struct {
	Rule     string
	Title    string
	Value    string // formatted with its unit in the reader's language
	Amount   float64
	Unit     string
	Kind     Origin
	Formula  []Term
	About    string // markdown: what the rule is
	Note     string // markdown: the model's note, with its sources
	Sources  []Link
	Question string // rule of the question one can answer to change it, if any
	Trail    []Line // from the total down to here, for the way back

	Foreign, ValueForeign, AboutForeign, NoteForeign Foreign
}

// Origin says where a value comes from.
type Origin int

// The origins of a value.
const (
	FromFormula    Origin = iota // computed from other values
	FromAnswer                   // this household's own answer
	FromAverage                  // the model's default for an unanswered question
	FromConstant                 // a factor of the model
	DoesNotApply                 // the rule does not apply to this household
	DoesNotCompute               // a division by zero or the like: not with these answers
)

// A Term is one line of a formula in words. Terms nest: Depth 0 is the formula
// itself.
type Term struct {
	Depth    int
	Op       string // catalogue key of the operation: "explain.sum", "explain.times", …
	Text     string // title of the rule, or the constant, in words
	Rule     string // empty for a constant or an inner operation
	Value    string // formatted with its unit; empty where there is none
	Inactive bool   // a branch not taken

	// A comparison goes on after Text: "Chauffage", "est égal à", "« gaz »".
	Compared string // the operation in words, empty where nothing is compared
	With     string

	Foreign, WithForeign, ValueForeign Foreign
}

// A Link is a source named in a rule's note.
type Link struct {
	Label string
	URL   string

	Foreign Foreign // of Label
}

// A CityNumber is the published state of the city: a stored snapshot, never the
// live count, so that no newcomer can be read off a difference.
type CityNumber struct {
	Households             int
	TakenAt                time.Time
	Mean                   []Line // mean by category, kgCO2e per person and year
	TotalMeanKgCO2ePerYear float64
	WasteMeanKgPerWeek     float64
}
