package app

import (
	"context"
	"errors"
	"fmt"
	"net/mail"
	"os"
	"path/filepath"

	"capzero/internal/access"
	"capzero/internal/account"
	"capzero/internal/challenge"
	"capzero/internal/city"
	"capzero/internal/db"
	"capzero/internal/erasure"
	"capzero/internal/footprint"
	"capzero/internal/household"
	"capzero/internal/i18n"
	"capzero/internal/idea"
	"capzero/internal/notify"
	"capzero/internal/web"
)

// keyFile is the secret of the installation, in the folder of its records unless
// the operator says where.
const keyFile = "capzero.key"

// people is what knows people: their accounts and their mails.
type people struct {
	accounts *account.Service
	mails    *notify.Service
}

// A peopleNeeds is what it takes to make them.
type peopleNeeds struct {
	config     Config
	url        string // that people use
	city       city.City
	catalogues *i18n.Catalogues
	records    *db.DB
	measures   *footprint.Service // nil for a command: nobody comes in
	households *household.Service // nil like measures
	season     *challenge.Service // nil like measures
	ideas      *idea.Service      // nil like measures
	erased     *erasure.Journal   // nil outside a real city
	enqueue    func(ctx context.Context, tx *db.Tx, args any) error
	newID      func() string // nil outside an invented city
}

// peopleNeeds are those of the people of a city, once its services are open.
func (a *App) peopleNeeds(p parts, url string, enqueue func(context.Context, *db.Tx, any) error) peopleNeeds {
	n := peopleNeeds{
		config: a.config, url: url, city: p.city, catalogues: p.catalogues,
		records: a.records, measures: a.measures, households: a.homes.households, season: a.season, ideas: a.ideas.service,
		erased: a.erased, enqueue: enqueue,
	}
	if p.draw != nil {
		n.newID = p.draw.name
	}
	return n
}

// newPeople connects them over open records.
func newPeople(ctx context.Context, n peopleNeeds) (*people, error) {
	key, err := n.config.key()
	if err != nil {
		return nil, err
	}
	providers, err := n.config.providers()
	if err != nil {
		return nil, err
	}
	p := &people{}
	if p.mails, err = newMails(ctx, n, key); err != nil {
		return nil, err
	}
	p.accounts, err = account.New(account.Options{
		DB: n.records, City: n.city, Catalogues: n.catalogues, Mails: p.mails, Key: key, URL: n.url,
		Providers: providers,
		Enqueue:   n.enqueue,
		NewID:     n.newID,
		Arrived: func(ctx context.Context, tx *db.Tx, person, carried string) error {
			if n.measures == nil || carried == "" {
				return nil
			}
			return n.measures.ClaimIn(ctx, tx, footprint.Token(carried), person)
		},
		Expected: func(ctx context.Context, tx *db.Tx, person string) (bool, error) {
			if n.season == nil {
				return false, nil
			}
			return n.season.IsExpected(ctx, tx, person)
		},
		Erasing: func(ctx context.Context, tx *db.Tx, person string) error {
			if n.measures == nil {
				return nil
			}
			if err := n.measures.EraseIn(ctx, tx, footprint.Person(person)); err != nil {
				return err
			}
			if err := n.households.Erase(ctx, tx, person); err != nil {
				return err
			}
			if err := n.ideas.ForgetPerson(ctx, tx, person); err != nil {
				return err
			}
			if err := n.season.ForgetPerson(ctx, tx, person); err != nil {
				return err
			}
			if err := access.Forget(ctx, tx, person); err != nil {
				return err
			}
			return n.erased.Note(ctx, tx, erasure.Person, person)
		},
		Log: n.config.Log,
	})
	return p, err
}

func newMails(ctx context.Context, n peopleNeeds, key account.Key) (*notify.Service, error) {
	demo, err := n.records.IsDemo(ctx)
	if err != nil {
		return nil, err
	}
	o := notify.Options{
		DB: n.records, Catalogues: n.catalogues, Key: key.For("outbox"),
		City: n.city.Short, Accent: n.city.Accent.Light.Strong, URL: n.url,
		Demo: demo, Log: n.config.Log,
	}
	if n.config.Mail == "" {
		return notify.New(o)
	}
	if o.Server, err = notify.ParseServer(n.config.Mail, n.config.MailPassword); err != nil {
		return nil, fmt.Errorf("--mail: %w", err)
	}
	from, err := mail.ParseAddress(n.config.MailFrom)
	if err != nil {
		return nil, fmt.Errorf("--mail-from %q is not an address like defi@ville.example", n.config.MailFrom)
	}
	o.From = *from
	return notify.New(o)
}

// providers reads the city's own ways to sign in.
func (c Config) providers() ([]account.Provider, error) {
	if c.Staff == "" {
		return nil, nil
	}
	return account.ReadProviders(c.Staff, os.Getenv)
}

// doors are those ways as they are shown where people sign in.
func (c Config) doors() ([]web.StaffDoor, error) {
	providers, err := c.providers()
	var doors []web.StaffDoor
	for _, p := range providers {
		doors = append(doors, web.StaffDoor{ID: p.ID, Name: p.Name})
	}
	return doors, err
}

// key reads the secret of the installation.
func (c Config) key() (account.Key, error) {
	path, err := c.keyPath()
	if err != nil {
		return nil, err
	}
	if files := c.erasedFiles(); len(files) > 0 && isThere(files[0]) {
		return account.FindKey(path) // who has a journal has had a secret
	}
	return account.ReadKey(path)
}

func (c Config) keyPath() (string, error) {
	switch {
	case c.Key != "":
		return c.Key, nil
	case c.Data == "":
		return "", errors.New("beside a database, say where the secret of the installation is: --key FILE")
	}
	return filepath.Join(c.Data, keyFile), nil
}
