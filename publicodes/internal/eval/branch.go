package eval

import (
	"capzero/publicodes/internal/diag"
	"capzero/publicodes/internal/resolve"
)

// branchFunc evaluates a branch: [scope.eval], or [scope.notApplicable] when
// only the applicability of the whole is asked for.
type branchFunc func(s *scope, i int32) (value, missing)

func (s *scope) condition(n *node) (value, missing) {
	return s.conditionOf(n, (*scope).eval, s.rawUnitOf(s.arg(n, 1)))
}

// conditionOf evaluates a condition. raw is the unit of the first branch when
// it is not evaluated: the value has it if the chosen branch has none.
func (s *scope) conditionOf(n *node, branch branchFunc, raw unitID) (value, missing) {
	si, m := s.eval(s.arg(n, 0))
	si = n.test.ask(si)
	switch {
	case si.kind == failed:
		return si, none
	case si.isTrue():
		v, vm := branch(s, s.arg(n, 1))
		return v, s.collect.withCondition(m, vm)
	case si.isFalse():
		v, vm := branch(s, s.arg(n, 2))
		return orUnit(v, raw), s.collect.withCondition(m, vm)
	case si.kind == null:
		return orUnit(nullValue, raw), s.collect.withCondition(m, m)
	case si.kind == undefined:
		return s.undecided(n, branch, m)
	default:
		return s.notBoolean(), none
	}
}

func (s *scope) notBoolean() value { return s.failHere(diag.Type, "a condition must be oui or non") }

// undecided looks at both branches, for what they lack.
func (s *scope) undecided(n *node, branch branchFunc, ofCondition missing) (value, missing) {
	sinon, sm := branch(s, s.arg(n, 2))
	if sinon.kind == failed {
		return sinon, none
	}
	alors, am := branch(s, s.arg(n, 1))
	if alors.kind == failed {
		return alors, none
	}
	return value{unit: alors.unit}, s.collect.withCondition(ofCondition, s.collect.merge(sm, am))
}

func orUnit(v value, u unitID) value {
	if v.unit == noUnit && v.kind != failed {
		v.unit = u
	}
	return v
}

// variations takes the first branch whose condition holds. A condition that is
// undefined makes the result undefined, but later branches are still looked at
// for what they lack and for the unit.
func (s *scope) variations(n *node) (value, missing) {
	result := nullValue
	unit := noUnit
	open := false
	var m missing
	for i := int32(0); i < n.n; i += 2 {
		si, sm := s.eval(s.arg(n, i))
		if si.kind == failed {
			return si, none
		}
		if si.off() {
			m = s.collect.merge(m, s.collect.withCondition(sm, none))
			if open {
				result = value{}
			}
			continue
		}
		v, vm := s.eval(s.arg(n, i+1))
		if v.kind == failed {
			return v, none
		}
		if unit != noUnit {
			var ok bool
			if v, ok = s.units.convert(v, unit); !ok {
				s.mismatch(v.unit, unit)
			}
		} else {
			unit = v.unit
		}
		m = s.collect.merge(m, s.collect.withCondition(sm, vm))
		if !open && si.kind != undefined {
			result = v
			break
		}
		open, result = true, value{}
	}
	result.unit = unit
	return result, m
}

// notApplicable reports whether the value of a node does not apply. It answers
// without computing the value where the conditions around it suffice.
func (s *scope) notApplicable(i int32) (value, missing) {
	switch {
	case i < 0:
		return s.constantNotApplicable(&s.consts[-i]), none
	case i >= refBase:
		return s.ruleNotApplicable(i - refBase)
	}
	n := &s.nodes[i]
	if n.neverNull {
		return falseValue, none
	}
	if n.slot >= 0 {
		s = s.home(n.slot)
		if c := s.known(n.slot); c != nil && c.kind != failed {
			return isNull(c.value()), s.lacks(c)
		}
	}
	switch n.op {
	case resolve.OpCond:
		return s.conditionOf(n, (*scope).notApplicable, noUnit)
	case resolve.OpAnswer:
		return s.answerNotApplicable(n)
	}
	v, m := s.eval(i)
	if v.kind == undefined {
		return value{}, m
	}
	return isNull(v), m
}

func (s *scope) constantNotApplicable(c *constant) value {
	switch {
	case c.neverNull:
		return falseValue
	case c.kind == undefined:
		return c.value
	default:
		return isNull(c.value)
	}
}

func isNull(v value) value {
	if v.kind == failed {
		return v
	}
	return truth(v.kind == null)
}

func (s *scope) answerNotApplicable(n *node) (value, missing) {
	v, m, ok := s.answer(n.ref)
	if !ok || v.kind == undefined {
		w, wm := s.notApplicable(s.arg(n, 0))
		return w, s.collect.withCondition(m, wm)
	}
	return isNull(v), s.collect.withCondition(m, m)
}

func (s *scope) ruleNotApplicable(r int32) (value, missing) {
	c := &s.graph.rules[r]
	s = s.home(c.slot)
	if k := s.known(c.slot); k != nil && k.kind != failed { // or the conditions may still tell
		return isNull(k.value()), s.lacks(k)
	}
	if err, ok := s.tooMuch(); ok {
		return err, none
	}
	s.steps++
	s.level++
	v, m := s.computeNotApplicable(r, c)
	s.level--
	return v, m
}

func (s *scope) computeNotApplicable(r int32, c *ruleCode) (value, missing) {
	off, ofParent := s.offByParent(s.at(c.slot), c)
	if off.kind == failed || off.isTrue() {
		return off, ofParent
	}
	v, m := s.notApplicable(c.value)
	if v.kind == failed {
		return v, none
	}
	all := s.collect.merge(ofParent, m)
	// An answer could still say that the rule does not apply.
	if v.isFalse() && m == none && s.collect.on && s.mayAnswerNull(r) {
		all = s.collect.with(all, r, 1)
	}
	return v, all
}
