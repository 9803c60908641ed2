package web

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"strings"

	"capzero/internal/account"
	"capzero/internal/fault"
)

// An OrganisationsPage lists the associations of the city.
type OrganisationsPage struct {
	Page
	All     []OrganisationView
	Closed  bool // one has just been closed
	Manages bool // whoever looks may make one
	Typed   OrganisationForm
}

// An OrganisationForm is what is typed of an organisation.
type OrganisationForm struct {
	Name, About string
	Problem     FieldProblem
}

// An OrganisationView is an organisation in a list.
type OrganisationView struct {
	Path, Name, About string
}

// An OrganisationPage is the page of an association: for everybody what it says
// of itself, for its members and the city who is in it, for the city what it
// entrusts to it.
type OrganisationPage struct {
	Page
	At      string // the address of the page
	Name    string
	About   []string // in paragraphs
	Trusted []string
	Inside  bool // whoever looks is a member, or manages
	Member  bool
	Manages bool
	Members []MemberView
	Trusts  []TrustView
	Edited  OrganisationForm
	Typed   string // an address, as it was refused
	Problem FieldProblem
	Refused string
}

// A MemberView is one person of an organisation.
type MemberView struct {
	Name, Email, Since string
	Path               string // where they are taken out; empty for whom may not
	Me                 bool
}

// A TrustView is one thing that a city can entrust.
type TrustView struct {
	ID, Name, What string
	Given          bool
}

const (
	fieldAbout      = "about"
	fieldPermission = "permission"
)

// organisations answers GET /organisations.
func (s *server) organisations(w http.ResponseWriter, r *http.Request) error {
	return s.renderOrganisations(w, r, http.StatusOK, OrganisationForm{})
}

func (s *server) renderOrganisations(w http.ResponseWriter, r *http.Request, status int, typed OrganisationForm) error {
	all, err := s.Accounts.Organisations(r.Context(), s.City.ID)
	if err != nil {
		return err
	}
	v, err := s.visitor(r, s.locale(r).Tag())
	if err != nil {
		return err
	}
	p := OrganisationsPage{
		Page: s.newPage(r, v, "organisations.title"), Typed: typed, Closed: r.URL.Query().Has("fermee"),
		Manages: sessionOf(r).May(s.City.ID, account.EntrustOrganisations),
	}
	p.Path = "/organisations"
	for _, o := range all {
		first, _, _ := strings.Cut(o.About, "\n")
		p.All = append(p.All, OrganisationView{Path: organisationPath(o.ID), Name: o.Name, About: first})
	}
	return s.render(w, r, status, p.Page, organisationsPage(p))
}

func organisationPath(id string) string { return "/organisations/" + url.PathEscape(id) }

// createOrganisation answers POST /organisations.
func (s *server) createOrganisation(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	typed := OrganisationForm{Name: form.Get(fieldName), About: form.Get(fieldAbout)}
	id, err := s.Accounts.CreateOrganisation(r.Context(), sessionOf(r), s.City.ID, typed.Name, typed.About)
	if problems := fieldProblems(s.locale(r), err); len(problems) > 0 && !wantsProblem(r) {
		typed.Problem = problems[0]
		return s.renderOrganisations(w, r, http.StatusUnprocessableEntity, typed)
	}
	if err != nil {
		return err
	}
	seeOther(w, r, organisationPath(id))
	return nil
}

// organisation answers GET /organisations/{id}.
func (s *server) organisation(w http.ResponseWriter, r *http.Request) error {
	return s.renderOrganisation(w, r, http.StatusOK, OrganisationPage{})
}

func (s *server) renderOrganisation(w http.ResponseWriter, r *http.Request, status int, p OrganisationPage) error {
	o, err := s.organisationHere(r)
	if err != nil {
		return err
	}
	v, err := s.visitor(r, s.locale(r).Tag())
	if err != nil {
		return err
	}
	p.Page = s.newPage(r, v, "organisation.title", "name", o.Name)
	p.At, p.Path = organisationPath(o.ID), organisationPath(o.ID)
	p.Name, p.About = o.Name, paragraphs(o.About)
	p.Manages = sessionOf(r).May(s.City.ID, account.EntrustOrganisations)
	for _, permission := range account.Entrustable() {
		t := TrustView{ID: string(permission), Name: p.T(permissionKey(permission)), What: p.T(permissionKey(permission) + "_what")}
		if t.Given = o.Trusts(permission); t.Given {
			p.Trusted = append(p.Trusted, t.Name)
		}
		p.Trusts = append(p.Trusts, t)
	}
	if p.Edited.Problem.Message == "" {
		p.Edited = OrganisationForm{Name: o.Name, About: o.About}
	}
	if err := s.addMembers(r, &p, o.ID); err != nil {
		return err
	}
	return s.render(w, r, status, p.Page, organisationPage(p))
}

// organisationHere is the organisation that a request is about. One of another
// city is not here.
func (s *server) organisationHere(r *http.Request) (account.Organisation, error) {
	o, err := s.Accounts.Organisation(r.Context(), r.PathValue("id"))
	if err == nil && o.City != s.City.ID {
		err = errOrganisationElsewhere
	}
	return o, err
}

var errOrganisationElsewhere = fault.New(fault.NotFound, "error.organisation_unknown")

// addMembers adds the people of an organisation for those who may see them.
func (s *server) addMembers(r *http.Request, p *OrganisationPage, id string) error {
	session := sessionOf(r)
	if !session.SignedIn() {
		return nil
	}
	members, err := s.Accounts.Members(r.Context(), session, id)
	if fault.KindOf(err) == fault.Forbidden {
		return nil
	}
	if err != nil {
		return err
	}
	p.Inside = true
	for _, m := range members {
		v := MemberView{
			Name:  cmp.Or(m.Person.Name, m.Person.Email.Typed, p.T("team.nameless")),
			Since: p.ShortDate(m.Since.In(s.City.Location())),
			Me:    m.Person.ID == session.Person.ID,
		}
		p.Member = p.Member || v.Me
		if v.Name != m.Person.Email.Typed {
			v.Email = m.Person.Email.Typed
		}
		if v.Me || p.Manages {
			v.Path = p.At + "/membres/" + url.PathEscape(m.Person.ID) + "/retirer"
		}
		p.Members = append(p.Members, v)
	}
	return nil
}

func paragraphs(text string) (all []string) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}

// describeOrganisation answers POST /organisations/{id}.
func (s *server) describeOrganisation(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	typed := OrganisationForm{Name: form.Get(fieldName), About: form.Get(fieldAbout)}
	return s.changeOrganisation(w, r, func(id string) error {
		return s.Accounts.DescribeOrganisation(r.Context(), sessionOf(r), id, typed.Name, typed.About)
	}, func(p *OrganisationPage, problem FieldProblem) {
		typed.Problem = problem
		p.Edited = typed
	})
}

// addMember answers POST /organisations/{id}/membres.
func (s *server) addMember(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	email := form.Get(fieldEmail)
	return s.changeOrganisation(w, r, func(id string) error {
		return s.Accounts.AddMember(r.Context(), sessionOf(r), id, email)
	}, func(p *OrganisationPage, problem FieldProblem) { p.Typed, p.Problem = email, problem })
}

// removeMember answers POST /organisations/{id}/membres/{person}/retirer.
func (s *server) removeMember(w http.ResponseWriter, r *http.Request) error {
	return s.changeOrganisation(w, r, func(id string) error {
		return s.Accounts.RemoveMember(r.Context(), sessionOf(r), id, r.PathValue("person"))
	}, nil)
}

// entrust answers POST /organisations/{id}/confier.
func (s *server) entrust(w http.ResponseWriter, r *http.Request) error {
	return s.changeTrust(w, r, s.Accounts.Entrust)
}

// takeBack answers POST /organisations/{id}/reprendre.
func (s *server) takeBack(w http.ResponseWriter, r *http.Request) error {
	return s.changeTrust(w, r, s.Accounts.Withdraw)
}

func (s *server) changeTrust(w http.ResponseWriter, r *http.Request, change trustChange) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	return s.changeOrganisation(w, r, func(id string) error {
		return change(r.Context(), sessionOf(r), id, account.Permission(form.Get(fieldPermission)))
	}, nil)
}

// changeOrganisation does what a form of an organisation asks for and shows its
// page again: with what was wrong in its field, or above it.
func (s *server) changeOrganisation(w http.ResponseWriter, r *http.Request, change func(id string) error, show func(*OrganisationPage, FieldProblem)) error {
	o, err := s.organisationHere(r)
	if err != nil {
		return err
	}
	err = change(o.ID)
	var p OrganisationPage
	switch problems := fieldProblems(s.locale(r), err); {
	case err == nil:
		seeOther(w, r, organisationPath(o.ID))
		return nil
	case len(problems) > 0 && show != nil && !wantsProblem(r):
		show(&p, problems[0])
	default:
		if p.Refused = refusal(r, s.locale(r), err); p.Refused == "" {
			return err
		}
	}
	return s.renderOrganisation(w, r, statuses[asFault(err).Kind], p)
}

// closeOrganisation answers POST /organisations/{id}/fermer.
func (s *server) closeOrganisation(w http.ResponseWriter, r *http.Request) error {
	o, err := s.organisationHere(r)
	if err != nil {
		return err
	}
	if err := s.Accounts.CloseOrganisation(r.Context(), sessionOf(r), o.ID); err != nil {
		return err
	}
	seeOther(w, r, "/organisations?fermee")
	return nil
}

// A trustChange entrusts something to an organisation, or takes it back.
type trustChange func(ctx context.Context, by account.Session, id string, p account.Permission) error

// trustAction is where the button beside something to entrust leads.
func trustAction(t TrustView) string {
	if t.Given {
		return "/reprendre"
	}
	return "/confier"
}
