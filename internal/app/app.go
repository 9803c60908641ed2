package app

import (
	"context"
	"errors"
	"net/http"

	"capzero/internal/challenge"
	"capzero/internal/db"
	"capzero/internal/erasure"
	"capzero/internal/footprint"
	"capzero/internal/handover"
	"capzero/internal/household"
	"capzero/internal/job"
	"capzero/internal/mydata"
	"capzero/internal/retention"
	"capzero/internal/steering"
	"capzero/internal/web"
)

// An App is the program of one city, ready to run.
type App struct {
	config   Config
	records  *db.DB
	measures *footprint.Service
	people   *people
	homes    homes
	season   *challenge.Service
	steering *steering.Service
	ideas    *ideas
	erased   *erasure.Journal
	backups  *backups // nil: none are made
	mine     *mydata.Service
	first    string             // link of the first administrator
	kept     *retention.Service // how long things are
	queue    *job.Queue
	socket   *handover.Socket
	server   *http.Server

	connections connections
}

// New builds everything that answers a request and takes the address to listen
// on. It fails where a model, a catalogue, the records or the address cannot be
// used, and says which.
func New(ctx context.Context, config Config) (*App, error) {
	config, err := config.filled()
	if err != nil {
		return nil, err
	}
	p, err := newParts(config)
	if err != nil {
		return nil, err
	}
	a := &App{config: config}
	if a.records, err = db.Open(ctx, config.records(), config.Now); err != nil {
		return nil, err
	}
	if err := a.connect(ctx, p); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

// connect makes the services over the open records and the pages over them.
func (a *App) connect(ctx context.Context, p parts) error {
	err := a.openErased()
	if err != nil {
		return err
	}
	if err := a.openServices(ctx, p); err != nil {
		return err
	}
	if a.backups, err = a.config.newBackups(a.records, a.erased, p.city.ID); err != nil {
		return err
	}
	a.kept = a.newRetention(p)
	if err := a.kept.Begin(ctx); err != nil {
		return err
	}
	a.steering = a.newSteering(p)
	a.queue, err = job.New(job.Options{DB: a.records, Kinds: a.kinds(), Log: a.config.Log})
	if err != nil {
		return err
	}
	demo, err := a.records.IsDemo(ctx)
	if err != nil {
		return err
	}
	if a.socket, err = handover.Listen(a.config.Listen); err != nil {
		return err
	}
	a.people, err = newPeople(ctx, a.peopleNeeds(p, a.publicURL(), a.enqueue))
	if err != nil {
		return err
	}
	if err := a.eraseAgain(ctx); err != nil {
		return err
	}
	if a.mine, err = a.newMyData(p); err != nil {
		return err
	}
	if a.first, err = a.people.accounts.FirstAdministrator(ctx); err != nil {
		return err
	}
	doors, err := a.config.doors()
	if err != nil {
		return err
	}
	pages, err := web.New(web.Options{
		Footprint:  a.measures,
		Accounts:   a.people.accounts,
		Households: a.homes.households,
		Consents:   a.homes.consents,
		Challenge:  a.season,
		Steering:   a.steering,
		Ideas:      a.ideas,
		MyData:     a.mine,
		Retention:  a.kept,
		StaffDoors: doors,
		Jobs:       a.queue,
		Outbox:     a.people.mails,
		Prompts:    a.people.mails,
		Mailbox:    a.people.mails,
		Intervals:  a.measures,
		City:       p.city,
		Catalogues: p.catalogues,
		Models:     p.models.versions,
		URL:        a.publicURL(),
		Demo:       demo,
		Log:        a.config.Log,
		Now:        a.config.Now,
		Ready:      a.records.Ping,
		Full:       a.records.Full,
		Backups:    a.backups.shown(),
		Program:    a.config.Program,
	})
	if err != nil {
		return err
	}
	a.server = newServer(pages, &a.connections, a.config.Log)
	return nil
}

// openServices makes what measures, who lives together and the challenge. Those
// who know people follow, see [App.peopleNeeds].
func (a *App) openServices(ctx context.Context, p parts) (err error) {
	if a.measures, err = p.measures(a.records, a.config, a.erased); err != nil {
		return err
	}
	if err = a.openHomes(p); err != nil {
		return err
	}
	if a.season, err = p.newChallenge(a.records, a.measures, a.homes); err != nil {
		return err
	}
	a.homes.consents.OnEnd(household.Ranking, a.season.LeaveRankingIn)
	a.ideas, err = newIdeas(ctx, a.records, a.measures, p)
	return err
}

// Challenge is what seasons are read and written with, for tests that look behind
// the pages.
func (a *App) Challenge() *challenge.Service { return a.season }

// FirstAdministrator is the link by which somebody becomes the first administrator
// of the city, empty where there is one.
func (a *App) FirstAdministrator() string { return a.first }

// publicURL is the address that people use.
func (a *App) publicURL() string {
	if a.config.URL != "" {
		return a.config.URL
	}
	return address(a.socket)
}

// Close lets go of the address and the records. It is called once Run is over.
func (a *App) Close() error {
	if a.socket != nil {
		a.socket.Close() // closed already where Run has served
	}
	return a.records.Close()
}
