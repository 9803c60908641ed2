package web

import (
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"capzero/internal/footprint"
)

// A ShiftPage says what changed between two bilans of a household.
type ShiftPage struct {
	Page
	footprint.Shift
	Bars   []Bar // before and now
	Groups []ShiftGroup
	Asked  []AskedReason             // the answers that the household is asked about
	Still  []footprint.ShiftedAnswer // changed, and moved nothing
	Total  ShiftAmounts
}

// A ShiftGroup is one sort of cause, with what it made of the difference.
type ShiftGroup struct {
	ID    string
	Title string
	Note  string
	Lines []ShiftLine
	Sum   ShiftAmounts
}

// A ShiftLine is one answer that differs.
type ShiftLine struct {
	Label   string
	Path    string
	Change  string // "12 000 km → 8 000 km"
	Amounts ShiftAmounts

	Foreign       footprint.Foreign   // of Label
	ChangeForeign []footprint.Foreign // of Change
}

// ShiftAmounts are what a part moved, signed, in words; Waste is empty where it
// moved none.
type ShiftAmounts struct {
	Carbon string
	Waste  string
}

// An AskedReason is one answer with the three things that may be behind it.
type AskedReason struct {
	ShiftLine
	ID    string
	Field string
	Rows  []Row
}

func shiftPath(earlier, later int) string {
	return "/bilans/" + strconv.Itoa(later) + "/depuis/" + strconv.Itoa(earlier)
}

// shift answers GET /bilans/{number}/depuis/{earlier}.
func (s *server) shift(w http.ResponseWriter, r *http.Request) error {
	holder, later, err := s.ofMilestone(r, "number")
	if err != nil {
		return err
	}
	_, earlier, err := s.ofMilestone(r, "earlier")
	if err != nil {
		return err
	}
	l := s.locale(r)
	found, err := s.Footprint.Shift(r.Context(), holder, earlier, later, l.Tag())
	if err != nil {
		return err
	}
	p := ShiftPage{Page: s.newPage(r, visitor{started: true}, "shift.title"), Shift: found}
	p.Wide = true
	p.Bars = p.bars()
	p.Total = p.amounts(difference(found))
	if found.Known {
		p.Groups = p.groups()
		p.Asked, p.Still = p.asked(), p.still()
	}
	return s.render(w, r, http.StatusOK, p.Page, shiftPage(p))
}

// tellReasons answers POST /bilans/{number}/depuis/{earlier}.
func (s *server) tellReasons(w http.ResponseWriter, r *http.Request) error {
	holder, later, err := s.ofMilestone(r, "number")
	if err != nil {
		return err
	}
	_, earlier, err := s.ofMilestone(r, "earlier")
	if err != nil {
		return err
	}
	form, err := readForm(r)
	if err != nil {
		return err
	}
	if err := s.Footprint.TellReasons(r.Context(), holder, earlier, later, reasonsIn(form)); err != nil {
		return err
	}
	seeOther(w, r, shiftPath(earlier, later))
	return nil
}

const reasonPrefix = "raison["

// reasonsIn reads what was said of each answer. An answer that nothing was said
// of is not in the form.
func reasonsIn(form url.Values) map[string]footprint.ShiftReason {
	reasons := map[string]footprint.ShiftReason{}
	for field := range form {
		rule, ok := strings.CutPrefix(field, reasonPrefix)
		if rule, closed := strings.CutSuffix(rule, "]"); ok && closed {
			reasons[rule] = footprint.ShiftReason(form.Get(field))
		}
	}
	return reasons
}

func difference(s footprint.Shift) footprint.Part {
	return footprint.Part{
		CarbonGrams: int64(math.Round(1000 * s.Carbon.Difference())),
		WasteGrams:  int64(math.Round(1000 * s.Waste.Difference())),
	}
}

// bars draws both footprints.
func (p ShiftPage) bars() []Bar {
	lines := []footprint.Line{
		{Label: p.name(p.Earlier), Amount: p.Carbon.Before, Known: true},
		{Label: p.name(p.Later), Amount: p.Carbon.After, Known: true},
	}
	bars := plainBars(lines, "city", func(line footprint.Line) Figure {
		return yearlyTonnes(p.Locale, line.Amount, footprint.Interval{}, kept)
	})
	bars[0].Segments[0].Class = "common"
	return bars
}

// name is what a bilan is called: its name, else its day.
func (p Page) name(m footprint.Milestone) string {
	if m.Name != "" {
		return m.Name
	}
	return p.Date(m.At.In(p.City.Location()))
}

// amounts writes a part in words.
func (p Page) amounts(of footprint.Part) ShiftAmounts {
	words := ShiftAmounts{Carbon: signed(p.Locale, float64(of.CarbonGrams)/1000)}
	if kg := float64(of.WasteGrams) / 1000; p.KgWeek(math.Abs(kg)) != p.KgWeek(0) {
		words.Waste = p.signedWeek(kg)
	}
	return words
}

// groups sorts the causes: what the household changed comes first, what the
// model changed last. One that moved nothing and has nothing in it is left out.
func (p ShiftPage) groups() []ShiftGroup {
	var groups []ShiftGroup
	add := func(id string, sum footprint.Part, in func(footprint.ShiftedAnswer) bool) {
		g := ShiftGroup{ID: id, Title: p.T("shift." + id), Note: p.T("shift." + id + "_note"), Sum: p.amounts(sum)}
		for _, a := range p.Answers {
			if in(a) && !a.Part.IsZero() {
				g.Lines = append(g.Lines, p.line(a))
			}
		}
		if len(g.Lines) > 0 || !sum.IsZero() {
			groups = append(groups, g)
		}
	}
	because := func(reason footprint.ShiftReason) func(footprint.ShiftedAnswer) bool {
		return func(a footprint.ShiftedAnswer) bool { return a.Changed && a.Reason == reason }
	}
	add("life", p.Sum(footprint.LifeChange), because(footprint.LifeChange))
	add("ask", p.Sum(footprint.NotSaid), because(footprint.NotSaid))
	add("learned", p.Learned(), func(a footprint.ShiftedAnswer) bool { return !a.Changed })
	add("correction", p.Sum(footprint.Correction), because(footprint.Correction))
	add("unsure", p.Sum(footprint.Unsure), because(footprint.Unsure))
	add("model", p.Model, func(footprint.ShiftedAnswer) bool { return false })
	return groups
}

func (p ShiftPage) line(a footprint.ShiftedAnswer) ShiftLine {
	before := a.Before
	if before == "" {
		before = p.T("shift.no_answer")
	}
	return ShiftLine{
		Label: a.Question, Foreign: a.Foreign, Path: questionPath(a.Rule, afterList),
		ChangeForeign: []footprint.Foreign{a.BeforeForeign.In(a.Before), a.AfterForeign.In(a.After)},
		Change:        p.T("shift.change", "before", before, "after", a.After),
		Amounts:       p.amounts(a.Part),
	}
}

// asked are the questions about changed answers, with what was said before.
func (p ShiftPage) asked() []AskedReason {
	var all []AskedReason
	for _, a := range p.Answers {
		if !a.Changed || a.Part.IsZero() {
			continue
		}
		id := "raison-" + strconv.Itoa(len(all))
		asked := AskedReason{ShiftLine: p.line(a), ID: id, Field: reasonPrefix + a.Rule + "]"}
		for i, reason := range []footprint.ShiftReason{footprint.LifeChange, footprint.Correction, footprint.Unsure} {
			asked.Rows = append(asked.Rows, Row{
				ID: id + "-" + strconv.Itoa(i), Type: "radio", Name: asked.Field, Value: string(reason),
				Label: p.T("shift.reason_" + string(reason)), Checked: a.Reason == reason,
			})
		}
		all = append(all, asked)
	}
	return all
}

// still are the answers that differ and moved nothing.
func (p ShiftPage) still() []footprint.ShiftedAnswer {
	var all []footprint.ShiftedAnswer
	for _, a := range p.Answers {
		if a.Part.IsZero() {
			all = append(all, a)
		}
	}
	return all
}

// Open counts the answers that nothing has been said of.
func (p ShiftPage) Open() int {
	n := 0
	for _, a := range p.Answers {
		if a.Changed && !a.Part.IsZero() && a.Reason == footprint.NotSaid {
			n++
		}
	}
	return n
}

// Lead says in a sentence what happened to the footprint, and no more than is
// known: a smaller figure is a saving only where the household says that it
// lives another way.
func (p ShiftPage) Lead() string {
	kg := math.Round(p.Carbon.Difference())
	switch {
	case kg > 0:
		return p.T("shift.more", "kg", p.Kg(kg))
	case kg < 0:
		return p.T("shift.less", "kg", p.Kg(-kg))
	}
	return p.T("shift.same")
}

// LifeWords says what a changed habit made of the footprint, once the household
// has said that there is one.
func (p ShiftPage) LifeWords() string {
	kg := math.Round(float64(p.Sum(footprint.LifeChange).CarbonGrams) / 1000)
	switch {
	case kg < 0:
		return p.T("shift.life_less", "kg", p.Kg(-kg))
	case kg > 0:
		return p.T("shift.life_more", "kg", p.Kg(kg))
	case p.Open() > 0:
		return p.T("shift.life_open", "count", p.Open())
	}
	return p.T("shift.life_none")
}

// Themes are the categories, before and now.
func (p ShiftPage) Themes() []CauseLine {
	return RecalculationPage{Page: p.Page, Recalculation: footprint.Recalculation{Categories: p.Categories}}.Themes()
}

// StreamLines are the streams of waste, before and now.
func (p ShiftPage) StreamLines() []CauseLine {
	return RecalculationPage{Page: p.Page, Recalculation: footprint.Recalculation{Streams: p.Streams}}.StreamLines()
}
