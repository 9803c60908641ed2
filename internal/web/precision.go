package web

import (
	"net/http"

	"capzero/internal/fault"
	"capzero/internal/footprint"
)

// scriptsCookie is set by our script and says nothing but that scripts run here:
// such a browser gets the page at once and the intervals after it, any other
// gets them in the page.
const scriptsCookie = "scripts"

// What the page of the result is asked for in ?precision=.
const (
	inPage = "ici"     // the intervals in the page, whatever the browser does
	parts  = "parties" // the parts of the page that have intervals, for the script
)

func asksFor(r *http.Request) string { return r.URL.Query().Get("precision") }

// drawsLater reports whether the page is sent before its intervals are drawn.
func (s *server) drawsLater(r *http.Request, result footprint.Result) bool {
	c, err := r.Cookie(scriptsCookie)
	runs := err == nil && c.Value == "1"
	asked := asksFor(r)
	return s.Intervals != nil && result.Carbon.Known && runs && asked != inPage && asked != parts
}

// drawn returns the result with its intervals. A result that does not compute
// has none, and one whose intervals cannot be drawn is shown without.
func (s *server) drawn(r *http.Request, result footprint.Result) (footprint.Result, error) {
	if s.Intervals == nil || !result.Carbon.Known {
		return result, nil
	}
	drawn, err := s.Intervals.Intervals(r.Context(), s.holder(r), s.locale(r).Tag())
	if fault.KindOf(err) == fault.Unauthenticated {
		return result, err
	}
	if err != nil {
		s.Log.ErrorContext(r.Context(), "intervals", "error", err)
		return result, nil
	}
	return drawn, nil
}
