package db

import (
	"context"
	"database/sql"
	"io/fs"
	"path/filepath"
	"testing"
	"time"

	"github.com/pressly/goose/v3"
)

// A database that an earlier version of the program wrote keeps what is in it,
// and its households are in no group.
func TestAnEarlierDatabaseIsTakenOver(t *testing.T) {
	dir := t.TempDir()
	writeEarlier(t, dir)
	d, err := Open(t.Context(), dir, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	var households, sampled, milestones int64
	var group string
	err = d.Read(t.Context(), func(tx *Tx) error {
		return tx.QueryRow(t.Context(), `
			SELECT c.households, c.sampled + r.sampled, r.peer_group, (SELECT COUNT(*) FROM milestone)
			FROM city_count c, result r`).Scan(&households, &sampled, &group, &milestones)
	})
	if err != nil {
		t.Fatal(err)
	}
	if households != 1 || sampled != 0 || group != "" || milestones != 0 {
		t.Errorf("%d households, %d in groups, group %q, %d milestones", households, sampled, group, milestones)
	}
}

// writeEarlier makes a database with the tables of before milestones, and one
// household in it.
func writeEarlier(t *testing.T, dir string) {
	t.Helper()
	pool, err := sql.Open("sqlite", filepath.Join(dir, fileName))
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		t.Fatal(err)
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, pool, files, goose.WithLogger(goose.NopLogger()), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := provider.UpTo(context.Background(), 3); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		`INSERT INTO assessment VALUES ('a', 'hash', 'issy', 1, 0, 0)`,
		`INSERT INTO result VALUES ('a', 1, 'carbon', 'waste', 0)`,
		`INSERT INTO city_count VALUES ('issy', 1, 0)`,
	} {
		if _, err := pool.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
}
