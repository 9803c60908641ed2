package web

import (
	"net/http"
	"net/url"

	"capzero/internal/fault"
	"capzero/internal/household"
)

// A JoinPage says who invites into what, and asks whether to come.
type JoinPage struct {
	Page
	household.Invited
	By      string // who invites, also without a name
	Action  string
	Code    string // typed, sent along; empty for a link
	SignIn  string // where a visitor signs in, and comes back from
	Problem string // at the box that says that another household is left
}

// A CodePage takes the six letters of an invitation.
type CodePage struct {
	Page
	Typed   string
	SignIn  string // for a visitor
	Problem FieldProblem
}

// The fields of the forms that let somebody in.
const (
	fieldLeaves  = "quitter"
	fieldConfirm = "confirme"
	yesSaid      = "oui"
)

// joiningByLink answers GET /rejoindre/{token}, to a visitor as well: it changes
// nothing.
func (s *server) joiningByLink(w http.ResponseWriter, r *http.Request) error {
	return s.renderJoin(w, r, http.StatusOK, r.PathValue("token"), JoinPage{})
}

func (s *server) renderJoin(w http.ResponseWriter, r *http.Request, status int, secret string, p JoinPage) error {
	var err error
	if p.Invited, err = s.Households.Look(r.Context(), me(r), secret); err != nil {
		return err
	}
	if p.Page, err = s.homesPage(r, "join.title"); err != nil {
		return err
	}
	p.By = p.named(p.Invited.By)
	if p.Action == "" {
		p.Action = "/rejoindre/" + url.PathEscape(secret)
	}
	p.Path, p.SignIn = p.Action, signInFor(p.Action)
	return s.render(w, r, status, p.Page, joinPage(p))
}

// signInFor is where a visitor signs in to come back to a page.
func signInFor(path string) string { return "/entrer?" + url.Values{fieldNext: {path}}.Encode() }

// joinByLink answers POST /rejoindre/{token}.
func (s *server) joinByLink(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	return s.join(w, r, form, r.PathValue("token"), JoinPage{})
}

// join lets who asks in. Who would leave another household says so first.
func (s *server) join(w http.ResponseWriter, r *http.Request, form url.Values, secret string, again JoinPage) error {
	_, err := s.Households.Join(r.Context(), me(r), secret, form.Get(fieldLeaves) == yesSaid)
	if isFault(err, "household.join_leaves") && !wantsProblem(r) {
		again.Problem = s.locale(r).T("household.join_leaves")
		return s.renderJoin(w, r, http.StatusUnprocessableEntity, secret, again)
	}
	if err != nil {
		return err
	}
	seeOther(w, r, "/foyer?fait=rejoint")
	return nil
}

// joiningByCode answers GET /rejoindre.
func (s *server) joiningByCode(w http.ResponseWriter, r *http.Request) error {
	return s.renderCodePage(w, r, http.StatusOK, CodePage{})
}

func (s *server) renderCodePage(w http.ResponseWriter, r *http.Request, status int, p CodePage) error {
	var err error
	if p.Page, err = s.homesPage(r, "join.code_title"); err != nil {
		return err
	}
	p.Path, p.SignIn = "/rejoindre", signInFor("/rejoindre")
	return s.render(w, r, status, p.Page, joinCodePage(p))
}

// joinByCode answers POST /rejoindre: the letters first, then the yes.
func (s *server) joinByCode(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	code := form.Get(household.CodeField)
	again := JoinPage{Action: "/rejoindre", Code: code}
	if form.Get(fieldConfirm) == yesSaid {
		err = s.join(w, r, form, code, again)
	} else {
		err = s.renderJoin(w, r, http.StatusOK, code, again)
	}
	if problems := fieldProblems(s.locale(r), err); len(problems) > 0 && !wantsProblem(r) {
		return s.renderCodePage(w, r, http.StatusUnprocessableEntity, CodePage{Typed: code, Problem: problems[0]})
	}
	return err
}

// isFault says that an error is one fault of the catalogue.
func isFault(err error, key string) bool {
	return err != nil && asFault(err).Key == key
}

// expected says that an error is one that people are told of, and no failure.
func expected(err error) bool { return err != nil && asFault(err).Kind != fault.Internal }
