package challenge

import (
	"cmp"
	"math"
	"slices"

	"capzero/internal/household"
)

func thousandths(v float64) int64 { return int64(math.Round(1000 * v)) }

// A gathering puts together what waits to be shown.
type gathering struct {
	cuts   cuts
	shares map[shareKey]*share
}

type shareKey struct {
	cellQuantity
	household household.ID
}

func newGathering(c cuts) gathering { return gathering{cuts: c, shares: map[shareKey]*share{}} }

func (g gathering) share(k shareKey, since int64) *share {
	s := g.shares[k]
	if s == nil {
		s = &share{household: k.household, cell: k.cell, since: since}
		g.shares[k] = s
	}
	s.since = min(s.since, since)
	return s
}

// backlogs are the shares by quantity, in an order that depends on nothing else.
func (g gathering) backlogs() map[Quantity][]share {
	all := map[Quantity][]share{}
	for k, s := range g.shares {
		if s.grams != 0 || s.personWeeks != 0 || !k.quantity.declared() && s.weeks != 0 {
			all[k.quantity] = append(all[k.quantity], *s)
		}
	}
	for _, shares := range all {
		slices.SortFunc(shares, func(a, b share) int {
			return cmp.Or(cmp.Compare(a.household, b.household), a.cell.compare(b.cell))
		})
	}
	return all
}

// addLedger gathers what was written since each cell was added last. A week of a
// household counts once, when it first avoids something in it.
func (g gathering) addLedger(rows []ledgerRow, firsts map[firstKey]int64) {
	type weekKey struct {
		shareKey
		week Week
	}
	weeks := map[weekKey]int64{}
	for _, r := range rows {
		k := shareKey{cellQuantity{r.quantity, r.cell}, r.household}
		g.share(k, r.at).add(amount{grams: r.grams, byRule: map[string]int64{r.rule: r.grams}})
		weeks[weekKey{k, r.week}] += r.grams
	}
	for k, grams := range weeks {
		if grams != 0 && firsts[firstKey{k.household, k.quantity, k.week}] > g.cuts.last(k.cellQuantity) {
			g.shares[k.shareKey].weeks++
		}
	}
	for k, s := range g.shares {
		if firsts[firstKey{k.household, k.quantity, ""}] > g.cuts.last(k.cellQuantity) {
			s.newcomers = 1
		}
	}
}

// A weighedWeek is what a household has of a quantity in a closed week.
type weighedWeek struct {
	shareKey
	week        Week
	grams       int64
	personWeeks int64
}

// addWeeks gathers closed weeks that each cell was not added with yet, beside what
// the household has in the figures from earlier ones.
func (g gathering) addWeeks(all []weighedWeek) {
	for _, w := range all {
		if w.moment() <= g.cuts.last(w.cellQuantity) {
			continue
		}
		g.share(w.shareKey, w.moment()).add(amount{grams: w.grams, weeks: 1, personWeeks: w.personWeeks})
	}
	for _, w := range all {
		s, added := g.shares[w.shareKey], false
		var c cut
		if c, added = g.cuts.at(w.cellQuantity, w.moment()); !added || s == nil {
			continue
		}
		for _, of := range w.cell.tagged().scopes() {
			if c.holds(of.scale) {
				s.hold(of, held{w.grams, w.personWeeks, 1})
			}
		}
	}
}

func (s *share) hold(of scope, h held) {
	if s.before == nil {
		s.before = map[scope]held{}
	}
	before := s.before[of]
	s.before[of] = held{before.grams + h.grams, before.personWeeks + h.personWeeks, before.weeks + h.weeks}
}

// moment is when a week is over, in seconds, for its cut.
func (w weighedWeek) moment() int64 { return w.week.After().Time().Unix() }

// closedWeeks are the quantities of closed weeks: each stream that was weighed, by
// who was there, and that something was done at all.
func closedWeeks(rows []weekRow, presence map[household.ID]household.Presence) []weighedWeek {
	type weekKey struct {
		shareKey
		week Week
	}
	sums := map[weekKey]weighedWeek{}
	for _, r := range rows {
		active := weekKey{shareKey{cellQuantity{ActiveWeeks, r.cell}, r.household}, r.week}
		sums[active] = weighedWeek{shareKey: active.shareKey, week: r.week}
		if r.stream == "" {
			continue
		}
		k := weekKey{shareKey{cellQuantity{r.stream.Weighed(), r.cell}, r.household}, r.week}
		sum := sums[k]
		sum.shareKey, sum.week = k.shareKey, r.week
		sum.grams += r.grams
		sums[k] = sum
	}
	var all []weighedWeek
	for k, sum := range sums {
		if k.quantity.weighed() {
			sum.personWeeks = thousandths(presence[k.household].PersonNights(k.week.First(), k.week.After()) / 7)
			if sum.personWeeks <= 0 {
				continue // nobody was there: it says nothing about a person
			}
		}
		all = append(all, sum)
	}
	return all
}
