package eval

import "capzero/publicodes/internal/resolve"

// sum adds from the last value to the first, as a + (b + c) does: the order
// shows in the last digits.
func (s *scope) sum(n *node) (value, missing) {
	base := len(s.operands)
	var m missing
	for i := range n.n {
		v, vm := s.eval(s.arg(n, i))
		if v.kind == failed {
			s.operands = s.operands[:base]
			return v, none
		}
		s.operands = append(s.operands, v)
		m = s.collect.merge(m, vm)
	}
	total := nullValue
	for i := base + int(n.n) - 1; i >= base; i-- {
		if total = s.apply(resolve.OpAdd, s.operands[i], total); total.kind == failed {
			m = none
			break
		}
	}
	s.operands = s.operands[:base]
	return total, m
}

// logical evaluates "toutes ces conditions" and "une de ces conditions" from
// the left, and stops when the result is settled.
func (s *scope) logical(n *node) (value, missing) {
	op, acc := resolve.OpAnd, trueValue
	if n.op == resolve.OpAny {
		op, acc = resolve.OpOr, falseValue
	}
	var m missing
	for i := range n.n {
		if settledBy(op, acc, true) {
			return settled(op, acc), m
		}
		v, vm := s.eval(s.arg(n, i))
		if v.kind == failed {
			return v, none
		}
		if acc, m = s.combine(op, acc, m, v, vm); acc.kind == failed {
			return acc, none
		}
	}
	return acc, m
}

// extreme gives the largest or smallest of the values that apply.
func (s *scope) extreme(n *node) (value, missing) {
	best, m := nullValue, none
	for i := range n.n {
		v, vm := s.eval(s.arg(n, i))
		if best = s.better(n.op, best, v); best.kind == failed {
			return best, none
		}
		m = s.collect.merge(m, vm)
	}
	return best, m
}

// better gives the larger or smaller of two values.
func (s *scope) better(op resolve.Op, best, v value) value {
	compare := resolve.OpGt
	if op == resolve.OpMin {
		compare = resolve.OpLt
	}
	switch {
	case best.kind == failed || v.kind == null:
		return best
	case v.kind == failed || best.kind == null:
		return v
	case v.kind == undefined || best.kind == undefined:
		return value{unit: v.unit}
	}
	switch wins := s.apply(compare, v, best); {
	case wins.kind == failed:
		return wins
	case wins.isTrue():
		return v
	}
	return best
}
