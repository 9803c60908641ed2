package app

import (
	"context"
	"errors"
	"fmt"
	"net/mail"
	"path/filepath"
	"time"

	"capzero/internal/account"
	"capzero/internal/city"
	"capzero/internal/db"
	"capzero/internal/footprint"
	"capzero/internal/i18n"
	"capzero/internal/job"
	"capzero/internal/notify"
)

// keyFile is the secret of the installation, in the folder of its records unless
// the operator says where.
const keyFile = "capzero.key"

// people is what knows people: their accounts, their mails, and the jobs that are
// about them.
type people struct {
	accounts *account.Service
	mails    *notify.Service
	queue    *job.Queue
}

// A peopleNeeds is what it takes to make them.
type peopleNeeds struct {
	config     Config
	url        string // that people use
	city       city.City
	catalogues *i18n.Catalogues
	records    *db.DB
	measures   *footprint.Service // nil for a command: nobody comes in
}

// newPeople connects them over open records. Jobs are done once the queue is
// started; until then they wait.
func newPeople(ctx context.Context, n peopleNeeds) (*people, error) {
	key, err := n.config.key()
	if err != nil {
		return nil, err
	}
	p := &people{}
	if p.mails, err = newMails(ctx, n, key); err != nil {
		return nil, err
	}
	if p.queue, err = job.New(job.Options{DB: n.records, Kinds: p.kinds(n.measures), Log: n.config.Log}); err != nil {
		return nil, err
	}
	p.accounts, err = account.New(account.Options{
		DB: n.records, City: n.city, Catalogues: n.catalogues, Mails: p.mails, Key: key, URL: n.url,
		Enqueue: p.enqueue,
		Arrived: func(ctx context.Context, tx *db.Tx, person, carried string) error {
			if n.measures == nil || carried == "" {
				return nil
			}
			return n.measures.ClaimIn(ctx, tx, footprint.Token(carried), person)
		},
		Erasing: func(ctx context.Context, tx *db.Tx, person string) error {
			if n.measures == nil {
				return nil
			}
			return n.measures.EraseIn(ctx, tx, footprint.Person(person))
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

// enqueue puts a job of another package into the queue.
func (p *people) enqueue(ctx context.Context, tx *db.Tx, j any) error {
	args, ok := j.(job.Args)
	if !ok {
		return fmt.Errorf("%T is no job", j)
	}
	return p.queue.Enqueue(ctx, tx, args)
}

// How often what is too old is looked for.
const purgeEvery = time.Hour

// The jobs that come back by themselves. They carry nothing.
type (
	purgeAnswers  struct{}
	purgeAccounts struct{}
	purgeMails    struct{}
)

func (purgeAnswers) Kind() string  { return "footprint.purge" }
func (purgeAccounts) Kind() string { return "account.purge" }
func (purgeMails) Kind() string    { return "notify.purge" }

// kinds is all the work that this program does later.
func (p *people) kinds(measures *footprint.Service) []job.Kind {
	return []job.Kind{
		job.Work(func(ctx context.Context, j job.Job[account.SignInMail]) error {
			return p.accounts.WriteSignInMail(ctx, j.Args)
		}),
		job.Work(func(ctx context.Context, _ job.Job[purgeAnswers]) error {
			if measures == nil {
				return errors.New("a command measures nobody")
			}
			_, err := measures.Purge(ctx)
			return err
		}).Every(purgeEvery),
		job.Work(func(ctx context.Context, _ job.Job[purgeAccounts]) error {
			_, err := p.accounts.Purge(ctx)
			return err
		}).Every(purgeEvery),
		job.Work(func(ctx context.Context, _ job.Job[purgeMails]) error {
			_, err := p.mails.Purge(ctx)
			return err
		}).Every(purgeEvery),
	}
}

// key reads the secret of the installation.
func (c Config) key() (account.Key, error) {
	path := c.Key
	if path == "" {
		path = filepath.Join(c.Data, keyFile)
	}
	return account.ReadKey(path)
}
