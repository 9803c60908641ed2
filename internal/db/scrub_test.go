package db_test

import (
	"bytes"
	"context"
	"fmt"
	"maps"
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
// between pages, as answers do, some of them longer than a page. Deleted ones are in no
// byte of the files, and the others where they were.
func TestNothingDeletedIsLeft(t *testing.T) {
	dir := t.TempDir()
	d := openIn(t, dir)
	write(t, d, `CREATE TABLE note (id TEXT NOT NULL, n BIGINT NOT NULL, v TEXT NOT NULL, PRIMARY KEY (id, n))`)
	write(t, d, `CREATE INDEX note_v ON note (v)`)
	r := rand.New(rand.NewPCG(1, 2))
	for range 60 {
		must(t, d.Write(t.Context(), func(tx *db.Tx) error {
			for range 100 {
				p, length := r.IntN(200), r.IntN(300)
				if r.IntN(50) == 0 {
					length = r.IntN(20_000)
				}
				_, err := tx.Exec(t.Context(), `
					INSERT INTO note (id, n, v) VALUES (?, ?, ?) ON CONFLICT (id, n) DO UPDATE SET v = excluded.v`,
					fmt.Sprint(p), r.IntN(40), mark(p)+strings.Repeat("x", length))
				if err != nil {
					return err
				}
			}
			return nil
		}))
	}
	for p := range 100 {
		write(t, d, `DELETE FROM note WHERE id = ?`, fmt.Sprint(p))
	}
	kept := notes(t, d)
	truncate(t, d)
	left := 0
	for p := range 100 {
		if filesHold(t, dir, mark(p)) > 0 {
			left++
		}
	}
	if left == 0 {
		t.Error("nothing would be left: this test shows nothing")
	}
	must(t, d.Scrub(t.Context()))
	truncate(t, d)
	t.Logf("%d of 100 people were in the files until they were scrubbed", left)
	for p := range 200 {
		if n := filesHold(t, dir, mark(p)); (n > 0) != (p >= 100) {
			t.Errorf("person %d is in the files %d times", p, n)
		}
	}
	if !maps.Equal(notes(t, d), kept) {
		t.Error("other rows are not what they were")
	}
	sound(t, d)
}

// TestScrubbedBesideThoseWhoWrite: what is written while the file is scrubbed is there.
func TestScrubbedBesideThoseWhoWrite(t *testing.T) {
	d := openIn(t, t.TempDir())
	write(t, d, `CREATE TABLE note (id TEXT NOT NULL, n BIGINT NOT NULL, v TEXT NOT NULL, PRIMARY KEY (id, n))`)
	write(t, d, `CREATE INDEX note_v ON note (v)`)
	ctx, stop := context.WithCancel(t.Context())
	scrubbed := make(chan error, 1)
	rounds := 0
	go func() {
		for ctx.Err() == nil {
			if err := d.Scrub(t.Context()); err != nil {
				scrubbed <- err
				return
			}
			rounds++
		}
		scrubbed <- nil
	}()
	r := rand.New(rand.NewPCG(3, 4))
	want := map[string]string{}
	for range 600 {
		p, n := fmt.Sprint(r.IntN(30)), r.IntN(40)
		if r.IntN(10) == 0 {
			write(t, d, `DELETE FROM note WHERE id = ?`, p)
			maps.DeleteFunc(want, func(key, _ string) bool { return strings.HasPrefix(key, p+" ") })
			continue
		}
		v := strings.Repeat("y", r.IntN(6000))
		write(t, d, `INSERT INTO note (id, n, v) VALUES (?, ?, ?) ON CONFLICT (id, n) DO UPDATE SET v = excluded.v`, p, n, v)
		want[fmt.Sprint(p, " ", n)] = v
	}
	stop()
	must(t, <-scrubbed)
	if !maps.Equal(notes(t, d), want) {
		t.Error("what was written is not what is there")
	}
	if rounds < 2 {
		t.Errorf("the file was scrubbed %d times meanwhile", rounds)
	}
	sound(t, d)
}

func mark(person int) string { return fmt.Sprintf("MARK%03d-", person) }

func notes(t *testing.T, d *db.DB) map[string]string {
	t.Helper()
	all := map[string]string{}
	must(t, d.Read(t.Context(), func(tx *db.Tx) error {
		rows, err := tx.Query(t.Context(), `SELECT id, n, v FROM note`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var id, n, v string
			if err := rows.Scan(&id, &n, &v); err != nil {
				return err
			}
			all[id+" "+n] = v
		}
		return rows.Err()
	}))
	return all
}

// sound asks SQLite whether its file is whole.
func sound(t *testing.T, d *db.DB) {
	t.Helper()
	var found string
	must(t, d.Read(t.Context(), func(tx *db.Tx) error {
		return tx.QueryRow(t.Context(), `PRAGMA integrity_check`).Scan(&found)
	}))
	if found != "ok" {
		t.Error(found)
	}
}

func truncate(t *testing.T, d *db.DB) {
	t.Helper()
	if done, err := d.Truncate(t.Context()); err != nil || !done {
		t.Fatalf("the log is not emptied: %t, %v", done, err)
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
	truncate(t, d)
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
