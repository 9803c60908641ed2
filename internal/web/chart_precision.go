package web

import (
	"math"

	"capzero/internal/footprint"
	"capzero/internal/i18n"
)

// A Precision is a figure with its interval on an axis that stays the same from
// one answer to the next, so that one sees the band narrow.
type Precision struct {
	Figure
	Drawn   bool
	At      float64
	Band    Band
	Percent int // "± 28 %"
	Enough  bool
}

// steadyAxis is how far the axis goes in kilograms; beyond it, it follows the
// figure.
const steadyAxis = 18_000

func newPrecision(l *i18n.Locale, m measure) Precision {
	p := Precision{Figure: yearlyTonnes(l, m.Amount, m.Interval, notDrawn)}
	if !m.drawable() || !m.hasBand() || m.Amount <= 0 {
		return p
	}
	a := axisOf(m)
	a.to = max(a.to, steadyAxis)
	half := m.Interval.HalfWidth(m.Amount)
	p.Drawn, p.At, p.Band = true, a.at(m.Amount), a.band(m)
	p.Percent, p.Enough = int(math.Round(100*min(half, 99))), half <= footprint.Enough
	return p
}

func estimateMeasure(e footprint.Estimate) measure {
	return measure{Amount: e.CarbonKgCO2ePerYear, Known: e.Known, Interval: e.Interval}
}

func carbonMeasure(c footprint.Carbon) measure {
	return measure{Amount: c.KgCO2ePerYear, Known: c.Known, Interval: c.Interval}
}
