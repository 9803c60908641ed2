package web

import (
	"net/http"

	"capzero/internal/fault"
	"capzero/internal/footprint"
	"capzero/internal/i18n"
)

// A ChartPage is one kind of chart of the gallery with sample data.
type ChartPage struct {
	Page
	Chart
	Kind       string // barres, point, bande, histogramme
	Empty      bool
	Bars       []Bar
	Scales     []Scale
	Precisions []Precision
	Histogram  Histogram
}

func chartPath(kind, data string) string { return "/graphiques/" + kind + "/" + data }

func (s *server) sampleChart(w http.ResponseWriter, r *http.Request) error {
	kind := r.PathValue("chart")
	data, bins, err := chartData(kind, r.PathValue("data"))
	if err != nil {
		return err
	}
	p := ChartPage{Page: s.newPage(r, visitor{}, "chart.gallery"), Kind: kind, Empty: len(data)+len(bins) == 0}
	p.draw(data, bins)
	p.Chart = p.frame(r.URL.Path + "/tableau.csv")
	return s.render(w, r, http.StatusOK, p.Page, chartPage(p))
}

func (s *server) sampleChartTable(w http.ResponseWriter, r *http.Request) error {
	data, bins, err := chartData(r.PathValue("chart"), r.PathValue("data"))
	if err != nil {
		return err
	}
	for _, b := range bins {
		data = append(data, footprint.Line{Label: binLabel(s.locale(r), b), Amount: float64(b.Count), Known: true})
	}
	return sendTable(w, "exemple", tableRows(sampleUnits[len(bins) > 0], data))
}

// sampleUnits are what the tables of the samples count: households where there
// are bins.
var sampleUnits = map[bool]string{false: "kgCO2e/personne/an", true: "foyers"}

func (p *ChartPage) draw(data []footprint.Line, bins []Bin) {
	p.Bars = carbonBars(p.Locale, data)
	for _, line := range data {
		switch p.Kind {
		case "point":
			p.Scales = append(p.Scales, newScale(p.Locale, measureOf(line), comparisonSample))
		case "bande":
			p.Precisions = append(p.Precisions, newPrecision(p.Locale, measureOf(line)))
		}
	}
	p.Histogram = newHistogram(p.Locale, bins)
}

func (p ChartPage) frame(file string) Chart {
	c := Chart{
		ID: "graphique", Title: p.T(sampleWords[p.Kind].title), Read: p.T(sampleWords[p.Kind].read),
		Source: p.T("chart.sample"), Caption: p.T("result.categories_caption", "date", p.ShortDate(day)),
		Unit: p.T("result.categories_unit"), File: file, Rows: rowsOf(p.Bars, p.Tonnes),
	}
	if p.Kind == "histogramme" {
		c.Caption, c.Unit, c.Rows = c.Title, p.T("chart.households"), binRows(p.Histogram)
	}
	return c
}

func binRows(h Histogram) []ChartRow {
	rows := make([]ChartRow, len(h.Columns))
	for i, c := range h.Columns {
		rows[i] = ChartRow{Label: c.Label, Amount: c.Count}
	}
	return rows
}

// sampleWords are the texts of each kind of chart of the gallery.
var sampleWords = map[string]struct{ title, read string }{
	"barres":      {"chart.title.bars", "chart.read.bars"},
	"point":       {"chart.title.dot", "chart.read.dot"},
	"bande":       {"chart.title.band", "chart.read.band"},
	"histogramme": {"chart.title.histogram", "chart.read.histogram"},
}

// chartData is what a chart of the gallery draws: lines, or bins for a histogram.
func chartData(kind, data string) ([]footprint.Line, []Bin, error) {
	lines, known := sampleLines[data]
	if _, drawn := sampleWords[kind]; !drawn || !known {
		return nil, nil, fault.New(fault.NotFound, "error.not_found")
	}
	if kind == "histogramme" {
		return nil, sampleBins[data], nil
	}
	return lines, nil, nil
}

func sureLine(label string, kg, low, high, answers float64) footprint.Line {
	l := line("", label, kg, answers, 1-answers)
	l.Interval = footprint.Interval{Low: low, High: high, Known: true}
	return l
}

var sampleLines = map[string][]footprint.Line{
	"vide": nil,
	"une":  {sureLine("Transports", 3100, 2700, 3600, 0.9)},
	"beaucoup": {
		sureLine("Transports", 3100, 2700, 3600, 0.9),
		sureLine("Alimentation", 2000, 1700, 2400, 0.7),
		sureLine("Logement", 1520, 1500, 1540, 1),
		sureLine("Logement", 1520, 1500, 1540, 1),
		sureLine("Services publics", 1170, 1170, 1170, 0),
		sureLine("Achats", 497, 20, 1400, 0.2),
		line("", "Vacances", 240, 0, 1),
		sureLine("Animaux", 12, 2, 30, 0.5),
	},
	"extreme": {
		sureLine("=HYPERLINK(\"ceci-n-est-pas-une-formule\")", 1e9, 1e8, 1e12, 0.5),
		sureLine("Anticonstitutionnellement intergouvernementale", 1, 0, 2e9, 0.5),
		sureLine("Rien", 0, 0, 0, 1),
		sureLine("Puits de carbone", -4e8, -6e8, -2e8, 1),
		{Label: "Ne se calcule pas"},
	},
}

var sampleBins = map[string][]Bin{
	"vide":     nil,
	"une":      {{From: 8000, To: 9000, Count: 12, You: true}},
	"beaucoup": binsOf(0, 1000, 8, 0, 1, 4, 11, 23, 38, 52, 61, 47, 30, 19, 12, 6, 3, 1),
	"extreme":  binsOf(0, 1e6, 11, 2_000_000_000, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1),
}

// binsOf makes bins of one width from counts; the reader is in the one numbered
// you.
func binsOf(from, width float64, you int, counts ...int) []Bin {
	bins := make([]Bin, len(counts))
	for i, n := range counts {
		bins[i] = Bin{From: from + float64(i)*width, To: from + float64(i+1)*width, Count: n, You: i == you}
	}
	return bins
}

// Reads is how to read a scale or a band: its own words under it.
func (p ChartPage) Reads(f Figure, l *i18n.Locale) string {
	if f.Range == "" {
		return l.T("result.not_drawn")
	}
	return f.Range + " " + l.T("unit.t")
}
