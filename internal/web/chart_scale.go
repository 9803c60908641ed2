package web

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"capzero/internal/footprint"
	"capzero/internal/i18n"
)

// A Scale is a line from zero with the household and what it compares to.
type Scale struct {
	Figure
	Drawn bool  // the household has a place on it
	You   label // the short word over the household
	Band  Band
	Marks []Mark
}

// A Mark is one comparison on a scale.
type Mark struct {
	At float64 // in percent of the width
	label
}

// scaleRoom is what a scale keeps free beyond its largest amount, and leastScale
// the amount up to which it always goes, in kilograms.
const (
	scaleRoom  = 1.15
	leastScale = 1000
)

// newScale places a footprint among its comparisons.
func newScale(l *i18n.Locale, m measure, comparisons []footprint.Comparison) Scale {
	a := scaleAxis(m, comparisons)
	s := Scale{
		Figure: yearlyTonnes(l, m.Amount, m.Interval, notDrawn),
		You:    placeLabel(a.at(m.Amount), l.T("result.scale_you"), nil),
		Drawn:  m.drawable(),
		Band:   a.band(m),
	}
	s.You.At = a.at(m.Amount)
	var placed []label
	if a.from < 0 { // else zero is where the line begins
		placed = append(placed, placeLabel(a.at(0), l.Number(0, 0), nil))
		s.Marks = append(s.Marks, Mark{At: a.at(0), label: placed[0]})
	}
	for _, c := range byAmount(comparisons) {
		at := a.at(c.KgCO2ePerYear)
		placed = append(placed, placeLabel(at, comparisonLabel(l, c), placed))
		s.Marks = append(s.Marks, Mark{At: at, label: placed[len(placed)-1]})
	}
	return s
}

func scaleAxis(m measure, comparisons []footprint.Comparison) axis {
	all := []measure{m}
	for _, c := range comparisons {
		all = append(all, measure{Amount: c.KgCO2ePerYear, Known: true})
	}
	a := axisOf(all...)
	a.to = max(leastScale, scaleRoom*a.to)
	return a
}

func byAmount(comparisons []footprint.Comparison) []footprint.Comparison {
	return slices.SortedStableFunc(slices.Values(comparisons), func(a, b footprint.Comparison) int {
		return cmp.Compare(a.KgCO2ePerYear, b.KgCO2ePerYear)
	})
}

// comparisonLabel is the short name of a comparison with its figure: "moyenne
// France 9,4 t".
func comparisonLabel(l *i18n.Locale, c footprint.Comparison) string {
	return l.T("result.compare.label", "name", comparisonName(l, c), "tonnes", comparisonTonnes(l, c))
}

func comparisonName(l *i18n.Locale, c footprint.Comparison) string {
	return l.T("result.compare." + c.Key)
}

func comparisonTonnes(l *i18n.Locale, c footprint.Comparison) string {
	return l.Amount(math.Round(c.KgCO2ePerYear/100) / 10)
}

// comparisonFigure states somebody else's figure as it was published.
func comparisonFigure(l *i18n.Locale, c footprint.Comparison) Figure {
	f := yearlyTonnes(l, c.KgCO2ePerYear, footprint.Interval{}, published)
	f.Text = comparisonTonnes(l, c)
	return f
}

// The vertical places of a scale, in pixels.
const (
	firstLabel = 66
	labelStep  = 22
)

func labelAt(m Mark) string { return strconv.Itoa(firstLabel + m.Row*labelStep) }

func markEnd(m Mark) string { return strconv.Itoa(firstLabel - 14 + m.Row*labelStep) }

// Height is what the scale needs for all its rows of labels.
func (s Scale) Height() string {
	rows := 0
	for _, m := range s.Marks {
		rows = max(rows, m.Row)
	}
	return strconv.Itoa(firstLabel + rows*labelStep + 8)
}

// scaleLabel says in words what a scale shows.
func scaleLabel(p Page, s Scale) string {
	words := p.T("result.scale_label", "tonnes", s.Text)
	if s.Range != "" {
		words += " " + capitalised(s.Range) + "."
	}
	for _, m := range s.Marks {
		words += " " + capitalised(m.Text) + "."
	}
	return words
}
