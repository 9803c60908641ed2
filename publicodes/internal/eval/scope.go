package eval

import "slices"

// pageSize is how many results are kept together. Pages are made when first
// written to: most evaluations touch a small part of a model.
const pageSize = 64

type page [pageSize]slot

// slot keeps the result of a rule, or of a node that is used more than once. It
// is 16 bytes: an evaluator has thousands.
type slot struct {
	num     float64
	missing missing
	unit    unitID
	kind    kind
	state   uint8
}

// The states of a slot. The two lowest bits count how many times a rule is
// being evaluated.
const (
	depth    = 0x03
	kept     = 0x40 // the slot holds a result
	checking = 0x80 // the rule's parent is being looked at
)

func (c *slot) value() value { return value{c.num, c.unit, c.kind} }

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
	synced    int // how many of the evaluator's changes this scope has seen

	// A page that is not the scope's own holds what no answer changes, and is
	// shared: see [Graph.image].
	pages []*page
	own   []bool

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
	s.synced = len(s.changed)
	if outer != nil {
		s.depth = outer.depth + 1
	}
	s.clear()
}

// clear drops all results but those that no answer changes.
func (s *scope) clear() {
	image := s.graph.image
	if len(s.pages) == 0 {
		s.pages = slices.Clone(image)
		s.own = make([]bool, len(image))
	}
	for i, own := range s.own {
		if !own {
			continue
		}
		s.freePages = append(s.freePages, s.pages[i])
		s.own[i] = false
		s.pages[i] = &noPage
		if i < len(image) {
			s.pages[i] = image[i]
		}
	}
	for _, rule := range s.unusual {
		s.drop(rule)
	}
}

// noPage holds no result. It is never written to.
var noPage page

// at returns the slot to write to.
func (s *scope) at(i int32) *slot {
	at := int(i / pageSize)
	for at >= len(s.pages) { // a slot of an answer that is a formula
		s.pages, s.own = append(s.pages, &noPage), append(s.own, false)
	}
	if !s.own[at] {
		s.pages[at], s.own[at] = s.copyPage(s.pages[at]), true
	}
	return &s.pages[at][i%pageSize]
}

func (e *Evaluator) copyPage(of *page) *page {
	var p *page
	if n := len(e.freePages); n > 0 {
		p, e.freePages = e.freePages[n-1], e.freePages[:n-1]
	} else {
		p = new(page)
	}
	*p = *of
	return p
}

// known returns the result kept for a slot, here or in the outer scope that
// has the same answers; nil if there is none. Whoever collects needs results
// that were collected.
func (s *scope) known(i int32) *slot {
	for {
		if at := int(i / pageSize); at < len(s.pages) {
			c := &s.pages[at][i%pageSize]
			if c.state&kept != 0 && (!s.collect.on || c.missing != unknown) {
				return c
			}
		}
		if !s.shares {
			return nil
		}
		s = s.outer
	}
}

// lacks is what the result lacks, for those who collect.
func (s *scope) lacks(c *slot) missing {
	if s.collect.on {
		return c.missing
	}
	return none
}

func (s *scope) keep(i int32, v value, m missing) {
	c := s.at(i)
	c.num, c.unit, c.kind = v.num, v.unit, v.kind
	c.missing = m
	if !s.collect.on {
		c.missing = unknown
	}
	c.state |= kept
}

// drop forgets the results that an answer to the rule can change.
func (s *scope) drop(rule int32) {
	for _, i := range s.graph.dependents.reach(rule) {
		if at := i / pageSize; s.pages[at][i%pageSize].state&kept != 0 {
			s.at(i).state &^= kept
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
	own := true // the overrides seen so far were valued in a scope like this one
	for sc := s; sc != nil; sc = sc.outer {
		for i := range sc.overrides {
			o := &sc.overrides[i]
			if !o.set || o.target.rule != rule {
				continue
			}
			if own || o.fixed {
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
