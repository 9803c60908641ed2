package web

import (
	"net/http"

	"capzero/internal/notify"
)

// An UnsubscribePage stops the mails that are not asked for: before the button,
// and after.
type UnsubscribePage struct {
	Page
	Done bool
}

// unsubscribePath is also where mail programs send their own button (RFC 8058),
// from no page of ours.
const unsubscribePath = notify.UnsubscribePath + "{token}"

// unsubscribing answers GET /desabonnement/{token}: it changes nothing.
func (s *server) unsubscribing(w http.ResponseWriter, r *http.Request) error {
	if err := s.Prompts.Unsubscribes(r.PathValue("token")); err != nil {
		return err
	}
	p := UnsubscribePage{Page: s.newPage(r, visitor{}, "unsubscribe.title")}
	return s.render(w, r, http.StatusOK, p.Page, unsubscribePage(p))
}

// unsubscribe answers POST /desabonnement/{token}.
func (s *server) unsubscribe(w http.ResponseWriter, r *http.Request) error {
	if err := s.Prompts.Unsubscribe(r.Context(), r.PathValue("token")); err != nil {
		return err
	}
	p := UnsubscribePage{Page: s.newPage(r, visitor{}, "unsubscribe.title"), Done: true}
	p.Path = "/"
	return s.render(w, r, http.StatusOK, p.Page, unsubscribePage(p))
}
