// Package dbtest gives tests a real database. Nothing is mocked: a test that
// passes has run the SQL that a city runs.
//
// A test that calls [Open] runs on SQLite, and on PostgreSQL when the tests are
// run with CAPZERO_TEST_DATABASE=postgres. One that must hold on both, however
// the tests are run, says so with [OnBoth].
//
// The PostgreSQL server is started when the first test asks for it, one for each
// test binary, in a folder of its own, and is gone when the binary is, even when
// that is killed. Its programs come from PATH or /usr/lib/postgresql; without
// them a test that needs them fails.
package dbtest

import (
	"os"
	"testing"
	"time"

	"capzero/internal/db"
)

// engineEnv names the engine of the tests that do not say which.
const engineEnv = "CAPZERO_TEST_DATABASE"

// Open returns empty records with all their tables, which go away with the test.
// A nil clock is the wall clock.
//
// On PostgreSQL each transaction is rehearsed, see db.DB.Rehearse.
func Open(t testing.TB, now func() time.Time) *db.DB {
	t.Helper()
	return At(t, Place(t), now)
}

// At opens the records at a place until the test ends.
func At(t testing.TB, place string, now func() time.Time) *db.DB {
	t.Helper()
	if now == nil {
		now = time.Now
	}
	d, err := db.Open(t.Context(), place, now)
	if err != nil {
		t.Fatal(err)
	}
	if d.Engine() == db.PostgreSQL {
		d.Rehearse()
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

// Place returns where a test can open records of its own, as often as it likes:
// a folder or an address, which goes away with the test.
func Place(t testing.TB) string {
	t.Helper()
	return placeOn(t, Engine(t))
}

func placeOn(t testing.TB, e db.Engine) string {
	t.Helper()
	if e == db.PostgreSQL {
		return newDatabase(t, template)
	}
	return newFolder(t)
}

// Empty returns a place where there is nothing yet, not even tables.
func Empty(t testing.TB, e db.Engine) string {
	t.Helper()
	if e == db.PostgreSQL {
		return newDatabase(t, "template0")
	}
	return t.TempDir()
}

// OnBoth runs a test on SQLite and on PostgreSQL. Each call of open opens the
// records of that test once more, as another process would. Inside, Open and Place
// are still of the engine that the tests are run with.
func OnBoth(t *testing.T, test func(t *testing.T, open func(now func() time.Time) *db.DB)) {
	t.Helper()
	OnBothPlaces(t, func(t *testing.T, place string) {
		test(t, func(now func() time.Time) *db.DB { return At(t, place, now) })
	})
}

// OnBothPlaces runs a test with a place on SQLite and with one on PostgreSQL.
func OnBothPlaces(t *testing.T, test func(t *testing.T, place string)) {
	t.Helper()
	for _, e := range []db.Engine{db.SQLite, db.PostgreSQL} {
		t.Run(string(e), func(t *testing.T) { test(t, placeOn(t, e)) })
	}
}

// Engine is the one that a test runs on when it does not say which.
func Engine(t testing.TB) db.Engine {
	switch e := db.Engine(os.Getenv(engineEnv)); e {
	case "", db.SQLite:
		return db.SQLite
	case db.PostgreSQL:
		return e
	default:
		t.Fatalf("%s is %q: there are %s and %s", engineEnv, e, db.SQLite, db.PostgreSQL)
		return ""
	}
}
