package publicodes

import "capzero/publicodes/internal/eval"

// Kind is the kind of a [Value].
type Kind int

// The kinds of values. NotApplicable (null in the language) means that the
// rule does not concern this household; Undefined means that an answer is
// needed to know.
const (
	KindUndefined Kind = iota
	KindNotApplicable
	KindNumber
	KindBoolean
	KindText
)

// Value is the result of evaluating a rule.
type Value struct {
	Kind   Kind
	Number float64
	Bool   bool
	Text   string
	Unit   string // "kgCO2e/an", empty when there is none
}

func valueOf(r eval.Result) Value {
	return Value{Kind: Kind(r.Kind), Number: r.Number, Bool: r.Bool, Text: r.Text, Unit: r.Unit}
}
