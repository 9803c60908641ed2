package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"text/tabwriter"
	"time"

	"capzero/internal/footprint"
)

// writeReport writes what a recomputation says of a city, for people.
func writeReport(out io.Writer, r footprint.Report) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	did := "recomputed"
	if r.DryRun {
		did = "would be recomputed; nothing was written"
	}
	fmt.Fprintf(w, "With %s and %s\n\n", r.To.Carbon, r.To.Waste)
	fmt.Fprintf(w, "%s %s\n", plural(r.Redone, "household"), did)
	if r.Already > 0 {
		fmt.Fprintf(w, "%s recomputed before\n", plural(r.Already, "household"))
	}
	if r.WithLost > 0 {
		fmt.Fprintf(w, "%s with answers to give again\n", plural(r.WithLost, "household"))
	}
	for _, reason := range slices.Sorted(maps.Keys(r.NotRedone)) {
		fmt.Fprintf(w, "%s not recomputed: %s\n", plural(r.NotRedone[reason], "household"), reason)
	}
	fmt.Fprintf(w, "%v of computing, %v of storing\n", r.Computing.Round(time.Millisecond), r.Storing.Round(time.Millisecond))
	switch {
	case r.Shown:
		writeSpreads(w, r)
	case r.Redone+r.Already > 0:
		fmt.Fprintln(w, "\nFewer than eleven households: their figures are theirs.")
	}
	return w.Flush()
}

func writeSpreads(w io.Writer, r footprint.Report) {
	fmt.Fprint(w, "\n\tmean\tp10\tp25\tmedian\tp75\tp90\n")
	writeSpread(w, "t CO2e a year", r.Carbon, 1000, 2)
	writeSpread(w, "kg of waste a week", r.Waste, 1, 2)
	fmt.Fprint(w, "\nmean kg CO2e a year\tbefore\tafter\tdifference\n")
	for _, c := range r.Categories {
		fmt.Fprintf(w, "%s\t%.0f\t%.0f\t%+.0f\n", c.Label, c.Before, c.After, c.Difference())
	}
	fmt.Fprintf(w, "\n%s changed by more than 5 %%, the farthest by %+.0f kg\n", plural(r.MuchChanged, "footprint"), r.Largest)
}

func writeSpread(w io.Writer, what string, s footprint.Spread, unit float64, decimals int) {
	for _, side := range []struct {
		name string
		d    footprint.Distribution
	}{{"before", s.Before}, {"after", s.After}} {
		fmt.Fprintf(w, "%s, %s", what, side.name)
		for _, v := range []float64{side.d.Mean, side.d.P10, side.d.P25, side.d.Median, side.d.P75, side.d.P90} {
			fmt.Fprintf(w, "\t%.*f", decimals, v/unit)
		}
		fmt.Fprintln(w)
	}
}

// reportLine is the report for other programs. What is not shown is left out.
type reportLine struct {
	Carbon      string           `json:"carbon_model"`
	Waste       string           `json:"waste_model"`
	DryRun      bool             `json:"dry_run"`
	Redone      int              `json:"recomputed"`
	Already     int              `json:"recomputed_before"`
	WithLost    int              `json:"with_lost_answers"`
	NotRedone   map[string]int   `json:"not_recomputed"`
	Computing   float64          `json:"computing_seconds"`
	Storing     float64          `json:"storing_seconds"`
	Spreads     *spreadLines     `json:"distribution,omitempty"`
	Categories  map[string]sides `json:"mean_kg_co2e_by_category,omitempty"`
	MuchChanged *int             `json:"changed_by_more_than_5_percent,omitempty"`
	Largest     *float64         `json:"largest_change_kg_co2e,omitempty"`
}

type spreadLines struct {
	Carbon spreadLine `json:"kg_co2e_a_year"`
	Waste  spreadLine `json:"kg_waste_a_week"`
}

type spreadLine struct {
	Before map[string]float64 `json:"before"`
	After  map[string]float64 `json:"after"`
}

type sides struct {
	Before float64 `json:"before"`
	After  float64 `json:"after"`
}

func writeReportJSON(out io.Writer, r footprint.Report) error {
	line := reportLine{
		Carbon: r.To.Carbon, Waste: r.To.Waste, DryRun: r.DryRun, Redone: r.Redone, Already: r.Already,
		WithLost: r.WithLost, NotRedone: map[string]int{},
		Computing: r.Computing.Seconds(), Storing: r.Storing.Seconds(),
	}
	for reason, n := range r.NotRedone {
		line.NotRedone[string(reason)] = n
	}
	if r.Shown {
		line.Spreads = &spreadLines{Carbon: spreadLineOf(r.Carbon), Waste: spreadLineOf(r.Waste)}
		line.Categories = map[string]sides{}
		for _, c := range r.Categories {
			line.Categories[c.Rule] = sides{c.Before, c.After}
		}
		line.MuchChanged, line.Largest = &r.MuchChanged, &r.Largest
	}
	e := json.NewEncoder(out)
	e.SetIndent("", "  ")
	return e.Encode(line)
}

func spreadLineOf(s footprint.Spread) spreadLine {
	of := func(d footprint.Distribution) map[string]float64 {
		return map[string]float64{"mean": d.Mean, "p10": d.P10, "p25": d.P25, "median": d.Median, "p75": d.P75, "p90": d.P90}
	}
	return spreadLine{Before: of(s.Before), After: of(s.After)}
}
