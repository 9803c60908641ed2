package db

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"

	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
)

// migrateQueue brings the tables of the queue of jobs up to date: River brings
// migrations of its own, for each engine.
func migrateQueue(ctx context.Context, pool *sql.DB, e Engine) error {
	return migrateQueueTo(ctx, pool, e, 0)
}

// migrateQueueTo stops at a migration. Zero is the last one.
func migrateQueueTo(ctx context.Context, pool *sql.DB, e Engine, number int) error {
	migrator, err := queueMigrator(pool, e)
	if err == nil {
		_, err = migrator.Migrate(ctx, rivermigrate.DirectionUp, &rivermigrate.MigrateOpts{TargetVersion: number})
	}
	if err != nil {
		return fmt.Errorf("queue of jobs: %w", err)
	}
	return nil
}

func latestOfQueue(e Engine) (int, error) {
	migrator, err := queueMigrator(nil, e)
	if err != nil {
		return 0, err
	}
	all := migrator.AllVersions()
	return all[len(all)-1].Version, nil
}

func queueMigrator(pool *sql.DB, e Engine) (*rivermigrate.Migrator[*sql.Tx], error) {
	return rivermigrate.New(queueDriver(pool, e), &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)})
}

func queueDriver(pool *sql.DB, e Engine) riverdriver.Driver[*sql.Tx] {
	if e == PostgreSQL {
		return riverdatabasesql.New(pool)
	}
	return riversqlite.New(pool)
}
