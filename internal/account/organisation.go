package account

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"capzero/internal/fault"

	"golang.org/x/text/unicode/norm"
)

// An Organisation is a stakeholder of a city, such as an association. Anyone may
// see its page. Its members may do what the city entrusts to it, and nothing
// else.
type Organisation struct {
	ID      string
	City    string
	Name    string
	About   string // a few sentences, as its members wrote them
	Trusted []Permission
	Created time.Time
}

// A Member is a person of an organisation.
type Member struct {
	Person Person
	Since  time.Time
}

// maxAbout is a few sentences, in characters.
const maxAbout = 1000

var errOrganisationUnknown = fault.New(fault.NotFound, "error.organisation_unknown")

// readAbout reads what an organisation says of itself: lines stay lines.
func readAbout(typed string) (string, error) {
	about := strings.Map(func(r rune) rune {
		if r == '\n' {
			return r
		}
		if unicode.IsControl(r) || turnsText(r) || r == utf8.RuneError {
			return -1
		}
		return r
	}, norm.NFC.String(strings.ReplaceAll(typed, "\r\n", "\n")))
	about = strings.TrimSpace(about)
	if utf8.RuneCountInString(about) > maxAbout {
		return "", fault.At("about", fault.Invalid, "error.about_too_long", "max", maxAbout)
	}
	return about, nil
}

// Trusts reports whether the city entrusts something to the organisation.
func (o Organisation) Trusts(p Permission) bool {
	for _, have := range o.Trusted {
		if have == p {
			return true
		}
	}
	return false
}
