package publicodes

import "errors"

// Situation holds the answers: rule name → float64, int, bool, a text that is
// an expression ("oui", "'maison'", "12 km"), nil for no answer, or a map with
// the keys valeur and unité.
type Situation map[string]any

// Missing is an answer that would make a result more certain.
type Missing struct {
	Rule  string
	Score float64 // grows with the number of ways the answer enters the result
}

// Evaluator evaluates a model for one situation. It is not safe for concurrent
// use: give each goroutine its own.
type Evaluator struct{}

var errUnwritten = errors.New("publicodes: not written yet")

// SetSituation replaces the situation. It applies every entry it can; the error
// joins one [*Error] per entry left out: unknown rule, bad expression, not one
// of the possibilities.
func (e *Evaluator) SetSituation(s Situation) error { return errUnwritten }

// Evaluate returns the value of a rule. The error is an [*Error] naming the
// rule at fault; other rules still answer.
func (e *Evaluator) Evaluate(rule string) (Value, error) { return Value{}, errUnwritten }

// Missing returns the answers that the value of rule lacks, most important
// first.
func (e *Evaluator) Missing(rule string) ([]Missing, error) { return nil, errUnwritten }

// Trace explains the value of rule, one level of rules deep: references are
// leaves whose own trace can be asked for in turn.
func (e *Evaluator) Trace(rule string) (*Trace, error) { return nil, errUnwritten }
