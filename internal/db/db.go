// Package db keeps the program's records: it opens the database, brings its
// tables up to date and lends transactions.
//
// Records live in one SQLite file. There is one connection that writes and a
// pool that reads: writes wait for each other, reads wait for nobody and see
// the state of the moment they began. A write that has returned nil is on the
// disk: it survives the process and the power.
//
//	err := records.Write(ctx, func(tx *db.Tx) error {
//		_, err := tx.Exec(ctx, `UPDATE assessment SET seen = ? WHERE id = ?`, tx.Now.Unix(), id)
//		return err
//	})
//
// SQL is written by the capability that owns the tables, in its store.go, for
// SQLite and PostgreSQL alike: BIGINT, DOUBLE PRECISION and TEXT columns, ?
// placeholders, masses in whole grams, moments in UTC from Tx.Now, sorting and
// case in Go.
package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"time"

	_ "modernc.org/sqlite" // registers the driver "sqlite"
)

// fileName is the database in the data directory, beside its -wal and -shm.
const fileName = "capzero.db"

// DB is the open database. It is safe for concurrent use.
type DB struct {
	writer  *sql.DB // one connection
	readers *sql.DB
	now     func() time.Time
}

// Open opens the database in dir, which is made if it is not there, and runs
// the migrations that are missing. The clock gives each transaction its Now.
// A database written by a newer version of the program is refused.
func Open(ctx context.Context, dir string, now func() time.Time) (*DB, error) {
	path, err := prepare(dir)
	if err != nil {
		return nil, fmt.Errorf("data directory %s: %w", dir, err)
	}
	d := &DB{now: now}
	if d.writer, err = open(path, "immediate", 1); err != nil {
		return nil, err
	}
	if err := migrate(ctx, d.writer); err != nil {
		return nil, errors.Join(fmt.Errorf("database %s: %w", path, err), d.writer.Close())
	}
	if d.readers, err = open(path, "deferred", max(4, runtime.NumCPU())); err != nil {
		return nil, errors.Join(err, d.writer.Close())
	}
	return d, nil
}

// prepare makes the directory and an empty file that only its owner can read:
// answers are personal data, and SQLite gives the files beside the first one
// the same rights.
func prepare(dir string) (path string, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	path, err = filepath.Abs(filepath.Join(dir, fileName))
	if err != nil {
		return "", err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return "", err
	}
	return path, f.Close()
}

// open returns a pool on the file whose transactions begin as lock says:
// "immediate" takes the right to write at once, so that no transaction fails
// halfway because another one wrote first.
func open(path, lock string, connections int) (*sql.DB, error) {
	pragmas := []string{
		"busy_timeout(10000)", // another process may be writing: demo beside serve
		"journal_mode(WAL)",
		"synchronous(FULL)", // what was acknowledged survives a power cut
		"foreign_keys(1)",
	}
	if lock == "deferred" {
		pragmas = append(pragmas, "query_only(1)")
	}
	name := url.URL{
		Scheme:   "file",
		OmitHost: true,
		Path:     path,
		RawQuery: url.Values{"_pragma": pragmas, "_txlock": {lock}}.Encode(),
	}
	pool, err := sql.Open("sqlite", name.String())
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(connections)
	pool.SetMaxIdleConns(connections)
	return pool, nil
}

// Close closes the database once its transactions have ended.
func (d *DB) Close() error {
	return errors.Join(d.readers.Close(), d.writer.Close())
}

// Ping reports whether the database answers.
func (d *DB) Ping(ctx context.Context) error {
	return d.Read(ctx, func(tx *Tx) error {
		var one int
		return tx.QueryRow(ctx, `SELECT 1`).Scan(&one)
	})
}
