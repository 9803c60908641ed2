package actions

import (
	"capzero/models/entry"
	"capzero/publicodes"
)

// root is the rule under which our formulas stand in a model.
const root = "gestes chiffrés"

// Root is the rule under which the formulas stand in a model.
func (s *Set) Root() string { return root }

// Compile compiles a model with the formulas that speak of it, see
// [entry.Compile].
func (s *Set) Compile(part entry.Part, sources ...publicodes.Source) (*publicodes.Model, error) {
	return entry.Compile(part, []entry.Set{s}, sources...)
}

// Rules are the formulas that speak of one model.
func (s *Set) Rules(part entry.Part) []entry.Rule {
	var rules []entry.Rule
	for _, a := range s.Actions {
		rules = append(rules, entry.RulesOf(a.ID, a.Needs, a.Changes, part)...)
	}
	if part == entry.Carbon {
		for _, l := range s.Levers {
			rules = append(rules, l.rules()...)
		}
	}
	return rules
}

// rules are the formulas of a lever. Its choice is the present value as long as
// nobody sets it.
func (l *Lever) rules() []entry.Rule {
	return append(entry.RulesOf(l.ID, l.Needs, l.Changes, entry.Carbon),
		entry.RuleOf(l.ID, l.Present, l.present),
		entry.Rule{Entry: l.ID, Name: l.Choice, JSON: `{"valeur": ` + entry.Quoted(l.Present) + `, "unité": ` + entry.Quoted(l.Unit) + "}"})
}
