package web

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"capzero/internal/fault"
	"capzero/internal/i18n"
)

// statuses are the HTTP statuses of the kinds of faults.
var statuses = map[fault.Kind]int{
	fault.Internal:        http.StatusInternalServerError,
	fault.Invalid:         http.StatusUnprocessableEntity,
	fault.Unauthenticated: http.StatusUnauthorized,
	fault.Forbidden:       http.StatusForbidden,
	fault.NotFound:        http.StatusNotFound,
	fault.Conflict:        http.StatusConflict,
	fault.Limited:         http.StatusTooManyRequests,
	fault.TooLarge:        http.StatusRequestEntityTooLarge,
	fault.NoRoom:          http.StatusInsufficientStorage,
}

// A FailurePage says what went wrong and what to do next.
type FailurePage struct {
	Page
	Heading string
	Message string
	Restart bool // the answers are gone: offer to start again
	SignIn  bool // there is nobody: offer to sign in
	NoHome  bool // they live in no household: offer to make or join one
	Review  bool // the answers are there: offer to look at them
}

// notFound answers every address that is nowhere else.
func notFound(http.ResponseWriter, *http.Request) error {
	return fault.New(fault.NotFound, "error.not_found")
}

// fail is the one place where an error becomes an answer. What the person reads
// comes from the catalogues; the cause goes to the log, once.
func (s *server) fail(w http.ResponseWriter, r *http.Request, err error) {
	f := asFault(err)
	if f.Kind == fault.Internal || f.Kind == fault.NoRoom {
		s.Log.ErrorContext(r.Context(), "request failed", "route", r.Pattern, "error", err)
	}
	l := s.locale(r)
	if wantsProblem(r) {
		writeProblem(w, l, f)
		return
	}
	signIn := signsIn[f.Key]
	if f.Kind == fault.Unauthenticated && !signIn && !sessionOf(r).SignedIn() {
		s.cookie.clear(w)
	}
	p := FailurePage{
		Page:    s.newPage(r, visitor{}, headingKey(f)),
		Heading: l.T(headingKey(f)),
		Message: l.T(f.Key, f.Args...),
		Restart: f.Kind == fault.Unauthenticated && !signIn,
		SignIn:  signIn,
		NoHome:  f.Key == errNoHousehold.Key,
		Review:  f.Key == "error.conflict",
	}
	if r.Method != http.MethodGet {
		p.Path = "/" // the language form leads back with GET
	}
	if err := s.render(w, r, statuses[f.Kind], p.Page, failurePage(p)); err != nil {
		s.Log.ErrorContext(r.Context(), "error page failed", "error", err)
	}
}

// signsIn are the faults of which signing in is the remedy.
var signsIn = map[string]bool{
	"error.sign_in_first":       true,
	"error.signed_out":          true,
	"error.staff_unknown":       true,
	"error.staff_down":          true,
	"error.staff_refused":       true,
	"error.staff_other_city":    true,
	"error.staff_no_role":       true,
	"error.ceremony_over":       true,
	"household.sign_in_to_join": true, "consent.sign_in": true,
}

// asFault returns the fault in err's chain. Any other error is our failure:
// people are told that we failed, never how.
func asFault(err error) *fault.Error {
	if f, ok := errors.AsType[*fault.Error](err); ok && f.Kind != fault.Internal {
		return f
	}
	return fault.New(fault.Internal, "error.internal").Because(err)
}

// headings are the faults whose heading is not that of their kind.
var headings = map[string]string{
	"error.sign_in_first":       "error.heading.sign_in",
	"error.signed_out":          "error.heading.sign_in",
	"error.sign_in_unknown":     "error.heading.link",
	"error.sign_in_used":        "error.heading.link",
	"error.sign_in_expired":     "error.heading.link",
	"error.first_unknown":       "error.heading.link",
	"error.first_expired":       "error.heading.link",
	"household.link_unknown":    "error.heading.link",
	"household.link_used":       "error.heading.link",
	"household.link_expired":    "error.heading.link",
	"household.link_withdrawn":  "error.heading.link",
	"household.sign_in_to_join": "error.heading.sign_in",
	"consent.sign_in":           "error.heading.sign_in",
	"household.none":            "household.none_heading",
	"error.cross_origin":        "error.heading.cross_origin",
	"error.conflict":            "error.heading.conflict",
	"error.staff_unknown":       "error.heading.staff",
	"error.staff_down":          "error.heading.staff",
	"error.staff_refused":       "error.heading.staff",
	"error.staff_other_city":    "error.heading.staff",
	"error.staff_no_role":       "error.heading.staff",
}

func headingKey(f *fault.Error) string {
	if key, ok := headings[f.Key]; ok {
		return key
	}
	switch f.Kind {
	case fault.Invalid:
		return "error.heading.invalid"
	case fault.Unauthenticated:
		return "error.heading.session_gone"
	case fault.Forbidden:
		return "error.heading.forbidden"
	case fault.NotFound:
		return "error.heading.not_found"
	case fault.Conflict:
		return "error.heading.refused"
	case fault.Limited:
		return "error.heading.limited"
	case fault.TooLarge:
		return "error.heading.too_large"
	case fault.NoRoom:
		return "error.heading.no_room"
	default:
		return "error.heading.internal"
	}
}

// wantsProblem reports whether the client would rather have JSON than a page.
func wantsProblem(r *http.Request) bool {
	accept := r.Header.Get("Accept")
	return strings.Contains(accept, "json") && !strings.Contains(accept, "text/html")
}

// A problem is an error as RFC 9457 writes it.
type problem struct {
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
	Code   string `json:"code"`            // the catalogue key: stable, unlike the words
	Field  string `json:"field,omitempty"` // the form field it is about
}

func writeProblem(w http.ResponseWriter, l *i18n.Locale, f *fault.Error) {
	h := w.Header()
	h.Set("Content-Type", "application/problem+json")
	h.Set("Content-Language", l.Tag())
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(statuses[f.Kind])
	_ = json.NewEncoder(w).Encode(problem{
		Title:  l.T(headingKey(f)),
		Status: statuses[f.Kind],
		Detail: l.T(f.Key, f.Args...),
		Code:   f.Key,
		Field:  f.Field,
	})
}
