package eval

import (
	"slices"

	"capzero/publicodes/internal/diag"
)

// context evaluates a node as if some rules had other answers. The answers are
// valued outside; only those that differ from the rules' values count, and a
// context met again inside itself with the same changes gives nothing.
func (s *scope) context(i int32, n *node) (value, missing) {
	changes, kept, err := s.changes(n)
	if err.kind == failed {
		return err, none
	}
	sig := signature{set: true}
	if changes != 0 {
		sig = signature{node: i, changes: changes, set: true}
	}
	if s.signature == sig {
		return nullValue, none
	}
	inner := s.inner(i, n, changes)
	if inner == nil {
		return s.failHere(diag.Cycle, "contexts lead into each other more than %d times", maxScopes), none
	}
	inner.signature = sig
	v, m := inner.eval(s.arg(n, 0))
	return v, s.withoutTargets(m, n, kept)
}

// changes gives the targets whose value differs, and those whose new value is
// undefined, as sets of bits.
func (s *scope) changes(n *node) (changed, open uint64, err value) {
	for k := range n.count {
		t := &s.targets[n.ref+k]
		old, _ := s.rule(t.rule)
		if old.kind == failed {
			return 0, 0, old
		}
		v, _ := s.eval(t.value)
		if v.kind == failed {
			return 0, 0, v
		}
		if v.kind == undefined {
			open |= 1 << k
		}
		if !old.same(v) || !s.sameUnit(old.unit, v.unit) {
			changed |= 1 << k
		}
	}
	return changed, open, value{}
}

func (s *scope) sameUnit(a, b unitID) bool {
	return a == b || a != noUnit && b != noUnit && s.units.text(a) == s.units.text(b)
}

// inner is the scope of a context, kept for the next time it is met. What has
// changed outside since then is dropped from it.
func (s *scope) inner(i int32, n *node, changes uint64) *scope {
	inner := s.child(i)
	if inner == nil {
		if s.depth >= maxScopes {
			return nil
		}
		inner = s.newScope(s)
		inner.overrides = slices.Grow(inner.overrides, int(n.count))[:n.count]
		clear(inner.overrides)
		s.children = append(s.children, child{node: i, scope: inner})
	}
	inner.sync()
	if shares := changes == 0; inner.shares != shares {
		inner.shares = shares
		inner.clearAll() // the answers outside mean something else in here now
	}
	moved := false
	for k := range n.count {
		var o override
		t := s.targets[n.ref+k]
		if changes&(1<<k) != 0 {
			v, m := s.eval(t.value)
			o = override{set: true, target: t, value: v, missing: m}
		}
		if o != inner.overrides[k] {
			inner.overrides[k] = o
			inner.drop(t.rule)
			moved = true
		}
	}
	if moved || inner.separated == 0 || inner.around != s.separated {
		inner.separate(changes)
	}
	return inner
}

// separate notes what the context changes. Where nothing changes, contexts inside
// are not what they are outside; and a formula among the answers may read
// anything. The scope then has all results of its own that any answer changes.
func (s *scope) separate(changes uint64) {
	s.affected = append(s.affected[:0], s.outer.affected...)
	switch {
	case changes == 0 || s.formulas > 0:
		s.affected = append(s.affected[:0], s.graph.changing...)
		for _, rule := range s.unusual {
			s.affects(rule)
		}
	case len(s.affected) == 0:
		s.affected = append(s.affected, make([]uint64, len(s.graph.changing))...)
	}
	for k := range s.overrides {
		if s.overrides[k].set {
			s.affects(s.overrides[k].target.rule)
		}
	}
	s.separations++
	s.separated, s.around = s.separations, s.outer.separated
}

// affects notes that a rule has another value in the scope.
func (s *scope) affects(rule int32) {
	for i, bits := range s.graph.dependents.reachBits(rule) {
		s.affected[i] |= bits
	}
}

func (s *scope) clearAll() {
	s.clear()
	for _, c := range s.children {
		c.scope.clearAll()
	}
}

func (s *scope) child(node int32) *scope {
	for _, c := range s.children {
		if c.node == node {
			return c.scope
		}
	}
	return nil
}

// withoutTargets drops the answers that the context itself gives.
func (s *scope) withoutTargets(m missing, n *node, kept uint64) missing {
	given := none
	for k := range n.count {
		given |= s.collect.mark[s.targets[n.ref+k].rule]
	}
	if m&given == none {
		return m
	}
	dropped := func(rule int32) bool {
		for k := range n.count {
			if s.targets[n.ref+k].rule == rule {
				return kept&(1<<k) == 0
			}
		}
		return false
	}
	if !s.collect.has(m, given, dropped) {
		return m
	}
	list := s.collect.entries(m)
	return s.collect.of(slices.DeleteFunc(list, func(e missingEntry) bool { return dropped(e.rule) }))
}
