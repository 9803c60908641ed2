package eval

import (
	"math/bits"

	"capzero/publicodes/internal/resolve"
)

// pair is what an operation does to two numbers in some units. It is found once
// for a column, whose lanes mostly have the same units.
type pair struct {
	a, b    unitID
	plain   bool        // the rest says all
	unit    unitID      // of the result
	convert *conversion // of the second number, first; nil for none
	percent bool        // the result counts hundredths
}

// pairOf gives what [scope.apply] would do.
func (s *scope) pairOf(op resolve.Op, a, b unitID) pair {
	p := pair{a: a, b: b, plain: true}
	switch op {
	case resolve.OpMul:
		p.unit = s.units.product(a, b)
		if p.percent = s.units.hasPercent(p.unit); p.percent {
			p.unit = s.units.withoutPercent(p.unit)
		}
		return p
	case resolve.OpDiv:
		p.unit = s.units.quotient(a, b)
		return p
	case resolve.OpAdd, resolve.OpSub:
		p.plain = !s.units.isPercent(b) || s.units.isPercent(a)
		p.unit = resultUnit(op, value{unit: a}, value{unit: b})
	case resolve.OpLt, resolve.OpLe, resolve.OpGt, resolve.OpGe, resolve.OpEq, resolve.OpNe:
	default:
		p.plain = false
	}
	if a != noUnit && b != noUnit {
		p.convert = s.units.conversion(b, a)
		p.plain = p.plain && p.convert.ok
	}
	return p
}

func (p *pair) of(op resolve.Op, x, y float64) value {
	if p.convert != nil {
		y = p.convert.Apply(y)
	}
	out := value{unit: p.unit, kind: number}
	switch op {
	case resolve.OpMul:
		out.num = x * y
		if p.percent {
			out.num /= 100
		}
	case resolve.OpDiv:
		out.num = x / y
	case resolve.OpAdd:
		out.num = x + y
	case resolve.OpSub:
		out.num = x - y
	case resolve.OpEq:
		return truth(x == y)
	case resolve.OpNe:
		return truth(x != y)
	default:
		return truth(holds(op, x, y))
	}
	return out
}

// lanewise applies an operation to two columns, lane by lane, as [scope.operate]
// does to two values.
func (s *scope) lanewise(op resolve.Op, out *column, a, b operand, mask uint64) {
	settles := op == resolve.OpMul || op == resolve.OpDiv // a zero does
	equals := op == resolve.OpEq || op == resolve.OpNe
	least := number
	if op == resolve.OpAdd { // what does not apply counts as 0
		least = null
	}
	p := s.pairOf(op, noUnit, noUnit)
	for ; mask != 0; mask &= mask - 1 {
		lane := bits.TrailingZeros64(mask)
		x, y := a.at(lane), b.at(lane)
		switch {
		case x.kind >= least && x.kind <= number && y.kind >= least && y.kind <= number && !(settles && (x.num == 0 || y.num == 0)):
			if x.unit != p.a || y.unit != p.b {
				p = s.pairOf(op, x.unit, y.unit)
			}
			if p.plain {
				out[lane] = p.of(op, x.num, y.num)
				continue
			}
		case equals && x.kind == text && y.kind == text:
			out[lane] = truth((x.num == y.num) == (op == resolve.OpEq))
			continue
		}
		out[lane] = s.operate(op, x, y)
	}
}
