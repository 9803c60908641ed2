package footprint

import (
	"context"
	"maps"
	"slices"

	"capzero/internal/db"
)

// SnapshotStep is how many households separate what a city shows from the
// figure before, and the first one from nothing. From the difference between
// two published figures nobody can read fewer than eleven households.
const SnapshotStep = 11

// grams are amounts by rule, in whole grams, so that a total is the same
// whatever the order in which results came.
type grams map[string]int64

// toGrams turns the lines of a result into what is stored of it: the categories
// with their sum, the streams with theirs. A result that does not compute whole
// has none and counts nowhere.
func toGrams(r Result) (amounts grams, ok bool) {
	if !r.Carbon.Known || !r.Waste.Known {
		return nil, false
	}
	amounts = grams{}
	for _, sum := range []struct {
		total string
		lines []Line
	}{
		{carbonTotal, r.Carbon.Categories},
		{wasteTotal, r.Waste.Streams},
	} {
		for _, l := range sum.lines {
			if !l.Known {
				return nil, false
			}
			g := wholeGrams(l.Amount)
			amounts[l.Rule] = g
			amounts[sum.total] += g
		}
	}
	return amounts, true
}

// minus returns a − b by rule.
func (a grams) minus(b grams) grams {
	difference := grams{}
	for _, rule := range union(a, b) {
		difference[rule] = a[rule] - b[rule]
	}
	return difference
}

// union lists the rules of both, sorted, so that rows are locked in one order.
func union(a, b grams) []string {
	rules := slices.AppendSeq(slices.Collect(maps.Keys(a)), maps.Keys(b))
	slices.Sort(rules)
	return slices.Compact(rules)
}

// A retirement is the part of a city's totals whose answers have been deleted
// for age.
type retirement struct {
	households int64
	amounts    grams
}

// count makes the totals of a city hold this result of an assessment in place
// of the one before, if any, and renews what the city shows when it is time. May
// says that no other result of its household counts there; where one does, this
// one is only stored. Group is the one of households like it, empty if that is
// not known.
func count(ctx context.Context, tx *db.Tx, a assessment, m Models, amounts grams, group string, may bool) error {
	was, _, err := findResult(ctx, tx, a.ID)
	if err != nil {
		return err
	}
	is := storedResult{Revision: a.Revision, Models: m, InCity: was.InCity || may, Sampled: was.Sampled}
	if !is.InCity {
		return writeResult(ctx, tx, a.ID, is, amounts)
	}
	before, newcomers := grams{}, int64(1)
	if was.InCity {
		newcomers = 0
		if before, err = readGrams(ctx, tx, a.ID); err != nil {
			return err
		}
	}
	if err := addToCity(ctx, tx, a.City, newcomers, amounts.minus(before), retirement{}); err != nil {
		return err
	}
	if !was.InCity {
		if is.Sampled, err = sample(ctx, tx, a.City); err != nil {
			return err
		}
	}
	if is.Sampled {
		is.Group = group
	}
	if err := writeResult(ctx, tx, a.ID, is, amounts); err != nil {
		return err
	}
	if err := moveGroup(ctx, tx, a.City, was.Group, is.Group, before, amounts); err != nil {
		return err
	}
	renewed, err := renewSnapshot(ctx, tx, a.City)
	if err != nil || !renewed {
		return err
	}
	return writeSampled(ctx, tx, a.City, 0)
}

// uncount takes the result of an assessment out of the totals of its city, to
// the gram, and deletes it.
func uncount(ctx context.Context, tx *db.Tx, a assessment) error {
	if err := leaveCity(ctx, tx, a); err != nil {
		return err
	}
	return deleteResult(ctx, tx, a.ID)
}

// leaveCity takes the result of an assessment out of the totals of its city, and
// leaves it to its household.
func leaveCity(ctx context.Context, tx *db.Tx, a assessment) error {
	was, _, err := findResult(ctx, tx, a.ID)
	if err != nil || !was.InCity {
		return err
	}
	before, err := readGrams(ctx, tx, a.ID)
	if err != nil {
		return err
	}
	if err := moveGroup(ctx, tx, a.City, was.Group, "", before, nil); err != nil {
		return err
	}
	if err := addToCity(ctx, tx, a.City, -1, grams{}.minus(before), retirement{}); err != nil {
		return err
	}
	return markOutOfCity(ctx, tx, a.ID)
}

// retire leaves the result of an assessment in the totals of its city, as a
// part that no longer belongs to anyone.
func retire(ctx context.Context, tx *db.Tx, a assessment) error {
	r, _, err := findResult(ctx, tx, a.ID)
	if err != nil || !r.InCity {
		return err
	}
	amounts, err := readGrams(ctx, tx, a.ID)
	if err != nil {
		return err
	}
	part := retirement{households: 1, amounts: amounts}
	if r.Group != "" {
		if err := addToCity(ctx, tx, populationOf(a.City, r.Group), 0, nil, part); err != nil {
			return err
		}
	}
	return addToCity(ctx, tx, a.City, 0, nil, part)
}

// renewSnapshot stores what the city shows from now on, if eleven households
// more than last time are in the totals.
func renewSnapshot(ctx context.Context, tx *db.Tx, city string) (renewed bool, err error) {
	households, err := cityHouseholds(ctx, tx, city)
	if err != nil {
		return false, err
	}
	last, _, err := lastSnapshot(ctx, tx, city)
	if err != nil || households < last.Households+SnapshotStep {
		return false, err
	}
	totals, err := cityTotals(ctx, tx, city)
	if err != nil {
		return false, err
	}
	return true, writeSnapshot(ctx, tx, city, households, totals)
}
