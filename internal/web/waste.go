package web

import (
	"net/http"

	"capzero/internal/challenge"
	"capzero/internal/footprint"
)

// A WastePage is what a household knows of its waste: what it throws away by
// stream, how that changed, and what it weighed.
type WastePage struct {
	Page
	Total   Figure
	Rests   string // what the figure rests on, in words
	Bars    []Bar
	Changes []ChangeView
	Last    []WeighingView
	Any     bool // something was weighed
}

// A ChangeView is how a stream changed against the household's own baseline.
type ChangeView struct {
	Stream string
	Before Figure
	After  Figure
	Words  string // less, more, or that it is not known yet
	Shown  bool
}

const (
	estimated = "estimated" // a mean of a few weeks, whose change has the interval
	wasteFile = "/dechets/tableau.csv"
)

// waste answers GET /dechets.
func (s *server) waste(w http.ResponseWriter, r *http.Request) error {
	page, book, err := s.wasteBook(r)
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, page, wastePage(newWastePage(page, book)))
}

// wasteBook is what the household of who asks knows of its waste.
func (s *server) wasteBook(r *http.Request) (page Page, book challenge.WasteBook, err error) {
	if _, err = s.myHousehold(r); err != nil {
		return page, book, err
	}
	if page, err = s.homesPage(r, "waste.title"); err != nil {
		return page, book, err
	}
	book, err = s.Challenge.Waste(r.Context(), me(r))
	return page, book, err
}

func newWastePage(page Page, book challenge.WasteBook) WastePage {
	p := WastePage{Page: page, Any: len(book.Last) > 0}
	p.Total = weeklyKg(p.Locale, book.Total.KgPerWeek, intervalOf(book.Total), "")
	p.Rests = p.T("waste.rests", "percent", int(100*book.Total.Share+0.5))
	p.Bars = wasteBars(p.Locale, linesOf(p.Page, book))
	for _, c := range book.Changes {
		p.Changes = append(p.Changes, changeView(p.Page, c))
	}
	for _, w := range book.Last {
		p.Last = append(p.Last, weighingView(p.Page, w))
	}
	return p
}

// linesOf are the streams as the charts draw them.
func linesOf(p Page, book challenge.WasteBook) []footprint.Line {
	var lines []footprint.Line
	for _, e := range book.Streams {
		if e.KgPerWeek < 0.005 && e.Weeks == 0 {
			continue
		}
		lines = append(lines, footprint.Line{
			Label: p.T("stream." + string(e.Stream)), Amount: e.KgPerWeek, Known: true, Interval: intervalOf(e),
			Shares: footprint.Shares{Answers: e.Share, Averages: 1 - e.Share},
		})
	}
	return lines
}

func intervalOf(e challenge.Estimate) footprint.Interval {
	return footprint.Interval{Known: true, Low: e.Low, High: e.High}
}

func changeView(p Page, c challenge.Change) ChangeView {
	v := ChangeView{
		Stream: p.T("stream." + string(c.Stream)), Shown: c.Shown(),
		Before: weeklyKg(p.Locale, c.Before, footprint.Interval{}, estimated),
		After:  weeklyKg(p.Locale, c.After, footprint.Interval{}, estimated),
	}
	switch {
	case !v.Shown:
		v.Words = p.T("waste.change_unknown")
	case c.High < 0:
		v.Words = p.T("waste.change_less", "low", kilograms(p.Locale, -c.High), "high", kilograms(p.Locale, -c.Low))
	default:
		v.Words = p.T("waste.change_more", "low", kilograms(p.Locale, c.Low), "high", kilograms(p.Locale, c.High))
	}
	return v
}

// chart is the waste of a household by stream.
func (p WastePage) chart() Chart {
	return Chart{
		ID: "flux", Title: p.T("waste.by_stream"), Read: p.T("waste.read"), Source: p.T("waste.source"),
		Caption: p.T("waste.caption"), Unit: p.T("result.waste_unit"), File: wasteFile,
		Rows: rowsOf(p.Bars, func(kg float64) string { return kilograms(p.Locale, kg) }),
	}
}

// wasteTable answers GET /dechets/tableau.csv.
func (s *server) wasteTable(w http.ResponseWriter, r *http.Request) error {
	page, book, err := s.wasteBook(r)
	if err != nil {
		return err
	}
	return sendTable(w, "dechets", tableRows("kg/personne/semaine", linesOf(page, book)))
}
