package web

import (
	"net/http"
	"strings"

	"capzero/internal/footprint"
)

// A sessionCookie writes and reads the cookie that opens a household's answers.
type sessionCookie struct {
	name   string
	secure bool
}

// newSessionCookie uses the __Host- prefix behind https: such a cookie cannot
// be set by another subdomain. On plain http a browser would drop it.
func newSessionCookie(url string) sessionCookie {
	if strings.HasPrefix(url, "https://") {
		return sessionCookie{name: "__Host-capzero", secure: true}
	}
	return sessionCookie{name: "capzero"}
}

func (c sessionCookie) token(r *http.Request) footprint.Token {
	got, err := r.Cookie(c.name)
	if err != nil {
		return ""
	}
	return footprint.Token(got.Value)
}

// holder is who asks: a browser by its key, nil for nobody in particular.
func (s *server) holder(r *http.Request) footprint.Holder {
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

// set gives a browser the key to its answers for as long as they are kept.
func (c sessionCookie) set(w http.ResponseWriter, t footprint.Token) {
	http.SetCookie(w, c.cookie(string(t), int(footprint.KeptFor.Seconds())))
}

func (c sessionCookie) clear(w http.ResponseWriter) {
	http.SetCookie(w, c.cookie("", -1))
}

func (c sessionCookie) cookie(value string, maxAge int) *http.Cookie {
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
