package household

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"capzero/internal/db"
)

func insertSharing(ctx context.Context, tx *db.Tx, id ID, owner, reader string, what Thing) error {
	number, err := nextNumber(ctx, tx, `SELECT COALESCE(MAX(number), 0) + 1 FROM sharing WHERE owner_id = ?`, owner)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO sharing (owner_id, number, reader_id, thing, household_id, since_at)
		VALUES (?, ?, ?, ?, ?, ?)`,
		owner, number, reader, string(what), string(id), tx.Now.Unix())
	return err
}

// sharedIn is the household in which an owner's live sharing with a reader
// began.
func sharedIn(ctx context.Context, tx *db.Tx, owner, reader string, what Thing) (id ID, err error) {
	err = tx.QueryRow(ctx, `
		SELECT household_id FROM sharing
		WHERE owner_id = ? AND reader_id = ? AND thing = ? AND ended_at IS NULL`,
		owner, reader, string(what)).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return id, err
}

// endSharing ends what an owner shares of one thing.
func endSharing(ctx context.Context, tx *db.Tx, owner string, what Thing) error {
	_, err := tx.Exec(ctx, `
		UPDATE sharing SET ended_at = ? WHERE owner_id = ? AND thing = ? AND ended_at IS NULL`,
		tx.Now.Unix(), owner, string(what))
	return err
}

// endSharingsBy ends all that an owner shares.
func endSharingsBy(ctx context.Context, tx *db.Tx, owner string) error {
	_, err := tx.Exec(ctx, `
		UPDATE sharing SET ended_at = ? WHERE owner_id = ? AND ended_at IS NULL`,
		tx.Now.Unix(), owner)
	return err
}

// endSharingsWith ends all that a person shares and all that is shared with
// them.
func endSharingsWith(ctx context.Context, tx *db.Tx, person string) error {
	_, err := tx.Exec(ctx, `
		UPDATE sharing SET ended_at = ? WHERE (owner_id = ? OR reader_id = ?) AND ended_at IS NULL`,
		tx.Now.Unix(), person, person)
	return err
}

// readSharings returns the live ones of a person, given and received, in the
// order they began for each owner.
func readSharings(ctx context.Context, tx *db.Tx, person string) ([]Sharing, error) {
	rows, err := tx.Query(ctx, `
		SELECT owner_id, reader_id, thing, since_at FROM sharing
		WHERE (owner_id = ? OR reader_id = ?) AND ended_at IS NULL ORDER BY owner_id, number`, person, person)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []Sharing
	for rows.Next() {
		var s Sharing
		var since int64
		if err := rows.Scan(&s.Owner.ID, &s.Reader.ID, &s.Thing, &since); err != nil {
			return nil, err
		}
		s.Since = time.Unix(since, 0).UTC()
		all = append(all, s)
	}
	return all, rows.Err()
}
