package app

import (
	"context"
	"errors"
	"time"

	"capzero/internal/db"
	"capzero/internal/job"
	"capzero/internal/retention"
)

// tendWithin is how long it may take to look through everybody who has not come for
// long, and reduceWithin to make the sums of a season of seventy thousand households.
const tendWithin, reduceWithin = 10 * time.Minute, 30 * time.Minute

// tendEvery is how often it is looked: there is work once a day, and a program that was
// killed goes on with it.
const tendEvery = 6 * time.Hour

// newRetention makes what tells how it stands with the rules of the city. Where no
// backups are made, nothing is kept in them.
func (a *App) newRetention(p parts) *retention.Service {
	rules := retention.Of(p.city)
	if a.backups == nil {
		rules = rules.Without(retention.Backups)
	}
	return retention.New(a.records, rules)
}

// carrying does a job that carries rules out, and writes down where it could not. That
// it could is noted by whoever deletes.
func carrying[T job.Args](a *App, do func(context.Context, job.Job[T]) error) job.Kind {
	return job.Work(func(ctx context.Context, j job.Job[T]) error {
		err := do(ctx, j)
		if err == nil || errors.Is(err, context.Canceled) { // it was told to stop, and will go on
			return err
		}
		return errors.Join(err, a.kept.Failed(context.WithoutCancel(ctx), j.Args.Kind()))
	})
}

// A tendInactive warns who has not come for long, and erases who does not come back.
type tendInactive struct{}

func (tendInactive) Kind() string { return "accounts.inactive" }

func (a *App) tendInactive(ctx context.Context, _ job.Job[tendInactive]) error {
	erased := 0
	err := a.people.accounts.TendInactive(ctx, func(ctx context.Context, id string, still func(context.Context, *db.Tx) (bool, error)) (bool, error) {
		gone, err := a.mine.EraseUnused(ctx, id, still)
		if gone {
			erased++
		}
		return gone, err
	})
	if erased > 0 {
		a.config.Log.Info("accounts erased that nobody used", "accounts", erased)
	}
	return err
}

// A reduceSeasons leaves nothing but sums of seasons that are long over.
type reduceSeasons struct{}

func (reduceSeasons) Kind() string { return "seasons.reduce" }

func (a *App) reduceSeasons(ctx context.Context, _ job.Job[reduceSeasons]) error {
	return a.season.ReduceSeasons(ctx)
}

// A purgeInvitations deletes invitations into households that are over.
type purgeInvitations struct{}

func (purgeInvitations) Kind() string { return "invitations.purge" }

func (a *App) purgeInvitations(ctx context.Context, _ job.Job[purgeInvitations]) error {
	return a.homes.households.Purge(ctx)
}
