package notify

import (
	"bytes"
	"context"
	"net/mail"
	"slices"
	"sync"
	"testing"
	"time"

	"capzero/internal/db"
	"capzero/internal/db/dbtest"
	"capzero/internal/i18n"
)

// A clock is a time that tests move.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock {
	return &clock{now: time.Date(2026, time.November, 23, 18, 0, 0, 0, time.UTC)}
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// A world is a service over a real database.
type world struct {
	*Service
	clock *clock
}

func newWorld(t testing.TB, change func(*Options)) world {
	t.Helper()
	catalogues, err := i18n.Load()
	must(t, err)
	c := newClock()
	o := Options{
		DB: dbtest.Open(t, c.Now), Catalogues: catalogues,
		Key: bytes.Repeat([]byte{7}, 32), City: "Issy", Accent: "#1b5e3f",
		URL: "https://capzero.example.org", From: mail.Address{Name: "Cap Zéro", Address: "bonjour@capzero.example.org"},
	}
	if change != nil {
		change(&o)
	}
	s, err := New(o)
	must(t, err)
	return world{s, c}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (w world) queue(t testing.TB, e Envelope) (queued bool) {
	t.Helper()
	must(t, w.db.Write(t.Context(), func(tx *db.Tx) error {
		var err error
		queued, err = w.Queue(t.Context(), tx, e)
		return err
	}))
	return queued
}

// dump is everything that the outbox holds, as somebody with a copy of the
// database reads it.
func (w world) dump(t testing.TB) (text string, states []State) {
	t.Helper()
	must(t, w.db.Read(t.Context(), func(tx *db.Tx) error {
		text, states = "", nil
		rows, err := tx.Query(t.Context(), `SELECT reason || ' ' || kind || ' ' || person_id || ' ' || sealed || ' ' || problem, state FROM mail ORDER BY reason`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var line, state string
			if err := rows.Scan(&line, &state); err != nil {
				return err
			}
			text += line + "\n"
			states = append(states, State(state))
		}
		return rows.Err()
	}))
	return text, states
}

func (w world) wantStates(t testing.TB, want ...State) {
	t.Helper()
	if _, states := w.dump(t); !slices.Equal(states, want) {
		t.Errorf("the mails are %v, want %v", states, want)
	}
}

func (w world) send(t testing.TB) int {
	t.Helper()
	n, err := w.SendDue(context.Background())
	must(t, err)
	return n
}

var signIn = Envelope{
	Reason: "sign-in/a", To: "rea@example.org", Person: "rea", Language: "fr",
	Mail: SignIn{Link: "https://capzero.example.org/entrer/SECRETTOKEN", Code: "123456", Minutes: 10},
}

// A nudge is a prompt.
type nudge struct{}

func (nudge) Kind() string { return "nudge" }
func (nudge) Prompt() bool { return true }
func (nudge) Letter(*i18n.Locale, Sender) Letter {
	return Letter{Subject: "Pesez votre sac", Parts: []Part{Say("Une pesée cette semaine ?")}}
}
