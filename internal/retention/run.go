package retention

import (
	"context"
	"database/sql"
	"time"

	"capzero/internal/db"
)

// A Run is how it stands with the carrying out of a rule.
type Run struct {
	Since   time.Time // from when on it is written down
	Last    time.Time // when it was carried out to its end; zero: never yet
	Failed  time.Time // when it could not be, after Last; zero: it could
	Deleted int64     // rows since Since; of inactive accounts, people
}

// Note writes down, in the transaction that deletes, how many rows it has deleted by a
// rule, and whether that is the end of this round.
func Note(ctx context.Context, tx *db.Tx, id ID, deleted int64, ended bool) error {
	now := tx.Now.Unix()
	if !ended {
		_, err := tx.Exec(ctx, `
			INSERT INTO retention_run (rule, since_at, deleted) VALUES (?, ?, ?)
			ON CONFLICT (rule) DO UPDATE SET deleted = retention_run.deleted + excluded.deleted`, string(id), now, deleted)
		return err
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO retention_run (rule, since_at, last_at, deleted) VALUES (?, ?, ?, ?)
		ON CONFLICT (rule) DO UPDATE
		SET deleted = retention_run.deleted + excluded.deleted, last_at = excluded.last_at, failed_at = NULL`,
		string(id), now, now, deleted)
	return err
}

// Fail writes down that a rule could not be carried out.
func Fail(ctx context.Context, tx *db.Tx, id ID) error {
	now := tx.Now.Unix()
	_, err := tx.Exec(ctx, `
		INSERT INTO retention_run (rule, since_at, failed_at, deleted) VALUES (?, ?, ?, 0)
		ON CONFLICT (rule) DO UPDATE SET failed_at = excluded.failed_at`, string(id), now, now)
	return err
}

// begin writes down from when on a rule is looked at, so that one that is never
// carried out is seen to be late.
func begin(ctx context.Context, tx *db.Tx, id ID) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO retention_run (rule, since_at, deleted) VALUES (?, ?, 0) ON CONFLICT (rule) DO NOTHING`,
		string(id), tx.Now.Unix())
	return err
}

func readRuns(ctx context.Context, tx *db.Tx) (map[ID]Run, error) {
	rows, err := tx.Query(ctx, `SELECT rule, since_at, last_at, failed_at, deleted FROM retention_run`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[ID]Run{}
	for rows.Next() {
		var id ID
		var r Run
		var since int64
		var last, failed sql.NullInt64
		if err := rows.Scan(&id, &since, &last, &failed, &r.Deleted); err != nil {
			return nil, err
		}
		r.Since, r.Last, r.Failed = time.Unix(since, 0).UTC(), moment(last), moment(failed)
		all[id] = r
	}
	return all, rows.Err()
}

func moment(at sql.NullInt64) time.Time {
	if !at.Valid {
		return time.Time{}
	}
	return time.Unix(at.Int64, 0).UTC()
}
