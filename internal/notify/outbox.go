package notify

import (
	"context"
	"time"

	"capzero/internal/db"
	"capzero/internal/fault"
)

// An Outbox is what an operator sees of the mails: how many there are in each
// state and the last of those that did not go well. It names nobody and says
// nothing of what is in them.
type Outbox struct {
	Counts   map[State]int
	Troubled []Trouble
}

// A Trouble is a mail that has not arrived, or not for sure.
type Trouble struct {
	ID       string
	Kind     string
	State    State
	Attempts int
	Problem  string // a word of this package, or the code of an SMTP server
	QueuedAt time.Time
	DueAt    time.Time // of the next attempt, while it is waiting
}

// troubledStates are those that an operator may want to do something about.
var troubledStates = []State{Uncertain, Refused, Late}

// Outbox returns the state of the outbox, with at most limit mails of each
// troubled state.
func (s *Service) Outbox(ctx context.Context, limit int) (o Outbox, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		o = Outbox{}
		if o.Counts, err = countByState(ctx, tx); err != nil {
			return err
		}
		for _, state := range troubledStates {
			rows, err := readMails(ctx, tx, state, limit)
			if err != nil {
				return err
			}
			o.add(rows)
		}
		waiting, err := readMails(ctx, tx, Waiting, limit)
		o.addTried(waiting)
		return err
	})
	return o, err
}

func (o *Outbox) add(rows []row) {
	for _, r := range rows {
		o.Troubled = append(o.Troubled, Trouble{
			ID: r.ID, Kind: r.Kind, State: State(r.State), Attempts: r.Attempts, Problem: r.Problem,
			QueuedAt: time.Unix(r.QueuedAt, 0).UTC(), DueAt: time.Unix(r.DueAt, 0).UTC(),
		})
	}
}

// addTried adds the waiting mails that have been tried before.
func (o *Outbox) addTried(rows []row) {
	for _, r := range rows {
		if r.Attempts > 0 {
			o.add([]row{r})
		}
	}
}

// A Posted is a letter of a demo, with whom it was for.
type Posted struct {
	ID, Kind             string
	To                   string
	Subject, Plain, HTML string
	QueuedAt             time.Time
}

// Mailbox returns the last letters of a demo, the newest first. Anywhere else
// there is no such thing: letters are between their sender and their reader.
func (s *Service) Mailbox(ctx context.Context, limit int) (all []Posted, err error) {
	if !s.demo {
		return nil, fault.New(fault.NotFound, "error.not_found")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		all = nil
		rows, err := readMails(ctx, tx, Kept, limit)
		if err != nil {
			return err
		}
		for _, r := range rows {
			m, err := s.seal.open(r.ID, r.Sealed)
			if err != nil {
				return err
			}
			all = append(all, Posted{
				ID: r.ID, Kind: r.Kind, To: m.To, Subject: m.Subject, Plain: m.Plain, HTML: m.HTML,
				QueuedAt: time.Unix(r.QueuedAt, 0).UTC(),
			})
		}
		return nil
	})
	return all, err
}
