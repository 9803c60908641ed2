package mydata

import (
	"context"
	"database/sql"
	"time"

	"capzero/internal/db"
)

func insertRequest(ctx context.Context, tx *db.Tx, t Takeout) error {
	_, err := tx.Exec(ctx, `INSERT INTO data_request (id, asked_at, ended_at, outcome) VALUES (?, ?, NULL, '')`, t.ID, t.Asked.Unix())
	return err
}

// endRequest changes nothing of one that has ended.
func endRequest(ctx context.Context, tx *db.Tx, id, outcome string) error {
	_, err := tx.Exec(ctx, `UPDATE data_request SET ended_at = ?, outcome = ? WHERE id = ? AND ended_at IS NULL`, tx.Now.Unix(), outcome, id)
	return err
}

func endRequestsOf(ctx context.Context, tx *db.Tx, personID, outcome string) error {
	_, err := tx.Exec(ctx, `
		UPDATE data_request SET ended_at = ?, outcome = ?
		WHERE ended_at IS NULL AND id IN (SELECT id FROM takeout WHERE person_id = ?)`, tx.Now.Unix(), outcome, personID)
	return err
}

// abandonRequests ends those whose copy is gone and was never made.
func abandonRequests(ctx context.Context, tx *db.Tx) error {
	_, err := tx.Exec(ctx, `
		UPDATE data_request SET ended_at = ?, outcome = ?
		WHERE ended_at IS NULL AND id NOT IN (SELECT id FROM takeout)`, tx.Now.Unix(), abandoned)
	return err
}

// forgetRequests deletes those that were asked before a moment.
func forgetRequests(ctx context.Context, tx *db.Tx, before time.Time) (int64, error) {
	return affected(tx.Exec(ctx, `DELETE FROM data_request WHERE asked_at < ?`, before.Unix()))
}

// readExports returns the copies that were asked for since a moment, and those that
// still wait.
func readExports(ctx context.Context, tx *db.Tx, since time.Time) ([]request, error) {
	return scanRequests(tx.Query(ctx, `
		SELECT asked_at, ended_at, outcome FROM data_request WHERE asked_at >= ? OR ended_at IS NULL`, since.Unix()))
}

// readErasures returns the erasures since a moment, and those that may still be in the
// files. They end when they are in none.
func readErasures(ctx context.Context, tx *db.Tx, since time.Time) ([]request, error) {
	return scanRequests(tx.Query(ctx, `
		SELECT erased_at, cleaned_at, '' FROM erasure WHERE erased_at >= ? OR cleaned_at IS NULL`, since.Unix()))
}

func scanRequests(rows *sql.Rows, err error) (all []request, _ error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var r request
		var asked int64
		var ended sql.NullInt64
		if err := rows.Scan(&asked, &ended, &r.outcome); err != nil {
			return nil, err
		}
		if r.asked = seconds(asked); ended.Valid {
			r.ended = seconds(ended.Int64)
		}
		all = append(all, r)
	}
	return all, rows.Err()
}
