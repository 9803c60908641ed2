package eval

// missing lists the answers that a result lacks, in the order in which they
// were met. Lists are shared between results and never changed.
type missing []missingEntry

type missingEntry struct {
	rule  int32
	score float64
}

// collector makes missing lists in one arena, emptied with the situation. A
// collector that is off makes none, which is faster.
type collector struct {
	on    bool
	arena []missingEntry
	mark  []int32 // for each rule, its place in the list it was last found in
}

const arenaChunk = 4096

func (c *collector) alloc(n int) missing {
	if cap(c.arena)-len(c.arena) < n {
		c.arena = make([]missingEntry, 0, max(n, arenaChunk))
	}
	start := len(c.arena)
	c.arena = c.arena[:start+n]
	return missing(c.arena[start : start+n : start+n])
}

// release gives back the last n entries allocated.
func (c *collector) release(n int) { c.arena = c.arena[:len(c.arena)-n] }

// one is the list of a single answer.
func (c *collector) one(rule int32, score float64) missing {
	if !c.on {
		return nil
	}
	m := c.alloc(1)
	m[0] = missingEntry{rule, score}
	return m
}

// merge adds up the scores of two lists, those of b after those of a.
func (c *collector) merge(a, b missing) missing { return c.mergePlus(a, 0, b) }

// withCondition is the list of a branch: what its condition lacks counts one
// more for each, since it decides over the whole branch.
func (c *collector) withCondition(condition, branch missing) missing {
	return c.mergePlus(condition, 1, branch)
}

func (c *collector) mergePlus(a missing, plus float64, b missing) missing {
	switch {
	case len(a) == 0:
		return b
	case len(b) == 0 && plus == 0:
		return a
	}
	out := c.alloc(len(a) + len(b))
	n := copy(out, a)
	if plus != 0 {
		for i := range out[:n] {
			out[i].score += plus
		}
	}
	for i, e := range out[:n] {
		c.mark[e.rule] = int32(i)
	}
	for _, e := range b {
		// An old mark is harmless: the place it gives holds another rule.
		if at := c.mark[e.rule]; int(at) < len(a) && out[at].rule == e.rule {
			out[at].score += e.score
			continue
		}
		out[n] = e
		n++
	}
	c.release(len(out) - n)
	return out[:n:n]
}

// highest is the largest score of the list.
func (m missing) highest() float64 {
	top := 0.0
	for _, e := range m {
		top = max(top, e.score)
	}
	return top
}

// with sets the score of one rule, adding it at the end if it is not there.
func (c *collector) with(m missing, rule int32, score float64) missing {
	out := append(missing(nil), m...)
	for i := range out {
		if out[i].rule == rule {
			out[i].score = score
			return out
		}
	}
	return append(out, missingEntry{rule, score})
}
