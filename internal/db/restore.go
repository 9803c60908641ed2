package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/jackc/pgx/v5"
)

// A Restoration is how records are made again of a copy.
type Restoration struct {
	Contents Contents
	// Load gives every stream of the contents to put, in their order.
	Load func(put func(Stream, io.Reader) error) error
	// Fill works on the records, which have been brought up to date, before they
	// count, as that of Create does.
	Fill func(*DB) error
	// Rehearsal has all of it done, at a place where records may be, and kept
	// nowhere.
	Rehearsal bool
}

// Restore makes records again in a folder or at an address, as Create does: all of
// them or none. A copy of one engine cannot be put into the other, and one of a newer
// program than this is refused by its migrations.
func Restore(ctx context.Context, where string, now func() time.Time, r Restoration) error {
	if engineOf(where) != r.Contents.Engine {
		return fmt.Errorf("a copy of %s cannot be put into %s", r.Contents.Engine, Name(where))
	}
	m := making{where: where, now: now, fill: r.Fill, rehearsal: r.Rehearsal}
	m.load = func(ctx context.Context, beside string) error { return r.loadFile(ctx, beside) }
	if IsAddress(where) {
		m.load = func(ctx context.Context, schema string) error { return r.loadTables(ctx, where, schema) }
	}
	return m.run(ctx)
}

func engineOf(where string) Engine {
	if IsAddress(where) {
		return PostgreSQL
	}
	return SQLite
}

// loadFile writes the file of SQLite and has the engine look whether it is whole.
func (r Restoration) loadFile(ctx context.Context, dir string) error {
	path := filepath.Join(dir, fileName)
	err := r.Load(func(_ Stream, from io.Reader) error { return writeFile(path, from) })
	if err != nil {
		return err
	}
	pool, err := open(path, "deferred", 1, []string{"query_only(1)", "locking_mode(EXCLUSIVE)"})
	if err != nil {
		return err
	}
	var found string
	err = pool.QueryRowContext(ctx, `PRAGMA quick_check(1)`).Scan(&found)
	if err = errors.Join(err, pool.Close()); err != nil {
		return err
	}
	if found != "ok" {
		return fmt.Errorf("the copy is not whole: %s", found)
	}
	return nil
}

func writeFile(path string, from io.Reader) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, from)
	return errors.Join(err, f.Close())
}

// loadTables makes the tables as they were and fills them.
func (r Restoration) loadTables(ctx context.Context, address, schema string) error {
	config, err := parseAddress(address)
	if err != nil {
		return err
	}
	prepareConfig(config, schema)
	config.RuntimeParams["synchronous_commit"] = "off" // see openPostgres
	d := &DB{engine: PostgreSQL, writer: pool(config, 3)}
	defer d.writer.Close()
	conn, err := d.connect(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if err := checkServer(ctx, conn); err != nil {
		return err
	}
	err = alone(ctx, conn, func() error {
		if err := makeSchema(ctx, conn, schema); err != nil {
			return err
		}
		return migrateTo(ctx, d.writer, PostgreSQL, r.Contents.Version, r.Contents.Queue)
	})
	if err != nil {
		return err
	}
	return r.fillTables(ctx, conn)
}

func (r Restoration) fillTables(ctx context.Context, conn *sql.Conn) error {
	err := r.Load(func(s Stream, from io.Reader) error {
		if _, err := conn.ExecContext(ctx, `DELETE FROM `+pgx.Identifier{s.Name}.Sanitize()); err != nil { // what migrations wrote
			return err
		}
		if err := (postgresCopier{}).load(ctx, conn, s, from); err != nil {
			return fmt.Errorf("table %s: %w", s.Name, err)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return moveSequences(ctx, conn)
}

// OpenAsIs opens records that exist, to read them: no table is made or changed, so
// that a copy can be taken before an update.
func OpenAsIs(ctx context.Context, where string, now func() time.Time) (*DB, error) {
	exists, err := Exists(ctx, where)
	if err != nil {
		return nil, err
	}
	if !exists {
		return nil, fmt.Errorf("%s holds no records", Name(where))
	}
	d := &DB{engine: engineOf(where), now: now}
	if IsAddress(where) {
		config, err := parseAddress(where)
		if err != nil {
			return nil, err
		}
		prepareConfig(config, schemaName)
		d.readers = pool(config, 2)
	} else {
		path, err := filepath.Abs(filepath.Join(where, fileName))
		if err != nil {
			return nil, err
		}
		if d.readers, err = open(path, "deferred", 2, []string{"busy_timeout(10000)", "query_only(1)"}); err != nil {
			return nil, err
		}
	}
	d.writer = d.readers
	return d, nil
}
