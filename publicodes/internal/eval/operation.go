package eval

import (
	"cmp"
	"math"

	"capzero/publicodes/internal/diag"
	"capzero/publicodes/internal/resolve"
)

// binary evaluates an operation on two operands. The left operand may settle
// it: 0 × x is 0 whatever x is, and what x lacks is then not missing.
func (s *scope) binary(n *node) (value, missing) {
	a, am := s.eval(s.arg(n, 0))
	if a.kind == failed {
		return a, none
	}
	if settledBy(n.op, a, true) {
		return settled(n.op, a), am
	}
	b, bm := s.eval(s.arg(n, 1))
	if b.kind == failed {
		return b, none
	}
	return s.combine(n.op, a, am, b, bm)
}

// equality compares; what does not apply equals non.
func (s *scope) equality(n *node) (value, missing) {
	a, am := s.eval(s.arg(n, 0))
	if a.kind == failed {
		return a, none
	}
	b, bm := s.eval(s.arg(n, 1))
	if b.kind == failed {
		return b, none
	}
	m := s.collect.merge(am, bm)
	if a.kind == undefined || b.kind == undefined {
		return value{}, m
	}
	if a.unit != noUnit && b.unit != noUnit {
		b = s.inUnitOf(a, b)
	}
	return truth(a.orFalse().same(b.orFalse()) == (n.op == resolve.OpEq)), m
}

// inUnitOf converts b into the unit of a, for an operation on both.
func (s *scope) inUnitOf(a, b value) value {
	out, ok := s.units.convert(b, a.unit)
	if !ok {
		s.mismatch(b.unit, a.unit)
	}
	b.num = out.num
	return b
}

// settledBy reports whether one operand decides the result by itself.
func settledBy(op resolve.Op, v value, left bool) bool {
	switch op {
	case resolve.OpAnd:
		return v.off()
	case resolve.OpOr:
		return v.isTrue()
	case resolve.OpMul:
		return v.kind == null || v.isZero()
	case resolve.OpDiv:
		return v.kind == null || left && v.isZero()
	case resolve.OpIntDiv, resolve.OpLt, resolve.OpLe, resolve.OpGt, resolve.OpGe:
		return v.kind == null
	case resolve.OpSub:
		return left && v.kind == null
	default:
		return false
	}
}

func settled(op resolve.Op, v value) value {
	if op == resolve.OpAnd {
		return falseValue
	}
	return v.bare()
}

// operate applies an operation to two values, whatever they are.
func (s *scope) operate(op resolve.Op, a, b value) value {
	if a.kind == number && b.kind == number && a.num != 0 && b.num != 0 && op <= resolve.OpNe {
		return s.apply(op, a, b) // nothing settles it
	}
	switch {
	case a.kind == failed:
		return a
	case settledBy(op, a, true):
		return settled(op, a)
	case b.kind == failed:
		return b
	}
	v, _ := s.combine(op, a, none, b, none)
	return v
}

// combine applies an operation to two values, neither of which is an error and
// the left one of which does not settle the result.
func (s *scope) combine(op resolve.Op, a value, am missing, b value, bm missing) (value, missing) {
	if (b.isZero() || b.isFalse()) && (op == resolve.OpDiv || op == resolve.OpIntDiv) {
		return s.failHere(diag.DivideZero, "a division by zero"), none
	}
	if settledBy(op, b, false) {
		return settled(op, b), bm
	}
	return s.apply(op, a, b), s.collect.merge(am, bm)
}

func (s *scope) apply(op resolve.Op, a, b value) value {
	switch op {
	case resolve.OpAdd, resolve.OpSub:
		if s.units.isPercent(b.unit) && !s.units.isPercent(a.unit) {
			return s.plusPercent(op, a, b)
		}
	case resolve.OpMul:
		return s.multiply(a, b)
	case resolve.OpDiv, resolve.OpIntDiv:
		return s.divide(op, a, b)
	}
	if a.kind == undefined || b.kind == undefined {
		return value{unit: resultUnit(op, a, b)}
	}
	if a.unit != noUnit && b.unit != noUnit {
		b = s.inUnitOf(a, b)
	}
	out := s.calculate(op, a, b)
	out.unit = resultUnit(op, a, b)
	return out
}

// resultUnit is the first known unit of a sum; comparisons have none.
func resultUnit(op resolve.Op, a, b value) unitID {
	switch {
	case op != resolve.OpAdd && op != resolve.OpSub:
		return noUnit
	case a.unit != noUnit:
		return a.unit
	default:
		return b.unit
	}
}

// multiply takes a percentage for the ratio it is.
func (s *scope) multiply(a, b value) value {
	out := value{unit: s.units.product(a.unit, b.unit)}
	if a.kind != undefined && b.kind != undefined {
		unit := out.unit
		out = s.calculate(resolve.OpMul, a, b)
		out.unit = unit
	}
	if s.units.hasPercent(out.unit) {
		out.unit = s.units.withoutPercent(out.unit)
		if out.kind == number {
			out.num /= 100
		}
	}
	return out
}

func (s *scope) divide(op resolve.Op, a, b value) value {
	var unit unitID
	switch {
	case op == resolve.OpDiv:
		unit = s.units.quotient(a.unit, b.unit)
	case a.unit == noUnit || b.unit == noUnit:
		unit = max(a.unit, b.unit)
	}
	if a.kind == undefined || b.kind == undefined {
		return value{unit: unit}
	}
	out := s.calculate(op, a, b)
	out.unit = unit
	return out
}

// plusPercent reads x + 5 % as 5 % more than x.
func (s *scope) plusPercent(op resolve.Op, a, b value) value {
	unit := s.units.withoutPercent(s.units.product(a.unit, b.unit))
	switch {
	case a.kind == undefined || b.kind == undefined:
		return value{unit: unit}
	case a.kind != number || b.kind != number:
		out := s.calculate(op, a, b)
		out.unit = unit
		return out
	}
	part := b.num / 100
	if op == resolve.OpSub {
		part = -part
	}
	return value{num: a.num * (1 + part), unit: unit, kind: number}
}

// calculate applies an operation to values that are in the same unit. oui and
// non count as 1 and 0, and what does not apply as 0.
func (s *scope) calculate(op resolve.Op, a, b value) value {
	if x, y, ok := s.days(a, b); ok {
		a, b = x, y
	}
	switch op {
	case resolve.OpEq:
		return truth(a.orFalse().same(b.orFalse()))
	case resolve.OpNe:
		return truth(!a.orFalse().same(b.orFalse()))
	case resolve.OpAnd:
		if a.truthy() {
			return b.orFalse().bare()
		}
		return a.bare()
	case resolve.OpOr:
		if a.truthy() {
			return a.bare()
		}
		return b.orFalse().bare()
	}
	if a.kind == text || b.kind == text {
		if op >= resolve.OpLt && op <= resolve.OpGe {
			return truth(s.ordered(op, a, b))
		}
		return s.failHere(diag.Type, "the operation %s needs numbers, not a text", op)
	}
	x, y := a.num, b.num
	switch op {
	case resolve.OpLt, resolve.OpLe, resolve.OpGt, resolve.OpGe:
		return truth(holds(op, x, y))
	case resolve.OpAdd:
		return value{num: x + y, kind: number}
	case resolve.OpSub:
		return value{num: x - y, kind: number}
	case resolve.OpMul:
		return value{num: x * y, kind: number}
	case resolve.OpDiv:
		return value{num: x / y, kind: number}
	case resolve.OpIntDiv:
		return value{num: (x - math.Mod(x, y)) / y, kind: number}
	default: // OpPow
		return value{num: math.Pow(x, y), kind: number}
	}
}

func holds[T cmp.Ordered](op resolve.Op, x, y T) bool {
	switch op {
	case resolve.OpLt:
		return x < y
	case resolve.OpLe:
		return x <= y
	case resolve.OpGt:
		return x > y
	default:
		return x >= y
	}
}

// ordered compares when at least one side is a text. Two texts are in the order
// of their letters; a text is neither below nor above a number, unless it reads
// as one: models ask "âge < 10" of an answer that may be 'ancien'.
func (s *scope) ordered(op resolve.Op, a, b value) bool {
	if a.kind == text && b.kind == text {
		return holds(op, s.texts.text(int(a.num)), s.texts.text(int(b.num)))
	}
	x, xok := s.numeric(a)
	y, yok := s.numeric(b)
	return xok && yok && holds(op, x, y)
}

func (s *scope) numeric(v value) (float64, bool) {
	if v.kind != text {
		return v.num, true
	}
	t := s.texts.info(int(v.num))
	return t.number, t.numeric
}
