package web

import (
	"slices"
	"strconv"
	"strings"

	"capzero/internal/steering"
)

// A SurvivalChart draws the share of households that are still there, week by
// week: a line in steps, and a band around it.
type SurvivalChart struct {
	Drawn bool
	Line  string // points of a line on a square of 100
	Band  string // and of the shape around it
	Weeks []label
	Label string // what it shows, for those who do not see it
}

// A point is a place on a square of 100, from the top left.
type point struct{ x, y float64 }

// survivalChart lays a curve out, from everybody at the top to nobody.
func survivalChart(p Page, c steering.Curve, words string) SurvivalChart {
	if c.Weeks == 0 {
		return SurvivalChart{}
	}
	line, high, low := survivalSteps(c)
	slices.Reverse(low)
	s := SurvivalChart{Drawn: true, Label: words, Line: pointsOf(line), Band: pointsOf(append(high, low...))}
	for _, week := range weekMarks(c.Weeks) {
		at := 100 * float64(week) / float64(c.Weeks)
		if l := placeLabel(at, p.T("steering.week_mark", "week", week), s.Weeks); l.Row == 0 {
			s.Weeks = append(s.Weeks, l)
		}
	}
	return s
}

// survivalSteps are the line and the two edges of its band. A share stays until the
// next household leaves.
func survivalSteps(c steering.Curve) (line, high, low []point) {
	share := steering.Point{Share: 1, Low: 1, High: 1}
	add := func(x float64, p steering.Point) {
		line = append(line, point{x, 100 - 100*p.Share})
		high = append(high, point{x, 100 - 100*p.High})
		low = append(low, point{x, 100 - 100*p.Low})
	}
	add(0, share)
	for _, p := range c.Points {
		x := 100 * float64(p.Week) / float64(c.Weeks)
		add(x, share)
		share = p
		add(x, share)
	}
	add(100, share)
	return line, high, low
}

// weekMarks are the weeks that are named: the first, the last, and every fourth that
// has room.
func weekMarks(weeks int) []int {
	marks := []int{0, weeks}
	for week := 4; week < weeks; week += 4 {
		marks = append(marks, week)
	}
	return marks
}

// pointsOf writes places as SVG does.
func pointsOf(all []point) string {
	words := make([]string, len(all))
	for i, s := range all {
		words[i] = strconv.FormatFloat(s.x, 'f', 2, 64) + "," + strconv.FormatFloat(s.y, 'f', 2, 64)
	}
	return strings.Join(words, " ")
}

// ActivityColumns draw how many households did something, a column for each week.
type ActivityColumns struct {
	Columns []ActivityColumn
	Labels  []label
	Words   string
}

// A ActivityColumn is one week. The one that is not over is drawn soft.
type ActivityColumn struct {
	column
	Over bool
}

func activityColumns(p Page, a steering.Activity) (w ActivityColumns) {
	counts := make([]float64, len(a.Weeks))
	said := make([]string, len(a.Weeks))
	for i, week := range a.Weeks {
		counts[i] = float64(week.Households.N)
		said[i] = p.T("steering.week_said", "date", p.DayAndMonth(week.Week.First().Time()), "count", countWords(p.Locale, week.Households))
	}
	if len(counts) == 0 || slices.Max(counts) == 0 {
		return w // nothing to look at
	}
	for i, c := range columns(counts) {
		w.Columns = append(w.Columns, ActivityColumn{column: c, Over: a.Weeks[i].Over})
	}
	for _, i := range labelOrder(len(a.Weeks) - 1) {
		c := w.Columns[i]
		if l := placeLabel(c.X+c.Width/2, p.DayAndMonth(a.Weeks[i].Week.First().Time()), w.Labels); l.Row == 0 {
			w.Labels = append(w.Labels, l)
		}
	}
	w.Words = strings.Join(said, " ; ")
	return w
}
