package db

import (
	"context"
	"database/sql"
	"path/filepath"
)

// RawPool is a way to a place past everything that Open does: nothing is
// migrated, checked or bound.
func RawPool(place string) (*sql.DB, error) {
	if !IsAddress(place) {
		return sql.Open("sqlite", filepath.Join(place, fileName))
	}
	config, err := parseAddress(place)
	if err != nil {
		return nil, err
	}
	prepareConfig(config, schemaName)
	return pool(config, 4), nil
}

// MigrateTo makes the tables as they were after the migration of a number.
func MigrateTo(ctx context.Context, pool *sql.DB, e Engine, number int64) error {
	if e == PostgreSQL {
		if _, err := pool.ExecContext(ctx, `CREATE SCHEMA `+schemaName); err != nil {
			return err
		}
	}
	provider, err := newProvider(pool, e)
	if err != nil {
		return err
	}
	_, err = provider.UpTo(ctx, number)
	return err
}

// MigrateQueue makes the tables of the queue of jobs.
func MigrateQueue(ctx context.Context, pool *sql.DB, e Engine) error {
	return migrateQueue(ctx, pool, e)
}
