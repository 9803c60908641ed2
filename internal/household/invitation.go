package household

import (
	"time"

	"capzero/internal/fault"
)

// An InvitationKind is a way of letting somebody in.
type InvitationKind string

// The kinds of invitations.
const (
	// Link is sent, or shown as a QR code, to as many adults as it has places.
	Link InvitationKind = "link"
	// Code is six letters said across a table, to one adult.
	Code InvitationKind = "code"
	// Following is meant for one adult of the household that another one has
	// left: to come along. It has no secret.
	Following InvitationKind = "following"
)

// An InvitationState is what an invitation is good for.
type InvitationState string

// The states of an invitation.
const (
	Open      InvitationState = "open"
	Used      InvitationState = "used"
	Expired   InvitationState = "expired"
	Withdrawn InvitationState = "withdrawn"
	Blocked   InvitationState = "blocked" // too many wrong codes that began like it
)

const (
	linkLasts      = 7 * 24 * time.Hour
	codeLasts      = 15 * time.Minute
	followingLasts = 30 * 24 * time.Hour
	// MostPlaces is how many adults one link may let in.
	MostPlaces = 6
	// mostWrong is how many wrong codes an invitation takes: five guesses among
	// 5832 endings.
	mostWrong = 5
	// mostInvitations is how many a household may make in a day.
	mostInvitations = 20
	invitationDay   = 24 * time.Hour
)

// lasts is how long an invitation of a kind is good for.
func (k InvitationKind) lasts() time.Duration {
	switch k {
	case Code:
		return codeLasts
	case Following:
		return followingLasts
	}
	return linkLasts
}

// An Invitation is one that a household has made, without its secret: that was
// shown once, to who made it.
type Invitation struct {
	ID      string
	Kind    InvitationKind
	MadeBy  string // name of an adult
	For     string // name of the adult it is meant for, empty for anyone
	Made    time.Time
	Expires time.Time
	Places  int // how many may still come in
	State   InvitationState
}

// An Invited is what somebody sees of a household before joining it.
type Invited struct {
	ID      string // of the invitation
	By      string // name of the adult who invites
	City    string // id of its pack
	Already bool   // who asks lives there
	// Leaves says that who asks lives in another household, and would leave it.
	Leaves bool
}

// A storedInvitation is a row of the table invitation.
type storedInvitation struct {
	ID        string
	Household ID
	Number    int64
	Kind      InvitationKind
	Locator   string
	Verifier  string
	For       string
	MadeBy    string
	MadeAt    int64
	ExpiresAt int64
	Places    int64
	Failures  int64
	Ended     InvitationState // empty while nothing has ended it
}

// state is what the invitation is good for at a moment.
func (i storedInvitation) state(now time.Time) InvitationState {
	switch {
	case i.Ended != "":
		return i.Ended
	case now.Unix() >= i.ExpiresAt:
		return Expired
	}
	return Open
}

// take is the invitation after one adult has come in by it.
func (i storedInvitation) take() storedInvitation {
	if i.Places--; i.Places <= 0 {
		i.Places, i.Ended = 0, Used
	}
	return i
}

// miss is the invitation after a wrong code that began like it.
func (i storedInvitation) miss() storedInvitation {
	if i.Failures++; i.Failures >= mostWrong {
		i.Ended = Blocked
	}
	return i
}

// The fields of the forms that make and take an invitation.
const (
	PlacesField = "places"
	CodeField   = "code"
)

var (
	errCodeShape = fault.At(CodeField, fault.Invalid, "household.code_shape")
	errCodeWrong = fault.At(CodeField, fault.NotFound, "household.code_wrong")
	errCodeTries = fault.At(CodeField, fault.Limited, "household.code_tries")
	errLinkGone  = fault.New(fault.NotFound, "household.link_unknown")
	errSignIn    = fault.New(fault.Unauthenticated, "household.sign_in_to_join")
)

// refusal is what the holder of a link is told. Of a code nothing is told but
// that it does not work: it can be guessed.
func refusal(kind InvitationKind, s InvitationState) *fault.Error {
	switch {
	case s == Open:
		return nil
	case kind == Code:
		return errCodeWrong
	case s == Used:
		return fault.New(fault.Conflict, "household.link_used")
	case s == Expired:
		return fault.New(fault.NotFound, "household.link_expired")
	case s == Withdrawn:
		return fault.New(fault.NotFound, "household.link_withdrawn")
	}
	return errLinkGone
}

// Tries bounds the wrong codes of one person.
const (
	mostTries   = 10
	triesWindow = 15 * time.Minute
)

// tries are the wrong codes that a person has typed since a moment.
type tries struct {
	Since    int64
	Failures int64
}

// at is what still counts at a moment. A clock that has gone back begins a new
// window, so that nobody waits for an hour that has been before.
func (t tries) at(now time.Time) tries {
	age := now.Unix() - t.Since
	if age < 0 || age >= int64(triesWindow.Seconds()) {
		return tries{Since: now.Unix()}
	}
	return t
}
