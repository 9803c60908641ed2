package mydata

import (
	"context"
	"crypto/rand"
	"errors"
	"regexp"
	"time"

	"capzero/internal/db"
	"capzero/internal/fault"
	"capzero/internal/notify"
)

// A Receipt is what is left of an erasure. It names nobody.
type Receipt struct {
	Reference string
	At        time.Time
	Cleaned   time.Time // since when no byte of it is in the files; zero until then
}

// A Departed is who was erased, for as long as it takes to write to them.
type Departed struct {
	Email    string // empty where there was none
	Language string
}

// A Sweep is the job that deletes what was written of a person while they were being
// erased.
type Sweep struct{ Person string }

// Kind names the job.
func (Sweep) Kind() string { return "leaving.sweep" }

// A Clean is the job that has what is erased leave the files.
type Clean struct{}

// Kind names the job.
func (Clean) Kind() string { return "leaving.clean" }

// sweepAfter is longer than any request takes: one that had read who asks before
// they were erased has written by then, or never will.
const sweepAfter = 2 * time.Minute

var errReceiptUnknown = fault.New(fault.NotFound, "mydata.receipt_unknown")

// NewReference draws the reference of an erasure that somebody is about to ask for.
func NewReference() string { return rand.Text() }

var referencePattern = regexp.MustCompile(`^[A-Z2-7]{26}$`)

// Erase deletes a person with everything that is only theirs. The reference is of
// the page on which they asked: asked for twice, it is one erasure.
func (s *Service) Erase(ctx context.Context, personID, reference string) (r Receipt, err error) {
	return s.erase(ctx, reference, func(tx *db.Tx, r Receipt) error { return s.eraseIn(ctx, tx, personID, r, false) })
}

// EraseUnused erases a person in the same way because nobody has used their account, if
// still says, in the transaction that does it, that nobody has.
func (s *Service) EraseUnused(ctx context.Context, personID string, still func(ctx context.Context, tx *db.Tx) (bool, error)) (erased bool, err error) {
	_, err = s.erase(ctx, "", func(tx *db.Tx, r Receipt) error {
		unused, err := still(ctx, tx)
		if err == nil && !unused {
			err = errUsed
		}
		if err != nil {
			return err
		}
		return s.eraseIn(ctx, tx, personID, r, true)
	})
	if errors.Is(err, errUsed) {
		return false, nil
	}
	return err == nil, err
}

// errUsed undoes the erasure of an account that is used.
var errUsed = errors.New("the account is used")

func (s *Service) eraseIn(ctx context.Context, tx *db.Tx, personID string, r Receipt, unused bool) error {
	gone, err := s.erasePerson(ctx, tx, personID)
	if err != nil {
		return err
	}
	if err := deleteTakeouts(ctx, tx, personID, withdrawn); err != nil {
		return err
	}
	if err := s.enqueueAt(ctx, tx, tx.Now.Add(sweepAfter), Sweep{Person: personID}); err != nil {
		return err
	}
	return s.sendReceipt(ctx, tx, gone, r, unused)
}

// EraseAnswers deletes what a browser has given without an account.
func (s *Service) EraseAnswers(ctx context.Context, token, reference string) (Receipt, error) {
	return s.erase(ctx, reference, func(tx *db.Tx, _ Receipt) error { return s.eraseAnswers(ctx, tx, token) })
}

// erase deletes something once, and writes the receipt.
func (s *Service) erase(ctx context.Context, reference string, what func(*db.Tx, Receipt) error) (r Receipt, err error) {
	if !referencePattern.MatchString(reference) {
		reference = NewReference()
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		var done bool
		if r, done, err = findErasure(ctx, tx, reference); err != nil || done {
			return err
		}
		r = Receipt{Reference: reference, At: tx.Now}
		if err := what(tx, r); err != nil {
			return err
		}
		if err := insertErasure(ctx, tx, r); err != nil {
			return err
		}
		return s.enqueueAt(ctx, tx, time.Time{}, Clean{})
	})
	return r, err
}

// sendReceipt writes to who has left, where there is an address. The mail is of no
// person, and what it says is forgotten once it has left, see package notify.
func (s *Service) sendReceipt(ctx context.Context, tx *db.Tx, to Departed, r Receipt, unused bool) error {
	if to.Email == "" || !s.mails.Delivers() {
		return nil // an address that nobody writes to would only be kept
	}
	_, err := s.mails.Queue(ctx, tx, notify.Envelope{
		Reason: "erased/" + r.Reference, To: to.Email, Language: to.Language,
		Mail: notify.Erased{Reference: r.Reference, At: r.At.In(s.zone), Unused: unused},
	})
	return err
}

// Sweep does the job of the same name. Done again, it changes nothing.
func (s *Service) Sweep(ctx context.Context, job Sweep) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := s.erasePerson(ctx, tx, job.Person); err != nil {
			return err
		}
		return deleteTakeouts(ctx, tx, job.Person, withdrawn)
	})
}

// Receipt finds the receipt of a reference.
func (s *Service) Receipt(ctx context.Context, reference string) (r Receipt, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		var found bool
		r, found, err = findErasure(ctx, tx, reference)
		if err == nil && !found {
			return errReceiptUnknown
		}
		return err
	})
	return r, err
}

// Clean has what is erased leave the files of SQLite, and says on the receipts since
// when. It is called after each erasure, and again every minute, because the log is
// emptied only when nobody reads it. On PostgreSQL there is nothing to do but to say so.
func (s *Service) Clean(ctx context.Context) error {
	var references []string
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		references, err = uncleaned(ctx, tx)
		return err
	})
	if err != nil || len(references) == 0 {
		return err
	}
	if err := s.db.Scrub(ctx); err != nil {
		return err
	}
	truncated, err := s.db.Truncate(ctx)
	if err != nil || !truncated {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error { return writeCleaned(ctx, tx, references) })
}
