package web

import (
	"net/http"

	"capzero/internal/account"
	"capzero/internal/footprint"
)

// A MethodPage says how the figures are computed, with what and how far they go.
type MethodPage struct {
	Page
	Models footprint.Models
}

func (s *server) method(w http.ResponseWriter, r *http.Request) error {
	v, err := s.visitor(r, s.locale(r).Tag())
	if err != nil {
		return err
	}
	p := MethodPage{Page: s.newPage(r, v, "method.title"), Models: s.Models}
	p.Robots = true
	return s.render(w, r, http.StatusOK, p.Page, methodPage(p))
}

// A PrivacyPage says what is kept, and lets people erase it.
type PrivacyPage struct {
	Page
	Started bool
	Account bool // somebody has signed in: what is theirs has a page of its own
	Staff   bool // somebody who can see to it that the city says whom to write to
	Erased  bool
	Problem string // at the box that confirms
}

func (s *server) privacy(w http.ResponseWriter, r *http.Request) error {
	return s.renderPrivacy(w, r, http.StatusOK, "")
}

func (s *server) renderPrivacy(w http.ResponseWriter, r *http.Request, status int, problem string) error {
	v, err := s.visitor(r, s.locale(r).Tag())
	if err != nil {
		return err
	}
	p := PrivacyPage{
		Page:    s.newPage(r, v, "privacy.title"),
		Started: v.started,
		Account: sessionOf(r).SignedIn(),
		Staff:   sessionOf(r).May(s.City.ID, account.ReadRegister),
		Erased:  !v.started && r.URL.Query().Get("efface") == "oui",
		Problem: problem,
	}
	p.Path = "/vos-donnees"
	p.Robots = true
	return s.render(w, r, status, p.Page, privacyPage(p))
}

// eraseAnswers answers POST /vos-donnees/effacer, of a browser without an account.
// Answers that are gone already are erased just the same.
func (s *server) eraseAnswers(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	if sessionOf(r).SignedIn() {
		seeOther(w, r, erasePath)
		return nil
	}
	if form.Get(fieldConfirm) != yesSaid {
		return s.renderPrivacy(w, r, http.StatusUnprocessableEntity, s.locale(r).T("privacy.confirm_missing"))
	}
	if token := s.cookie.token(r); token != "" {
		if _, err := s.MyData.EraseAnswers(r.Context(), string(token), ""); err != nil {
			return err
		}
	}
	s.cookie.clear(w)
	seeOther(w, r, "/vos-donnees?efface=oui")
	return nil
}

// An AccessibilityPage is the accessibility statement.
type AccessibilityPage struct{ Page }

func (s *server) accessibility(w http.ResponseWriter, r *http.Request) error {
	v, err := s.visitor(r, s.locale(r).Tag())
	if err != nil {
		return err
	}
	p := AccessibilityPage{s.newPage(r, v, "access.title")}
	p.Robots = true
	return s.render(w, r, http.StatusOK, p.Page, accessibilityPage(p))
}
