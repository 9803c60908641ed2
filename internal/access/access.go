package access

import (
	"slices"
	"time"
)

// A Hand is who of the staff looks or changes, in which city and as what.
type Hand struct {
	City   string
	Person string
	Role   string         // "officer", or [Association]
	Zone   *time.Location // in which the city's days begin; nil for UTC
}

// Association is the role of who belongs to an organisation that the city trusts.
const Association = "association"

// A What is one kind of thing that staff see or do. Its words are in the catalogues,
// under "looks.what_" and its name.
type What string

// What staff see of people.
const (
	CardsListed   What = "cards_listed"   // names on the cards that were made
	JournalRead   What = "journal_read"   // who was given which right
	MembersListed What = "members_listed" // who is in an association
	MessagesRead  What = "messages_read"  // what was reported on a board, and who reported it
	BlocksRead    What = "blocks_read"    // who may not write on a board
)

// What staff do to what people have.
const (
	CardMade      What = "card_made"
	CardReplaced  What = "card_replaced"
	CardStopped   What = "card_stopped"
	RoleGiven     What = "role_given"
	RoleTaken     What = "role_taken"
	MemberAdded   What = "member_added"
	MemberRemoved What = "member_removed"
	MessageHidden What = "message_hidden"
	MessageShown  What = "message_shown"
	WriterBlocked What = "writer_blocked"
	WriterFreed   What = "writer_freed"
	TeamProposed  What = "team_proposed"
)

// looks and changes are all of them.
var (
	looks   = []What{CardsListed, JournalRead, MembersListed, MessagesRead, BlocksRead}
	changes = []What{
		CardMade, CardReplaced, CardStopped, RoleGiven, RoleTaken, MemberAdded, MemberRemoved,
		MessageHidden, MessageShown, WriterBlocked, WriterFreed, TeamProposed,
	}
)

// Whats lists every kind, what is seen before what is done.
func Whats() []What { return slices.Concat(looks, changes) }

// Changes reports whether something was changed, and not only seen.
func (w What) Changes() bool { return slices.Contains(changes, w) }

// An Access is what somebody of the staff saw or did of one person on one day.
type Access struct {
	Day   time.Time // its midnight, UTC
	By    string    // a person, who may be gone
	Role  string
	What  What
	Times int
}

// A Total is how many times something was seen or done in a city, of whomever.
type Total struct {
	What  What
	Times int
}
