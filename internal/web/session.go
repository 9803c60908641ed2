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

// set gives a browser the key to its answers for as long as they are kept. It is
// given again whenever the answers live on, so that neither outlives the other.
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
