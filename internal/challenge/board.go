package challenge

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"capzero/internal/fault"
	"capzero/internal/household"
)

const (
	longestMessage = 500
	mostMessages   = 10 // of a person in a day
	messageDay     = 24 * time.Hour
	sameMessage    = time.Minute // within which the same text is a button pressed twice
	// hidingReports is how many households have to report a message for it to go.
	hidingReports = 2
)

// MessageField is the field of the form in which a message is typed, and WhyField
// the one in which somebody says what is wrong with it.
const (
	MessageField = "message"
	WhyField     = "motif"
)

// A Why is what is wrong with a message.
type Why string

// The reasons.
const (
	Insult  Why = "insult"
	Private Why = "private" // it says of somebody what is theirs
	Advert  Why = "advert"
	Else    Why = "other"
)

// Whys lists the reasons in the order they are offered.
func Whys() []Why { return []Why{Insult, Private, Advert, Else} }

func (w Why) check() error {
	if slices.Contains(Whys(), w) {
		return nil
	}
	return fault.At(WhyField, fault.Invalid, "board.why_unknown")
}

// readMessage reads a text as people type it: lines in any script, without what
// would disturb those around it. A link in it stays a text.
func readMessage(typed string) (string, error) {
	var lines []string
	for line := range strings.Lines(strings.ReplaceAll(typed, "\r", "")) {
		line, readable := household.Clean(strings.TrimSuffix(line, "\n"))
		if !readable {
			return "", fault.At(MessageField, fault.Invalid, "board.unreadable")
		}
		if household.Blank(line) && (len(lines) == 0 || lines[len(lines)-1] == "") {
			continue
		}
		lines = append(lines, line)
	}
	text := strings.TrimSpace(strings.Join(lines, "\n"))
	switch {
	case household.Blank(text):
		return "", fault.At(MessageField, fault.Invalid, "board.empty")
	case utf8.RuneCountInString(text) > longestMessage:
		return "", fault.At(MessageField, fault.Invalid, "board.long", "max", longestMessage)
	}
	return text, nil
}

// A MessageState is whether the team sees a message, or who has hidden it.
type MessageState string

// The states of a message.
const (
	Visible          MessageState = "visible"
	HiddenByReports  MessageState = "reports"
	HiddenByAnimator MessageState = "animator"
	HiddenByCity     MessageState = "city"
	Removed          MessageState = "removed" // by its author
)

// Notice is the key of what the author of a hidden message is told; empty for one
// that is not hidden.
func (s MessageState) Notice() string {
	switch s {
	case HiddenByReports:
		return "board.hidden_by_reports"
	case HiddenByAnimator:
		return "board.hidden_by_animator"
	case HiddenByCity:
		return "board.hidden_by_city"
	}
	return ""
}

// A BoardEvent is something that became of a message.
type BoardEvent struct {
	Message   int
	Kind      EventKind
	By        string
	Household household.ID // of who reports
	Why       Why
	At        time.Time
}

// An EventKind is what somebody did to a message.
type EventKind string

// The kinds of events.
const (
	Report       EventKind = "report"
	AnimatorHide EventKind = "animator"
	CityHide     EventKind = "city"
	Restore      EventKind = "restore" // by the city
	Remove       EventKind = "remove"  // by its author
)

// A fate is what the events of a message make of it.
type fate struct {
	state     MessageState
	reporters []household.ID
	why       Why  // it was hidden for
	settled   bool // the city has decided: nobody else does any more
	moderated bool // it was reported or hidden at some time
}

// fateOf reads the events of a message in their order.
func fateOf(events []BoardEvent) fate {
	f := fate{state: Visible}
	for _, e := range events {
		f = f.after(e)
	}
	return f
}

func (f fate) after(e BoardEvent) fate {
	f.moderated = f.moderated || e.Kind != Remove
	switch {
	case e.Kind == Remove:
		if f.state == Visible {
			f.state = Removed
		}
	case e.Kind == CityHide:
		f.state, f.why, f.settled = HiddenByCity, e.Why, true
	case f.state == Removed || f.settled && e.Kind != Restore:
	case e.Kind == Restore:
		f.state, f.why, f.settled = Visible, "", true
	case e.Kind == AnimatorHide:
		f.state, f.why = HiddenByAnimator, e.Why
	case e.Kind == Report && !slices.Contains(f.reporters, e.Household):
		f.reporters = append(f.reporters, e.Household)
		if f.state == Visible && len(f.reporters) >= hidingReports {
			f.state, f.why = HiddenByReports, e.Why
		}
	}
	return f
}

// A Message is one as a member of the team sees it.
type Message struct {
	Number   int
	Author   string // as the household shows itself; empty where it is hidden, or gone
	Mine     bool
	Text     string
	At       time.Time
	State    MessageState // not visible only for its author
	Why      Why          // it was hidden for
	Reported bool         // by the household of who looks
}

// A Board is the messages of a team, the newest first.
type Board struct {
	Messages []Message
	More     bool // there are older ones
	Blocked  bool // who looks may not write
	MayHide  bool // who looks is the animator
}

// A Moderated is a message that was reported or hidden, as the city sees it.
type Moderated struct {
	Team   Team
	Number int
	Author string // a person; empty once they are forgotten
	Text   string
	At     time.Time
	State  MessageState
	Events []BoardEvent
}

// Waits reports whether the city has still to decide: nobody of it has, and the message
// is there.
func (m Moderated) Waits() bool {
	if m.State == Removed || m.State == HiddenByCity {
		return false
	}
	return !slices.ContainsFunc(m.Events, func(e BoardEvent) bool { return e.Kind == Restore || e.Kind == CityHide })
}

// A Blocked is a person who may not write on the board of a team.
type Blocked struct {
	Team   string // id
	Name   string // of the team
	Person string
	By     string
	Why    Why
	At     time.Time
}
