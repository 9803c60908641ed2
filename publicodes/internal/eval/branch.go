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
//
// It answers the same of a rule once its value is known, or the result would depend
// on what was asked before: inference takes a product for applicable, say, whose
// operands turn out not to be. Only a known value that applies saves the
// conditions. What the answer lacks is then what the value lacks. A node that is
// kept is another matter: it has two uses in one formula, and the condition there
// evaluates it before its applicability is asked for. So are rules that stand for
// parts of a formula: nobody asks for those.
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
	if n.slot < 0 {
		return s.nodeNotApplicable(i, n)
	}
	s = s.home(n.slot)
	c := s.known(n.slot)
	if c != nil && c.kind != failed && (n.asked || c.kind != undefined) {
		return isNull(c.value()), s.lacks(c)
	}
	v, m := s.nodeNotApplicable(i, n)
	if c != nil && c.kind != failed {
		m = s.lacks(c)
	}
	return nullIsTrue(v), m
}

// certainlyApplies reports whether the kept value leaves no doubt.
func (c *slot) certainlyApplies() bool {
	return c.kind != failed && c.kind != undefined && c.kind != null
}

func (s *scope) nodeNotApplicable(i int32, n *node) (value, missing) {
	switch n.op {
	case resolve.OpCond:
		return s.conditionOf(n, (*scope).notApplicable, noUnit)
	case resolve.OpAnswer:
		return s.answerNotApplicable(n)
	}
	v, m := s.eval(i)
	return isNullOrOpen(v), m
}

func (s *scope) constantNotApplicable(c *constant) value {
	if c.neverNull {
		return falseValue
	}
	return isNullOrOpen(c.value)
}

// isNullOrOpen leaves the question open for what is undefined.
func isNullOrOpen(v value) value {
	if v.kind == undefined {
		return value{}
	}
	return isNull(v)
}

// nullIsTrue is for a condition that does not apply itself: neither does the value
// that depends on it.
func nullIsTrue(v value) value {
	if v.kind == null {
		return trueValue
	}
	return v
}

// nullIsTrue leaves the question open in parts of a formula, as the language does:
// nobody can have asked for them before.
func (c *ruleCode) nullIsTrue(v value) value {
	if c.part {
		return v
	}
	return nullIsTrue(v)
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
	k := s.known(c.slot)
	if k != nil && (k.isOff() || k.certainlyApplies() || c.part && k.kind != failed) {
		return isNull(k.value()), s.lacks(k)
	}
	if err, ok := s.tooMuch(); ok {
		return err, none
	}
	s.steps++
	s.level++
	unasked := s.unasked
	v, m := s.computeNotApplicable(r, c)
	s.level--
	if k == nil || k.kind == failed {
		return v, m
	}
	if v.isTrue() && unasked == s.unasked && k == s.at(c.slot) {
		s.touch(c.slot, k)
		k.setOff()
	}
	return v, s.lacks(k)
}

func (s *scope) computeNotApplicable(r int32, c *ruleCode) (value, missing) {
	off, ofParent := s.offByParent(s.at(c.slot), c)
	if off.kind == failed || off.isTrue() {
		return off, ofParent
	}
	outside := s.inside
	s.inside = r
	v, m := s.notApplicable(c.value)
	s.inside = outside
	if v = c.nullIsTrue(v); v.kind == failed {
		return v, none
	}
	all := s.collect.merge(ofParent, m)
	// An answer could still say that the rule does not apply.
	if v.isFalse() && m == none && s.collect.on && s.mayAnswerNull(r) {
		all = s.collect.with(all, r, 1)
	}
	return v, all
}
