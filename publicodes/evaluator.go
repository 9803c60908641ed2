package publicodes

import (
	"cmp"
	"errors"
	"maps"
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
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(s)) {
		if err := e.answer(name, s[name]); err != nil {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// SetAnswer changes one answer of the situation; nil takes it back. What cannot
// be applied leaves the rule unanswered and is reported.
func (e *Evaluator) SetAnswer(rule string, v any) error {
	r, err := e.rule(rule)
	if err != nil {
		return err
	}
	e.eval.Withdraw(r)
	return e.answer(rule, v)
}

func (e *Evaluator) answer(name string, v any) error {
	r, err := e.rule(name)
	if err != nil {
		return err
	}
	n, err := answerNode(e.model.program, r, v)
	if err != nil || n == nil {
		return err
	}
	if err := checkPossible(r, n); err != nil {
		return err
	}
	e.eval.Answer(r, n)
	return nil
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
