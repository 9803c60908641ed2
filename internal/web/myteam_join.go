package web

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"capzero/internal/challenge"
	"capzero/internal/fault"
)

// A TeamLinkPage shows a new link into a team to who made it.
type TeamLinkPage struct {
	Page
	Name  string
	Link  string
	QR    QR
	Until string
}

// A TeamJoinPage says which team one would join, and asks whether to come.
type TeamJoinPage struct {
	Page
	*TeamOffer
	Stage   JoinStage
	Until   string
	Other   string // the team that the household is in
	SignIn  string
	Refused string
}

// A JoinStage is what stands between somebody and a team.
type JoinStage int

// The stages.
const (
	JoinVisitor JoinStage = iota // nobody has signed in
	JoinNoHome                   // they live in no household yet
	JoinAlready                  // it is in this team
	JoinOther                    // it is in another one
	JoinFull
	JoinReady
)

// The cookies of links into teams: the one that this browser made last, whose
// secret the database has only as a hash, and the one that somebody opened before
// they had a household.
const (
	teamLinkCookie   = "capzero-lien-equipe"
	openedLinkCookie = "capzero-equipe-ouverte"
	teamLinkFor      = 7 * 24 * time.Hour // as long as a link is good for
)

func (s *server) teamLink() cookie   { return newCookie(s.URL, teamLinkCookie) }
func (s *server) openedLink() cookie { return newCookie(s.URL, openedLinkCookie) }

// inviteToTeam answers POST /mon-equipe/lien.
func (s *server) inviteToTeam(w http.ResponseWriter, r *http.Request) error {
	token, _, err := s.Challenge.InviteToTeam(r.Context(), me(r))
	if isFault(err, "teams.links_many") && !wantsProblem(r) {
		f := asFault(err)
		return s.renderMyTeam(w, r, statuses[f.Kind], MyTeamPage{Refused: s.locale(r).T(f.Key, f.Args...)})
	}
	if err != nil {
		return err
	}
	s.teamLink().write(w, token, teamLinkFor)
	seeOther(w, r, "/mon-equipe/lien")
	return nil
}

// shownTeamLink answers GET /mon-equipe/lien. What is not an open link into the
// team of who asks is not shown, whoever put it there.
func (s *server) shownTeamLink(w http.ResponseWriter, r *http.Request) error {
	token := s.teamLink().read(r)
	in, err := s.lookWith(r, token)
	if err != nil && !expected(err) {
		return err
	}
	if err != nil || !in.Already {
		s.teamLink().clear(w)
		seeOther(w, r, "/mon-equipe")
		return nil
	}
	p := TeamLinkPage{Name: in.Name, Link: s.URL + teamJoinPath(token)}
	if p.Page, err = s.homesPage(r, "myteam.link_title"); err != nil {
		return err
	}
	p.Until = p.Ago(s.moment(in.Expires), s.moment(s.Now()))
	if p.QR, err = newQR(p.Link); err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, p.Page, teamLinkPage(p))
}

func teamJoinPath(token string) string { return "/mon-equipe/rejoindre/" + url.PathEscape(token) }

// lookWith looks at a team with a secret that a browser holds.
func (s *server) lookWith(r *http.Request, token string) (challenge.TeamInvited, error) {
	if token == "" || strings.ContainsAny(token, "/?#") {
		return challenge.TeamInvited{}, fault.New(fault.NotFound, "teams.link_unknown")
	}
	return s.Challenge.LookAtTeam(r.Context(), me(r), token)
}

// joiningTeam answers GET /mon-equipe/rejoindre/{token}, to a visitor as well. It
// changes nothing but what this browser remembers.
func (s *server) joiningTeam(w http.ResponseWriter, r *http.Request) error {
	return s.renderTeamJoin(w, r, http.StatusOK, TeamJoinPage{})
}

func (s *server) renderTeamJoin(w http.ResponseWriter, r *http.Request, status int, p TeamJoinPage) error {
	token := r.PathValue("token")
	in, err := s.lookWith(r, token)
	if err != nil {
		return err
	}
	if p.Page, err = s.homesPage(r, "jointeam.title"); err != nil {
		return err
	}
	p.TeamOffer = p.teamOffer(in, teamJoinPath(token))
	p.Page.Path, p.SignIn = p.TeamOffer.Path, signInFor(p.TeamOffer.Path)
	p.Until = p.Ago(s.moment(in.Expires), s.moment(s.Now()))
	if p.Stage, p.Other, err = s.joinStage(r, in); err != nil {
		return err
	}
	if p.Stage == JoinNoHome {
		s.openedLink().write(w, token, teamLinkFor)
	}
	return s.render(w, r, status, p.Page, teamJoinPage(p))
}

// joinStage finds what stands between who asks and a team.
func (s *server) joinStage(r *http.Request, in challenge.TeamInvited) (stage JoinStage, other string, err error) {
	if !sessionOf(r).SignedIn() {
		return JoinVisitor, "", nil
	}
	_, lives, err := s.Households.Of(r.Context(), me(r))
	switch {
	case err != nil:
		return stage, "", err
	case !lives:
		return JoinNoHome, "", nil
	case in.Already:
		return JoinAlready, "", nil
	}
	own, err := s.ownTeam(r)
	switch {
	case err == nil:
		return JoinOther, own.Team.Name, nil
	case !isFault(err, errNoTeam.Key):
		return stage, "", err
	case in.Households >= challenge.MostHouseholds:
		return JoinFull, "", nil
	}
	return JoinReady, "", nil
}

// joinTeam answers POST /mon-equipe/rejoindre/{token}. Who takes part by joining
// was told by a neighbour.
func (s *server) joinTeam(w http.ResponseWriter, r *http.Request) error {
	how := challenge.Joining{Channel: challenge.MouthChannel}
	_, err := s.Challenge.JoinTeam(r.Context(), me(r), r.PathValue("token"), how)
	if f := asFault(err); err != nil && f.Kind == fault.Conflict && !wantsProblem(r) {
		return s.renderTeamJoin(w, r, statuses[f.Kind], TeamJoinPage{Refused: s.locale(r).T(f.Key, f.Args...)})
	}
	if err != nil {
		return err
	}
	s.openedLink().clear(w)
	seeOther(w, r, "/mon-equipe?fait=rejointe")
	return nil
}

// openedBefore is the team of a link that this browser opened when there was no
// household to join with. One that opens nothing any more is nothing.
func (s *server) openedBefore(r *http.Request, p Page) (*TeamOffer, error) {
	token := s.openedLink().read(r)
	in, err := s.lookWith(r, token)
	if expected(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return p.teamOffer(in, teamJoinPath(token)), nil
}
