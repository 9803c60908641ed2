package access

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"capzero/internal/db"
	"capzero/internal/db/dbtest"
	"capzero/internal/retention"
)

var claire = Hand{City: "issy", Person: "claire", Role: "officer", Zone: time.FixedZone("", 2*60*60)}

// A book is some records and a clock that tests move.
type book struct {
	*testing.T
	*db.DB
	now time.Time
}

func newBook(t *testing.T, open func(func() time.Time) *db.DB) *book {
	b := &book{T: t, now: time.Date(2026, time.November, 26, 23, 0, 0, 0, time.UTC)}
	b.DB = open(func() time.Time { return b.now })
	return b
}

func (b *book) notes(by Hand, what What, persons ...string) {
	b.Helper()
	b.must(b.Write(b.Context(), func(tx *db.Tx) error { return Note(b.Context(), tx, by, what, persons...) }))
}

// of are the lines about a person.
func (b *book) of(person string) (lines []string) {
	b.Helper()
	b.must(b.Read(b.Context(), func(tx *db.Tx) error {
		all, err := Of(b.Context(), tx, person, 10)
		lines = nil
		for _, a := range all {
			lines = append(lines, fmt.Sprint(a.Day.Format(time.DateOnly), " ", a.By, " ", a.Role, " ", a.What, " ", a.Times))
		}
		return err
	}))
	return lines
}

func (b *book) must(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

func (b *book) want(person string, want ...string) {
	b.Helper()
	if got := b.of(person); !slices.Equal(got, want) {
		b.Errorf("of %s there is %q, want %q", person, got, want)
	}
}

// TestARowForEachDay: of the city, however often somebody looks.
func TestARowForEachDay(t *testing.T) {
	dbtest.OnBoth(t, func(t *testing.T, open func(func() time.Time) *db.DB) {
		b := newBook(t, open)
		b.notes(claire, CardsListed, "anne", "bob", "anne", "", "claire")
		b.notes(claire, CardsListed, "anne")
		b.notes(claire, CardStopped, "anne")
		b.notes(claire, CardsListed) // a list without anybody
		b.now = b.now.Add(24 * time.Hour)
		b.notes(claire, CardsListed, "anne")
		b.want("anne", "2026-11-28 claire officer cards_listed 1", "2026-11-27 claire officer card_stopped 1", "2026-11-27 claire officer cards_listed 2")
		b.want("bob", "2026-11-27 claire officer cards_listed 1")
		b.want("claire") // what she sees of herself
		b.want("")
	})
}

// TestManyAtOnce: more than one statement takes.
func TestManyAtOnce(t *testing.T) {
	dbtest.OnBoth(t, func(t *testing.T, open func(func() time.Time) *db.DB) {
		b := newBook(t, open)
		var many []string
		for n := range 3*atOnce + 1 {
			many = append(many, fmt.Sprint("p", n))
		}
		b.notes(claire, TeamProposed, many...)
		b.want("p300", "2026-11-27 claire officer team_proposed 1")
		b.must(b.Read(t.Context(), func(tx *db.Tx) error {
			all, err := Totals(t.Context(), tx, "issy")
			if want := []Total{{TeamProposed, len(many)}}; !slices.Equal(all, want) {
				t.Errorf("in all there is %v, want %v", all, want)
			}
			return err
		}))
	})
}

// TestWhatIsForgotten: with the person, and after a year.
func TestWhatIsForgotten(t *testing.T) {
	dbtest.OnBoth(t, func(t *testing.T, open func(func() time.Time) *db.DB) {
		b := newBook(t, open)
		b.notes(claire, MessagesRead, "anne", "bob")
		b.must(b.Write(t.Context(), func(tx *db.Tx) error {
			if err := Forget(t.Context(), tx, "claire"); err != nil {
				return err
			}
			return Forget(t.Context(), tx, "anne")
		}))
		b.want("anne")
		line := "2026-11-27 claire officer messages_read 1"
		b.want("bob", line)
		b.now = b.now.Add(retention.AccessFor)
		b.must(Purge(t.Context(), b.DB))
		b.want("bob", line)
		b.now = b.now.Add(48 * time.Hour)
		b.must(Purge(t.Context(), b.DB))
		b.want("bob")
	})
}

func TestEachKindIsSeenOrDone(t *testing.T) {
	all := Whats()
	if slices.Sort(all); len(slices.Compact(slices.Clone(all))) != len(all) || !slices.Contains(all, CardsListed) {
		t.Errorf("the kinds are %v", all)
	}
	if MessagesRead.Changes() || !MessageHidden.Changes() {
		t.Error("reading is a change, or hiding is none")
	}
}
