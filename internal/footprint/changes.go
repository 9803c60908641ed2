package footprint

import (
	"maps"

	"capzero/models/actions"
	"capzero/models/entry"
	"capzero/models/missions"
)

// residualStream is the grey bag, which sorting lightens.
const residualStream = "déchets . ordures résiduelles . par semaine"

// changes are what a household can change, as far as an edition's models know
// it. They are shared and never change.
type changes struct {
	actions  []*actions.Action
	levers   []*actions.Lever
	missions []*missions.Mission
	byID     map[string]*missions.Mission
	version  string // of the missions
	reasons  map[string]entry.Texts
	streams  []string
	assumes  map[*entry.Entry]bool // those that read a question which the footprint does not
	counted  map[string]bool       // the rules that the footprint depends on
}

func newChanges(of Edition, v *voice, s structure) changes {
	c := changes{
		byID: map[string]*missions.Mission{}, reasons: map[string]entry.Texts{},
		streams: s.streams, assumes: map[*entry.Entry]bool{}, counted: s.counted,
	}
	if of.Actions != nil {
		c.addActions(of.Actions, v)
	}
	if of.Missions != nil {
		c.addMissions(of.Missions, v)
	}
	return c
}

func (c *changes) addActions(set *actions.Set, v *voice) {
	maps.Copy(c.reasons, set.Reasons)
	for i := range set.Actions {
		if a := &set.Actions[i]; a.KnownTo(v.carbon.Model, v.waste.Model) {
			c.actions = append(c.actions, a)
			c.assumes[&a.Entry] = v.mayAssume(&a.Entry, c.counted)
		}
	}
	for i := range set.Levers {
		if l := &set.Levers[i]; l.KnownTo(v.carbon.Model) {
			c.levers = append(c.levers, l)
		}
	}
}

func (c *changes) addMissions(set *missions.Set, v *voice) {
	maps.Copy(c.reasons, set.Reasons)
	c.version = set.Version
	for i := range set.Missions {
		if m := &set.Missions[i]; m.KnownTo(v.carbon.Model, v.waste.Model) {
			c.missions = append(c.missions, m)
			c.byID[m.ID] = m
			c.assumes[&m.Entry] = v.mayAssume(&m.Entry, c.counted)
		}
	}
}

// mayAssume reports whether a formula reads a question of the carbon model that
// the footprint itself does not read.
func (v *voice) mayAssume(e *entry.Entry, counted map[string]bool) bool {
	for _, rule := range formulas(e) {
		for read := range v.carbon.Reads(rule) {
			if _, asked := v.question(read); asked && !counted[read] {
				return true
			}
		}
	}
	return false
}

// formulas are the rules of an entry that the carbon model evaluates.
func formulas(e *entry.Entry) []string {
	var rules []string
	for _, n := range e.Needs {
		if n.Part == entry.Carbon {
			rules = append(rules, n.Rule)
		}
	}
	for _, c := range e.Changes {
		if c.Part == entry.Carbon {
			rules = append(rules, c.Value)
		}
	}
	return rules
}

// reason is a sentence of the data in the reader's language.
func (c changes) reason(key, lang string) string { return c.reasons[key].In(lang) }

// counts reports whether the footprint depends on a rule.
func (c changes) counts(rule string) bool { return c.counted[rule] }
