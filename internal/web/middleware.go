package web

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"capzero/internal/fault"
)

const (
	// maxBody is more than the longest question can fill.
	maxBody = 64 << 10
	// maxDrained is how much of a body that is too large we still read, so that
	// the browser gets to the page that says so instead of a broken connection.
	maxDrained = 32 << 20
)

// contentPolicy allows what the pages are made of and nothing else.
const contentPolicy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

func (s *server) securityHeaders(next http.Handler) http.Handler {
	secure := strings.HasPrefix(s.URL, "https://")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", contentPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), interest-cohort=()")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		if secure {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}

// sameOrigin refuses forms that another site makes a browser send.
func (s *server) sameOrigin(next http.Handler) http.Handler {
	guard := http.NewCrossOriginProtection()
	if s.URL != "" {
		// A proxy may rewrite Host: the public address is ours as well.
		if err := guard.AddTrustedOrigin(s.URL); err != nil {
			s.Log.Warn("public address is not an origin", "error", err)
		}
	}
	guard.AddInsecureBypassPattern("POST " + unsubscribePath)
	guard.SetDenyHandler(s.page(func(http.ResponseWriter, *http.Request) error {
		return fault.New(fault.Forbidden, "error.cross_origin")
	}))
	return guard.Handler(next)
}

// limitBody refuses bodies that no form of ours can send.
func (s *server) limitBody(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength > maxBody {
			_, _ = io.CopyN(io.Discard, r.Body, maxDrained)
			s.fail(w, r, errTooLarge)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		next.ServeHTTP(w, r)
	})
}

var errTooLarge = fault.New(fault.TooLarge, "error.too_large")

// readForm parses a posted form within the limits.
func readForm(r *http.Request) (url.Values, error) {
	err := r.ParseForm()
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return nil, errTooLarge.Because(err)
	}
	if err != nil {
		return nil, fault.New(fault.Invalid, "error.bad_form").Because(err)
	}
	return r.PostForm, nil
}

// recoverPanic turns a panic into our error page. Pages are rendered whole
// before they are sent, so nothing of the answer has left yet.
func (s *server) recoverPanic(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			v := recover()
			if v == nil {
				return
			}
			if v == http.ErrAbortHandler {
				panic(v)
			}
			s.fail(w, r, fmt.Errorf("panic: %v", v))
		}()
		next.ServeHTTP(w, r)
	})
}

// logRequest writes one line for each request: the route, never the address
// asked for, who asked or what was sent.
func (s *server) logRequest(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := s.Now()
		seen := &statusWriter{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(seen, r)
		s.Log.InfoContext(r.Context(), "request",
			"method", r.Method,
			"route", r.Pattern,
			"status", seen.status,
			"bytes", seen.bytes,
			"ms", float64(s.Now().Sub(start).Microseconds())/float64(time.Millisecond/time.Microsecond),
		)
	})
}

// A statusWriter remembers what was answered.
type statusWriter struct {
	http.ResponseWriter
	status int
	bytes  int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

func (w *statusWriter) Write(b []byte) (int, error) {
	n, err := w.ResponseWriter.Write(b)
	w.bytes += n
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
