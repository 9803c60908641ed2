package demo

import (
	"capzero/internal/challenge"
)

// A Report is what happened in an invented city, and what is true there.
type Report struct {
	Season string // the id of the season
	Plan   challenge.Plan

	Households, Adults, Active      int // Active did something in the last four weeks
	Evenings                        int
	Weighings, Doubted, TakenBack   int
	CheckIns, Corrected, Answered   int
	Messages, Ranked                int
	Absences, Moves, Splits, Erased int
	Refused                         map[string]int // how often somebody was told no, by the key of what they read

	Lived []Lived
}

// A Lived is what is true of one household that is still there.
type Lived struct {
	Person string // one of its adults
	Wave   challenge.Wave
	Weighs []challenge.Stream
	rates  map[challenge.Stream]float64
	truth  Truth
	plan   challenge.Plan
}

// Rate is the true kilograms of one of its persons in a week.
func (l Lived) Rate(s challenge.Stream, w challenge.Week) float64 {
	return l.rates[s] * l.truth.factor(s, l.plan.NumberOf(w)-1, w >= l.plan.Starts(l.Wave))
}

// sum counts who is there at the end.
func (r *Report) sum(t *town) {
	r.Season, r.Plan = t.season, t.plan
	lately := challenge.WeekOf(t.today(t.Until)).Plus(-4)
	for _, f := range t.families {
		if !f.lives() {
			continue
		}
		r.Households++
		if f.awake && f.decided >= lately {
			r.Active++
		}
		l := Lived{Wave: f.wave, rates: f.rates, truth: t.o.Truth, plan: t.plan}
		if f.weighs {
			l.Weighs = f.streams
		}
		for _, a := range f.adults {
			if a.id != "" && !a.gone {
				l.Person = a.id
				r.Adults++
			}
		}
		r.Lived = append(r.Lived, l)
	}
}

// Mean is the mean of the true rates of some weeks, the last one included.
func (l Lived) Mean(s challenge.Stream, from, to challenge.Week) float64 {
	sum, n := 0.0, 0
	for w := from; w <= to; w = w.Plus(1) {
		sum += l.Rate(s, w)
		n++
	}
	return sum / float64(max(n, 1))
}
