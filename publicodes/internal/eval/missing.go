package eval

import "slices"

// missing says which answers a result lacks. It is the place of a lack in the
// collector's arena, so that a result carries four bytes of it and combining two
// is a single append; what it amounts to is worked out when somebody asks.
type missing int32

// none lacks nothing.
const none missing = 0

// unknown is what a result lacks that was evaluated without collecting.
const unknown missing = -1

// lack is one step in the making of a list: a rule with its score, a list, or
// two other lacks put together. It only refers to earlier ones.
type lack struct {
	a, b  missing // together: the lists, that of b after that of a
	plus  bool    // every rule in a counts one more
	rule  int32   // alone: the rule, else -1
	score float64
	from  int32 // a list: flat[from:to]
	to    int32
}

type missingEntry struct {
	rule  int32
	score float64
}

// collector makes lacks. One that is off makes none, which is faster.
type collector struct {
	on   bool
	made []lack
	flat []missingEntry

	// For listing: by lack, how many ways lead to it and how much each of its
	// rules counts more; by rule, its place in the list being made.
	ways   []float64
	more   []float64
	seen   []bool
	stack  []missing
	inside []missing
	place  []int32
	met    []int // the turn in which the rule was last met
	turn   int
	list   []missingEntry
}

func newCollector(rules int) collector {
	return collector{made: make([]lack, 1), place: make([]int32, rules), met: make([]int, rules)}
}

func (c *collector) reset() {
	c.made = c.made[:min(len(c.made), 1)]
	c.flat = c.flat[:0]
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
	return c.add(lack{rule: rule, score: score})
}

// merge adds up the scores of two lists, those of b after those of a.
func (c *collector) merge(a, b missing) missing {
	switch {
	case a == none:
		return b
	case b == none:
		return a
	}
	return c.add(lack{a: a, b: b, rule: -1})
}

// withCondition is the list of a branch: what its condition lacks counts one
// more for each, since it decides over the whole branch.
func (c *collector) withCondition(condition, branch missing) missing {
	if condition == none {
		return branch
	}
	return c.add(lack{a: condition, b: branch, plus: true, rule: -1})
}

// of is the lack of all the entries of a list, which has none twice.
func (c *collector) of(list []missingEntry) missing {
	if len(list) == 0 {
		return none
	}
	from := len(c.flat)
	c.flat = append(c.flat, list...)
	return c.add(lack{rule: -1, from: int32(from), to: int32(len(c.flat))})
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
	list := c.entries(m)
	i := slices.IndexFunc(list, func(e missingEntry) bool { return e.rule == rule })
	if i < 0 {
		return c.merge(m, c.one(rule, score))
	}
	list[i].score = score
	return c.of(list)
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
		c.more = append(c.more, make([]float64, need-len(c.more))...)
		c.seen = append(c.seen, make([]bool, need-len(c.seen))...)
	}
	c.inside = c.meet(m, c.inside[:0], func(rule int32) {
		c.place[rule] = int32(len(c.list))
		c.list = append(c.list, missingEntry{rule: rule})
	})
	slices.Sort(c.inside)
	c.ways[m] = 1
	for _, at := range slices.Backward(c.inside) {
		l, ways := &c.made[at], c.ways[at]
		c.ways[at] = 0
		switch {
		case l.rule >= 0:
			c.list[c.place[l.rule]].score += ways * l.score
		case l.to > 0:
			for _, e := range c.flat[l.from:l.to] {
				c.list[c.place[e.rule]].score += ways * e.score
			}
		default:
			c.ways[l.a] += ways
			c.ways[l.b] += ways
			if l.plus {
				c.more[l.a] += ways
			}
		}
	}
	c.ways[none] = 0
	c.addMore()
	return c.list
}

// addMore counts what conditions add: to each rule in their list once, however
// many ways lead to it.
func (c *collector) addMore() {
	var below []missing
	for _, at := range c.inside {
		more := c.more[at]
		if more == 0 {
			continue
		}
		c.more[at] = 0
		below = c.meet(at, below[:0], func(rule int32) { c.list[c.place[rule]].score += more })
	}
}

// meet visits m and everything it refers to once, in the order of the
// evaluation, and calls first for each rule at its first appearance. It returns
// the lacks visited, behind those in visited.
func (c *collector) meet(m missing, visited []missing, first func(rule int32)) []missing {
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
		l := &c.made[at]
		switch {
		case l.rule >= 0:
			met(l.rule)
		case l.to > 0:
			for _, e := range c.flat[l.from:l.to] {
				met(e.rule)
			}
		default:
			c.stack = append(c.stack, l.b, l.a)
		}
	}
	for _, at := range visited {
		c.seen[at] = false
	}
	return visited
}
