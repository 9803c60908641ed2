package footprint

import (
	"capzero/models/entry"
	"capzero/publicodes"
)

// A trial changes the situation of a reading and takes it back. The evaluators
// are the reading's own: what a change does not reach is not computed again.
type trial struct {
	*reading
	touched []touched
	values  []publicodes.Value // of the changes made last
}

// touched is a rule that a trial has answered.
type touched struct {
	part entry.Part
	rule string
}

func (t *trial) evaluator(part entry.Part) *publicodes.Evaluator {
	if part == entry.Waste {
		return t.ofWaste
	}
	return t.ofCarbon
}

// set answers a rule.
func (t *trial) set(part entry.Part, rule string, value any) error {
	t.touched = append(t.touched, touched{part, rule})
	return t.evaluator(part).SetAnswer(rule, value)
}

// undo gives every answer back that the household gave.
func (t *trial) undo() {
	for _, u := range t.touched {
		said := t.saidToCarbon
		if u.part == entry.Waste {
			said = t.saidToWaste
		}
		_ = t.evaluator(u.part).SetAnswer(u.rule, said[u.rule]) // it was taken before
	}
	t.touched = t.touched[:0]
}

// first returns the first need that does not hold, with the error of one that
// cannot be evaluated.
func (t *trial) first(needs []entry.Need) (*entry.Need, error) {
	for i := range needs {
		v, err := t.evaluator(needs[i].Part).Evaluate(needs[i].Rule)
		if err != nil || v.Kind != publicodes.KindBoolean || !v.Bool {
			return &needs[i], err
		}
	}
	return nil, nil
}

// change makes the changes. Every value is computed from the situation as it
// stands, before the first of them is set. A value that does not apply to this
// household has nothing to change.
func (t *trial) change(all []entry.Change) error {
	t.values = t.values[:0]
	for _, c := range all {
		v, err := t.evaluator(c.Part).Evaluate(c.Value)
		if err != nil {
			return err
		}
		t.values = append(t.values, v)
	}
	for i, c := range all {
		answer := t.answerTo(c, t.values[i])
		if answer == nil {
			continue
		}
		if err := t.set(c.Part, c.Of, answer); err != nil {
			return err
		}
	}
	return nil
}

// answerTo writes a value as an answer, nil for one that says nothing. A number
// in the unit that the rule has needs no unit.
func (t *trial) answerTo(c entry.Change, v publicodes.Value) any {
	switch v.Kind {
	case publicodes.KindNumber:
		if !finite(v.Number) {
			return nil
		}
		model := t.carbon.Model
		if c.Part == entry.Waste {
			model = t.waste.Model
		}
		if rule, ok := model.Rule(c.Of); ok && rule.Unit == v.Unit {
			return v.Number
		}
		return asAnswer(v)
	case publicodes.KindBoolean, publicodes.KindText:
		return asAnswer(v)
	}
	return nil
}
