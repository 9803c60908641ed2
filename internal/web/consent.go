package web

import (
	"bytes"
	"net/http"
	"net/url"

	"capzero/internal/household"
)

// A ChoicesPage has one switch for each purpose that a person decides about.
type ChoicesPage struct {
	Page
	Switches []SwitchView
	Next     string // where the person came from, to go back to
	SignIn   string // for a visitor
	Changed  string // a text has changed while it was read
}

// A SwitchView is one purpose with where the person stands.
type SwitchView struct {
	household.Switch
	ID    string
	State string // "Vous avez dit oui le 3 novembre 2026."
}

// Chosen says that this is what the person chose last.
func (v SwitchView) Chosen(c household.Choice) bool {
	switch v.Standing {
	case household.Accepted:
		return c == household.Accept
	case household.Refused:
		return c == household.Refuse
	case household.Postponed:
		return c == household.Later
	}
	return false
}

// The fields of the form of a switch.
const (
	fieldPurpose = "finalite"
	fieldVersion = "texte"
	// choicesScreen is what the ledger says of where a choice was made here.
	choicesScreen = "vos-choix"
)

// choiceID is where a switch stands on its page.
func choiceID(p household.Purpose) string { return "choix-" + string(p) }

// choicePath is the address of a switch. Next is where its page leads back to.
func choicePath(p household.Purpose, next string) string {
	path := "/vos-choix"
	if next != "" {
		path += "?" + url.Values{fieldNext: {next}}.Encode()
	}
	return path + "#" + choiceID(p)
}

// choices answers GET /vos-choix.
func (s *server) choices(w http.ResponseWriter, r *http.Request) error {
	return s.renderChoices(w, r, http.StatusOK, ChoicesPage{Next: r.URL.Query().Get(fieldNext)})
}

func (s *server) renderChoices(w http.ResponseWriter, r *http.Request, status int, p ChoicesPage) (err error) {
	if p.Page, err = s.homesPage(r, "choices.title"); err != nil {
		return err
	}
	p.Path, p.SignIn = "/vos-choix", signInFor("/vos-choix")
	if p.Next != "" {
		p.Next = ownPath(p.Next)
	}
	if p.SignedIn {
		switches, err := s.Consents.Switches(r.Context(), me(r), p.Tag())
		if err != nil {
			return err
		}
		for _, sw := range switches {
			p.Switches = append(p.Switches, s.switchView(p.Page, sw))
		}
	}
	return s.render(w, r, status, p.Page, choicesPage(p))
}

func (s *server) switchView(p Page, sw household.Switch) SwitchView {
	v := SwitchView{Switch: sw, ID: choiceID(sw.Purpose)}
	if sw.Since.IsZero() {
		v.State = p.T("choices.unasked")
	} else {
		v.State = p.T("choices.state_"+string(sw.Standing), "date", p.ShortDate(s.moment(sw.Since)))
	}
	return v
}

// decide answers POST /vos-choix: one choice about one purpose.
func (s *server) decide(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	d := household.Decision{
		Purpose: household.Purpose(form.Get(fieldPurpose)),
		Choice:  household.Choice(form.Get(household.ChoiceField)),
		Version: form.Get(fieldVersion),
	}
	next := form.Get(fieldNext)
	err = s.Consents.Decide(r.Context(), me(r), s.locale(r).Tag(), choicesScreen, d)
	if isFault(err, "consent.text_changed") && !wantsProblem(r) {
		return s.renderChoices(w, r, http.StatusConflict, ChoicesPage{Next: next, Changed: s.locale(r).T("consent.text_changed")})
	}
	if err != nil {
		return err
	}
	seeOther(w, r, choicePath(d.Purpose, next))
	return nil
}

// A RegisterPage says what is done with personal data, for everybody to read.
type RegisterPage struct {
	Page
	Register household.Register
}

// register answers GET /registre.
func (s *server) register(w http.ResponseWriter, r *http.Request) error {
	page, err := s.homesPage(r, "register.title")
	if err != nil {
		return err
	}
	page.Robots = true
	p := RegisterPage{Page: page, Register: s.Consents.Register(s.City, page.Tag())}
	return s.render(w, r, http.StatusOK, p.Page, registerPage(p))
}

// registerTable answers GET /registre/tableau.csv: article 30 of the GDPR.
func (s *server) registerTable(w http.ResponseWriter, r *http.Request) error {
	var b bytes.Buffer
	if err := s.Consents.WriteRegister(&b, s.City, s.locale(r).Tag()); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="registre.csv"`)
	h.Set("Cache-Control", "private, no-cache")
	_, err := w.Write(b.Bytes())
	return err
}

var _ Consents = (*household.Consents)(nil)
