package eval

import (
	"math"
	"slices"
)

// missing says which answers a result lacks. It is the place of a lack in the
// collector's arena, so that a result carries four bytes of it and combining two
// is a single append; what it amounts to is worked out when somebody asks.
type missing int32

// none lacks nothing.
const none missing = 0

// unknown is what a result lacks that was evaluated without collecting.
const unknown missing = -1

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

	// For listing: by lack, how many ways lead to it and how much each of its
	// rules counts more; by rule, its place in the list being made.
	ways   []float64
	more   map[missing]float64
	seen   []bool
	stack  []missing
	inside []missing
	place  []int32
	met    []int32 // the turn in which the rule was last met
	turn   int32
	list   []missingEntry
}

func newCollector(rules int) collector {
	return collector{made: make([]lack, 1), more: map[missing]float64{}, place: make([]int32, rules), met: make([]int32, rules)}
}

func (c *collector) reset() {
	c.made = c.made[:min(len(c.made), 1)]
	c.lists, c.flat = c.lists[:0], c.flat[:0]
}

func (c *collector) add(l lack) missing {
	c.made = append(c.made, l)
	return missing(len(c.made) - 1)
}

// one is the lack of a single answer.
func (c *collector) one(rule int32, score float64) missing {
	if !c.on {
		return none
	}
	if score > math.MaxInt32 {
		return c.of([]missingEntry{{rule, score}})
	}
	return c.add(alone(rule, int32(score)))
}

// merge adds up the scores of two lists, those of b after those of a.
func (c *collector) merge(a, b missing) missing {
	switch {
	case a == none:
		return b
	case b == none:
		return a
	}
	return c.add(together(a, b))
}

// withCondition is the list of a branch: what its condition lacks counts one
// more for each, since it decides over the whole branch.
func (c *collector) withCondition(condition, branch missing) missing {
	if condition == none {
		return branch
	}
	return c.add(conditional(condition, branch))
}

// of is the lack of all the entries of a list, which has none twice.
func (c *collector) of(entries []missingEntry) missing {
	if len(entries) == 0 {
		return none
	}
	from := len(c.flat)
	c.flat = append(c.flat, entries...)
	c.lists = append(c.lists, c.flat[from:len(c.flat):len(c.flat)])
	return c.add(list(len(c.lists) - 1))
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
	if need := len(c.made); len(c.ways) < need {
		c.ways = append(c.ways, make([]float64, need-len(c.ways))...)
		c.seen = append(c.seen, make([]bool, need-len(c.seen))...)
	}
	c.inside = c.meet(m, c.inside[:0], func(rule int32) {
		c.place[rule] = int32(len(c.list))
		c.list = append(c.list, missingEntry{rule: rule})
	})
	slices.Sort(c.inside)
	c.ways[m] = 1
	for _, at := range slices.Backward(c.inside) {
		l, ways := c.made[at], c.ways[at]
		c.ways[at] = 0
		switch {
		case l.a < 0:
			c.list[c.place[^l.a]].score += ways * float64(l.b)
		case l.a == 0:
			for _, e := range c.lists[l.b] {
				c.list[c.place[e.rule]].score += ways * e.score
			}
		case l.b < 0:
			c.ways[l.a] += ways
			c.ways[^l.b] += ways
			c.more[missing(l.a)] += ways
		default:
			c.ways[l.a] += ways
			c.ways[l.b] += ways
		}
	}
	c.ways[none] = 0
	c.addMore()
	return c.list
}

// addMore counts what conditions add: to each rule in their list once, however
// many ways lead to it.
func (c *collector) addMore() {
	for at, more := range c.more {
		if l := c.made[at]; l.a < 0 {
			c.list[c.place[^l.a]].score += more
			continue
		}
		c.inside = c.meet(at, c.inside[:0], func(rule int32) { c.list[c.place[rule]].score += more })
	}
	clear(c.more)
}

// meet visits m and everything it refers to once, in the order of the
// evaluation, and calls first for each rule at its first appearance. It returns
// the lacks visited, behind those in visited.
func (c *collector) meet(m missing, visited []missing, first func(rule int32)) []missing {
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
	c.stack = append(c.stack[:0], m)
	for len(c.stack) > 0 {
		at := c.stack[len(c.stack)-1]
		c.stack = c.stack[:len(c.stack)-1]
		if at == none || c.seen[at] {
			continue
		}
		c.seen[at] = true
		visited = append(visited, at)
		switch l := c.made[at]; {
		case l.a < 0:
			met(^l.a)
		case l.a == 0:
			for _, e := range c.lists[l.b] {
				met(e.rule)
			}
		case l.b < 0:
			c.stack = append(c.stack, missing(^l.b), missing(l.a))
		default:
			c.stack = append(c.stack, missing(l.b), missing(l.a))
		}
	}
	for _, at := range visited {
		c.seen[at] = false
	}
	return visited
}
