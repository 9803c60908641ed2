package job

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"runtime/debug"
	"time"

	"capzero/internal/db"
	"capzero/internal/fault"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/rivertype"
)

// A Job is one piece of work, as the function that does it gets it.
type Job[T Args] struct {
	ID      int64
	Attempt int // 1 for the first
	Args    T

	row   *river.Job[T]
	queue *Queue
}

// errTakenOver is why a job whose time was up writes nothing: another attempt
// has it, or has done it.
var errTakenOver = errors.New("another attempt has taken this job over")

// Complete ends the job in the transaction that holds its effects: they are kept
// together or not at all. After that the function returns nil. It fails where
// another attempt has taken the job over, and the effects of this one are not
// kept.
func (j Job[T]) Complete(ctx context.Context, tx *db.Tx) error {
	// River completes what is completed already without a word.
	now, err := j.queue.client.JobGetTx(ctx, tx.SQL(), j.ID)
	if errors.Is(err, rivertype.ErrNotFound) {
		return errTakenOver
	}
	if err != nil {
		return err
	}
	if now.State != rivertype.JobStateRunning || now.Attempt != j.Attempt {
		return errTakenOver
	}
	_, err = river.JobCompleteTx[riverdriver.Driver[*sql.Tx]](ctx, tx.SQL(), j.row)
	return err
}

// GiveUp wraps an error after which trying again is of no use. The job goes to
// those that failed.
func GiveUp(err error) error { return river.JobCancel(err) }

// A worker is a function in River's words.
type worker[T Args] struct {
	river.WorkerDefaults[T]
	kind  Kind
	queue *Queue
	do    func(ctx context.Context, j Job[T]) error
}

// Timeout is how long River leaves a job to the process that took it: its time and
// a while to end. Then any process takes it for abandoned.
func (w *worker[T]) Timeout(*river.Job[T]) time.Duration { return w.kind.within + w.queue.rescue }

// Work does one job. What it returns River writes down, and the log gets it here
// and nowhere else.
func (w *worker[T]) Work(ctx context.Context, row *river.Job[T]) error {
	err := w.attempt(ctx, row)
	if err == nil || errors.Is(err, errTakenOver) {
		return nil
	}
	err = unnamed{err}
	if ctx.Err() == nil || !errors.Is(err, context.Canceled) { // it was not told to stop
		w.queue.log.Warn("job failed", "kind", row.Kind, "job", row.ID,
			"attempt", row.Attempt, "of", row.MaxAttempts, "error", err)
	}
	return err
}

// attempt calls the function, for as long as its kind allows, and makes an error
// of its panic.
func (w *worker[T]) attempt(ctx context.Context, row *river.Job[T]) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
			w.queue.log.Error("job panicked", "kind", row.Kind, "job", row.ID, "stack", string(debug.Stack()))
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, w.kind.within)
	defer cancel()
	return w.do(ctx, Job[T]{ID: row.ID, Attempt: row.Attempt, Args: row.Args, row: row, queue: w.queue})
}

// unnamed is an error without the addresses of mail that it may hold: servers
// repeat them in what they refuse.
type unnamed struct{ error }

var mailAddress = regexp.MustCompile(`[^\s<>"'():;,]+@[^\s<>"'():;,]+`)

func (u unnamed) Error() string { return mailAddress.ReplaceAllString(u.error.Error(), "an address") }

func (u unnamed) Unwrap() error { return u.error }

// LogValue keeps the log from looking past Error.
func (u unnamed) LogValue() slog.Value { return slog.StringValue(u.Error()) }

// errUnknownJob is what whoever retries or drops a job is told that is not there.
var errUnknownJob = fault.New(fault.NotFound, "error.job_unknown")
