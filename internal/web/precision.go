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

// inPage is the value of ?precision= that asks for the intervals in the page.
const inPage = "ici"

// drawsLater reports whether the page is sent before its intervals are drawn.
func (s *server) drawsLater(r *http.Request, result footprint.Result) bool {
	c, err := r.Cookie(scriptsCookie)
	runs := err == nil && c.Value == "1"
	return s.Intervals != nil && result.Carbon.Known && runs && r.URL.Query().Get("precision") != inPage
}

// drawn returns the result with its intervals. A result that does not compute
// has none, and one whose intervals cannot be drawn is shown without.
func (s *server) drawn(r *http.Request, result footprint.Result) (footprint.Result, error) {
	if s.Intervals == nil || !result.Carbon.Known {
		return result, nil
	}
	drawn, err := s.Intervals.Intervals(r.Context(), s.cookie.token(r), s.locale(r).Tag())
	if fault.KindOf(err) == fault.Unauthenticated {
		return result, err
	}
	if err != nil {
		s.Log.ErrorContext(r.Context(), "intervals", "error", err)
		return result, nil
	}
	return drawn, nil
}

// precision answers with the parts of the result page that have intervals, for
// the script to put in place of those on the page.
func (s *server) precision(w http.ResponseWriter, r *http.Request) error {
	result, err := s.measured(w, r)
	if err != nil {
		return err
	}
	if result, err = s.drawn(r, result); err != nil {
		return err
	}
	p := s.resultPage(r, result, "result.title")
	return s.render(w, r, http.StatusOK, p.Page, resultParts(p))
}
