package backup_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"capzero/internal/backup"
	"capzero/internal/db"
	"capzero/internal/db/dbtest"
	"capzero/internal/fault"
)

var seal = backup.Seal{Key: bytes.Repeat([]byte{7}, 32), Installation: strings.Repeat("ab", 32)}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// keeping is a keeper of a new folder.
func keeping(t *testing.T) backup.Keeper {
	t.Helper()
	return backup.Keeper{Folder: filepath.Join(t.TempDir(), "backups"), City: "issy", Program: "1.2.3", Seal: seal, Now: time.Now}
}

func write(d *db.DB, fact string) error {
	ctx := context.Background()
	return d.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO installation (fact, value) VALUES (?, ?)`, fact, "written")
		return err
	})
}

func written(t *testing.T, d *db.DB) (n int) {
	t.Helper()
	must(t, d.Read(t.Context(), func(tx *db.Tx) error {
		return tx.QueryRow(t.Context(), `SELECT COUNT(*) FROM installation WHERE value = 'written'`).Scan(&n)
	}))
	return n
}

// backedUp is a backup of a few rows, of the engine that the tests run on.
func backedUp(t *testing.T) (backup.Keeper, backup.Made) {
	t.Helper()
	d := dbtest.Open(t, nil)
	for n := range 500 {
		must(t, write(d, fmt.Sprint("fact ", n)))
	}
	k := keeping(t)
	made, err := k.Make(t.Context(), d, nil)
	must(t, err)
	return k, made
}

func restore(t *testing.T, path, where string) error {
	t.Helper()
	return seal.Restore(t.Context(), path, where, backup.Restoring{Now: time.Now})
}

func TestABackupComesBack(t *testing.T) {
	dbtest.OnBoth(t, func(t *testing.T, open func(func() time.Time) *db.DB) {
		d := open(nil)
		for n := range 100 {
			must(t, write(d, strings.Repeat("long ", 20000)+fmt.Sprint(n))) // more than a piece
		}
		k := keeping(t)
		made, err := k.Make(t.Context(), d, nil)
		must(t, err)
		info, err := os.Stat(made.Path)
		must(t, err)
		if info.Mode().Perm() != 0o600 || info.Size() != made.Size {
			t.Errorf("the file is %v of %d bytes", info.Mode(), info.Size())
		}
		place := dbtest.Empty(t, d.Engine())
		must(t, restore(t, made.Path, place))
		if n := written(t, dbtest.At(t, place, nil)); n != 100 {
			t.Errorf("%d rows came back", n)
		}
		wantFault(t, restore(t, made.Path, place), "backup.occupied")

		source := place // a rehearsal may be at a place that is in use
		must(t, k.Rehearse(t.Context(), source))
		status := k.Status()
		if status.Rehearsal.File != filepath.Base(made.Path) || status.Doubtful(time.Now()) || status.Late(time.Now()) || status.Files != 1 {
			t.Errorf("the status is %+v", status)
		}
		wantNothingBeside(t, k.Folder)
	})
}

// wantNothingBeside fails where anything half done is in a folder.
func wantNothingBeside(t *testing.T, folder string) {
	t.Helper()
	left, err := os.ReadDir(folder)
	must(t, err)
	for _, l := range left {
		if n := l.Name(); !strings.HasSuffix(n, ".backup") && n != ".capzero.lock" && !strings.HasSuffix(n, "rehearsal.json") {
			t.Errorf("%s is left", n)
		}
	}
}

func wantFault(t *testing.T, err error, key string) {
	t.Helper()
	f, ok := errors.AsType[*fault.Error](err)
	if !ok || f.Key != key {
		t.Errorf("got %v, want %s", err, key)
	}
}

// Whatever is wrong with a file is said, and nothing is left where it was to go.
func TestAFileThatCannotBeUsed(t *testing.T) {
	k, made := backedUp(t)
	whole, err := os.ReadFile(made.Path)
	must(t, err)
	other := backup.Seal{Key: bytes.Repeat([]byte{8}, 32), Installation: strings.Repeat("cd", 32)}
	forger := backup.Seal{Key: other.Key, Installation: seal.Installation}
	same := func(_ string, data []byte) []byte { return data }
	manifest := func(old, new string) func(string, []byte) []byte {
		return func(name string, data []byte) []byte {
			if name != "manifest.json" {
				return data
			}
			changed := bytes.Replace(data, []byte(old), []byte(new), 1)
			if bytes.Equal(changed, data) {
				t.Errorf("the manifest has no %s: %s", old, data)
			}
			return changed
		}
	}
	version := made.Version
	for _, test := range []struct {
		name, key string
		spoil     func(path string) error
	}{
		{"empty", "backup.not_one", func(p string) error { return os.WriteFile(p, nil, 0o600) }},
		{"a text", "backup.not_one", func(p string) error {
			return os.WriteFile(p, []byte("bonjour, je ne suis pas une sauvegarde\n"), 0o600)
		}},
		{"gone", "backup.missing", os.Remove},
		{"cut after its beginning", "backup.truncated", func(p string) error { return os.Truncate(p, 100) }},
		{"cut in the middle", "backup.truncated", func(p string) error { return os.Truncate(p, int64(len(whole)/2)) }},
		{"cut at its end", "backup.truncated", func(p string) error { return os.Truncate(p, int64(len(whole)-1)) }},
		{"a byte is another", "backup.damaged", func(p string) error {
			bytes := bytes.Clone(whole)
			bytes[len(bytes)/2] ^= 1
			return os.WriteFile(p, bytes, 0o600)
		}},
		{"something follows", "backup.damaged", func(p string) error { return os.WriteFile(p, append(bytes.Clone(whole), whole...), 0o600) }},
		{"edited by somebody who knows how", "backup.damaged", func(p string) error {
			return backup.Rewrite(p, forger, func(_ string, data []byte) []byte {
				return bytes.ReplaceAll(data, []byte("fact 7"), []byte("fact 8"))
			})
		}},
		{"of another installation", "backup.foreign", func(p string) error {
			return backup.Rewrite(p, other, manifest(seal.Installation, other.Installation))
		}},
		{"of a newer program", "backup.newer", func(p string) error {
			return backup.Rewrite(p, seal, manifest(fmt.Sprintf(`"version": %d`, version), fmt.Sprintf(`"version": %d`, version+1)))
		}},
		{"in a newer format", "backup.newer", func(p string) error {
			return backup.Rewrite(p, seal, manifest(`"format": 1`, `"format": 2`))
		}},
		{"whole", "", func(p string) error { return backup.Rewrite(p, seal, same) }},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), filepath.Base(made.Path))
			must(t, os.WriteFile(path, whole, 0o600))
			must(t, test.spoil(path))
			place := dbtest.Empty(t, made.Engine)
			err := restore(t, path, place)
			if test.key == "" {
				must(t, err)
				return
			}
			wantFault(t, err, test.key)
			if exists, err := db.Exists(t.Context(), place); exists || err != nil {
				t.Errorf("there are records: %v, %v", exists, err)
			}
			if _, err := seal.Verify(path, func(int, int) {}); err == nil {
				t.Error("it passes for a backup")
			}
		})
	}
	other1 := db.PostgreSQL
	if made.Engine == db.PostgreSQL {
		other1 = db.SQLite
	}
	wantFault(t, restore(t, made.Path, dbtest.Empty(t, other1)), "backup.other_engine")
	wantNothingBeside(t, k.Folder)
}

func TestWhatIsKept(t *testing.T) {
	at := func(day, hour int) backup.File {
		return backup.File{Moment: time.Date(2026, 11, day, hour, 0, 0, 0, time.UTC)}
	}
	var files []backup.File // two a day, the newest first
	for day := 30; day >= 1; day-- {
		files = append(files, at(day, 23), at(day, 2))
	}
	for _, test := range []struct {
		rule backup.Rule
		kept []int // days
	}{
		{backup.Rule{Newest: 3}, []int{30, 30, 29}},
		{backup.Usual, []int{30, 29, 28, 27, 26, 25, 24, 22, 15}}, // weeks end on Sundays, and the 30th is a Monday
		{backup.Rule{Days: 1}, []int{30}},
	} {
		var kept []int
		dropped := map[time.Time]bool{}
		for _, f := range backup.Drops(test.rule, files) {
			dropped[f.Moment] = true
		}
		for _, f := range files {
			if !dropped[f.Moment] {
				kept = append(kept, f.Moment.Day())
			}
		}
		if fmt.Sprint(kept) != fmt.Sprint(test.kept) {
			t.Errorf("%+v keeps %v, want %v", test.rule, kept, test.kept)
		}
	}
	if n := len(backup.Drops(backup.Rule{}, files)); n != 0 {
		t.Errorf("without a rule %d are dropped", n)
	}
}

// Others' files stay, and what a killed process has left goes.
func TestTheFolder(t *testing.T) {
	k, made := backedUp(t)
	left := []string{
		"capzero-issy-abababab-123" + ".part", ".rehearsal-1",
	}
	kept := []string{
		"capzero-issy-cdcdcdcd-20200101T000000Z.backup", "capzero-issy-abababab-tomorrow.backup", "notes.txt",
	}
	for _, name := range append(left, kept...) {
		must(t, os.WriteFile(filepath.Join(k.Folder, name), nil, 0o600))
	}
	k.Keep = backup.Rule{Newest: 1}
	now := time.Now().Add(time.Hour)
	k.Now = func() time.Time { return now }
	d := dbtest.At(t, dbtest.Place(t), k.Now)
	again, err := k.Make(t.Context(), d, nil)
	must(t, err)
	for _, name := range append(left, filepath.Base(made.Path)) {
		if _, err := os.Stat(filepath.Join(k.Folder, name)); err == nil {
			t.Errorf("%s is left", name)
		}
	}
	for _, name := range append(kept, filepath.Base(again.Path)) {
		if _, err := os.Stat(filepath.Join(k.Folder, name)); err != nil {
			t.Error(err)
		}
	}
	if again.Dropped != 1 {
		t.Errorf("%d were dropped", again.Dropped)
	}
	later, err := k.Make(t.Context(), d, nil)
	must(t, err)
	if later.Path != again.Path || later.Dropped != 0 {
		t.Errorf("a backup of the same second is %s beside %s, and %d were dropped", later.Path, again.Path, later.Dropped)
	}
	now = now.Add(time.Second)
	_, err = k.Make(t.Context(), d, func(int, int) {
		_, err := k.Make(t.Context(), d, nil)
		wantFault(t, err, "backup.busy")
	})
	must(t, err)
}

// Without a rehearsal for two weeks, or a backup for two days, somebody is to look.
func TestWhenSomebodyIsToLook(t *testing.T) {
	now := time.Now()
	for _, test := range []struct {
		last           time.Time
		late, doubtful bool
	}{
		{time.Time{}, true, true},
		{now.Add(-49 * time.Hour), true, false},
		{now.Add(-47 * time.Hour), false, false},
		{now.Add(-15 * 24 * time.Hour), true, true},
	} {
		s := backup.Status{Last: backup.File{Moment: test.last}, Rehearsal: backup.Rehearsal{At: test.last}}
		if s.Late(now) != test.late || s.Doubtful(now) != test.doubtful {
			t.Errorf("of %v: late %v, doubtful %v", test.last, s.Late(now), s.Doubtful(now))
		}
	}
}
