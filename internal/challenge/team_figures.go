package challenge

import (
	"slices"

	"capzero/internal/household"
)

// A contribution is what one household brought to its team in a week.
type contribution struct {
	household household.ID
	week      Week
	kind      Kind
	grams     int64
}

// A teamLedger is everything that a team avoided.
type teamLedger struct {
	weeks []Week // those with sums, in order
	sums  map[weekKind]int64
	parts []contribution
}

type weekKind struct {
	week Week
	kind Kind
}

// newTeamLedger puts together the sums of a team and what its households brought.
// A sum that is more than these has something in it that was left by somebody who
// is forgotten.
func newTeamLedger(rows []tallyRow, parts []contribution) teamLedger {
	l := teamLedger{sums: map[weekKind]int64{}}
	for _, r := range rows {
		l.sums[weekKind{r.Week, r.Kind}] += r.Grams
		if !slices.Contains(l.weeks, r.Week) {
			l.weeks = append(l.weeks, r.Week)
		}
	}
	slices.Sort(l.weeks)
	for _, p := range parts {
		if p.grams != 0 { // taken back
			l.parts = append(l.parts, p)
		}
	}
	return l
}

// A Sum is what a team avoided of one kind, or how many households are missing
// until it can be shown.
type Sum struct {
	Kind    Kind
	Grams   int64
	Missing int
}

// Shown reports whether the team may see it.
func (s Sum) Shown() bool { return s.Missing == 0 }

// contributors are the households that brought something of a kind in a week.
func (l teamLedger) contributors(w Week, k Kind) map[household.ID]int64 {
	all := map[household.ID]int64{}
	for _, p := range l.parts {
		if p.week == w && p.kind == k {
			all[p.household] += p.grams
		}
	}
	return all
}

// ofWeek is the sum of a week.
func (l teamLedger) ofWeek(w Week, k Kind) Sum {
	if n := len(l.contributors(w, k)); n < SeenFrom {
		return Sum{Kind: k, Missing: SeenFrom - n}
	}
	return Sum{Kind: k, Grams: l.sums[weekKind{w, k}]}
}

// ofSeason is the sum of the season. A week that too few contributed to is held
// back until it can be added together with others to which, with it, enough did:
// else it could be had by taking the weeks that are shown from the season.
func (l teamLedger) ofSeason(k Kind) Sum {
	total, shown := Sum{Kind: k}, false
	back, backGrams := map[household.ID]bool{}, int64(0)
	for _, w := range l.weeks {
		if week := l.ofWeek(w, k); week.Shown() {
			total.Grams, shown = total.Grams+week.Grams, true
			continue
		}
		for id := range l.contributors(w, k) {
			back[id] = true
		}
		backGrams += l.sums[weekKind{w, k}]
		if len(back) >= SeenFrom {
			total.Grams, shown = total.Grams+backGrams, true
			back, backGrams = map[household.ID]bool{}, 0
		}
	}
	if !shown {
		return Sum{Kind: k, Missing: SeenFrom - len(back)}
	}
	return total
}

// single is what the viewer may see of each household that shows its kilograms, of
// one week and kind: nothing, unless what then remains of the sum is that of at
// least two others, or of nobody. The viewer's own kilograms are known to them, and
// hide nobody. A household that hides and has not contributed yet may do so in a
// minute, and what was left by one that is forgotten is one more.
func (l teamLedger) single(viewer household.ID, members []member, w Week, k Kind) map[household.ID]int64 {
	sum := l.ofWeek(w, k)
	if !sum.Shown() {
		return nil
	}
	rest := l.contributors(w, k)
	left := sum.Grams - rest[viewer]
	delete(rest, viewer)
	seen, reserved := map[household.ID]int64{}, false
	for _, m := range members {
		switch {
		case m.Household == viewer:
		case m.Visibility == ShowKg:
			seen[m.Household] = rest[m.Household]
			left -= rest[m.Household]
			delete(rest, m.Household)
		default:
			reserved = true
		}
	}
	if len(rest) >= 2 || len(rest) == 0 && left == 0 && !reserved {
		return seen
	}
	return nil
}

// A Target is what a team wants to avoid in the season, as its members do.
type Target struct {
	Kind    Kind
	Grams   int64
	Percent int // of it that is done; -1 where the sum is not shown
}

// targetOf is the target of a team of one kind. It is known once five households
// have one.
func (t Team) targetOf(done Sum, households int) (target Target, known bool) {
	grams, known := t.aim.target(done.Kind, households)
	target = Target{Kind: done.Kind, Grams: grams, Percent: -1}
	if done.Shown() && grams > 0 {
		target.Percent = int(100 * done.Grams / grams)
	}
	return target, known && grams > 0
}
