package household

import "time"

// A Thing is what one adult may let the others see.
type Thing string

// The things that belong to one adult. Answers about the home, and the waste,
// belong to the household and need no sharing.
const (
	PersonalAnswers Thing = "answers"
	Footprint       Thing = "footprint"
)

// Things lists what can be shared.
func Things() []Thing { return []Thing{PersonalAnswers, Footprint} }

// A Sharing is what one adult lets another one see.
type Sharing struct {
	Owner  Person
	Reader Person
	Thing  Thing
	Since  time.Time
}

// A Person is an adult as another one of the household sees them.
type Person struct {
	ID   string
	Name string // may be empty
}

// Sharings is what one adult shares with the others, and they with them.
type Sharings struct {
	Mine   []Sharing
	Theirs []Sharing
	// Unseen are the adults who do not see a thing that others see: they came
	// after it was shared.
	Unseen map[Thing][]Person
	// On says that the ledger allows sharing. Where it does not, nobody sees
	// anything, whatever is listed.
	On bool
}

// Shares says that a thing is shared with somebody.
func (s Sharings) Shares(what Thing) bool {
	for _, mine := range s.Mine {
		if mine.Thing == what {
			return true
		}
	}
	return false
}

// A view is what the rule of seeing looks at.
type view struct {
	reader, owner     string
	readerIn, ownerIn ID   // where they live now, empty for nowhere
	sharedIn          ID   // where the owner's live sharing with the reader began, empty for none
	allowed           bool // the owner's consent to sharing holds
}

// may is the rule: what belongs to one adult is seen by that adult, and by
// another one who lives in the same household, with whom the owner shared it
// there and has not taken it back.
func (v view) may() bool {
	if v.owner == "" || v.reader == "" {
		return false
	}
	if v.reader == v.owner {
		return true
	}
	together := v.ownerIn != "" && v.readerIn == v.ownerIn
	return together && v.sharedIn == v.ownerIn && v.allowed
}
