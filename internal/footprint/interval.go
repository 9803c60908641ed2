package footprint

// An Interval says how sure a figure is: nine times in ten the truth lies
// between Low and High, given what this household answered and what is known of
// everybody else. It stands in the unit of the figure that it belongs to.
type Interval struct {
	Low, High float64
	Known     bool // false where it has not been drawn or does not compute
}

// HalfWidth is half the width of the interval relative to a figure, 0.28 for
// "± 28 %". It is zero for an interval that is not known.
func (i Interval) HalfWidth(figure float64) float64 {
	if !i.Known || figure <= 0 {
		return 0
	}
	return (i.High - i.Low) / 2 / figure
}
