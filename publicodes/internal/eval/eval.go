package eval

import (
	"capzero/publicodes/internal/diag"
	"capzero/publicodes/internal/resolve"
)

// The limits of one evaluation. A sound model stays far below; a hostile one
// gets an error instead of our stack and time.
const (
	maxDepth  = 20_000
	maxSteps  = 2_000_000
	maxScopes = 40 // contexts inside each other
)

// eval evaluates an operand.
func (s *scope) eval(i int32) (value, missing) {
	switch {
	case i < 0:
		return s.consts[-i].value, none
	case i >= refBase:
		return s.rule(i - refBase)
	}
	n := &s.nodes[i]
	if n.slot < 0 {
		if n.op == resolve.OpAnswer { // one in five
			return s.answered(n)
		}
		return s.compute(i, n)
	}
	s = s.home(n.slot)
	at := s.at(n.slot)
	if at.state&s.needed == s.needed {
		return at.value(), s.lacks(at)
	}
	s.touch(n.slot, at)
	v, m := s.compute(i, n)
	at.keep(v, m, s.needed)
	return v, m
}

func (s *scope) tooMuch() (value, bool) {
	switch {
	case s.level >= maxDepth:
		return s.failHere(diag.Limit, "the rules depend on each other more than %d steps deep", maxDepth), true
	case s.steps >= maxSteps || len(s.collect.made) >= maxMade/2:
		return s.failHere(diag.Limit, "the evaluation takes more than %d steps", maxSteps), true
	}
	return value{}, false
}

func (s *scope) arg(n *node, i int32) int32 { return s.args[n.first+i] }

func (s *scope) compute(i int32, n *node) (value, missing) {
	switch n.op {
	case resolve.OpAnswer:
		return s.answered(n)
	case resolve.OpMissing:
		return s.assumed(n)
	case resolve.OpCond:
		return s.condition(n)
	case resolve.OpVariations:
		return s.variations(n)
	case resolve.OpContext:
		return s.context(i, n)
	case resolve.OpUnit:
		return s.inUnit(n)
	case resolve.OpSimplify:
		return s.simplified(n)
	case resolve.OpRound:
		return s.rounded(n)
	case resolve.OpNotDefined:
		return s.notDefined(n)
	case resolve.OpNotApplicable:
		return s.notApplicable(s.arg(n, 0))
	case resolve.OpSum:
		return s.sum(n)
	case resolve.OpAll, resolve.OpAny:
		return s.logical(n)
	case resolve.OpMax, resolve.OpMin:
		return s.extreme(n)
	case resolve.OpGrid:
		return s.grid(n)
	case resolve.OpScale:
		return s.scale(n)
	case resolve.OpProgressive:
		return s.progressive(n)
	case resolve.OpLog:
		return s.logarithm(n)
	case resolve.OpToday:
		return s.thisDay(), none
	case resolve.OpDuration:
		return s.duration(n)
	case resolve.OpText:
		return s.text(n)
	case resolve.OpInvert:
		return s.invert(i, n)
	case resolve.OpSolve:
		return s.solve(i, n)
	case resolve.OpChoice:
		return s.choice(n)
	case resolve.OpEq, resolve.OpNe:
		return s.equality(n)
	default:
		return s.binary(n)
	}
}

// answered gives the answer, or else the formula. A formula that was not
// needed still lends its unit to an answer without one.
func (s *scope) answered(n *node) (value, missing) {
	v, m, ok := s.answer(n.ref)
	if !ok || v.kind == undefined {
		w, wm := s.eval(s.arg(n, 0))
		return w, s.collect.withCondition(m, wm)
	}
	if v.unit == noUnit && v.kind != failed {
		v.unit = s.rawUnitOf(s.arg(n, 0))
	}
	return v, s.collect.withCondition(m, m)
}

// assumed gives a default and says that the answer is missing, above all that
// the default itself lacks.
func (s *scope) assumed(n *node) (value, missing) {
	v, m := s.eval(s.arg(n, 0))
	return v, s.collect.merge(m, s.collect.one(n.ref, s.collect.highest(m)+1))
}

func (s *scope) notDefined(n *node) (value, missing) {
	v, m := s.eval(s.arg(n, 0))
	if v.kind == failed {
		return v, none
	}
	return notDefined(v), m
}

func notDefined(v value) value {
	if v.kind == failed {
		return v
	}
	return truth(v.kind == undefined)
}

func (s *scope) inUnit(n *node) (value, missing) {
	v, m := s.eval(s.arg(n, 0))
	if v.kind == failed {
		return v, none
	}
	return s.toUnit(v, n.unit), m
}

// toUnit converts. Units that do not convert leave the number as it is: the
// model was checked when it was compiled, and an answer when it was given.
func (s *scope) toUnit(v value, unit unitID) value {
	switch v.kind {
	case failed:
		return v
	case null:
		v.unit = unit
		return v
	}
	if v.isTrue() && v.unit != noUnit { // an answer "oui" to a rule in kg is one kg
		if one, ok := s.units.convert(value{1, v.unit, number}, unit); ok {
			return one
		}
	}
	out, ok := s.units.convert(v, unit)
	if !ok {
		s.mismatch(v.unit, unit)
		out.unit = unit
	}
	return out
}

func (s *scope) simplified(n *node) (value, missing) {
	v, m := s.eval(s.arg(n, 0))
	if v.kind == null || v.kind == undefined {
		return v, m
	}
	return s.simplify(v), m
}

func (s *scope) simplify(v value) value {
	if v.unit == noUnit || v.kind == failed {
		return v
	}
	out, _ := s.units.convert(v, s.units.simplify(v.unit))
	return out
}
