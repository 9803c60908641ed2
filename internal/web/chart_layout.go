package web

import (
	"math"
	"unicode/utf8"

	"capzero/internal/footprint"
)

// An axis places amounts on a width of 100, which a page stretches to its own.
// Zero is always on it: a bar twice as long stands for twice as much.
type axis struct{ from, to float64 }

// widestBand is how far an axis follows an interval, in lengths of the largest
// amount: beyond it the bars that matter would shrink to nothing, so the band is
// cut off and says so.
const widestBand = 2

// A measure is an amount to draw, with how sure it is.
type measure struct {
	Amount   float64
	Known    bool
	Interval footprint.Interval
}

func measureOf(line footprint.Line) measure {
	return measure{Amount: line.Amount, Known: line.Known, Interval: line.Interval}
}

func measuresOf(lines []footprint.Line) []measure {
	all := make([]measure, len(lines))
	for i, line := range lines {
		all[i] = measureOf(line)
	}
	return all
}

// axisOf is the axis on which all the measures are drawn.
func axisOf(measures ...measure) axis {
	var a axis
	for _, m := range measures {
		if m.drawable() {
			a.from, a.to = min(a.from, m.Amount), max(a.to, m.Amount)
		}
	}
	low, high := widestBand*a.from, widestBand*a.to
	for _, m := range measures {
		if m.drawable() && m.hasBand() {
			a.from = min(a.from, max(m.Interval.Low, low))
			a.to = max(a.to, min(m.Interval.High, high))
		}
	}
	return a
}

// drawable reports whether a measure has a place on an axis.
func (m measure) drawable() bool { return m.Known && finite(m.Amount) }

func (m measure) hasBand() bool {
	return m.Interval.Known && finite(m.Interval.Low) && finite(m.Interval.High) && m.Interval.Low <= m.Interval.High
}

// mostDrawn is far beyond anything that people emit, and sums of it are exact
// enough to be drawn.
const mostDrawn = 1e15

// finite reports whether an amount can be drawn: what is not a number cannot.
func finite(v float64) bool { return math.Abs(v) <= mostDrawn }

// at is the place of an amount, in percent of the width and never outside it.
func (a axis) at(v float64) float64 {
	width := a.to - a.from
	if width <= 0 || !finite(v) {
		return 0
	}
	return min(100, max(0, 100*(v-a.from)/width))
}

// A span is a stretch of an axis, in percent of the width.
type span struct{ X, Width float64 }

func (a axis) span(from, to float64) span {
	x, end := a.at(min(from, to)), a.at(max(from, to))
	return span{X: x, Width: end - x}
}

// bar is where an amount is drawn, from zero.
func (a axis) bar(amount float64) span {
	if !finite(amount) {
		return span{X: a.at(0)}
	}
	return a.span(0, amount)
}

// A Band is an interval on an axis.
type Band struct {
	span
	Drawn bool
	Cut   bool // it goes on beyond the axis
}

func (a axis) band(m measure) Band {
	if !m.drawable() || !m.hasBand() {
		return Band{}
	}
	return Band{
		span:  a.span(m.Interval.Low, m.Interval.High),
		Drawn: true,
		Cut:   m.Interval.High > a.to || m.Interval.Low < a.from,
	}
}

// End is where the band ends.
func (b Band) End() float64 { return b.X + b.Width }

// glyph is the width of a letter of a label in percent of the narrowest screen,
// with a little room: 7 pixels of 288.
const glyph = 2.5

// A label is held at its place by its start, middle or end, and stands in a row.
type label struct {
	At     float64
	Anchor string
	Row    int
	Text   string
}

// extent is what a label takes of the width on the narrowest screen. On a wider
// one it takes less, around the same place, so what does not touch here touches
// nowhere.
func (l label) extent() (from, to float64) {
	width := min(100, glyph*float64(utf8.RuneCountInString(l.Text)))
	switch l.Anchor {
	case "start":
		return l.At, l.At + width
	case "end":
		return l.At - width, l.At
	}
	return l.At - width/2, l.At + width/2
}

// placeLabel keeps a label inside the drawing and off those placed before it.
func placeLabel(at float64, text string, placed []label) label {
	l := label{At: at, Text: text, Anchor: "middle"}
	if from, to := l.extent(); from < 0 || to > 100 {
		l.Anchor = "start"
		if at > 50 {
			l.Anchor = "end"
		}
		if from, to := l.extent(); from < 0 || to > 100 {
			l.At, l.Anchor = 0, "start" // longer than either side: the width is its own
		}
	}
	for l.touches(placed) {
		l.Row++
	}
	return l
}

func (l label) touches(placed []label) bool {
	from, to := l.extent()
	for _, other := range placed {
		start, end := other.extent()
		if other.Row == l.Row && from < end+glyph && start < to+glyph {
			return true
		}
	}
	return false
}

// A column of a histogram, in percent of the drawing; y counts from the top.
type column struct{ X, Width, Y, Height float64 }

// columnGap is what stays free between two columns, as a part of one.
const columnGap = 0.12

// columns lays counts out side by side. The tallest takes the whole height and
// a count of zero none; a count that is not one is drawn as zero.
func columns(counts []float64) []column {
	most := 0.0
	for _, c := range counts {
		if finite(c) {
			most = max(most, c)
		}
	}
	all := make([]column, len(counts))
	step := 100 / float64(max(1, len(counts)))
	for i, c := range counts {
		height := 0.0
		if most > 0 && finite(c) && c > 0 {
			height = 100 * c / most
		}
		all[i] = column{X: (float64(i) + columnGap/2) * step, Width: (1 - columnGap) * step, Y: 100 - height, Height: height}
	}
	return all
}
