package footprint

import (
	"capzero/models/actions"
)

// residualStream is the grey bag, which sorting lightens.
const residualStream = "déchets . ordures résiduelles . par semaine"

// changes are what a household can change, as far as an edition's models know
// it. They are shared and never change.
type changes struct {
	set     *actions.Set
	actions []*actions.Action
	levers  []*actions.Lever
	streams []string
	assumes map[string]bool // actions that read a question which the footprint does not
	counted map[string]bool // the rules that the footprint depends on
}

func newChanges(set *actions.Set, v *voice, s structure) changes {
	c := changes{set: set, streams: s.streams, assumes: map[string]bool{}, counted: s.counted}
	if set == nil {
		return c
	}
	for i := range set.Actions {
		a := &set.Actions[i]
		if a.KnownTo(v.carbon.Model, v.waste.Model) {
			c.actions = append(c.actions, a)
			c.assumes[a.ID] = v.mayAssume(a, s)
		}
	}
	for i := range set.Levers {
		if l := &set.Levers[i]; l.KnownTo(v.carbon.Model) {
			c.levers = append(c.levers, l)
		}
	}
	return c
}

// mayAssume reports whether a formula of an action reads a question of the
// carbon model that the footprint itself does not read.
func (v *voice) mayAssume(a *actions.Action, s structure) bool {
	for _, rule := range formulas(a) {
		for read := range v.carbon.Reads(rule) {
			if _, asked := v.question(read); asked && !s.counted[read] {
				return true
			}
		}
	}
	return false
}

// formulas are the rules of an action that the carbon model evaluates.
func formulas(a *actions.Action) []string {
	var rules []string
	for _, n := range a.Needs {
		if n.Part == actions.Carbon {
			rules = append(rules, n.Rule)
		}
	}
	for _, c := range a.Changes {
		if c.Part == actions.Carbon {
			rules = append(rules, c.Value)
		}
	}
	return rules
}

// reason is a sentence of the data in the reader's language.
func (c changes) reason(key, lang string) string { return c.set.Reasons[key].In(lang) }

// counts reports whether the footprint depends on a rule.
func (c changes) counts(rule string) bool { return c.counted[rule] }
