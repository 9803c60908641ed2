package web

import (
	"net/http"
	"strings"
	"time"

	"capzero/internal/household"
)

// An InvitingPage offers the ways of letting somebody in.
type InvitingPage struct {
	Page
	Places  string // as typed
	Problem FieldProblem
}

// An InvitationView is an open invitation in words.
type InvitationView struct {
	ID    string
	Words string // "Lien pour 2 adultes, fait par Anne"
	Until string
}

// An InvitationPage shows the secret of a new invitation to who made it.
type InvitationPage struct {
	Page
	ID    string
	Code  string // in two groups of letters, empty for a link
	Link  string
	Join  string // where a code is typed
	QR    QR
	Until string
	Left  int // adults who may still come in
}

// shownCookie keeps the secret of the invitation that was made last, so that its
// page can be looked at again. The database has only its hash.
const shownCookie = "capzero-invitation"

// shownFor is how long: as long as a link is good for.
const shownFor = 7 * 24 * time.Hour

func (s *server) shown() cookie { return newCookie(s.URL, shownCookie) }

// inviting answers GET /foyer/inviter.
func (s *server) inviting(w http.ResponseWriter, r *http.Request) error {
	return s.renderInviting(w, r, http.StatusOK, InvitingPage{Places: "1"})
}

func (s *server) renderInviting(w http.ResponseWriter, r *http.Request, status int, p InvitingPage) error {
	if _, err := s.myHousehold(r); err != nil {
		return err
	}
	var err error
	if p.Page, err = s.homesPage(r, "household.invite"); err != nil {
		return err
	}
	p.Path = "/foyer/inviter"
	return s.render(w, r, status, p.Page, invitingPage(p))
}

// inviteByLink answers POST /foyer/inviter/lien.
func (s *server) inviteByLink(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	p := InvitingPage{Places: form.Get(household.PlacesField)}
	places, readable := wholeNumber(p.Places, s.locale(r))
	if !readable {
		places = 0 // refused with how many there may be
	}
	token, _, err := s.Households.InviteByLink(r.Context(), me(r), places)
	if problems := problemsAt(s.locale(r), err, household.PlacesField); len(problems) > 0 && !wantsProblem(r) {
		p.Problem = problems[0]
		return s.renderInviting(w, r, http.StatusUnprocessableEntity, p)
	}
	if err != nil {
		return err
	}
	return s.showSecret(w, r, token, "/foyer/inviter/lien")
}

// inviteByCode answers POST /foyer/inviter/code.
func (s *server) inviteByCode(w http.ResponseWriter, r *http.Request) error {
	code, _, err := s.Households.InviteByCode(r.Context(), me(r))
	if err != nil {
		return err
	}
	return s.showSecret(w, r, code, "/foyer/inviter/code")
}

func (s *server) showSecret(w http.ResponseWriter, r *http.Request, secret, path string) error {
	s.shown().write(w, secret, shownFor)
	seeOther(w, r, path)
	return nil
}

// shownLink answers GET /foyer/inviter/lien.
func (s *server) shownLink(w http.ResponseWriter, r *http.Request) error {
	secret := s.shown().read(r)
	return s.renderShown(w, r, secret, household.Link, func(p *InvitationPage) (err error) {
		p.Link = s.URL + "/rejoindre/" + secret
		p.QR, err = newQR(p.Link)
		return err
	})
}

// shownCode answers GET /foyer/inviter/code.
func (s *server) shownCode(w http.ResponseWriter, r *http.Request) error {
	secret := s.shown().read(r)
	return s.renderShown(w, r, secret, household.Code, func(p *InvitationPage) (err error) {
		join := s.URL + "/rejoindre"
		p.Code, p.Join = inGroups(secret), withoutScheme(join)
		p.QR, err = newQR(join)
		return err
	})
}

// inGroups writes the letters of a code three by three, as they are said.
func inGroups(code string) string {
	if len(code) != 6 {
		return code
	}
	return code[:3] + "\u00a0" + code[3:]
}

// renderShown shows the secret that a browser was given. What is not an open
// invitation of the household of who asks is not shown, whoever put it there.
func (s *server) renderShown(w http.ResponseWriter, r *http.Request, secret string, kind household.InvitationKind, fill func(*InvitationPage) error) error {
	i, open, err := s.ownInvitation(r, secret, kind)
	if err != nil {
		return err
	}
	if !open {
		s.shown().clear(w)
		seeOther(w, r, "/foyer/inviter")
		return nil
	}
	p := InvitationPage{ID: i.ID, Left: i.Places}
	if p.Page, err = s.homesPage(r, "household.invitation_title"); err != nil {
		return err
	}
	p.Until = p.Ago(s.moment(i.Expires), s.moment(s.Now()))
	if err := fill(&p); err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, p.Page, invitationPage(p))
}

// ownInvitation finds the open invitation of a secret among those of the household
// that who asks lives in.
func (s *server) ownInvitation(r *http.Request, secret string, kind household.InvitationKind) (household.Invitation, bool, error) {
	if secret == "" || strings.ContainsAny(secret, "/?#") {
		return household.Invitation{}, false, nil
	}
	in, err := s.Households.Look(r.Context(), me(r), secret)
	if expected(err) || err == nil && !in.Already {
		return household.Invitation{}, false, nil
	}
	if err != nil {
		return household.Invitation{}, false, err
	}
	all, err := s.Households.Invitations(r.Context(), me(r))
	for _, i := range all {
		if i.ID == in.ID && i.Kind == kind && i.State == household.Open {
			return i, true, nil
		}
	}
	return household.Invitation{}, false, err
}

// withdraw answers POST /foyer/invitations/{id}/retirer.
func (s *server) withdraw(w http.ResponseWriter, r *http.Request) error {
	return s.changeHousehold(w, r, "/foyer?fait=retiree", func() error {
		return s.Households.Withdraw(r.Context(), me(r), r.PathValue("id"))
	})
}

// openInvitations are those that still let somebody in.
func (s *server) openInvitations(p Page, list []household.Invitation) (all []InvitationView) {
	for _, i := range list {
		if i.State != household.Open {
			continue
		}
		v := InvitationView{ID: i.ID, Until: p.Ago(s.moment(i.Expires), s.moment(s.Now()))}
		by := p.named(i.MadeBy)
		switch i.Kind {
		case household.Link:
			v.Words = p.T("household.invitation_link", "count", i.Places, "name", by)
		case household.Code:
			v.Words = p.T("household.invitation_code", "name", by)
		default:
			v.Words = p.T("household.invitation_following", "name", p.named(i.For))
		}
		all = append(all, v)
	}
	return all
}
