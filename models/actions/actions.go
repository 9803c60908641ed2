// Package actions reads what a household can change: actions, and the levers of
// "what if".
//
// An action is a set of changes to a household's situation, each one a rule and
// the formula that gives its new value from the values before the change:
//
//	voiture-moitie:
//	  titre: Rouler deux fois moins en voiture
//	  effort: 3
//	  coût: économise
//	  si:
//	    - carbone: transport . voiture . utilisateur != 'jamais'
//	      sinon: sans-voiture
//	  carbone:
//	    transport . voiture . km: transport . voiture . km * 0.5
//
// What it saves is not in the file: it is the difference of two totals, which
// the package that measures households takes. Formulas are Publicodes. They are
// compiled into the model that they speak of, as rules that nothing reads, see
// [Set.Compile]; so a formula that names what the model does not have is found
// when the program starts and not when somebody asks.
package actions

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

// A Cost is what an action does to a household's money.
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

// An Action is a lasting change.
type Action struct {
	ID      string
	Title   Texts
	Theme   string // "transport", "alimentation", "logement", "divers" or "déchets"
	Effort  int    // 1 to 3
	Cost    Cost
	Model   string   // the action of Nos Gestes Climat that it stands for, if any
	Needs   []Need   // all must hold, in this order
	Changes []Change // none for an action without a figure
	NoValue string   // the reason why it has no figure, empty for one that has
	Source  string   // address; empty where the model's own action is the source
	Note    Texts    // what was assumed; nil where nothing was
	Place   string   // in its file
}

// A Need is a condition of an action, with the reason why it does not apply
// otherwise.
type Need struct {
	Part   Part
	Rule   string // compiled from the condition
	Reason string // key of [Set.Reasons]

	formula *syntax.Node
}

// A Change gives a rule a new value.
type Change struct {
	Part  Part
	Of    string // the rule that is answered
	Value string // the rule compiled from the formula

	formula *syntax.Node
}

// A Lever is one value that people set to see what would follow.
type Lever struct {
	ID       string
	Title    Texts
	Theme    string
	Unit     string // as the model writes it
	From, To float64
	Step     float64
	Present  string // rule compiled from the formula of what the household does today
	Choice   string // rule that holds what is set
	Needs    []Need
	Changes  []Change // of the carbon model
	Place    string

	present *syntax.Node
}

// A Set is everything that was read.
type Set struct {
	Actions []Action
	Levers  []Lever
	Reasons map[string]Texts

	byID map[string]int
}

// Action returns the action of an id.
func (s *Set) Action(id string) (*Action, bool) {
	i, ok := s.byID[id]
	if !ok {
		return nil, false
	}
	return &s.Actions[i], true
}

// KnownTo reports whether models have everything that the action reads and
// changes.
func (a *Action) KnownTo(carbon, waste *publicodes.Model) bool {
	return known(a.Needs, a.Changes, carbon, waste)
}

// KnownTo reports whether a model has everything that the lever reads and
// changes.
func (l *Lever) KnownTo(carbon *publicodes.Model) bool {
	_, present := carbon.Rule(l.Present)
	_, choice := carbon.Rule(l.Choice)
	return present && choice && known(l.Needs, l.Changes, carbon, carbon)
}

func known(needs []Need, changes []Change, carbon, waste *publicodes.Model) bool {
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
