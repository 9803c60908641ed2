package erasure_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"capzero/internal/db"
	"capzero/internal/db/dbtest"
	"capzero/internal/erasure"
	"capzero/internal/fault"
)

const installation = "abcdef"

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func open(t *testing.T, files ...string) *erasure.Journal {
	t.Helper()
	j, err := erasure.Open(erasure.Options{Key: bytes.Repeat([]byte{7}, 32), Installation: installation, Files: files})
	must(t, err)
	return j
}

func note(t *testing.T, d *db.DB, j *erasure.Journal, id string, end error) {
	t.Helper()
	err := d.Write(t.Context(), func(tx *db.Tx) error {
		return errors.Join(j.Note(t.Context(), tx, erasure.Person, id), end)
	})
	if !errors.Is(err, end) {
		t.Fatal(err)
	}
}

// people is a service that has some.
type people []string

func (p *people) subject() erasure.Subject {
	return erasure.Subject{
		Kind: erasure.Person,
		All:  func(context.Context) ([]string, error) { return slices.Clone(*p), nil },
		Erase: func(_ context.Context, id string) error {
			*p = slices.DeleteFunc(*p, func(have string) bool { return have == id })
			return nil
		},
	}
}

func replay(t *testing.T, d *db.DB, j *erasure.Journal, p *people, want int) {
	t.Helper()
	n, err := j.Replay(t.Context(), d, p.subject())
	must(t, err)
	if n != want {
		t.Errorf("%d were erased again, want %d", n, want)
	}
}

// What was noted is erased from records that know nothing of it, once, and what they
// know of is not looked for.
func TestReplay(t *testing.T) {
	dir := t.TempDir()
	first, second := filepath.Join(dir, "a", erasure.FileName), filepath.Join(dir, "b", erasure.FileName)
	d := dbtest.Open(t, nil)
	j := open(t, first, second)
	note(t, d, j, "zoe", nil)
	note(t, d, j, "zoe", nil)
	note(t, d, j, "max", errors.New("the power failed before the commit"))

	p := people{"ana", "zoe", "max"}
	replay(t, d, open(t, first), &p, 2) // zoe too: she is there although the table says otherwise
	p = people{"ana", "zoe"}
	replay(t, d, open(t, first), &p, 0)

	restored := dbtest.Open(t, nil)
	replay(t, restored, open(t, second), &p, 1)
	if fmt.Sprint(p) != "[ana]" {
		t.Errorf("there are %v", p)
	}
	text, err := os.ReadFile(first)
	must(t, err)
	if strings.Contains(string(text), "zoe") || strings.Count(string(text), "20") < 2 {
		t.Errorf("the file holds %s", text)
	}
}

// A copy that was away, and the lines of another process, are caught up with.
func TestCatchUp(t *testing.T) {
	dir := t.TempDir()
	first, second := filepath.Join(dir, "first"), filepath.Join(dir, "second")
	d := dbtest.Open(t, nil)
	note(t, d, open(t, first), "zoe", nil)
	note(t, d, open(t), "max", nil) // a process that has no file
	must(t, open(t, second).CatchUp(t.Context(), d))
	if n := open(t, second).Lines(); n != 2 {
		t.Errorf("the copy has %d lines", n)
	}
}

// Half a line, as a power cut leaves it, spoils neither what was there nor what comes.
func TestHalfALine(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal")
	d := dbtest.Open(t, nil)
	note(t, d, open(t, path), "zoe", nil)
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	must(t, err)
	_, err = f.WriteString("\n2026-11-26 00ab")
	must(t, errors.Join(err, f.Close()))
	note(t, d, open(t, path), "max", nil)
	p := people{"zoe", "max", "ana"}
	replay(t, dbtest.Open(t, nil), open(t, path), &p, 2)
}

// The journal of another installation is refused, and so is an erasure that cannot be
// noted.
func TestAJournalThatCannotBeUsed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal")
	open(t, path)
	_, err := erasure.Open(erasure.Options{Key: bytes.Repeat([]byte{7}, 32), Installation: "other", Files: []string{path}})
	if fault.KindOf(err) != fault.Invalid {
		t.Errorf("got %v", err)
	}
	j := open(t, path)
	must(t, os.Remove(path))
	d := dbtest.Open(t, nil)
	err = d.Write(t.Context(), func(tx *db.Tx) error { return j.Note(t.Context(), tx, erasure.Person, "zoe") })
	if err == nil {
		t.Error("somebody was erased whom no journal holds")
	}
}
