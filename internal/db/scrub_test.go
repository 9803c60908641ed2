package db_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"capzero/internal/db"
)

// filesHold counts a text in every file of a folder, whatever it is.
func filesHold(t *testing.T, dir, text string) (n int) {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		data, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		n += bytes.Count(data, []byte(text))
	}
	return n
}

// TestNothingDeletedIsLeft: rows of two hundred people that grow, shrink and move
// between pages, as answers do. Deleted ones are in no byte of the files.
func TestNothingDeletedIsLeft(t *testing.T) {
	dir := t.TempDir()
	d := openIn(t, dir)
	write(t, d, `CREATE TABLE note (id TEXT NOT NULL, n BIGINT NOT NULL, v TEXT NOT NULL, PRIMARY KEY (id, n))`)
	r := rand.New(rand.NewPCG(1, 2))
	for range 60 {
		must(t, d.Write(t.Context(), func(tx *db.Tx) error {
			for range 100 {
				p := r.IntN(200)
				_, err := tx.Exec(t.Context(), `
					INSERT INTO note (id, n, v) VALUES (?, ?, ?) ON CONFLICT (id, n) DO UPDATE SET v = excluded.v`,
					fmt.Sprint(p), r.IntN(40), fmt.Sprintf("MARK%03d-%s", p, strings.Repeat("x", r.IntN(300))))
				if err != nil {
					return err
				}
			}
			return nil
		}))
	}
	if filesHold(t, dir, "MARK") == 0 {
		t.Fatal("nothing was ever in the files")
	}
	for p := range 100 {
		write(t, d, `DELETE FROM note WHERE id = ?`, fmt.Sprint(p))
	}
	must(t, d.Rewrite(t.Context()))
	if done, err := d.Truncate(t.Context()); err != nil || !done {
		t.Fatalf("the log is not emptied: %t, %v", done, err)
	}
	for p := range 200 {
		if n := filesHold(t, dir, fmt.Sprintf("MARK%03d", p)); (n > 0) != (p >= 100) {
			t.Errorf("person %d is in the files %d times", p, n)
		}
	}
}

// TestTheLogIsEmptiedWhenNobodyReadsIt: who reads is not waited for, and then it is
// done.
func TestTheLogIsEmptiedWhenNobodyReadsIt(t *testing.T) {
	dir := t.TempDir()
	d := openIn(t, dir)
	write(t, d, `CREATE TABLE note (v TEXT NOT NULL)`)
	write(t, d, `INSERT INTO note (v) VALUES ('MARK')`)
	must(t, d.Read(t.Context(), func(tx *db.Tx) error {
		var v string
		if err := tx.QueryRow(t.Context(), `SELECT v FROM note`).Scan(&v); err != nil {
			return err
		}
		write(t, d, `DELETE FROM note`)
		begun := time.Now()
		if done, err := d.Truncate(t.Context()); err != nil || done {
			t.Errorf("the log is emptied under a reader: %t, %v", done, err)
		}
		if took := time.Since(begun); took > 2*time.Second {
			t.Errorf("whoever writes waited for %s", took)
		}
		return nil
	}))
	if filesHold(t, dir, "MARK") == 0 {
		t.Error("the log was empty although somebody read it")
	}
	if done, err := d.Truncate(t.Context()); err != nil || !done {
		t.Errorf("the log is not emptied: %t, %v", done, err)
	}
	if n := filesHold(t, dir, "MARK"); n != 0 {
		t.Errorf("what is deleted is in the files %d times", n)
	}
}

func openIn(t *testing.T, dir string) *db.DB {
	t.Helper()
	d, err := db.Open(t.Context(), dir, time.Now)
	must(t, err)
	t.Cleanup(func() { d.Close() })
	return d
}

func write(t *testing.T, d *db.DB, statement string, args ...any) {
	t.Helper()
	must(t, d.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(t.Context(), statement, args...)
		return err
	}))
}
