package household

import "time"

// A Choice is what a person answers about a purpose.
type Choice string

// The choices. "Plus tard" is an answer too: it is kept, and respected.
const (
	Accept Choice = "accept"
	Refuse Choice = "refuse"
	Later  Choice = "later"
)

// ChoiceField is the field of a form that says what was chosen.
const ChoiceField = "choix"

// askLaterAgain is how long "plus tard" lasts.
const askLaterAgain = 30 * 24 * time.Hour

// An Entry is a row of the ledger.
type Entry struct {
	Number   int // 1 for the first of a person
	Purpose  Purpose
	Choice   Choice
	Version  string
	Language string
	Text     PurposeText // as it was read
	At       time.Time
	Screen   string // where it was chosen
}

// A Standing is where a person stands with a purpose.
type Standing string

// The standings. Only Accepted allows anything.
const (
	Unasked   Standing = "unasked"
	Accepted  Standing = "accepted"
	Refused   Standing = "refused"
	Postponed Standing = "postponed"
	Outdated  Standing = "outdated" // accepted, but the text has changed since
)

// standing is the rule of the ledger: the last entry holds, and holds for the
// text that was read, in the language it was read in. Current is the version of
// that text today.
func standing(last *Entry, current string) Standing {
	switch {
	case last == nil:
		return Unasked
	case last.Choice == Refuse:
		return Refused
	case last.Choice == Later:
		return Postponed
	case last.Choice != Accept:
		return Unasked // a choice that this program does not know allows nothing
	case last.Version != current:
		return Outdated
	}
	return Accepted
}

// asks says whether a person is asked about a purpose, without having opened the
// page of their choices. A no is a no: it is not asked again, whatever becomes of
// the text.
func asks(s Standing, last *Entry, now time.Time) bool {
	switch s {
	case Unasked, Outdated:
		return true
	case Postponed:
		return now.Sub(last.At) >= askLaterAgain
	}
	return false
}

// A Switch is a purpose that a person decides about, as a page shows it.
type Switch struct {
	Purpose  Purpose
	Text     PurposeText
	Version  string // goes back with the choice
	Standing Standing
	Since    time.Time // of the last choice, zero where there is none
	Asks     bool      // the person is to be asked now
}

// On says that the purpose is allowed.
func (s Switch) On() bool { return s.Standing == Accepted }

// A Decision is what a person chose about one purpose, as a form sends it.
type Decision struct {
	Purpose Purpose
	Choice  Choice
	Version string // of the text that was read
}
