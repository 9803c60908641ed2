package publicodes

import (
	"fmt"

	"capzero/publicodes/internal/diag"
	"capzero/publicodes/internal/eval"
	"capzero/publicodes/internal/resolve"
)

// Lanes evaluates many situations that have most answers in common, such as a
// thousand guesses at what a household has not said. What the answers that
// differ do not reach is evaluated once; the rest goes through the model many
// situations at a time. It is not safe for concurrent use.
type Lanes struct {
	n      int
	shared *Evaluator // the answers that all lanes have
	lanes  *eval.Lanes

	situation Situation
	drawn     map[string][]any
	single    *Evaluator // for lanes that have to be evaluated alone, made when needed
}

// NewLanes returns n situations, all empty.
func (m *Model) NewLanes(n int) *Lanes {
	shared := m.NewEvaluator()
	return &Lanes{n: n, shared: shared, lanes: eval.NewLanes(shared.eval, n), drawn: map[string][]any{}}
}

// SetSituation gives all lanes the same answers and takes back what was drawn.
// The error is that of [Evaluator.SetSituation].
func (l *Lanes) SetSituation(s Situation) error {
	l.lanes.Forget()
	clear(l.drawn)
	l.situation = s
	l.single = nil
	return l.shared.SetSituation(s)
}

// Draw gives a rule an answer of its own in each lane, in place of the one they
// share: numbers, booleans and texts as in a [Situation], but no formulas; nil
// for no answer. All or none of the values are applied. The slice belongs to l
// until the next situation.
func (l *Lanes) Draw(rule string, values []any) error {
	r, err := l.shared.rule(rule)
	if err != nil {
		return err
	}
	if len(values) != l.n {
		return fmt.Errorf("%s: %d values for %d lanes", rule, len(values), l.n)
	}
	err = l.lanes.Draw(r, func(lane int) (*resolve.Node, error) { return l.value(r, values[lane]) })
	if err != nil {
		return err
	}
	l.drawn[rule] = values
	l.single = nil
	return nil
}

// value reads one value of a rule; nil means no answer.
func (l *Lanes) value(r *resolve.Rule, v any) (*resolve.Node, error) {
	n, err := l.shared.read(r, v)
	if err != nil || n == nil {
		return nil, err
	}
	if n.Op != resolve.OpConst {
		return nil, &diag.Error{Kind: diag.Structure, Rule: r.Name, Message: "the answers of lanes are values, not formulas"}
	}
	return n, checkPossible(r, n)
}

// Evaluate gives the value of a rule in each lane, or the error that
// [Evaluator.Evaluate] would give there, to yield. The error is that of a rule
// which the model does not have.
func (l *Lanes) Evaluate(rule string, yield func(lane int, v Value, err error)) error {
	r, err := l.shared.rule(rule)
	if err != nil {
		return err
	}
	l.lanes.Evaluate(r, func(lane int, v eval.Result, fault *diag.Error, ok bool) {
		switch {
		case !ok:
			value, err := l.alone(lane, rule)
			yield(lane, value, err)
		case fault != nil:
			yield(lane, Value{}, fault)
		default:
			yield(lane, valueOf(v), nil)
		}
	})
	return nil
}

// alone evaluates one lane like any situation.
func (l *Lanes) alone(lane int, rule string) (Value, error) {
	if l.single == nil {
		l.single = l.shared.model.NewEvaluator()
		_ = l.single.SetSituation(l.situation) // what it refuses was reported
	}
	for drawn, values := range l.drawn {
		if err := l.single.SetAnswer(drawn, values[lane]); err != nil {
			return Value{}, err
		}
	}
	return l.single.Evaluate(rule)
}
