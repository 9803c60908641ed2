package challenge

import (
	"cmp"
	"slices"

	"capzero/internal/household"
)

// A brought is what one household brought to its team in a week, of one kind and
// stream.
type brought struct {
	household household.ID
	zone      string
	week      Week
	kind      Kind
	stream    string
	grams     int64
}

// reduce makes what the households of a team brought in a season into entries without
// a household. Each is of [SeenFrom] contributors or more, so that nobody can be told
// from it: weeks that too few contributed to are put together, until with each other
// enough did, as they are where the team sees its season ([teamLedger.ofSeason]). What
// is left in the end was never shown to the team.
func reduce(all []brought) (sums []Entry, rest []brought) {
	for _, k := range kinds() {
		var open []brought
		for _, week := range broughtByWeek(all, k) {
			if contributorsOf(week) >= SeenFrom {
				sums = append(sums, labelled(week)...)
				continue
			}
			if open = append(open, week...); contributorsOf(open) >= SeenFrom {
				sums = append(sums, labelled(open)...)
				open = nil
			}
		}
		rest = append(rest, open...)
	}
	return sums, rest
}

// broughtByWeek is what was brought of a kind, week by week.
func broughtByWeek(all []brought, k Kind) (weeks [][]brought) {
	var of []brought
	for _, b := range all {
		if b.kind == k {
			of = append(of, b)
		}
	}
	slices.SortStableFunc(of, func(a, b brought) int { return cmp.Compare(a.week, b.week) })
	for from, to := 0, 0; from < len(of); from = to {
		for to = from; to < len(of) && of[to].week == of[from].week; {
			to++
		}
		weeks = append(weeks, of[from:to])
	}
	return weeks
}

// contributorsOf counts the households that brought something in some week.
func contributorsOf(all []brought) int {
	type householdWeek struct {
		household household.ID
		week      Week
	}
	grams, contributors := map[householdWeek]int64{}, map[household.ID]bool{}
	for _, b := range all {
		grams[householdWeek{b.household, b.week}] += b.grams
	}
	for of, g := range grams {
		if g != 0 {
			contributors[of.household] = true
		}
	}
	return len(contributors)
}

// labelled adds up what belongs together, in its last week. Zones and streams are told
// apart only where each of them has enough contributors: else who is alone in one of
// them could be told.
func labelled(all []brought) []Entry {
	for _, label := range []func(brought) Entry{
		func(b brought) Entry { return Entry{Zone: b.zone, Stream: b.stream} },
		func(b brought) Entry { return Entry{Stream: b.stream} },
	} {
		if sums, enough := addedUp(all, label); enough {
			return sums
		}
	}
	sums, _ := addedUp(all, func(brought) Entry { return Entry{} })
	return sums
}

func addedUp(all []brought, label func(brought) Entry) (sums []Entry, enough bool) {
	groups, last := map[Entry][]brought{}, Week("")
	for _, b := range all {
		e := label(b)
		e.Kind = b.kind
		groups[e] = append(groups[e], b)
		last = max(last, b.week)
	}
	enough = true
	for e, group := range groups {
		enough = enough && contributorsOf(group) >= SeenFrom
		e.Week = last
		for _, b := range group {
			e.Grams += b.grams
		}
		sums = append(sums, e)
	}
	return sums, enough
}
