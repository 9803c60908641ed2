package eval

import (
	"math"
	"slices"
)

// missing says which answers a result lacks. It is the place of a lack in the
// collector's arena, so that a result carries four bytes of it and combining two
// is a single append; what it amounts to is worked out when somebody asks.
//
// Above the place stand marks: bits that rules share out among those that some
// context sets. A context drops what it sets itself from the lacks of its value,
// and the marks say when there is nothing to drop.
type missing int32

// none lacks nothing.
const none missing = 0

const (
	placeBits = 26
	markBits  = 5
	maxMade   = 1 << placeBits
	allMarks  = (1<<markBits - 1) << placeBits
)

func (m missing) place() int32 { return int32(m) & (maxMade - 1) }

func (m missing) marks() missing { return m & allMarks }

// lack is one step in the making of a list, in 8 bytes: there are thousands. It
// is a rule with its score, a list, or two earlier lacks put together.
type lack struct{ a, b int32 }

// A lack is told by a: below zero a rule, whose score is b; zero the list at b;
// else two lacks, of which every rule in the first counts one more where b is
// below zero.
func alone(rule, score int32) lack { return lack{^rule, score} }

func list(place int) lack { return lack{0, int32(place)} }

func together(a, b missing) lack { return lack{int32(a), int32(b)} }

func conditional(a, b missing) lack { return lack{int32(a), ^int32(b)} }

// parts are the two lacks of one that is neither a rule nor a list.
func (l lack) parts() (a, b missing) {
	if l.b < 0 {
		return missing(l.a), missing(^l.b)
	}
	return missing(l.a), missing(l.b)
}

type missingEntry struct {
	rule  int32
	score float64
}

// collector makes lacks. One that is off makes none, which is faster.
type collector struct {
	on     bool
	made   []lack
	lists  [][]missingEntry
	flat   []missingEntry // what lists hold
	mark   []missing      // by rule: its mark
	*tally                // of the collection under way
}

func newCollector(mark []missing) collector { return collector{made: make([]lack, 1), mark: mark} }

func (c *collector) reset() {
	c.made = c.made[:min(len(c.made), 1)]
	c.lists, c.flat = c.lists[:0], c.flat[:0]
}

func (c *collector) add(l lack, marks missing) missing {
	c.made = append(c.made, l)
	return missing(len(c.made)-1) | marks
}

// one is the lack of a single answer.
func (c *collector) one(rule int32, score float64) missing {
	if !c.on {
		return none
	}
	if score > maxScore {
		return c.of([]missingEntry{{rule, score}})
	}
	return c.add(alone(rule, int32(score)), c.mark[rule])
}

// merge adds up the scores of two lists, those of b after those of a.
func (c *collector) merge(a, b missing) missing {
	switch {
	case a == none:
		return b
	case b == none:
		return a
	}
	if l, ok := c.ofOneRule(a, b, 0); ok {
		return c.add(l, a.marks())
	}
	return c.add(together(a, b), (a | b).marks())
}

// ofOneRule gives the lack of two that are of one rule.
func (c *collector) ofOneRule(a, b missing, more int32) (lack, bool) {
	la, lb := c.made[a.place()], c.made[b.place()]
	if la.a >= 0 || b != none && lb.a != la.a {
		return lack{}, false
	}
	score := la.b + more
	if b != none {
		score += lb.b
	}
	return lack{la.a, score}, score < maxScore
}

// maxScore bounds the scores that are added up at once, so that two always can.
const maxScore = math.MaxInt32 / 3

// withCondition is the list of a branch: what its condition lacks counts one
// more for each, since it decides over the whole branch.
func (c *collector) withCondition(condition, branch missing) missing {
	if condition == none {
		return branch
	}
	if l, ok := c.ofOneRule(condition, branch, 1); ok {
		return c.add(l, condition.marks())
	}
	return c.add(conditional(condition, branch), (condition | branch).marks())
}

// of is the lack of all the entries of a list, which has none twice.
func (c *collector) of(entries []missingEntry) missing {
	if len(entries) == 0 {
		return none
	}
	from := len(c.flat)
	c.flat = append(c.flat, entries...)
	c.lists = append(c.lists, c.flat[from:len(c.flat):len(c.flat)])
	marks := none
	for _, e := range entries {
		marks |= c.mark[e.rule]
	}
	return c.add(list(len(c.lists)-1), marks)
}

// highest is the largest score in m.
func (c *collector) highest(m missing) float64 {
	if m == none {
		return 0
	}
	top := 0.0
	for _, e := range c.entries(m) {
		top = max(top, e.score)
	}
	return top
}

// with sets the score of one rule, adding it at the end if it is not there.
func (c *collector) with(m missing, rule int32, score float64) missing {
	all := c.entries(m)
	i := slices.IndexFunc(all, func(e missingEntry) bool { return e.rule == rule })
	if i < 0 {
		return c.merge(m, c.one(rule, score))
	}
	all[i].score = score
	return c.of(all)
}
