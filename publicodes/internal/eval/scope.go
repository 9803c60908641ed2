package eval

// scope is the memory of one situation: that of the evaluator, or that of a
// "contexte" inside it.
type scope struct {
	*Evaluator
	outer     *scope
	aside     bool // it has the answers of outer, which it leaves as it is
	overrides []override
	signature signature
	entered   []int32 // the contexts being evaluated that change nothing here

	// The results that this context and those around it can change are its own:
	// see affected. The others are looked for, and kept, in the root.
	results
	sets              [2]*slotSet // the memory of affected, now and before
	separated, around int         // when affected was worked out, here and outside

	children []child
	depth    int
	synced   int // how many of the evaluator's changes this scope has seen

	stack  []int32 // the rules being evaluated, outermost first
	checks []int   // length of stack at each question under way that may lead back to a rule
}

// override is an answer given by a context, with its value in the scope
// outside the context.
type override struct {
	set     bool // else the rule has the same value outside
	fixed   bool // the value is a number being tried, the same wherever it is asked for
	target  target
	value   value
	missing missing
}

// signature tells contexts apart: the node, and which of its targets really
// change.
type signature struct {
	node    int32
	changes uint64
}

type child struct {
	node  int32
	scope *scope
}

func (s *scope) reset(outer *scope) {
	s.outer, s.aside, s.signature, s.depth = outer, false, signature{}, 0
	s.overrides, s.children = s.overrides[:0], s.children[:0]
	s.affected, s.separated = nil, 0
	s.stack, s.checks, s.entered = s.stack[:0], s.checks[:0], s.entered[:0]
	s.synced = len(s.changed)
	if outer != nil {
		s.depth = outer.depth + 1
	}
	s.clear()
}

// home is the scope that a result belongs to: what a context does not change is
// evaluated outside of all contexts, once for all of them.
func (s *scope) home(slot int32) *scope {
	if s.outer == nil || s.affected.has(slot) {
		return s
	}
	return s.root
}

// known returns the result kept for a slot, nil if there is none. Whoever
// collects needs results that were collected.
func (s *scope) known(i int32) *slot {
	s = s.home(i)
	if c := s.at(i); c.state&s.needed == s.needed {
		return c
	}
	return nil
}

// lacks is what the result lacks, for those who collect.
func (s *scope) lacks(c *slot) missing {
	if s.collect.on {
		return c.missing
	}
	return none
}

// drop forgets the results that an answer to the rule can change.
func (s *scope) drop(rule int32) {
	if s.outer != nil && len(s.pages) == 0 {
		return
	}
	for _, i := range s.graph.dependents.reach(rule) {
		if c := s.find(i); c != nil && c.state&(kept|applies) != 0 {
			s.touch(i, c)
			c.state &^= kept | listed | applicability
		}
	}
}

// sync forgets what the answers changed since the scope was last entered have
// made stale.
func (s *scope) sync() {
	changed := s.changed[s.synced:]
	s.synced = len(s.changed)
	if len(changed) > maxDrops {
		s.clear()
		return
	}
	for _, rule := range changed {
		s.drop(rule)
	}
}

// maxDrops is how many changes a scope follows one by one.
const maxDrops = 16

// answer gives the value of the answer to a rule, if there is one.
func (s *scope) answer(rule int32) (value, missing, bool) {
	own := s
	for own.aside {
		own = own.outer
	}
	for sc := own; sc != nil; sc = sc.outer {
		for i := range sc.overrides {
			o := &sc.overrides[i]
			if !o.set || o.target.rule != rule {
				continue
			}
			if sc == own || o.fixed { // valued in the scope around this one
				return o.value, o.missing, true
			}
			v, m := s.answerFormula(o.target.value)
			return v, m, true
		}
	}
	a := s.given(rule)
	switch {
	case a == nil:
		return value{}, none, false
	case a.node == 0:
		return a.value, none, true
	}
	v, m := s.answerFormula(a.node)
	return v, m, true
}

// answerFormula evaluates an answer that is a formula. It may speak of the rule
// that it answers, whose value is then the one without the answer: the way back
// to the rule is no fault of the model.
func (s *scope) answerFormula(i int32) (value, missing) {
	s.checks = append(s.checks, len(s.stack))
	v, m := s.eval(i)
	s.checks = s.checks[:len(s.checks)-1]
	return v, m
}

// mayAnswerNull reports whether the answer to a rule, as it stands, could be
// that the rule does not apply.
func (s *scope) mayAnswerNull(rule int32) bool {
	for sc := s; sc != nil; sc = sc.outer {
		for i := range sc.overrides {
			if sc.overrides[i].set && sc.overrides[i].target.rule == rule {
				return sc.overrides[i].target.nullable
			}
		}
	}
	if a := s.given(rule); a != nil {
		return a.nullable
	}
	return s.graph.rules[rule].nullableAnswer
}
