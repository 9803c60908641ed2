package notify

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/mail"
	"strings"
	"time"

	"capzero/internal/db"
	"capzero/internal/i18n"
	"capzero/internal/retention"
)

// Options is what a Service needs.
type Options struct {
	DB         *db.DB
	Catalogues *i18n.Catalogues
	Key        []byte       // 32 bytes, secret, the same for every process
	City       string       // as people read it
	Accent     string       // colour of a button, "#1b5e3f"
	URL        string       // of the program, "https://capzero.example.org"
	From       mail.Address // whom the mails come from
	Server     *Server      // nil: there is none, and mails cannot leave
	Demo       bool         // mails stay in the outbox
	Log        *slog.Logger
}

// A Service queues mails and sends them. It is safe for concurrent use.
type Service struct {
	db      *db.DB
	locales *i18n.Catalogues
	key     []byte
	seal    seal
	city    string
	accent  string
	url     string // without a stroke at its end
	from    mail.Address
	server  *Server
	demo    bool
	log     *slog.Logger
}

// New checks what it is given and returns the service.
func New(o Options) (*Service, error) {
	sealed, err := newSeal(o.Key)
	if err != nil {
		return nil, err
	}
	if o.Server != nil {
		if _, err := mail.ParseAddress(o.From.String()); err != nil {
			return nil, fmt.Errorf("the address that mails come from: %w", err)
		}
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Service{
		db: o.DB, locales: o.Catalogues, key: o.Key, seal: sealed, city: o.City, accent: o.Accent,
		url: strings.TrimSuffix(o.URL, "/"), from: o.From, server: o.Server, demo: o.Demo, log: o.Log,
	}, nil
}

// Delivers reports whether a mail can reach anybody: through a server, or the
// page of a demo. Where it cannot, nobody should be told to look for one.
func (s *Service) Delivers() bool { return s.server != nil || s.demo }

// An Envelope is a mail with whom it is for and why.
type Envelope struct {
	Reason   string // what happened, "invitation/ID": one mail for each, ever
	To       string // the address as its owner wrote it
	Person   string // id of the person, if it is one whom we know
	Language string
	Until    time.Time // when it is of no more use; zero for some days
	Mail     Mail
}

// Queue puts a mail into the outbox, in the transaction of its reason. It
// reports false, and queues nothing, where the reason has a mail already, and
// for a prompt to somebody who wants none or has had enough this week.
func (s *Service) Queue(ctx context.Context, tx *db.Tx, e Envelope) (bool, error) {
	known, err := hasReason(ctx, tx, e.Reason)
	if err != nil || known {
		return false, err
	}
	if e.Mail.Prompt() {
		if welcome, err := mayPrompt(ctx, tx, e.Person); err != nil || !welcome {
			return false, err
		}
	}
	q := queued{
		ID: rand.Text(), Reason: e.Reason, Kind: e.Mail.Kind(), Person: e.Person,
		Prompt: e.Mail.Prompt(), State: Waiting, Until: e.Until,
	}
	if s.demo {
		q.State = Kept
	}
	if q.Until.IsZero() {
		q.Until = tx.Now.Add(keptTrying)
	}
	if q.Sealed, err = s.write(q.ID, e); err != nil {
		return false, err
	}
	return insertMail(ctx, tx, q)
}

// mayPrompt reports whether a person may be asked for something once more. A
// prompt is for somebody whom we know: nobody else can be counted.
func mayPrompt(ctx context.Context, tx *db.Tx, personID string) (bool, error) {
	if personID == "" {
		return false, nil
	}
	if refused, err := refusesPrompts(ctx, tx, personID); err != nil || refused {
		return false, err
	}
	n, err := countPrompts(ctx, tx, personID, tx.Now.Add(-promptWindow))
	return n < promptsAllowed, err
}

// write renders a mail in the language of its reader and seals it.
func (s *Service) write(id string, e Envelope) (string, error) {
	l := s.locales.Locale(e.Language)
	letter := e.Mail.Letter(l, Sender{City: s.city, URL: s.url})
	letter.Parts = append(letter.Parts, Small(l.T("mail.foot", "city", s.city, "url", s.url)))
	m := message{To: e.To}
	if e.Mail.Prompt() {
		m.Unsubscribe = s.url + UnsubscribePath + s.unsubscribeToken(e.Person)
		letter.Parts = append(letter.Parts, Small(l.T("mail.unsubscribe", "url", m.Unsubscribe)))
	}
	letter = letter.clean()
	m.Subject, m.Plain = letter.Subject, letter.plain()
	var err error
	if m.HTML, err = letter.html(l.Tag(), s.accent); err != nil {
		return "", err
	}
	return s.seal.close(id, m)
}

// Unsubscribes reports whether a token is one that we wrote, for the page that
// asks whether to go on. It changes nothing.
func (s *Service) Unsubscribes(token string) error {
	_, err := s.readUnsubscribe(token)
	return err
}

// Unsubscribe stops the prompts to the person whom a token names. Doing it
// again changes nothing.
func (s *Service) Unsubscribe(ctx context.Context, token string) error {
	personID, err := s.readUnsubscribe(token)
	if err != nil {
		return err
	}
	return s.SetPrompts(ctx, personID, false)
}

// SetPrompts says whether a person wants prompts.
func (s *Service) SetPrompts(ctx context.Context, personID string, wanted bool) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if wanted {
			return acceptPrompts(ctx, tx, personID)
		}
		return refusePrompts(ctx, tx, personID)
	})
}

// WantsPrompts reports whether a person may be sent prompts.
func (s *Service) WantsPrompts(ctx context.Context, personID string) (wanted bool, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		refused, err := refusesPrompts(ctx, tx, personID)
		wanted = !refused
		return err
	})
	return wanted, err
}

// StateOf is where the mail of a reason stands; empty where there is none, or none any
// more.
func (s *Service) StateOf(ctx context.Context, tx *db.Tx, reason string) (State, error) {
	return findState(ctx, tx, reason)
}

// LeftSince reports whether some mail has left that was queued since a moment.
func (s *Service) LeftSince(ctx context.Context, tx *db.Tx, since time.Time) (bool, error) {
	return hasLeft(ctx, tx, since)
}

// Belongs says whose the mail of a reason is, once it is known whose address it
// went to.
func (s *Service) Belongs(ctx context.Context, tx *db.Tx, reason, personID string) error {
	return writeOwner(ctx, tx, reason, personID)
}

// Forget deletes everything about a person who is erased, in the transaction
// that erases them.
func (s *Service) Forget(ctx context.Context, tx *db.Tx, personID string) error {
	return forgetPerson(ctx, tx, personID)
}

// DoubtWaiting ends every mail that waits, in records that were put back: it may have
// left since they were copied, and two mails for one reason would be worse than none.
// An operator sees them as uncertain.
func (s *Service) DoubtWaiting(ctx context.Context) error {
	return s.db.Write(ctx, func(tx *db.Tx) error { return doubtWaiting(ctx, tx) })
}

// Purge deletes what the outbox need not remember any more.
func (s *Service) Purge(ctx context.Context) (deleted int64, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if deleted, err = deleteMailsBefore(ctx, tx, tx.Now.Add(-retention.MailFor)); err != nil {
			return err
		}
		return retention.Note(ctx, tx, retention.Mails, deleted, true)
	})
	return deleted, err
}
