package web

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"strconv"
	"strings"

	"capzero/internal/fault"
	"capzero/internal/footprint"
)

// resultTable is the table under the charts of the result, for a spreadsheet.
func (s *server) resultTable(w http.ResponseWriter, r *http.Request) error {
	result, err := s.measured(w, r)
	if err != nil {
		return err
	}
	if result, err = s.drawn(r, result); err != nil {
		return err
	}
	l := s.locale(r)
	for i, line := range result.Carbon.Categories {
		result.Carbon.Categories[i] = named(l, line)
	}
	return sendTable(w, "empreinte", append(
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
		n.Mean[i] = named(s.locale(r), line)
	}
	return sendTable(w, "ville", tableRows("kgCO2e/personne/an", n.Mean))
}

// tableRows writes lines as name, amount, bounds and unit; what does not compute
// or has not been drawn is left empty, which no spreadsheet takes for zero.
func tableRows(unit string, lines []footprint.Line) [][]string {
	table := make([][]string, len(lines))
	for i, line := range lines {
		m, row := measureOf(line), []string{harmless(line.Label), "", "", "", unit}
		if m.drawable() {
			row[1] = threeDecimals(m.Amount)
		}
		if m.drawable() && m.hasBand() {
			row[2], row[3] = threeDecimals(m.Interval.Low), threeDecimals(m.Interval.High)
		}
		table[i] = row
	}
	return table
}

// threeDecimals writes an amount with a decimal point, whatever the language:
// the header and the name of the file say so.
func threeDecimals(v float64) string { return strconv.FormatFloat(v, 'f', 3, 64) }

// harmless keeps a spreadsheet from taking a text for a formula.
func harmless(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}

// tableHeader names the columns; low and high bound the amount nine times in ten.
var tableHeader = []string{"nom", "quantite_point_decimal", "bas", "haut", "unite"}

func sendTable(w http.ResponseWriter, name string, table [][]string) error {
	var b bytes.Buffer
	c := csv.NewWriter(&b)
	if err := c.WriteAll(append([][]string{tableHeader}, table...)); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="`+name+`-point-decimal.csv"`)
	h.Set("Cache-Control", "private, no-cache")
	_, err := w.Write(b.Bytes())
	return err
}
