package db_test

import (
	"fmt"
	"testing"
	"time"

	"capzero/internal/db"
	"capzero/internal/db/dbtest"
)

// The same words asked while their rows are being read are another statement.
func TestTheSameQueryInsideItself(t *testing.T) {
	d := dbtest.At(t, dbtest.Empty(t, db.SQLite), nil)
	must(t, d.Write(t.Context(), func(tx *db.Tx) error {
		for n := range 5 {
			if _, err := tx.Exec(t.Context(), `INSERT INTO erased (digest, day) VALUES (?, '0')`, fmt.Sprint(n)); err != nil {
				return err
			}
		}
		return nil
	}))
	var pairs int
	must(t, d.Read(t.Context(), func(tx *db.Tx) error {
		return eachErased(t, tx, func() error {
			return eachErased(t, tx, func() error { pairs++; return nil })
		})
	}))
	if pairs != 5*5 {
		t.Errorf("%d pairs of 5 rows, want 25", pairs)
	}
}

func eachErased(t *testing.T, tx *db.Tx, do func() error) error {
	rows, err := tx.Query(t.Context(), `SELECT digest FROM erased WHERE day < ?`, "1")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := do(); err != nil {
			return err
		}
	}
	return rows.Err()
}

// More statements than a connection keeps are forgotten and compiled again, and one
// that fails is not kept.
func TestManyStatements(t *testing.T) {
	d := dbtest.At(t, dbtest.Empty(t, db.SQLite), nil)
	must(t, d.Write(t.Context(), func(tx *db.Tx) error {
		for n := range 1000 {
			var got int
			if err := tx.QueryRow(t.Context(), fmt.Sprintf(`SELECT %d + ?`, n%300), 1).Scan(&got); err != nil || got != n%300+1 {
				return fmt.Errorf("%d + 1 is %d: %w", n%300, got, err)
			}
			if _, err := tx.Exec(t.Context(), `INSERT INTO erased (digest, day) VALUES ('same', ?)`, n); (err == nil) != (n == 0) {
				return fmt.Errorf("written %d times: %w", n+1, err)
			}
		}
		return nil
	}))
}

// Statements are compiled again where somebody else changes the tables.
func TestTablesChangeUnderStatements(t *testing.T) {
	place := dbtest.Empty(t, db.SQLite)
	d := dbtest.At(t, place, nil)
	ask := func() (day int) {
		t.Helper()
		must(t, d.Read(t.Context(), func(tx *db.Tx) error {
			return tx.QueryRow(t.Context(), `SELECT day FROM erased WHERE digest = ?`, "one").Scan(&day)
		}))
		return day
	}
	execute(t, place, `INSERT INTO erased (digest, day) VALUES ('one', '7')`)
	if got := ask(); got != 7 {
		t.Errorf("%d, want 7", got)
	}
	execute(t, place, `ALTER TABLE erased ADD COLUMN why TEXT NOT NULL DEFAULT ''`)
	execute(t, place, `CREATE INDEX erased_day ON erased (day)`)
	execute(t, place, `UPDATE erased SET day = '8'`)
	if got := ask(); got != 8 {
		t.Errorf("%d, want 8", got)
	}
	execute(t, place, `ALTER TABLE erased RENAME TO gone`)
	err := d.Read(t.Context(), func(tx *db.Tx) error {
		return tx.QueryRow(t.Context(), `SELECT day FROM erased WHERE digest = ?`, "one").Scan(new(int))
	})
	if err == nil {
		t.Error("a table that is gone was read")
	}
}

// BenchmarkOneRow reads one row as a page does, many times.
func BenchmarkOneRow(b *testing.B) {
	d, err := db.Open(b.Context(), b.TempDir(), time.Now)
	if err != nil {
		b.Fatal(err)
	}
	defer d.Close()
	for b.Loop() {
		if err := d.Ping(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}
