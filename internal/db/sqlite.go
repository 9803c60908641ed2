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
	"slices"
	"time"

	"capzero/internal/fault"
)

// fileName is the database in the data directory, beside its -wal and -shm.
const fileName = "capzero.db"

func openSQLite(ctx context.Context, dir string, now func() time.Time) (*DB, error) {
	if err := refuseHalf(dir); err != nil {
		return nil, err
	}
	path, err := prepare(dir)
	if err != nil {
		return nil, fmt.Errorf("data directory %s: %w", dir, err)
	}
	d := &DB{engine: SQLite, now: now}
	if d.writer, err = open(path, "immediate", 1, durable); err != nil {
		return nil, err
	}
	if err := migrate(ctx, d.writer, SQLite); err != nil {
		return nil, errors.Join(notMigrated(path, err), d.writer.Close())
	}
	if d.readers, err = open(path, "deferred", max(4, runtime.NumCPU()), slices.Concat(durable, []string{"query_only(1)"})); err != nil {
		return nil, errors.Join(err, d.writer.Close())
	}
	return d, nil
}

// notMigrated says why the tables could not be brought up to date. They are as they were.
func notMigrated(path string, err error) error {
	if IsFull(err) {
		return fault.New(fault.NoRoom, "error.no_room_to_start", "folder", filepath.Dir(path)).Because(err)
	}
	return fmt.Errorf("database %s: %w", path, err)
}

// openBeside opens records that nobody else opens before they are complete and on
// the disk, see Create: with one connection, for reading too, that waits for no
// disk.
func openBeside(ctx context.Context, dir string, now func() time.Time) (*DB, error) {
	path, err := prepare(dir)
	if err != nil {
		return nil, fmt.Errorf("data directory %s: %w", dir, err)
	}
	d := &DB{engine: SQLite, now: now}
	if d.writer, err = open(path, "immediate", 1, fleeting); err != nil {
		return nil, err
	}
	d.readers = d.writer
	if err := migrate(ctx, d.writer, SQLite); err != nil {
		return nil, errors.Join(fmt.Errorf("database %s: %w", path, err), d.writer.Close())
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

// busyTimeout is how long a connection waits for another process that is writing: a
// command beside serve.
const busyTimeout = 10 * time.Second

// waitFor sets how long a connection waits for others.
func waitFor(ctx context.Context, conn *sql.Conn, d time.Duration) error {
	_, err := conn.ExecContext(ctx, fmt.Sprintf(`PRAGMA busy_timeout = %d`, d.Milliseconds()))
	return err
}

// Pragmas of a connection.
var (
	durable = []string{
		fmt.Sprintf("busy_timeout(%d)", busyTimeout.Milliseconds()),
		"journal_mode(WAL)",
		"synchronous(FULL)", // what was acknowledged survives a power cut
		"foreign_keys(1)",
		"secure_delete(1)", // what is deleted is overwritten, see Scrub
	}
	fleeting = []string{"secure_delete(1)", "journal_mode(MEMORY)", "locking_mode(EXCLUSIVE)", "synchronous(OFF)", "foreign_keys(1)"}
)

// open returns a pool on the file whose transactions begin as lock says:
// "immediate" takes the right to write at once, so that no transaction fails
// halfway because another one wrote first.
func open(path, lock string, connections int, pragmas []string) (*sql.DB, error) {
	name := url.URL{
		Scheme:   "file",
		OmitHost: true,
		Path:     path,
		RawQuery: url.Values{"_pragma": pragmas, "_txlock": {lock}}.Encode(),
	}
	connector, err := keepingStatements(name.String())
	if err != nil {
		return nil, err
	}
	pool := sql.OpenDB(connector)
	pool.SetMaxOpenConns(connections)
	pool.SetMaxIdleConns(connections)
	return pool, nil
}
