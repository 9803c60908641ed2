package footprint

import (
	"math"
	"strings"

	"capzero/internal/i18n"
	"capzero/models/actions"
	"capzero/models/entry"
	"capzero/publicodes"
)

// A WhatIf is what the footprint would be with some values set another way. It
// is computed and shown, and nothing of it is kept.
type WhatIf struct {
	Levers  []Lever
	Known   bool
	Today   float64 // kgCO2e per person and year
	Then    float64
	Changed bool // a lever stands elsewhere than today
}

// Difference is what the footprint would move by.
func (w WhatIf) Difference() float64 { return w.Then - w.Today }

// A Lever is one value to set. One that does not apply says why.
type Lever struct {
	ID       string
	Label    string
	Unit     string // as the model writes it
	Theme    Theme
	From, To float64
	Step     float64
	Present  float64 // what it is today, on a step
	Value    float64 // what it was set to
	Reason   string  // why it cannot be set, empty where it can
	Typed    string  // what was sent and cannot be used
	Refused  string  // why not

	ReasonForeign Foreign
}

// whatIf sets the levers to the values of a form, all in one situation. What
// cannot be used is said at its lever, which stays where it is today.
func (r *reading) whatIf(c changes, form map[string]string) WhatIf {
	p := r.newPricing(c)
	w := WhatIf{Known: p.known, Today: p.before.carbon, Then: p.before.carbon}
	if !w.Known {
		return w
	}
	for _, l := range c.levers {
		w.Levers = append(w.Levers, p.lever(l))
	}
	defer p.undo()
	for i, l := range c.levers {
		lever := &w.Levers[i]
		set, ok := lever.read(form[l.ID], r.locale)
		if !ok {
			continue
		}
		lever.Value, w.Changed = set, true
		if p.pull(l, set) != nil {
			w.Known = false
			return w
		}
	}
	w.Then, w.Known = amount(p.ofCarbon, carbonTotal)
	return w
}

// lever reads where a lever stands today. One whose value today is out of its
// bounds is widened, so that everybody finds themselves on it.
func (p *pricing) lever(l *actions.Lever) Lever {
	lang := p.locale.Tag()
	lever := Lever{
		ID: l.ID, Label: l.Title.In(lang), Unit: l.Unit, Theme: Theme(l.Theme),
		From: l.From, To: l.To, Step: l.Step,
	}
	if need, err := p.first(l.Needs); need != nil {
		var asks Action
		if p.refuse(need, err, &asks); asks.State == AsksFirst {
			lever.Reason = p.locale.T("action.asks_first", "question", asks.Reason)
			lever.ReasonForeign = asks.ReasonForeign.In(asks.Reason)
		} else {
			lever.Reason, lever.ReasonForeign = asks.Reason, asks.ReasonForeign
		}
		return lever
	}
	today, known := amount(p.ofCarbon, l.Present)
	if !known {
		lever.Reason = p.locale.T("action.cannot_tell")
		return lever
	}
	lever.Present = math.Round(today/l.Step) * l.Step
	lever.To = max(l.To, math.Ceil(today/l.Step)*l.Step)
	lever.Value = lever.Present
	return lever
}

// read parses what was set, and reports whether it is elsewhere than today. A
// lever that stays keeps the exact value of today, which is not always on a step.
func (l *Lever) read(typed string, locale *i18n.Locale) (float64, bool) {
	if strings.TrimSpace(typed) == "" || l.Reason != "" {
		return 0, false
	}
	v, err := parseAmount(l.ID, typed, l.Unit, &l.From, &l.To, locale)
	if err != nil {
		l.Typed, l.Refused = typed, locale.T("action.lever_bounds", "min", locale.Amount(l.From), "max", locale.Amount(l.To))
		return 0, false
	}
	v = math.Round(v/l.Step) * l.Step
	return v, v != l.Present
}

// pull applies a lever.
func (p *pricing) pull(l *actions.Lever, value float64) error {
	if err := p.set(entry.Carbon, l.Choice, asAnswer(publicodes.Value{Kind: publicodes.KindNumber, Number: value, Unit: l.Unit})); err != nil {
		return err
	}
	return p.change(l.Changes)
}
