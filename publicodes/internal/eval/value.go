package eval

// kind is the kind of a value.
type kind uint8

const (
	undefined kind = iota
	null
	number
	boolean
	text
	failed
)

// value is the result of an operation. num is the number, 0 or 1 for a
// boolean, and the place in the evaluator's tables for texts and errors.
type value struct {
	num  float64
	unit unitID
	kind kind
}

var (
	nullValue  = value{kind: null}
	trueValue  = value{kind: boolean, num: 1}
	falseValue = value{kind: boolean}
)

func truth(b bool) value {
	if b {
		return trueValue
	}
	return falseValue
}

func (v value) isTrue() bool  { return v.kind == boolean && v.num == 1 }
func (v value) isFalse() bool { return v.kind == boolean && v.num == 0 }
func (v value) isZero() bool  { return v.kind == number && v.num == 0 }

// off reports whether the value switches off what depends on it.
func (v value) off() bool { return v.kind == null || v.isFalse() }

// truthy is what "et" and "ou" ask of operands that are not booleans.
func (v value) truthy() bool {
	return v.kind == boolean && v.num == 1 || v.kind == number && v.num != 0 || v.kind == text
}

// orFalse reads "not applicable" as non.
func (v value) orFalse() value {
	if v.kind == null {
		return falseValue
	}
	return v
}

// same compares kinds and values, not units.
func (v value) same(w value) bool {
	return v.kind == w.kind && (v.num == w.num || v.kind == undefined || v.kind == null)
}

// bare is the value without its unit.
func (v value) bare() value {
	v.unit = noUnit
	return v
}
