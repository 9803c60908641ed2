package challenge

// A Rhythm is in how many of the last weeks a household did something: a mission,
// or a weighing. A month forgives one week by itself; nothing is ever lost.
type Rhythm struct {
	Active int // weeks, with those that were forgiven
	Of     int // weeks that are looked at
	Jokers int // weeks that were forgiven
	Back   bool
}

const (
	rhythmWeeks = 6
	// jokerEvery is how many weeks have one joker.
	jokerEvery = 4
)

// rhythm looks at the last weeks up to the current one, from the first week of a
// household on. The current week counts once something is done in it. Back is true
// for a household that does something again after a week without.
func rhythm(active map[Week]bool, first, current Week) Rhythm {
	var r Rhythm
	from := current.Plus(1 - rhythmWeeks)
	if first > from {
		from = first
	}
	lastJoker := Week("")
	for w := from; w <= current; w = w.Plus(1) {
		r.Of++
		switch {
		case active[w]:
			r.Active++
		case w == current:
			r.Of-- // it is not over
		case lastJoker == "" || w.since(lastJoker) >= jokerEvery:
			lastJoker = w
			r.Jokers++
			r.Active++
		}
	}
	r.Back = active[current] && current > first && !active[current.Plus(-1)] && anyBefore(active, current)
	return r
}

func anyBefore(active map[Week]bool, current Week) bool {
	for w := range active {
		if w < current {
			return true
		}
	}
	return false
}
