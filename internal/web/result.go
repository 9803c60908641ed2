package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"capzero/internal/footprint"
)

// A ResultPage shows both measures of a household: what they come from, what
// weighs most and where to begin. The sheet to print shows the same.
type ResultPage struct {
	Page
	footprint.Result
	Categories []Bar
	Streams    []Bar
	Heaviest   []Bar
	Shares     []Segment
	Answers    int // percent of the figure that rests on answers
	Averages   int
	Common     int
	Scale      Scale
	Failed     []footprint.Line // what does not compute with these answers
	Day        string
	Drawing    bool // the intervals are on their way, see precision
}

func (s *server) result(w http.ResponseWriter, r *http.Request) error {
	result, err := s.measured(w, r)
	if err != nil {
		return err
	}
	drawing := s.drawsLater(r, result)
	if !drawing {
		if result, err = s.drawn(r, result); err != nil {
			return err
		}
	}
	p := s.resultPage(r, result, "result.title")
	p.Wide, p.Drawing = true, drawing
	if asksFor(r) == parts {
		return s.render(w, r, http.StatusOK, p.Page, resultParts(p))
	}
	return s.render(w, r, http.StatusOK, p.Page, resultPage(p))
}

// resultSheet is the result laid out for paper.
func (s *server) resultSheet(w http.ResponseWriter, r *http.Request) error {
	result, err := s.measured(w, r)
	if err != nil {
		return err
	}
	if result, err = s.drawn(r, result); err != nil {
		return err
	}
	p := s.resultPage(r, result, "result.sheet_title")
	return s.render(w, r, http.StatusOK, p.Page, resultSheet(p))
}

// measured returns the result of the household that asks. Looking at it keeps
// the answers, and so the key to them.
func (s *server) measured(w http.ResponseWriter, r *http.Request) (footprint.Result, error) {
	holder, err := s.needAnswers(r)
	if err != nil {
		return footprint.Result{}, err
	}
	result, err := s.Footprint.Result(r.Context(), holder, s.locale(r).Tag())
	if err != nil {
		return footprint.Result{}, err
	}
	s.prolong(w, holder)
	return result, nil
}

func (s *server) resultPage(r *http.Request, result footprint.Result, title string) ResultPage {
	l := s.locale(r)
	p := ResultPage{
		Page:       s.newPage(r, visitor{started: true}, title),
		Result:     result,
		Categories: carbonBars(l, result.Carbon.Categories),
		Streams:    wasteBars(l, result.Waste.Streams),
		Heaviest:   heavyBars(l, result.Carbon.Heaviest),
		Shares:     shareSegments(result.Carbon.Shares, whole),
		Scale:      newScale(l, carbonMeasure(result.Carbon), result.Carbon.Comparisons),
		Failed:     failed(result),
		Day:        l.ShortDate(result.ComputedAt.In(s.City.Location())),
	}
	p.Answers, p.Averages, p.Common = percents(result.Carbon.Shares)
	return p
}

// failed lists the lines that do not compute, each once.
func failed(r footprint.Result) []footprint.Line {
	var lines []footprint.Line
	seen := map[string]bool{}
	for _, list := range [][]footprint.Line{r.Carbon.Categories, r.Carbon.Heaviest, r.Waste.Streams} {
		for _, line := range list {
			if !line.Known && !seen[line.Rule] {
				seen[line.Rule] = true
				lines = append(lines, line)
			}
		}
	}
	return lines
}

// Told reports whether the household has still to see that its result changed.
func (p ResultPage) Told() bool { return p.Recalculated != nil && !p.Recalculated.Seen }

// RecalculatedOn is the day when it changed.
func (p ResultPage) RecalculatedOn() string {
	return p.Date(p.Recalculated.At.In(p.City.Location()))
}

// CurrentVersion names the model that the city measures with now, by what tells
// it from the result's.
func (p ResultPage) CurrentVersion() string {
	if p.Current.Carbon == p.Models.Carbon {
		return p.Current.Waste
	}
	_, to := p.versions(p.Models.Carbon, p.Current.Carbon)
	return to
}

// PeersKind says in what home, and with how many, the households alike live.
func (p ResultPage) PeersKind() string { return p.T("result.peers." + p.Peers.Kind) }

// The figures of the page that are no line of a chart.

// CarbonFigure is the footprint.
func (p ResultPage) CarbonFigure() Figure {
	f := yearlyTonnes(p.Locale, p.Carbon.KgCO2ePerYear, p.Carbon.Interval, notDrawn)
	f.ID = "carbon"
	return f
}

// Essential reports whether open questions are no longer worth asking.
func (p ResultPage) Essential() bool {
	return p.Carbon.Interval.Known && p.Carbon.Narrowable <= footprint.Essential
}

// FormerRange is the interval before the last answers, empty where there is none.
func (p ResultPage) FormerRange() string {
	return yearlyTonnes(p.Locale, p.Carbon.KgCO2ePerYear, p.Carbon.Former, notDrawn).Range
}

// WasteFigure is all the waste of a week.
func (p ResultPage) WasteFigure() Figure {
	return weeklyKg(p.Locale, p.Waste.KgPerWeek, p.Waste.Interval, notDrawn)
}

// NationalWaste is the same as published for the country.
func (p ResultPage) NationalWaste() Figure {
	return weeklyKg(p.Locale, p.Waste.NationalKgPerWeek, footprint.Interval{}, published)
}

// Weekly is a line of waste.
func (p ResultPage) Weekly(line footprint.Line) Figure {
	return weeklyKg(p.Locale, line.Amount, line.Interval, notDrawn)
}

// Kg writes a yearly mass in whole kilograms.
func (p Page) Kg(kg float64) string { return p.Locale.Number(kg, 0) }

// KgWeek writes a weekly mass.
func (p Page) KgWeek(kg float64) string { return kilograms(p.Locale, kg) }

// A SharePage offers a sentence to send to a neighbour. It carries no figure: a
// footprint is nobody else's business.
type SharePage struct {
	Page
	Text   string
	Mailto string
}

func (s *server) share(w http.ResponseWriter, r *http.Request) error {
	l := s.locale(r)
	v, err := s.visitor(r, l.Tag())
	if err != nil {
		return err
	}
	text := l.T("share.text", "city", s.City.Short, "url", s.publicURL(r))
	p := SharePage{
		Page:   s.newPage(r, v, "share.title"),
		Text:   text,
		Mailto: "mailto:?subject=" + url.PathEscape(l.T("share.subject")) + "&body=" + url.PathEscape(text),
	}
	return s.render(w, r, http.StatusOK, p.Page, sharePage(p))
}

// publicURL is the address people type: the one the program was told, or the
// one this request came to.
func (s *server) publicURL(r *http.Request) string {
	if s.URL != "" {
		return s.URL
	}
	return "http://" + r.Host
}

// ModelVersion is the version in the name of a model, with the rules of ours
// over it: "4.10.2" of "nosgestesclimat 4.10.2 FR", "4.10.2 + overlay-fr 1" of
// "nosgestesclimat 4.10.2 FR + overlay-fr 1".
func (p Page) ModelVersion(name string) string {
	published, overlay, over := strings.Cut(name, " + ")
	fields := strings.Fields(published)
	switch {
	case len(fields) < 2:
		return name
	case over:
		return fields[1] + " + " + overlay
	}
	return fields[1]
}

// year writes a year, which takes no space between its digits.
func year(y int) string { return strconv.Itoa(y) }
