package web

import (
	"math"
	"slices"
	"strconv"
	"time"

	"capzero/internal/challenge"
	"capzero/internal/city"
	"capzero/internal/footprint"
	"capzero/internal/i18n"
	"capzero/internal/steering"
)

// Why figures of an officer have no interval.
const (
	declaredSum = "declared-sum" // a sum of what people say; how sure it is is not known
	tooFew      = "too-few"      // of too few for one
)

// A boardView is a board in the words of a reader.
type boardView struct {
	Page
	steering.Board
	missions map[string]string // titles, by id
}

// cards are all of them, in the order of the page.
func (v boardView) cards() []SteeringCard {
	makers := map[steering.Card]func() SteeringCard{
		steering.EngagementCard: v.engagement, steering.RetentionCard: v.retention, steering.ActivityCard: v.activity,
		steering.AvoidedCard: v.avoided, steering.WasteCard: v.weighed, steering.ZonesCard: v.zones,
		steering.TeamsCard: v.teams, steering.MissionsCard: v.missionsDone,
	}
	var all []SteeringCard
	for _, card := range steering.Cards() {
		c, key := makers[card](), "steering.card."+string(card)
		c.ID, c.Title, c.Read = cardPaths[card], v.T(key), v.T(key+"_read")
		c.Source = v.T("steering.source", "source", v.T(key+"_source"), "moment", v.Moment(v.At.In(v.City.Location())))
		c.Table.Caption = v.T(key + "_caption")
		all = append(all, c)
	}
	return all
}

func (v boardView) engagement() SteeringCard {
	e := v.Engagement
	c := SteeringCard{Big: []BigFigure{{
		Count: countWords(v.Locale, e.Engaged), After: v.T("steering.of_target", "count", e.Target),
	}}}
	reached := min(100, 100*float64(e.Engaged.N)/float64(max(1, e.Target)))
	c.Bars = []Bar{{Segments: []Segment{{Class: "ground", span: whole}, {Class: "city", span: span{Width: reached}}}}}
	c.Words = []string{v.T("steering.engagement_beside",
		"signed", countWords(v.Locale, e.SignedUp), "adults", countWords(v.Locale, e.Enrolled), "active", countWords(v.Locale, e.Active))}
	c.Table.Columns = []SteeringColumn{names(v.T("steering.what"), "quoi"), numbers(v.T("steering.how_many"), "nombre")}
	for _, row := range []struct {
		key string
		of  steering.Count
	}{
		{"steering.signed_up", e.SignedUp}, {"steering.households", e.Households}, {"steering.enrolled", e.Enrolled},
		{"steering.engaged", e.Engaged}, {"steering.active", e.Active}, {"steering.target", steering.Count{N: e.Target}},
	} {
		c.Table.Rows = append(c.Table.Rows, []SteeringCell{nameCell(v.T(row.key)), countCell(v.Locale, row.of)})
	}
	c.Words = append(c.Words, v.T("steering.period", "first", v.Date(e.From.First().Time()), "last", v.Date(e.To.Last().Time())))
	return c
}

func (v boardView) retention() SteeringCard {
	r := v.Retention
	c := SteeringCard{Table: v.retentionTable(r)}
	if !r.All.Households.Few && r.All.Weeks > 0 {
		f := v.stays(r.All)
		c.Big = []BigFigure{{Amount: Amount{f, true}, After: v.T("steering.still_there", "count", r.All.Weeks)}}
		c.Curve = survivalChart(v.Page, r.All, v.T("steering.curve_label", "share", f.Text, "count", r.All.Weeks))
	} else {
		c.Words = append(c.Words, v.T("steering.retention_early"))
	}
	c.Words = append(c.Words, v.T(channelsCompared(r)))
	return c
}

// channelsCompared says whether channels differ.
func channelsCompared(r steering.Retention) string {
	switch {
	case !r.Tested:
		return "steering.channels_unknown"
	case r.Chance < 0.05:
		return "steering.channels_differ"
	}
	return "steering.channels_alike"
}

// stays is the share of a group at the end of its curve.
func (v boardView) stays(c steering.Curve) Figure {
	last := c.Last()
	percent := func(share float64) string { return v.Number(100*share, 0) }
	return newFigure(v.Locale, percent, last.Share, footprint.Interval{Known: true, Low: last.Low, High: last.High}, Figure{
		Unit: "%", Code: "1", Period: v.T("steering.weeks", "count", c.Weeks),
	})
}

func (v boardView) retentionTable(r steering.Retention) SteeringTable {
	t := SteeringTable{Columns: []SteeringColumn{
		names(v.T("steering.group"), "groupe"), numbers(v.T("steering.households"), "foyers"),
		numbers(v.T("steering.weeks_seen"), "semaines"), numbers(v.T("steering.share"), "part"),
		numbers(v.T("chart.low"), "bas"), numbers(v.T("chart.high"), "haut"),
	}}
	t.more = [][]string{{"groupe", "foyers", "semaine", "suivis", "part", "erreur_type", "bas", "haut"}}
	add := func(name string, c steering.Curve) {
		last, known := c.Last(), c.Households.N > 0 && c.Weeks > 0
		t.Rows = append(t.Rows, []SteeringCell{
			nameCell(name), countCell(v.Locale, c.Households), wholeCell(v.Locale, c.Weeks),
			decimalCell(v.Locale, 100*last.Share, 0, known), decimalCell(v.Locale, 100*last.Low, 0, known), decimalCell(v.Locale, 100*last.High, 0, known),
		})
		t.more = append(t.more, curveRows(name, countCell(v.Locale, c.Households).Code, c)...)
	}
	add(v.T("steering.everybody"), r.All)
	for _, c := range r.ByMonth {
		month, _ := time.Parse("2006-01", c.Of)
		add(v.T("steering.month", "month", v.T("date.month."+strconv.Itoa(int(month.Month()))), "year", strconv.Itoa(month.Year())), c)
	}
	for _, c := range r.ByChannel {
		add(v.T("channel."+c.Of), c)
	}
	return t
}

// curveRows are the points of a curve for a spreadsheet; a group of few has one line
// that says so.
func curveRows(name, households string, c steering.Curve) [][]string {
	if c.Households.Few {
		return [][]string{{harmless(name), households, "", "", "", "", "", ""}}
	}
	rows := [][]string{{harmless(name), households, "0", households, "1.000", "0.000", "1.000", "1.000"}}
	for _, p := range c.Points {
		rows = append(rows, []string{
			harmless(name), households, strconv.Itoa(p.Week), strconv.Itoa(p.AtRisk),
			threeDecimals(p.Share), threeDecimals(p.StdErr), threeDecimals(p.Low), threeDecimals(p.High),
		})
	}
	return rows
}

func (v boardView) activity() SteeringCard {
	over, current := v.Activity.Latest()
	c := SteeringCard{Columns: activityColumns(v.Page, v.Activity)}
	if current.Week != "" {
		c.Big = []BigFigure{{Count: countWords(v.Locale, current.Households), After: v.T("steering.active_so_far")}}
	}
	if over.Week != "" {
		c.Words = []string{v.T("steering.last_week", "date", v.DayAndMonth(over.Week.First().Time()),
			"households", countWords(v.Locale, over.Households), "missions", v.Number(float64(over.Missions), 0), "weighings", v.Number(float64(over.Weighings), 0))}
	}
	if len(v.Activity.Weeks) == 0 {
		c.Words = []string{v.T("steering.activity_early")}
	}
	c.Table.Columns = []SteeringColumn{
		names(v.T("steering.week_of"), "semaine"), numbers(v.T("steering.active_households"), "foyers_actifs"),
		numbers(v.T("steering.check_ins"), "missions"), numbers(v.T("steering.weighings"), "pesees"),
	}
	for _, w := range v.Activity.Weeks {
		missions, weighings := wholeCell(v.Locale, w.Missions), wholeCell(v.Locale, w.Weighings)
		if w.Households.Few {
			missions, weighings = SteeringCell{Text: "–"}, SteeringCell{Text: "–"}
		}
		c.Table.Rows = append(c.Table.Rows, []SteeringCell{
			{Text: v.DayAndMonth(w.Week.First().Time()), Code: string(w.Week)}, countCell(v.Locale, w.Households), missions, weighings,
		})
	}
	return c
}

func (v boardView) avoided() SteeringCard {
	c := SteeringCard{Table: SteeringTable{Columns: []SteeringColumn{
		names(v.T("steering.what"), "quoi"), names(v.T("steering.evidence"), "preuve"), numbers(v.T("steering.households"), "foyers"),
		numbers(v.T("steering.total_kg"), "kg"), numbers(v.T("steering.mean_kg"), "kg_par_foyer"),
		numbers(v.T("chart.low"), "kg_par_foyer_bas"), numbers(v.T("chart.high"), "kg_par_foyer_haut"),
	}}}
	for _, l := range v.Avoided.Lines {
		if l.Households.Few {
			c.Words = append(c.Words, v.T("steering.few_avoided", "what", v.T("steering.kind_"+string(l.Kind)), "evidence", v.evidence(l.Evidence)))
		} else {
			c.Big = append(c.Big, v.avoidedFigures(l)...)
		}
		known := !l.Households.Few
		row := []SteeringCell{
			{Text: v.T("steering.kind_" + string(l.Kind)), Code: string(l.Kind)}, {Text: v.evidence(l.Evidence), Code: evidenceCode(l.Evidence)},
			countCell(v.Locale, l.Households), kgCell(v.Locale, l.Grams), decimalCell(v.Locale, l.Mean/1000, 2, known),
		}
		c.Table.Rows = append(c.Table.Rows, append(row, boundCells(v.Locale, l.Bounds, 0.001, 2)...))
	}
	if len(v.Avoided.Lines) == 0 {
		c.Words = append(c.Words, v.T("steering.avoided_early"))
	}
	c.Words = append(c.Words, v.T("steering.avoided_started", "households", countWords(v.Locale, v.Avoided.Started)))
	c.Reasons = []Reason{{declaredSum, v.T("steering.declared_sum")}, {tooFew, v.T("steering.too_few")}}
	return c
}

// avoidedFigures are the sum of a line, and what it is for one household.
func (v boardView) avoidedFigures(l steering.AvoidedLine) []BigFigure {
	words := v.T("steering.sum_"+string(l.Kind), "evidence", v.evidence(l.Evidence))
	period := v.T("steering.season_period")
	sum := v.kg(float64(l.Grams.N)/1000, l.Kind, interval(l.Sure, 0.001), Figure{Period: period, Reason: declaredSum})
	mean := v.kg(l.Mean/1000, l.Kind, interval(l.Bounds, 0.001), Figure{Period: period, Reason: tooFew})
	return []BigFigure{{Amount: Amount{sum, true}, After: words}, {Amount: Amount{mean, true}, After: v.T("steering.per_household")}}
}

// kg states a mass in kilograms, or in tonnes where there are many.
func (v boardView) kg(kg float64, kind challenge.Kind, i footprint.Interval, f Figure) Figure {
	f.Unit, f.Code = v.T("unit.kg"), wasteUnit
	if kind == challenge.Carbon {
		f.Unit, f.Code = v.T("unit.kgCO2e"), carbonUnit
	}
	write := func(kg float64) string { return v.Number(kg, decimalsUnder(kg)) }
	if math.Abs(kg) >= 10_000 {
		f.Unit = v.T("unit.t")
		if kind == challenge.Carbon {
			f.Unit = v.T("unit.tCO2e")
		}
		write = v.Tonnes
	}
	return newFigure(v.Locale, write, kg, i, f)
}

// decimalsUnder is one decimal for small amounts.
func decimalsUnder(kg float64) int {
	if math.Abs(kg) < 100 {
		return 1
	}
	return 0
}

func interval(i steering.Interval, scale float64) footprint.Interval {
	return footprint.Interval{Known: i.Known, Low: i.Low * scale, High: i.High * scale}
}

func (v boardView) evidence(e challenge.Evidence) string {
	return v.T("steering.evidence_" + evidenceCode(e))
}

func evidenceCode(e challenge.Evidence) string {
	if e == steering.AnyEvidence {
		return "any"
	}
	return string(e)
}

func (v boardView) weighed() SteeringCard {
	w := v.Waste
	c := SteeringCard{Table: SteeringTable{Columns: []SteeringColumn{
		names(v.T("steering.stream"), "flux"), numbers(v.T("steering.households"), "foyers"),
		numbers(v.T("result.waste_unit"), "kg_par_personne_et_semaine"), numbers(v.T("chart.low"), "bas"), numbers(v.T("chart.high"), "haut"),
	}}}
	var lines []footprint.Line
	for _, l := range w.Lines {
		name := v.T("stream." + string(l.Stream))
		known := !l.Households.Few
		if known {
			lines = append(lines, footprint.Line{Label: name, Amount: l.Kg, Known: true, Interval: interval(l.Bounds, 1)})
		}
		row := []SteeringCell{{Text: name, Code: string(l.Stream)}, countCell(v.Locale, l.Households), decimalCell(v.Locale, l.Kg, 2, known)}
		c.Table.Rows = append(c.Table.Rows, append(row, boundCells(v.Locale, l.Bounds, 1, 2)...))
	}
	c.Bars = wasteBars(v.Locale, lines)
	if len(lines) == 0 {
		c.Words = []string{v.T("steering.weighed_early")}
	} else {
		c.Words = []string{v.T("steering.weighed_when", "first", v.DayAndMonth(w.From.First().Time()), "last", v.DayAndMonth(w.To.Last().Time()))}
	}
	return c
}

func (v boardView) zones() SteeringCard {
	c := SteeringCard{Table: SteeringTable{Columns: []SteeringColumn{
		names(v.T("steering.zone"), "quartier"), numbers(v.T("steering.households"), "foyers"), numbers(v.T("steering.active_households"), "foyers_actifs"),
		numbers(v.T("steering.carbon_kg"), "kg_co2e"), numbers(v.T("steering.waste_kg"), "kg_dechets"),
	}}}
	list := SteeringList{None: v.T("steering.zones_early")}
	for _, l := range v.zonesByName() {
		name := v.zoneName(l.Zone)
		c.Table.Rows = append(c.Table.Rows, []SteeringCell{
			{Text: name, Code: harmless(l.Zone)}, countCell(v.Locale, l.Enrolled), countCell(v.Locale, l.Active),
			kgCell(v.Locale, l.Carbon), kgCell(v.Locale, l.Waste),
		})
		list.Lines = append(list.Lines, SteeringLine{
			Name: name, Words: v.T("steering.zone_active", "active", countWords(v.Locale, l.Active), "households", countWords(v.Locale, l.Enrolled)),
		})
	}
	c.Lists = []SteeringList{list}
	return c
}

// zonesByName are the lines in the order of the pack, and what is of no part of the
// city last.
func (v boardView) zonesByName() []steering.ZoneLine {
	place := func(l steering.ZoneLine) int {
		i := slices.IndexFunc(v.City.Zones, func(z city.Zone) bool { return z.ID == l.Zone })
		if i < 0 {
			return len(v.City.Zones)
		}
		return i
	}
	return slices.SortedStableFunc(slices.Values(v.Zones.Lines), func(a, b steering.ZoneLine) int { return place(a) - place(b) })
}

// zoneName is how a part of the city is called; households may be of none.
func (v boardView) zoneName(id string) string {
	zone, known := v.City.Zone(id)
	if !known {
		return v.T("steering.zone_unknown")
	}
	name, _ := v.City.ZoneName(zone, v.Tag())
	return name
}

// shownLines is how many lines of a list are looked at first.
const shownLines = 5

func (v boardView) teams() SteeringCard {
	c := SteeringCard{Table: SteeringTable{Columns: []SteeringColumn{
		names(v.T("steering.team"), "equipe"), numbers(v.T("steering.households"), "foyers"),
		numbers(v.T("steering.before"), "actifs_avant"), numbers(v.T("steering.lately"), "actifs_recemment"), names(v.T("steering.animator"), "animation"),
	}}}
	slow := SteeringList{Title: v.T("steering.slower"), None: v.T("steering.none_slower")}
	alone := SteeringList{Title: v.T("steering.alone"), None: v.T("steering.none_alone")}
	if !v.Teams.Compared {
		slow.None = v.T("steering.teams_early")
	}
	for _, l := range v.Teams.Lines {
		animator := SteeringCell{Text: v.T("steering.has_animator"), Code: "oui"}
		if l.Alone {
			animator = SteeringCell{Text: v.T("steering.no_animator"), Code: "non"}
			alone.Lines = append(alone.Lines, SteeringLine{Name: l.Team, Words: v.T("steering.team_households", "count", l.Households)})
		}
		if l.Slower() {
			slow.Lines = append(slow.Lines, SteeringLine{
				Name: l.Team, Words: v.T("steering.team_slower", "before", v.Number(l.Before, 1), "lately", v.Number(l.Lately, 1)),
			})
		}
		c.Table.Rows = append(c.Table.Rows, []SteeringCell{
			nameCell(l.Team), wholeCell(v.Locale, l.Households), decimalCell(v.Locale, l.Before, 1, v.Teams.Compared),
			decimalCell(v.Locale, l.Lately, 1, v.Teams.Compared), animator,
		})
	}
	c.Lists = []SteeringList{slow.short(v.Locale), alone.short(v.Locale)}
	return c
}

// short keeps the first lines of a list, and says how many more the table has.
func (s SteeringList) short(l *i18n.Locale) SteeringList {
	if more := len(s.Lines) - shownLines; more > 0 {
		s.Lines = append(slices.Clone(s.Lines[:shownLines]), SteeringLine{More: l.T("steering.more", "count", more)})
	}
	return s
}

func (v boardView) missionsDone() SteeringCard {
	c := SteeringCard{Table: SteeringTable{Columns: []SteeringColumn{
		names(v.T("steering.mission"), "mission"), numbers(v.T("steering.by"), "foyers"), numbers(v.T("steering.offered"), "proposee"),
		numbers(v.T("steering.taken"), "faite_quand_proposee"), numbers(v.T("steering.other"), "autre_chose"),
		numbers(v.T("steering.never"), "pas_pour_moi"), numbers(v.T("steering.later"), "plus_tard"),
		numbers(v.T("steering.carbon_kg"), "kg_co2e"), numbers(v.T("steering.waste_kg"), "kg_dechets"),
	}}}
	for _, l := range v.Missions.Lines {
		c.Table.Rows = append(c.Table.Rows, []SteeringCell{
			{Text: v.missionName(l.Mission), Code: l.Mission}, countCell(v.Locale, l.By), wholeCell(v.Locale, l.Offered), wholeCell(v.Locale, l.Done),
			wholeCell(v.Locale, l.Other), wholeCell(v.Locale, l.Never), wholeCell(v.Locale, l.Later), kgCell(v.Locale, l.Carbon), kgCell(v.Locale, l.Waste),
		})
	}
	c.Lists = []SteeringList{v.mostDone(), v.mostRefused()}
	if v.Missions.Few > 0 {
		c.Words = []string{v.T("steering.missions_few", "count", v.Missions.Few)}
	}
	return c
}

func (v boardView) mostDone() SteeringList {
	list := SteeringList{Title: v.T("steering.most_done"), None: v.T("steering.missions_early")}
	for _, l := range v.Missions.Lines {
		if len(list.Lines) < shownLines && l.By.N > 0 {
			list.Lines = append(list.Lines, SteeringLine{Name: v.missionName(l.Mission), Words: v.T("steering.by_households", "count", l.By.N)})
		}
	}
	return list
}

// mostRefused are the missions that were most often answered with no, of the times
// that they were offered.
func (v boardView) mostRefused() SteeringList {
	list := SteeringList{Title: v.T("steering.most_refused"), None: v.T("steering.none_refused")}
	lines := slices.DeleteFunc(slices.Clone(v.Missions.Lines), func(l steering.MissionLine) bool { return l.Refused() == 0 })
	slices.SortStableFunc(lines, func(a, b steering.MissionLine) int { return b.Refused()*a.Offered - a.Refused()*b.Offered })
	for _, l := range lines[:min(shownLines, len(lines))] {
		list.Lines = append(list.Lines, SteeringLine{
			Name: v.missionName(l.Mission), Words: v.T("steering.refused", "count", l.Refused(), "offered", v.Number(float64(l.Offered), 0)),
		})
	}
	return list
}

// missionName is the title of a mission, or its id where it is not known any more.
func (v boardView) missionName(id string) string {
	if title := v.missions[id]; title != "" {
		return title
	}
	return id
}
