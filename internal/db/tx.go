package db

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// A Tx is one transaction. It ends with the function it was lent to.
type Tx struct {
	// Now is when the transaction began, in UTC: one moment for everything
	// that is written together.
	Now time.Time

	tx     *sql.Tx
	engine Engine
	failed error // the first failure of the engine, whatever f makes of it
	stop   *stop // of a rehearsal, else nil
}

// Read lends f a transaction that sees one state of the database and cannot
// change it. On PostgreSQL f may run several times, see Write.
func (d *DB) Read(ctx context.Context, f func(*Tx) error) error {
	return d.run(ctx, reading, f)
}

// Write lends f a transaction that can write. It is committed when f returns nil
// and undone otherwise. Inside f neither Read nor Write may be called: they
// would wait for f.
//
// On PostgreSQL f may run several times: what came in the way of another
// transaction, or lost its connection, is undone and begun again. So f has no
// effect outside its transaction but to set variables, each time anew: it adds
// to nothing, sends nothing and calls nobody.
//
// When the connection is lost during the commit, nobody can know whether it was
// made. Then f does not run again, and the error wraps ErrOutcomeUnknown.
func (d *DB) Write(ctx context.Context, f func(*Tx) error) error {
	return d.run(ctx, writing, f)
}

// Rehearse makes each transaction run twice from now on, the first time in vain:
// it breaks off at one of its statements, or at its end. It is for tests: a function
// that must not run twice, or not after having run in part, shows itself.
func (d *DB) Rehearse() { d.rehearsed = true }

// A purpose is what a transaction is for.
type purpose int

const (
	reading purpose = iota
	writing
)

func (d *DB) run(ctx context.Context, p purpose, f func(*Tx) error) error {
	if d.rehearsed {
		if err := d.rehearse(ctx, p, f); err != nil {
			return asFault(d.engine, err)
		}
	}
	err := d.attempt(ctx, p, f)
	switch {
	case IsFull(err):
		d.full.Store(true)
	case err == nil && p == writing:
		d.full.Store(false)
	}
	return asFault(d.engine, err)
}

// attempt runs one transaction, on PostgreSQL until nobody is in its way.
func (d *DB) attempt(ctx context.Context, p purpose, f func(*Tx) error) error {
	if d.engine == SQLite {
		return d.once(ctx, p, f)
	}
	return insist(ctx, func(attempt int) error {
		leave, err := d.enter(ctx, p, attempt)
		if err != nil {
			return err
		}
		defer leave()
		return d.once(ctx, p, f)
	})
}

var errRehearsed = errors.New("rehearsed")

// rehearse runs a transaction in vain. It returns what stands in the way of running
// it at all.
func (d *DB) rehearse(ctx context.Context, p purpose, f func(*Tx) error) error {
	at := &stop{left: 1 + int(d.rehearsals.Add(1)%latestStop)}
	err := d.once(ctx, p, func(tx *Tx) error {
		if p == writing { // who reads is never made to begin again
			tx.stop = at
		}
		if err := f(tx); err != nil {
			return err
		}
		return errRehearsed
	})
	if at.passed || errors.Is(err, errRehearsed) || mayRepeat(err) || isDouble(err) { // the second time tells
		return nil
	}
	return err
}

// A stop is the statement that a rehearsal breaks off at.
type stop struct {
	left   int
	passed bool
}

// latestStop is the last statement that one breaks off at.
const latestStop = 32

// unwatched is the context of a statement that has begun. On SQLite it is seen
// through: to watch a context, the driver and database/sql start two goroutines for
// each statement, which takes longer than most statements do. Who is gone is noticed
// before the next one.
func (e Engine) unwatched(ctx context.Context) context.Context {
	if ctx.Err() != nil || e != SQLite {
		return ctx
	}
	return context.WithoutCancel(ctx)
}

// step is the context of the next statement. It is over from a stop on.
func (t *Tx) step(ctx context.Context) context.Context {
	if t.stop == nil {
		return t.engine.unwatched(ctx)
	}
	if t.stop.left--; t.stop.left > 0 {
		return t.engine.unwatched(ctx)
	}
	t.stop.passed = true
	over, cancel := context.WithCancel(ctx)
	cancel()
	return over
}

// aloneFrom is the attempt from which on a transaction writes alone in its
// process, so that it does get through.
const aloneFrom = 4

// enter waits for the right to write.
func (d *DB) enter(ctx context.Context, p purpose, attempt int) (leave func(), err error) {
	if p == reading {
		return func() {}, nil
	}
	places := int64(1)
	if attempt >= aloneFrom {
		places = writersAtOnce
	}
	if err := d.gate.Acquire(ctx, places); err != nil {
		return nil, err
	}
	return func() { d.gate.Release(places) }, nil
}

// once runs one transaction.
func (d *DB) once(ctx context.Context, p purpose, f func(*Tx) error) error {
	pool, options := d.way(p)
	conn, err := pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	tx, err := conn.BeginTx(d.engine.unwatched(ctx), options)
	if err != nil {
		return err
	}
	defer tx.Rollback() // after a commit this does nothing

	t := &Tx{Now: d.now().UTC(), tx: tx, engine: d.engine}
	err = f(t)
	if mayRepeat(t.failed) {
		return t.failed
	}
	if err != nil || p == reading && d.engine == PostgreSQL {
		return err // there is nothing to commit
	}
	return committed(tx.Commit())
}

// way is where a transaction runs, and how.
func (d *DB) way(p purpose) (*sql.DB, *sql.TxOptions) {
	switch {
	case d.engine == PostgreSQL && p == writing:
		return d.writer, &sql.TxOptions{Isolation: sql.LevelSerializable}
	case d.engine == PostgreSQL:
		return d.readers, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
	case p == writing:
		return d.writer, nil
	}
	return d.readers, nil
}

// Exec runs a statement that returns no rows.
func (t *Tx) Exec(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if err := checkTexts(args); err != nil {
		return nil, err
	}
	result, err := t.tx.ExecContext(t.step(ctx), t.bound(query), args...)
	return result, t.note(err)
}

// Query runs a statement that returns rows, which the caller closes.
func (t *Tx) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if err := checkTexts(args); err != nil {
		return nil, err
	}
	rows, err := t.tx.QueryContext(t.step(ctx), t.bound(query), args...)
	return rows, t.note(err)
}

// QueryRow runs a statement that returns at most one row. Without one, Scan
// returns sql.ErrNoRows.
func (t *Tx) QueryRow(ctx context.Context, query string, args ...any) *sql.Row {
	row := t.tx.QueryRowContext(t.step(ctx), t.bound(query), args...)
	t.note(row.Err())
	return row
}

// SQL is the transaction as database/sql has it. It is for the queue of jobs,
// which brings its own SQL; capabilities use Exec, Query and QueryRow.
func (t *Tx) SQL() *sql.Tx { return t.tx }

func (t *Tx) bound(query string) string {
	if t.engine == PostgreSQL {
		return rebind(query)
	}
	return query
}

func (t *Tx) note(err error) error {
	if t.failed == nil {
		t.failed = err
	}
	return err
}

// Texts reads a query of one column of texts: identifiers, names, versions.
//
//	ids, err := db.Texts(tx.Query(ctx, `SELECT id FROM person ORDER BY id`))
func Texts(rows *sql.Rows, err error) (texts []string, _ error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		texts = append(texts, text)
	}
	return texts, rows.Err()
}
