package db_test

import (
	"database/sql"
	"sync"
	"testing"
	"time"

	"capzero/internal/db"
	"capzero/internal/db/dbtest"
)

// onEmpty runs a test on both engines, with a place where there is nothing.
func onEmpty(t *testing.T, test func(t *testing.T, e db.Engine, place string)) {
	t.Helper()
	for _, e := range []db.Engine{db.SQLite, db.PostgreSQL} {
		t.Run(string(e), func(t *testing.T) { test(t, e, dbtest.Empty(t, e)) })
	}
}

// raw is a way to a place past everything that db.Open does.
func raw(t *testing.T, place string) *sql.DB {
	t.Helper()
	pool, err := db.RawPool(place)
	must(t, err)
	t.Cleanup(func() { pool.Close() })
	return pool
}

func execute(t *testing.T, place, statement string) {
	t.Helper()
	_, err := raw(t, place).ExecContext(t.Context(), statement)
	must(t, err)
}

// A database that an earlier version of the program wrote keeps what is in it,
// and its households are in no group.
func TestAnEarlierDatabaseIsTakenOver(t *testing.T) {
	onEmpty(t, func(t *testing.T, e db.Engine, place string) {
		must(t, db.MigrateTo(t.Context(), raw(t, place), e, 3))
		for _, statement := range []string{
			`INSERT INTO assessment VALUES ('a', 'hash', 'issy', 1, 0, 0)`,
			`INSERT INTO result VALUES ('a', 1, 'carbon', 'waste', 0)`,
			`INSERT INTO city_count VALUES ('issy', 1, 0)`,
		} {
			execute(t, place, statement)
		}
		d := dbtest.At(t, place, nil)
		var households, sampled, milestones int64
		var group string
		must(t, d.Read(t.Context(), func(tx *db.Tx) error {
			return tx.QueryRow(t.Context(), `
				SELECT c.households, c.sampled + r.sampled, r.peer_group, (SELECT COUNT(*) FROM milestone)
				FROM city_count c, result r`).Scan(&households, &sampled, &group, &milestones)
		}))
		if households != 1 || sampled != 0 || group != "" || milestones != 0 {
			t.Errorf("%d households, %d in groups, group %q, %d milestones", households, sampled, group, milestones)
		}
	})
}

// A change of tables that has to wait for somebody who reads, such as a backup, lets
// others read and write meanwhile, and is made in the end.
func TestAChangeOfTablesHoldsNobodyUp(t *testing.T) {
	place := dbtest.Empty(t, db.PostgreSQL)
	must(t, db.MigrateTo(t.Context(), raw(t, place), db.PostgreSQL, 48))
	reader, err := raw(t, place).Begin()
	must(t, err)
	defer reader.Rollback()
	_, err = reader.Exec(`SELECT COUNT(*) FROM entry`) // which 49 changes
	must(t, err)

	opened := make(chan error, 1)
	go func() {
		d, err := db.Open(t.Context(), place, time.Now)
		if err == nil {
			err = d.Close()
		}
		opened <- err
	}()
	for range 2 { // it comes again
		untilSomebodyWaits(t, place)
		execute(t, place, `UPDATE entry SET grams = 0`)
	}
	select {
	case err := <-opened:
		t.Fatalf("it did not wait: %v", err)
	default:
	}
	must(t, reader.Rollback())
	must(t, <-opened)
}

// untilSomebodyWaits waits until a table is wanted that somebody else has.
func untilSomebodyWaits(t *testing.T, place string) {
	t.Helper()
	pool := raw(t, place)
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		var waiting int
		must(t, pool.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM pg_locks WHERE NOT granted AND relation = 'entry'::regclass`).Scan(&waiting))
		if waiting > 0 {
			return
		}
	}
	t.Fatal("nobody waits")
}

// Several processes that start at once on records that do not exist yet all
// find them up to date.
func TestManyOpenAtOnce(t *testing.T) {
	onEmpty(t, func(t *testing.T, _ db.Engine, place string) {
		var wg sync.WaitGroup
		for range 6 {
			wg.Go(func() {
				d, err := db.Open(t.Context(), place, time.Now)
				if err != nil {
					t.Error(err)
					return
				}
				if err := d.MarkDemo(t.Context()); err != nil {
					t.Error(err)
				}
				d.Close()
			})
		}
		wg.Wait()
	})
}
