package eval

import (
	"math/bits"

	"capzero/publicodes/internal/resolve"
)

// compute evaluates a node for some lanes. What it does to a value is what the
// scope does; only the choice of branches is by lane.
func (s *laneScope) compute(i int32, n *node, mask uint64) operand {
	if !s.readsDrawn(i) {
		v, _ := s.flat.root.eval(i)
		return same(v)
	}
	top := s.top
	out := s.temp()
	v := s.computeInto(out, i, n, mask)
	s.top = top
	if v = v.simple(mask); v.column == nil {
		return v
	}
	out.put(mask, v)
	s.top++
	return operand{column: out}
}

// computeInto may leave its result in out, or elsewhere.
func (s *laneScope) computeInto(out *column, i int32, n *node, mask uint64) operand {
	flat := s.flat.root
	switch n.op {
	case resolve.OpAnswer:
		return s.answered(out, n, mask)
	case resolve.OpMissing:
		return s.eval(s.arg(n, 0), mask)
	case resolve.OpCond:
		return s.condition(out, n, (*laneScope).eval, s.graph.code.rawUnitOf(s.arg(n, 1)), mask)
	case resolve.OpVariations:
		return s.variations(out, n, mask)
	case resolve.OpContext:
		return s.context(i, n, mask)
	case resolve.OpUnit:
		return s.each(out, mask, s.eval(s.arg(n, 0), mask), func(v value) value { return flat.toUnit(v, n.unit) })
	case resolve.OpSimplify:
		return s.each(out, mask, s.eval(s.arg(n, 0), mask), flat.simplify)
	case resolve.OpRound:
		v, by := s.eval(s.arg(n, 0), mask), s.eval(s.arg(n, 1), mask)
		for m := mask; m != 0; m &= m - 1 {
			lane := bits.TrailingZeros64(m)
			out[lane] = flat.round(v.at(lane), by.at(lane))
		}
		return operand{column: out}
	case resolve.OpNotDefined:
		return s.each(out, mask, s.eval(s.arg(n, 0), mask), notDefined)
	case resolve.OpNotApplicable:
		return s.notApplicable(s.arg(n, 0), mask)
	case resolve.OpSum:
		return s.sum(out, n, mask)
	case resolve.OpAll, resolve.OpAny:
		return s.logical(out, n, mask)
	case resolve.OpMax, resolve.OpMin:
		return s.extreme(out, n, mask)
	case resolve.OpAdd, resolve.OpSub, resolve.OpMul, resolve.OpDiv, resolve.OpIntDiv, resolve.OpPow, resolve.OpLt,
		resolve.OpGt, resolve.OpLe, resolve.OpGe, resolve.OpEq, resolve.OpNe, resolve.OpAnd, resolve.OpOr:
		return s.binary(out, n, mask)
	default:
		s.gaveUp |= mask
		return same(value{})
	}
}

func (s *laneScope) arg(n *node, i int32) int32 { return s.graph.code.args[n.first+i] }

// each makes a value of each lane's; of one for all lanes, one for all.
func (s *laneScope) each(out *column, mask uint64, a operand, f func(value) value) operand {
	if a.column == nil {
		return same(f(a.value))
	}
	for ; mask != 0; mask &= mask - 1 {
		lane := bits.TrailingZeros64(mask)
		out[lane] = f(a.column[lane])
	}
	return operand{column: out}
}

// binary evaluates the right side only for the lanes that the left side does
// not settle.
func (s *laneScope) binary(out *column, n *node, mask uint64) operand {
	a := s.eval(s.arg(n, 0), mask)
	flat, op := s.flat.root, n.op
	rest := a.unsettled(op, mask)
	var b operand
	if rest != 0 {
		b = s.eval(s.arg(n, 1), rest)
	}
	if a.column == nil && b.column == nil {
		return same(flat.operate(op, a.value, b.value))
	}
	flat.lanewise(op, out, a, b, mask)
	return operand{column: out}
}

// unsettled gives the lanes whose left operand does not decide by itself.
func (o operand) unsettled(op resolve.Op, mask uint64) uint64 {
	if o.column == nil {
		if o.value.kind == failed || settledBy(op, o.value, true) {
			return 0
		}
		return mask
	}
	rest := mask
	for m := mask; m != 0; m &= m - 1 {
		lane := bits.TrailingZeros64(m)
		v := &o.column[lane]
		if v.kind == number && v.num != 0 && op != resolve.OpAnd && op != resolve.OpOr {
			continue // the usual case
		}
		if v.kind == failed || settledBy(op, *v, true) {
			rest &^= 1 << lane
		}
	}
	return rest
}

// sum adds from the last part to the first, as [scope.sum] does.
func (s *laneScope) sum(out *column, n *node, mask uint64) operand {
	base := len(s.parts)
	defer func() { s.parts = s.parts[:base] }()
	agree := true
	for i := range n.n {
		v := s.eval(s.arg(n, i), mask)
		s.parts = append(s.parts, v)
		agree = agree && v.column == nil
	}
	parts, lanes := s.parts[base:], mask
	if agree {
		lanes &= -lanes // one stands for all
	}
	var broken uint64
	for _, v := range parts {
		failures := v.ofKind(failed, lanes&^broken)
		out.put(failures, v)
		broken |= failures
	}
	run := lanes &^ broken
	out.put(run, same(nullValue))
	for i := len(parts) - 1; i >= 0; i-- {
		s.flat.root.lanewise(resolve.OpAdd, out, parts[i], operand{column: out}, run)
	}
	if agree {
		return same(out[bits.TrailingZeros64(lanes)])
	}
	return operand{column: out}
}

func (s *laneScope) extreme(out *column, n *node, mask uint64) operand {
	out.put(mask, same(nullValue))
	flat, top := s.flat.root, s.top
	for i := range n.n {
		v := s.eval(s.arg(n, i), mask)
		for m := mask; m != 0; m &= m - 1 {
			lane := bits.TrailingZeros64(m)
			out[lane] = flat.better(n.op, out[lane], v.at(lane))
		}
		s.top = top
	}
	return operand{column: out}
}
