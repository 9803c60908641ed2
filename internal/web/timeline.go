package web

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"capzero/internal/footprint"
)

// A Timeline draws footprints over time: a stem for each, from zero.
type Timeline struct {
	Points []TimePoint
	From   string // the day of the first
	To     string // and of the last
	Label  string // all of it in words
	Mixed  bool   // some were measured with other models than the last
}

// A TimePoint is one footprint.
type TimePoint struct {
	X     float64 // in percent of the width
	Y     float64 // in pixels from the top
	Words string  // empty where there is no room for them
	Other bool    // measured with other models than the last
}

// The vertical places of a timeline, in pixels, and its sides, in percent.
const (
	timelineTop  = 34
	timelineZero = 140
	timelineSide = 7
	// wordsApart is how far two figures have to be from each other, in percent
	// of the width, on the narrowest screen.
	wordsApart = 13
	// dotsApart is how near another dot may be to a figure without hiding it.
	dotsApart = 5
)

// timeline draws what was kept, which comes with the newest first. One alone is
// no line.
func (p Page) timeline(kept []footprint.Milestone) Timeline {
	if len(kept) < 2 {
		return Timeline{}
	}
	kept = slices.Clone(kept)
	slices.Reverse(kept)
	last := kept[len(kept)-1]
	t := Timeline{From: p.day(kept[0].At), To: p.day(last.At)}
	most := 0.0
	for _, m := range kept {
		most = max(most, m.KgCO2ePerYear)
	}
	var said []string
	for i, m := range kept {
		point := TimePoint{X: across(kept, i), Y: height(m.KgCO2ePerYear, most), Other: m.Models != last.Models}
		t.Mixed = t.Mixed || point.Other
		t.Points = append(t.Points, point)
		said = append(said, p.T("milestones.point", "date", p.day(m.At), "tonnes", p.Tonnes(m.KgCO2ePerYear)))
	}
	t.write(func(i int) string { return p.Tonnes(kept[i].KgCO2ePerYear) })
	t.Label = p.T("milestones.chart_label", "list", strings.Join(said, ", "))
	return t
}

// across is where a bilan stands in time, in percent of the width; all of one
// moment stand side by side.
func across(kept []footprint.Milestone, i int) float64 {
	first, last := kept[0].At, kept[len(kept)-1].At
	part := float64(i) / float64(len(kept)-1)
	if span := last.Sub(first); span > 0 {
		part = kept[i].At.Sub(first).Hours() / span.Hours()
	}
	return timelineSide + (100-2*timelineSide)*part
}

// height is where an amount stands, in pixels from the top; what is below zero
// stands on it.
func height(kg, most float64) float64 {
	if most <= 0 {
		return timelineZero
	}
	return timelineZero - (timelineZero-timelineTop)*math.Max(0, kg)/most
}

// write puts figures over the points, the last and the first before the others,
// where two of them would not touch.
func (t *Timeline) write(words func(i int) string) {
	last := len(t.Points) - 1
	order := []int{last, 0}
	for i := last - 1; i > 0; i-- {
		order = append(order, i)
	}
	for _, i := range order {
		if t.hasRoom(i, i == last) {
			t.Points[i].Words = words(i)
		}
	}
}

// hasRoom reports whether a figure can stand over a point. The last one always
// has its own, unless another figure is in the way.
func (t *Timeline) hasRoom(i int, last bool) bool {
	for j, other := range t.Points {
		apart := math.Abs(other.X - t.Points[i].X)
		if other.Words != "" && apart < wordsApart || j != i && !last && apart < dotsApart {
			return false
		}
	}
	return true
}

// day is a short date in the city's time.
func (p Page) day(at time.Time) string { return p.ShortDate(at.In(p.City.Location())) }

// pixels writes a vertical place as an SVG attribute.
func pixels(v float64) string { return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64) }
