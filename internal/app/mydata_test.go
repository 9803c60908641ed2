package app

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"capzero/internal/db"
	"capzero/internal/db/dbtest"
	"capzero/internal/fault"
	"capzero/internal/household"
	"capzero/internal/mydata"
)

// A village is an app with people in it.
type village struct {
	*App
	*testing.T
}

// openVillage opens an app whose jobs nobody does, so that tests do them.
func openVillage(t *testing.T, place string) village {
	t.Helper()
	a, err := New(t.Context(), at(place))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return village{a, t}
}

func (v village) must(err error) {
	v.Helper()
	if err != nil {
		v.Fatal(err)
	}
}

// write runs a statement beside the services.
func (v village) write(statement string, args ...any) {
	v.Helper()
	v.must(v.records.Write(v.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(v.Context(), statement, args...)
		return err
	}))
}

// comes makes somebody with an account.
func (v village) comes(id string) {
	v.Helper()
	v.write(`INSERT INTO person (id, name, email, email_key, language, created_at) VALUES (?, ?, ?, ?, 'fr', 1)`,
		id, id, id+"@example.org", id+"@example.org")
	v.write(`INSERT INTO role (city_id, person_id, role, through, since) VALUES ('issy', ?, 'participant', 'sign_up', 1)`, id)
}

// lives makes a household of people.
func (v village) lives(first string, others ...string) {
	v.Helper()
	_, err := v.homes.households.Create(v.Context(), first, household.Home{City: defaultCity, Housing: household.Flat, Persons: 1 + len(others)})
	v.must(err)
	if len(others) == 0 {
		return
	}
	link, _, err := v.homes.households.InviteByLink(v.Context(), first, len(others))
	v.must(err)
	for _, other := range others {
		_, err := v.homes.households.Join(v.Context(), other, link, false)
		v.must(err)
	}
}

// held counts what is held about somebody, but for what stays under an id that leads
// to nobody.
func (v village) held(id string) string {
	v.Helper()
	groups, err := v.mine.Overview(v.Context(), id)
	v.must(err)
	var all []string
	for _, g := range groups {
		for _, h := range g.Held {
			if h.Table != "consent" && h.Table != "right_event" {
				all = append(all, fmt.Sprintf("%s %d", h.Name, h.Count))
			}
		}
	}
	return strings.Join(all, ", ")
}

// count counts the rows of a table.
func (v village) count(table string) (n int) {
	v.Helper()
	v.must(v.records.Read(v.Context(), func(tx *db.Tx) error {
		return tx.QueryRow(v.Context(), `SELECT COUNT(*) FROM `+table).Scan(&n)
	}))
	return n
}

// TestWhatIsWrittenDuringAnErasureGoesToo: requests that had read who asks before
// they were erased write afterwards.
func TestWhatIsWrittenDuringAnErasureGoesToo(t *testing.T) {
	dbtest.OnBothPlaces(t, func(t *testing.T, place string) {
		v := openVillage(t, place)
		v.comes("anne")
		v.must(v.mine.Ask(t.Context(), "anne", "fr"))
		begun, err := v.copyOf("anne")
		v.must(err)
		_, err = v.mine.Erase(t.Context(), "anne", "")
		v.must(err)
		if held := v.held("anne"); held != "" {
			t.Errorf("of somebody erased there are %s", held)
		}
		v.must(v.mine.Make(t.Context(), mydata.Make{Takeout: begun.ID})) // was under way

		v.must(v.measures.StartOf(t.Context(), "anne", defaultCity))
		v.lives("anne")
		v.must(v.people.mails.SetPrompts(t.Context(), "anne", false))
		v.must(v.mine.Ask(t.Context(), "anne", "fr"))
		if _, err := v.copyOf("anne"); !errors.Is(err, errNoCopy) {
			t.Errorf("a copy of nobody is made: %v", err)
		}
		if v.held("anne") == "" {
			t.Fatal("nothing was written meanwhile: this test tries nothing")
		}
		for range 2 {
			v.must(v.mine.Sweep(t.Context(), mydata.Sweep{Person: "anne"}))
		}
		if held := v.held("anne"); held != "" {
			t.Errorf("after the sweep there are %s", held)
		}
		if n := v.count("household") + v.count("assessment") + v.count("takeout"); n != 0 {
			t.Errorf("%d rows of nobody are left", n)
		}
	})
}

func (v village) copyOf(id string) (mydata.Takeout, error) {
	t, found, err := v.mine.Takeout(v.Context(), id)
	if err == nil && !found {
		err = errNoCopy
	}
	return t, err
}

var errNoCopy = errors.New("there is no copy")

// TestTwoAdultsEraseAtOnce: with each other, with answers and with copies being made.
// Nothing of them is left, and the third adult keeps the home.
func TestTwoAdultsEraseAtOnce(t *testing.T) {
	dbtest.OnBothPlaces(t, func(t *testing.T, place string) {
		v := openVillage(t, place)
		for _, id := range []string{"anne", "bob", "eve", "zoe"} {
			v.comes(id)
		}
		v.lives("anne", "bob", "zoe")
		v.lives("eve")
		var all sync.WaitGroup
		failed := make(chan error, 100)
		do := func(f func(context.Context) error) {
			all.Go(func() {
				if err := f(t.Context()); err != nil && fault.KindOf(err) == fault.Internal {
					failed <- err
				}
			})
		}
		for _, id := range []string{"anne", "bob", "eve"} {
			reference := mydata.NewReference()
			for range 2 { // pressed twice
				do(func(ctx context.Context) error { _, err := v.mine.Erase(ctx, id, reference); return err })
			}
			do(func(ctx context.Context) error { return v.measures.StartOf(ctx, id, defaultCity) })
			do(func(ctx context.Context) error { return v.mine.Ask(ctx, id, "fr") })
			do(func(ctx context.Context) error { return v.homes.households.AddChild(ctx, id, "Léa") })
		}
		all.Wait()
		close(failed)
		for err := range failed {
			t.Error(err)
		}
		for _, id := range []string{"anne", "bob", "eve"} {
			v.must(v.mine.Sweep(t.Context(), mydata.Sweep{Person: id}))
			if held := v.held(id); held != "" {
				t.Errorf("of %s there are %s", id, held)
			}
		}
		if n := v.count("erasure"); n != 3 {
			t.Errorf("%d erasures of 3 people", n)
		}
		if h, found, err := v.homes.households.Of(t.Context(), "zoe"); err != nil || !found || len(h.Adults()) != 1 {
			t.Errorf("who stays lives with %+v, %t, %v", h, found, err)
		}
		if n := v.count("household"); n != 1 {
			t.Errorf("%d households are left", n)
		}
	})
}

// TestTheOnlyAdministratorIsTold: before they press, and when they do.
func TestTheOnlyAdministratorIsTold(t *testing.T) {
	v := openVillage(t, dbtest.Place(t))
	for _, id := range []string{"anne", "bob"} {
		v.comes(id)
	}
	v.write(`INSERT INTO role (city_id, person_id, role, through, since) VALUES ('issy', 'anne', 'administrator', 'command', 1)`)
	l, err := v.mine.Leaving(t.Context(), "anne")
	if err != nil || !l.OnlyOne || l.HasAddress || l.Household { // no mail leaves here
		t.Errorf("she is told %+v, %v", l, err)
	}
	before := v.held("anne")
	if _, err := v.mine.Erase(t.Context(), "anne", ""); fault.KindOf(err) != fault.Conflict {
		t.Errorf("she is erased: %v", err)
	}
	if after := v.held("anne"); after != before || v.count("erasure") != 0 {
		t.Errorf("refused, there are %s, and were %s", after, before)
	}
	v.write(`INSERT INTO role (city_id, person_id, role, through, since) VALUES ('issy', 'bob', 'administrator', 'command', 1)`)
	if l, err := v.mine.Leaving(t.Context(), "anne"); err != nil || l.OnlyOne {
		t.Errorf("with another one she is told %+v, %v", l, err)
	}
	_, err = v.mine.Erase(t.Context(), "anne", "")
	v.must(err)
}

// The speed that is asked for, and how much there is: ten years of somebody who does
// everything every week.
const (
	copyWithin, eraseWithin = 2 * time.Second, time.Second
	heavyWeeks              = 520
)

// TestAHeavyHouseholdTakesItsDataAlongAndGoes: within the time that is asked for.
func TestAHeavyHouseholdTakesItsDataAlongAndGoes(t *testing.T) {
	dbtest.OnBothPlaces(t, func(t *testing.T, place string) {
		v := openVillage(t, place)
		v.comes("anne")
		v.lives("anne")
		v.must(v.measures.StartOf(t.Context(), "anne", defaultCity))
		v.fillYears("anne")
		v.must(v.mine.Ask(t.Context(), "anne", "sr-Latn"))
		asked, err := v.copyOf("anne")
		v.must(err)
		begun := time.Now()
		v.must(v.mine.Make(t.Context(), mydata.Make{Takeout: asked.ID}))
		took := time.Since(begun)
		file, made, err := v.mine.Fetch(t.Context(), "anne", asked.ID)
		v.must(err)
		if made.State != mydata.Ready || made.Done != made.Steps || len(file) != made.Bytes {
			t.Errorf("the copy is %+v", made)
		}
		if _, _, err := v.mine.Fetch(t.Context(), "bob", asked.ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("somebody else fetches it: %v", err)
		}
		begun = time.Now()
		_, err = v.mine.Erase(t.Context(), "anne", "")
		v.must(err)
		gone := time.Since(begun)
		t.Logf("%d rows: a copy of %d bytes in %s, erased in %s", 7*heavyWeeks, len(file), took, gone)
		if took > copyWithin || gone > eraseWithin {
			t.Errorf("a copy took %s and erasing %s", took, gone)
		}
		if n := v.count("weighing") + v.count("check_in") + v.count("answer"); n != 0 {
			t.Errorf("%d rows are left", n)
		}
	})
}

// fillYears writes what somebody does in ten years: two weighings, four missions and
// an answer a week.
func (v village) fillYears(id string) {
	v.Helper()
	v.write(`
		INSERT INTO season (id, city_id, number, name, from_week, weeks, baseline_weeks, waves, wave_gap, waste_target, carbon_target, seed, created_at)
		VALUES ('S', 'issy', 1, 'Défi', '2026-01-05', 52, 3, 1, 0, 0, 0, 0, 1)`)
	home := v.text(`SELECT household_id FROM member WHERE person_id = ?`, id)
	answers := v.text(`SELECT id FROM assessment WHERE person_id = ?`, id)
	v.must(v.records.Write(v.Context(), func(tx *db.Tx) error {
		for week := range heavyWeeks {
			day := fmt.Sprintf("W%05d", week)
			for n := range 2 {
				if _, err := tx.Exec(v.Context(), `
					INSERT INTO weighing (household_id, number, by_person, day, stream, grams, spread_grams, method, bags, litres, fill_percent, at, undone_at)
					VALUES (?, ?, ?, '2026-01-05', 'residual', 7200, 100, 'scale', 0, 0, 0, ?, NULL)`, home, 2*week+n+1, id, week); err != nil {
					return err
				}
			}
			for n := range 4 {
				if _, err := tx.Exec(v.Context(), `
					INSERT INTO check_in (season_id, household_id, week, mission, person_id, theme, times, persons, worth, by_person, at)
					VALUES ('S', ?, ?, ?, ?, 'déchets', 1, 1, '{"GramsCO2e":1200}', ?, ?)`, home, day, fmt.Sprint("mission-", n), id, id, week); err != nil {
					return err
				}
			}
			if _, err := tx.Exec(v.Context(), `
				INSERT INTO answer (assessment_id, rule, value, model, answered_at) VALUES (?, ?, '12', 'm', ?)`, answers, day, week); err != nil {
				return err
			}
		}
		return nil
	}))
}

// text reads one text.
func (v village) text(query string, args ...any) (text string) {
	v.Helper()
	v.must(v.records.Read(v.Context(), func(tx *db.Tx) error {
		return tx.QueryRow(v.Context(), query, args...).Scan(&text)
	}))
	return text
}
