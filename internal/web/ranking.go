package web

import (
	"net/http"
	"slices"
	"strconv"

	"capzero/internal/challenge"
	"capzero/internal/household"
)

// A RankingPage is the ranking of a season, for those who want one.
type RankingPage struct {
	Page
	Stage   RankingStage
	Done    string // what was just done, in words; empty if nothing
	Refused string // what could not be done

	Season  SeasonView
	Over    bool
	Starts  string // when the missions of who looks begin; empty once they have
	Name    string // of who looks; empty where they have not entered
	Places  []PlaceView
	Waits   string // why nothing is shown; empty where there are tables
	Tables  []RankingView
	Until   string // the last day that is counted
	Enter   *RankingForm
	Problem FieldProblem
}

// A RankingStage is what the page is about.
type RankingStage int

// The stages.
const (
	RankingNoHome   RankingStage = iota // they live in no household yet
	RankingNoSeason                     // the city has none
	RankingNotIn                        // their household takes no part
	RankingIn
)

// A PlaceView is one's own place by one ledger.
type PlaceView struct {
	Of     string // what is avoided
	Place  string // "place 34 sur 210"; empty where there is none yet
	Shared string // "à égalité avec …"; empty where it is theirs alone
	Kg     Figure
	Waste  bool
}

// A RankingView is one table.
type RankingView struct {
	ID, Title string
	Unit      string
	Rows      []RankingRow // none where it is not shown
	Tied      string       // who share the next place, in words
	Waits     string
}

// A RankingRow is somebody in a table.
type RankingRow struct {
	Place int
	Name  string
	Kg    Figure
	Mine  bool
}

// A RankingForm is how to come in.
type RankingForm struct {
	Rows   []Row
	Round  int
	Others string           // path of other proposals
	Switch household.Switch // what is said yes to
}

// The field of the round that pseudonyms were proposed in.
const fieldRound = "tour"

// ranking answers GET /classement.
func (s *server) ranking(w http.ResponseWriter, r *http.Request) error {
	p := RankingPage{}
	if key, ok := rankingDone[r.URL.Query().Get("fait")]; ok {
		p.Done = s.locale(r).T(key)
	}
	return s.renderRanking(w, r, http.StatusOK, p, roundIn(r.URL.Query().Get(fieldRound)))
}

var rankingDone = map[string]string{"entre": "ranking.done_entered", "quitte": "ranking.done_left"}

// roundIn reads a round. What is none is the first.
func roundIn(text string) int {
	round, _ := strconv.Atoi(text)
	return round
}

func (s *server) renderRanking(w http.ResponseWriter, r *http.Request, status int, p RankingPage, round int) (err error) {
	if p.Page, err = s.homesPage(r, "ranking.title"); err != nil {
		return err
	}
	p.Path = "/classement"
	if err := s.fillRanking(r, &p, round); err != nil {
		return err
	}
	return s.render(w, r, status, p.Page, rankingPage(p))
}

// fillRanking finds out what the page is about, and fills it.
func (s *server) fillRanking(r *http.Request, p *RankingPage, round int) error {
	_, lives, err := s.Households.Of(r.Context(), me(r))
	if err != nil || !lives {
		return err // no home
	}
	ranking, found, err := s.Challenge.Ranking(r.Context(), me(r), s.City.ID, round)
	if err != nil {
		return err
	}
	if p.Stage = RankingNoSeason; !found {
		return nil
	}
	p.Season = seasonView(p.Page, ranking.Season)
	if p.Stage = RankingNotIn; !ranking.In {
		return nil
	}
	p.Stage = RankingIn
	p.show(ranking)
	if len(ranking.Offered) == 0 {
		return nil
	}
	switches, err := s.Consents.Switches(r.Context(), me(r), p.Tag())
	if err != nil {
		return err
	}
	p.Enter = p.form(ranking, switches)
	return nil
}

// show says what there is of a ranking.
func (p *RankingPage) show(r challenge.Ranking) {
	p.Over = r.Season.PhaseOn(r.Today) >= challenge.Closing
	if r.Waits() {
		p.Starts = p.dayWords(r.Starts.First())
	}
	p.Name = r.Name.String()
	switch {
	case r.Missing > 0 && p.Over:
		p.Waits = p.T("ranking.closed_gone")
	case r.Missing > 0:
		p.Waits = p.T("ranking.missing", "count", r.Missing, "least", challenge.ShownFrom)
	case !slices.ContainsFunc(r.Tables, func(t challenge.RankingTable) bool { return t.Shown }):
		p.Waits = p.T("ranking.first_monday")
	default:
		p.Until = p.ShortDate(r.Until.Plus(-1).Last().Time())
		for _, t := range r.Tables {
			p.Tables = append(p.Tables, p.table(t))
			if r.Entered() && t.Shown {
				p.Places = append(p.Places, p.place(t))
			}
		}
	}
}

// place is where who looks stands in a table.
func (p *RankingPage) place(t challenge.RankingTable) PlaceView {
	v := PlaceView{Of: p.T("ranking.of_" + string(t.Kind)), Waste: t.Kind == challenge.Waste}
	if t.Mine.Place == 0 {
		return v
	}
	v.Place = p.T("ranking.place", "place", t.Mine.Place, "of", t.Of)
	v.Kg = p.kilos(t.Kind, t.Mine.Tenths)
	if others := t.Mine.People - 1; others > 0 {
		v.Shared = p.T("ranking.shared", "count", others)
	}
	return v
}

// kilos states tenths of a kilogram of a ledger.
func (p *RankingPage) kilos(k challenge.Kind, tenths int64) Figure {
	code := carbonUnit
	if k == challenge.Waste {
		code = wasteUnit
	}
	return avoidedFigure(p.Locale, tenths*100, code, perSeason, declared)
}

func (p *RankingPage) table(t challenge.RankingTable) RankingView {
	v := RankingView{ID: "par-" + string(t.Kind), Title: p.T("ranking.table_" + string(t.Kind)), Unit: p.kilos(t.Kind, 0).Unit}
	if !t.Shown {
		v.Waits = p.T("ranking.table_waits", "least", challenge.ShownFrom)
		return v
	}
	for _, one := range t.First {
		v.Rows = append(v.Rows, RankingRow{Place: one.Place, Name: one.Name.String(), Kg: p.kilos(t.Kind, one.Tenths), Mine: one.Mine})
	}
	if t.Tied.People > 0 {
		v.Tied = p.T("ranking.tied", "count", t.Tied.People, "place", t.Tied.Place)
	}
	return v
}

// form proposes pseudonyms, and says what a yes is to. None is chosen beforehand.
func (p *RankingPage) form(r challenge.Ranking, switches []household.Switch) *RankingForm {
	f := &RankingForm{Round: r.Round, Others: "/classement?" + fieldRound + "=" + strconv.Itoa(r.Round+1) + "#entrer"}
	for i, name := range r.Offered {
		f.Rows = append(f.Rows, Row{
			ID: "nom-" + strconv.Itoa(i+1), Type: "radio", Name: challenge.PseudonymField, Value: name.String(),
			Label: name.String(), Foreign: p.written("fr"),
		})
	}
	for _, sw := range switches {
		if sw.Purpose == household.Ranking {
			f.Switch = sw
		}
	}
	return f
}

// enterRanking answers POST /classement.
func (s *server) enterRanking(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	round := roundIn(form.Get(fieldRound))
	err = s.Challenge.EnterRanking(r.Context(), me(r), challenge.Entering{
		Name: form.Get(challenge.PseudonymField), Round: round, Text: form.Get(fieldVersion), Lang: s.locale(r).Tag(),
	})
	if problems := fieldProblems(s.locale(r), err); len(problems) > 0 && !wantsProblem(r) {
		if isFault(err, "ranking.taken") {
			round++
		}
		return s.renderRanking(w, r, statuses[asFault(err).Kind], RankingPage{Problem: problems[0]}, round)
	}
	return s.afterRanking(w, r, "entre", round, err)
}

// leaveRanking answers POST /classement/quitter.
func (s *server) leaveRanking(w http.ResponseWriter, r *http.Request) error {
	return s.afterRanking(w, r, "quitte", 0, s.Challenge.LeaveRanking(r.Context(), me(r), s.locale(r).Tag()))
}

// afterRanking leads back to the ranking, or shows it with what could not be done.
func (s *server) afterRanking(w http.ResponseWriter, r *http.Request, done string, round int, err error) error {
	if said := refusal(r, s.locale(r), err); said != "" {
		return s.renderRanking(w, r, statuses[asFault(err).Kind], RankingPage{Refused: said}, round)
	}
	if err != nil {
		return err
	}
	seeOther(w, r, "/classement?fait="+done)
	return nil
}
