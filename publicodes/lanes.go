package publicodes

import (
	"errors"
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
	scales    map[string][]float64
	single    *Evaluator // for lanes that have to be evaluated alone, made when needed
	plain     *Evaluator // the same without scales
}

// NewLanes returns n situations, all empty.
func (m *Model) NewLanes(n int) *Lanes {
	shared := m.NewEvaluator()
	return &Lanes{n: n, shared: shared, lanes: eval.NewLanes(shared.eval, n), drawn: map[string][]any{}, scales: map[string][]float64{}}
}

// SetSituation gives all lanes the same answers and takes back what was drawn
// and scaled. The error is that of [Evaluator.SetSituation].
func (l *Lanes) SetSituation(s Situation) error {
	l.lanes.Forget()
	clear(l.drawn)
	clear(l.scales)
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

// Scale multiplies the number that the model gives a rule by a factor of its own
// in each lane: what is known of an emission factor, say. An answer to the rule is
// not scaled, nor is what a contexte says in its place. Rules that are scaled may
// not read each other.
func (l *Lanes) Scale(rule string, factors []float64) error {
	r, err := l.shared.rule(rule)
	if err != nil {
		return err
	}
	if len(factors) != l.n {
		return fmt.Errorf("%s: %d factors for %d lanes", rule, len(factors), l.n)
	}
	l.lanes.Scale(r, factors)
	l.scales[rule] = factors
	l.single = nil
	return nil
}

// Evaluate gives the value of a rule in each lane, or the error that
// [Evaluator.Evaluate] would give there, to yield. The error is that of a rule
// which the model does not have.
func (l *Lanes) Evaluate(rule string, yield func(lane int, v Value, err error)) error {
	return l.EvaluateAll([]string{rule}, func(_, lane int, v Value, err error) { yield(lane, v, err) })
}

// EvaluateAll does the same for several rules, whose places it gives to yield
// too. What they have in common is evaluated once.
func (l *Lanes) EvaluateAll(rules []string, yield func(rule, lane int, v Value, err error)) error {
	all := make([]*resolve.Rule, len(rules))
	for i, rule := range rules {
		r, err := l.shared.rule(rule)
		if err != nil {
			return err
		}
		all[i] = r
	}
	l.lanes.Evaluate(all, func(i, lane int, v eval.Result, fault *diag.Error, ok bool) {
		switch {
		case !ok:
			value, err := l.alone(lane, rules[i])
			yield(i, lane, value, err)
		case fault != nil:
			yield(i, lane, Value{}, fault)
		default:
			yield(i, lane, valueOf(v), nil)
		}
	})
	return nil
}

// alone evaluates one lane like any situation.
func (l *Lanes) alone(lane int, rule string) (Value, error) {
	if l.single == nil {
		l.single, l.plain = l.shared.model.NewEvaluator(), l.shared.model.NewEvaluator()
		_ = l.single.SetSituation(l.situation) // what it refuses was reported
		_ = l.plain.SetSituation(l.situation)
	}
	for drawn, values := range l.drawn {
		if err := errors.Join(l.single.SetAnswer(drawn, values[lane]), l.plain.SetAnswer(drawn, values[lane])); err != nil {
			return Value{}, err
		}
	}
	for scaled := range l.scales {
		if err := l.scaleAlone(scaled, lane); err != nil {
			return Value{}, err
		}
	}
	return l.single.Evaluate(rule)
}

// scaleAlone answers a rule by its scaled value, where the model gives it one.
func (l *Lanes) scaleAlone(rule string, lane int) error {
	if drawn, ok := l.drawn[rule]; ok && drawn[lane] != nil || l.situation[rule] != nil {
		return nil
	}
	v, err := l.plain.Evaluate(rule)
	if err != nil || v.Kind != KindNumber {
		return l.single.SetAnswer(rule, nil)
	}
	return l.single.SetAnswer(rule, v.Number*l.scales[rule][lane])
}
