// Package dbtest gives tests a real database. Nothing is mocked: a test that
// passes has run the SQL that a city runs.
package dbtest

import (
	"testing"
	"time"

	"capzero/internal/db"
)

// Open returns an empty database with all its tables, in a folder that goes
// away with the test. A nil clock is the wall clock.
func Open(t testing.TB, now func() time.Time) *db.DB {
	t.Helper()
	if now == nil {
		now = time.Now
	}
	d, err := db.Open(t.Context(), t.TempDir(), now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}
