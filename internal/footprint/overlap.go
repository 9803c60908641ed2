package footprint

import (
	"slices"

	"capzero/models/entry"
	"capzero/models/missions"
	"capzero/publicodes"
)

// overlap prices missions of one week alone and together. Together they are taken in
// the order of the data, whatever the order in which they were done, each from what
// those before it leave: no meal is replaced that another mission has replaced.
func (p *pricing) overlap(all []Done) Avoided {
	if !p.known {
		return Avoided{}
	}
	done := p.saving(all)
	apart := Avoided{Streams: map[string]int64{}}
	for _, d := range done {
		apart.add(d.worth.Times(d.times))
	}
	defer p.undo()
	for _, d := range done {
		for range d.times {
			if !p.possible(d.of.Changes) {
				break
			}
			if p.change(d.of.Changes) != nil {
				return Avoided{}
			}
		}
	}
	if !p.weigh(&p.after) {
		return Avoided{}
	}
	return apart.beyond(p.avoidedBy(1))
}

// doneHere is a mission that was done and saves something for this person.
type doneHere struct {
	of    *missions.Mission
	times int
	worth Avoided // one time
}

// saving prices those of some missions that save something, in the order of the
// data.
func (p *pricing) saving(all []Done) (done []doneHere) {
	for _, m := range p.changes.missions {
		i := slices.IndexFunc(all, func(d Done) bool { return d.Mission == m.ID })
		if i < 0 || all[i].Times <= 0 {
			continue
		}
		if priced := p.mission(m); priced.State == Saves {
			done = append(done, doneHere{m, min(all[i].Times, m.Times), priced.PerPerson})
		}
	}
	return done
}

// possible reports whether changes leave no answer below zero. That is asked rather
// than what the mission needs, which holds for all the times that it may be done.
func (p *pricing) possible(all []entry.Change) bool {
	for _, c := range all {
		v, err := p.evaluator(c.Part).Evaluate(c.Value)
		if err != nil || p.asks(c) && v.Kind == publicodes.KindNumber && v.Number < 0 {
			return false
		}
	}
	return true
}
