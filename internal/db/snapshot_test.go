package db_test

import (
	"bytes"
	"context"
	"io"
	"strconv"
	"testing"
	"time"

	"capzero/internal/db"
	"capzero/internal/db/dbtest"

	"github.com/google/go-cmp/cmp"
)

// A kept is a copy of records in memory.
type kept struct {
	db.Contents
	streams map[string][]byte
	rows    map[string]int64
}

func keep(t *testing.T, d *db.DB) (k kept) {
	t.Helper()
	must(t, d.Snapshot(t.Context(), func(s *db.Snapshot) (err error) {
		k = kept{Contents: s.Contents, streams: map[string][]byte{}}
		for _, stream := range s.Streams {
			var b bytes.Buffer
			if err := s.Copy(t.Context(), stream, &b); err != nil {
				return err
			}
			k.streams[stream.Name] = b.Bytes()
		}
		k.rows, err = s.Rows(t.Context())
		return err
	}))
	return k
}

func (k kept) restoration(fill func(*db.DB) error) db.Restoration {
	return db.Restoration{Contents: k.Contents, Fill: fill, Load: func(put func(db.Stream, io.Reader) error) error {
		for _, s := range k.Streams {
			if err := put(s, bytes.NewReader(k.streams[s.Name])); err != nil {
				return err
			}
		}
		return nil
	}}
}

// What is written while a copy is taken waits for nothing and is not in it.
func TestASnapshotIsOneMoment(t *testing.T) {
	dbtest.OnBoth(t, func(t *testing.T, open func(func() time.Time) *db.DB) {
		d := open(nil)
		must(t, writeFact(d, "before"))
		var k kept
		must(t, d.Snapshot(t.Context(), func(s *db.Snapshot) error {
			for i := range 300 {
				must(t, writeFact(d, strconv.Itoa(i)))
			}
			k = kept{Contents: s.Contents, streams: map[string][]byte{}}
			for _, stream := range s.Streams {
				var b bytes.Buffer
				must(t, s.Copy(t.Context(), stream, &b))
				k.streams[stream.Name] = b.Bytes()
			}
			return nil
		}))
		place := dbtest.Empty(t, d.Engine())
		must(t, db.Restore(t.Context(), place, time.Now, k.restoration(nothing)))
		again := dbtest.At(t, place, nil)
		if n := noted(t, again); n != 1 {
			t.Errorf("%d writes are in the copy, want the one before", n)
		}
		if n := noted(t, d); n != 301 {
			t.Errorf("%d writes are there", n)
		}
	})
}

func writeFact(d *db.DB, fact string) error {
	ctx := context.Background()
	return d.Write(ctx, func(tx *db.Tx) error { return note(ctx, tx, fact) })
}

func nothing(*db.DB) error { return nil }

// Texts of all kinds come back as they were, and the queue goes on counting.
func TestRestoreBringsEverythingBack(t *testing.T) {
	dbtest.OnBoth(t, func(t *testing.T, open func(func() time.Time) *db.DB) {
		d := open(nil)
		strange := "tab\t line\n back\\slash \\N \\. “é” 🚲 NUL-free"
		must(t, writeFact(d, strange))
		must(t, d.Write(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(t.Context(), `INSERT INTO assessment (id, token_hash, city_id, revision, created_at, active_at) VALUES ('a', 'h', 'issy', 1, 2, 3)`)
			if err == nil {
				_, err = tx.Exec(t.Context(), `INSERT INTO answer (assessment_id, rule, value, model, answered_at) VALUES ('a', 'b', NULL, 'm', 1)`)
			}
			return err
		}))
		k := keep(t, d)
		place := dbtest.Empty(t, d.Engine())
		must(t, db.Restore(t.Context(), place, time.Now, k.restoration(nothing)))
		if err := db.Restore(t.Context(), place, time.Now, k.restoration(nothing)); err == nil {
			t.Error("records were replaced")
		}
		again := dbtest.At(t, place, nil)
		rows, err := again.Rows(t.Context())
		must(t, err)
		if diff := cmp.Diff(k.rows, rows); diff != "" {
			t.Errorf("the rows are others:\n%s", diff)
		}
		var fact string
		must(t, again.Read(t.Context(), func(tx *db.Tx) error {
			return tx.QueryRow(t.Context(), `SELECT fact FROM installation WHERE value = 'written'`).Scan(&fact)
		}))
		if fact != strange {
			t.Errorf("%q came back as %q", strange, fact)
		}
		rehearsal := k.restoration(nothing)
		rehearsal.Rehearsal = true
		must(t, db.Restore(t.Context(), place, time.Now, rehearsal))
		if n := noted(t, again); n != 1 {
			t.Errorf("a rehearsal has changed the records: %d", n)
		}
	})
}

// A copy of an earlier version of the tables is brought up to date.
func TestRestoreOfAnEarlierVersion(t *testing.T) {
	for _, e := range []db.Engine{db.SQLite, db.PostgreSQL} {
		t.Run(string(e), func(t *testing.T) {
			place := dbtest.Empty(t, e)
			pool := raw(t, place)
			must(t, db.MigrateTo(t.Context(), pool, e, 45))
			must(t, db.MigrateQueue(t.Context(), pool, e))
			_, err := pool.ExecContext(t.Context(), `INSERT INTO installation (fact, value) VALUES ('early', 'written')`)
			must(t, err)
			d, err := db.OpenAsIs(t.Context(), place, time.Now)
			must(t, err)
			k := keep(t, d)
			must(t, d.Close())
			if k.Version != 45 {
				t.Fatalf("the copy is of version %d", k.Version)
			}
			second := dbtest.Empty(t, e)
			must(t, db.Restore(t.Context(), second, time.Now, k.restoration(nothing)))
			again := dbtest.At(t, second, nil)
			latest, _, err := db.Latest(e)
			must(t, err)
			if after := keep(t, again); after.Version != latest || noted(t, again) != 1 {
				t.Errorf("it is of version %d of %d, with %d facts", after.Version, latest, noted(t, again))
			}
		})
	}
}

func TestOpenAsIsMakesNothing(t *testing.T) {
	for _, e := range []db.Engine{db.SQLite, db.PostgreSQL} {
		place := dbtest.Empty(t, e)
		if _, err := db.OpenAsIs(t.Context(), place, time.Now); err == nil {
			t.Errorf("%s: nothing was opened", e)
		}
		checkExists(t, place, false)
	}
}
