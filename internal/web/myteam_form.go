package web

import (
	"net/http"
	"net/url"

	"capzero/internal/challenge"
	"capzero/internal/fault"
	"capzero/internal/household"
)

// A NoTeam is what a household finds that is in no team.
type NoTeam struct {
	Season   SeasonView
	NotIn    bool       // it does not take part in the season yet
	Proposal *TeamOffer // what the city proposes
	Invited  *TeamOffer // a link that was opened before there was a household
	Typed    string     // the name of a team to form
	Problem  FieldProblem
}

// A TeamOffer is a team that a household may join.
type TeamOffer struct {
	Path       string // where it is answered
	Name       string
	Zone       ZoneView
	Households int
	Starts     string
}

func (p Page) teamOffer(in challenge.TeamInvited, path string) *TeamOffer {
	return &TeamOffer{
		Path: path, Name: in.Name, Zone: p.zone(in.Zone), Households: in.Households, Starts: p.dayWords(in.Starts.First()),
	}
}

var errNoTeam = fault.New(fault.Conflict, "teams.none")

// fillNoTeam fills the page of who is in no team.
func (s *server) fillNoTeam(r *http.Request, p *MyTeamPage, in challenge.Participation, takesPart bool) error {
	season, found, err := s.Challenge.Current(r.Context(), s.City.ID)
	if err != nil {
		return err
	}
	p.Stage = TeamNoSeason
	if !found || season.PhaseOn(s.today()) >= challenge.Closing {
		return nil
	}
	p.Stage, p.NotIn, p.Season = TeamNone, !takesPart, seasonView(p.Page, season)
	if takesPart {
		p.Season.Begins = p.dayWords(in.Season.Starts(in.Enrolment.Wave).First())
		if p.Proposal, err = s.proposedTeam(r, p.Page); err != nil {
			return err
		}
	}
	p.Invited, err = s.openedBefore(r, p.Page)
	return err
}

// proposedTeam is what the city proposes to who takes part, nil for nothing.
func (s *server) proposedTeam(r *http.Request, p Page) (*TeamOffer, error) {
	proposal, proposed, err := s.Challenge.Proposal(r.Context(), me(r))
	if err != nil || !proposed {
		return nil, err
	}
	return p.teamOffer(proposal.TeamInvited, "/mon-equipe/propositions/"+url.PathEscape(proposal.ID)), nil
}

// formTeam answers POST /mon-equipe.
func (s *server) formTeam(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	typed := form.Get(challenge.TeamNameField)
	how := challenge.Joining{Channel: challenge.Channel(form.Get(fieldChannel))}
	_, err = s.Challenge.FormTeam(r.Context(), me(r), typed, how)
	if problems := fieldProblems(s.locale(r), err); len(problems) > 0 && !wantsProblem(r) {
		return s.renderMyTeam(w, r, http.StatusUnprocessableEntity, MyTeamPage{NoTeam: NoTeam{Typed: typed, Problem: problems[0]}})
	}
	return s.afterTeam(w, r, "formee", err)
}

// afterTeam leads back to the team, or shows it with what could not be done.
func (s *server) afterTeam(w http.ResponseWriter, r *http.Request, done string, err error) error {
	if said := refusal(r, s.locale(r), err); said != "" {
		return s.renderMyTeam(w, r, statuses[asFault(err).Kind], MyTeamPage{Refused: said})
	}
	if err != nil {
		return err
	}
	seeOther(w, r, "/mon-equipe?fait="+done)
	return nil
}

// answerTeamProposal answers POST /mon-equipe/propositions/{id}.
func (s *server) answerTeamProposal(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	answer := challenge.ProposalAnswer(form.Get(challenge.AnswerField))
	done := map[challenge.ProposalAnswer]string{challenge.ProposalYes: "rejointe", challenge.ProposalNo: "non", challenge.ProposalLater: "plus-tard"}[answer]
	return s.afterTeam(w, r, done, s.Challenge.AnswerProposal(r.Context(), me(r), r.PathValue("id"), answer, challenge.Joining{}))
}

// A TeamNamePage asks for another name of a team.
type TeamNamePage struct {
	Page
	Typed   string
	Problem FieldProblem
}

// ownTeam is the team of who asks; a fault where there is none.
func (s *server) ownTeam(r *http.Request) (team challenge.TeamPage, err error) {
	in, takesPart, err := s.Challenge.Participation(r.Context(), me(r))
	if err != nil {
		return team, err
	}
	if !takesPart || in.Enrolment.Team == "" {
		return team, errNoTeam
	}
	return s.Challenge.TeamPage(r.Context(), me(r), thisWeek(in))
}

// namingTeam answers GET /mon-equipe/nom.
func (s *server) namingTeam(w http.ResponseWriter, r *http.Request) error {
	team, err := s.ownTeam(r)
	if err != nil {
		return toMyTeam(w, r, err)
	}
	if team.Team.Animator != me(r) {
		return fault.New(fault.Forbidden, "teams.not_animator")
	}
	return s.renderTeamName(w, r, http.StatusOK, TeamNamePage{Typed: team.Team.Name})
}

// toMyTeam sends who looks for something of a team that they are not in, or that
// has not begun, to the page that says so.
func toMyTeam(w http.ResponseWriter, r *http.Request, err error) error {
	if err != nil && saidByTeam[asFault(err).Key] && r.Method == http.MethodGet && !wantsProblem(r) {
		seeOther(w, r, "/mon-equipe")
		return nil
	}
	return err
}

// saidByTeam are the faults that the page of the team explains.
var saidByTeam = map[string]bool{
	errNoTeam.Key: true, "board.waiting": true, "challenge.not_enrolled": true, "challenge.no_household": true, "season.none": true,
}

func (s *server) renderTeamName(w http.ResponseWriter, r *http.Request, status int, p TeamNamePage) (err error) {
	if p.Page, err = s.homesPage(r, "myteam.rename"); err != nil {
		return err
	}
	p.Path = "/mon-equipe/nom"
	return s.render(w, r, status, p.Page, teamNamePage(p))
}

// nameTeam answers POST /mon-equipe/nom.
func (s *server) nameTeam(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	typed := form.Get(challenge.TeamNameField)
	err = s.Challenge.RenameTeam(r.Context(), me(r), typed)
	if problems := fieldProblems(s.locale(r), err); len(problems) > 0 && !wantsProblem(r) {
		return s.renderTeamName(w, r, http.StatusUnprocessableEntity, TeamNamePage{Typed: typed, Problem: problems[0]})
	}
	return s.afterTeam(w, r, "nommee", err)
}

// A FacePage asks how a household shows itself to its team.
type FacePage struct {
	Page
	Allowed bool // a name may be shown at all
	Choices string
	Rows    []Row
	Name    string
	Problem FieldProblem
}

// facing answers GET /mon-equipe/visibilite.
func (s *server) facing(w http.ResponseWriter, r *http.Request) error {
	team, err := s.ownTeam(r)
	if err != nil {
		return toMyTeam(w, r, err)
	}
	var own challenge.Face
	for _, h := range team.Households {
		if h.Mine {
			own = h.Face
		}
	}
	return s.renderFace(w, r, http.StatusOK, own, FieldProblem{})
}

func (s *server) renderFace(w http.ResponseWriter, r *http.Request, status int, f challenge.Face, problem FieldProblem) (err error) {
	p := FacePage{Name: f.Name, Problem: problem, Choices: choicePath(household.TeamName, "/mon-equipe/visibilite")}
	if p.Page, err = s.homesPage(r, "face.title"); err != nil {
		return err
	}
	p.Path = "/mon-equipe/visibilite"
	switches, err := s.Consents.Switches(r.Context(), me(r), p.Tag())
	if err != nil {
		return err
	}
	for _, sw := range switches {
		p.Allowed = p.Allowed || sw.Purpose == household.TeamName && sw.Standing == household.Accepted
	}
	for _, v := range challenge.Visibilities() {
		p.Rows = append(p.Rows, Row{
			ID: "vue-" + string(v), Type: "radio", Name: challenge.VisibilityField, Value: string(v),
			Label: p.T("face.as_" + string(v)), Help: p.T("face.as_" + string(v) + "_what"), Checked: f.Visibility == v,
		})
	}
	return s.render(w, r, status, p.Page, facePage(p))
}

// face answers POST /mon-equipe/visibilite.
func (s *server) face(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	typed := challenge.Face{
		Visibility: challenge.Visibility(form.Get(challenge.VisibilityField)), Name: form.Get(challenge.FaceNameField),
	}
	err = s.Challenge.ShowInTeam(r.Context(), me(r), typed)
	if problems := fieldProblems(s.locale(r), err); len(problems) > 0 && !wantsProblem(r) {
		return s.renderFace(w, r, statuses[asFault(err).Kind], typed, problems[0])
	}
	return s.afterTeam(w, r, "vue", err)
}

// A TeamLeavePage says what becomes of what was done, before a household leaves.
type TeamLeavePage struct {
	Page
	Name     string
	Animates bool
	Last     bool // the team ends with it
}

// leavingTeam answers GET /mon-equipe/quitter.
func (s *server) leavingTeam(w http.ResponseWriter, r *http.Request) error {
	team, err := s.ownTeam(r)
	if err != nil {
		return toMyTeam(w, r, err)
	}
	p := TeamLeavePage{Name: team.Team.Name, Animates: team.Team.Animator == me(r), Last: len(team.Households) == 1}
	if p.Page, err = s.homesPage(r, "myteam.leave_title"); err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, p.Page, teamLeavePage(p))
}

// leaveTeam answers POST /mon-equipe/quitter.
func (s *server) leaveTeam(w http.ResponseWriter, r *http.Request) error {
	return s.afterTeam(w, r, "quittee", s.Challenge.LeaveTeam(r.Context(), me(r)))
}
