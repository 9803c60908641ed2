package mydata

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"capzero/internal/db"
	"capzero/internal/i18n"
	"capzero/internal/notify"
)

// Options is what a Service needs.
type Options struct {
	DB         *db.DB
	Catalogues *i18n.Catalogues
	Mails      Mails
	Key        []byte // 32 bytes, secret, the same for every process
	Zone       *time.Location
	// Erase deletes a person with what everybody keeps of them, in a transaction. Of
	// one who is gone it deletes what is left, and says nothing of them.
	Erase func(ctx context.Context, tx *db.Tx, personID string) (Departed, error)
	// EraseAnswers deletes what a browser has given. What is gone stays gone.
	EraseAnswers func(ctx context.Context, tx *db.Tx, token string) error
	// Enqueue puts a job into the queue, not to be done before a moment.
	Enqueue func(ctx context.Context, tx *db.Tx, at time.Time, job any) error
	Log     *slog.Logger
}

// Mails takes the receipt. It is [notify.Service].
type Mails interface {
	Queue(ctx context.Context, tx *db.Tx, e notify.Envelope) (bool, error)
	Delivers() bool // a mail can reach anybody
}

// A Service shows, gives and erases what is held about people. It is safe for
// concurrent use.
type Service struct {
	db           *db.DB
	locales      *i18n.Catalogues
	mails        Mails
	seal         seal
	zone         *time.Location
	erasePerson  func(ctx context.Context, tx *db.Tx, personID string) (Departed, error)
	eraseAnswers func(ctx context.Context, tx *db.Tx, token string) error
	enqueueAt    func(ctx context.Context, tx *db.Tx, at time.Time, job any) error
	log          *slog.Logger
}

// New checks what it is given and returns the service.
func New(o Options) (*Service, error) {
	if o.DB == nil || o.Catalogues == nil || o.Mails == nil || o.Zone == nil || o.Erase == nil || o.EraseAnswers == nil || o.Enqueue == nil {
		return nil, errors.New("mydata: DB, Catalogues, Mails, Zone, Erase, EraseAnswers and Enqueue are needed")
	}
	sealed, err := newSeal(o.Key)
	if err != nil {
		return nil, err
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Service{
		db: o.DB, locales: o.Catalogues, mails: o.Mails, seal: sealed, zone: o.Zone,
		erasePerson: o.Erase, eraseAnswers: o.EraseAnswers, enqueueAt: o.Enqueue, log: o.Log,
	}, nil
}
