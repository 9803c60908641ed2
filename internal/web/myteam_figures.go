package web

import (
	"net/http"
	"slices"

	"capzero/internal/challenge"
)

// A SumView is what a team avoided of one kind, or how many households are missing
// until it is shown.
type SumView struct {
	Kind    challenge.Kind
	Kg      Figure
	Missing string // in words; empty where the sum is shown
}

// A LedgerView is one of the two ledgers of a team over the season.
type LedgerView struct {
	Chart
	Sum     SumView
	Target  *TargetView
	Columns []WeekColumn
	Drawn   bool // there is a week with a column
	Words   string
}

// A TargetView is what a team wants to avoid in the season.
type TargetView struct {
	Figure
	Done  float64 // of the width of its bar, in percent
	Words string
}

// A WeekColumn is a week of a chart: a column, or the mark of a week that is held
// back. Lengths are in percent of the drawing.
type WeekColumn struct {
	X, Y, Width, Height float64
	Held                bool
}

const teamFile = "/mon-equipe/tableau.csv"

// codeOf is the unit of a kind for machines.
func codeOf(k challenge.Kind) string {
	if k == challenge.Carbon {
		return carbonUnit
	}
	return wasteUnit
}

// teamKg states what a team avoided. From a hundred kilograms on the grams say
// nothing.
func teamKg(p Page, grams int64, k challenge.Kind, period, reason string) Figure {
	f := avoidedFigure(p.Locale, grams, codeOf(k), period, reason)
	if kg := float64(grams) / 1000; kg >= 100 {
		f.Text = p.Number(kg, 0)
	}
	return f
}

// Seen reports whether there is anything to look at of a ledger.
func (l LedgerView) Seen() bool { return l.Drawn || l.Sum.Missing == "" }

// Unseen reports whether there is nothing of either.
func (p MyTeamPage) Unseen() bool {
	return !slices.ContainsFunc(p.Ledgers, LedgerView.Seen)
}

// ledgerKey is the key of what is said of a ledger.
func ledgerKey(k challenge.Kind, what string) string { return "ledger." + string(k) + "_" + what }

func sumView(p Page, s challenge.Sum, period string) SumView {
	v := SumView{Kind: s.Kind}
	if !s.Shown() {
		v.Missing = p.T(ledgerKey(s.Kind, "missing"), "count", s.Missing)
		return v
	}
	v.Kg = teamKg(p, s.Grams, s.Kind, period, declared)
	return v
}

// faceOf is a household of a team, with what it shows.
func faceOf(p Page, h challenge.TeamHousehold, begun bool) HouseholdFace {
	v := HouseholdFace{Name: h.Name, Mine: h.Mine, Animates: h.Animates}
	shows := h.Visibility == challenge.ShowMissions || h.Visibility == challenge.ShowKg
	if begun && shows {
		v.Missions = p.T("myteam.missions", "count", h.Missions)
	}
	for _, k := range []challenge.Kind{challenge.Carbon, challenge.Waste} {
		if grams, shown := h.Grams[k]; shown {
			v.Kg = append(v.Kg, teamKg(p, grams, k, perWeek, declared))
		}
	}
	return v
}

// ledgersOf are the two ledgers of a team, each with its weeks.
func ledgersOf(p Page, t challenge.TeamPage) (all []LedgerView) {
	for i, sum := range t.OfSeason {
		v := LedgerView{Sum: sumView(p, sum, perSeason)}
		for _, target := range t.Targets {
			if target.Kind == sum.Kind {
				v.Target = targetView(p, target)
			}
		}
		v.Columns, v.Drawn = columnsOf(t.Weeks, i)
		v.Words = p.T(ledgerKey(sum.Kind, "weeks"), "count", len(t.Weeks))
		v.Chart = Chart{
			ID: "registre-" + string(sum.Kind), Title: p.T(ledgerKey(sum.Kind, "title")), Read: p.T("myteam.read"),
			Source: p.T("myteam.source"), Caption: p.T("myteam.caption"), Unit: p.T(ledgerKey(sum.Kind, "unit")),
			File: teamFile, Rows: weekRows(p, t.Weeks, i),
		}
		all = append(all, v)
	}
	return all
}

func targetView(p Page, t challenge.Target) *TargetView {
	v := &TargetView{Figure: teamKg(p, t.Grams, t.Kind, perSeason, modelled)}
	if t.Percent >= 0 {
		v.Done = float64(min(t.Percent, 100))
		v.Words = p.T("myteam.target_done", "percent", t.Percent)
	}
	return v
}

// columnsOf draws the sums of the weeks of one kind, the highest one as high as the
// drawing.
func columnsOf(weeks []challenge.TeamWeek, kind int) (columns []WeekColumn, drawn bool) {
	const gap = 0.2 // of a week's width
	highest := int64(1)
	for _, w := range weeks {
		highest = max(highest, w.Sums[kind].Grams)
	}
	width := 100 / float64(max(len(weeks), leastColumns))
	for i, w := range weeks {
		sum := w.Sums[kind]
		c := WeekColumn{X: width * (float64(i) + gap/2), Width: width * (1 - gap), Held: !sum.Shown()}
		c.Height = 100 * float64(max(sum.Grams, 0)) / float64(highest)
		c.Y = 100 - c.Height
		columns, drawn = append(columns, c), drawn || sum.Shown()
	}
	return columns, drawn
}

// leastColumns keeps the first weeks of a season from being as wide as a page.
const leastColumns = 8

func weekRows(p Page, weeks []challenge.TeamWeek, kind int) (rows []ChartRow) {
	for _, w := range weeks {
		row := ChartRow{Label: p.span(w.Week), Amount: p.T("myteam.held")}
		if sum := w.Sums[kind]; sum.Shown() {
			row.Amount = teamKg(p, sum.Grams, sum.Kind, perWeek, declared).Text
		}
		rows = append(rows, row)
	}
	return rows
}

// myTeamTable answers GET /mon-equipe/tableau.csv: what a team avoided, week by
// week. A week that is held back has no amount.
func (s *server) myTeamTable(w http.ResponseWriter, r *http.Request) error {
	in, takesPart, err := s.Challenge.Participation(r.Context(), me(r))
	if err != nil {
		return err
	}
	if !takesPart || in.Enrolment.Team == "" {
		return errNoTeam
	}
	team, err := s.Challenge.TeamPage(r.Context(), me(r), thisWeek(in))
	if err != nil {
		return err
	}
	var table [][]string
	for _, week := range team.Weeks {
		for _, sum := range week.Sums {
			row := []string{string(week.Week), "", "", "", codeOf(sum.Kind) + "/equipe/semaine"}
			if sum.Shown() {
				row[1] = threeDecimals(float64(sum.Grams) / 1000)
			}
			table = append(table, row)
		}
	}
	return sendTable(w, "equipe", table)
}

// columnClass is the colour of a ledger: green for carbon, blue for waste.
func columnClass(l LedgerView) string {
	if l.Sum.Kind == challenge.Waste {
		return "done blue"
	}
	return "done"
}

// faceNow is what the others see of a household now, also where it has never said.
func faceNow(f challenge.Face) challenge.Visibility {
	if f.Name == "" {
		return challenge.Hidden
	}
	return f.Visibility
}
