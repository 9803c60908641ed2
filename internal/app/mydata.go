package app

import (
	"context"
	"fmt"
	"time"

	"capzero/internal/db"
	"capzero/internal/footprint"
	"capzero/internal/job"
	"capzero/internal/mydata"
)

// cleanEvery is how often it is looked whether something that is erased is still in
// the files, and cleanWithin how long writing a large file anew may take.
const cleanEvery, cleanWithin = time.Minute, 10 * time.Minute

// newMyData makes what shows, gives and erases what is held about people.
func (a *App) newMyData(p parts) (*mydata.Service, error) {
	key, err := a.config.key()
	if err != nil {
		return nil, err
	}
	return mydata.New(mydata.Options{
		DB: a.records, Catalogues: p.catalogues, Mails: a.people.mails, Key: key.For("takeouts"),
		Zone: p.city.Location(), Erase: a.erasePerson, EraseAnswers: a.eraseAnswers, Enqueue: a.enqueueAt,
		Log: a.config.Log,
	})
}

// erasePerson deletes somebody, with all that any package keeps of them.
func (a *App) erasePerson(ctx context.Context, tx *db.Tx, personID string) (mydata.Departed, error) {
	was, err := a.people.accounts.EraseIn(ctx, tx, personID)
	return mydata.Departed{Email: was.Address(), Language: was.Language}, err
}

func (a *App) eraseAnswers(ctx context.Context, tx *db.Tx, token string) error {
	return a.measures.EraseIn(ctx, tx, footprint.Token(token))
}

// enqueueAt puts a job of another package into the queue, not to be done before a
// moment.
func (a *App) enqueueAt(ctx context.Context, tx *db.Tx, at time.Time, args any) error {
	job, ok := args.(job.Args)
	if !ok {
		return fmt.Errorf("%T is no job", args)
	}
	return a.queue.EnqueueAt(ctx, tx, at, job)
}

// sweep deletes what was written of somebody while they were being erased.
func (a *App) sweep(ctx context.Context, j job.Job[mydata.Sweep]) error {
	return a.mine.Sweep(ctx, j.Args)
}

// clean has what is erased leave the files.
func (a *App) clean(ctx context.Context, _ job.Job[mydata.Clean]) error {
	return a.mine.Clean(ctx)
}

// makeTakeout makes the copy of their data that somebody has asked for.
func (a *App) makeTakeout(ctx context.Context, j job.Job[mydata.Make]) error {
	return a.mine.Make(ctx, j.Args)
}

// A purgeTakeouts deletes the copies that nobody has fetched in time.
type purgeTakeouts struct{}

func (purgeTakeouts) Kind() string { return "takeout.purge" }

func (a *App) purgeTakeouts(ctx context.Context, _ job.Job[purgeTakeouts]) error {
	return a.mine.Purge(ctx)
}
