package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"capzero/internal/account"
	"capzero/internal/fault"
)

// A SignInPage asks for an address, or for the code of the mail that went there.
type SignInPage struct {
	Page
	Started  bool   // answers without an account are there: they will be kept
	Next     string // where to go afterwards
	Typed    string
	Problems []FieldProblem
	Minutes  int
	Refused  string // why a passkey did not do
	Doors    []StaffDoor
}

// A SignedOutPage leads staff out of their city's own sign-in.
type SignedOutPage struct {
	Page
	There string
}

// Problem is what is wrong with the one field of the page, empty if nothing is.
func (p SignInPage) Problem() string {
	if len(p.Problems) == 0 {
		return ""
	}
	return p.Problems[0].Message
}

// A LinkPage stands between a link in a mail and what it does, so that a mail
// scanner that opens it does not use it.
type LinkPage struct {
	Page
	account.Peeked
	First bool // it makes the first administrator
}

// unbroken keeps an address with letters left out on one line.
func unbroken(email string) string { return strings.ReplaceAll(email, "…", "…\u2060") }

const (
	fieldEmail = "email"
	fieldCode  = "code"
	fieldName  = "name"
	fieldNext  = "suite"
	// askedCookie holds which mail this browser asked for: its code is typed here
	// and nowhere else.
	askedCookie = "capzero-entree"
)

func (s *server) asking() cookie { return newCookie(s.URL, askedCookie) }

// waitingCookie holds the page that waits until somebody has signed in, an
// invitation say: the link of the mail does not name it.
const waitingCookie = "capzero-suite"

func (s *server) waiting() cookie { return newCookie(s.URL, waitingCookie) }

// awaited is that page, the home page where none is.
func (s *server) awaited(r *http.Request) string {
	path, err := url.QueryUnescape(s.waiting().read(r))
	if err != nil {
		return "/"
	}
	return nextPath(path)
}

// signIn answers GET /entrer. Who is signed in already has nothing to do there.
func (s *server) signIn(w http.ResponseWriter, r *http.Request) error {
	next := nextPath(r.URL.Query().Get(fieldNext))
	if sessionOf(r).SignedIn() {
		seeOther(w, r, next)
		return nil
	}
	return s.renderSignIn(w, r, http.StatusOK, SignInPage{Next: next})
}

func (s *server) renderSignIn(w http.ResponseWriter, r *http.Request, status int, p SignInPage) error {
	v, err := s.visitor(r, s.locale(r).Tag())
	if err != nil {
		return err
	}
	p.Page, p.Started, p.Doors = s.newPage(r, v, "signin.title"), v.started, s.StaffDoors
	p.Path = "/entrer?" + url.Values{fieldNext: {p.Next}}.Encode()
	return s.render(w, r, status, p.Page, signInPage(p))
}

// askForMail answers POST /entrer: it has a mail sent, to every address alike.
func (s *server) askForMail(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	p := SignInPage{Next: nextPath(form.Get(fieldNext)), Typed: form.Get(fieldEmail)}
	id, err := s.Accounts.Start(r.Context(), account.Asked{
		Email: p.Typed, Source: client(r).String(), Language: s.locale(r).Tag(),
	})
	if p.Problems = fieldProblems(s.locale(r), err); len(p.Problems) > 0 && !wantsProblem(r) {
		return s.renderSignIn(w, r, http.StatusUnprocessableEntity, p)
	}
	if err != nil {
		return err
	}
	s.asking().write(w, id, account.SignInFor)
	s.waiting().write(w, url.QueryEscape(p.Next), account.SignInFor)
	seeOther(w, r, "/entrer/code?"+url.Values{fieldNext: {p.Next}}.Encode())
	return nil
}

// typeCode answers GET /entrer/code: look into your mails, or type the code.
func (s *server) typeCode(w http.ResponseWriter, r *http.Request) error {
	return s.renderCode(w, r, http.StatusOK, SignInPage{Next: nextPath(r.URL.Query().Get(fieldNext))})
}

func (s *server) renderCode(w http.ResponseWriter, r *http.Request, status int, p SignInPage) error {
	if s.asking().read(r) == "" {
		seeOther(w, r, "/entrer")
		return nil
	}
	p.Page, p.Minutes = s.newPage(r, visitor{}, "signin.code_title"), int(account.SignInFor/time.Minute)
	return s.render(w, r, status, p.Page, codePage(p))
}

// useCode answers POST /entrer/code.
func (s *server) useCode(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	p := SignInPage{Next: nextPath(form.Get(fieldNext)), Typed: form.Get(fieldCode)}
	in, err := s.Accounts.UseCode(r.Context(), s.asking().read(r), p.Typed, s.entry(r))
	if p.Problems = fieldProblems(s.locale(r), err); len(p.Problems) > 0 && !wantsProblem(r) {
		return s.renderCode(w, r, http.StatusUnprocessableEntity, p)
	}
	if err != nil {
		return err
	}
	s.letIn(w, r, in, p.Next)
	return nil
}

// openLink answers GET /entrer/{token}: it changes nothing.
func (s *server) openLink(w http.ResponseWriter, r *http.Request) error {
	peeked, err := s.Accounts.Peek(r.Context(), account.Token(r.PathValue("token")))
	if err != nil {
		return err
	}
	p := LinkPage{Page: s.newPage(r, visitor{}, "signin.link_title"), Peeked: peeked}
	return s.render(w, r, http.StatusOK, p.Page, linkPage(p))
}

// useLink answers POST /entrer/{token}.
func (s *server) useLink(w http.ResponseWriter, r *http.Request) error {
	in, err := s.Accounts.Use(r.Context(), account.Token(r.PathValue("token")), s.entry(r))
	if err != nil {
		return err
	}
	s.letIn(w, r, in, s.awaited(r))
	return nil
}

// openFirst answers GET /premiere/{token}.
func (s *server) openFirst(w http.ResponseWriter, r *http.Request) error {
	if err := s.Accounts.PeekFirst(r.Context(), account.Token(r.PathValue("token"))); err != nil {
		return err
	}
	p := LinkPage{Page: s.newPage(r, visitor{}, "signin.first_title"), First: true}
	return s.render(w, r, http.StatusOK, p.Page, linkPage(p))
}

// useFirst answers POST /premiere/{token}.
func (s *server) useFirst(w http.ResponseWriter, r *http.Request) error {
	in, err := s.Accounts.UseFirst(r.Context(), account.Token(r.PathValue("token")), s.entry(r))
	if err != nil {
		return err
	}
	s.letIn(w, r, in, "/compte")
	return nil
}

// entry is what is known of the browser that comes in, with the key to the
// answers that it gave without an account.
func (s *server) entry(r *http.Request) account.Entry {
	return account.Entry{
		UserAgent: r.UserAgent(), Source: client(r).String(), Language: s.locale(r).Tag(),
		By: sessionOf(r), Carried: string(s.cookie.token(r)),
	}
}

// letIn gives a browser its session in place of the key to its answers, which
// are the person's now. Who is new is asked for a name.
func (s *server) letIn(w http.ResponseWriter, r *http.Request, in account.Entrance, next string) {
	s.signed.set(w, in.Token)
	s.cookie.clear(w)
	s.asking().clear(w)
	s.waiting().clear(w)
	if in.New {
		next = "/compte/bienvenue?" + url.Values{fieldNext: {next}}.Encode()
	}
	seeOther(w, r, next)
}

// signOut answers POST /sortir. Staff who came in by their city's own sign-in are
// told how to leave that as well: a form of ours must not lead to another site.
func (s *server) signOut(w http.ResponseWriter, r *http.Request) error {
	session := sessionOf(r)
	if !session.SignedIn() {
		seeOther(w, r, "/")
		return nil
	}
	there, err := s.Accounts.StaffSignOut(r.Context(), session)
	if err != nil {
		return err
	}
	err = s.Accounts.End(r.Context(), session, session.ID)
	if err != nil && fault.KindOf(err) != fault.Unauthenticated {
		return err
	}
	s.signed.clear(w)
	if there == "" {
		seeOther(w, r, "/")
		return nil
	}
	out := r.WithContext(context.WithValue(r.Context(), sessionKey{}, account.Session{}))
	p := SignedOutPage{Page: s.newPage(out, visitor{}, "signout.title"), There: there}
	p.Path = "/" // the language form leads back with GET
	return s.render(w, r, http.StatusOK, p.Page, signedOutPage(p))
}

// nextPath is where somebody goes who has come in: a page of ours, the home page
// if none is named.
func nextPath(path string) string {
	if path == "" {
		return "/"
	}
	return ownPath(path)
}
