package job

import (
	"context"
	"fmt"

	"capzero/internal/db"
	"capzero/internal/retention"
)

// longestReason is enough for a word and some ids.
const longestReason = 200

// note writes a reason down and reports whether it is new.
func note(ctx context.Context, tx *db.Tx, reason string) (first bool, err error) {
	if reason == "" || len(reason) > longestReason {
		return false, fmt.Errorf("job: a reason of %d bytes", len(reason))
	}
	result, err := tx.Exec(ctx, `
		INSERT INTO job_reason (reason, noted_at) VALUES (?, ?) ON CONFLICT (reason) DO NOTHING`,
		reason, tx.Now.Unix())
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n == 1, err
}

// Forget drops the reasons that are older than a year, and returns how many.
func (q *Queue) Forget(ctx context.Context) (n int64, err error) {
	err = q.db.Write(ctx, func(tx *db.Tx) error {
		result, err := tx.Exec(ctx, `DELETE FROM job_reason WHERE noted_at < ?`, tx.Now.Add(-retention.ReasonFor).Unix())
		if err != nil {
			return err
		}
		if n, err = result.RowsAffected(); err != nil {
			return err
		}
		return retention.Note(ctx, tx, retention.Reasons, n, true)
	})
	return n, err
}
