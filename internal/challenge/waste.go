package challenge

import (
	"math"
	"slices"

	"capzero/internal/household"
)

// A Prior is what the models expect a person of a household to throw away of a
// stream in a week, in kg, from their own answers.
type Prior struct {
	Stream    Stream
	KgPerWeek float64
}

func priorOf(all []Prior, s Stream) float64 {
	for _, p := range all {
		if p.Stream == s {
			return p.KgPerWeek
		}
	}
	return 0
}

// weeksOf adds weighings of a stream up by week. Only weeks that are over count:
// nobody knows on a Wednesday what a week will weigh.
func weeksOf(s Stream, all []Weighing, at household.Presence, today household.Day) (weeks []WeekWeighed) {
	for _, w := range all {
		week := WeekOf(w.Day)
		if w.Stream != s || week.After() > today {
			continue
		}
		i := slices.IndexFunc(weeks, func(o WeekWeighed) bool { return o.Week == week })
		if i < 0 {
			weeks = append(weeks, WeekWeighed{Week: week, PersonWeeks: at.PersonNights(week.First(), week.After()) / 7})
			i = len(weeks) - 1
		}
		weeks[i].Kg += float64(w.Grams) / gramsPerKg
		weeks[i].Spread = math.Hypot(weeks[i].Spread, float64(w.Spread)/gramsPerKg)
	}
	return weeks
}

// A WasteBook is what a household knows of its waste.
type WasteBook struct {
	Streams []Estimate // in the order of Streams
	Total   Estimate
	Changes []Change   // against its own baseline, of streams that were weighed enough
	Last    []Weighing // of the last weeks, the newest first
	Weeks   []WeekKg   // of the last weeks, the oldest first
}

// A WeekKg is what a household weighed in a week, of each stream that it weighed.
type WeekKg struct {
	Week        Week
	PersonWeeks float64
	Over        bool
	Kg          map[Stream]float64
}

// bookOf reads a household's waste out of its weighings. Plan is nil where it is
// in no season.
func bookOf(all []Weighing, priors []Prior, at household.Presence, plan *Plan, today household.Day) WasteBook {
	var b WasteBook
	for _, s := range Streams() {
		prior, weeks := priorOf(priors, s), weeksOf(s, all, at, today)
		b.Streams = append(b.Streams, estimate(s, prior, weeks))
		if plan == nil {
			continue
		}
		if c, found := evolution(s, *plan, prior, weeks); found {
			b.Changes = append(b.Changes, c)
		}
	}
	b.Total = sum(b.Streams)
	b.Weeks = byWeek(all, at, today)
	for i := len(all) - 1; i >= 0 && len(b.Last) < shownWeighings; i-- {
		b.Last = append(b.Last, all[i])
	}
	return b
}

const (
	// shownWeighings and shownWeeks are how far back a household looks at once.
	shownWeighings = 12
	shownWeeks     = 12
)

func byWeek(all []Weighing, at household.Presence, today household.Day) []WeekKg {
	current := WeekOf(today)
	from := current.Plus(1 - shownWeeks)
	if since := WeekOf(at.Since()); since > from {
		from = since
	}
	var weeks []WeekKg
	for w := from; w <= current; w = w.Plus(1) {
		k := WeekKg{Week: w, Over: w.After() <= today, PersonWeeks: at.PersonNights(w.First(), w.After()) / 7, Kg: map[Stream]float64{}}
		for _, weighed := range all {
			if WeekOf(weighed.Day) == w {
				k.Kg[weighed.Stream] += float64(weighed.Grams) / gramsPerKg
			}
		}
		weeks = append(weeks, k)
	}
	return weeks
}
