package web

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"capzero/internal/footprint"
	"capzero/internal/i18n"
)

// A Bar is one line of a bar chart: a name, an amount in words and how long the
// bar is drawn. The bar is made of segments, left to right.
type Bar struct {
	Label    string
	Rule     string // explained at explanationPath, if any
	Amount   string // "3,1"
	Unit     string // "t"
	Known    bool
	Segments []Segment
}

// A Segment is a part of a bar, in percent of the chart's width.
type Segment struct {
	Class string // what it stands for: answers, averages, common, city, waste
	X     float64
	Width float64
}

// percent writes a length as an SVG attribute.
func percent(v float64) string {
	return strconv.FormatFloat(math.Round(v*100)/100, 'f', -1, 64) + "%"
}

// largest is what the whole width of a chart stands for.
func largest(lines []footprint.Line) float64 {
	most := 0.0
	for _, l := range lines {
		if l.Known {
			most = max(most, l.Amount)
		}
	}
	return most
}

// length is how long an amount is drawn, in percent; an amount below zero has
// no length.
func length(amount, most float64) float64 {
	if most <= 0 || amount <= 0 {
		return 0
	}
	return 100 * amount / most
}

// carbonBars draws amounts of carbon, each split by what it rests on.
func carbonBars(l *i18n.Locale, lines []footprint.Line) []Bar {
	most := largest(lines)
	bars := make([]Bar, len(lines))
	for i, line := range lines {
		bars[i] = Bar{
			Label: categoryName(l, line), Rule: line.Rule, Known: line.Known,
			Amount: l.Tonnes(line.Amount), Unit: l.T("unit.t"),
			Segments: shareSegments(line.Shares, length(line.Amount, most)),
		}
	}
	return bars
}

// categoryName is the name of a theme where the line is one, as on every other
// page; the model's own titles are meant for its makers.
func categoryName(l *i18n.Locale, line footprint.Line) string {
	switch theme := footprint.Theme(line.Rule); theme {
	case footprint.Transport, footprint.Food, footprint.Housing, footprint.Misc, footprint.SocietalService:
		return themeName(l, theme)
	}
	return line.Label
}

// cityBars draws the means of a city.
func cityBars(l *i18n.Locale, lines []footprint.Line) []Bar {
	named := make([]footprint.Line, len(lines))
	for i, line := range lines {
		line.Label = categoryName(l, line)
		named[i] = line
	}
	return plainBars(l, named, "city", func(line footprint.Line) (string, string) {
		return l.Tonnes(line.Amount), l.T("unit.t")
	})
}

// wasteBars draws kilograms of waste, which are estimates.
func wasteBars(l *i18n.Locale, lines []footprint.Line) []Bar {
	return plainBars(l, lines, "waste", func(line footprint.Line) (string, string) {
		return kilograms(l, line.Amount), l.T("unit.kg")
	})
}

func plainBars(l *i18n.Locale, lines []footprint.Line, class string, amount func(footprint.Line) (string, string)) []Bar {
	most := largest(lines)
	bars := make([]Bar, len(lines))
	for i, line := range lines {
		bars[i] = Bar{
			Label: line.Label, Rule: line.Rule, Known: line.Known,
			Segments: []Segment{{Class: class, Width: length(line.Amount, most)}},
		}
		bars[i].Amount, bars[i].Unit = amount(line)
	}
	return bars
}

// shareSegments splits a bar of a given width by what it rests on.
func shareSegments(s footprint.Shares, width float64) []Segment {
	var segments []Segment
	x := 0.0
	for _, part := range []struct {
		class string
		share float64
	}{{"answers", s.Answers}, {"averages", s.Averages}, {"common", s.Common}} {
		if w := width * part.share; w > 0 {
			segments = append(segments, Segment{Class: part.class, X: x, Width: w})
			x += w
		}
	}
	return segments
}

// kilograms writes a weekly mass: "4,8", and two decimals below 100 g.
func kilograms(l *i18n.Locale, kg float64) string {
	if kg > 0 && kg < 0.095 {
		return l.Number(kg, 2)
	}
	return l.Number(kg, 1)
}

// percents rounds shares to whole percents that add up to 100: what is lost by
// rounding down goes to those that lost most.
func percents(s footprint.Shares) (answers, averages, common int) {
	exact := [3]float64{100 * s.Answers, 100 * s.Averages, 100 * s.Common}
	var whole [3]int
	left := 100
	for i, v := range exact {
		whole[i] = int(math.Floor(v + 1e-9))
		left -= whole[i]
	}
	for ; left > 0 && left <= len(whole); left-- {
		i := mostLost(exact, whole)
		whole[i]++
	}
	return whole[0], whole[1], whole[2]
}

func mostLost(exact [3]float64, whole [3]int) int {
	most := 0
	for i := range exact {
		if exact[i]-float64(whole[i]) > exact[most]-float64(whole[most]) {
			most = i
		}
	}
	return most
}

// A Scale is a line from zero with the household and what it compares to.
type Scale struct {
	You    float64 // in percent of the width
	Amount string
	Marks  []Mark
}

// A Mark is one comparison on a scale.
type Mark struct {
	At     float64 // in percent of the width
	Label  string
	Anchor string // where the label is held: start, middle or end
	Row    int    // 0, or 1 where two labels would touch
}

// labelsApart is the distance, in percent of the width, under which two labels
// would touch on the narrowest screen.
const labelsApart = 45

// newScale places a footprint among its comparisons.
func newScale(l *i18n.Locale, kg float64, comparisons []footprint.Comparison) Scale {
	end := kg
	for _, c := range comparisons {
		end = max(end, c.KgCO2ePerYear)
	}
	end = math.Max(1000, end*1.15)
	comparisons = slices.SortedFunc(slices.Values(comparisons), func(a, b footprint.Comparison) int {
		return cmp.Compare(a.KgCO2ePerYear, b.KgCO2ePerYear)
	})
	s := Scale{You: min(100, max(0, 100*kg/end)), Amount: l.Tonnes(kg)}
	for i, c := range comparisons {
		m := Mark{At: 100 * c.KgCO2ePerYear / end, Label: comparisonLabel(l, c)}
		m.Anchor = anchor(m.At)
		for _, other := range s.Marks[:i] {
			if math.Abs(other.At-m.At) < labelsApart && other.Row == m.Row {
				m.Row++
			}
		}
		s.Marks = append(s.Marks, m)
	}
	return s
}

func anchor(at float64) string {
	switch {
	case at < 20:
		return "start"
	case at > 75:
		return "end"
	}
	return "middle"
}

// youAnchor keeps the short word over the household inside the drawing.
func youAnchor(at float64) string {
	switch {
	case at < 5:
		return "start"
	case at > 95:
		return "end"
	}
	return "middle"
}

// comparisonLabel is the short name of a comparison with its figure: "moyenne
// France 9,4 t".
func comparisonLabel(l *i18n.Locale, c footprint.Comparison) string {
	return l.T("result.compare.label", "name", comparisonName(l, c), "tonnes", l.Amount(math.Round(c.KgCO2ePerYear/100)/10))
}

func comparisonName(l *i18n.Locale, c footprint.Comparison) string {
	return l.T("result.compare." + c.Key)
}

// The vertical places of a scale, in pixels.
const (
	firstLabel = 66
	labelStep  = 22
)

func labelAt(m Mark) string { return strconv.Itoa(firstLabel + m.Row*labelStep) }

func markEnd(m Mark) string { return strconv.Itoa(firstLabel - 14 + m.Row*labelStep) }

// scaleLabel says in words what a scale shows.
func scaleLabel(p Page, s Scale) string {
	label := p.T("result.scale_label", "tonnes", s.Amount)
	for _, m := range s.Marks {
		label += " " + capitalised(m.Label) + "."
	}
	return label
}
