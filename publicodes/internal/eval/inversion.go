package eval

import (
	"math"
	"slices"

	"capzero/publicodes/internal/diag"
)

// attempts evaluates a formula again and again, each time as if a rule had
// another answer, in a scope of its own.
type attempts struct {
	*scope
	rule    int32 // the rule that is given a number
	operand int32 // the formula
	unit    unitID

	last      value // what the formula came to last
	ofLast    missing
	abandoned value // the error that ended it
}

const (
	invertSteps    = 10
	invertEnough   = 1
	solveSteps     = 25
	solveTolerance = 0.5
	solveEnough    = 2
	solveFrom      = 1
	solveMin       = -1_000_000
	solveMax       = 100_000_000
	goalsFrom      = 3    // where the goals begin among the operands of an inversion
	blindGuess     = 2000 // the second attempt, when the first has told nothing
	guessAboveGoal = 0.9
	guessBelowGoal = 1.2
)

// invert finds the value of a rule for which the first of its goals that has an
// answer comes to that answer. Undefined if there is none, or if none is found.
func (s *scope) invert(i int32, n *node) (value, missing) {
	if s.within(n.ref) {
		return value{}, none
	}
	aside, ok := s.besides(-i)
	if !ok {
		return s.tooDeep(), none
	}
	goal := aside.goal(n)
	if goal < 0 {
		return value{}, s.withoutGoal(n)
	}
	// As it is meant where it is used: limits and units change an answer.
	wanted, _ := aside.eval(refBase + goal)
	switch wanted.kind {
	case failed:
		return wanted, none
	case number:
	default:
		return value{}, none
	}
	try, ok := s.attempts(i, n.ref, refBase+goal)
	if !ok {
		return s.tooDeep(), none
	}
	try.unit = wanted.unit
	try.overrides = append(try.overrides, override{set: true, fixed: true, target: target{rule: goal}})
	try.alone()
	low, high, tolerance := s.consts[-s.arg(n, 0)].num, s.consts[-s.arg(n, 1)].num, s.consts[-s.arg(n, 2)].num
	x, found := try.find(wanted.num, low, high, tolerance)
	switch {
	case try.abandoned.kind == failed:
		return try.abandoned, none
	case !found || x != 0 && (x < low || x > high):
		return value{unit: wanted.unit}, try.ofLast
	}
	return value{num: x, unit: wanted.unit, kind: number}, try.ofLast
}

// within reports whether a rule is being evaluated around the one at hand.
func (s *scope) within(rule int32) bool {
	return len(s.stack) > 1 && slices.Contains(s.stack[:len(s.stack)-1], rule)
}

// goal is the first goal that people have answered with a number, -1 if none.
func (s *scope) goal(n *node) int32 {
	defer s.collecting()() // a default is no answer
	for k := int32(goalsFrom); k < n.n; k++ {
		rule := s.arg(n, k) - refBase
		if slices.Contains(s.stack, rule) {
			continue
		}
		v, m, ok := s.answer(rule)
		if ok && v.kind == number && !slices.ContainsFunc(s.collect.entries(m), func(e missingEntry) bool { return e.rule == rule }) {
			return rule
		}
	}
	return -1
}

// withoutGoal lacks an answer to any of the goals, or to the rule itself.
func (s *scope) withoutGoal(n *node) missing {
	var m missing
	met := map[int32]bool{}
	lack := func(rule int32) {
		if !met[rule] {
			met[rule] = true
			m = s.collect.merge(m, s.collect.one(rule, 1))
		}
	}
	for k := int32(goalsFrom); k < n.n; k++ {
		lack(s.arg(n, k) - refBase)
	}
	lack(n.ref)
	return m
}

// besides is a scope in which everything is as in this one, and which keeps what is
// found on the way to itself: the rule to find is still open there.
func (s *scope) besides(purpose int32) (inner *scope, ok bool) {
	if inner, ok = s.emptied(purpose); !ok {
		return nil, false
	}
	inner.aside = true
	inner.stack = append(inner.stack, s.stack...)
	inner.checks = append(inner.checks, s.checks...)
	inner.alone()
	for r := range s.graph.rules {
		slot := s.graph.rules[r].slot
		if at := s.find(slot); at != nil && at.state&(depth|checking) != 0 {
			inner.at(slot).state |= at.state & (depth | checking)
		}
	}
	return inner, true
}

func (s *scope) tooDeep() value {
	return s.failHere(diag.Limit, "inversions and contexts lie inside each other more than %d times", maxScopes)
}

// emptied is a scope of this one's for a purpose, with no results.
func (s *scope) emptied(purpose int32) (inner *scope, ok bool) {
	if inner = s.child(purpose); inner == nil {
		if s.depth >= maxScopes {
			return nil, false
		}
		inner = s.newScope(s)
		s.children = append(s.children, child{node: purpose, scope: inner})
	}
	inner.clearAll()
	inner.overrides, inner.entered = inner.overrides[:0], inner.entered[:0]
	inner.stack, inner.checks = inner.stack[:0], inner.checks[:0]
	inner.synced = len(s.changed)
	return inner, true
}

// alone gives a scope all results of its own that any answer changes.
func (s *scope) alone() {
	if s.sets[0] == s.affected {
		s.sets[0], s.sets[1] = s.sets[1], s.sets[0]
	}
	set := s.graph.changing.emptied(s.sets[0])
	s.sets[0] = set
	set.addAll(s.graph.changing)
	if s.outer.affected != nil {
		set.addAll(s.outer.affected)
	}
	for _, rule := range s.unusual {
		set.addAll(s.graph.dependents.reachSet(rule))
	}
	for k := range s.overrides {
		set.addAll(s.graph.dependents.reachSet(s.overrides[k].target.rule))
	}
	set.number()
	if !set.equal(s.affected) {
		s.clear()
	}
	s.affected = set
	s.separations++
	s.separated, s.around = s.separations, s.outer.separated
}

func (s *scope) attempts(i, rule, operand int32) (*attempts, bool) {
	inner, ok := s.emptied(i)
	if !ok {
		return nil, false
	}
	inner.overrides = append(inner.overrides, override{set: true, fixed: true, target: target{rule: rule}})
	return &attempts{scope: inner, rule: rule, operand: operand}, true
}

// with evaluates the formula with a number as answer to the rule. What comes to
// nothing is NaN, as in the reference; ok is false after an error.
func (a *attempts) with(x float64) (y float64, ok bool) {
	a.clearAll()
	a.overrides[0].value = value{num: x, unit: a.unit, kind: number}
	a.last, a.ofLast = a.eval(a.operand)
	switch a.last.kind {
	case failed:
		a.abandoned = a.last
		return 0, false
	case text:
		a.abandoned = a.failHere(diag.Type, "a number is looked for, not a text")
		return 0, false
	case undefined:
		return math.NaN(), true
	}
	return a.last.num, true
}

// find looks for the number that gives the goal. It begins with two guesses, so
// that it need not search the whole range: the goal itself, and what the goal
// would need if the result grew evenly.
func (a *attempts) find(goal, low, high, tolerance float64) (x float64, found bool) {
	x1 := goal
	y1, ok := a.with(x1)
	if !ok {
		return 0, false
	}
	x2 := float64(blindGuess)
	if a.last.kind != undefined {
		coefficient := guessBelowGoal
		if y1 > goal {
			coefficient = guessAboveGoal
		}
		x2 = x1 * goal * coefficient / y1
	}
	y2, ok := a.with(x2)
	if !ok || math.IsNaN(y1) && math.IsNaN(y2) {
		return 0, false
	}
	search := root{tolerance: tolerance, enough: invertEnough, steps: invertSteps, f: func(x float64) (float64, bool) {
		switch x {
		case x1:
			return y1 - goal, true
		case x2:
			return y2 - goal, true
		}
		y, ok := a.with(x)
		return y - goal, ok
	}}
	return search.between(nearest(low, goal, x1, y1, x2, y2, less), nearest(high, goal, x1, y1, x2, y2, more))
}

func less(a, b float64) bool { return a < b }
func more(a, b float64) bool { return a > b }

// nearest is the guess on one side of the goal that comes nearest to it, or else
// the end of the range.
func nearest(end, goal, x1, y1, x2, y2 float64, side func(a, b float64) bool) float64 {
	switch {
	case side(y2, goal) && (side(y1, y2) || side(goal, y1)):
		return x2
	case side(y1, goal) && (side(y2, y1) || side(goal, y2)):
		return x1
	default:
		return end
	}
}

// solve finds the value of a rule for which its formula, which needs that value,
// comes to the same. Undefined if there is none.
func (s *scope) solve(i int32, n *node) (value, missing) {
	if s.within(n.ref) {
		return value{}, none
	}
	try, ok := s.attempts(i, n.ref, s.arg(n, 0))
	if !ok {
		return s.tooDeep(), none
	}
	try.alone()
	x, found := try.fixedPoint()
	if try.abandoned.kind == failed {
		return try.abandoned, none
	}
	out := value{unit: try.unit}
	if found {
		out.num, out.kind = x, number
	}
	return out, try.ofLast
}

func (a *attempts) fixedPoint() (x float64, found bool) {
	first, ok := a.with(solveFrom)
	unit := a.last.unit
	defer func() { a.unit = unit }()
	if !ok || a.last.kind == undefined {
		return 0, false
	}
	search := root{tolerance: solveTolerance, enough: solveEnough, steps: solveSteps, f: func(x float64) (float64, bool) {
		if x == solveFrom {
			return first - x, true
		}
		y, ok := a.with(x)
		return y - x, ok
	}}
	if x, found = search.between(solveMin, solveMax); found {
		_, found = a.with(x)
	}
	return x, found
}
