package notify

import (
	"context"
	"errors"
	"fmt"
	"net/textproto"
	"strconv"
	"strings"
	"sync"
	"time"

	"capzero/internal/db"

	gomail "github.com/wneessen/go-mail"
)

const (
	// lookEvery is how often the outbox is looked into: a person waits for the
	// link.
	lookEvery = time.Second
	// sentAtOnce is how many mails are under way side by side, so that one slow
	// server does not hold them all.
	sentAtOnce = 4
	// claimBatch is how many mails are read at a time.
	claimBatch = 100
)

// The words for what went wrong that are not the code of a server.
const (
	problemNoAnswer = "no answer"
	problemAddress  = "address"
	problemKey      = "key"
	problemStopped  = "stopped while sending"
	problemRestored = "records put back"
)

// Run sends what is due until the context ends.
func (s *Service) Run(ctx context.Context) {
	if s.server == nil || s.demo {
		return
	}
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		if _, err := s.SendDue(ctx); err != nil && ctx.Err() == nil {
			s.log.Error("outbox failed", "error", err)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

// SendDue tries each mail that is due once, and returns how many a server has
// taken. Several processes may do so at once: a mail is claimed before it is
// sent.
func (s *Service) SendDue(ctx context.Context) (sent int, err error) {
	batch, err := s.due(ctx)
	if err != nil || len(batch) == 0 {
		return 0, err
	}
	queue := make(chan due)
	var mu sync.Mutex
	var workers sync.WaitGroup
	for range min(sentAtOnce, len(batch)) {
		workers.Go(func() {
			for d := range queue {
				left, failed := s.try(ctx, d)
				mu.Lock()
				err = errors.Join(err, failed)
				if left {
					sent++
				}
				mu.Unlock()
			}
		})
	}
	for _, d := range batch {
		queue <- d
	}
	close(queue)
	workers.Wait()
	return sent, err
}

// due returns the mails whose turn has come. Looking is a read, since most of
// the time there is none.
func (s *Service) due(ctx context.Context) (batch []due, err error) {
	var abandoned bool
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if abandoned, err = hasAbandoned(ctx, tx); err != nil {
			return err
		}
		batch, err = dueMails(ctx, tx, claimBatch)
		return err
	})
	if err != nil || !abandoned {
		return batch, err
	}
	return batch, s.db.Write(ctx, func(tx *db.Tx) error { return doubtAbandoned(ctx, tx) })
}

// try sends one mail, if it is still there for us, and reports whether a server
// has taken it. The server is spoken to between two transactions, not in one.
func (s *Service) try(ctx context.Context, d due) (sent bool, err error) {
	var claimed, late bool
	var now time.Time
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		now, claimed = tx.Now, false
		if late = tx.Now.Unix() >= d.Until; late {
			return endMail(ctx, tx, d.ID, Late, "")
		}
		// Twice the time of an attempt: nobody may doubt one that still runs.
		claimed, err = claimMail(ctx, tx, d.ID, tx.Now.Add(2*s.server.timeout()+time.Second))
		return err
	})
	if err != nil || late || !claimed {
		return false, err
	}
	o := s.deliver(ctx, d, now)
	// What happened is written even when the program is told to stop.
	ctx = context.WithoutCancel(ctx)
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if o.state == Waiting {
			return putBack(ctx, tx, d.ID, o.problem, tx.Now.Add(retryAfter(d.Attempts+1)))
		}
		return endMail(ctx, tx, d.ID, o.state, o.problem)
	})
	return o.state == Sent, err
}

// An outcome is what came of one attempt.
type outcome struct {
	state   State
	problem string
}

// deliver speaks to the server. The errors of the library name the address:
// they go nowhere from here.
func (s *Service) deliver(ctx context.Context, d due, now time.Time) outcome {
	m, err := s.seal.open(d.ID, d.Sealed)
	if err != nil {
		return outcome{Refused, problemKey}
	}
	msg, err := s.compose(d.ID, m, now)
	if err != nil {
		return outcome{Refused, problemAddress}
	}
	client, err := s.server.client()
	if err != nil {
		return outcome{Waiting, "configuration"}
	}
	ctx, cancel := context.WithTimeout(ctx, s.server.timeout())
	defer cancel()
	connection, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return outcome{Waiting, dialProblem(err)}
	}
	err = client.SendWithSMTPClient(connection, msg)
	client.CloseWithSMTPClient(connection) // the server has said what it had to say
	if msg.IsDelivered() {
		return outcome{Sent, ""} // whatever came after the server took it
	}
	return judge(err)
}

// domainOf is the part of an address after its last @.
func domainOf(address string) string {
	return address[strings.LastIndex(address, "@")+1:]
}

// compose makes the message. Its id is that of the mail in the outbox, the same
// at each attempt.
func (s *Service) compose(id string, m message, now time.Time) (*gomail.Msg, error) {
	msg := gomail.NewMsg()
	if err := msg.FromFormat(s.from.Name, s.from.Address); err != nil {
		return nil, err
	}
	if err := msg.To(m.To); err != nil {
		return nil, err
	}
	msg.SetMessageIDWithValue(id + "@" + domainOf(s.from.Address))
	msg.SetDateWithValue(now)
	msg.Subject(m.Subject)
	// Answering machines stay silent.
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	if m.Unsubscribe != "" {
		msg.SetGenHeader("List-Unsubscribe", "<"+m.Unsubscribe+">")
		msg.SetGenHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
	}
	msg.SetBodyString(gomail.TypeTextPlain, m.Plain)
	msg.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	return msg, nil
}

// dialProblem is the code that a server refused us with, or that it said
// nothing.
func dialProblem(err error) string {
	if refused, ok := errors.AsType[*textproto.Error](err); ok {
		return strconv.Itoa(refused.Code)
	}
	return problemNoAnswer
}

// judge says what an error means for a mail that no server has taken.
func judge(err error) outcome {
	failed, ok := errors.AsType[*gomail.SendError](err)
	if !ok {
		return outcome{Waiting, problemNoAnswer}
	}
	code := failed.ErrorCode()
	switch {
	case code >= 500 && !failed.IsTemp():
		return outcome{Refused, strconv.Itoa(code)}
	case code >= 400:
		return outcome{Waiting, strconv.Itoa(code)}
	case failed.Reason == gomail.ErrSMTPDataClose, failed.Reason == gomail.ErrAmbiguous:
		// Everything was said and no answer came: it may be on its way.
		return outcome{Uncertain, problemNoAnswer}
	case failed.Reason == gomail.ErrNoUnencoded:
		return outcome{Refused, problemAddress}
	}
	return outcome{Waiting, fmt.Sprintf("%s, step %d", problemNoAnswer, failed.Reason)}
}
