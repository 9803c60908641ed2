// Package db keeps the program's records: it opens the database, brings its
// tables up to date and lends transactions.
//
// Records live in one SQLite file or in one PostgreSQL database, behind the
// same words. A write that has returned nil is on the disk: it survives the
// process and the power. A read sees the state of the moment it began.
//
//	err := records.Write(ctx, func(tx *db.Tx) error {
//		_, err := tx.Exec(ctx, `UPDATE assessment SET seen = ? WHERE id = ?`, tx.Now.Unix(), id)
//		return err
//	})
//
// On SQLite there is one connection that writes and a pool that reads: writes
// wait for each other, reads wait for nobody. On PostgreSQL writes run side by
// side as if one came after the other; one that came in the way of another is
// undone and run again, and so is whatever a lost connection interrupted before
// its commit. The function given to Read or Write may therefore run several
// times, and does nothing outside its transaction but set what it returns.
//
// SQL is written by the capability that owns the tables, in its store.go, for
// both engines alike: BIGINT, DOUBLE PRECISION and TEXT columns, ?
// placeholders, masses in whole grams, moments in UTC from Tx.Now, sorting and
// case in Go.
package db

import (
	"context"
	"database/sql"
	"errors"
	"sync/atomic"
	"time"

	"golang.org/x/sync/semaphore"
)

// DB is the open database. It is safe for concurrent use.
type DB struct {
	engine  Engine
	writer  *sql.DB // on SQLite one connection
	readers *sql.DB
	gate    *semaphore.Weighted // on PostgreSQL: who writes at once
	now     func() time.Time

	full       atomic.Bool // the last write found no room
	rehearsed  bool
	rehearsals atomic.Int64
}

// An Engine is what keeps the records. Hardly anybody needs to know which.
type Engine string

// The engines.
const (
	SQLite     Engine = "sqlite"
	PostgreSQL Engine = "postgres"
)

// Open opens the records that are in a folder, which is made if it is not
// there, or at an address postgres://…, and runs the migrations that are
// missing. The clock gives each transaction its Now. Records that a newer
// version of the program has written are refused.
func Open(ctx context.Context, where string, now func() time.Time) (*DB, error) {
	if IsAddress(where) {
		return openPostgres(ctx, where, schemaName, now)
	}
	return openSQLite(ctx, where, now)
}

// Close closes the database once its transactions have ended.
func (d *DB) Close() error {
	return errors.Join(d.readers.Close(), d.writer.Close()) // the same pool closes twice without an error
}

// Ping reports whether the database answers.
func (d *DB) Ping(ctx context.Context) error {
	return d.Read(ctx, func(tx *Tx) error {
		var one int
		return tx.QueryRow(ctx, `SELECT 1`).Scan(&one)
	})
}

// Full reports whether the last write found no room on the disk of the records.
func (d *DB) Full() bool { return d.full.Load() }

// Engine is what keeps the records.
func (d *DB) Engine() Engine { return d.engine }

// Pool is the connections that write. It is for the queue of jobs, which brings
// its own SQL; capabilities use Read and Write.
func (d *DB) Pool() *sql.DB { return d.writer }
