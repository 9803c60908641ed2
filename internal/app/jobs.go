package app

import (
	"context"
	"time"

	"capzero/internal/job"
)

const (
	// purgeEvery is how often answers that are too old are looked for, and
	// purgeWithin how long deleting them may take: the day that a thousand people
	// did not come back, it is many.
	purgeEvery, purgeWithin = time.Hour, 5 * time.Minute
	// forgetEvery is how often reasons that are too old are looked for.
	forgetEvery = 24 * time.Hour
)

// kinds are all the work that is done later.
func (a *App) kinds() []job.Kind {
	return []job.Kind{
		job.Work(a.purge).Every(purgeEvery).Within(purgeWithin),
		job.Work(a.forget).Every(forgetEvery),
	}
}

// A purge deletes the answers that nobody came back to.
type purge struct{}

func (purge) Kind() string { return "footprint.purge" }

func (a *App) purge(ctx context.Context, _ job.Job[purge]) error {
	deleted, err := a.measures.Purge(ctx)
	if deleted > 0 {
		a.config.Log.Info("old answers deleted", "assessments", deleted)
	}
	return err
}

// A forget drops the reasons of jobs that are long done.
type forget struct{}

func (forget) Kind() string { return "job.forget" }

func (a *App) forget(ctx context.Context, _ job.Job[forget]) error {
	_, err := a.queue.Forget(ctx)
	return err
}
