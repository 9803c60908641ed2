package web

import (
	"context"
	"math"
	"net/http"
	"strings"

	"capzero/internal/footprint"
	"capzero/internal/i18n"
)

// A RecalculationPage tells a household that its result was computed again with
// a newer model: what changed, by how much and why.
type RecalculationPage struct {
	Page
	footprint.Recalculation
	Done   bool // it was; false says that it never was
	Day    string
	Bars   []Bar // before and now
	Groups []CauseGroup
	Total  string // the difference, signed
}

// A CauseGroup is the lines of one sort of cause.
type CauseGroup struct {
	Title string // empty for a line by itself
	Lines []CauseLine
}

// A CauseLine is one cause with what it made of the footprint.
type CauseLine struct {
	Label      string
	Path       string // where it is explained, if it is
	Note       string
	Source     string
	SourcePath string
	Kg         string // signed

	Foreign     footprint.Foreign   // of Label
	NoteForeign []footprint.Foreign // of Note
	InSource    footprint.Foreign   // of Source
}

// recalculation answers GET /resultat/recalcul.
func (s *server) recalculation(w http.ResponseWriter, r *http.Request) error {
	holder, err := s.needAnswers(r)
	if err != nil {
		return err
	}
	l := s.locale(r)
	told, done, err := s.Footprint.Recalculation(r.Context(), holder, l.Tag())
	if err != nil {
		return err
	}
	title := "recalc.title"
	if !done {
		title = "recalc.nothing_title"
	}
	p := RecalculationPage{Page: s.newPage(r, visitor{started: true}, title), Recalculation: told, Done: done}
	if done && !told.Measured {
		p.Title = l.T("recalc.unmeasured_title")
	}
	if told.Measured {
		p.Wide = true
		p.Day = l.Date(told.At.In(s.City.Location()))
		p.Bars = p.beforeAndNow()
		p.Groups = causeGroups(l, told.Causes)
		p.Total = signed(l, told.Carbon.Difference())
	}
	return s.render(w, r, http.StatusOK, p.Page, recalculationPage(p))
}

// acknowledge answers POST /resultat/recalcul: the household has seen it.
func (s *server) acknowledge(w http.ResponseWriter, r *http.Request) error {
	return s.changeResult(w, r, s.Footprint.Acknowledge, "/resultat")
}

// recalculate answers POST /resultat/recalculer: the household wants the newer
// model now.
func (s *server) recalculate(w http.ResponseWriter, r *http.Request) error {
	return s.changeResult(w, r, s.Footprint.Recalculate, "/resultat/recalcul")
}

// changeResult does something to the result of the household that asks, and
// leads on.
func (s *server) changeResult(w http.ResponseWriter, r *http.Request, do func(context.Context, footprint.Holder) error, then string) error {
	holder, err := s.needAnswers(r)
	if err != nil {
		return err
	}
	if err := do(r.Context(), holder); err != nil {
		return err
	}
	seeOther(w, r, then)
	return nil
}

// beforeAndNow draws both footprints.
func (p RecalculationPage) beforeAndNow() []Bar {
	lines := []footprint.Line{
		{Label: p.T("recalc.bar_before"), Amount: p.Carbon.Before, Known: true},
		{Label: p.T("recalc.bar_now"), Amount: p.Carbon.After, Known: true},
	}
	bars := plainBars(lines, "city", func(line footprint.Line) Figure {
		return yearlyTonnes(p.Locale, line.Amount, line.Interval, aside)
	})
	bars[0].Segments[0].Class = "common"
	return bars
}

// Lead says in a sentence what happened.
func (p RecalculationPage) Lead() string {
	switch {
	case len(p.Lost) > 0:
		return p.T("recalc.lead_lost")
	case p.Causes.Answered != 0:
		return p.T("recalc.lead_answered")
	}
	return p.T("recalc.lead")
}

// Open counts the answers that are still to be given again.
func (p RecalculationPage) Open() int { return toGive(p.Lost) }

func toGive(lost []footprint.LostAnswer) int {
	n := 0
	for _, a := range lost {
		if !a.Given {
			n++
		}
	}
	return n
}

// hardly is from which part on a change is worth a percentage.
const hardly = 0.01

// Compared says the new figure beside the one before.
func (p RecalculationPage) Compared() string {
	moved := math.Round(p.Carbon.Difference())
	share := p.Carbon.Share()
	little := math.Abs(share) < hardly
	key := "recalc.same"
	switch {
	case moved > 0 && little:
		key = "recalc.hardly_more"
	case moved > 0:
		key = "recalc.more"
	case moved < 0 && little:
		key = "recalc.hardly_less"
	case moved < 0:
		key = "recalc.less"
	}
	return p.T(key, "before", p.Tonnes(p.Carbon.Before),
		"kg", p.Kg(math.Abs(moved)), "percent", signed(p.Locale, 100*share))
}

// When says which models the two figures have.
func (p RecalculationPage) When() string {
	if p.From.Carbon != p.To.Carbon {
		from, to := p.versions(p.From.Carbon, p.To.Carbon)
		return p.T("recalc.when", "date", p.Day, "from", from, "to", to)
	}
	from, to := p.versions(p.From.Waste, p.To.Waste)
	return p.T("recalc.when_waste", "date", p.Day, "from", from, "to", to)
}

// versions are what tells two models apart: their versions, or all that follows
// their name where these are the same.
func (p Page) versions(from, to string) (string, string) {
	a, b := p.ModelVersion(from), p.ModelVersion(to)
	if a != b {
		return a, b
	}
	_, a, _ = strings.Cut(from, " ")
	_, b, _ = strings.Cut(to, " ")
	return a, b
}

// WasteWords says what became of the waste.
func (p RecalculationPage) WasteWords() string {
	before, after := p.KgWeek(p.Waste.Before), p.KgWeek(p.Waste.After)
	switch {
	case before == after:
		return p.T("recalc.waste_same", "kg", after)
	case p.From.Waste == p.To.Waste:
		return p.T("recalc.waste_answers", "before", before, "after", after)
	}
	from, to := p.versions(p.From.Waste, p.To.Waste)
	return p.T("recalc.waste_moved", "before", before, "after", after, "from", from, "to", to)
}

// WasteMoved reports whether there is something to show stream by stream.
func (p RecalculationPage) WasteMoved() bool {
	return p.KgWeek(p.Waste.Before) != p.KgWeek(p.Waste.After)
}

// Themes are the categories, before and now.
func (p RecalculationPage) Themes() []CauseLine {
	lines := make([]CauseLine, len(p.Categories))
	for i, c := range p.Categories {
		line := named(p.Locale, footprint.Line{Rule: c.Rule, Label: c.Label, Foreign: c.Foreign})
		lines[i] = CauseLine{
			Label: line.Label, Foreign: line.Foreign,
			Note: p.T("recalc.amounts", "before", p.Kg(c.Before), "after", p.Kg(c.After)),
			Kg:   signed(p.Locale, c.Difference()),
		}
	}
	return lines
}

// StreamLines are the streams of waste, before and now.
func (p RecalculationPage) StreamLines() []CauseLine {
	lines := make([]CauseLine, len(p.Streams))
	for i, c := range p.Streams {
		lines[i] = CauseLine{
			Label: c.Label, Foreign: c.Foreign,
			Note: p.T("recalc.amounts", "before", p.KgWeek(c.Before), "after", p.KgWeek(c.After)),
			Kg:   p.signedWeek(c.Difference()),
		}
	}
	return lines
}

// signedWeek writes a difference of weekly kilograms with its sign.
func (p Page) signedWeek(kg float64) string {
	text := p.KgWeek(math.Abs(kg))
	switch {
	case text == p.KgWeek(0):
		return text
	case kg > 0:
		return "+" + text
	}
	return minus + text
}

// minus is the sign as it is typeset.
const minus = "\u2212"

// signed writes a difference in whole numbers with its sign.
func signed(l *i18n.Locale, v float64) string {
	text := l.Number(math.Abs(math.Round(v)), 0)
	switch {
	case math.Round(v) == 0:
		return text
	case v > 0:
		return "+" + text
	}
	return minus + text
}

// LostEffect says how much a lost answer counted for, empty where that is not
// known or nothing.
func (p Page) LostEffect(a footprint.LostAnswer) string {
	kg := p.Kg(math.Abs(a.KgCO2ePerYear))
	switch {
	case !a.Known || math.Round(a.KgCO2ePerYear) == 0:
		return ""
	case a.KgCO2ePerYear > 0: // without it, it would have been more
		return p.T("recalc.lost_lowered", "kg", kg)
	}
	return p.T("recalc.lost_raised", "kg", kg)
}

// ThemePath is where the questions of a theme are.
func ThemePath(t footprint.Theme) string { return "/mesurer#" + themeID(t) }

// causeGroups puts the causes into lines. What rounds to nothing is left out.
func causeGroups(l *i18n.Locale, c footprint.Causes) []CauseGroup {
	var groups []CauseGroup
	add := func(title string, lines []CauseLine) {
		if len(lines) > 0 {
			groups = append(groups, CauseGroup{Title: title, Lines: lines})
		}
	}
	if math.Round(c.Answered) != 0 {
		add("", []CauseLine{{Label: l.T("recalc.answered"), Kg: signed(l, c.Answered)}})
	}
	add(l.T("recalc.figures"), figureLines(l, c))
	add(l.T("recalc.rules"), ruleLines(l, c.Rules))
	return groups
}

func figureLines(l *i18n.Locale, c footprint.Causes) []CauseLine {
	var lines []CauseLine
	for _, f := range c.Figures {
		line := CauseLine{
			Label: f.Label, Foreign: f.Foreign,
			NoteForeign: []footprint.Foreign{f.BeforeForeign.In(f.Before), f.AfterForeign.In(f.After)},
			Note:        l.T("recalc.figure_moves", "before", f.Before, "after", f.After, "theme", themeName(l, f.Category)),
			Source:      f.Source.Label, InSource: f.Source.Foreign, SourcePath: f.Source.URL,
			Kg: signed(l, f.KgCO2ePerYear),
		}
		if f.Rule != "" {
			line.Path = explanationPath(f.Rule)
		}
		lines = append(lines, line)
	}
	if c.OtherCount > 0 {
		lines = append(lines, CauseLine{
			Label: l.T("recalc.other_figures", "count", c.OtherCount), Kg: signed(l, c.OtherFigures),
		})
	}
	return lines
}

func ruleLines(l *i18n.Locale, rules []footprint.RuleChange) []CauseLine {
	var lines []CauseLine
	for _, r := range rules {
		if math.Round(r.KgCO2ePerYear) == 0 && r.Lost == 0 {
			continue
		}
		line := CauseLine{Label: themeName(l, r.Category), Kg: signed(l, r.KgCO2ePerYear)}
		if r.Lost > 0 {
			line.Note = l.T("recalc.rules_lost", "count", r.Lost)
		}
		lines = append(lines, line)
	}
	return lines
}
