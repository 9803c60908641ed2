package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"capzero/internal/challenge"
	"capzero/internal/fault"
	"capzero/internal/footprint"
	"capzero/internal/household"
	"capzero/internal/i18n"
)

// A WeekPage is a household's week: what it can do, what it did, what it weighed.
type WeekPage struct {
	Page
	Stage   WeekStage
	When    string // "Semaine 9 · du 16 au 22 novembre"
	Heading string
	Refused string // what could not be done, in words
	Doing   string // path of the week, that forms begin with

	Season   SeasonView
	Measured bool
	Missions []MissionView // proposed, done or not
	Again    []MissionView // habits, and what was done beside
	Lasting  []MissionView
	InCommon bool // some of them avoid the same kilograms
	Weighing WeighForm
	Weighed  []WeighingView
	Kg       SeasonKg
	Rhythm   string
	Back     bool // after a week without
	Badges   []string
	Weeks    []WeekLink
}

// A WeekStage is what a week page is about.
type WeekStage int

// The stages.
const (
	NoHome       WeekStage = iota // they live in no household yet
	NoSeason                      // the city has none
	NotIn                         // they do not take part
	Waits                         // for their wave
	Acts                          // missions
	ClosingStage                  // it is over, and its last weeks can still be written down
	OverStage                     // the season is closed
)

// A SeasonView is a season in words.
type SeasonView struct {
	Name     string
	Dates    string
	Begins   string // the first week of this household's missions
	Targets  string
	Channels []Row
	Baseline bool
}

// A MissionView is a mission in a week.
type MissionView struct {
	ID, Title string
	Path      string
	Carbon    *Figure
	Waste     *Figure
	Zero      string // why it counts no kilograms
	Times     int
	Most      int
	Offered   bool
	ForHome   bool
}

// Done reports whether it is ticked.
func (m MissionView) Done() bool { return m.Times > 0 }

// More reports whether it may be done once more.
func (m MissionView) More() bool { return m.Times < m.Most }

// SeasonKg is what a household avoided so far.
type SeasonKg struct {
	Any           bool
	Carbon, Waste Figure
}

// A WeekLink leads to another week that can still be written down.
type WeekLink struct {
	Path, Words string
	Current     bool
}

// The figures of missions are the model's, for a week.
const (
	modelled = "modelled" // a model's difference, not drawn for each mission
	declared = "declared" // what people say they did, times the model
	weighed  = "weighed"  // one weight on one day
)

// week answers GET /semaine and GET /semaine/{week}.
func (s *server) week(w http.ResponseWriter, r *http.Request) error {
	return s.renderWeek(w, r, http.StatusOK, challenge.Week(r.PathValue("week")), "", nil)
}

// renderWeek shows a week, with what was refused of it.
func (s *server) renderWeek(w http.ResponseWriter, r *http.Request, status int, of challenge.Week, refused string, form *WeighForm) error {
	if _, ok := challenge.ParseWeek(string(of)); !ok && of != "" {
		return notFound(w, r)
	}
	v, err := s.visitor(r, s.locale(r).Tag())
	if err != nil {
		return err
	}
	p := WeekPage{Page: s.newPage(r, v, "week.title"), Refused: refused, Measured: v.done()}
	p.Path = "/semaine"
	if err := s.fillWeek(r, &p, of); err != nil {
		return err
	}
	if form != nil {
		form.Last, form.Streams, form.Sizes, form.Fills = p.Weighing.Last, p.Weighing.Streams, p.Weighing.Sizes, p.Weighing.Fills
		p.Weighing = *form
		p.Weighing.choose(p.Page)
	}
	return s.render(w, r, status, p.Page, weekPage(p))
}

// fillWeek finds out what the page is about, and fills it.
func (s *server) fillWeek(r *http.Request, p *WeekPage, of challenge.Week) error {
	_, found, err := s.Households.Of(r.Context(), me(r))
	if err != nil || !found {
		return err // no home
	}
	season, found, err := s.Challenge.Current(r.Context(), s.City.ID)
	if err != nil {
		return err
	}
	p.Weighing = newWeighForm(p.Page, household.DayOf(s.Now(), s.City.Location()))
	if !found {
		p.Stage = NoSeason
		return nil
	}
	in, found, err := s.Challenge.Participation(r.Context(), me(r))
	if err != nil {
		return err
	}
	p.Season = seasonView(p.Page, season)
	if !found {
		p.Stage = NotIn
		return nil
	}
	p.Season.Begins = p.dayWords(in.Season.Starts(in.Enrolment.Wave).First())
	week, err := s.Challenge.MyWeek(r.Context(), me(r), of)
	if err != nil {
		return err
	}
	missions, err := s.Footprint.Missions(r.Context(), s.holderOf(r), p.Tag())
	if err != nil {
		return err
	}
	p.show(week, missions)
	return nil
}

// holderOf is the person who has signed in, as the measures know them.
func (s *server) holderOf(r *http.Request) footprint.Holder { return footprint.Person(me(r)) }

// show fills the page of a household that takes part.
func (p *WeekPage) show(m challenge.MyWeek, all []footprint.Mission) {
	p.Doing = "/semaine/" + string(m.Week)
	p.When = p.T("week.when", "number", m.Season.NumberOf(m.Week), "days", p.span(m.Week))
	p.Season.Baseline, p.InCommon = m.Season.InBaseline(m.Week), m.InCommon
	switch {
	case m.Season.PhaseOn(m.Today) == challenge.Closed:
		p.Stage = OverStage
	case m.Season.PhaseOn(m.Today) == challenge.Closing && !m.Season.Holds(m.Week):
		p.Stage, p.When = ClosingStage, p.Season.Dates
	case m.Waiting:
		p.Stage = Waits
	default:
		p.Stage = Acts
	}
	p.showMissions(m, all)
	for _, weighing := range m.Weighings {
		p.Weighed = append(p.Weighed, weighingView(p.Page, weighing))
	}
	p.Weighing.Last = lastWords(p.Page, m.LastGrams)
	p.showKg(m)
	for _, w := range m.Open {
		p.Weeks = append(p.Weeks, WeekLink{Path: "/semaine/" + string(w), Words: p.span(w), Current: w == m.Week})
	}
	p.Rhythm = rhythmWords(p.Locale, m.Rhythm)
	p.Back = m.Rhythm.Back
	for _, b := range m.Badges {
		p.Badges = append(p.Badges, p.T("badge."+string(b)))
	}
}

// showMissions sorts the missions of a week: those that are proposed, those that
// were done beside or before, and those that last.
func (p *WeekPage) showMissions(m challenge.MyWeek, all []footprint.Mission) {
	times := map[string]int{}
	for _, c := range m.Done {
		times[c.Mission] += c.Times
	}
	view := func(id string, offered bool) (MissionView, bool) {
		i := slices.IndexFunc(all, func(o footprint.Mission) bool { return o.ID == id })
		if i < 0 {
			return MissionView{}, false
		}
		v := missionView(p.Page, all[i])
		v.Times, v.Offered = times[id], offered
		return v, true
	}
	shown := map[string]bool{}
	add := func(to *[]MissionView, id string, offered bool) {
		if v, ok := view(id, offered); ok && !shown[id] {
			shown[id] = true
			*to = append(*to, v)
		}
	}
	for _, o := range m.Offers {
		add(&p.Missions, o.Mission, true)
	}
	for _, id := range m.Lasting {
		add(&p.Lasting, id, false)
	}
	for _, c := range m.Done {
		add(&p.Again, c.Mission, false)
	}
	for _, id := range m.Habits {
		add(&p.Again, id, false)
	}
	p.Heading = p.T("week.heading", "count", len(p.Missions), "number", p.counted(len(p.Missions)))
}

// showKg adds up what was avoided since the season began.
func (p *WeekPage) showKg(m challenge.MyWeek) {
	var carbon, waste int64
	for _, k := range m.Kg {
		carbon, waste = carbon+k.Carbon, waste+k.Waste
	}
	p.Kg = SeasonKg{
		Any:    carbon != 0 || waste != 0,
		Carbon: avoidedFigure(p.Locale, carbon, carbonUnit, perSeason, declared),
		Waste:  avoidedFigure(p.Locale, waste, wasteUnit, perSeason, declared),
	}
}

const perSeason = "saison"

// avoidedFigure states grams as kilograms.
func avoidedFigure(l *i18n.Locale, grams int64, code, period, reason string) Figure {
	write := func(kg float64) string { return kilograms(l, kg) }
	unit := l.T("unit.kg")
	if code == carbonUnit {
		unit = l.T("unit.kgco2e")
	}
	return newFigure(l, write, float64(grams)/1000, footprint.Interval{}, Figure{Unit: unit, Code: code, Period: period, Reason: reason})
}

// missionView is a mission with what it is worth, done once.
func missionView(p Page, m footprint.Mission) MissionView {
	v := MissionView{ID: m.ID, Title: m.Label, Path: missionPath(m.ID), Most: max(m.MostTimes, 1), ForHome: m.ForHome}
	if g := m.PerHome.GramsCO2e; g >= leastShown {
		f := avoidedFigure(p.Locale, -g, carbonUnit, perWeek, modelled)
		v.Carbon = &f
	}
	if g := m.PerHome.GramsWaste(); g >= leastShown {
		f := avoidedFigure(p.Locale, -g, wasteUnit, perWeek, modelled)
		v.Waste = &f
	}
	if v.Carbon == nil && v.Waste == nil {
		v.Zero = p.T("mission.no_kg")
	}
	return v
}

// leastShown in grams: below it a figure reads "0".
const leastShown = 10

func missionPath(id string) string { return "/missions/" + url.PathEscape(id) }

// span is the days of a week in words: "du 16 au 22 novembre".
func (p Page) span(w challenge.Week) string {
	first, last := w.First().Time(), w.Last().Time()
	if first.Month() == last.Month() {
		return p.T("week.span", "first", p.DayOfMonth(first), "last", p.DayAndMonth(last))
	}
	return p.T("week.span", "first", p.DayAndMonth(first), "last", p.DayAndMonth(last))
}

func rhythmWords(l *i18n.Locale, r challenge.Rhythm) string {
	if r.Of == 0 {
		return ""
	}
	words := l.T("week.rhythm", "active", r.Active, "count", r.Of)
	if r.Jokers > 0 {
		words += " " + l.T("week.joker", "count", r.Jokers)
	}
	return words
}

func seasonView(p Page, season challenge.Season) SeasonView {
	v := SeasonView{
		Name:    season.Name,
		Dates:   p.T("season.dates", "first", p.ShortDate(season.From.First().Time()), "last", p.ShortDate(season.Last().Last().Time())),
		Targets: p.T("season.targets", "waste", season.WasteTarget, "carbon", season.CarbonTarget),
	}
	for _, c := range challenge.Channels() {
		v.Channels = append(v.Channels, Row{ID: "canal-" + string(c), Type: "radio", Name: fieldChannel, Value: string(c), Label: p.T("channel." + string(c))})
	}
	return v
}

const fieldChannel = "canal"

// takePart answers POST /participer.
func (s *server) takePart(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	if _, err := s.Challenge.Enrol(r.Context(), me(r), challenge.Channel(form.Get(fieldChannel))); err != nil {
		return err
	}
	seeOther(w, r, "/semaine")
	return nil
}

// checkIn answers POST /semaine/{week}/missions/{id}.
func (s *server) checkIn(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	week, id := challenge.Week(r.PathValue("week")), r.PathValue("id")
	times, ok := wholeNumber(form.Get(challenge.TimesField), s.locale(r))
	if !ok {
		return fault.New(fault.Invalid, "error.bad_form")
	}
	return s.afterWeek(w, r, week, "#"+missionAnchor(id), s.Challenge.CheckIn(r.Context(), me(r), week, id, times))
}

// answerOffer answers POST /semaine/{week}/missions/{id}/reponse.
func (s *server) answerOffer(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	week := challenge.Week(r.PathValue("week"))
	answer := challenge.OfferAnswer(form.Get(fieldOfferAnswer))
	return s.afterWeek(w, r, week, "#missions", s.Challenge.AnswerOffer(r.Context(), me(r), week, r.PathValue("id"), answer))
}

// stopLasting answers POST /semaine/{week}/missions/{id}/arreter.
func (s *server) stopLasting(w http.ResponseWriter, r *http.Request) error {
	week := challenge.Week(r.PathValue("week"))
	return s.afterWeek(w, r, week, "", s.Challenge.Stop(r.Context(), me(r), r.PathValue("id"), week))
}

const fieldOfferAnswer = "reponse"

// afterWeek leads back to the week, or shows it again with what could not be done.
func (s *server) afterWeek(w http.ResponseWriter, r *http.Request, week challenge.Week, anchor string, err error) error {
	if refused := refusal(r, s.locale(r), err); refused != "" {
		if _, ok := challenge.ParseWeek(string(week)); !ok {
			return err
		}
		return s.renderWeek(w, r, statuses[asFault(err).Kind], week, refused, nil)
	}
	if err != nil {
		return err
	}
	seeOther(w, r, s.weekPath(week)+anchor)
	return nil
}

// weekPath is where a week is looked at: the short address for the current one.
func (s *server) weekPath(w challenge.Week) string {
	if today := household.DayOf(s.Now(), s.City.Location()); w.First() <= today && today < w.After() {
		return "/semaine"
	}
	return "/semaine/" + string(w)
}

func missionAnchor(id string) string { return "m-" + strings.ReplaceAll(id, " ", "-") }

func timesWord(n int) string { return strconv.Itoa(n) }

// counted writes a small number as a word that begins a sentence.
func (p Page) counted(n int) string {
	switch n {
	case 2:
		return p.T("number.two")
	case 3:
		return p.T("number.three")
	}
	return p.Number(float64(n), 0)
}
