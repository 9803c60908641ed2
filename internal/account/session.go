package account

import (
	"time"

	"capzero/internal/fault"
	"capzero/internal/retention"
)

const (
	// SessionFor is how long a browser stays signed in after it was last seen.
	SessionFor = retention.SessionFor
	// seenEvery is how exactly we know when a browser was last seen: a page that
	// is read must not cost a write.
	seenEvery = time.Hour
	// renewalGrace is how long the token before the last still opens a session,
	// for requests that were under way when it was replaced.
	renewalGrace = time.Minute
)

// A Session is a browser that is signed in, as it was when a request came.
type Session struct {
	ID      string
	Person  Person
	Device  Device
	Created time.Time
	Seen    time.Time
	Expires time.Time
	// Stale says that the rights of the person have changed since the browser
	// got its token: give it a new one with Renew.
	Stale bool

	rights Rights
}

// SignedIn reports whether there is anybody. The zero Session is a visitor.
func (s Session) SignedIn() bool { return s.ID != "" }

// May reports whether the person may do something in a city. It reads nothing.
func (s Session) May(city string, p Permission) bool { return s.rights.May(city, p) }

// WithRoles returns the session of somebody who has exactly these roles in a city:
// what galleries and tests are made of. Services read rights from the database.
func (s Session) WithRoles(city string, roles ...Role) Session {
	s.rights = Rights{}
	for _, role := range roles {
		s.rights.addRole(city, role)
	}
	return s
}

// Roles lists the roles of the person in a city.
func (s Session) Roles(city string) []Role { return s.rights.Roles(city) }

// errSignedOut is what a browser is told whose token opens nothing.
var errSignedOut = fault.New(fault.Unauthenticated, "error.signed_out")

// An Entry is what is known of the browser that comes in.
type Entry struct {
	UserAgent string // as the browser names itself
	Source    string // its network
	Language  string
	// By is the session that the browser had until now, if any. It ends when
	// another begins.
	By Session
	// Carried is what the browser has from before, such as the token of answers
	// given without an account. It is handed to Options.Arrived as it is.
	Carried string
}

// An Entrance is somebody who has just come in.
type Entrance struct {
	Token  Token // for the browser, and nobody else
	Person Person
	New    bool // they come for the first time and have no name yet: ask for one
}
