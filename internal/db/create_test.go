package db_test

import (
	"errors"
	"os"
	"testing"
	"time"

	"capzero/internal/db"
	"capzero/internal/db/dbtest"
)

func TestCreateIsAllOrNothing(t *testing.T) {
	failure := errors.New("halfway")
	fill := func(end error) func(*db.DB) error {
		return func(d *db.DB) error { return errors.Join(d.MarkDemo(t.Context()), end) }
	}
	for _, e := range []db.Engine{db.SQLite, db.PostgreSQL} {
		t.Run(string(e), func(t *testing.T) {
			place := dbtest.Empty(t, e)
			if err := db.Create(t.Context(), place, time.Now, fill(failure)); !errors.Is(err, failure) {
				t.Errorf("got %v", err)
			}
			checkExists(t, place, false)

			must(t, db.Create(t.Context(), place, time.Now, fill(nil)))
			checkExists(t, place, true)
			d := dbtest.At(t, place, nil)
			if demo, err := d.IsDemo(t.Context()); err != nil || !demo {
				t.Errorf("what was written is not there: %v, %v", demo, err)
			}

			if err := db.Create(t.Context(), place, time.Now, fill(nil)); err == nil {
				t.Error("records were replaced")
			}
		})
	}
}

func checkExists(t *testing.T, place string, want bool) {
	t.Helper()
	got, err := db.Exists(t.Context(), place)
	must(t, err)
	if got != want {
		t.Errorf("there are records: %v, want %v", got, want)
	}
}

func TestCreateLeavesOneFile(t *testing.T) {
	dir := t.TempDir()
	failed := errors.New("halfway")
	for _, end := range []error{failed, nil} {
		err := db.Create(t.Context(), dir, time.Now, func(d *db.DB) error {
			return errors.Join(d.MarkDemo(t.Context()), end)
		})
		if !errors.Is(err, end) {
			t.Errorf("got %v", err)
		}
		left, err := os.ReadDir(dir)
		must(t, err)
		if want := map[bool]int{true: 0, false: 1}[end != nil]; len(left) != want {
			t.Errorf("after %v there are %v", end, left)
		}
	}
}

// Two that create at once, or one that opens while another creates, never mix.
func TestCreateAgainstAnother(t *testing.T) {
	place := dbtest.Empty(t, db.PostgreSQL)
	err := db.Create(t.Context(), place, time.Now, func(*db.DB) error {
		if err := db.Create(t.Context(), place, time.Now, (*db.DB).Close); err == nil {
			t.Error("two create at once")
		}
		d, err := db.Open(t.Context(), place, time.Now)
		if err != nil {
			return err
		}
		return d.Close()
	})
	if err == nil {
		t.Error("records that came meanwhile were replaced")
	}
	d := dbtest.At(t, place, nil)
	if demo, err := d.IsDemo(t.Context()); err != nil || demo {
		t.Errorf("what came meanwhile is not there: %v, %v", demo, err)
	}
}

// A creation that was killed leaves its schema behind, and the next one begins
// anew.
func TestCreateAfterAKilledOne(t *testing.T) {
	place := dbtest.Empty(t, db.PostgreSQL)
	execute(t, place, `CREATE SCHEMA capzero_new`)
	execute(t, place, `CREATE TABLE capzero_new.assessment (half TEXT)`)
	checkExists(t, place, false)
	must(t, db.Create(t.Context(), place, time.Now, func(d *db.DB) error { return d.MarkDemo(t.Context()) }))
	checkExists(t, place, true)
}
