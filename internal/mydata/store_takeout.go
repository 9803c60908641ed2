package mydata

import (
	"context"

	"capzero/internal/db"
)

func deleteTakeouts(ctx context.Context, tx *db.Tx, personID string) error {
	_, err := tx.Exec(ctx, `DELETE FROM takeout WHERE person_id = ?`, personID)
	return err
}
