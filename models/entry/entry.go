// Package entry holds what the files of changes have in common: an action, a
// lever and a mission each have a title in three languages, say when they apply,
// and give rules of the two models new values.
//
// Formulas are Publicodes. They are compiled into the model that they speak of,
// as rules that nothing reads, see [Compile]; so a formula that names what the
// model does not have is found when the program starts and not when somebody
// asks.
package entry

import (
	"strings"

	"capzero/publicodes"
	"capzero/publicodes/syntax"
)

// A Part is the model that a formula speaks of.
type Part int

// The two models.
const (
	Carbon Part = iota
	Waste
)

// parts is how the files name them.
var parts = [...]string{"carbone", "déchets"}

// String names the model as the files do.
func (p Part) String() string { return parts[p] }

// A Cost is what an entry does to a household's money.
type Cost int

// The costs, cheapest first.
const (
	SavesMoney Cost = iota
	Free
	CostsSome
	CostsMuch
)

// costs is how the files name them.
var costs = [...]string{"économise", "gratuit", "un peu", "beaucoup"}

// Texts is one text by language; "fr" is always there.
type Texts map[string]string

// In returns the text in the language of a tag ("sr-Latn"), in French where there
// is none in it.
func (t Texts) In(tag string) string {
	lang, _, _ := strings.Cut(tag, "-")
	if s, ok := t[lang]; ok {
		return s
	}
	return t["fr"]
}

// An Entry is a change to a household's situation, as people read it and as the
// models compute it.
type Entry struct {
	ID      string
	Title   Texts
	Effort  int // 1 to 3
	Cost    Cost
	Needs   []Need   // all must hold, in this order
	Changes []Change // none for an entry without a figure
	NoValue string   // the reason why it has no figure, empty for one that has
	Source  string   // address
	Note    Texts    // what was assumed; nil where nothing was
	Place   string   // in its file

	noValuePlace string
}

// A Need is a condition of an entry, with the reason why it does not apply
// otherwise.
type Need struct {
	Part   Part
	Rule   string // compiled from the condition
	Reason string // key of a reason of the set
	Place  string // of the condition in its file

	formula *syntax.Node
}

// A Change gives a rule a new value.
type Change struct {
	Part  Part
	Of    string // the rule that is answered
	Value string // the rule compiled from the formula
	Place string // of the rule's name in its file

	formula *syntax.Node
}

// KnownTo reports whether models have everything that the entry reads and
// changes.
func (e *Entry) KnownTo(carbon, waste *publicodes.Model) bool {
	return Known(e.Needs, e.Changes, carbon, waste)
}

// Known reports whether models have everything that some needs and changes read
// and change.
func Known(needs []Need, changes []Change, carbon, waste *publicodes.Model) bool {
	models := [...]*publicodes.Model{Carbon: carbon, Waste: waste}
	for _, n := range needs {
		if _, ok := models[n.Part].Rule(n.Rule); !ok {
			return false
		}
	}
	for _, c := range changes {
		if _, ok := models[c.Part].Rule(c.Value); !ok {
			return false
		}
		if _, ok := models[c.Part].Rule(c.Of); !ok {
			return false
		}
	}
	return true
}
