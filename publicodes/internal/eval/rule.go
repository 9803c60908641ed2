package eval

// rule evaluates a rule: whether its parent switches it off, then its formula.
func (s *scope) rule(r int32) (value, missing) {
	c := &s.graph.rules[r]
	s = s.home(c.slot)
	at := s.at(c.slot)
	if at.state&s.needed == s.needed {
		return at.value(), s.lacks(at)
	}
	if err, ok := s.tooMuch(); ok {
		return err, none
	}
	s.touch(c.slot, at)
	s.steps++
	s.level++
	v, m := s.computeRule(r, c, at)
	s.level--
	at.keep(v, m, s.needed)
	return v, m
}

func (s *scope) computeRule(r int32, c *ruleCode, at *slot) (value, missing) {
	off, ofParent := s.offByParent(at, c)
	switch {
	case off.kind == failed:
		return off, none
	case off.isTrue():
		return nullValue, ofParent
	}
	if at.state&depth > 1 {
		return s.cycle(r), ofParent
	}
	at.state++
	outside := s.inside
	s.inside = r
	s.stack = append(s.stack, r)
	v, m := s.formula(r, c)
	s.stack = s.stack[:len(s.stack)-1]
	s.inside = outside
	at.state--
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
			slot := s.nodes[c.value].slot
			s.home(slot).at(slot).keep(v, m, s.needed)
		}
	}
	if c.unit != noUnit {
		v.unit = c.unit
	}
	return v, s.collect.merge(ofChoice, m)
}

// cycle is the value of a rule that is met a third time on the way to itself:
// undefined there. Models mean it where the way leads through the question whether
// a parent switches a rule off, or through an answer that speaks of its own rule.
// Otherwise it is a slip, which whoever compiles the model hears of.
func (s *scope) cycle(r int32) value {
	s.unasked++
	if !s.watch {
		return value{}
	}
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
	s.loops = append(s.loops, loop{r, way + s.name(r)})
	return value{}
}

// offByParent reports whether the rule does not apply because an ancestor does
// not, or is non. The result may be an error. at is the slot of the rule.
func (s *scope) offByParent(at *slot, c *ruleCode) (value, missing) {
	if c.parent == 0 {
		return falseValue, none
	}
	if at.state&checking != 0 {
		s.unasked++
	} else if !s.parentApplies(c) {
		at.state |= checking
		s.checks = append(s.checks, len(s.stack))
		v, m := s.parentOff(c)
		s.checks = s.checks[:len(s.checks)-1]
		at.state &^= checking
		if v.isTrue() || v.kind == failed {
			return v, m
		}
	}
	if !c.parentBoolean {
		return falseValue, none
	}
	if c.part { // which the rule around it needs: that is no fault of the model
		s.checks = append(s.checks, len(s.stack))
		defer func() { s.checks = s.checks[:len(s.checks)-1] }()
	}
	v, m := s.eval(c.parent)
	if v.kind == failed {
		return v, none
	}
	return truth(v.isFalse()), m
}

// parentApplies reports whether a rule that was asked before is known not to
// switch off its children: a parent has many. It does not tell of parents that
// are booleans, whose value is kept, nor of those that are replaced, or
// in parts: how often those are asked shows in scores.
func (s *scope) parentApplies(c *ruleCode) bool {
	if c.parentBoolean || c.parent < refBase || s.graph.rules[c.parent-refBase].inParts {
		return false
	}
	slot := s.graph.rules[c.parent-refBase].slot
	return s.home(slot).at(slot).doesApply(s.collect.on)
}

func (s *scope) parentOff(c *ruleCode) (v value, m missing) {
	v = falseValue
	if c.parentNullable {
		unasked := s.unasked
		v, m = s.notApplicable(c.parent)
		if c.parent >= refBase && unasked == s.unasked && v.isFalse() {
			slot := s.graph.rules[c.parent-refBase].slot
			home := s.home(slot)
			at := home.at(slot)
			home.touch(slot, at)
			at.setApplies(s.collect.on)
		}
	}
	if c.parentBoolean && !v.isTrue() && v.kind != failed {
		v, m = s.eval(c.parent)
		if v.kind != undefined && v.kind != failed {
			v = truth(v.off())
		}
	}
	return v, m
}
