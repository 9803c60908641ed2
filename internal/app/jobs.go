package app

import (
	"context"
	"fmt"
	"time"

	"capzero/internal/access"
	"capzero/internal/account"
	"capzero/internal/db"
	"capzero/internal/job"
	"capzero/internal/retention"
)

const (
	// purgeWithin is how long deleting answers may take: the day that a thousand people
	// did not come back, it is many.
	purgeWithin = 5 * time.Minute
	// learnEvery is how often what is done of what is proposed is counted again.
	learnEvery = 24 * time.Hour
	// snapshotsEvery is how often the snapshots of the week are looked for: they are
	// taken once. At seventy thousand households they take a minute or so.
	snapshotsEvery, snapshotsWithin = time.Hour, 10 * time.Minute
	// rankingsWithin is how long counting the rankings of the week may take.
	rankingsWithin = 10 * time.Minute
	// signInMailWithin is how long writing one mail may take. Somebody waits for it:
	// the one that a killed process had begun is not to wait longer.
	signInMailWithin = 5 * time.Second
)

// kinds are all the work that is done later.
func (a *App) kinds() []job.Kind {
	return append(a.backupKinds(), []job.Kind{
		carrying(a, a.purge).Every(retention.Hourly).Within(purgeWithin),
		carrying(a, a.tendInactive).Every(tendEvery).Within(tendWithin),
		carrying(a, a.reduceSeasons).Every(retention.Nightly).Within(reduceWithin),
		carrying(a, a.purgeInvitations).Every(retention.Nightly),
		carrying(a, a.purgeAccounts).Every(retention.Hourly),
		carrying(a, a.purgeMails).Every(retention.Hourly),
		carrying(a, a.forget).Every(retention.Nightly),
		carrying(a, a.purgeBoards).Every(retention.Nightly),
		carrying(a, a.countRankings).Every(retention.Hourly).Within(rankingsWithin),
		carrying(a, a.purgeTakeouts).Every(retention.Hourly),
		job.Work(a.learn).Every(learnEvery),
		carrying(a, a.purgeAccesses).Every(retention.Nightly),
		job.Work(a.takeSnapshots).Every(snapshotsEvery).Within(snapshotsWithin),
		job.Work(a.steer).Every(steerEvery).Within(steerWithin),
		job.Work(a.makeFigures).Within(steerWithin),
		job.Work(a.sweep),
		job.Work(a.makeTakeout),
		job.Work(a.clean).Every(cleanEvery).Within(cleanWithin),
		job.Work(func(ctx context.Context, j job.Job[account.SignInMail]) error {
			return a.people.accounts.WriteSignInMail(ctx, j.Args)
		}).Within(signInMailWithin),
	}...)
}

// enqueue puts a job of another package into the queue.
func (a *App) enqueue(ctx context.Context, tx *db.Tx, args any) error {
	job, ok := args.(job.Args)
	if !ok {
		return fmt.Errorf("%T is no job", args)
	}
	return a.queue.Enqueue(ctx, tx, job)
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

// A purgeAccounts deletes what is over of accounts: sign-ins, sessions.
type purgeAccounts struct{}

func (purgeAccounts) Kind() string { return "accounts.purge" }

func (a *App) purgeAccounts(ctx context.Context, _ job.Job[purgeAccounts]) error {
	_, err := a.people.accounts.Purge(ctx)
	return err
}

// A purgeMails deletes the mails that have left long ago.
type purgeMails struct{}

func (purgeMails) Kind() string { return "mails.purge" }

func (a *App) purgeMails(ctx context.Context, _ job.Job[purgeMails]) error {
	_, err := a.people.mails.Purge(ctx)
	return err
}

// A forget drops the reasons of jobs that are long done.
type forget struct{}

func (forget) Kind() string { return "job.forget" }

func (a *App) forget(ctx context.Context, _ job.Job[forget]) error {
	_, err := a.queue.Forget(ctx)
	return err
}

// A purgeBoards deletes what was moderated on the boards of teams long ago, and links
// into teams that are over.
type purgeBoards struct{}

func (purgeBoards) Kind() string { return "boards.purge" }

func (a *App) purgeBoards(ctx context.Context, _ job.Job[purgeBoards]) error {
	if err := a.season.PurgeBoards(ctx); err != nil {
		return err
	}
	return a.season.PurgeTeamLinks(ctx)
}

// A purgeAccesses deletes what the staff looked at and changed a year ago.
type purgeAccesses struct{}

func (purgeAccesses) Kind() string { return "accesses.purge" }

func (a *App) purgeAccesses(ctx context.Context, _ job.Job[purgeAccesses]) error {
	return access.Purge(ctx, a.records)
}

// A learn counts what households do of the missions that are proposed to them.
type learn struct{}

func (learn) Kind() string { return "missions.learn" }

func (a *App) learn(ctx context.Context, _ job.Job[learn]) error {
	return a.season.Learn(ctx)
}

// A takeSnapshots takes the snapshots of a week: what is shown of zones and the city.
type takeSnapshots struct{}

func (takeSnapshots) Kind() string { return "snapshots.take" }

func (a *App) takeSnapshots(ctx context.Context, _ job.Job[takeSnapshots]) error {
	return a.season.TakeSnapshots(ctx)
}

// A countRankings counts the places of a week, of those who want to be in a ranking.
type countRankings struct{}

func (countRankings) Kind() string { return "rankings.count" }

func (a *App) countRankings(ctx context.Context, _ job.Job[countRankings]) error {
	return a.season.CountRankings(ctx)
}
