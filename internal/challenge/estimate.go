package challenge

import (
	"math"

	"capzero/internal/stats"
)

// An Estimate is what one person throws away of a stream in a week, in kg, with
// the interval in which the truth lies nine times in ten.
type Estimate struct {
	Stream      Stream // empty for the sum of all
	KgPerWeek   float64
	Low, High   float64
	Weeks       int     // that were weighed
	PersonWeeks float64 // in which that was thrown away
	Share       float64 // of the figure that rests on weighings, 0 to 1
	sd          float64
}

// A WeekWeighed is what a household weighed of a stream in a whole week.
type WeekWeighed struct {
	Week        Week
	Kg          float64
	Spread      float64 // one standard deviation of the scale, in kg
	PersonWeeks float64 // persons times the part of the week they were there
}

// How households differ from each other, and a household from itself week by week,
// relative to what the model expects of them. The first is the spread that the
// evaluation assumes of weights of waste (0.5); the second is our assumption, to
// be estimated again from the first season. What people carry away once in a while
// is less even than the daily bag.
const (
	betweenHouseholds = 0.5
	dailyWeeks        = 0.5
	rareWeeks         = 1.0
	// freedom is how many weeks the assumption on a household's weeks is worth
	// beside its own.
	freedom = 3.0
	// leastPrior in kg keeps a stream that the model expects nothing of from being
	// certain.
	leastPrior = 0.02
)

// weekly is how much one person-week of a stream differs from the next.
func (s Stream) weekly() float64 {
	if s == Residual || s == FoodWaste || s == Packaging {
		return dailyWeeks
	}
	return rareWeeks
}

// estimate weighs what a household weighed against what the model expects of it.
// The model's figure counts as so many person-weeks at it, and they add up with
// those that were weighed, kilograms with kilograms: the credibility estimate of
// Bühlmann and Straub (Glaubwürdigkeit für Schadensätze, 1970), with the variance
// between households known and that within learnt beside an assumption. Without
// weighings it is the model's figure; splitting a week in two entries, or weeks in
// which nobody was there, change nothing.
func estimate(s Stream, prior float64, weeks []WeekWeighed) Estimate {
	scale := math.Max(prior, leastPrior)
	within, between := s.weekly()*scale, betweenHouseholds*scale
	credit := within * within / (between * between) // person-weeks that the model is worth

	e := Estimate{Stream: s}
	kg, error2 := 0.0, 0.0
	for _, w := range weeks {
		if w.PersonWeeks <= 0 {
			continue
		}
		e.Weeks++
		e.PersonWeeks += w.PersonWeeks
		kg += w.Kg
		error2 += w.Spread * w.Spread
	}
	total := credit + e.PersonWeeks
	e.KgPerWeek = (credit*prior + kg) / total
	e.Share = e.PersonWeeks / total
	variance := within2(weeks, within)/total + error2/(total*total)
	e.sd = math.Sqrt(variance)
	learnt := stats.StudentQuantile(0.95, freedom+float64(e.Weeks)) // how weeks differ is learnt, how households do is not
	e.bound(e.Share*learnt + (1-e.Share)*stats.NormalQuantile(0.95))
	return e
}

// within2 is the variance of a person-week: what is assumed, and what the weeks
// that were weighed show.
func within2(weeks []WeekWeighed, assumed float64) float64 {
	there := weighedIn(weeks, "", "9999")
	if len(there) < 2 {
		return assumed * assumed
	}
	mean, _ := meanOf(there)
	return (freedom*assumed*assumed + spreadOf(there, mean)) / (freedom + float64(len(there)-1))
}

// bound sets the interval; nobody throws away less than nothing.
func (e *Estimate) bound(quantile float64) {
	e.Low = math.Max(0, e.KgPerWeek-quantile*e.sd)
	e.High = e.KgPerWeek + quantile*e.sd
}

// sum adds streams up. They are estimated apart, so that their errors are.
func sum(all []Estimate) Estimate {
	var total Estimate
	variance, measured := 0.0, 0.0
	for _, e := range all {
		total.KgPerWeek += e.KgPerWeek
		variance += e.sd * e.sd
		measured += e.Share * e.KgPerWeek
		total.Weeks = max(total.Weeks, e.Weeks)
		total.PersonWeeks = math.Max(total.PersonWeeks, e.PersonWeeks)
	}
	if total.KgPerWeek > 0 {
		total.Share = measured / total.KgPerWeek
	}
	total.sd = math.Sqrt(variance)
	total.bound(stats.NormalQuantile(0.95))
	return total
}
