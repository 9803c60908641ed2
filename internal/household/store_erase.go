package household

import (
	"context"

	"capzero/internal/db"
)

// erasePerson deletes every row that names a person, the ledger apart.
func erasePerson(ctx context.Context, tx *db.Tx, person string) error {
	for _, statement := range []string{
		`DELETE FROM sharing WHERE owner_id = ?`,
		`DELETE FROM sharing WHERE reader_id = ?`,
		`DELETE FROM invitation WHERE made_by = ?`,
		`DELETE FROM invitation WHERE for_person = ?`,
		`DELETE FROM join_attempt WHERE person_id = ?`,
		`DELETE FROM member WHERE person_id = ?`,
	} {
		if _, err := tx.Exec(ctx, statement, person); err != nil {
			return err
		}
	}
	return nil
}

// hasAdults says whether some adult lives, or has lived, in a household.
func hasAdults(ctx context.Context, tx *db.Tx, id ID) (bool, error) {
	var n int
	err := tx.QueryRow(ctx, `
		SELECT COUNT(*) FROM member WHERE household_id = ? AND person_id IS NOT NULL`, string(id)).Scan(&n)
	return n > 0, err
}

// deleteHousehold also deletes its homes, children and absences. A household
// that has split off from it stays, and no longer says so.
func deleteHousehold(ctx context.Context, tx *db.Tx, id ID) error {
	if _, err := tx.Exec(ctx, `UPDATE household SET split_from = NULL WHERE split_from = ?`, string(id)); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `DELETE FROM household WHERE id = ?`, string(id))
	return err
}
