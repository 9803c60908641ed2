package app

import (
	"context"
	"encoding/base32"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"

	"capzero/internal/account"
	"capzero/internal/challenge"
	"capzero/internal/db"
	"capzero/internal/demo"
	"capzero/internal/household"
	"capzero/internal/job"
)

// A Demonstration is what came of asking for one.
type Demonstration struct {
	Name string // of the records
	Kept bool   // there was one already: it is as it was
	City string
	demo.Report
}

// Demo fills the records with an invented city, marked as one for good. Records
// that hold a demo stay as they are. Those of a real city are refused: invented
// households must never count there. A run that was stopped has left nothing.
func Demo(ctx context.Context, config Config, o demo.Options) (d Demonstration, err error) {
	if config, err = config.filled(); err != nil {
		return d, err
	}
	d.Name = db.Name(config.records())
	exists, err := db.Exists(ctx, config.records())
	if err != nil {
		return d, err
	}
	if exists {
		d.Kept = true
		return d, mustBeDemo(ctx, config)
	}
	p, err := newParts(config)
	if err != nil {
		return d, err
	}
	p.priors = nil // nobody looks at how sure these figures are
	d.City = p.city.Name
	i := invention{config: config, parts: p, until: config.Now(), clock: new(demo.Clock)}
	i.config.Now = i.clock.Now
	err = db.Create(ctx, config.records(), i.clock.Now, func(records *db.DB) error {
		d.Report, err = i.fill(ctx, records, o)
		return err
	})
	return d, err
}

// mustBeDemo refuses the records of a real city.
func mustBeDemo(ctx context.Context, config Config) error {
	records, err := db.Open(ctx, config.records(), config.Now)
	if err != nil {
		return err
	}
	isDemo, err := records.IsDemo(ctx)
	if err = errors.Join(err, records.Close()); err != nil {
		return err
	}
	if !isDemo {
		return fmt.Errorf("%s holds a real city: choose another place for the demo", db.Name(config.records()))
	}
	return nil
}

// An invention is the program of a city that is being invented: its services and
// their clock, without its pages and its workers.
type invention struct {
	config Config
	parts  parts
	until  time.Time
	clock  *demo.Clock
	mail   account.SignInMail // the one that waits to be written
}

func (i *invention) fill(ctx context.Context, records *db.DB, o demo.Options) (demo.Report, error) {
	if err := records.MarkDemo(ctx); err != nil {
		return demo.Report{}, err
	}
	a := &App{config: i.config, records: records}
	s, err := i.services(ctx, a, o.Truth.Seed)
	if err != nil {
		return demo.Report{}, err
	}
	first := challenge.WeekOf(household.DayOf(i.until, i.parts.city.Location())).Plus(1 - o.Weeks)
	year := strconv.Itoa(first.First().Time().Year())
	place := demo.Place{
		City: i.parts.city, Until: i.until,
		Season: i.parts.catalogues.Locale(i.parts.city.Languages[0]).T("season.usual_name", "year", year),
	}
	report, err := demo.Live(ctx, s, i.clock, place, o)
	if err != nil {
		return report, err
	}
	return report, a.newSteering(i.parts).Nightly(ctx)
}

// services are those of an App, connected in the same way. What they name and
// draw comes from the seed, and the one job that somebody waits for is done at
// once.
func (i *invention) services(ctx context.Context, a *App, seed uint64) (s demo.Services, err error) {
	i.clock.Set(i.until)
	i.parts.draw = &draws{seed: int64(seed >> 1), names: rand.New(rand.NewPCG(seed, 0))}
	if err := a.openServices(ctx, i.parts); err != nil {
		return s, err
	}
	a.people, err = newPeople(ctx, a.peopleNeeds(i.parts, nowhere, i.keep))
	return demo.Services{
		Accounts: a.people.accounts, Mails: a.people.mails, Households: a.homes.households, Consents: a.homes.consents,
		Footprint: a.measures, Challenge: a.season,
		WriteMail: func(ctx context.Context) error { return a.people.accounts.WriteSignInMail(ctx, i.mail) },
		Weekly:    a.weekly(),
	}, err
}

// nowhere is the address in the mails of an invented city. They have long been
// used when somebody looks at them.
const nowhere = "http://localhost"

// keep keeps the job of who comes in. There is no other one here.
func (i *invention) keep(_ context.Context, _ *db.Tx, args any) error {
	mail, ok := args.(account.SignInMail)
	if !ok {
		return fmt.Errorf("%T is no job of an invented city", args)
	}
	i.mail = mail
	return nil
}

// weekly is what a city does by itself, see kinds. Others do it every day or every
// hour; here once a week will do.
func (a *App) weekly() []func(context.Context) error {
	return []func(context.Context) error{
		a.season.Learn,
		a.season.TakeSnapshots,
		a.season.CountRankings,
		a.season.PurgeBoards,
		func(ctx context.Context) error { return a.purge(ctx, job.Job[purge]{}) },
		func(ctx context.Context) error { return a.purgeAccounts(ctx, job.Job[purgeAccounts]{}) },
		func(ctx context.Context) error { return a.purgeMails(ctx, job.Job[purgeMails]{}) },
	}
}

// draws are what a service draws otherwise by itself.
type draws struct {
	seed  int64
	names *rand.Rand
}

// name is one that nothing else has, as rand.Text gives it.
func (d *draws) name() string {
	var b [17]byte
	for at := 0; at < len(b); at += 8 {
		var eight [8]byte
		binary.LittleEndian.PutUint64(eight[:], d.names.Uint64())
		copy(b[at:], eight[:])
	}
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b[:])[:nameLength]
}

// nameLength is that of crypto/rand.Text.
const nameLength = 26
