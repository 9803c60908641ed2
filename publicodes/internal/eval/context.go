package eval

import (
	"math/bits"
	"slices"

	"capzero/publicodes/internal/diag"
)

// context evaluates a node as if some rules had other answers. The answers are
// valued outside; only those that differ from the rules' values count. A context
// met again inside itself with the same changes, or with none left, gives
// nothing.
func (s *scope) context(i int32, n *node) (value, missing) {
	changes, kept, err := s.changes(n)
	if err.kind == failed {
		return err, none
	}
	if changes == 0 {
		return s.unchanged(i, n, kept)
	}
	sig := signature{node: i, changes: changes}
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

// unchanged evaluates what stands in a context that changes nothing here.
func (s *scope) unchanged(i int32, n *node, kept uint64) (value, missing) {
	if slices.Contains(s.entered, i) {
		return nullValue, none
	}
	s.entered = append(s.entered, i)
	v, m := s.eval(s.arg(n, 0))
	s.entered = s.entered[:len(s.entered)-1]
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
	if inner.around != s.separated {
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

// separate notes what the context changes. A formula among the answers may read
// anything: the scope then has all results of its own that any answer changes.
func (s *scope) separate(changes uint64) {
	set := s.changing(changes)
	if !set.equal(s.affected) {
		s.clear()
	}
	s.affected = set
	s.separations++
	s.separated, s.around = s.separations, s.outer.separated
}

// changing is the set of the slots that a context changes.
func (s *scope) changing(changes uint64) *slotSet {
	d := s.graph.dependents
	switch {
	case s.formulas > 0 && len(s.unusual) == 0:
		return s.graph.changing
	case s.formulas == 0 && s.outer.affected == nil && bits.OnesCount64(changes) == 1:
		return d.reachSet(s.overrides[bits.TrailingZeros64(changes)].target.rule)
	}
	if s.sets[0] == s.affected {
		s.sets[0], s.sets[1] = s.sets[1], s.sets[0]
	}
	set := s.graph.changing.emptied(s.sets[0])
	s.sets[0] = set
	if s.formulas > 0 {
		set.addAll(s.graph.changing)
		for _, rule := range s.unusual {
			set.addAll(d.reachSet(rule))
		}
	}
	if s.outer.affected != nil {
		set.addAll(s.outer.affected)
	}
	for k := range s.overrides {
		if s.overrides[k].set {
			set.addAll(d.reachSet(s.overrides[k].target.rule))
		}
	}
	set.number()
	return set
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
