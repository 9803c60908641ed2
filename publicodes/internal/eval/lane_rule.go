package eval

import (
	"capzero/publicodes/internal/resolve"
)

func (s *laneScope) rule(r int32, mask uint64) operand {
	c := &s.graph.rules[r]
	s = s.home(c.slot)
	if !s.varies[c.slot] {
		v, _ := s.flat.root.rule(r)
		return same(v)
	}
	cell := s.cell(c.slot)
	if need := mask &^ cell.have; need != 0 {
		top := s.top
		v := s.computeRule(r, c, cell, need)
		cell.keep(need, v)
		s.top = top
	}
	return cell.operand(mask)
}

func (s *laneScope) computeRule(r int32, c *ruleCode, cell *cell, mask uint64) operand {
	if err, ok := s.flat.root.tooMuch(); ok {
		return same(err)
	}
	s.flat.steps++
	s.flat.level++
	defer func() { s.flat.level-- }()
	off := s.offByParent(c, cell, mask)
	run := mask &^ off.off &^ off.broken
	if run == mask {
		return s.whole(r, c, cell, mask)
	}
	out := s.temp()
	out.put(off.broken, off.why)
	out.put(off.off, same(nullValue))
	if run != 0 {
		out.put(run, s.whole(r, c, cell, run))
	}
	return operand{column: out}
}

// whole is the value of a rule that its parent does not switch off.
func (s *laneScope) whole(r int32, c *ruleCode, cell *cell, mask uint64) operand {
	flat := s.flat.root
	if cell.state&depth > 1 {
		return same(flat.cycle(r))
	}
	cell.state++
	outside := flat.inside
	flat.inside = r
	flat.stack = append(flat.stack, r)
	v := s.formula(c, mask)
	flat.stack = flat.stack[:len(flat.stack)-1]
	flat.inside = outside
	cell.state--
	return v
}

func (s *laneScope) formula(c *ruleCode, mask uint64) operand {
	if isNode(c.only) { // which possibilities are left may differ
		s.gaveUp |= mask
		return same(value{})
	}
	if c.only != 0 {
		return s.eval(c.only, mask)
	}
	v := s.eval(c.value, mask)
	if c.unit == noUnit {
		return v
	}
	return s.each(s.temp(), mask, v, func(v value) value {
		v.unit = c.unit
		return v
	})
}

// lanesOff says in which lanes a parent switches a rule off, and in which that
// cannot be told, and why.
type lanesOff struct {
	off, broken uint64
	why         operand
}

func (s *laneScope) offByParent(c *ruleCode, cell *cell, mask uint64) lanesOff {
	var out lanesOff
	if c.parent == 0 {
		return out
	}
	if cell.state&checking != 0 {
		s.flat.unasked++
	} else if rest := mask &^ s.applying(c); rest != 0 {
		cell.state |= checking
		flat := s.flat.root
		flat.checks = append(flat.checks, len(flat.stack))
		out = s.parentOff(c, rest)
		flat.checks = flat.checks[:len(flat.checks)-1]
		cell.state &^= checking
	}
	rest := mask &^ out.off &^ out.broken
	if !c.parentBoolean || rest == 0 {
		return out
	}
	if c.part {
		flat := s.flat.root
		flat.checks = append(flat.checks, len(flat.stack))
		defer func() { flat.checks = flat.checks[:len(flat.checks)-1] }()
	}
	v := s.eval(c.parent, rest)
	_, no := v.split(rest)
	out.off |= no
	out.breaks(v, rest)
	return out
}

// breaks adds the lanes whose value is an error.
func (o *lanesOff) breaks(v operand, mask uint64) {
	broken := v.ofKind(failed, mask)
	switch {
	case broken == 0:
	case o.broken == 0:
		o.broken, o.why = broken, v
	default:
		both := new(column)
		both.put(o.broken, o.why)
		both.put(broken, v)
		o.broken, o.why = o.broken|broken, operand{column: both}
	}
}

// applying is the set of the lanes in which the parent was asked before and is
// known not to switch off its children, see [scope.parentApplies].
func (s *laneScope) applying(c *ruleCode) uint64 {
	cell := s.parentCell(c)
	if cell == nil {
		return 0
	}
	return cell.applies
}

// parentCell is the cell of a parent whose answers to its children are noted.
func (s *laneScope) parentCell(c *ruleCode) *cell {
	if c.parentBoolean || c.parent < refBase {
		return nil
	}
	slot := s.graph.rules[c.parent-refBase].slot
	home := s.home(slot)
	if !home.varies[slot] {
		return nil
	}
	return home.cell(slot)
}

func (s *laneScope) parentOff(c *ruleCode, mask uint64) (out lanesOff) {
	if c.parentNullable || !c.parentBoolean { // or it could not switch anything off
		unasked := s.flat.unasked
		v := s.notApplicable(c.parent, mask)
		var no uint64
		out.off, no = v.split(mask)
		out.breaks(v, mask)
		if cell := s.parentCell(c); cell != nil && unasked == s.flat.unasked {
			cell.applies |= no
		}
	}
	if rest := mask &^ out.off &^ out.broken; c.parentBoolean && rest != 0 {
		v := s.eval(c.parent, rest)
		out.off |= v.off(rest)
		out.breaks(v, rest)
	}
	return out
}

// notApplicable reports for some lanes whether the value of an operand does not
// apply, as [scope.notApplicable] does.
func (s *laneScope) notApplicable(i int32, mask uint64) operand {
	switch {
	case i < 0:
		return same(s.flat.root.constantNotApplicable(&s.graph.code.consts[-i]))
	case i >= refBase:
		return s.ruleNotApplicable(i-refBase, mask)
	}
	n := &s.graph.code.nodes[i]
	if n.neverNull {
		return same(falseValue)
	}
	if n.slot >= 0 {
		s = s.home(n.slot)
		if !s.varies[n.slot] {
			v, _ := s.flat.root.notApplicable(i)
			return same(v)
		}
		if c := s.cell(n.slot); mask&^c.have == 0 && c.operand(mask).ofKind(failed, mask)|c.operand(mask).ofKind(undefined, mask) == 0 {
			return s.each(s.temp(), mask, operand{column: &c.column}, isNull)
		}
	}
	switch n.op {
	case resolve.OpCond:
		v := s.condition(s.temp(), n, (*laneScope).notApplicable, noUnit, mask)
		if n.slot < 0 {
			return v
		}
		return s.each(s.temp(), mask, v, nullIsTrue)
	case resolve.OpAnswer:
		return s.answerNotApplicable(n, mask)
	}
	return s.each(s.temp(), mask, s.eval(i, mask), isNullOrOpen)
}

func (s *laneScope) ruleNotApplicable(r int32, mask uint64) operand {
	c := &s.graph.rules[r]
	s = s.home(c.slot)
	if !s.varies[c.slot] {
		v, _ := s.flat.root.ruleNotApplicable(r)
		return same(v)
	}
	cell := s.cell(c.slot)
	if mask&^cell.off == 0 {
		return same(trueValue)
	}
	if mask&^cell.have == 0 && cell.operand(mask).apply(mask) {
		return same(falseValue)
	}
	if err, ok := s.flat.root.tooMuch(); ok {
		return same(err)
	}
	s.flat.steps++
	s.flat.level++
	defer func() { s.flat.level-- }()
	outside := s.flat.inside
	s.flat.inside = r
	v := s.computeNotApplicable(c, cell, mask)
	s.flat.inside = outside
	yes, _ := v.split(mask & cell.have)
	cell.off |= yes
	return v
}

func (s *laneScope) computeNotApplicable(c *ruleCode, cell *cell, mask uint64) operand {
	off := s.offByParent(c, cell, mask)
	rest := mask &^ off.off &^ off.broken
	if rest == mask {
		return s.each(s.temp(), mask, s.notApplicable(c.value, mask), c.nullIsTrue)
	}
	out := s.temp()
	out.put(off.broken, off.why)
	out.put(off.off, same(trueValue))
	if rest != 0 {
		out.put(rest, s.each(s.temp(), rest, s.notApplicable(c.value, rest), c.nullIsTrue))
	}
	return operand{column: out}
}
