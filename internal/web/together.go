package web

import (
	"net/http"
	"slices"

	"capzero/internal/challenge"
	"capzero/internal/footprint"
	"capzero/internal/i18n"
)

// A TogetherPage is a season at each scale: a household, its team, its zone, its
// city, each beside the next. A visitor sees the zones and the city.
type TogetherPage struct {
	Page
	Season  SeasonView
	HasOne  bool   // the city has a season
	Mine    bool   // the household of who looks takes part
	Begun   string // when kilograms begin to be counted, where they have not
	Scales  []ScaleView
	Amounts []AmountView // what the kilograms of the largest scale come to
	OfWhom  string       // whose they are
	Rates   []RateChart  // by ledger
	Homes   Comparison   // flats and houses
	Zones   Comparison
	Taken   string // when the figures of zones and city were taken
}

// A ScaleView is what one scale avoided since the season began.
type ScaleView struct {
	ID      string
	Name    string
	Foreign footprint.Foreign // of Name
	Who     string            // how many households
	Carbon  *Figure
	Waste   *Figure
	Waits   string // what it waits for, where nothing is shown
	More    Link   // where to go on, if anywhere
	carbon  footprint.Line
	waste   footprint.Line
	totals  map[challenge.Kind]challenge.Claim
}

// Shown reports whether it has figures.
func (s ScaleView) Shown() bool { return s.Carbon != nil || s.Waste != nil }

// A Link leads somewhere, by its words.
type Link struct{ Path, Words string }

// An AmountView is what kilograms of one ledger come to, in words.
type AmountView struct {
	Kind  string
	Words []string
}

// A RateChart is what households avoid in a week, of one ledger, at each scale.
type RateChart struct {
	Chart
	Bars []Bar
}

const togetherFile = "/ensemble/tableau.csv"

// together answers GET /ensemble.
func (s *server) together(w http.ResponseWriter, r *http.Request) error {
	p, err := s.togetherPage(r)
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, p.Page, togetherPage(p))
}

// compare answers GET /ensemble/comparer.
func (s *server) compare(w http.ResponseWriter, r *http.Request) error {
	p, err := s.togetherPage(r)
	if err != nil {
		return err
	}
	p.Path, p.Title = "/ensemble/comparer", p.T("together.compared")
	return s.render(w, r, http.StatusOK, p.Page, comparePage(p))
}

func (s *server) togetherPage(r *http.Request) (p TogetherPage, err error) {
	v, err := s.visitor(r, s.locale(r).Tag())
	if err != nil {
		return p, err
	}
	p.Page = s.newPage(r, v, "together.title")
	p.Path, p.Robots = "/ensemble", true
	var t challenge.Together
	if session := sessionOf(r); session.SignedIn() {
		t, p.HasOne, err = s.Challenge.Together(r.Context(), me(r), s.City.ID)
	} else {
		t.CityStory, p.HasOne, err = s.Challenge.CityStory(r.Context(), s.City.ID)
	}
	if err != nil || !p.HasOne {
		return p, err
	}
	all, err := challenge.Likenesses()
	if err != nil {
		return p, err
	}
	p.show(t, all)
	p.compareZones(t, r.URL.Query())
	return p, nil
}

// show fills the page.
func (p *TogetherPage) show(t challenge.Together, all []challenge.Likeness) {
	p.Season, p.Mine = seasonView(p.Page, t.Season), t.In
	if first := t.Season.Starts(1); t.Today < first.First() {
		p.Begun = p.dayWords(first.First())
	}
	if t.In {
		p.Scales = append(p.Scales, p.mine(t), p.teamScale(t), p.zoneScale(t))
	} else {
		for _, z := range t.Zones {
			if view := p.groupScale("zone-"+z.Zone, z.Snapshot); view.Shown() {
				view.Name, view.Foreign = p.zone(z.Zone).Name, p.zone(z.Zone).Foreign
				p.Scales = append(p.Scales, view)
			}
		}
	}
	city := p.groupScale("ville", t.City)
	city.Name = p.City.Short
	p.Scales = append(p.Scales, city)
	if t.City.Week != "" {
		p.Taken = p.ShortDate(t.City.Week.First().Time())
	}
	p.showAmounts(all)
	p.Rates = []RateChart{p.rateChart(challenge.Carbon), p.rateChart(challenge.Waste)}
	p.Homes = p.comparison("logements",
		Side{p.T("together.flats"), p.T("together.the_flats"), t.Flats}, Side{p.T("together.houses"), p.T("together.the_houses"), t.Houses})
	p.Homes.Title = p.T("together.homes")
}

// mine is the household of who looks.
func (p *TogetherPage) mine(t challenge.Together) ScaleView {
	v := ScaleView{ID: "foyer", Name: p.T("together.mine"), More: Link{"/semaine", p.T("together.to_week")}}
	if t.Mine.Weeks == 0 {
		v.Waits = p.T("together.mine_waits")
		return v
	}
	v.Who = p.T("together.weeks_of", "count", t.Mine.Weeks)
	p.state(&v, t.Mine.Claims, int64(t.Mine.Weeks))
	return v
}

func (p *TogetherPage) teamScale(t challenge.Together) ScaleView {
	v := ScaleView{ID: "equipe", Name: p.T("together.team")}
	if t.Team == nil {
		v.Waits = p.T("together.team_none")
		return v
	}
	v.Name = t.Team.Team.Name
	v.Who = p.T("together.team_who", "count", len(t.Team.Households))
	p.state(&v, t.TeamSum.Claims, int64(t.TeamSum.Weeks))
	if !v.Shown() {
		v.Waits = p.T("together.team_waits", "least", challenge.SeenFrom)
	}
	return v
}

func (p *TogetherPage) zoneScale(t challenge.Together) ScaleView {
	i := slices.IndexFunc(t.Zones, func(z challenge.ZoneSnapshot) bool { return z.Zone == t.Zone })
	if i < 0 {
		return ScaleView{ID: "quartier", Name: p.T("together.zone"), Waits: p.T("together.zone_unknown"), More: Link{"/foyer/logement", p.T("together.zone_say")}}
	}
	v := p.groupScale("quartier", t.Zones[i].Snapshot)
	v.Name, v.Foreign = p.zone(t.Zone).Name, p.zone(t.Zone).Foreign
	return v
}

// groupScale is a zone or the city, from its snapshot.
func (p *TogetherPage) groupScale(id string, snap challenge.Snapshot) ScaleView {
	v := ScaleView{ID: id}
	p.state(&v, claimsOf(snap), snap.HouseholdWeeks())
	if !v.Shown() {
		v.Waits = p.T("together.group_waits", "least", challenge.ShownFrom)
		return v
	}
	v.Who = p.T("together.group_who", "count", snap.Households())
	return v
}

// claimsOf are the ledgers of a snapshot, where they are shown.
func claimsOf(snap challenge.Snapshot) map[challenge.Kind]challenge.Claim {
	claims := map[challenge.Kind]challenge.Claim{}
	if f, shown := snap.Of(challenge.CarbonAvoided); shown {
		claims[challenge.Carbon] = claimOf(f)
	}
	if f, shown := snap.Waste(); shown {
		claims[challenge.Waste] = claimOf(f)
	}
	return claims
}

func claimOf(f challenge.GroupFigure) challenge.Claim {
	low, high := f.Interval()
	return challenge.Claim{Grams: f.Grams, Low: low, High: high}
}

// state writes the figures of a scale: since the season began, and for one household
// and week in which something was avoided.
func (p *TogetherPage) state(v *ScaleView, claims map[challenge.Kind]challenge.Claim, weeks int64) {
	v.totals = claims
	if c, shown := claims[challenge.Carbon]; shown {
		f := claimFigure(p.Locale, c, carbonUnit)
		v.Carbon, v.carbon = &f, lineOfRate(c, weeks)
	}
	if c, shown := claims[challenge.Waste]; shown {
		f := claimFigure(p.Locale, c, wasteUnit)
		v.Waste, v.waste = &f, lineOfRate(c, weeks)
	}
}

func lineOfRate(c challenge.Claim, weeks int64) footprint.Line {
	per := func(grams int64) float64 { return float64(grams) / 1000 / float64(weeks) }
	if weeks <= 0 {
		return footprint.Line{}
	}
	return footprint.Line{Known: true, Amount: per(c.Grams), Interval: footprint.Interval{Known: c.Low < c.High, Low: per(c.Low), High: per(c.High)}}
}

// claimFigure states what somebody says they avoided in a season.
func claimFigure(l *i18n.Locale, c challenge.Claim, code string) Figure {
	f := avoidedFigure(l, c.Grams, code, perSeason, declared)
	if c.Low >= c.High {
		return f
	}
	kg := func(grams int64) float64 { return float64(grams) / 1000 }
	write := func(v float64) string { return fewDigits(l, v) }
	if kg(c.High) >= leastTonnes {
		write = func(v float64) string { return l.Number(v/1000, 0) }
		f.Unit = l.T("unit." + map[string]string{carbonUnit: "tCO2e", wasteUnit: "t"}[code])
	}
	return newFigure(l, write, kg(c.Grams), footprint.Interval{Known: true, Low: kg(c.Low), High: kg(c.High)}, f)
}

// leastTonnes in kilograms: from there on a sum is written in tonnes.
const leastTonnes = 1_000_000

// fewDigits writes an amount without a decimal where it is large.
func fewDigits(l *i18n.Locale, kg float64) string {
	if kg >= 100 {
		return l.Number(kg, 0)
	}
	return kilograms(l, kg)
}

// rateKg writes kilograms of one week, which are few and compared with each other.
func rateKg(l *i18n.Locale, kg float64) string {
	if kg < 10 {
		return l.Number(kg, 2)
	}
	return l.Number(kg, 1)
}

// rateFigure states kilograms of a week.
func rateFigure(l *i18n.Locale, line footprint.Line, code, reason string) Figure {
	unit := map[string]string{carbonUnit: "unit.kgco2e", wasteUnit: "unit.kg"}[code]
	write := func(kg float64) string { return rateKg(l, kg) }
	return newFigure(l, write, line.Amount, line.Interval, Figure{Unit: l.T(unit), Code: code, Period: perWeek, Reason: reason})
}

// showAmounts says what the kilograms of the largest scale that has any come to.
func (p *TogetherPage) showAmounts(all []challenge.Likeness) {
	for _, v := range slices.Backward(p.Scales) {
		if !v.Shown() {
			continue
		}
		p.OfWhom = v.Name
		for _, k := range []challenge.Kind{challenge.Carbon, challenge.Waste} {
			view := AmountView{Kind: p.T("together.amount_" + string(k))}
			for _, a := range challenge.Amounts(all, k, v.totals[k].Grams) {
				view.Words = append(view.Words, p.T("amount."+a.ID, "count", int(a.Number+0.5)))
			}
			if len(view.Words) > 0 {
				p.Amounts = append(p.Amounts, view)
			}
		}
		return
	}
}

// rateChart draws one ledger at every scale that is shown.
func (p *TogetherPage) rateChart(k challenge.Kind) RateChart {
	class, code := "city", carbonUnit
	if k == challenge.Waste {
		class, code = "waste", wasteUnit
	}
	bars := plainBars(p.rateLines(k), class, func(line footprint.Line) Figure { return rateFigure(p.Locale, line, code, declared) })
	return RateChart{Bars: bars, Chart: Chart{
		ID: "par-semaine-" + string(k), Title: p.T("together.rate_" + string(k)), Read: p.T("together.rate_read"),
		Source: p.source(), Caption: p.T("together.rate_caption_" + string(k)), Unit: p.T("together.rate_unit_" + string(k)), File: togetherFile,
		Rows: rowsOf(bars, func(kg float64) string { return rateKg(p.Locale, kg) }),
	}}
}

// rateLines are the scales that are shown, for one household and week.
func (p *TogetherPage) rateLines(k challenge.Kind) (lines []footprint.Line) {
	for _, v := range p.Scales {
		line := v.carbon
		if k == challenge.Waste {
			line = v.waste
		}
		if line.Known {
			line.Label, line.Foreign = v.Name, v.Foreign
			lines = append(lines, line)
		}
	}
	return lines
}

// source says where the figures come from and when they were taken.
func (p *TogetherPage) source() string {
	if p.Taken == "" {
		return p.T("together.source")
	}
	return p.T("together.source_taken", "date", p.Taken)
}

// togetherTable answers GET /ensemble/tableau.csv: every table of the page.
func (s *server) togetherTable(w http.ResponseWriter, r *http.Request) error {
	p, err := s.togetherPage(r)
	if err != nil {
		return err
	}
	table := slices.Concat(
		tableRows("kgCO2e/foyer/semaine", p.rateLines(challenge.Carbon)), tableRows("kg/foyer/semaine", p.rateLines(challenge.Waste)),
		tableRows("kg/personne/semaine", p.Homes.lines), tableRows("kg/personne/semaine", p.Zones.lines),
	)
	return sendTable(w, "ensemble", table)
}
