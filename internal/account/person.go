package account

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"capzero/internal/fault"

	"golang.org/x/text/unicode/norm"
)

// A Person has an account.
type Person struct {
	ID       string
	Name     string  // empty until asked
	Email    Address // zero for who has none
	Language string
	Created  time.Time
}

// HasEmail reports whether mails can reach the person.
func (p Person) HasEmail() bool { return p.Email.Key != "" }

// Address is where mails reach the person, empty where none do.
func (p Person) Address() string {
	if !p.HasEmail() {
		return ""
	}
	return p.Email.to()
}

// maxName is long enough for every name on an identity card, in characters.
const maxName = 60

// ReadName reads a name as a person types it: in any script, with whatever they
// put into it. What would not show, or would turn the text around it, is left
// out; spaces become single ones.
func ReadName(typed string) (string, error) {
	shown := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), unicode.IsControl(r):
			return ' '
		case turnsText(r), r == utf8.RuneError:
			return -1
		}
		return r
	}, norm.NFC.String(typed))
	name := strings.Join(strings.Fields(shown), " ")
	switch {
	case !strings.ContainsFunc(name, unicode.IsGraphic):
		return "", fault.At("name", fault.Invalid, "error.name_empty")
	case utf8.RuneCountInString(name) > maxName:
		return "", fault.At("name", fault.Invalid, "error.name_too_long", "max", maxName)
	}
	return name, nil
}

// turnsText reports the marks that change the direction of what follows. A name
// written from right to left does without.
func turnsText(r rune) bool {
	return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0xfeff
}
