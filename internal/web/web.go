package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"capzero/internal/backup"
	"capzero/internal/city"
	"capzero/internal/footprint"
	"capzero/internal/i18n"
)

// Options are what the pages are made of.
type Options struct {
	Footprint  Footprint
	Accounts   Accounts
	Households Households
	Consents   Consents
	Challenge  Challenge
	Steering   Steering
	Ideas      Ideas
	MyData     MyData
	Retention  Retention
	Prompts    Prompts
	Mailbox    Mailbox // nil: nobody sees the mails; a demo shows them
	StaffDoors []StaffDoor
	Jobs       Jobs      // nil: the page of the operator shows none
	Outbox     Outbox    // nil: the page of the operator shows none
	Backups    Backups   // nil: the program makes none
	Intervals  Intervals // nil: figures have only the intervals that Footprint gives
	City       city.City
	Catalogues *i18n.Catalogues
	Models     footprint.Models // named on the page that explains the method
	URL        string           // public address, "https://…"; decides on links and on the cookie
	Demo       bool             // the city is invented: said on every page, gallery open
	Log        *slog.Logger     // nil: discarded
	Now        func() time.Time
	Ready      func(context.Context) error // nil: always ready; asked by /healthz
	Full       func() bool                 // nil: never; whether the disk of the records has no room left
	Program    string                      // version, for /healthz; empty: not said
	Limit      Limit                       // zero: DefaultLimit
}

// A server answers requests with the options it was made with.
type server struct {
	Options
	assets  assets
	cookie  answersCookie
	signed  signedCookie
	limiter *limiter
}

// New returns the handler of every page. It fails where the assets have not
// been generated.
func New(o Options) (http.Handler, error) {
	s, err := newServer(o)
	if err != nil {
		return nil, err
	}
	return s.handler()
}

func newServer(o Options) (*server, error) {
	if o.Footprint == nil || o.Accounts == nil || o.Households == nil || o.Consents == nil || o.Challenge == nil || o.Steering == nil || o.Ideas == nil || o.MyData == nil || o.Catalogues == nil || o.Now == nil {
		return nil, errors.New("web: Footprint, Accounts, Households, Consents, Challenge, Steering, Ideas, MyData, Catalogues and Now are needed")
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Limit == (Limit{}) {
		o.Limit = DefaultLimit
	}
	assets, err := loadAssets(o.City)
	if err != nil {
		return nil, err
	}
	o.URL = strings.TrimSuffix(o.URL, "/")
	o.Footprint = withoutEmoji{o.Footprint}
	if o.Intervals != nil {
		o.Intervals = soberIntervals{from: o.Intervals}
	}
	return &server{
		Options: o,
		assets:  assets,
		cookie:  answersCookie{newCookie(o.URL, "capzero")},
		signed:  signedCookie{newCookie(o.URL, "capzero-session")},
		limiter: newLimiter(o.Limit, o.Now),
	}, nil
}

// handler is the routes within everything that each request goes through, the
// outermost first.
func (s *server) handler() (http.Handler, error) {
	mux, err := s.mux(s.routes())
	if err != nil {
		return nil, err
	}
	h := s.sameOrigin(mux)
	h = s.limitBody(h)
	h = s.limitRate(h)
	h = s.recoverPanic(h)
	h = s.securityHeaders(h)
	return s.logRequest(h), nil
}

// health says whether the program can serve: 200 and "ok", or 503.
func (s *server) health(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	if s.Ready != nil {
		if err := s.Ready(r.Context()); err != nil {
			s.Log.ErrorContext(r.Context(), "not ready", "error", err)
			http.Error(w, "unavailable", http.StatusServiceUnavailable)
			return
		}
	}
	_, _ = io.WriteString(w, s.healthText())
}

// healthText is "ok", or "degraded" where somebody is to look after the backups or the
// disk, which keeps nobody from being served what is there; a line each on those and on
// the program follows. Lines are for programs, in English.
func (s *server) healthText() string {
	first, rest := "ok\n", ""
	if s.Full != nil && s.Full() {
		first, rest = "degraded\n", "disk full\n"
	}
	if s.Backups != nil {
		fine, text := s.backupsText()
		if rest += text; !fine {
			first = "degraded\n"
		}
	}
	if s.Program != "" {
		rest += "program " + s.Program + "\n"
	}
	return first + rest
}

// backupsText says when backups were made and tried, and whether that is well.
func (s *server) backupsText() (fine bool, text string) {
	status, now := s.Backups.Status(), s.Now()
	return !status.Late(now) && !status.Doubtful(now), fmt.Sprintf("backup %s\nrestore %s\n",
		healthAge(status.Last.Moment, now, backup.LateAfter), healthAge(status.Rehearsal.At, now, backup.DoubtAfter))
}

// healthAge says when something was last done, how many hours ago that is, and of
// how many.
func healthAge(at, now time.Time, most time.Duration) string {
	if at.IsZero() {
		return "never"
	}
	return fmt.Sprintf("%s, %d h ago of %d h", at.UTC().Format(time.RFC3339), now.Sub(at)/time.Hour, most/time.Hour)
}
