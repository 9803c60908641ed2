package challenge

import (
	"math"

	"capzero/internal/stats"
)

// A Change is how a household's weighings of a month differ from those of its own
// baseline, in kg of one person and week. It is not a saving: whoever begins in a
// bad month gets better by itself, and nothing here says why.
type Change struct {
	Stream   Stream
	Before   float64 // kg of one person in a week of the baseline
	After    float64 // of the month
	Low      float64 // of After less Before
	High     float64
	From, To Week // first and last week of the month
}

// Shown reports whether the change is more than chance: its interval has no zero
// in it.
func (c Change) Shown() bool { return c.Low > 0 || c.High < 0 }

const (
	// monthWeeks is how many weeks are compared with the baseline at once.
	monthWeeks = 4
	// leastWeighed is how many weeks must be weighed of each.
	leastWeighed = 3
	// falseChanges is how many households that change nothing may be shown a
	// change, at any time of a season.
	falseChanges = 0.1
)

// evolution compares the last whole month of a season that was weighed with its
// baseline. The month is one of a few that are looked at in a season, so that the
// interval of each is as wide as it takes for all of them to hold nine times in ten
// (Bonferroni); looking every week would find a change in most households that
// change nothing. Weeks that differ among themselves make it wider: Welch's
// interval, with the variance of a person-week learnt beside an assumption as in
// estimate.
func evolution(s Stream, p Plan, prior float64, weeks []WeekWeighed) (c Change, found bool) {
	before := weighedIn(weeks, p.From, p.From.Plus(p.BaselineWeeks))
	if len(before) < leastWeighed {
		return c, false
	}
	months := p.months()
	for i := months - 1; i >= 0; i-- {
		from := p.From.Plus(p.BaselineWeeks + i*monthWeeks)
		after := weighedIn(weeks, from, from.Plus(monthWeeks))
		if len(after) >= leastWeighed {
			c = compare(s, prior, before, after, falseChanges/float64(months))
			c.From, c.To = from, from.Plus(monthWeeks-1)
			return c, true
		}
	}
	return c, false
}

// months is how many whole months follow the baseline.
func (p Plan) months() int { return (p.Weeks - p.BaselineWeeks) / monthWeeks }

// weighedIn are the weeks with somebody at home from one week to before another.
func weighedIn(weeks []WeekWeighed, from, to Week) (in []WeekWeighed) {
	for _, w := range weeks {
		if from <= w.Week && w.Week < to && w.PersonWeeks > 0 {
			in = append(in, w)
		}
	}
	return in
}

func compare(s Stream, prior float64, before, after []WeekWeighed, level float64) Change {
	assumed := s.weekly() * math.Max(prior, leastPrior)
	meanBefore, exposureBefore := meanOf(before)
	meanAfter, exposureAfter := meanOf(after)
	squares := spreadOf(before, meanBefore) + spreadOf(after, meanAfter)
	n := float64(len(before) + len(after) - 2)
	variance := (freedom*assumed*assumed + squares) / (freedom + n)
	sd := math.Sqrt(variance * (1/exposureBefore + 1/exposureAfter))
	half := sd * stats.StudentQuantile(1-level/2, freedom+n)
	d := meanAfter - meanBefore
	return Change{Stream: s, Before: meanBefore, After: meanAfter, Low: d - half, High: d + half}
}

// meanOf is kg per person-week, and the person-weeks.
func meanOf(weeks []WeekWeighed) (mean, exposure float64) {
	kg := 0.0
	for _, w := range weeks {
		kg, exposure = kg+w.Kg, exposure+w.PersonWeeks
	}
	return kg / exposure, exposure
}

// spreadOf are the squares of what weeks differ from their mean by, each counted
// by its person-weeks.
func spreadOf(weeks []WeekWeighed, mean float64) (squares float64) {
	for _, w := range weeks {
		d := w.Kg/w.PersonWeeks - mean
		squares += w.PersonWeeks * d * d
	}
	return squares
}
