package publicodes

import (
	"strconv"

	"capzero/publicodes/internal/eval"
)

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

// String gives the value as a person would write it in the language.
func (v Value) String() string {
	switch v.Kind {
	case KindNotApplicable:
		return "non applicable"
	case KindNumber:
		s := strconv.FormatFloat(v.Number, 'f', -1, 64)
		if v.Unit != "" {
			s += " " + v.Unit
		}
		return s
	case KindBoolean:
		if v.Bool {
			return "oui"
		}
		return "non"
	case KindText:
		return "'" + v.Text + "'"
	default:
		return "indéfini"
	}
}
