package account

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"capzero/internal/db"
)

func writeFirstLink(ctx context.Context, tx *db.Tx, city, hash string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO first_link (city_id, token_hash, created_at) VALUES (?, ?, ?)
		ON CONFLICT (city_id) DO UPDATE SET token_hash = excluded.token_hash, created_at = excluded.created_at`,
		city, hash, tx.Now.Unix())
	return err
}

func readFirstLink(ctx context.Context, tx *db.Tx, city string) (hash string, created time.Time, err error) {
	var at int64
	err = tx.QueryRow(ctx, `SELECT token_hash, created_at FROM first_link WHERE city_id = ?`, city).Scan(&hash, &at)
	if errors.Is(err, sql.ErrNoRows) {
		return "", time.Time{}, errFirstUnknown
	}
	return hash, moment(at), err
}

func deleteFirstLink(ctx context.Context, tx *db.Tx, city string) error {
	_, err := tx.Exec(ctx, `DELETE FROM first_link WHERE city_id = ?`, city)
	return err
}
