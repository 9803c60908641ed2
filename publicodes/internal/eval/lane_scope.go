package eval

import (
	"math/bits"

	"capzero/publicodes/internal/resolve"
)

// laneScope is the memory of a block, or that of a contexte inside it.
type laneScope struct {
	*Lanes
	outer     *laneScope
	varies    []bool    // by slot: whether lanes may differ
	reads     []reading // the same, by node without a slot
	affected  *slotSet  // what this context and those around it can change
	cells     []*cell
	used      []int32 // the slots whose cells are in use
	overrides []laneOverride
	node      int32 // of the context
	walked    bool  // the context was met inside itself and is being walked again
	children  []*laneScope
}

// reading says whether a node reads what lanes may differ in.
type reading uint8

const (
	notKnown reading = iota
	readsNone
	readsDrawn
)

type laneOverride struct {
	rule     int32
	constant bool   // the model states the value
	set      uint64 // the lanes in which it differs from the value outside
	value    operand
}

// mayVary notes what the answer to a rule reaches.
func (s *laneScope) mayVary(rule int32) {
	for _, slot := range s.graph.dependents.reach(rule) {
		s.varies[slot] = true
	}
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

func (s *laneScope) forget() {
	for _, slot := range s.used {
		c := s.cells[slot]
		c.have, c.equal, c.applies, c.off, c.state, c.used = 0, 0, 0, 0, 0, false
	}
	s.used = s.used[:0]
	for _, c := range s.children {
		c.forget()
	}
}

func (s *laneScope) cell(slot int32) *cell {
	c := s.cells[slot]
	if c == nil {
		c = new(cell)
		s.cells[slot] = c
	}
	if !c.used {
		c.used = true
		s.used = append(s.used, slot)
	}
	return c
}

// home is the scope that a result belongs to, as [scope.home] tells in one lane.
func (s *laneScope) home(slot int32) *laneScope {
	if s.outer == nil || s.affected.has(slot) {
		return s
	}
	return s.Lanes.root
}

// eval evaluates an operand for some lanes.
func (s *laneScope) eval(i int32, mask uint64) operand {
	switch {
	case i < 0:
		return same(s.graph.code.consts[-i].value)
	case i >= refBase:
		return s.rule(i-refBase, mask)
	}
	n := &s.graph.code.nodes[i]
	if n.slot < 0 {
		return s.compute(i, n, mask)
	}
	s = s.home(n.slot)
	if !s.varies[n.slot] {
		v, _ := s.flat.root.eval(i)
		return same(v)
	}
	c := s.cell(n.slot)
	if need := mask &^ c.have; need != 0 {
		top := s.top
		v := s.compute(i, n, need)
		c.keep(need, v)
		s.top = top
	}
	return c.operand(mask)
}

// context evaluates inside a scope of its own, where each lane has its own
// values for the targets. One with a target that fails is that error, whatever it
// is about: lanes in which that may be are given up.
func (s *laneScope) context(i int32, n *node, mask uint64) operand {
	for sc := s; sc.outer != nil; sc = sc.outer {
		if sc.node == i {
			return s.again(sc, n, mask)
		}
	}
	inner := s.inner(i, n)
	for k := range n.count {
		t := &s.graph.code.targets[n.ref+k]
		o := &inner.overrides[k]
		o.set = o.set&^mask | s.target(t, o.value.column, mask)
	}
	return inner.eval(s.arg(n, 0), mask)
}

// target writes what a context says of a rule, and says in which lanes that is
// not what the rule is worth anyway.
func (s *laneScope) target(t *target, into *column, mask uint64) uint64 {
	v := s.eval(t.value, mask)
	into.put(mask, v)
	old := s.rule(t.rule, mask)
	s.gaveUp |= old.ofKind(failed, mask) | v.ofKind(failed, mask)
	return s.changed(old, v, mask)
}

// again is a context met inside itself. Where it changes nothing any more it is
// walked once more, if the first time changed something, and gives nothing the
// time after: see [scope.context] and [scope.unchanged]. Lanes in which it
// changes something else are given up.
func (s *laneScope) again(around *laneScope, n *node, mask uint64) operand {
	if around != s {
		s.gaveUp |= mask
		return same(nullValue)
	}
	var first, now uint64
	for k := range n.count {
		t := &s.graph.code.targets[n.ref+k]
		now |= s.target(t, s.temp(), mask)
		first |= s.overrides[k].set
	}
	s.gaveUp |= now
	walk := first & mask &^ now
	if s.walked || walk == 0 {
		return same(nullValue)
	}
	s.walked = true
	v := s.eval(s.arg(n, 0), walk)
	s.walked = false
	if walk == mask {
		return v
	}
	out := s.temp()
	out.put(mask&^walk, same(nullValue))
	out.put(walk, v)
	return operand{column: out}
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
