package idea

import (
	"strconv"
	"time"

	"capzero/internal/fault"
	"capzero/internal/household"
)

// An Idea is a mission that somebody proposes to a city.
type Idea struct {
	Number int // 1 for the first of a city
	State  State
	By     string // the person, empty once they are forgotten
	At     time.Time
	Draft
	Why string // it was declined or withdrawn

	offeredUntil household.Day // of one that is withdrawn: the Monday after its last week
}

// Mission is its name among the missions.
func (i Idea) Mission() string { return "ville-" + strconv.Itoa(i.Number) }

// A State is where an idea stands.
type State string

// The states.
const (
	Proposed  State = "proposed"
	Published State = "published"
	Declined  State = "declined"
	Withdrawn State = "withdrawn"
)

// A Step is something that happened to an idea.
type Step struct {
	To  State
	By  string // empty once they are forgotten
	Why string
	At  time.Time
}

// next are the states that one leads to.
var next = map[State][]State{
	Proposed:  {Published, Declined},
	Published: {Withdrawn},
	Declined:  {Published}, // on second thoughts
	Withdrawn: {Published},
}

// longestReason is what one reads in a list.
const longestReason = 500

// checkReason wants to know why, where people are told no.
func checkReason(to State, why string) error {
	switch {
	case to == Published:
		return nil
	case why == "":
		return fault.At(ReasonField, fault.Invalid, "idea.reason_missing")
	case len([]rune(why)) > longestReason:
		return fault.At(ReasonField, fault.Invalid, "idea.text_long", "max", longestReason)
	}
	return nil
}

// ReasonField is where the city says why.
const ReasonField = "raison"
