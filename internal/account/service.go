package account

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"capzero/internal/city"
	"capzero/internal/db"
	"capzero/internal/i18n"
	"capzero/internal/notify"
	"capzero/internal/retention"

	"github.com/go-webauthn/webauthn/webauthn"
)

// Options is what a Service needs.
type Options struct {
	DB         *db.DB
	City       city.City // whose people come in here
	Catalogues *i18n.Catalogues
	Mails      *notify.Service
	Key        Key
	URL        string // of the program, "https://capzero.example.org"
	// Enqueue puts a job into the queue, in a transaction. The jobs of this
	// package have a method Kind and say which method does them.
	Enqueue func(ctx context.Context, tx *db.Tx, job any) error
	// Providers are the city's own ways to sign in, for its staff. None is fine.
	Providers []Provider
	// Arrived is told of everybody who comes in, in the transaction in which they
	// do, with what their browser carried: that is where answers given without an
	// account are kept. Nil does nothing.
	Arrived func(ctx context.Context, tx *db.Tx, personID, carried string) error
	// Erasing lets others delete what they keep of a person, in the transaction
	// that erases them. Nil does nothing.
	Erasing func(ctx context.Context, tx *db.Tx, personID string) error
	// Expected says whether a person is to find their account, however long they were
	// not here: a season waits for them. Nil says no.
	Expected func(ctx context.Context, tx *db.Tx, personID string) (bool, error)
	// CardMade is told of a card that was made for a new person, in the same
	// transaction: it makes them a member of the household that the card names, or
	// refuses one to which whoever prints must not add anybody. Nil does nothing.
	CardMade func(ctx context.Context, tx *db.Tx, made Card) error
	// NewID names a person. Nil draws the name; a demonstration gives its own, so
	// that the same seed makes the same city.
	NewID func() string
	Log   *slog.Logger
}

// A Service signs people in and knows what they may do. It is safe for
// concurrent use.
type Service struct {
	db        *db.DB
	city      city.City
	locales   *i18n.Catalogues
	mails     *notify.Service
	url       string // without a stroke at its end
	enqueue   func(ctx context.Context, tx *db.Tx, job any) error
	providers []Provider
	arrived   func(ctx context.Context, tx *db.Tx, personID, carried string) error
	erasing   func(ctx context.Context, tx *db.Tx, personID string) error
	expected  func(ctx context.Context, tx *db.Tx, personID string) (bool, error)
	terms     terms // of accounts that nobody uses
	cardMade  func(ctx context.Context, tx *db.Tx, made Card) error
	newID     func() string
	log       *slog.Logger
	codes     Key // for the hashes of codes
	budgets   Key // for the names of budgets
	staffKey  Key // for what a provider gave
	relying   *webauthn.WebAuthn
	links     *links
}

// New checks what it is given and returns the service.
func New(o Options) (*Service, error) {
	switch {
	case len(o.Key) != KeySize:
		return nil, fmt.Errorf("account: a key of %d bytes is needed", KeySize)
	case o.Enqueue == nil || o.Mails == nil || o.DB == nil || o.Catalogues == nil:
		return nil, errors.New("account: DB, Catalogues, Mails and Enqueue are needed")
	}
	if o.NewID == nil {
		o.NewID = rand.Text
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	o.URL = strings.TrimSuffix(o.URL, "/")
	relying, err := newRelyingParty(o.URL, "Cap Zéro "+o.City.Short)
	if err != nil {
		return nil, err
	}
	for _, p := range o.Providers {
		if err := p.check(); err != nil {
			return nil, fmt.Errorf("account: provider %q: %w", p.ID, err)
		}
	}
	return &Service{
		db: o.DB, city: o.City, locales: o.Catalogues, mails: o.Mails, url: o.URL, enqueue: o.Enqueue, providers: o.Providers,
		arrived: o.Arrived, erasing: o.Erasing, expected: o.Expected, terms: terms{o.City.Retention.OrUsual().InactiveMonths}, cardMade: o.CardMade, newID: o.NewID, log: o.Log, codes: o.Key.For("codes"), budgets: o.Key.For("budgets"), staffKey: o.Key.For("staff"),
		relying: relying, links: newLinks(),
	}, nil
}

// SignInPath is where a link in a mail leads, followed by its token.
const SignInPath = "/entrer/"

// language returns the tag of a language that we write.
func (s *Service) language(tag string) string { return s.locales.Locale(tag).Tag() }

// Purge deletes what is over: sign-ins, sessions, budgets. It says how many rows
// there were.
func (s *Service) Purge(ctx context.Context) (total int64, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		total = 0
		for rule, purge := range map[retention.ID]func(context.Context, *db.Tx) (int64, error){
			retention.SignIns: purgeSignIns, retention.Devices: deleteExpiredSessions,
			retention.Budgets: deletePaidBudgets, retention.Ceremonies: deleteExpiredCeremonies,
		} {
			n, err := purge(ctx, tx)
			if err != nil {
				return err
			}
			if err := retention.Note(ctx, tx, rule, n, true); err != nil {
				return err
			}
			total += n
		}
		return nil
	})
	return total, err
}

// purgeSignIns leaves a link for a while after it has expired, so that whoever opens
// it late is told so.
func purgeSignIns(ctx context.Context, tx *db.Tx) (int64, error) {
	return deleteSignInsBefore(ctx, tx, tx.Now.Add(-retention.SignInFor))
}
