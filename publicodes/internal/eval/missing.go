package eval

import (
	"math"
	"math/bits"
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
	on    bool
	made  []lack
	lists [][]missingEntry
	flat  []missingEntry // what lists hold

	mark []missing // by rule: its mark

	// For listing: by lack, how many ways lead to it and how much each of its
	// rules counts more; by rule, its place in the list being made.
	ways    []float64
	more    []float64
	counted []int32  // the lacks with more
	seen    []uint64 // the lacks in hand, as a set of bits
	stack   []missing
	inside  []int32
	place   []int32
	met     []int32 // the turn in which the rule was last met
	turn    int32
	list    []missingEntry
}

func newCollector(mark []missing) collector {
	rules := len(mark)
	return collector{
		made: make([]lack, 1), mark: mark, place: make([]int32, rules), met: make([]int32, rules),
	}
}

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

// entries lists m in the order in which its rules were met. The list is the
// collector's own, until the next call.
//
// A score is a sum over all the ways from m to the rule, and ways multiply
// quickly while lacks are shared. So the ways are counted first, from m down;
// every lack stands after those it refers to.
func (c *collector) entries(m missing) []missingEntry {
	c.list = c.list[:0]
	if m == none {
		return c.list
	}
	c.room()
	c.meet(m.place(), func(rule int32) {
		c.place[rule] = int32(len(c.list))
		c.list = append(c.list, missingEntry{rule: rule})
	})
	c.ways[m.place()] = 1
	for word := m.place() / 64; word >= 0; word-- {
		for set := c.seen[word]; set != 0; {
			bit := bits.Len64(set) - 1
			set &^= 1 << bit
			c.passOn(word*64 + int32(bit))
		}
		c.seen[word] = 0
	}
	c.ways[none] = 0
	c.addMore()
	return c.list
}

// passOn passes the ways that lead to a lack on to its parts.
func (c *collector) passOn(at int32) {
	l, ways := c.made[at], c.ways[at]
	c.ways[at] = 0
	switch {
	case l.a < 0:
		c.list[c.place[^l.a]].score += ways * float64(l.b)
	case l.a == 0:
		for _, e := range c.lists[l.b] {
			c.list[c.place[e.rule]].score += ways * e.score
		}
	default:
		a, b := l.parts()
		c.ways[a.place()] += ways
		c.ways[b.place()] += ways
		if l.b < 0 {
			if c.more[a.place()] == 0 {
				c.counted = append(c.counted, a.place())
			}
			c.more[a.place()] += ways
		}
	}
}

// addMore counts what conditions add: to each rule in their list once, however
// many ways lead to it.
func (c *collector) addMore() {
	for _, at := range c.counted {
		more := c.more[at]
		c.more[at] = 0
		if l := c.made[at]; l.a < 0 {
			c.list[c.place[^l.a]].score += more
			continue
		}
		c.meet(at, func(rule int32) { c.list[c.place[rule]].score += more })
		for _, at := range c.inside {
			c.seen[at/64] = 0
		}
	}
	c.counted = c.counted[:0]
}

// meet visits a lack and everything it refers to once, in the order of the
// evaluation, and calls first for each rule at its first appearance. What it
// visited is then seen, and listed inside.
func (c *collector) meet(at int32, first func(rule int32)) {
	if c.turn == math.MaxInt32 {
		clear(c.met)
		c.turn = 0
	}
	c.turn++
	met := func(rule int32) {
		if c.met[rule] != c.turn {
			c.met[rule] = c.turn
			first(rule)
		}
	}
	c.stack, c.inside = append(c.stack[:0], missing(at)), c.inside[:0]
	for len(c.stack) > 0 {
		at := c.stack[len(c.stack)-1].place()
		c.stack = c.stack[:len(c.stack)-1]
		if at == 0 || c.seen[at/64]&(1<<(at%64)) != 0 {
			continue
		}
		c.seen[at/64] |= 1 << (at % 64)
		c.inside = append(c.inside, at)
		switch l := c.made[at]; {
		case l.a < 0:
			met(^l.a)
		case l.a == 0:
			for _, e := range c.lists[l.b] {
				met(e.rule)
			}
		default:
			a, b := l.parts()
			c.stack = append(c.stack, b, a)
		}
	}
}

// has reports whether a rule with one of the marks, which given tells, is in m.
func (c *collector) has(m, marks missing, given func(rule int32) bool) bool {
	c.room()
	found := false
	c.stack, c.inside = append(c.stack[:0], m), c.inside[:0]
	for len(c.stack) > 0 && !found {
		m := c.stack[len(c.stack)-1]
		c.stack = c.stack[:len(c.stack)-1]
		at := m.place()
		if m&marks == none || c.seen[at/64]&(1<<(at%64)) != 0 {
			continue
		}
		c.seen[at/64] |= 1 << (at % 64)
		c.inside = append(c.inside, at)
		switch l := c.made[at]; {
		case l.a < 0:
			found = given(^l.a)
		case l.a == 0:
			found = slices.ContainsFunc(c.lists[l.b], func(e missingEntry) bool { return given(e.rule) })
		default:
			a, b := l.parts()
			c.stack = append(c.stack, a, b)
		}
	}
	for _, at := range c.inside {
		c.seen[at/64] = 0
	}
	return found
}

// room makes room for listing all that was made.
func (c *collector) room() {
	if need := len(c.made); len(c.ways) < need {
		c.ways = append(c.ways, make([]float64, need-len(c.ways))...)
		c.more = append(c.more, make([]float64, need-len(c.more))...)
		c.seen = append(c.seen, make([]uint64, (need+63)/64-len(c.seen))...)
	}
}
