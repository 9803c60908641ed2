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
	migrator, err := rivermigrate.New(queueDriver(pool, e), &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)})
	if err == nil {
		_, err = migrator.Migrate(ctx, rivermigrate.DirectionUp, nil)
	}
	if err != nil {
		return fmt.Errorf("queue of jobs: %w", err)
	}
	return nil
}

func queueDriver(pool *sql.DB, e Engine) riverdriver.Driver[*sql.Tx] {
	if e == PostgreSQL {
		return riverdatabasesql.New(pool)
	}
	return riversqlite.New(pool)
}
