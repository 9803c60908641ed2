package web

import (
	"slices"
	"strings"

	"capzero/internal/footprint"
)

// A Chart is what surrounds a drawing.
type Chart struct {
	ID      string // of its title
	Title   string // what it answers
	Read    string // "Comment lire : …"
	Source  string // who says so, and when
	Caption string // of its table
	Unit    string // of the amounts in its table
	File    string // the address of the table as CSV
	Rows    []ChartRow
}

// A ChartRow is a line of the table under a chart. An amount that does not
// compute and bounds that have not been drawn are empty.
type ChartRow struct {
	Label, Rule       string
	Amount, Low, High string
	Foreign           footprint.Foreign // of Label
}

// HasBounds reports whether any row has an interval: a table without one has no
// columns for it.
func (c Chart) HasBounds() bool {
	return slices.ContainsFunc(c.Rows, func(r ChartRow) bool { return r.Low != "" })
}

// rowsOf is the table of a bar chart; write writes an amount in its unit.
func rowsOf(bars []Bar, write func(float64) string) []ChartRow {
	rows := make([]ChartRow, len(bars))
	for i, b := range bars {
		rows[i] = ChartRow{Label: b.Label, Foreign: b.Foreign, Rule: b.Rule}
		if b.Known {
			rows[i].Amount = b.Text
		}
		if b.Known && b.Bounds.Known {
			rows[i].Low, rows[i].High = write(b.Bounds.Low), write(b.Bounds.High)
		}
	}
	return rows
}

// categoryChart is the footprint of a household by part of life.
func (p ResultPage) categoryChart() Chart {
	return Chart{
		ID: "categories", Title: p.T("result.categories"), Read: p.T("result.categories_read"),
		Source:  p.T("result.model", "version", p.ModelVersion(p.Models.Carbon), "date", p.Day, "count", p.Questions),
		Caption: p.T("result.categories_caption", "date", p.Day), Unit: p.T("result.categories_unit"),
		File: resultFile, Rows: rowsOf(p.Categories, p.Tonnes),
	}
}

// streamChart is the waste of a household by bin.
func (p ResultPage) streamChart() Chart {
	return Chart{
		ID: "dechets", Title: p.T("result.waste"), Read: p.T("result.waste_estimate"),
		Source:  p.T("result.waste_model", "version", p.ModelVersion(p.Models.Waste)) + " " + capitalised(strings.TrimSuffix(p.Day, ".")) + ".",
		Caption: p.T("result.waste_caption"), Unit: p.T("result.waste_unit"),
		File: resultFile, Rows: rowsOf(p.Streams, p.KgWeek),
	}
}

// cityChart is the mean of a city by part of life.
func (p Page) cityChart(n CityView) Chart {
	day := p.ShortDate(n.TakenAt.In(p.City.Location()))
	return Chart{
		ID: "ville", Title: p.T("city.households", "count", n.Households, "city", p.City.Short), Read: p.T("city.read"),
		Source:  p.T("city.snapshot", "date", day),
		Caption: p.T("city.caption", "date", day), Unit: p.T("city.table_unit"),
		File: "/ville/tableau.csv", Rows: rowsOf(n.Bars, p.Tonnes),
	}
}

// resultFile is the table of a result.
const resultFile = "/resultat/tableau.csv"

// Undrawn reports whether a figure of the result has no interval.
func (p ResultPage) Undrawn() bool {
	missing := func(l footprint.Line) bool { return l.Known && !l.Interval.Known }
	return slices.ContainsFunc(slices.Concat(p.Carbon.Categories, p.Carbon.Heaviest, p.Waste.Streams), missing) ||
		missing(p.Waste.RecyclingCentre) || missing(p.Waste.FoodInResidual) ||
		slices.ContainsFunc(p.Actions, func(a footprint.Action) bool { return !a.Interval.Known })
}
