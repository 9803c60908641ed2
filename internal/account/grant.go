package account

import (
	"context"
	"time"

	"capzero/internal/access"
	"capzero/internal/db"
	"capzero/internal/fault"
)

// The ways in which a right is given or taken.
const (
	throughSession    = "session"     // somebody who was signed in and may do so
	throughCommand    = "command"     // the operator, at the machine
	throughFirstStart = "first_start" // the link of the first start
	throughProvider   = "provider"    // the city's own sign-in
	throughSignUp     = "sign_up"     // the person, by coming in
	throughErasure    = "erasure"     // the person, by going
)

// An Event is an entry of the audit: one right that was given or taken. It names
// people by their ids, which say nothing once they are erased.
type Event struct {
	Number       int // within the city, from 1 and without gaps
	City         string
	Person       string // empty where an organisation got it
	Organisation string // empty where a person got it alone
	What         string // "role:facilitator", "member", "trust:run_workshops"
	Granted      bool   // given; otherwise taken
	By           string // the person who did it, empty where nobody was signed in
	Through      string
	At           time.Time
}

// An Audit is what a city has on record of rights.
type Audit struct {
	Events  []Event
	Comings int // entries of participants who came and went by themselves
}

func roleEvent(city, personID string, r Role, granted bool, by author) Event {
	return Event{City: city, Person: personID, What: "role:" + string(r), Granted: granted, By: by.person, Through: by.through}
}

// An author is who gives or takes a right.
type author struct {
	person, through string
	hand            access.Hand // of who is signed in
}

// note says to a person that an author has changed something of theirs, where one of
// the staff did it: what a command, a provider or they themselves did is in the journal.
func (a author) note(ctx context.Context, tx *db.Tx, what access.What, personID string) error {
	if a.through != throughSession {
		return nil
	}
	return access.Note(ctx, tx, a.hand, what, personID)
}

// A Holder is a person with a role in a city.
type Holder struct {
	Person  Person
	Role    Role
	Through string
	Since   time.Time
}

// What people are told about rights.
var (
	errForbidden         = fault.New(fault.Forbidden, "error.not_allowed")
	errRoleUnknown       = fault.At("role", fault.Invalid, "error.role_unknown")
	errLastAdministrator = fault.New(fault.Conflict, "error.last_administrator")
)
