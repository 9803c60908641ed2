package job

import (
	"context"
	"errors"
	"time"

	"capzero/internal/fault"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// A Listed is a job as a page shows it.
type Listed struct {
	ID       int64
	Kind     string
	Args     string // a JSON object of ids
	Running  bool
	Attempts int // made so far
	Most     int
	Made     time.Time
	Next     time.Time // when it is due; for one that failed, when it did
	Error    string    // of the last attempt, empty if none failed
}

// Waiting lists the jobs that run or are to run, those that are due first at the
// beginning, at most so many.
func (q *Queue) Waiting(ctx context.Context, most int) ([]Listed, error) {
	return q.list(ctx, river.NewJobListParams().States(unfinished...).
		OrderBy(river.JobListOrderByScheduledAt, river.SortOrderAsc).First(most))
}

// Failed lists the jobs that were given up, the newest first, at most so many.
func (q *Queue) Failed(ctx context.Context, most int) ([]Listed, error) {
	return q.list(ctx, river.NewJobListParams().States(rivertype.JobStateDiscarded, rivertype.JobStateCancelled).
		OrderBy(river.JobListOrderByFinalizedAt, river.SortOrderDesc).First(most))
}

func (q *Queue) list(ctx context.Context, wanted *river.JobListParams) ([]Listed, error) {
	found, err := q.client.JobList(ctx, wanted)
	if err != nil {
		return nil, err
	}
	all := make([]Listed, len(found.Jobs))
	for i, row := range found.Jobs {
		all[i] = listed(row)
	}
	return all, nil
}

func listed(row *rivertype.JobRow) Listed {
	l := Listed{
		ID: row.ID, Kind: row.Kind, Args: string(row.EncodedArgs),
		Running:  row.State == rivertype.JobStateRunning,
		Attempts: row.Attempt, Most: row.MaxAttempts,
		Made: row.CreatedAt, Next: row.ScheduledAt,
	}
	if row.FinalizedAt != nil {
		l.Next = *row.FinalizedAt
	}
	if n := len(row.Errors); n > 0 {
		l.Error = row.Errors[n-1].Error
	}
	return l
}

// Retry lets a job run as soon as a worker is free, once more if it was given up.
func (q *Queue) Retry(ctx context.Context, id int64) error {
	_, err := q.client.JobRetry(ctx, id)
	return asFault(err)
}

// Drop takes a job out of the queue for good. One that is running is left.
func (q *Queue) Drop(ctx context.Context, id int64) error {
	_, err := q.client.JobDelete(ctx, id)
	return asFault(err)
}

func asFault(err error) error {
	switch {
	case errors.Is(err, rivertype.ErrNotFound):
		return errUnknownJob.Because(err)
	case errors.Is(err, rivertype.ErrJobRunning):
		return fault.New(fault.Conflict, "error.job_running").Because(err)
	}
	return err
}
