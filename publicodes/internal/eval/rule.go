package eval

import "capzero/publicodes/internal/diag"

// rule evaluates a rule: whether its parent switches it off, then its formula.
func (s *scope) rule(r int32) (value, missing) {
	c := &s.graph.rules[r]
	if k := s.known(c.slot); k != nil {
		return k.value(), s.lacks(k)
	}
	if err, ok := s.tooMuch(); ok {
		return err, none
	}
	s.steps++
	s.level++
	v, m := s.computeRule(r, c)
	s.level--
	s.keep(c.slot, v, m)
	return v, m
}

func (s *scope) computeRule(r int32, c *ruleCode) (value, missing) {
	off, ofParent := s.offByParent(r, c)
	switch {
	case off.kind == failed:
		return off, none
	case off.isTrue():
		return nullValue, ofParent
	}
	state := s.at(c.slot)
	if state.state&depth > 1 {
		return s.cycle(r), ofParent
	}
	state.state++
	s.stack = append(s.stack, r)
	v, m := s.formula(r, c)
	s.stack = s.stack[:len(s.stack)-1]
	s.at(c.slot).state--
	return v, s.collect.merge(m, ofParent)
}

func (s *scope) formula(r int32, c *ruleCode) (value, missing) {
	var ofChoice missing
	if c.only != 0 {
		v, m := s.eval(c.only)
		if v.kind != undefined {
			return v, m
		}
		ofChoice = m
	}
	v, m := s.eval(c.value)
	if v.kind == undefined && m == none && c.public {
		m = s.collect.one(r, 1)
		if isNode(c.value) && s.nodes[c.value].slot >= 0 {
			s.keep(s.nodes[c.value].slot, v, m)
		}
	}
	if c.unit != noUnit {
		v.unit = c.unit
	}
	return v, s.collect.merge(ofChoice, m)
}

// cycle is the value of a rule that is met a third time on the way to itself.
// When the way leads through the question whether a parent switches a rule off,
// or through an answer that speaks of its own rule, the question is open and the
// rule undefined there; models do this. Otherwise the rule needs its own value,
// which no model may mean.
func (s *scope) cycle(r int32) value {
	last := len(s.stack) - 1
	for s.stack[last] != r {
		last--
	}
	for _, length := range s.checks {
		if length > last {
			return value{}
		}
	}
	way := ""
	for _, on := range s.stack[last:] {
		way += s.name(on) + " → "
	}
	return s.fail(diag.Cycle, r, "the rule needs its own value: "+way+s.name(r))
}

// offByParent reports whether the rule does not apply because an ancestor does
// not, or is non. The result may be an error.
func (s *scope) offByParent(r int32, c *ruleCode) (value, missing) {
	if c.parent == 0 {
		return falseValue, none
	}
	state := s.at(c.slot)
	if state.state&checking == 0 {
		state.state |= checking
		s.checks = append(s.checks, len(s.stack))
		v, m := s.parentOff(c)
		s.checks = s.checks[:len(s.checks)-1]
		s.at(c.slot).state &^= checking
		if v.isTrue() || v.kind == failed {
			return v, m
		}
	}
	if !c.parentBoolean {
		return falseValue, none
	}
	v, m := s.eval(c.parent)
	if v.kind == failed {
		return v, none
	}
	return truth(v.isFalse()), m
}

func (s *scope) parentOff(c *ruleCode) (v value, m missing) {
	v = falseValue
	if c.parentNullable {
		v, m = s.notApplicable(c.parent)
	}
	if c.parentBoolean && !v.isTrue() && v.kind != failed {
		v, m = s.eval(c.parent)
		if v.kind != undefined && v.kind != failed {
			v = truth(v.off())
		}
	}
	return v, m
}
