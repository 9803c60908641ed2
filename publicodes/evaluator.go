package publicodes

import (
	"cmp"
	"errors"
	"slices"

	"capzero/publicodes/internal/diag"
	"capzero/publicodes/internal/eval"
	"capzero/publicodes/internal/resolve"
)

// Evaluator evaluates a model for one situation. It is not safe for concurrent
// use: give each goroutine its own.
type Evaluator struct {
	model *Model
	eval  *eval.Evaluator
	plain resolve.Node // the answer being read, when it is a constant
}

// Missing is an answer that would make a result more certain.
type Missing struct {
	Rule  string
	Score float64 // grows with the number of ways the answer enters the result
}

// SetSituation replaces the situation. It applies every entry it can; the error
// joins one [*Error] per entry left out: unknown rule, bad expression, not one
// of the possibilities.
func (e *Evaluator) SetSituation(s Situation) error {
	e.eval.Reset()
	var refused []refusal
	for name, v := range s {
		if err := e.answer(name, v); err != nil {
			refused = append(refused, refusal{name, err})
		}
	}
	slices.SortFunc(refused, func(a, b refusal) int { return cmp.Compare(a.rule, b.rule) })
	errs := make([]error, len(refused))
	for i, r := range refused {
		errs[i] = r.err
	}
	return errors.Join(errs...)
}

// refusal is an answer that a situation cannot take.
type refusal struct {
	rule string
	err  error
}

// SetAnswer changes one answer of the situation; nil takes it back. What cannot
// be applied leaves the rule unanswered and is reported.
func (e *Evaluator) SetAnswer(rule string, v any) error {
	r, err := e.rule(rule)
	if err != nil {
		return err
	}
	e.eval.Withdraw(r)
	defer e.eval.Changed(r)
	return e.answer(rule, v)
}

func (e *Evaluator) answer(name string, v any) error {
	r, err := e.rule(name)
	if err != nil {
		return err
	}
	n, err := e.read(r, v)
	if err != nil || n == nil {
		return err
	}
	if err := checkPossible(r, n); err != nil {
		return err
	}
	e.eval.Answer(r, n)
	return nil
}

// read gives an answer the form of a formula; nil means no answer.
func (e *Evaluator) read(r *resolve.Rule, v any) (*resolve.Node, error) {
	if c, ok := plain(v); ok {
		e.plain = resolve.Node{Op: resolve.OpConst, Const: c}
		return &e.plain, nil
	}
	return answerNode(e.model.program, r, v)
}

func (e *Evaluator) rule(name string) (*resolve.Rule, error) {
	rule, ok := e.model.byName[name]
	if !ok {
		return nil, &diag.Error{Kind: diag.UnknownRule, Rule: name, Message: "the model has no such public rule"}
	}
	return rule.rule, nil
}

// Evaluate returns the value of a rule. The error is an [*Error] naming the
// rule at fault; other rules still answer.
func (e *Evaluator) Evaluate(rule string) (Value, error) {
	r, err := e.rule(rule)
	if err != nil {
		return Value{}, err
	}
	v, fault := e.eval.Evaluate(r)
	if fault != nil {
		return Value{}, fault
	}
	return valueOf(v), nil
}

// Possibilities returns those of [Rule.Possibilities] that apply in the
// situation: all of them, unless the model was compiled with
// [Options.FilterPossibilities].
func (e *Evaluator) Possibilities(rule string) ([]Possibility, error) {
	r, err := e.rule(rule)
	if err != nil || r.Possibilities == nil {
		return nil, err
	}
	applicable, fault := e.eval.Applicable(r)
	if fault != nil {
		return nil, fault
	}
	var out []Possibility
	for i, p := range e.model.byName[rule].Possibilities {
		if applicable[i] {
			out = append(out, p)
		}
	}
	return out, nil
}

// Missing returns the answers that the value of rule lacks, most important
// first; those of equal score stay in the order in which the model meets them.
func (e *Evaluator) Missing(rule string) ([]Missing, error) {
	r, err := e.rule(rule)
	if err != nil {
		return nil, err
	}
	list, fault := e.eval.Missing(r)
	if fault != nil {
		return nil, fault
	}
	out := make([]Missing, len(list))
	for i, m := range list {
		out[i] = Missing{Rule: m.Rule.Name, Score: m.Score}
	}
	slices.SortStableFunc(out, func(a, b Missing) int { return cmp.Compare(b.Score, a.Score) })
	return out, nil
}
