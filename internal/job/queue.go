package job

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"time"

	"capzero/internal/db"
	"capzero/internal/retention"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// Options are what a queue is made of.
type Options struct {
	DB *db.DB
	// Kinds is all the work that this program knows. Jobs of other kinds, of a
	// newer version beside it, are left to others.
	Kinds []Kind
	// Pause is how long to wait after an attempt that failed, counting from 1. Nil
	// is ten seconds after the first, three times as long each time, six hours at
	// most.
	Pause func(attempt int) time.Duration
	// Rescue is how long after its time a job counts as abandoned by a process that
	// died. Zero is five seconds.
	Rescue time.Duration
	// Log gets what failed. Nil discards.
	Log *slog.Logger
}

const (
	// attempts is how often a job is tried: with the pauses between, for most of a
	// day.
	attempts = 10
	// atOnce is how many jobs of a process run side by side.
	atOnce = 8
	// lookEvery is how often new jobs are looked for: no more often, or less than
	// once a second when there are none.
	lookEvery, lookIdle = 50 * time.Millisecond, time.Second
	// rescueDefault is how long after its time a job counts as abandoned: enough to
	// end once its context has, and for the clocks of two machines.
	rescueDefault = 5 * time.Second
)

// A Queue is the jobs that wait, and the workers that do them.
type Queue struct {
	db     *db.DB
	client *river.Client[*sql.Tx]
	log    *slog.Logger
	kinds  map[string]bool
	rescue time.Duration
}

// New makes a queue over open records. Nothing runs before Start.
func New(o Options) (*Queue, error) {
	q := &Queue{db: o.DB, log: o.Log, kinds: map[string]bool{}, rescue: cmp.Or(o.Rescue, rescueDefault)}
	if q.log == nil {
		q.log = slog.New(slog.DiscardHandler)
	}
	config, err := q.config(o)
	if err != nil {
		return nil, err
	}
	q.client, err = river.NewClient(newDriver(o.DB, q.kinds), config)
	return q, err
}

func (q *Queue) config(o Options) (*river.Config, error) {
	config := &river.Config{
		Workers:             river.NewWorkers(),
		Queues:              map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: atOnce}},
		FetchOnlyKnownKinds: true,
		FetchCooldown:       lookEvery,
		FetchPollInterval:   lookIdle,
		PollOnly:            true,
		MaxAttempts:         attempts,
		RetryPolicy:         policy{o.Pause},
		// Each kind says how long its jobs are left alone; this is less than any.
		JobTimeout:                  q.rescue,
		RescueStuckJobsAfter:        q.rescue,
		CompletedJobRetentionPeriod: retention.JobFor,
		CancelledJobRetentionPeriod: retention.FailedJobFor,
		DiscardedJobRetentionPeriod: retention.FailedJobFor,
		Logger:                      slog.New(fromWarn{q.log.Handler()}),
	}
	for _, k := range o.Kinds {
		if err := q.take(config, k); err != nil {
			return nil, err
		}
	}
	return config, nil
}

// take adds one kind of work.
func (q *Queue) take(config *river.Config, k Kind) error {
	if err := k.check(); err != nil {
		return err
	}
	if q.kinds[k.name] {
		return fmt.Errorf("job %s: there are two kinds of this name", k.name)
	}
	q.kinds[k.name] = true
	if err := k.add(config.Workers, q, k); err != nil {
		return fmt.Errorf("job %s: %w", k.name, err)
	}
	if k.every > 0 {
		config.PeriodicJobs = append(config.PeriodicJobs, periodic(k))
	}
	return nil
}

// unfinished are the states of a job that is still to be done.
var unfinished = []rivertype.JobState{
	rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRunning,
	rivertype.JobStateRetryable, rivertype.JobStateScheduled,
}

func periodic(k Kind) *river.PeriodicJob {
	return river.NewPeriodicJob(river.PeriodicInterval(k.every),
		func() (river.JobArgs, *river.InsertOpts) {
			return k.sample, &river.InsertOpts{UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: unfinished}}
		},
		&river.PeriodicJobOpts{ID: k.name, RunOnStart: true})
}

// policy says when a job that failed is tried again.
type policy struct {
	pause func(attempt int) time.Duration
}

func (p policy) NextRetry(row *rivertype.JobRow) time.Time {
	pause := p.pause
	if pause == nil {
		pause = growing
	}
	return time.Now().Add(pause(len(row.Errors) + 1))
}

// growing is the pause after an attempt, a little shorter or longer so that those
// that failed together do not come back together.
func growing(attempt int) time.Duration {
	pause := 10 * time.Second
	for n := 1; n < attempt && pause < 6*time.Hour; n++ {
		pause *= 3
	}
	pause = min(pause, 6*time.Hour)
	return pause - pause/10 + rand.N(pause/5)
}

// Start lets the workers work until Stop.
func (q *Queue) Start(ctx context.Context) error {
	return q.client.Start(context.WithoutCancel(ctx))
}

// Stop takes no new job, and waits for those under way to end. When ctx ends,
// they are told to; they will run again.
func (q *Queue) Stop(ctx context.Context) error {
	err := q.client.Stop(ctx)
	if err == nil || ctx.Err() == nil {
		return err
	}
	hard, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	return q.client.StopAndCancel(hard)
}

// fromWarn is a log handler for River, which tells a lot.
type fromWarn struct{ slog.Handler }

func (h fromWarn) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && h.Handler.Enabled(ctx, level)
}
