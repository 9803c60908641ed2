package web

import (
	"cmp"
	"net/http"
	"slices"

	"capzero/internal/challenge"
)

// A CityTeamsPage lists the teams of the season for the staff of a city: no figure,
// and no name of anybody.
type CityTeamsPage struct {
	Page
	Season  string // its name; empty where the city has none
	Teams   []CityTeamView
	Vacant  int // teams without an animator
	Open    bool
	Done    string
	Reports int // messages that wait for the city
}

// A CityTeamView is one of them.
type CityTeamView struct {
	Name       string
	Zone       ZoneView
	Households int
	Animated   bool
	Starts     string
}

// A ForeseePage shows which teams would be proposed, before they are.
type ForeseePage struct {
	Page
	Season  string
	Teams   []CityTeamView
	Total   challenge.Proposals
	Refused string
}

// cityTeams answers GET /equipes.
func (s *server) cityTeams(w http.ResponseWriter, r *http.Request) error {
	page, err := s.homesPage(r, "cityteams.title")
	if err != nil {
		return err
	}
	p := CityTeamsPage{Page: page}
	if r.URL.Query().Has("fait") {
		p.Done = p.T("cityteams.done")
	}
	season, found, err := s.Challenge.Current(r.Context(), s.City.ID)
	if err != nil {
		return err
	}
	if found {
		if err := s.fillCityTeams(r, &p, season); err != nil {
			return err
		}
	}
	if p.Reports, err = s.Challenge.Waiting(r.Context(), s.City.ID); err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, page, cityTeamsPage(p))
}

func (s *server) fillCityTeams(r *http.Request, p *CityTeamsPage, season challenge.Season) error {
	p.Season, p.Open = season.Name, season.PhaseOn(s.today()) < challenge.Closing
	teams, err := s.Challenge.Teams(r.Context(), s.City.ID, season.ID)
	for _, t := range teams {
		v := CityTeamView{
			Name: t.Name, Zone: p.zone(t.Zone), Households: t.Households, Animated: t.Animator != "",
			Starts: p.dayWords(season.Starts(t.Wave).First()),
		}
		if p.Teams = append(p.Teams, v); !v.Animated {
			p.Vacant++
		}
	}
	return err
}

// foreseeTeams answers GET /equipes/proposer.
func (s *server) foreseeTeams(w http.ResponseWriter, r *http.Request) error {
	return s.renderForesee(w, r, http.StatusOK, "")
}

func (s *server) renderForesee(w http.ResponseWriter, r *http.Request, status int, refused string) error {
	page, err := s.homesPage(r, "cityteams.propose")
	if err != nil {
		return err
	}
	page.Path = "/equipes/proposer"
	p := ForeseePage{Page: page, Refused: refused}
	season, found, err := s.Challenge.Current(r.Context(), s.City.ID)
	if err != nil {
		return err
	}
	if found && season.PhaseOn(s.today()) < challenge.Closing {
		p.Season = season.Name
		total, teams, err := s.Challenge.Foresee(r.Context(), s.City.ID, season.ID)
		if err != nil {
			return err
		}
		p.Total, p.Teams = total, foreseen(page, teams)
	}
	return s.render(w, r, status, page, foreseePage(p))
}

// foreseen are teams before they exist, by their zone.
func foreseen(p Page, teams []challenge.ProposedTeam) (all []CityTeamView) {
	for _, t := range teams {
		all = append(all, CityTeamView{Zone: p.zone(t.Zone), Households: t.Households, Starts: p.dayWords(t.Starts.First())})
	}
	slices.SortStableFunc(all, func(a, b CityTeamView) int { return cmp.Compare(a.Zone.Name, b.Zone.Name) })
	return all
}

// proposeTeams answers POST /equipes/proposer.
func (s *server) proposeTeams(w http.ResponseWriter, r *http.Request) error {
	season, found, err := s.Challenge.Current(r.Context(), s.City.ID)
	if err != nil {
		return err
	}
	if !found {
		return s.renderForesee(w, r, http.StatusConflict, "")
	}
	_, err = s.Challenge.ProposeTeams(r.Context(), s.hand(r), season.ID)
	if said := refusal(r, s.locale(r), err); said != "" {
		return s.renderForesee(w, r, statuses[asFault(err).Kind], said)
	}
	if err != nil {
		return err
	}
	seeOther(w, r, "/equipes?fait")
	return nil
}
