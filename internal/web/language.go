package web

import (
	"net/http"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"capzero/internal/i18n"
)

const languageCookie = "langue"

// locale chooses the language of a page: what the person chose, else what the
// browser asks for, else the first language of the city.
func (s *server) locale(r *http.Request) *i18n.Locale {
	if c, err := r.Cookie(languageCookie); err == nil && slices.Contains(s.City.Languages, c.Value) {
		return s.Catalogues.Locale(c.Value)
	}
	return s.Catalogues.Locale(s.asked(r.Header.Get("Accept-Language")))
}

// asked matches an Accept-Language header with the languages of the city.
func (s *server) asked(header string) string {
	if len(s.City.Languages) == 0 {
		return ""
	}
	wanted, _, err := language.ParseAcceptLanguage(header)
	if err != nil || len(wanted) == 0 {
		return s.City.Languages[0]
	}
	offered := make([]language.Tag, len(s.City.Languages))
	for i, tag := range s.City.Languages {
		offered[i] = language.Make(tag)
	}
	_, i, _ := language.NewMatcher(offered).Match(wanted...)
	return s.City.Languages[i]
}

// chooseLanguage answers POST /langue: it remembers the language and goes back.
func (s *server) chooseLanguage(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	if lang := form.Get("lang"); slices.Contains(s.City.Languages, lang) {
		http.SetCookie(w, &http.Cookie{
			Name: languageCookie, Value: lang, Path: "/", MaxAge: 365 * 24 * 3600,
			Secure: s.cookie.secure, HttpOnly: true, SameSite: http.SameSiteLaxMode,
		})
	}
	seeOther(w, r, ownPath(form.Get("retour")))
	return nil
}

// ownPath returns path if it is one of ours, else the home page: a form must
// not be able to send people to another site.
func ownPath(path string) string {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\r\n\t") {
		return "/"
	}
	return path
}

// seeOther sends the browser to a page with GET, so that reloading it never
// posts a form twice.
func seeOther(w http.ResponseWriter, r *http.Request, path string) {
	http.Redirect(w, r, path, http.StatusSeeOther)
}
