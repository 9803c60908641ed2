package household

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"capzero/internal/city"
	"capzero/internal/db"
	"capzero/internal/db/dbtest"
	"capzero/internal/fault"
	"capzero/internal/i18n"
	"capzero/internal/retention"
)

// A world is a service on an empty database, with a clock that tests move.
type world struct {
	*Service
	mu  sync.Mutex
	now time.Time
}

func (w *world) clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *world) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

var monday = time.Date(2026, time.November, 23, 18, 0, 0, 0, time.UTC)

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{now: monday}
	w.Service = newService(t, dbtest.Open(t, w.clock))
	return w
}

// newService is a service whose adults are called as they are identified.
func newService(t testing.TB, records *db.DB) *Service {
	t.Helper()
	s, err := serviceOn(records)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func serviceOn(records *db.DB) (*Service, error) {
	cities, err := city.Load()
	if err != nil {
		return nil, err
	}
	catalogues, err := i18n.Load()
	if err != nil {
		return nil, err
	}
	consents, err := NewConsents(records, catalogues, retention.Of(city.City{}))
	return New(Options{
		DB: records, Cities: cities, Consents: consents,
		KnownZone: func(_, zone string) bool { return zone == "fort" || zone == "centre" },
		NameOf:    func(_ context.Context, _ *db.Tx, person string) (string, error) { return person, nil },
	}), err
}

// flat is a home for so many.
func flat(persons, children int) Home {
	return Home{City: "issy", Zone: "fort", Housing: Flat, Persons: persons, Children: children}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// refusedWith fails unless err is the fault with a key.
func refusedWith(t testing.TB, err error, key string) {
	t.Helper()
	f, ok := errors.AsType[*fault.Error](err)
	if !ok || f.Key != key {
		t.Errorf("got %v, want %s", err, key)
	}
}

func (w *world) create(t testing.TB, person string, home Home) ID {
	t.Helper()
	id, err := w.Create(t.Context(), person, home)
	must(t, err)
	return id
}

func (w *world) code(t testing.TB, by string) string {
	t.Helper()
	code, _, err := w.InviteByCode(t.Context(), by)
	must(t, err)
	return code
}

func (w *world) link(t testing.TB, by string, places int) string {
	t.Helper()
	token, _, err := w.InviteByLink(t.Context(), by, places)
	must(t, err)
	return token
}

// bring lets an adult into the household of another one.
func (w *world) bring(t testing.TB, person, to string) {
	t.Helper()
	_, err := w.Join(t.Context(), person, w.code(t, to), false)
	must(t, err)
}

func (w *world) of(t testing.TB, person string) Household {
	t.Helper()
	h, found, err := w.Of(t.Context(), person)
	must(t, err)
	if !found {
		t.Fatalf("%s lives nowhere", person)
	}
	return h
}

// living names who lives with a person, adults as they are called and children
// as "child ...", or says "nowhere".
func (w *world) living(t testing.TB, person string) string {
	t.Helper()
	h, found, err := w.Of(t.Context(), person)
	must(t, err)
	if !found {
		return "nowhere"
	}
	var all []string
	for _, m := range h.Members {
		if m.Child() {
			all = append(all, "child "+m.Name)
		} else {
			all = append(all, m.Name)
		}
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}

func (w *world) decide(t testing.TB, person string, p Purpose, c Choice) {
	t.Helper()
	must(t, w.consents.Decide(t.Context(), person, "fr", "test", w.decision(p, c)))
}

// decision is a choice about the text as it is now, in French.
func (w *world) decision(p Purpose, c Choice) Decision {
	return Decision{Purpose: p, Choice: c, Version: w.consents.wordings[p]["fr"].Version}
}

func (w *world) maySee(t testing.TB, reader, owner string, what Thing) (ok bool) {
	t.Helper()
	must(t, w.db.Read(t.Context(), func(tx *db.Tx) (err error) {
		ok, err = w.MaySee(t.Context(), tx, reader, owner, what)
		return err
	}))
	return ok
}

func (w *world) allows(t testing.TB, person string, p Purpose) (ok bool) {
	t.Helper()
	must(t, w.db.Read(t.Context(), func(tx *db.Tx) (err error) {
		ok, err = w.consents.Allows(t.Context(), tx, person, p)
		return err
	}))
	return ok
}

// dump writes out tables whole, to compare them.
func dump(t testing.TB, records *db.DB, tables ...string) string {
	t.Helper()
	var b strings.Builder
	must(t, records.Read(t.Context(), func(tx *db.Tx) error {
		b.Reset()
		for _, table := range tables {
			if err := dumpTable(t.Context(), tx, &b, table); err != nil {
				return err
			}
		}
		return nil
	}))
	return b.String()
}

func dumpTable(ctx context.Context, tx *db.Tx, b *strings.Builder, table string) error {
	rows, err := tx.Query(ctx, `SELECT * FROM `+table)
	if err != nil {
		return err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	var lines []string
	for rows.Next() {
		values := make([]any, len(columns))
		for i := range values {
			values[i] = new(any)
		}
		if err := rows.Scan(values...); err != nil {
			return err
		}
		line := table
		for _, v := range values {
			line += fmt.Sprintf("|%v", *v.(*any))
		}
		lines = append(lines, line)
	}
	slices.Sort(lines)
	b.WriteString(strings.Join(lines, "\n") + "\n")
	return rows.Err()
}

// full is how many times a property is tried, more in a soak.
func full(few, many int) int {
	if os.Getenv("CAPZERO_SOAK") != "" {
		return many
	}
	return few
}
