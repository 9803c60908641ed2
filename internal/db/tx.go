package db

import (
	"context"
	"database/sql"
	"time"
)

// A Tx is one transaction. It ends with the function it was lent to.
type Tx struct {
	// Now is when the transaction began, in UTC: one moment for everything
	// that is written together.
	Now time.Time

	tx *sql.Tx
}

// Read lends f a transaction that sees one state of the database and cannot
// change it.
func (d *DB) Read(ctx context.Context, f func(*Tx) error) error {
	return d.run(ctx, d.readers, f)
}

// Write lends f the one transaction that can write. It is committed when f
// returns nil and undone otherwise. Inside f neither Read nor Write may be
// called: they would wait for f.
func (d *DB) Write(ctx context.Context, f func(*Tx) error) error {
	return d.run(ctx, d.writer, f)
}

func (d *DB) run(ctx context.Context, pool *sql.DB, f func(*Tx) error) error {
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return asFault(err)
	}
	defer tx.Rollback() // after a commit this does nothing

	if err := f(&Tx{Now: d.now().UTC(), tx: tx}); err != nil {
		return asFault(err)
	}
	return asFault(tx.Commit())
}

// Exec runs a statement that returns no rows.
func (t *Tx) Exec(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return t.tx.ExecContext(ctx, query, args...)
}

// Query runs a statement that returns rows, which the caller closes.
func (t *Tx) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return t.tx.QueryContext(ctx, query, args...)
}

// QueryRow runs a statement that returns at most one row. Without one, Scan
// returns sql.ErrNoRows.
func (t *Tx) QueryRow(ctx context.Context, query string, args ...any) *sql.Row {
	return t.tx.QueryRowContext(ctx, query, args...)
}
