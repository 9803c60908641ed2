package footprint

import "slices"

// A Combination is several actions done together, computed in one situation: two
// actions often save the same kilograms, and their sum would count them twice.
type Combination struct {
	Chosen    []Action // with what each saves alone
	Overtaken []Action // those of them that another one leaves nothing to do, with the reason

	Known              bool
	SavedKgCO2ePerYear float64
	Interval           Interval
	SavedWaste         WasteSaved
	Apart              float64 // what the savings would add up to, each alone
}

// Overlap is what adding the savings up would count twice.
func (c Combination) Overlap() float64 { return c.Apart - c.SavedKgCO2ePerYear }

// combine computes several actions together, in the order of the data whatever
// the order of the choice. Each one is applied to the situation that those
// before it leave; one that no longer applies there is overtaken and changes
// nothing.
func (p *pricing) combine(ids []string) Combination {
	defer p.undo()
	var c Combination
	if c.Known = p.known; !c.Known {
		return c
	}
	for _, a := range p.changes.actions {
		if a.NoValue != "" || !slices.Contains(ids, a.ID) {
			continue
		}
		need, err := p.first(a.Needs)
		if need == nil {
			err = p.change(a.Changes)
		}
		if err != nil {
			return Combination{}
		}
		if need != nil {
			c.Overtaken = append(c.Overtaken, Action{
				ID: a.ID, Label: a.Title.In(p.locale.Tag()),
				State: NotForYou, Reason: p.changes.reason(need.Reason, p.locale.Tag()),
			})
		}
	}
	if c.Known = p.weigh(&p.after); c.Known {
		c.SavedKgCO2ePerYear = p.before.carbon - p.after.carbon
		c.SavedWaste = p.wasteSaved()
	}
	return c
}

// choose combines the actions that were chosen among those priced. What does
// not save anything here cannot be chosen, whatever a client sends.
func (p *pricing) choose(all []Action, ids []string) Combination {
	var chosen []Action
	var known []string
	apart := 0.0
	for _, a := range all {
		if a.State == Saves && slices.Contains(ids, a.ID) {
			chosen, known = append(chosen, a), append(known, a.ID)
			apart += a.SavedKgCO2ePerYear
		}
	}
	if len(chosen) == 0 {
		return Combination{}
	}
	c := p.combine(known)
	c.Chosen, c.Apart = chosen, apart
	return c
}
