package draw

import (
	"math"
	"slices"

	"capzero/internal/stats"
	"capzero/publicodes"
)

// A Figure is what a rule gives in each draw.
type Figure struct {
	Draws  []float64 // NaN where it does not compute
	Failed int       // how many do not
}

// Coverage is how often the truth lies in an interval.
const Coverage = 0.9

// mostFailed is the share of draws that may not compute. Beyond it the others no
// longer speak for the household.
const mostFailed = 0.05

// add takes the next draw. What does not apply weighs nothing.
func (f *Figure) add(v publicodes.Value, err error) {
	kg := math.NaN()
	switch {
	case err != nil:
	case v.Kind == publicodes.KindNumber && !math.IsInf(v.Number, 0):
		kg = v.Number
	case v.Kind == publicodes.KindNotApplicable:
		kg = 0
	}
	if math.IsNaN(kg) {
		f.Failed++
	}
	f.Draws = append(f.Draws, kg)
}

// Computes reports whether enough draws compute to speak of.
func (f Figure) Computes() bool {
	return len(f.Draws) > 0 && float64(f.Failed) <= mostFailed*float64(len(f.Draws))
}

// Interval returns the bounds between which the figure lies nine times in ten:
// the quantiles at 5 % and 95 %.
func (f Figure) Interval() (low, high float64) {
	sorted := slices.Sorted(slices.Values(f.computed()))
	return stats.Quantile(sorted, (1-Coverage)/2), stats.Quantile(sorted, (1+Coverage)/2)
}

// computed are the draws that compute.
func (f Figure) computed() []float64 {
	if f.Failed == 0 {
		return f.Draws
	}
	return slices.DeleteFunc(slices.Clone(f.Draws), math.IsNaN)
}
