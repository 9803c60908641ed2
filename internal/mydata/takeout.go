package mydata

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"capzero/internal/db"
	"capzero/internal/fault"
	"capzero/internal/retention"
)

// A Takeout is a copy of what is held about a person, for them to take along.
type Takeout struct {
	ID       string
	State    TakeoutState
	Done     int // groups that are read
	Steps    int // how many there are
	Asked    time.Time
	Ready    time.Time // zero until it is
	Bytes    int       // of the file
	language string
	person   string
}

// Until is when it is deleted.
func (t Takeout) Until() time.Time { return t.Asked.Add(retention.TakeoutFor) }

// A TakeoutState is how far a takeout is.
type TakeoutState string

// The states.
const (
	Asked TakeoutState = "asked"
	Ready TakeoutState = "ready"
	Large TakeoutState = "large" // larger than the program makes by itself
)

const (
	// askAgain is after how long one that is being made is given up for another.
	askAgain = 5 * time.Minute
	// largestTakeout bounds the file, in bytes. Ten years of a household of six who
	// do everything every week are a hundredth of it.
	largestTakeout = 16 << 20
)

// A Make is the job that makes a takeout.
type Make struct{ Takeout string }

// Kind names the job.
func (Make) Kind() string { return "takeout.make" }

var errTakeoutUnknown = fault.New(fault.NotFound, "mydata.takeout_unknown")

// Ask has a copy made, in place of an earlier one. One that is being made is what was
// asked for. For a person who has gone meanwhile there is none.
func (s *Service) Ask(ctx context.Context, personID, language string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if there, err := personIsThere(ctx, tx, personID); err != nil || !there {
			return err
		}
		now, found, err := findTakeout(ctx, tx, personID)
		if err != nil || found && now.State == Asked && tx.Now.Sub(now.Asked) < askAgain {
			return err
		}
		if err := deleteTakeouts(ctx, tx, personID, replaced); err != nil {
			return err
		}
		t := Takeout{
			ID: rand.Text(), State: Asked, Steps: len(Groups()), Asked: tx.Now,
			language: s.locales.Locale(language).Tag(), person: personID,
		}
		if err := insertTakeout(ctx, tx, t); err != nil {
			return err
		}
		if err := insertRequest(ctx, tx, t); err != nil {
			return err
		}
		return s.enqueueAt(ctx, tx, time.Time{}, Make{Takeout: t.ID})
	})
}

// Takeout is the copy that a person has asked for last.
func (s *Service) Takeout(ctx context.Context, personID string) (t Takeout, found bool, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		t, found, err = findTakeout(ctx, tx, personID)
		if found && tx.Now.After(t.Until()) {
			found = false
		}
		return err
	})
	return t, found, err
}

// Fetch returns the file of a copy, a zip. It is there for who asked for it only.
func (s *Service) Fetch(ctx context.Context, personID, id string) (file []byte, t Takeout, err error) {
	var sealed string
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		var found bool
		if t, found, err = findTakeout(ctx, tx, personID); err != nil {
			return err
		}
		if !found || t.ID != id || t.State != Ready || tx.Now.After(t.Until()) {
			return errTakeoutUnknown
		}
		sealed, err = readSealed(ctx, tx, id)
		return err
	})
	if err != nil {
		return nil, t, err
	}
	file, err = s.seal.open(id, sealed)
	return file, t, err
}

// Make does the job of the same name. Done again, it makes the same. Of a person who
// has gone meanwhile it makes nothing.
func (s *Service) Make(ctx context.Context, job Make) error {
	var t Takeout
	var found bool
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		t, found, err = takeoutByID(ctx, tx, job.Takeout)
		return err
	})
	if err != nil || !found || t.State != Asked {
		return err
	}
	a := newArchive(s.locales, s.zone, t)
	for n, g := range Groups() {
		rows, err := s.readGroup(ctx, t.person, g)
		if err != nil {
			return fmt.Errorf("read %s: %w", g.Name, err)
		}
		if err := a.add(g, rows); err != nil {
			return err
		}
		if err := s.db.Write(ctx, func(tx *db.Tx) error { return writeProgress(ctx, tx, t.ID, n+1) }); err != nil {
			return err
		}
	}
	file, err := a.close()
	if err != nil {
		return err
	}
	return s.keepFile(ctx, t, file)
}

// keepFile seals a file into its row, if that is still there.
func (s *Service) keepFile(ctx context.Context, t Takeout, file []byte) error {
	t.State, t.Bytes = Ready, len(file)
	sealed := ""
	if len(file) > largestTakeout {
		t.State = Large
	} else {
		sealed = s.seal.close(t.ID, file)
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := endRequest(ctx, tx, t.ID, string(t.State)); err != nil {
			return err
		}
		return writeFile(ctx, tx, t, sealed)
	})
}

// readGroup reads the rows of the things of a group, as they are at one moment.
func (s *Service) readGroup(ctx context.Context, personID string, g Group) (all [][][]any, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		all = nil
		for _, t := range g.Things {
			rows, err := readThing(ctx, tx, t, personID)
			if err != nil {
				return err
			}
			all = append(all, rows)
		}
		return nil
	})
	return all, err
}

// Purge deletes the copies that nobody has fetched in time, the receipts of erasures
// that are done long ago, and the requests that nobody has to account for any more.
func (s *Service) Purge(ctx context.Context) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		copies, err := deleteTakeoutsBefore(ctx, tx, tx.Now.Add(-retention.TakeoutFor))
		if err != nil {
			return err
		}
		if err := abandonRequests(ctx, tx); err != nil {
			return err
		}
		receipts, err := deleteReceiptsBefore(ctx, tx, tx.Now.AddDate(0, -retention.ReceiptMonths, 0))
		if err != nil {
			return err
		}
		requests, err := forgetRequests(ctx, tx, tx.Now.AddDate(0, -retention.RequestMonths, 0))
		if err != nil {
			return err
		}
		return errors.Join(
			retention.Note(ctx, tx, retention.Takeouts, copies, true),
			retention.Note(ctx, tx, retention.Receipts, receipts, true),
			retention.Note(ctx, tx, retention.Requests, requests, true))
	})
}
