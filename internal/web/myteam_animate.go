package web

import (
	"net/http"

	"capzero/internal/challenge"
)

// A HandOverPage asks an animator who could look after the team instead.
type HandOverPage struct {
	Page
	Neighbours []Row
	Asked      string // who has been asked already, by the name that is shown
	Refused    string
}

// The field of the form that asks somebody, and the answers to being asked.
const (
	fieldWhom   = "personne"
	animatesYes = "oui"
	animatesNo  = "non"
)

// handingOver answers GET /mon-equipe/animation.
func (s *server) handingOver(w http.ResponseWriter, r *http.Request) error {
	return s.renderHandOver(w, r, http.StatusOK, HandOverPage{})
}

func (s *server) renderHandOver(w http.ResponseWriter, r *http.Request, status int, p HandOverPage) error {
	neighbours, err := s.Challenge.Neighbours(r.Context(), me(r))
	if err != nil {
		return toMyTeam(w, r, err)
	}
	if p.Page, err = s.homesPage(r, "animation.title"); err != nil {
		return err
	}
	p.Path = "/mon-equipe/animation"
	own, err := s.housemates(r, p.Page)
	if err != nil {
		return err
	}
	for i, n := range neighbours {
		name, help := n.Name, ""
		if n.Mine {
			name, help = own[n.Person], p.T("animation.at_home")
		}
		if n.Asked {
			p.Asked = name
			continue
		}
		p.Neighbours = append(p.Neighbours, Row{
			ID: "voisin-" + timesWord(i), Type: "radio", Name: fieldWhom, Value: n.Person, Label: name, Help: help,
		})
	}
	return s.render(w, r, status, p.Page, handOverPage(p))
}

// housemates are how the adults of a person's household are called, by their ids.
func (s *server) housemates(r *http.Request, p Page) (map[string]string, error) {
	h, _, err := s.Households.Of(r.Context(), me(r))
	names := map[string]string{}
	for _, m := range h.Adults() {
		names[m.Person] = p.personName(m.Name)
	}
	return names, err
}

// handOver answers POST /mon-equipe/animation/demander.
func (s *server) handOver(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	err = s.Challenge.HandOver(r.Context(), me(r), form.Get(fieldWhom))
	if isFault(err, "teams.member_unknown") && !wantsProblem(r) {
		return s.renderHandOver(w, r, http.StatusUnprocessableEntity, HandOverPage{Refused: s.locale(r).T("teams.member_unknown")})
	}
	return s.afterTeam(w, r, "demande", err)
}

// answerAnimation answers POST /mon-equipe/animation: a yes or a no to looking
// after the team.
func (s *server) answerAnimation(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	if form.Get(challenge.AnswerField) == animatesYes {
		return s.afterTeam(w, r, "anime", s.Challenge.Animate(r.Context(), me(r)))
	}
	return s.afterTeam(w, r, "decline", s.Challenge.DeclineToAnimate(r.Context(), me(r)))
}
