package web

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"strconv"

	"capzero/internal/fault"
	"capzero/internal/footprint"
)

// resultTable is the table under the charts of the result, for a spreadsheet.
func (s *server) resultTable(w http.ResponseWriter, r *http.Request) error {
	result, err := s.measured(w, r)
	if err != nil {
		return err
	}
	l := s.locale(r)
	for i, line := range result.Carbon.Categories {
		result.Carbon.Categories[i].Label = categoryName(l, line)
	}
	return sendTable(w, "empreinte.csv", append(
		tableRows("kgCO2e/personne/an", result.Carbon.Categories),
		tableRows("kg/personne/semaine", result.Waste.Streams)...,
	))
}

// cityTable is the table under the city's chart.
func (s *server) cityTable(w http.ResponseWriter, r *http.Request) error {
	n, err := s.cityView(r)
	if err != nil {
		return err
	}
	if !n.Published {
		return fault.New(fault.NotFound, "error.not_found")
	}
	for i, line := range n.Mean {
		n.Mean[i].Label = categoryName(s.locale(r), line)
	}
	return sendTable(w, "ville.csv", tableRows("kgCO2e/personne/an", n.Mean))
}

// tableRows writes lines as name, amount and unit; an amount that does not compute
// is left empty, which no spreadsheet takes for zero.
func tableRows(unit string, lines []footprint.Line) [][]string {
	table := make([][]string, len(lines))
	for i, line := range lines {
		amount := ""
		if line.Known {
			amount = strconv.FormatFloat(line.Amount, 'f', 3, 64)
		}
		table[i] = []string{line.Label, amount, unit}
	}
	return table
}

func sendTable(w http.ResponseWriter, name string, table [][]string) error {
	var b bytes.Buffer
	c := csv.NewWriter(&b)
	if err := c.WriteAll(append([][]string{{"nom", "quantite", "unite"}}, table...)); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	h.Set("Cache-Control", "private, no-cache")
	_, err := w.Write(b.Bytes())
	return err
}
