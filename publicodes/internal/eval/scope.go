package eval

import "slices"

// pageSize is how many results are kept together. Pages are made when first
// written to: most evaluations touch a small part of a model.
const pageSize = 64

// slot keeps the result of a node or a rule. It is 16 bytes: an evaluator has
// tens of thousands.
type slot struct {
	num    float64
	unit   unitID
	epoch  uint16 // the result is of this epoch of its scope, or stale
	kind   kind
	active uint8 // rules only: how many times it is being evaluated, and checking
}

// checking marks a rule whose parent is being looked at.
const checking = 0x80

// scope is the memory of one situation: that of the evaluator, or that of a
// "contexte" inside it.
type scope struct {
	*Evaluator
	outer     *scope
	shares    bool // same answers as outer, whose results are then valid here
	overrides []override
	signature signature
	children  []child
	depth     int

	epoch   uint16
	pages   []*[pageSize]slot
	missing []*[pageSize]missing

	stack  []int32 // the rules being evaluated, outermost first
	checks []int   // length of stack at each question under way that may lead back to a rule
}

// override is an answer given by a context, with its value in the scope
// outside the context.
type override struct {
	target  target
	value   value
	missing missing
}

// signature tells contexts apart: the node, and which of its targets really
// change. A context that changes nothing is like any other such context.
type signature struct {
	node    int32
	changes uint64
	set     bool
}

type child struct {
	node  int32
	scope *scope
}

func (s *scope) reset(outer *scope) {
	s.outer, s.shares, s.signature, s.depth = outer, false, signature{}, 0
	s.overrides, s.children = s.overrides[:0], s.children[:0]
	s.stack, s.checks = s.stack[:0], s.checks[:0]
	if outer != nil {
		s.depth = outer.depth + 1
	}
	s.epoch++
	if s.epoch == 0 { // every 65536th time, old epochs would look new
		clear(s.pages)
		clear(s.missing)
		s.epoch = 1
	}
	if need := int(s.graph.slots)/pageSize + 1; len(s.pages) < need {
		s.pages = make([]*[pageSize]slot, need)
		s.missing = make([]*[pageSize]missing, need)
	}
}

// at returns the slot to write to.
func (s *scope) at(i int32) *slot {
	page := int(i / pageSize)
	if page >= len(s.pages) { // a slot of an answer that is a formula
		s.pages = slices.Grow(s.pages, page+1-len(s.pages))[:page+1]
		s.missing = slices.Grow(s.missing, page+1-len(s.missing))[:page+1]
	}
	p := s.pages[page]
	if p == nil {
		p = new([pageSize]slot)
		s.pages[page] = p
	}
	return &p[i%pageSize]
}

// known returns the result kept for a slot, here or in the outer scope that
// has the same answers.
func (s *scope) known(i int32) (value, missing, bool) {
	for {
		page := int(i / pageSize)
		if page < len(s.pages) && s.pages[page] != nil {
			if c := &s.pages[page][i%pageSize]; c.epoch == s.epoch {
				return value{c.num, c.unit, c.kind}, s.missingAt(i), true
			}
		}
		if !s.shares {
			return value{}, nil, false
		}
		s = s.outer
	}
}

func (s *scope) missingAt(i int32) missing {
	if !s.collect.on {
		return nil
	}
	if p := s.missing[i/pageSize]; p != nil {
		return p[i%pageSize]
	}
	return nil
}

func (s *scope) keep(i int32, v value, m missing) {
	c := s.at(i)
	c.num, c.unit, c.kind, c.epoch = v.num, v.unit, v.kind, s.epoch
	if !s.collect.on {
		return
	}
	p := s.missing[i/pageSize]
	if p == nil {
		if m == nil {
			return
		}
		p = new([pageSize]missing)
		s.missing[i/pageSize] = p
	}
	p[i%pageSize] = m
}

// answer gives the value of the answer to a rule, if there is one.
func (s *scope) answer(rule int32) (value, missing, bool) {
	own := true // the overrides seen so far were valued in a scope like this one
	for sc := s; sc != nil; sc = sc.outer {
		for i := range sc.overrides {
			o := &sc.overrides[i]
			if o.target.rule != rule {
				continue
			}
			if own {
				return o.value, o.missing, true
			}
			v, m := s.answerFormula(o.target.value)
			return v, m, true
		}
		own = own && sc.shares
	}
	a := s.given(rule)
	switch {
	case a == nil:
		return value{}, nil, false
	case a.node == 0:
		return a.value, nil, true
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
			if sc.overrides[i].target.rule == rule {
				return sc.overrides[i].target.nullable
			}
		}
	}
	if a := s.given(rule); a != nil {
		return a.nullable
	}
	return s.graph.rules[rule].nullableAnswer
}
