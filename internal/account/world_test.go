package account

import (
	"bytes"
	"context"
	"errors"
	"regexp"
	"sync"
	"testing"
	"time"

	"capzero/internal/city"
	"capzero/internal/db"
	"capzero/internal/db/dbtest"
	"capzero/internal/fault"
	"capzero/internal/i18n"
	"capzero/internal/notify"
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

// A queue keeps jobs in the database until the test does them, as the queue of
// the program does: a job of a transaction that is undone is never done.
type queue struct{ db *db.DB }

func newQueue(t testing.TB, d *db.DB) queue {
	t.Helper()
	must(t, d.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(t.Context(), `CREATE TABLE test_job (sign_in TEXT PRIMARY KEY)`)
		return err
	}))
	return queue{d}
}

func (q queue) enqueue(ctx context.Context, tx *db.Tx, job any) error {
	_, err := tx.Exec(ctx, `INSERT INTO test_job (sign_in) VALUES (?)`, job.(SignInMail).SignIn)
	return err
}

func (q queue) take(t testing.TB) (jobs []SignInMail) {
	t.Helper()
	must(t, q.db.Write(t.Context(), func(tx *db.Tx) error {
		jobs = nil
		err := eachPair(t.Context(), tx, func(id, _ string) { jobs = append(jobs, SignInMail{id}) },
			`SELECT sign_in, sign_in FROM test_job`)
		if err != nil {
			return err
		}
		_, err = tx.Exec(t.Context(), `DELETE FROM test_job`)
		return err
	}))
	return jobs
}

// A world is a service over a real database, with a demo's outbox to read.
type world struct {
	*Service
	clock *clock
	queue queue
}

func newWorld(t testing.TB) world { return newWorldOver(t, newClock()) }

func newWorldOver(t testing.TB, c *clock) world {
	t.Helper()
	return newWorldOn(t, dbtest.Open(t, c.Now), c, nil)
}

func newWorldOn(t testing.TB, d *db.DB, c *clock, change func(*Options)) world {
	t.Helper()
	q := newQueue(t, d)
	s, err := serviceOn(d, func(o *Options) { o.Enqueue = q.enqueue }, change)
	must(t, err)
	return world{s, c, q}
}

// serviceOn makes the service of Issy, with the outbox of a demo.
func serviceOn(d *db.DB, changes ...func(*Options)) (*Service, error) {
	catalogues, err := i18n.Load()
	if err != nil {
		return nil, err
	}
	key := Key(bytes.Repeat([]byte{3}, KeySize))
	const url = "https://capzero.example.org"
	mails, err := notify.New(notify.Options{
		DB: d, Catalogues: catalogues, Key: key.For("outbox"), City: "Issy", Accent: "#1b5e3f", URL: url, Demo: true,
	})
	if err != nil {
		return nil, err
	}
	o := Options{
		DB: d, City: city.City{ID: "issy", Languages: []string{"fr", "en"}}, Catalogues: catalogues, Mails: mails,
		Key: key, URL: url,
		Enqueue: func(context.Context, *db.Tx, any) error { return errors.New("there is no queue") },
	}
	for _, change := range changes {
		if change != nil {
			change(&o)
		}
	}
	return New(o)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// wantFault checks that an error is a fault with a key.
func wantFault(t testing.TB, err error, key string) {
	t.Helper()
	if keyOf(err) != key {
		t.Errorf("got %v, want %s", err, key)
	}
}

// firefox is a browser at home.
var firefox = Entry{
	UserAgent: "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0",
	Source:    "192.0.2.1/32", Language: "fr",
}

// at is the browser of somebody who is signed in.
func at(s Session) Entry {
	e := firefox
	e.By = s
	return e
}

var (
	linkIn = regexp.MustCompile(`/entrer/([A-Z2-7]{26})`)
	codeIn = regexp.MustCompile(`(?m)^    ([0-9]{6})$`)
)

// A letter is what a mail for a sign-in brings.
type letter struct {
	notify.Posted
	token Token
	code  string
}

// ask starts a sign-in from a network of its own.
func (w world) ask(t testing.TB, email string) (signInID string) {
	t.Helper()
	id, err := w.Start(t.Context(), Asked{Email: email, Source: "at " + email, Language: "fr"})
	must(t, err)
	return id
}

// write does the jobs.
func (w world) write(t testing.TB) {
	t.Helper()
	for _, job := range w.queue.take(t) {
		must(t, w.WriteSignInMail(t.Context(), job))
	}
}

// post does the jobs and returns the last letter.
func (w world) post(t testing.TB) letter {
	t.Helper()
	w.write(t)
	posted, err := w.mails.Mailbox(t.Context(), 2)
	must(t, err)
	switch {
	case len(posted) == 0:
		t.Fatal("there is no letter")
	case len(posted) == 2 && posted[0].QueuedAt.Equal(posted[1].QueuedAt):
		t.Fatal("two letters of one second: which is the last?")
	}
	l := letter{Posted: posted[0]}
	if m := linkIn.FindStringSubmatch(l.Plain); m != nil {
		l.token = Token(m[1])
	}
	if m := codeIn.FindStringSubmatch(l.Plain); m != nil {
		l.code = m[1]
	}
	return l
}

// come signs the owner of an address in, in a moment of its own.
func (w world) come(t testing.TB, email string) (Entrance, Session) {
	t.Helper()
	w.clock.pass(time.Second)
	w.ask(t, email)
	in, err := w.Use(t.Context(), w.post(t).token, firefox)
	must(t, err)
	return in, w.session(t, in.Token)
}

func (w world) session(t testing.TB, token Token) Session {
	t.Helper()
	s, err := w.Session(t.Context(), token)
	must(t, err)
	return s
}

// comeAs signs somebody in who has a role, as the operator gave it.
func (w world) comeAs(t testing.TB, email string, r Role) Session {
	t.Helper()
	must(t, w.GrantAsOperator(t.Context(), email, r))
	_, s := w.come(t, email)
	return s
}

// count counts the rows of a table.
func (w world) count(t testing.TB, table string) (n int) {
	t.Helper()
	must(t, w.db.Read(t.Context(), func(tx *db.Tx) error {
		return tx.QueryRow(t.Context(), `SELECT COUNT(*) FROM `+table).Scan(&n)
	}))
	return n
}

// keyOf is the key of a fault, empty for anything else.
func keyOf(err error) string {
	if f, ok := errors.AsType[*fault.Error](err); ok {
		return f.Key
	}
	return ""
}
