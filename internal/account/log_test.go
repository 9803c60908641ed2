package account

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"testing"
	"time"

	"capzero/internal/db/dbtest"
)

// What goes wrong ends in the log, as the text of an error. None of it may say
// who it was.
func TestErrorsAndLogNameNobody(t *testing.T) {
	var log bytes.Buffer
	c := newClock()
	w := newWorldOn(t, dbtest.Open(t, c.Now), c, func(o *Options) { o.Log = slog.New(slog.NewTextHandler(&log, nil)) })
	said := func(err error) {
		t.Helper()
		if err == nil {
			t.Error("nothing went wrong")
		}
		fmt.Fprintln(&log, err)
	}
	const name, email, source = "Zénobie", "zenobie@example.org", "198.51.100.77/32"
	from := firefox
	from.Source = source
	_, s := w.come(t, email)
	must(t, w.SetName(t.Context(), s, name))
	a := newAuthenticator(t)
	w.makePasskey(t, s, a, name)

	_, err := w.Start(t.Context(), Asked{Email: email + ", " + email, Source: source})
	said(err)
	for range mailsTo.burst + 1 {
		_, err = w.Start(t.Context(), Asked{Email: email, Source: source})
	}
	said(err)
	w.write(t)
	c.pass(time.Second)
	id := w.ask(t, "bob@example.org")
	l := w.post(t)
	_, err = w.UseCode(t.Context(), id, wrongCode(l.code, 0), from)
	said(err)
	must(t, func() error { _, err := w.Use(t.Context(), l.token, from); return err }())
	_, err = w.Use(t.Context(), l.token, from)
	said(err)
	_, err = w.UseCard(t.Context(), "BCDF-GHJK-LMNP", from)
	said(err)
	a.origin = "https://elsewhere.example"
	_, err = w.usePasskey(t, a)
	said(err)
	begun, err := w.BeginPasskey(t.Context(), s)
	must(t, err)
	said(w.FinishPasskey(t.Context(), s, begun.ID, a.make(t, begun.Options), name))
	said(w.Grant(t.Context(), s, "issy", email, Officer))
	said(w.Revoke(t.Context(), s, "issy", s.Person.ID, Officer))
	_, err = w.FinishStaff(t.Context(), id, url.Values{"code": {"secret-code"}}, from)
	said(err)

	for _, secret := range []string{name, "zenobie", "198.51", string(l.token), l.code, "BCDF", "secret-code", s.Person.ID, text(a.id)} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("the log says %q:\n%s", secret, log.String())
		}
	}
}
