package db

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"time"
)

// Contents say what a copy of the records holds.
type Contents struct {
	Engine Engine `json:"engine"`
	// Version is the number of the last migration of our tables, Queue of those
	// of the queue of jobs.
	Version int64 `json:"version"`
	Queue   int   `json:"queue"`
	// Moment is when the copy was taken: every write that was acknowledged before
	// is in it.
	Moment  time.Time `json:"moment"`
	Streams []Stream  `json:"streams"`
}

// A Stream is one of the pieces that records are copied in: of SQLite the one file,
// of PostgreSQL each table, those that others lean on first.
type Stream struct {
	Name    string   `json:"name"`
	Columns []string `json:"columns,omitempty"`
	// About is how many bytes it has, to tell how far a copy is. Of a table it is
	// what the server keeps, which is more or less.
	About int64 `json:"about"`
}

// A Snapshot is the records as they were at one moment, for as long as it is lent.
type Snapshot struct {
	Contents
	conn   *sql.Conn
	copier copier
}

// A copier knows how one engine is copied. It uses the connection on which the
// moment is held.
type copier interface {
	begin() string // the statement that holds one moment
	streams(context.Context, *sql.Conn) ([]Stream, error)
	tables() string // the query of the names of all tables
	copy(context.Context, *sql.Conn, Stream, io.Writer) error
}

func copierOf(e Engine) copier {
	if e == PostgreSQL {
		return postgresCopier{}
	}
	return sqliteCopier{}
}

// Snapshot lends f one moment of the records. Whoever writes does not wait for it
// and does not change it.
func (d *DB) Snapshot(ctx context.Context, f func(*Snapshot) error) error {
	conn, err := d.readers.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	s := &Snapshot{Contents: Contents{Engine: d.engine, Moment: d.now().UTC()}, conn: conn, copier: copierOf(d.engine)}
	if _, err := conn.ExecContext(ctx, s.copier.begin()); err != nil {
		return err
	}
	// The end of the connection, should this fail, is the end of the moment too.
	defer conn.ExecContext(context.WithoutCancel(ctx), `ROLLBACK`)
	if err := s.describe(ctx); err != nil {
		return err
	}
	return f(s)
}

// describe reads what there is. On SQLite the first statement fixes the moment.
func (s *Snapshot) describe(ctx context.Context) (err error) {
	err = s.conn.QueryRowContext(ctx, `
		SELECT (SELECT MAX(version_id) FROM goose_db_version),
		       (SELECT MAX(version) FROM river_migration WHERE line = 'main')`).Scan(&s.Version, &s.Queue)
	if err != nil {
		return fmt.Errorf("version of the tables: %w", err)
	}
	s.Streams, err = s.copier.streams(ctx, s.conn)
	return err
}

// Copy writes one of the streams.
func (s *Snapshot) Copy(ctx context.Context, stream Stream, to io.Writer) error {
	if err := s.copier.copy(ctx, s.conn, stream, to); err != nil {
		return fmt.Errorf("copy of %s: %w", stream.Name, err)
	}
	return nil
}

// Rows counts the rows of each table.
func (s *Snapshot) Rows(ctx context.Context) (map[string]int64, error) {
	return countRows(ctx, s.conn, s.copier.tables())
}

// Rows counts the rows of each table, but for those that the migrations and the
// queue of jobs keep for themselves.
func (d *DB) Rows(ctx context.Context) (map[string]int64, error) {
	conn, err := d.readers.Conn(ctx)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	return countRows(ctx, conn, copierOf(d.engine).tables())
}

func countRows(ctx context.Context, conn *sql.Conn, query string) (map[string]int64, error) {
	names, err := texts(ctx, conn, query)
	if err != nil {
		return nil, err
	}
	rows := map[string]int64{}
	for _, name := range names {
		var n int64
		if err := conn.QueryRowContext(ctx, `SELECT COUNT(*) FROM `+name).Scan(&n); err != nil {
			return nil, fmt.Errorf("rows of %s: %w", name, err)
		}
		rows[name] = n
	}
	return rows, nil
}

// texts reads a query of one column.
func texts(ctx context.Context, conn *sql.Conn, query string, args ...any) ([]string, error) {
	rows, err := conn.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		all = append(all, text)
	}
	return all, rows.Err()
}

// ownTables are those that the migrations and the queue keep for themselves: they
// are made anew where records are put back.
const ownTables = `'goose_db_version', 'river_migration', 'river_leader', 'river_client', 'river_client_queue'`
