package job

import (
	"context"
	"fmt"
	"time"

	"capzero/internal/db"

	"github.com/riverqueue/river"
)

// Enqueue puts a job into the queue when tx is committed. It runs as soon as a
// worker is free.
func (q *Queue) Enqueue(ctx context.Context, tx *db.Tx, args Args) error {
	return q.EnqueueAt(ctx, tx, time.Time{}, args)
}

// EnqueueAt is Enqueue for a job that is not to run before a moment.
func (q *Queue) EnqueueAt(ctx context.Context, tx *db.Tx, at time.Time, args Args) error {
	if !q.kinds[args.Kind()] {
		return fmt.Errorf("job %s: nobody does this kind of work", args.Kind())
	}
	if err := checkArguments(args); err != nil {
		return err
	}
	_, err := q.client.InsertTx(ctx, tx.SQL(), args, &river.InsertOpts{ScheduledAt: at})
	if err != nil {
		return fmt.Errorf("job %s: %w", args.Kind(), err)
	}
	return nil
}

// EnqueueOnce is Enqueue for a job that has one reason, "welcome " and the id of
// a person: there is never a second one for it, whoever asks and however often.
// It reports whether this was the first time. A reason holds ids only; it is
// remembered for a year, see Forget.
func (q *Queue) EnqueueOnce(ctx context.Context, tx *db.Tx, reason string, args Args) (first bool, err error) {
	if first, err = note(ctx, tx, reason); err != nil || !first {
		return false, err
	}
	return true, q.Enqueue(ctx, tx, args)
}
