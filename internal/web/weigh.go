package web

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"capzero/internal/challenge"
	"capzero/internal/fault"
	"capzero/internal/household"
	"capzero/internal/i18n"
)

// A WeighForm is the form of a weighing, as it was typed, with what is wrong.
type WeighForm struct {
	Day, Stream, Typed  string
	Bags, Litres, Fill  string
	ByBags              bool
	Problem             FieldProblem
	Doubt               Unusual
	Back                string            // the page to come back to
	Last                map[string]string // the last weight of each stream, in words
	Streams             []Row
	Sizes, Fills        []Row
	Saved               string // what was just weighed, in words
	FirstDay, TodaysDay string
}

// A WeighingView is one weighing in words.
type WeighingView struct {
	Number int
	Stream string
	Day    string
	Kg     Figure
	ByBags bool
	Path   string // to take it back
}

func weighingView(p Page, w challenge.Weighing) WeighingView {
	return WeighingView{
		Number: w.Number, Stream: p.T("stream." + string(w.Stream)), Day: p.T("weigh.on_day", "weekday", p.Weekday(w.Day.Time()), "day", p.DayAndMonth(w.Day.Time())),
		Kg: avoidedFigure(p.Locale, w.Grams, wasteUnit, "jour", weighed), ByBags: w.Method == challenge.ByBags,
		Path: "/peser/" + strconv.Itoa(w.Number) + "/retirer",
	}
}

// newWeighForm is the empty form: the grey bag, today.
func newWeighForm(p Page, today household.Day) WeighForm {
	f := WeighForm{Day: string(today), Stream: string(challenge.Residual), TodaysDay: string(today)}
	f.choose(p)
	return f
}

// choose makes the rows to choose from, with what is chosen.
func (f *WeighForm) choose(p Page) {
	f.Streams, f.Sizes, f.Fills = nil, nil, nil
	for _, s := range challenge.Streams() {
		f.Streams = append(f.Streams, Row{
			ID: "flux-" + string(s), Type: "radio", Name: challenge.StreamField, Value: string(s),
			Label: p.T("stream." + string(s)), Checked: f.Stream == string(s),
		})
	}
	for _, size := range challenge.BagSizes() {
		v := strconv.Itoa(size)
		f.Sizes = append(f.Sizes, Row{ID: "litres-" + v, Type: "radio", Name: challenge.LitresField, Value: v,
			Label: p.T("weigh.litres", "count", size), Checked: f.Litres == v})
	}
	for _, fill := range challenge.Fills() {
		v := strconv.Itoa(fill)
		f.Fills = append(f.Fills, Row{ID: "plein-" + v, Type: "radio", Name: challenge.FillField, Value: v,
			Label: p.T("weigh.fill_" + v), Checked: f.Fill == v})
	}
}

func lastWords(p Page, last map[challenge.Stream]int64) map[string]string {
	words := map[string]string{}
	for s, grams := range last {
		words[string(s)] = kilograms(p.Locale, float64(grams)/1000)
	}
	return words
}

// LastOf is the last weight of the stream that is chosen, empty without one.
func (f WeighForm) LastOf() string { return f.Last[f.Stream] }

func typedWeighing(form url.Values) WeighForm {
	return WeighForm{
		Day: form.Get(challenge.DayField), Stream: form.Get(challenge.StreamField), Typed: form.Get(challenge.WeightField),
		Bags: form.Get(challenge.BagsField), Litres: form.Get(challenge.LitresField), Fill: form.Get(challenge.FillField),
		Back: form.Get(fieldNext),
	}
}

// weighing is what the form says. What it may be is not judged here.
func (f WeighForm) weighing(confirmed string) challenge.NewWeighing {
	whole := func(typed string) int { n, _ := strconv.Atoi(typed); return n }
	return challenge.NewWeighing{
		Day: household.Day(f.Day), Stream: challenge.Stream(f.Stream), Typed: f.Typed,
		Bags:      challenge.Bags{Count: whole(f.Bags), Litres: whole(f.Litres), FillPercent: whole(f.Fill)},
		Confirmed: confirmed,
	}
}

// A WeighPage is the form of a weighing on a page of its own, with bags and other
// days.
type WeighPage struct {
	Page
	Form    WeighForm
	Refused string
}

// weighing answers GET /peser.
func (s *server) weighing(w http.ResponseWriter, r *http.Request) error {
	query := r.URL.Query()
	p, err := s.homesPage(r, "weigh.title")
	if err != nil {
		return err
	}
	f := newWeighForm(p, household.DayOf(s.Now(), s.City.Location()))
	if stream := query.Get(challenge.StreamField); stream != "" {
		f.Stream = stream
		f.choose(p)
	}
	f.ByBags = query.Has(challenge.BagsField)
	return s.renderWeigh(w, r, http.StatusOK, f, "")
}

func (s *server) renderWeigh(w http.ResponseWriter, r *http.Request, status int, f WeighForm, refused string) error {
	page, err := s.homesPage(r, "weigh.title")
	if err != nil {
		return err
	}
	if _, err := s.myHousehold(r); err != nil {
		return err
	}
	page.Path = "/peser"
	f.ByBags = f.ByBags || f.Bags != "" || f.Litres != "" || f.Fill != ""
	f.choose(page)
	return s.render(w, r, status, page, weighPage(WeighPage{Page: page, Form: f, Refused: refused}))
}

// weigh answers POST /peser. What is refused or asked about is shown on the page
// of the form, with all that was typed.
func (s *server) weigh(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	f := typedWeighing(form)
	if f.Day == "" {
		f.Day = string(household.DayOf(s.Now(), s.City.Location()))
	}
	kept, err := s.Challenge.Weigh(r.Context(), me(r), s.locale(r).Tag(), f.weighing(form.Get(challenge.ConfirmField)))
	if err == nil {
		seeOther(w, r, backTo(f.Back)+"#peser-"+strconv.Itoa(kept.Number))
		return nil
	}
	l := s.locale(r)
	if doubt, ok := errors.AsType[*challenge.Doubt](err); ok {
		f.Doubt = Unusual{Sentence: l.T(doubt.Fault.Key, doubt.Fault.Args...), Given: doubt.Given}
		return s.renderWeigh(w, r, http.StatusUnprocessableEntity, f, "")
	}
	fa, ok := errors.AsType[*fault.Error](err)
	if !ok || fa.Field == "" || wantsProblem(r) {
		return err
	}
	f.Problem = FieldProblem{Field: fa.Field, Message: l.T(fa.Key, inWords(l, fa.Args)...)}
	return s.renderWeigh(w, r, statuses[fa.Kind], f, "")
}

// unweigh answers POST /peser/{number}/retirer.
func (s *server) unweigh(w http.ResponseWriter, r *http.Request) error {
	number, err := strconv.Atoi(r.PathValue("number"))
	if err != nil {
		return notFound(w, r)
	}
	form, err := readForm(r)
	if err != nil {
		return err
	}
	if err := s.Challenge.TakeBack(r.Context(), me(r), number); err != nil {
		return err
	}
	seeOther(w, r, backTo(form.Get(fieldNext)))
	return nil
}

// backTo is the page that a form came from, the week without one.
func backTo(path string) string {
	if path == "" {
		return "/semaine"
	}
	return nextPath(path)
}

// bagsTyped is how many bags are in the form: one, as long as nothing was typed.
func bagsTyped(f WeighForm) string { return cmp.Or(f.Bags, "1") }

// inWords writes the days among the arguments of a fault.
func inWords(l *i18n.Locale, args []any) []any {
	said := slices.Clone(args)
	for i, a := range said {
		if day, ok := a.(time.Time); ok {
			said[i] = l.ShortDate(day)
		}
	}
	return said
}
