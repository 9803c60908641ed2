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

// migrate runs the migrations that this database has not seen, in the order of
// their numbers. They only go forward: the way back is the backup.
func migrate(ctx context.Context, pool *sql.DB) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, pool, files,
		goose.WithLogger(goose.NopLogger()),
		goose.WithDisableGlobalRegistry(true))
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
	_, err = provider.Up(ctx)
	return err
}
