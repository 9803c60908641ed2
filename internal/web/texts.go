package web

import (
	"net/http"

	"capzero/internal/fault"
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
	Account bool // somebody has signed in: there is an account to erase
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
		Erased:  !v.started && r.URL.Query().Get("efface") == "oui",
		Problem: problem,
	}
	p.Path = "/vos-donnees"
	p.Robots = true
	return s.render(w, r, status, p.Page, privacyPage(p))
}

// erase answers POST /vos-donnees/effacer. Answers that are gone already are
// erased just the same.
func (s *server) erase(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	if form.Get("confirme") != "oui" {
		return s.renderPrivacy(w, r, http.StatusUnprocessableEntity, s.locale(r).T("privacy.confirm_missing"))
	}
	if session := sessionOf(r); session.SignedIn() {
		if err := s.eraseAccount(w, r, session); err != nil {
			return err
		}
	} else if h := s.holder(r); h != nil {
		err := s.Footprint.Erase(r.Context(), h)
		if err != nil && fault.KindOf(err) != fault.Unauthenticated {
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
