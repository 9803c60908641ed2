package web

import (
	"net/http"

	"capzero/internal/challenge"
)

// A MyTeamPage is the team of a household, or the ways into one.
type MyTeamPage struct {
	Page
	Stage   TeamStage
	Done    string // what was just done, in words; empty if nothing
	Refused string // what could not be done

	NoTeam  // where there is none
	Name    string
	When    string // "Semaine 9 · du 16 au 22 novembre", or when it begins
	Starts  string // the first day of its missions
	Forming bool   // there is one household in it
	Begun   bool
	Over    bool // its season
	Full    bool

	Households []HouseholdFace
	Own        challenge.Face // what the others see of who looks
	OfWeek     []SumView
	Ledgers    []LedgerView
	Newest     *MessageView // on its board, nil where there is none
	Animation
}

// A TeamStage is what the page is about.
type TeamStage int

// The stages.
const (
	TeamNoHome   TeamStage = iota // they live in no household yet
	TeamNoSeason                  // the city has none that still goes on
	TeamNone                      // they are in no team
	TeamIn
)

// An Animation is who looks after a team, as one of its adults sees it.
type Animation struct {
	Animates bool // who looks is the animator
	Asked    bool // who looks is asked
	Vacant   bool // there is none: whoever wants to may be it
}

// A HouseholdFace is a household of a team as it wants to be seen.
type HouseholdFace struct {
	Name     string // empty where it hides
	Mine     bool
	Animates bool
	Missions string // how many this week, in words; empty where it does not show them
	Kg       []Figure
}

// myTeam answers GET /mon-equipe.
func (s *server) myTeam(w http.ResponseWriter, r *http.Request) error {
	p := MyTeamPage{}
	if key, ok := teamDone[r.URL.Query().Get("fait")]; ok {
		p.Done = s.locale(r).T(key)
	}
	return s.renderMyTeam(w, r, http.StatusOK, p)
}

// teamDone are the things that the page of a team says were done, by what its
// address says.
var teamDone = map[string]string{
	"formee": "myteam.done_formed", "rejointe": "myteam.done_joined", "quittee": "myteam.done_left",
	"nommee": "myteam.done_named", "vue": "myteam.done_face", "anime": "myteam.done_animates",
	"demande": "myteam.done_asked", "decline": "myteam.done_declined", "non": "myteam.done_no", "plus-tard": "myteam.done_later",
}

func (s *server) renderMyTeam(w http.ResponseWriter, r *http.Request, status int, p MyTeamPage) (err error) {
	if p.Page, err = s.homesPage(r, "myteam.title"); err != nil {
		return err
	}
	p.Path = "/mon-equipe"
	if err := s.fillMyTeam(r, &p); err != nil {
		return err
	}
	return s.render(w, r, status, p.Page, myTeamPage(p))
}

// fillMyTeam finds out what the page is about, and fills it.
func (s *server) fillMyTeam(r *http.Request, p *MyTeamPage) error {
	_, lives, err := s.Households.Of(r.Context(), me(r))
	if err != nil || !lives {
		return err // no home
	}
	in, takesPart, err := s.Challenge.Participation(r.Context(), me(r))
	if err != nil {
		return err
	}
	if takesPart && in.Enrolment.Team != "" {
		return s.fillTeamIn(r, p, in)
	}
	return s.fillNoTeam(r, p, in, takesPart)
}

// thisWeek is the week in which a season is looked at: the present one, as far as
// it goes.
func thisWeek(p challenge.Participation) challenge.Week {
	return min(max(challenge.WeekOf(p.Today), p.Season.From), p.Season.Last())
}

// fillTeamIn fills the page of who is in a team.
func (s *server) fillTeamIn(r *http.Request, p *MyTeamPage, in challenge.Participation) error {
	team, err := s.Challenge.TeamPage(r.Context(), me(r), thisWeek(in))
	if err != nil {
		return err
	}
	p.Stage = TeamIn
	p.show(team, me(r))
	if p.Begun {
		board, err := s.Challenge.Board(r.Context(), me(r), 0)
		if err != nil {
			return err
		}
		p.Newest = s.newest(p.Page, board)
	}
	return nil
}

// show says what a team is and does.
func (p *MyTeamPage) show(t challenge.TeamPage, person string) {
	p.Name, p.Forming, p.Begun = t.Team.Name, t.Forming, t.Begun
	p.Over = t.Season.PhaseOn(t.Today) >= challenge.Closing
	p.Full = len(t.Households) >= challenge.MostHouseholds
	p.Starts = p.dayWords(t.Season.Starts(t.Team.Wave).First())
	p.When = p.T("week.when", "number", t.Season.NumberOf(t.Week), "days", p.span(t.Week))
	p.Animation = Animation{
		Animates: t.Team.Animator == person, Asked: t.Team.Asked == person, Vacant: t.Team.Animator == "",
	}
	for _, h := range t.Households {
		p.Households = append(p.Households, faceOf(p.Page, h, t.Begun))
		if h.Mine {
			p.Own = h.Face
		}
	}
	for _, sum := range t.OfWeek {
		p.OfWeek = append(p.OfWeek, sumView(p.Page, sum, perWeek))
	}
	p.Ledgers = ledgersOf(p.Page, t)
}

// isolated is a name inside a sentence, apart from it: one that is written from
// right to left turns nothing around it.
func isolated(name string) string { return "\u2068" + name + "\u2069" }
