package web

import (
	"math"
	"strconv"

	"capzero/internal/footprint"
	"capzero/internal/i18n"
)

// A Bar is one line of a bar chart: a name, an amount in words and where the bar
// is drawn. The bar is made of segments, left to right, with a band over its end
// for how sure the amount is.
type Bar struct {
	Label    string
	Rule     string // explained at explanationPath, if any
	Figure          // the amount, not looked at unless Known
	Known    bool
	Segments []Segment
	Band     Band
	Foreign  footprint.Foreign // of Label
}

// A Segment is a part of a bar, in percent of the chart's width.
type Segment struct {
	Class string // what it stands for: answers, averages, common, city, waste
	span
}

// percent writes a length as an SVG attribute.
func percent(v float64) string {
	return strconv.FormatFloat(math.Round(v*100)/100, 'f', -1, 64) + "%"
}

// carbonBars draws amounts of carbon, each split by what it rests on.
func carbonBars(l *i18n.Locale, lines []footprint.Line) []Bar {
	a := axisOf(measuresOf(lines)...)
	bars := make([]Bar, len(lines))
	for i, line := range lines {
		line = named(l, line)
		bars[i] = Bar{
			Label: line.Label, Foreign: line.Foreign, Rule: line.Rule, Known: line.Known,
			Figure:   yearlyTonnes(l, line.Amount, line.Interval, notDrawn),
			Segments: shareSegments(line.Shares, a.bar(line.Amount)),
			Band:     a.band(measureOf(line)),
		}
	}
	return bars
}

// heavyBars are lines in kilograms, to be listed.
func heavyBars(l *i18n.Locale, lines []footprint.Line) []Bar {
	return plainBars(lines, "answers", func(line footprint.Line) Figure {
		return yearlyKg(l, line.Amount, line.Interval, notDrawn)
	})
}

// cityBars draws the means of a city.
func cityBars(l *i18n.Locale, lines []footprint.Line) []Bar {
	means := make([]footprint.Line, len(lines))
	for i, line := range lines {
		means[i] = named(l, line)
	}
	return plainBars(means, "city", func(line footprint.Line) Figure {
		return yearlyTonnes(l, line.Amount, line.Interval, cityMean)
	})
}

// wasteBars draws kilograms of waste, which are estimates.
func wasteBars(l *i18n.Locale, lines []footprint.Line) []Bar {
	return plainBars(lines, "waste", func(line footprint.Line) Figure {
		return weeklyKg(l, line.Amount, line.Interval, notDrawn)
	})
}

func plainBars(lines []footprint.Line, class string, state func(footprint.Line) Figure) []Bar {
	a := axisOf(measuresOf(lines)...)
	bars := make([]Bar, len(lines))
	for i, line := range lines {
		bars[i] = Bar{
			Label: line.Label, Foreign: line.Foreign, Rule: line.Rule, Known: line.Known, Figure: state(line),
			Segments: []Segment{{Class: class, span: a.bar(line.Amount)}},
			Band:     a.band(measureOf(line)),
		}
	}
	return bars
}

// whole is the width of a chart.
var whole = span{Width: 100}

// shareSegments splits a bar by what it rests on.
func shareSegments(s footprint.Shares, bar span) []Segment {
	var segments []Segment
	x := bar.X
	for _, part := range []struct {
		class string
		share float64
	}{{"answers", s.Answers}, {"averages", s.Averages}, {"common", s.Common}} {
		if w := bar.Width * part.share; w > 0 {
			segments = append(segments, Segment{Class: part.class, span: span{X: x, Width: w}})
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
