package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"capzero/internal/account"
	"capzero/internal/fault"
	"capzero/internal/footprint"
)

// A cookie is one that only the server reads.
type cookie struct {
	name   string
	secure bool
}

// newCookie uses the __Host- prefix behind https: such a cookie cannot be set by
// another subdomain. On plain http a browser would drop it.
func newCookie(publicURL, name string) cookie {
	if strings.HasPrefix(publicURL, "https://") {
		return cookie{name: "__Host-" + name, secure: true}
	}
	return cookie{name: name}
}

func (c cookie) read(r *http.Request) string {
	got, err := r.Cookie(c.name)
	if err != nil {
		return ""
	}
	return got.Value
}

func (c cookie) write(w http.ResponseWriter, value string, keep time.Duration) {
	http.SetCookie(w, c.cookie(value, int(keep.Seconds())))
}

func (c cookie) clear(w http.ResponseWriter) {
	http.SetCookie(w, c.cookie("", -1))
}

func (c cookie) cookie(value string, maxAge int) *http.Cookie {
	return &http.Cookie{
		Name:     c.name,
		Value:    value,
		Path:     "/",
		MaxAge:   maxAge,
		Secure:   c.secure,
		HttpOnly: true,
		SameSite: http.SameSiteLaxMode,
	}
}

// An answersCookie opens the answers of a browser without an account.
type answersCookie struct{ cookie }

func (c answersCookie) token(r *http.Request) footprint.Token { return footprint.Token(c.read(r)) }

// set gives a browser the key to its answers for as long as they are kept.
func (c answersCookie) set(w http.ResponseWriter, t footprint.Token) {
	c.write(w, string(t), footprint.KeptFor)
}

// A signedCookie opens the session of somebody who has signed in.
type signedCookie struct{ cookie }

func (c signedCookie) token(r *http.Request) account.Token { return account.Token(c.read(r)) }

func (c signedCookie) set(w http.ResponseWriter, t account.Token) {
	c.write(w, string(t), account.SessionFor)
}

// holder is who asks: somebody who has signed in, or else a browser by its key;
// nil for nobody in particular.
func (s *server) holder(r *http.Request) footprint.Holder {
	if session := sessionOf(r); session.SignedIn() {
		return footprint.Person(session.Person.ID)
	}
	if t := s.cookie.token(r); t != "" {
		return t
	}
	return nil
}

// prolong gives a browser its key again: whenever the answers live on, so that
// neither outlives the other.
func (s *server) prolong(w http.ResponseWriter, h footprint.Holder) {
	if t, ok := h.(footprint.Token); ok {
		s.cookie.set(w, t)
	}
}

type sessionKey struct{}

// sessionOf is the session that a request comes in, the zero one for a visitor.
func sessionOf(r *http.Request) account.Session {
	session, _ := r.Context().Value(sessionKey{}).(account.Session)
	return session
}

// admit lets those through who may ask for a route, with their session.
func (s *server) admit(rt route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		session, err := s.recognise(w, r)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		r = r.WithContext(context.WithValue(r.Context(), sessionKey{}, session))
		if !session.May(s.City.ID, rt.needs) {
			err = turnAway(w, r, session)
		} else {
			err = rt.answer(w, r)
		}
		if err != nil {
			s.fail(w, r, err)
		}
	})
}

// recognise finds the session of a request. A token that opens nothing any more
// is taken back, and its browser is a visitor's.
func (s *server) recognise(w http.ResponseWriter, r *http.Request) (account.Session, error) {
	token := s.signed.token(r)
	if token == "" {
		return account.Session{}, nil
	}
	session, err := s.Accounts.Session(r.Context(), token)
	if fault.KindOf(err) == fault.Unauthenticated {
		s.signed.clear(w)
		return account.Session{}, nil
	}
	if err != nil || !session.Stale {
		return session, err
	}
	renewed, err := s.Accounts.Renew(r.Context(), session)
	if err == nil && renewed != "" {
		s.signed.set(w, renewed)
	}
	return session, err
}

// turnAway sends a visitor to sign in, and tells everybody else that the page is
// not for them.
func turnAway(w http.ResponseWriter, r *http.Request, session account.Session) error {
	switch {
	case session.SignedIn():
		return fault.New(fault.Forbidden, "error.not_allowed")
	case r.Method == http.MethodGet && !wantsProblem(r):
		seeOther(w, r, "/entrer?"+url.Values{"suite": {r.URL.RequestURI()}}.Encode())
		return nil
	}
	return errSignInFirst
}

var errSignInFirst = fault.New(fault.Unauthenticated, "error.sign_in_first")
