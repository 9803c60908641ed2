package dbtest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"capzero/internal/db"
)

// A file is one that is copied into the folder of each test.
type file struct {
	name string
	data []byte
}

// migrated is the file of a database that has the tables. Making it anew for each
// test would cost ten times as much as the test.
var migrated = sync.OnceValues(func() (f file, err error) {
	dir, err := os.MkdirTemp("", "capzero-sqlite-")
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	d, err := db.Open(context.Background(), dir, time.Now)
	if err != nil {
		return f, err
	}
	if err := d.Close(); err != nil {
		return f, err
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 {
		return f, errors.Join(err, fmt.Errorf("a closed database has %d files", len(left)))
	}
	f.name = left[0].Name()
	f.data, err = os.ReadFile(filepath.Join(dir, f.name))
	return f, err
})

// newFolder makes a folder with a copy of that file.
func newFolder(t testing.TB) string {
	t.Helper()
	f, err := migrated()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, f.name), f.data, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}
