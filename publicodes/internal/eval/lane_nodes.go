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
		s.gaveUp = true
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

// readsDrawn reports whether lanes may differ in what a node reads.
func (s *laneScope) readsDrawn(i int32) bool {
	switch {
	case i < 0:
		return false
	case i >= refBase:
		return s.varies[s.graph.rules[i-refBase].slot]
	}
	n := &s.graph.code.nodes[i]
	if n.slot >= 0 {
		return s.varies[n.slot]
	}
	if s.reads[i] == notKnown {
		s.reads[i] = readsNone
		if s.findReads(n) {
			s.reads[i] = readsDrawn
		}
	}
	return s.reads[i] == readsDrawn
}

func (s *laneScope) findReads(n *node) bool {
	if n.op == resolve.OpAnswer || n.op == resolve.OpMissing {
		if s.varies[s.graph.rules[n.ref].slot] {
			return true
		}
	}
	for k := range n.n {
		if s.readsDrawn(s.arg(n, k)) {
			return true
		}
	}
	for k := range n.count {
		t := &s.graph.code.targets[n.ref+k]
		if s.varies[s.graph.rules[t.rule].slot] || s.readsDrawn(t.value) {
			return true
		}
	}
	return false
}

// answer gives the answers to a rule; ok is false when nobody may have answered.
func (s *laneScope) answer(rule int32, mask uint64) (operand, bool) {
	var out *column
	rest := mask
	for sc := s; sc != nil && rest != 0; sc = sc.outer {
		o := sc.override(rule)
		if o == nil || o.set&rest == 0 {
			continue
		}
		if sc != s && !o.constant { // its formula means something else in here
			s.gaveUp = true
		}
		if rest == mask && o.set&mask == mask {
			return o.value, true
		}
		if out == nil {
			out = s.temp()
		}
		out.put(o.set&rest, o.value)
		rest &^= o.set
	}
	given, ok := s.given(rule)
	if out == nil {
		return given, ok
	}
	out.put(rest, given)
	return operand{column: out}, true
}

// override is what the context gives a rule, nil if it does not.
func (s *laneScope) override(rule int32) *laneOverride {
	for k := range s.overrides {
		if s.overrides[k].rule == rule {
			return &s.overrides[k]
		}
	}
	return nil
}

// given is the answer outside of all contexts.
func (s *laneScope) given(rule int32) (operand, bool) {
	if drawn, ok := s.drawn[rule]; ok {
		return operand{column: (*column)(drawn[s.block:])}, true
	}
	v, _, ok := s.flat.root.answer(rule)
	return same(v), ok
}

func (s *laneScope) answered(out *column, n *node, mask uint64) operand {
	v, ok := s.answer(n.ref, mask)
	if !ok {
		return s.eval(s.arg(n, 0), mask)
	}
	open := v.ofKind(undefined, mask)
	raw := s.graph.code.rawUnitOf(s.arg(n, 0))
	if open == 0 && raw == noUnit {
		return v
	}
	if open != 0 {
		out.put(open, s.eval(s.arg(n, 0), open))
	}
	for m := mask &^ open; m != 0; m &= m - 1 {
		lane := bits.TrailingZeros64(m)
		out[lane] = v.at(lane)
		if out[lane].unit == noUnit && out[lane].kind != failed {
			out[lane].unit = raw
		}
	}
	return operand{column: out}
}

func (s *laneScope) answerNotApplicable(n *node, mask uint64) operand {
	v, ok := s.answer(n.ref, mask)
	if !ok {
		return s.notApplicable(s.arg(n, 0), mask)
	}
	open := v.ofKind(undefined, mask)
	out := s.temp()
	if open != 0 {
		out.put(open, s.notApplicable(s.arg(n, 0), open))
	}
	for m := mask &^ open; m != 0; m &= m - 1 {
		lane := bits.TrailingZeros64(m)
		out[lane] = isNull(v.at(lane))
	}
	return operand{column: out}
}

// laneBranch evaluates a branch, as branchFunc does in one lane.
type laneBranch func(s *laneScope, i int32, mask uint64) operand

func (s *laneScope) condition(out *column, n *node, branch laneBranch, raw unitID, mask uint64) operand {
	si := s.eval(s.arg(n, 0), mask)
	if n.test != asIs {
		si = s.each(s.temp(), mask, si, n.test.ask)
	}
	yes, no := si.split(mask)
	switch mask {
	case yes:
		return branch(s, s.arg(n, 1), mask)
	case no:
		if raw == noUnit {
			return branch(s, s.arg(n, 2), mask)
		}
	}
	top := s.top
	if yes != 0 {
		out.put(yes, branch(s, s.arg(n, 1), yes))
		s.top = top
	}
	if no != 0 {
		v := branch(s, s.arg(n, 2), no)
		for m := no; m != 0; m &= m - 1 {
			lane := bits.TrailingZeros64(m)
			out[lane] = orUnit(v.at(lane), raw)
		}
		s.top = top
	}
	open := uint64(0)
	for m := mask &^ yes &^ no; m != 0; m &= m - 1 {
		lane := bits.TrailingZeros64(m)
		switch v := si.at(lane); v.kind {
		case failed:
			out[lane] = v
		case null:
			out[lane] = orUnit(nullValue, raw)
		case undefined:
			open |= 1 << lane
		default:
			out[lane] = s.flat.root.notBoolean()
		}
	}
	if open != 0 {
		s.undecided(n, branch, out, open)
		s.top = top
	}
	return operand{column: out}
}

func (s *laneScope) undecided(n *node, branch laneBranch, out *column, open uint64) {
	sinon := branch(s, s.arg(n, 2), open)
	alors := branch(s, s.arg(n, 1), open)
	for ; open != 0; open &= open - 1 {
		lane := bits.TrailingZeros64(open)
		switch a, b := sinon.at(lane), alors.at(lane); {
		case a.kind == failed:
			out[lane] = a
		case b.kind == failed:
			out[lane] = b
		default:
			out[lane] = value{unit: b.unit}
		}
	}
}

// variations goes through the branches for the lanes that still look for one.
func (s *laneScope) variations(out *column, n *node, mask uint64) operand {
	units := s.temp() // of the first branch taken or left open, in its unit field
	out.put(mask, same(nullValue))
	units.put(mask, same(value{}))
	var open uint64
	looking := mask
	top := s.top
	for i := int32(0); i < n.n && looking != 0; i += 2 {
		s.top = top
		si := s.eval(s.arg(n, i), looking)
		broken := si.ofKind(failed, looking)
		out.put(broken, si)
		looking &^= broken
		off := si.off(looking)
		out.put(off&open, same(value{}))
		taken := looking &^ off
		if taken == 0 {
			continue
		}
		v := s.eval(s.arg(n, i+1), taken)
		for m := taken; m != 0; m &= m - 1 {
			lane := bits.TrailingZeros64(m)
			w := v.at(lane)
			if w.kind == failed {
				out[lane] = w
				looking &^= 1 << lane
				broken |= 1 << lane
				continue
			}
			if u := units[lane].unit; u != noUnit {
				w, _ = s.flat.units.convert(w, u)
			} else {
				units[lane].unit = w.unit
			}
			if open&(1<<lane) == 0 && si.at(lane).kind != undefined {
				out[lane] = w
				looking &^= 1 << lane
				continue
			}
			open |= 1 << lane
			out[lane] = value{}
		}
	}
	for ; mask != 0; mask &= mask - 1 {
		lane := bits.TrailingZeros64(mask)
		if out[lane].kind != failed {
			out[lane].unit = units[lane].unit
		}
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

// logical goes through the conditions for the lanes that are not settled yet.
func (s *laneScope) logical(out *column, n *node, mask uint64) operand {
	op, start := resolve.OpAnd, trueValue
	if n.op == resolve.OpAny {
		op, start = resolve.OpOr, falseValue
	}
	out.put(mask, same(start))
	flat, top := s.flat.root, s.top
	var odd uint64 // the lanes where a number or a text stands for oui so far
	for i := int32(0); i < n.n && mask != 0; i++ {
		v := s.eval(s.arg(n, i), mask)
		yes, no := v.split(mask &^ odd)
		if op == resolve.OpOr {
			out.put(yes, same(trueValue))
			mask &^= yes
		} else {
			out.put(no, same(falseValue))
			mask &^= no
		}
		for m := mask &^ yes &^ no; m != 0; m &= m - 1 { // neither oui nor non
			lane := bits.TrailingZeros64(m)
			w := v.at(lane)
			if w.kind != failed {
				w, _ = flat.combine(op, out[lane], none, w, none)
			}
			switch out[lane] = w; {
			case w.kind == failed:
				mask &^= 1 << lane
			case settledBy(op, w, true):
				out[lane] = settled(op, w)
				mask &^= 1 << lane
			case w.kind == number || w.kind == text:
				odd |= 1 << lane
			default:
				odd &^= 1 << lane
			}
		}
		s.top = top
	}
	return operand{column: out}
}

// context evaluates inside a scope of its own, where each lane has its own
// values for the targets. A context inside itself may not apply, and one with a
// target that fails is that error, whatever it is about; lanes in which that may
// be are given up.
func (s *laneScope) context(i int32, n *node, mask uint64) operand {
	for sc := s; sc != nil; sc = sc.outer {
		if sc.outer != nil && sc.node == i {
			s.gaveUp = true
			return same(value{})
		}
	}
	inner := s.inner(i, n)
	for k := range n.count {
		t := &s.graph.code.targets[n.ref+k]
		o := &inner.overrides[k]
		v := s.eval(t.value, mask)
		o.value.column.put(mask, v)
		old := s.rule(t.rule, mask)
		s.gaveUp = s.gaveUp || old.ofKind(failed, mask)|v.ofKind(failed, mask) != 0
		o.set = o.set&^mask | s.changed(old, v, mask)
	}
	return inner.eval(s.arg(n, 0), mask)
}

// changed is the set of the lanes in which a target has another value.
func (s *laneScope) changed(old, v operand, mask uint64) uint64 {
	var changed uint64
	for m := mask; m != 0; m &= m - 1 {
		lane := bits.TrailingZeros64(m)
		was, is := old.at(lane), v.at(lane)
		if !was.same(is) || !s.flat.root.sameUnit(was.unit, is.unit) {
			changed |= 1 << lane
		}
	}
	return changed
}

func (s *laneScope) inner(i int32, n *node) *laneScope {
	for _, c := range s.children {
		if c.node == i {
			return c
		}
	}
	inner := &laneScope{
		Lanes: s.Lanes, outer: s, node: i, cells: make([]*cell, len(s.cells)), reads: make([]reading, len(s.reads)),
		varies: append([]bool(nil), s.varies...), affected: newSlotSet(s.graph.slots),
	}
	for k := range n.count {
		t := &s.graph.code.targets[n.ref+k]
		inner.overrides = append(inner.overrides, laneOverride{rule: t.rule, constant: t.value < 0, value: operand{column: new(column)}})
		inner.mayVary(t.rule)
		inner.affected.addAll(s.graph.dependents.reachSet(t.rule))
	}
	if s.affected != nil {
		inner.affected.addAll(s.affected)
	}
	s.children = append(s.children, inner)
	return inner
}
