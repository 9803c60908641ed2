package footprint

import (
	"capzero/models/actions"
	"capzero/models/entry"
	"capzero/publicodes"
)

// A pricing prices changes for one household. It holds what the household
// weighs today.
type pricing struct {
	trial
	changes changes
	before  weights
	after   weights // reused
	known   bool    // what the household weighs today computes
}

// weights are what one person of a household weighs.
type weights struct {
	carbon  float64
	waste   float64
	streams []float64
}

func (r *reading) newPricing(c changes) *pricing {
	p := r.newPricingFrom(c, weights{streams: make([]float64, len(c.streams))})
	p.known = p.weigh(&p.before)
	return p
}

// newPricingFrom is a pricing for a household that weighs so much.
func (r *reading) newPricingFrom(c changes, before weights) *pricing {
	return &pricing{
		trial:   trial{reading: r},
		changes: c,
		before:  before,
		after:   weights{streams: make([]float64, len(c.streams))},
		known:   true,
	}
}

// weigh reads what the household weighs as the evaluators stand, and whether
// all of it computes.
func (p *pricing) weigh(w *weights) (known bool) {
	if w.carbon, known = amount(p.ofCarbon, carbonTotal); !known {
		return false
	}
	if w.waste, known = amount(p.ofWaste, wasteTotal); !known {
		return false
	}
	for i, stream := range p.changes.streams {
		if w.streams[i], known = amount(p.ofWaste, stream); !known {
			return false
		}
	}
	return true
}

// price says what an action is worth here.
func (p *pricing) price(a *actions.Action) Action {
	priced := p.priceEntry(&a.Entry)
	priced.Theme, priced.Model = Theme(a.Theme), a.Model
	switch {
	case a.NoValue != "":
		priced.State, priced.Reason = NotPriced, p.changes.reason(a.NoValue, p.locale.Tag())
	case priced.State == Saves:
		if priced.State = valued(priced.SavedKgCO2ePerYear, priced.SavedWaste); priced.State != Saves {
			priced.Reason = p.locale.T(whyNot(priced))
		}
	}
	return priced
}

// priceEntry prices the changes of an entry. Its state is Saves where there is a
// difference, whatever that is worth, and else says why there is none.
func (p *pricing) priceEntry(e *entry.Entry) Action {
	lang := p.locale.Tag()
	priced := Action{
		ID: e.ID, Label: e.Title.In(lang), Effort: e.Effort, Cost: Cost(e.Cost),
		Source: e.Source, Note: e.Note.In(lang),
	}
	if p.known {
		p.priceKnown(e, &priced)
	} else {
		priced.State, priced.Reason = CannotTell, p.locale.T("action.cannot_tell_total")
	}
	return priced
}

func (p *pricing) priceKnown(e *entry.Entry, priced *Action) {
	defer p.undo()
	if need, err := p.first(e.Needs); need != nil {
		p.refuse(need, err, priced)
		return
	}
	if p.changes.assumes[e] {
		priced.Assumed = p.assumed(e)
	}
	before := p.answersTo(e.Changes)
	if p.change(e.Changes) != nil || !p.weigh(&p.after) {
		priced.State, priced.Reason = CannotTell, p.locale.T("action.cannot_tell")
		return
	}
	priced.SavedKgCO2ePerYear = p.before.carbon - p.after.carbon
	priced.SavedWaste = p.wasteSaved()
	priced.Moves = p.moves(e.Changes, before)
}

// whyNot is the text that says why an action that applies saves nothing here.
func whyNot(a Action) string {
	switch {
	case a.State == SavesNothing:
		return "action.saves_nothing"
	case a.SavedKgCO2ePerYear > -leastSaving:
		return "action.increases_waste"
	}
	return "action.increases"
}

// refuse says why an action does not apply. Nobody is told what they do or have
// who has not said so: where the need rests on an average, it is asked first.
func (p *pricing) refuse(need *entry.Need, err error, priced *Action) {
	switch {
	case err != nil:
		priced.State, priced.Reason = CannotTell, p.locale.T("action.cannot_tell")
	case p.askable(need, priced):
	default:
		priced.State, priced.Reason = NotForYou, p.changes.reason(need.Reason, p.locale.Tag())
	}
}

// askable finds the question whose answer a need lacks.
func (p *pricing) askable(need *entry.Need, priced *Action) bool {
	missing, err := p.evaluator(need.Part).Missing(need.Rule)
	if err != nil {
		return false
	}
	for _, m := range missing {
		if q, ok := p.question(m.Rule); ok && p.applies(q) {
			p.ask(q, priced)
			return true
		}
	}
	return false
}

// ask leads to the question that an action waits for. Somebody who does not know
// the answer is not asked again.
func (p *pricing) ask(q *Question, priced *Action) {
	if _, answered := p.answers[q.Rule]; answered {
		priced.State, priced.Reason = NotPriced, p.locale.T("action.unknown_answer", "question", q.Text)
		priced.ReasonForeign = q.Foreign.In(q.Text)
		return
	}
	priced.State, priced.Question = AsksFirst, q.Rule
	priced.Reason, priced.ReasonForeign = q.Text, q.Foreign
}

// assumed reports whether a figure rests on a question that the footprint does
// not read and that this household has not answered.
func (p *pricing) assumed(e *entry.Entry) bool {
	for _, rule := range formulas(e) {
		missing, err := p.ofCarbon.Missing(rule)
		if err != nil {
			return true
		}
		for _, m := range missing {
			if _, asked := p.question(m.Rule); asked && !p.changes.counts(m.Rule) {
				return true
			}
		}
	}
	return false
}

// wasteSaved is what moved in the bins.
func (p *pricing) wasteSaved() WasteSaved {
	w := WasteSaved{KgPerWeek: p.before.waste - p.after.waste}
	for i, stream := range p.changes.streams {
		saved := p.before.streams[i] - p.after.streams[i]
		if stream == residualStream {
			w.FromTheBag = saved
		}
		if saved >= leastWaste || saved <= -leastWaste {
			l := Line{Rule: stream, Amount: saved, Known: true}
			p.nameWeekly(&l)
			w.Streams = append(w.Streams, l)
		}
	}
	return w
}

// answersTo reads what the questions among some changes give today.
func (p *pricing) answersTo(all []entry.Change) []publicodes.Value {
	values := make([]publicodes.Value, len(all))
	for i, c := range all {
		if p.asks(c) {
			values[i] = valueOf(p.evaluator(c.Part), c.Of)
		}
	}
	return values
}

// asks reports whether a change is of an answer, and not of a value that the
// model computes.
func (v *voice) asks(c entry.Change) bool {
	_, asked := v.question(c.Of)
	return asked
}

// moves says in words which answers were changed. A question of both models is
// said once.
func (p *pricing) moves(all []entry.Change, before []publicodes.Value) []Move {
	var moves []Move
	seen := map[string]bool{}
	for i, c := range all {
		after := p.values[i]
		if !p.asks(c) || seen[c.Of] || after == before[i] || !saysSomething(after) {
			continue
		}
		seen[c.Of] = true
		q := p.byRule[c.Of]
		var m Move
		m.Label, m.Foreign = q.lineText(c.Of)
		m.After, m.AfterForeign = said(p.locale, q, after)
		if saysSomething(before[i]) {
			m.Before, m.BeforeForeign = said(p.locale, q, before[i])
		}
		moves = append(moves, m)
	}
	return moves
}

func saysSomething(v publicodes.Value) bool {
	return v.Kind != publicodes.KindUndefined && v.Kind != publicodes.KindNotApplicable
}

// lineText is what a question asks with one of its rules: the name of the line
// of a mosaic, else the question itself.
func (q *Question) lineText(rule string) (string, Foreign) {
	for _, o := range q.Options {
		if o.Rule == rule {
			return o.Label, o.Foreign
		}
	}
	return q.Text, q.Foreign
}
