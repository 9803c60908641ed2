package db

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrate brings the tables up to date, ours and those of the queue of jobs.
//
// Two processes may do so at once. On PostgreSQL the caller holds a lock; on
// SQLite each migration is a transaction, so that the one who comes second
// fails, finds that the tables have moved, and goes on from there.
func migrate(ctx context.Context, pool *sql.DB, e Engine) error {
	for before := -1; ; {
		err := migrateOnce(ctx, pool, e)
		if err == nil || e == PostgreSQL {
			return err
		}
		var changes int // of the tables, by anyone
		if pool.QueryRowContext(ctx, `PRAGMA schema_version`).Scan(&changes) != nil || changes == before {
			return err
		}
		before = changes
	}
}

// migrateOnce runs the migrations that this database has not seen, in the order
// of their numbers. They only go forward: the way back is the backup.
func migrateOnce(ctx context.Context, pool *sql.DB, e Engine) error {
	provider, err := newProvider(pool, e)
	if err != nil {
		return err
	}
	have, latest, err := provider.GetVersions(ctx)
	if err != nil {
		return err
	}
	if have > latest {
		return fmt.Errorf("its tables are at version %d and this program knows %d: a newer version of the program wrote it", have, latest)
	}
	if _, err := provider.Up(ctx); err != nil {
		return err
	}
	return migrateQueue(ctx, pool, e)
}

// Latest are the migrations that this program knows, ours and those of the queue of
// jobs, by their numbers.
func Latest(e Engine) (version int64, queue int, err error) {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return 0, 0, err
	}
	for _, name := range names {
		n, err := goose.NumericComponent(name)
		if err != nil {
			return 0, 0, err
		}
		version = max(version, n)
	}
	queue, err = latestOfQueue(e)
	return version, queue, err
}

// migrateTo makes the tables of a new database as they were after two migrations.
func migrateTo(ctx context.Context, pool *sql.DB, e Engine, version int64, queue int) error {
	provider, err := newProvider(pool, e)
	if err != nil {
		return err
	}
	if _, err := provider.UpTo(ctx, version); err != nil {
		return err
	}
	return migrateQueueTo(ctx, pool, e, queue)
}

func newProvider(pool *sql.DB, e Engine) (*goose.Provider, error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	dialect := goose.DialectSQLite3
	if e == PostgreSQL {
		dialect = goose.DialectPostgres
	}
	return goose.NewProvider(dialect, pool, files,
		goose.WithLogger(goose.NopLogger()),
		goose.WithDisableGlobalRegistry(true))
}
