package household

import (
	"time"

	"capzero/internal/fault"
)

// An ID names a household in records, and says nothing about it.
type ID string

// A Household is the people of one home, as one of its adults sees it.
type Household struct {
	ID       ID
	Home     Period   // today
	Next     *Period  // where it will move, if that is known
	Homes    []Period // all of them, in order
	Members  []Member // who live there now, in the order they came
	Absences []Absence
	Since    time.Time
}

// A Member is one who lives in a household.
type Member struct {
	Number int    // in the household; 1 came first
	Person string // of an adult; empty for a child
	Name   string // may be empty
	Since  time.Time
}

// Child says that the member has no account.
func (m Member) Child() bool { return m.Person == "" }

// Adults are the members with an account, in the order they came.
func (h Household) Adults() []Member { return h.members(false) }

// Children are the members without an account, in the order they came.
func (h Household) Children() []Member { return h.members(true) }

func (h Household) members(children bool) []Member {
	var some []Member
	for _, m := range h.Members {
		if m.Child() == children {
			some = append(some, m)
		}
	}
	return some
}

// A Stay is the time that a person lived in a household.
type Stay struct {
	Household ID
	Joined    time.Time
	Left      time.Time // zero for the one that lasts
}

// Lasts says that the person lives there now.
func (s Stay) Lasts() bool { return s.Left.IsZero() }

var (
	errNone          = fault.New(fault.NotFound, "household.none")
	errAlready       = fault.New(fault.Conflict, "household.already_in_one")
	errMemberUnknown = fault.New(fault.NotFound, "household.member_unknown")
	errFull          = fault.New(fault.Conflict, "household.full", "max", MostPersons)
)

// countOf counts members.
func countOf(members []Member) (c count) {
	for _, m := range members {
		if m.Child() {
			c.children++
		} else {
			c.adults++
		}
	}
	return c
}
