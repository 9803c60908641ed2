package app

import (
	"context"
	"encoding/hex"
	"errors"
	"path/filepath"
	"sync/atomic"
	"time"

	"capzero/internal/account"
	"capzero/internal/backup"
	"capzero/internal/db"
	"capzero/internal/erasure"
	"capzero/internal/fault"
	"capzero/internal/job"
	"capzero/internal/retention"
	"capzero/internal/web"
)

const (
	// backupLook is how often it is looked whether a night has passed since the last
	// backup, and backupWithin how long one may take, with putting it back.
	backupLook, backupWithin = time.Hour, time.Hour
	// backupHour is when a night's backup is due, in the time of the city: who plays
	// late has gone to bed, and the figures of the night are made an hour later.
	backupHour = 2
	// rehearseEvery is how often a backup is put back to see that it can be.
	rehearseEvery = 7 * 24 * time.Hour
	// statusEvery is how often the folder is looked into, for /healthz and for the page
	// of the operator: a disk that does not answer holds up nobody's request.
	statusEvery = time.Minute
)

// installation names an installation without giving its secret away.
func installation(key account.Key) string { return hex.EncodeToString(key.For("installation")) }

func sealOf(key account.Key) backup.Seal {
	return backup.Seal{Key: key.For("backup"), Installation: installation(key)}
}

// backups are those of the city: made at night, and looked at.
type backups struct {
	keeper  backup.Keeper
	records *db.DB
	place   string
	erased  *erasure.Journal
	city    *time.Location
	status  atomic.Pointer[backup.Status]
}

// newBackups returns nil where none are made.
func (c Config) newBackups(records *db.DB, erased *erasure.Journal, cityID string) (*backups, error) {
	if c.Backups == "" {
		return nil, nil
	}
	key, err := c.key()
	if err != nil {
		return nil, err
	}
	home, err := findCity(c)
	if err != nil {
		return nil, err
	}
	b := &backups{
		keeper: backup.Keeper{
			Folder: c.Backups, City: cityID, Program: c.Program, Seal: sealOf(key), Keep: backup.Usual, Now: c.Now,
		},
		records: records, place: c.records(), erased: erased, city: home.Location(),
	}
	b.look()
	return b, nil
}

// look looks into the folder.
func (b *backups) look() {
	s := b.keeper.Status()
	b.status.Store(&s)
}

// Status is how the folder was when somebody last looked.
func (b *backups) Status() backup.Status { return *b.status.Load() }

// shown is what the pages are given, nothing where no backups are made.
func (b *backups) shown() web.Backups {
	if b == nil {
		return nil
	}
	return b
}

func (b *backups) watch(ctx context.Context) {
	if b == nil {
		return
	}
	tick := time.NewTicker(statusEvery)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			b.look()
		case <-ctx.Done():
			return
		}
	}
}

// nightly makes the backup of a night that has none, brings the copy of the journal
// up to date, and puts the last backup back where that was done long ago.
func (b *backups) nightly(ctx context.Context) error {
	defer b.look()
	files, err := b.keeper.Files()
	if err != nil {
		return err
	}
	if len(files) == 0 || files[0].Moment.Before(lastNight(b.keeper.Now(), b.city)) {
		if _, err := b.keeper.Make(ctx, b.records, nil); err != nil {
			return err
		}
	}
	if err := b.erased.CatchUp(ctx, b.records); err != nil {
		return err
	}
	if b.keeper.Now().Sub(b.keeper.Status().Rehearsal.At) >= rehearseEvery {
		if err := b.keeper.Rehearse(ctx, b.place); err != nil {
			return err
		}
	}
	return b.records.Write(ctx, func(tx *db.Tx) error { return retention.Note(ctx, tx, retention.Backups, 0, true) })
}

// lastNight is the last time that a backup was due.
func lastNight(now time.Time, city *time.Location) time.Time {
	local := now.In(city)
	dueOn := func(day int) time.Time {
		return time.Date(local.Year(), local.Month(), day, backupHour, 0, 0, 0, city)
	}
	if due := dueOn(local.Day()); !due.After(now) {
		return due
	}
	return dueOn(local.Day() - 1)
}

// A backUp makes the backup of a night.
type backUp struct{}

func (backUp) Kind() string { return "records.copy" }

// backupKinds are the work of a program that makes backups. Another one on the same
// records, which makes none, leaves their jobs alone.
func (a *App) backupKinds() []job.Kind {
	if a.backups == nil {
		return nil
	}
	return []job.Kind{
		carrying(a, func(ctx context.Context, _ job.Job[backUp]) error { return a.backups.nightly(ctx) }).
			Every(backupLook).Within(backupWithin),
	}
}

// A BackupRequest is one that an operator asks for.
type BackupRequest struct {
	To       string // folder
	Keep     int    // how many of the newest; 0 for all
	Progress func(done, all int)
}

// Backup writes a backup of the records. The program may be serving from them
// meanwhile, an earlier version of it too.
func Backup(ctx context.Context, config Config, r BackupRequest) (made backup.Made, err error) {
	if config, err = config.filled(); err != nil {
		return made, err
	}
	exists, err := db.Exists(ctx, config.records())
	if err != nil {
		return made, err
	}
	if !exists {
		return made, fault.New(fault.NotFound, "backup.nowhere", "place", db.Name(config.records()))
	}
	key, err := config.existingKey()
	if err != nil {
		return made, err
	}
	home, err := findCity(config)
	if err != nil {
		return made, err
	}
	records, err := db.OpenAsIs(ctx, config.records(), config.Now)
	if err != nil {
		return made, err
	}
	defer func() { err = errors.Join(err, records.Close()) }()
	keeper := backup.Keeper{
		Folder: r.To, City: home.ID, Program: config.Program, Seal: sealOf(key),
		Keep: backup.Rule{Newest: r.Keep}, Now: config.Now,
	}
	if made, err = keeper.Make(ctx, records, r.Progress); err != nil {
		return made, err
	}
	return made, config.copyJournal(ctx, records, made, r.To)
}

// copyJournal brings a copy of the journal beside a backup. Records of an earlier
// version may have no table of it yet.
func (c Config) copyJournal(ctx context.Context, records *db.DB, made backup.Made, folder string) error {
	latest, _, err := db.Latest(made.Engine)
	if err != nil || made.Version < latest {
		return err
	}
	c.Backups = folder
	journal, err := c.journal(c.erasedFiles())
	if err != nil {
		return err
	}
	return journal.CatchUp(ctx, records)
}

// existingKey is the secret that an installation has. None is made.
func (c Config) existingKey() (account.Key, error) {
	path, err := c.keyPath()
	if err != nil {
		return nil, err
	}
	return account.FindKey(filepath.Clean(path))
}
