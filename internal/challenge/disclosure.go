package challenge

import (
	"cmp"
	"slices"

	"capzero/internal/household"
)

// ShownFrom is how many households a figure outside a team rests on at least, and
// how many more it takes until it is renewed.
const ShownFrom = 11

const (
	// mostOfOne is the part of a figure, in percent, that one household may be: else
	// the figure is as good as that household's.
	mostOfOne = 85
	// patience is for how many weeks a cell waits until there are enough of it for a
	// figure of its own, before it goes into the city's without one.
	patience = 3
)

// A cell is the smallest group that figures tell apart: one kind of housing in one
// zone. Either may be unknown.
type cell struct {
	zone    string
	housing household.Housing
}

func (c cell) compare(other cell) int {
	return cmp.Or(cmp.Compare(c.zone, other.zone), cmp.Compare(c.housing, other.housing))
}

// tagged is the cell as figures know it: homes that are neither flat nor house have
// no figure.
func (c cell) tagged() cell {
	if c.housing != household.Flat && c.housing != household.House {
		c.housing = ""
	}
	return c
}

// A share is what one household brings to a quantity that is in no figure yet.
type share struct {
	household household.ID
	cell      cell
	since     int64 // the moment of the first of it
	amount
	before map[scope]held // what it has in the figures already, of quantities that are weighed
}

// An amount is a sum over some weeks.
type amount struct {
	grams       int64
	weeks       int64 // of households
	personWeeks int64 // in thousandths
	newcomers   int64 // households that were in no sum of this before
	byRule      map[string]int64
}

func (a *amount) add(b amount) {
	a.grams += b.grams
	a.weeks += b.weeks
	a.personWeeks += b.personWeeks
	a.newcomers += b.newcomers
	for rule, grams := range b.byRule {
		if a.byRule == nil {
			a.byRule = map[string]int64{}
		}
		a.byRule[rule] += grams
	}
}

// A batch is parts that are added to figures together: to the city's, and to that of
// its zone and of its housing where it names them. No figure ever has a part of a
// batch. What anyone can work out from figures is a sum of whole batches, and each
// is about eleven households or more.
type batch struct {
	cell
	shares []share
}

// A backlog is the parts of one quantity that wait, with what decides for how long.
type backlog struct {
	shares   []share
	enrolled map[cell]int // households that could be of a cell one day
	old      int64        // what waits since before then does not wait for its own figure
}

// release takes out of a backlog what can be shown, and leaves the rest.
func (b backlog) release() (batches []batch) {
	var rest []batch
	for _, g := range grouped(b.shares, func(c cell) cell { return c }) {
		switch {
		case sound(g.shares):
			g.cell = g.cell.tagged()
			batches = append(batches, g)
		case !b.waits(g):
			rest = append(rest, g)
		}
	}
	for _, coarser := range []func(cell) cell{
		func(c cell) cell { return cell{zone: c.zone} },
		func(c cell) cell { return cell{housing: c.tagged().housing} },
		func(cell) cell { return cell{} },
	} {
		var pooled []batch
		pooled, rest = pool(rest, coarser)
		batches = append(batches, pooled...)
	}
	for _, g := range rest {
		if b.isOld(g) {
			join(batches, g)
		}
	}
	return batches
}

// waits reports whether a cell that is too small may become large enough.
func (b backlog) waits(g batch) bool { return b.enrolled[g.cell] >= ShownFrom && !b.isOld(g) }

func (b backlog) isOld(g batch) bool {
	return slices.ContainsFunc(g.shares, func(p share) bool { return p.since < b.old })
}

// grouped puts parts together by their cell, in an order that depends on nothing
// else.
func grouped(shares []share, by func(cell) cell) []batch {
	var all []batch
	for _, p := range shares {
		c := by(p.cell)
		i, found := slices.BinarySearchFunc(all, c, func(g batch, c cell) int { return g.cell.compare(c) })
		if !found {
			all = slices.Insert(all, i, batch{cell: c})
		}
		all[i].shares = append(all[i].shares, p)
	}
	return all
}

// pool puts small cells together that have something in common.
func pool(small []batch, coarser func(cell) cell) (pooled, rest []batch) {
	var shares []share
	for _, g := range small {
		shares = append(shares, g.shares...)
	}
	together := map[cell]bool{}
	for _, g := range grouped(shares, coarser) {
		if sound(g.shares) {
			pooled = append(pooled, g)
			together[g.cell] = true
		}
	}
	for _, g := range small {
		if !together[coarser(g.cell)] {
			rest = append(rest, g)
		}
	}
	return pooled, rest
}

// join adds a small cell to the batch that loses least by it: what they do not have
// in common, the batch does not tell any more.
func join(batches []batch, g batch) {
	best, least := -1, 0
	for i, b := range batches {
		lost := 0
		if b.zone != "" && b.zone != g.zone {
			lost++
		}
		if b.housing != "" && b.housing != g.housing {
			lost++
		}
		if sound(append(slices.Clone(b.shares), g.shares...)) && (best < 0 || lost < least) {
			best, least = i, lost
		}
	}
	if best < 0 {
		return
	}
	b := &batches[best]
	if b.zone != g.zone {
		b.zone = ""
	}
	if b.housing != g.housing {
		b.housing = ""
	}
	b.shares = append(b.shares, g.shares...)
}

// sound reports whether a sum of parts may be shown: enough households are in it,
// and none of them is nearly all of it.
func sound(shares []share) bool {
	grams, weeks := map[household.ID]int64{}, map[household.ID]int64{}
	for _, p := range shares {
		grams[p.household] += p.grams
		weeks[p.household] += p.personWeeks
	}
	return len(grams) >= ShownFrom && spreadOut(grams) && spreadOut(weeks)
}

func spreadOut(of map[household.ID]int64) bool {
	var total, most int64
	for _, v := range of {
		v = max(v, -v)
		total, most = total+v, max(most, v)
	}
	return 100*most <= mostOfOne*total
}
