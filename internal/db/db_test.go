package db_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"capzero/internal/db"
	"capzero/internal/db/dbtest"
	"capzero/internal/fault"
)

// onBoth runs a test on both engines, with a table of one counter at 0.
func onBoth(t *testing.T, test func(t *testing.T, d *db.DB)) {
	t.Helper()
	dbtest.OnBoth(t, func(t *testing.T, open func(func() time.Time) *db.DB) {
		d := open(nil)
		must(t, d.Write(t.Context(), func(tx *db.Tx) error {
			if _, err := tx.Exec(t.Context(), `CREATE TABLE counter (id TEXT PRIMARY KEY, n BIGINT NOT NULL)`); err != nil {
				return err
			}
			_, err := tx.Exec(t.Context(), `INSERT INTO counter (id, n) VALUES (?, ?)`, "a", 0)
			return err
		}))
		test(t, d)
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func count(t *testing.T, d *db.DB) (n int) {
	t.Helper()
	must(t, d.Read(t.Context(), func(tx *db.Tx) error {
		return tx.QueryRow(t.Context(), `SELECT n FROM counter WHERE id = ?`, "a").Scan(&n)
	}))
	return n
}

func increment(ctx context.Context, tx *db.Tx) error {
	var n int
	if err := tx.QueryRow(ctx, `SELECT n FROM counter WHERE id = 'a'`).Scan(&n); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `UPDATE counter SET n = ? WHERE id = 'a'`, n+1)
	return err
}

func TestWritesWaitForEachOther(t *testing.T) { onBoth(t, testWritesWaitForEachOther) }

func testWritesWaitForEachOther(t *testing.T, d *db.DB) {
	const writers, each = 8, 25
	var wg sync.WaitGroup
	for range writers {
		wg.Go(func() {
			for range each {
				err := d.Write(t.Context(), func(tx *db.Tx) error { return increment(t.Context(), tx) })
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if n := count(t, d); n != writers*each {
		t.Errorf("%d of %d increments are kept", n, writers*each)
	}
}

func TestFailedWriteLeavesNothing(t *testing.T) { onBoth(t, testFailedWriteLeavesNothing) }

func testFailedWriteLeavesNothing(t *testing.T, d *db.DB) {
	failure := errors.New("the caller changed its mind")
	err := d.Write(t.Context(), func(tx *db.Tx) error {
		must(t, increment(t.Context(), tx))
		return failure
	})
	if !errors.Is(err, failure) {
		t.Errorf("got %v", err)
	}
	if n := count(t, d); n != 0 {
		t.Errorf("the counter is %d", n)
	}
}

func TestPanicInWriteFreesTheWriter(t *testing.T) { onBoth(t, testPanicInWriteFreesTheWriter) }

func testPanicInWriteFreesTheWriter(t *testing.T, d *db.DB) {
	func() {
		defer func() { recover() }()
		d.Write(t.Context(), func(tx *db.Tx) error { panic("a bug in a capability") })
	}()
	must(t, d.Write(t.Context(), func(tx *db.Tx) error { return increment(t.Context(), tx) }))
}

func TestReadSeesOneStateAndCannotWrite(t *testing.T) { onBoth(t, testReadSeesOneStateAndCannotWrite) }

func testReadSeesOneStateAndCannotWrite(t *testing.T, d *db.DB) {
	must(t, d.Read(t.Context(), func(tx *db.Tx) error {
		var before, after int
		row := `SELECT n FROM counter WHERE id = 'a'`
		must(t, tx.QueryRow(t.Context(), row).Scan(&before))
		must(t, d.Write(t.Context(), func(w *db.Tx) error { return increment(t.Context(), w) }))
		must(t, tx.QueryRow(t.Context(), row).Scan(&after))
		if before != after {
			t.Errorf("the state moved from %d to %d", before, after)
		}
		return nil
	}))
	err := d.Read(t.Context(), func(tx *db.Tx) error { return increment(t.Context(), tx) })
	if err == nil {
		t.Error("a read wrote")
	}
}

func TestErrors(t *testing.T) { onBoth(t, testErrors) }

func testErrors(t *testing.T, d *db.DB) {
	err := d.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(t.Context(), `INSERT INTO counter (id, n) VALUES (?, ?)`, "a", 1)
		return err
	})
	if fault.KindOf(err) != fault.Conflict {
		t.Errorf("a row that exists gives %v", err)
	}
	err = d.Read(t.Context(), func(tx *db.Tx) error {
		return tx.QueryRow(t.Context(), `SELECT n FROM counter WHERE id = 'b'`).Scan(new(int))
	})
	if !errors.Is(err, sql.ErrNoRows) {
		t.Errorf("no row gives %v", err)
	}
}

// Both engines keep the same texts, and refuse the same bytes.
func TestTexts(t *testing.T) { onBoth(t, keepsTexts) }

func keepsTexts(t *testing.T, d *db.DB) {
	put := func(text string) error {
		return d.Write(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(t.Context(), `INSERT INTO counter (id, n) VALUES (?, ?)`, text, 1)
			return err
		})
	}
	find := func(text string) (n int, err error) {
		err = d.Read(t.Context(), func(tx *db.Tx) error {
			return tx.QueryRow(t.Context(), `SELECT n FROM counter WHERE id = ?`, text).Scan(&n)
		})
		return n, err
	}
	for _, text := range []string{"Zoé", "Ђорђе", "שרה", "👩‍👧", "<script>", "l'été -- ?", `back\slash`, "", " ", "\x01"} {
		must(t, put(text))
		if n, err := find(text); n != 1 || err != nil {
			t.Errorf("%q is not found again: %v", text, err)
		}
	}
	for _, bytes := range []string{"a\x00b", "a\xffb", "\xed\xa0\x80"} {
		if err := put(bytes); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q gives %v", bytes, err)
		}
		if n, err := find(bytes); err == nil {
			t.Errorf("%q finds %d", bytes, n)
		}
	}
}

func TestNowIsTheClockInUTC(t *testing.T) {
	paris := time.FixedZone("Paris", 3600)
	clock := time.Date(2026, 11, 23, 9, 0, 0, 0, paris)
	dbtest.OnBoth(t, func(t *testing.T, open func(func() time.Time) *db.DB) {
		d := open(func() time.Time { return clock })
		must(t, d.Read(t.Context(), func(tx *db.Tx) error {
			if !tx.Now.Equal(clock) || tx.Now.Location() != time.UTC {
				t.Errorf("Now is %v", tx.Now)
			}
			return nil
		}))
	})
}

func TestReopenKeepsRecords(t *testing.T) {
	dbtest.OnBothPlaces(t, func(t *testing.T, place string) {
		for _, want := range []bool{false, true} {
			d, err := db.Open(t.Context(), place, time.Now)
			must(t, err)
			demo, err := d.IsDemo(t.Context())
			must(t, err)
			if demo != want {
				t.Errorf("IsDemo is %v, want %v", demo, want)
			}
			must(t, d.MarkDemo(t.Context()))
			must(t, d.MarkDemo(t.Context()))
			must(t, d.Ping(t.Context()))
			must(t, d.Close())
		}
	})
}

func TestOnlyTheOwnerReadsTheFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a folder 100% new?")
	d, err := db.Open(t.Context(), dir, time.Now)
	must(t, err)
	defer d.Close()
	must(t, d.MarkDemo(t.Context()))
	files, err := os.ReadDir(dir)
	must(t, err)
	if len(files) < 2 {
		t.Errorf("beside the records there is %v", files)
	}
	for _, f := range files {
		info, err := f.Info()
		must(t, err)
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has rights %v", f.Name(), info.Mode())
		}
	}
}

func TestNewerDatabaseIsRefused(t *testing.T) {
	dbtest.OnBothPlaces(t, func(t *testing.T, place string) {
		d, err := db.Open(t.Context(), place, time.Now)
		must(t, err)
		must(t, d.Write(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(t.Context(), `INSERT INTO goose_db_version (version_id, is_applied) VALUES (?, ?)`, 9999, true)
			return err
		}))
		must(t, d.Close())
		if _, err := db.Open(t.Context(), place, time.Now); err == nil || !strings.Contains(err.Error(), "newer version") {
			t.Errorf("got %v", err)
		}
	})
}
