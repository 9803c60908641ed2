package app

import (
	"context"
	"time"

	"capzero/internal/city"
	"capzero/internal/db"
	"capzero/internal/job"
	"capzero/internal/steering"
)

// newSteering makes what answers an officer, out of what everybody did.
func (a *App) newSteering(p parts) *steering.Service {
	return steering.New(steering.Options{
		DB: a.records, Cities: city.Cities{p.city.ID: p.city}, Challenge: a.season,
		Measured: a.measures.Measured, Sure: a.season.Sure,
		SignedUp: func(ctx context.Context, cityID string) (int, error) {
			return a.people.accounts.Participants(ctx, cityID)
		},
		Enqueue: func(ctx context.Context, tx *db.Tx, cityID string) error {
			return a.queue.Enqueue(ctx, tx, makeFigures{City: cityID})
		},
	})
}

const (
	// steerEvery is how often it is looked whether a night has passed since an
	// officer's figures were made, and steerWithin how long that may take.
	steerEvery, steerWithin = time.Hour, steering.AskAgain - time.Minute
)

// A steer makes the figures of the officers once a night.
type steer struct{}

func (steer) Kind() string { return "figures.nightly" }

func (a *App) steer(ctx context.Context, _ job.Job[steer]) error {
	return a.steering.Nightly(ctx)
}

// A makeFigures makes those of one city, on request.
type makeFigures struct{ City string }

func (makeFigures) Kind() string { return "figures.make" }

func (a *App) makeFigures(ctx context.Context, j job.Job[makeFigures]) error {
	return a.steering.Make(ctx, j.Args.City)
}
