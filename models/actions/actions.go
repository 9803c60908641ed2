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
// the package that measures households takes. Needs, changes and how they are
// compiled into a model are those of every kind of entry, in package entry.
package actions

import (
	"capzero/models/entry"
	"capzero/publicodes"
	"capzero/publicodes/syntax"
)

// An Action is a lasting change. Its source is empty where the model's own action
// is the source.
type Action struct {
	entry.Entry
	Theme string // "transport", "alimentation", "logement", "divers" or "déchets"
	Model string // the action of Nos Gestes Climat that it stands for, if any
}

// A Lever is one value that people set to see what would follow.
type Lever struct {
	ID       string
	Title    entry.Texts
	Theme    string
	Unit     string // as the model writes it
	From, To float64
	Step     float64
	Present  string // rule compiled from the formula of what the household does today
	Choice   string // rule that holds what is set
	Needs    []entry.Need
	Changes  []entry.Change // of the carbon model

	present *syntax.Node
}

// A Set is everything that was read.
type Set struct {
	Actions []Action
	Levers  []Lever
	Reasons map[string]entry.Texts

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

// KnownTo reports whether a model has everything that the lever reads and
// changes.
func (l *Lever) KnownTo(carbon *publicodes.Model) bool {
	_, present := carbon.Rule(l.Present)
	_, choice := carbon.Rule(l.Choice)
	return present && choice && entry.Known(l.Needs, l.Changes, carbon, carbon)
}
