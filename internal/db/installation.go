package db

import (
	"context"
	"database/sql"
	"errors"
)

// factDemo is set where the households are invented.
const factDemo = "demo"

// MarkDemo says, for good, that this database holds invented households. The
// mark is in the database and not beside it, so that it follows every copy.
func (d *DB) MarkDemo(ctx context.Context) error {
	return d.Write(ctx, func(tx *Tx) error {
		_, err := tx.Exec(ctx,
			`INSERT INTO installation (fact, value) VALUES (?, ?) ON CONFLICT (fact) DO NOTHING`,
			factDemo, "yes")
		return err
	})
}

// IsDemo reports whether this database holds invented households.
func (d *DB) IsDemo(ctx context.Context) (bool, error) {
	var value string
	err := d.Read(ctx, func(tx *Tx) error {
		return tx.QueryRow(ctx, `SELECT value FROM installation WHERE fact = ?`, factDemo).Scan(&value)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}
