package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"capzero/internal/backup"
	"capzero/internal/db"
	"capzero/internal/erasure"
	"capzero/internal/fault"
)

// A RestoreRequest says which backup is put back.
type RestoreRequest struct {
	File string
	// WithoutErased goes on where no journal of the erased is found: those who were
	// erased since the backup come back.
	WithoutErased bool
	Progress      func(done, all int)
}

// Restored is what came of it.
type Restored struct {
	backup.Manifest
	Place  string
	Erased int // things that were erased again
}

// Restore puts a backup back where there are no records, and erases whoever was erased
// since. Before that is done nobody can open them.
func Restore(ctx context.Context, config Config, r RestoreRequest) (done Restored, err error) {
	if config, done.Manifest, err = config.restoring(r.File); err != nil {
		return done, err
	}
	done.Place = db.Name(config.records())
	key, err := config.existingKey()
	if err != nil {
		return done, err
	}
	journal, err := config.journalFor(r)
	if err != nil {
		return done, err
	}
	p, err := newParts(config)
	if err != nil {
		return done, err
	}
	err = sealOf(key).Restore(ctx, r.File, config.records(), backup.Restoring{
		Now: config.Now, Progress: r.Progress,
		Fill: func(records *db.DB, _ backup.Manifest) (err error) {
			a := &App{config: config, records: records, erased: journal}
			done.Erased, err = a.putRight(ctx, p)
			return err
		},
	})
	return done, err
}

// restoring reads what a backup holds, before much is done. Its city is the one that
// is put back, unless another pack is given.
func (c Config) restoring(file string) (Config, backup.Manifest, error) {
	chosen := c.City != "" || c.CityPack != ""
	c, err := c.filled()
	if err != nil {
		return c, backup.Manifest{}, err
	}
	key, err := c.existingKey()
	if err != nil {
		return c, backup.Manifest{}, err
	}
	m, err := sealOf(key).Read(file)
	if err == nil && !chosen {
		c.City = m.City
	}
	return c, m, err
}

// journalFor opens the journal with the lines of every copy of it that can be found.
func (c Config) journalFor(r RestoreRequest) (*erasure.Journal, error) {
	files := c.erasedFiles()
	beside := filepath.Join(filepath.Dir(r.File), erasure.FileName)
	known := false
	for _, file := range append(files, beside) {
		known = known || isThere(file)
	}
	if !known && !r.WithoutErased {
		return nil, fault.New(fault.NotFound, "erasure.missing", "file", filepath.Base(r.File))
	}
	if isThere(beside) {
		files = append(files, beside)
	}
	return c.journal(files)
}

func isThere(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// putRight does what records that were put back need before anybody opens them: ways
// in and mails that have been used since are ended, and the erased are erased.
func (a *App) putRight(ctx context.Context, p parts) (erased int, err error) {
	if err := a.openServices(ctx, p); err != nil {
		return 0, err
	}
	a.people, err = newPeople(ctx, a.peopleNeeds(p, nowhere, func(context.Context, *db.Tx, any) error {
		return errors.New("a restore has no queue of jobs")
	}))
	if err != nil {
		return 0, err
	}
	if err := a.people.accounts.EndWaysIn(ctx); err != nil {
		return 0, err
	}
	if err := a.people.mails.DoubtWaiting(ctx); err != nil {
		return 0, err
	}
	return a.replay(ctx)
}
