package web

import (
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"capzero/internal/account"
)

// An AccountPage is what somebody's account holds, and the devices that it is
// open on.
type AccountPage struct {
	Page
	Person  account.Person
	Roles   []string
	Devices []DeviceView
	Typed   string // name or address, as it was refused
	Problem FieldProblem
	Sent    bool // a mail is on its way to a new address
	Keys    KeysView
	Staff   []Place // pages of staff that the person may open
}

// value is what a field of the account holds: what was refused, or what is so.
func (p AccountPage) value(field, is string) string {
	if p.Problem.Field == field {
		return p.Typed
	}
	return is
}

// problemAttributes mark a field that is wrong.
func problemAttributes(problem FieldProblem, field string) templ.Attributes {
	if problem.Field != field {
		return nil
	}
	return templ.Attributes{"aria-invalid": "true", "aria-describedby": "p-" + field}
}

// A DeviceView is one device that is signed in.
type DeviceView struct {
	ID      string
	Name    string // "Firefox, Android"
	Seen    string
	Current bool
}

// account answers GET /compte.
func (s *server) account(w http.ResponseWriter, r *http.Request) error {
	return s.renderAccount(w, r, http.StatusOK, AccountPage{Sent: r.URL.Query().Has("adresse")})
}

func (s *server) renderAccount(w http.ResponseWriter, r *http.Request, status int, p AccountPage) error {
	session := sessionOf(r)
	v, err := s.visitor(r, s.locale(r).Tag())
	if err != nil {
		return err
	}
	devices, err := s.Accounts.Devices(r.Context(), session)
	if err != nil {
		return err
	}
	p.Page, p.Person = s.newPage(r, v, "account.title"), session.Person
	for _, role := range session.Roles(s.City.ID) {
		p.Roles = append(p.Roles, p.T(role.Key()))
	}
	if err := s.addKeys(r, &p); err != nil {
		return err
	}
	p.Staff = s.staffPlaces(p.Locale, session)
	for _, d := range devices {
		p.Devices = append(p.Devices, DeviceView{
			ID:      d.ID,
			Name:    d.Device.Label(p.Locale),
			Seen:    p.Ago(d.Seen, s.Now()),
			Current: d.ID == session.ID,
		})
	}
	return s.render(w, r, status, p.Page, accountPage(p))
}

// A WelcomePage asks who is new for a name.
type WelcomePage struct {
	Page
	Next    string
	Typed   string
	Problem string
}

// welcome answers GET /compte/bienvenue.
func (s *server) welcome(w http.ResponseWriter, r *http.Request) error {
	return s.renderWelcome(w, r, http.StatusOK, WelcomePage{
		Next: nextPath(r.URL.Query().Get(fieldNext)), Typed: sessionOf(r).Person.Name,
	})
}

func (s *server) renderWelcome(w http.ResponseWriter, r *http.Request, status int, p WelcomePage) error {
	p.Page = s.newPage(r, visitor{}, "welcome.title")
	return s.render(w, r, status, p.Page, welcomePage(p))
}

// setName answers POST /compte/nom, from the account or from the page of who is
// new.
func (s *server) setName(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	typed := form.Get(fieldName)
	err = s.Accounts.SetName(r.Context(), sessionOf(r), typed)
	problems := fieldProblems(s.locale(r), err)
	switch {
	case len(problems) > 0 && !wantsProblem(r) && form.Has(fieldNext):
		return s.renderWelcome(w, r, http.StatusUnprocessableEntity,
			WelcomePage{Next: nextPath(form.Get(fieldNext)), Typed: typed, Problem: problems[0].Message})
	case len(problems) > 0 && !wantsProblem(r):
		return s.renderAccount(w, r, http.StatusUnprocessableEntity, AccountPage{Typed: typed, Problem: problems[0]})
	case err != nil:
		return err
	case form.Has(fieldNext):
		seeOther(w, r, nextPath(form.Get(fieldNext)))
	default:
		seeOther(w, r, "/compte")
	}
	return nil
}

// setEmail answers POST /compte/adresse: a mail goes there, whose link makes it
// the address of the account.
func (s *server) setEmail(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	typed := form.Get(fieldEmail)
	_, err = s.Accounts.StartEmail(r.Context(), sessionOf(r), account.Asked{
		Email: typed, Source: client(r).String(), Language: s.locale(r).Tag(),
	})
	if problems := fieldProblems(s.locale(r), err); len(problems) > 0 && !wantsProblem(r) {
		return s.renderAccount(w, r, http.StatusUnprocessableEntity, AccountPage{Typed: typed, Problem: problems[0]})
	}
	if err != nil {
		return err
	}
	seeOther(w, r, "/compte?"+url.Values{"adresse": {"envoyee"}}.Encode())
	return nil
}

// endDevice answers POST /compte/appareils/{id}.
func (s *server) endDevice(w http.ResponseWriter, r *http.Request) error {
	session, id := sessionOf(r), r.PathValue("id")
	if id == session.ID {
		return s.signOut(w, r)
	}
	if err := s.Accounts.End(r.Context(), session, id); err != nil {
		return err
	}
	seeOther(w, r, "/compte#appareils")
	return nil
}

// endOthers answers POST /compte/appareils/autres.
func (s *server) endOthers(w http.ResponseWriter, r *http.Request) error {
	if _, err := s.Accounts.EndOthers(r.Context(), sessionOf(r)); err != nil {
		return err
	}
	seeOther(w, r, "/compte#appareils")
	return nil
}

// helpedAttributes do the same for a field with a sentence of help before it.
func helpedAttributes(problem FieldProblem, field string) templ.Attributes {
	if problem.Field != field {
		return templ.Attributes{"aria-describedby": "a-" + field}
	}
	return templ.Attributes{"aria-invalid": "true", "aria-describedby": "p-" + field + " a-" + field}
}
