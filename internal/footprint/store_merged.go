package footprint

import (
	"context"

	"capzero/internal/db"
)

// noteMerged remembers what an assessment has come from: who erases it erases that
// too, where an older copy of the records still has it.
func noteMerged(ctx context.Context, tx *db.Tx, from, to string) error {
	// What had been merged into that one is part of this one from now on.
	if _, err := tx.Exec(ctx, `UPDATE merged SET into_id = ? WHERE into_id = ?`, to, from); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `INSERT INTO merged (from_id, into_id) VALUES (?, ?)`, from, to)
	return err
}

func mergedInto(ctx context.Context, tx *db.Tx, id string) ([]string, error) {
	return db.Texts(tx.Query(ctx, `SELECT from_id FROM merged WHERE into_id = ? ORDER BY from_id`, id))
}
