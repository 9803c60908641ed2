package web

import (
	"math"
	"strings"

	"capzero/internal/i18n"
)

// A Bin is how many households lie between two amounts.
type Bin struct {
	From, To float64 // kgCO2e per person and year
	Count    int
	You      bool // the reader is among them
}

// A Histogram shows how households are spread.
type Histogram struct {
	Columns []HistogramColumn
	Labels  []label // under the columns
	You     label   // over the reader's column, if there is one
	HasYou  bool
	Words   string // what it shows, for those who do not see it
}

// A HistogramColumn is one bin where it is drawn.
type HistogramColumn struct {
	column
	You   bool
	Label string // "8–9 t"
	Count string
}

// newHistogram draws bins, from the lowest to the highest.
func newHistogram(l *i18n.Locale, bins []Bin) Histogram {
	var h Histogram
	counts := make([]float64, len(bins))
	for i, b := range bins {
		counts[i] = float64(b.Count)
	}
	for i, c := range columns(counts) {
		h.Columns = append(h.Columns, HistogramColumn{column: c, You: bins[i].You, Label: binLabel(l, bins[i]), Count: l.Number(counts[i], 0)})
		if bins[i].You {
			h.You, h.HasYou = placeLabel(c.X+c.Width/2, l.T("result.scale_you"), nil), true
		}
	}
	h.Labels = h.labels()
	h.Words = h.words(l)
	return h
}

// labels names the first and the last column, and those between that have room
// in the same row.
func (h Histogram) labels() []label {
	var placed []label
	last := len(h.Columns) - 1
	for _, i := range labelOrder(last) {
		c := h.Columns[i]
		if l := placeLabel(c.X+c.Width/2, c.Label, placed); l.Row == 0 {
			placed = append(placed, l)
		}
	}
	return placed
}

// labelOrder is the first, the last, then the others from the left.
func labelOrder(last int) []int {
	if last < 0 {
		return nil
	}
	order := []int{0}
	if last > 0 {
		order = append(order, last)
	}
	for i := 1; i < last; i++ {
		order = append(order, i)
	}
	return order
}

func (h Histogram) words(l *i18n.Locale) string {
	parts := make([]string, 0, len(h.Columns))
	for _, c := range h.Columns {
		words := l.T("chart.bin", "range", c.Label, "count", c.Count)
		if c.You {
			words += " (" + l.T("result.scale_you") + ")"
		}
		parts = append(parts, words)
	}
	return strings.Join(parts, " ; ")
}

// binLabel writes the two ends of a bin in tonnes.
func binLabel(l *i18n.Locale, b Bin) string {
	tonnes := func(kg float64) string { return l.Amount(math.Round(kg/100) / 10) }
	return tonnes(b.From) + "–" + tonnes(b.To) + "\u00a0" + l.T("unit.t")
}
