package eval

import (
	"math"
	"math/bits"
	"slices"
)

// tally is the paper on which the lists of lacks are worked out. Whoever
// collects borrows one: it would be a third of an evaluator.
type tally struct {
	// By lack: how many ways lead to it, and how much each of its rules counts
	// more.
	ways, more []float64
	counted    []int32  // the lacks with more
	seen       []uint64 // the lacks in hand, as a set of bits
	inside     []int32  // the same, as a list
	stack      []missing

	place []int32 // by rule: its place in the list
	met   []int32 // by rule: the turn in which it was last met
	turn  int32
	list  []missingEntry
}

func newTally(rules int) *tally {
	return &tally{place: make([]int32, rules), met: make([]int32, rules)}
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
