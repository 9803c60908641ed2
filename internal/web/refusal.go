package web

import (
	"net/http"

	"capzero/internal/fault"
	"capzero/internal/i18n"
)

// refusal is what somebody is told, on the page that they came from, of a button
// that could not do what it says. It is empty for an error that is a page of its
// own, and for a client that wants no pages.
func refusal(r *http.Request, l *i18n.Locale, err error) string {
	if err == nil || wantsProblem(r) {
		return ""
	}
	switch f := asFault(err); f.Kind {
	case fault.Conflict, fault.NotFound, fault.Invalid:
		return l.T(f.Key, f.Args...)
	}
	return ""
}
