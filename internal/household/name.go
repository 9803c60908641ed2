package household

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"capzero/internal/fault"

	"golang.org/x/text/unicode/norm"
)

// LongestName is how many characters a first name or a nickname may have.
const LongestName = 60

// NameField is the field of the form that names a child.
const NameField = "prenom"

// Clean takes a line in any script. What would disturb the line around it, the
// marks that turn its direction, is left out: they come along with names that are
// copied from a telephone. What is no text, or more than a line, is not readable.
func Clean(typed string) (line string, readable bool) {
	if !utf8.ValidString(typed) {
		return "", false
	}
	line = strings.TrimSpace(norm.NFC.String(strings.Map(withoutTurns, typed)))
	return line, !strings.ContainsFunc(line, unicode.IsControl)
}

// Blank reports whether there is nothing to see in a line.
func Blank(line string) bool { return !strings.ContainsFunc(line, isSeen) }

// readName takes a name of somebody who lives here. A name with nothing to see is
// no name.
func readName(typed string) (string, error) {
	name, readable := Clean(typed)
	switch {
	case utf8.RuneCountInString(name) > LongestName:
		return "", fault.At(NameField, fault.Invalid, "household.name_too_long", "max", LongestName)
	case !readable:
		return "", errNameUnreadable
	case Blank(name):
		return "", nil
	}
	return name, nil
}

var errNameUnreadable = fault.At(NameField, fault.Invalid, "household.name_unreadable")

// withoutTurns drops the characters that embed, override or isolate a writing
// direction. Letters that are written from right to left need none of them.
func withoutTurns(r rune) rune {
	if r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
		return -1
	}
	return r
}

// isSeen says that a character leaves ink, the fillers of Hangul apart.
func isSeen(r rune) bool {
	return unicode.IsOneOf([]*unicode.RangeTable{unicode.L, unicode.N, unicode.S, unicode.P}, r) &&
		r != 0x115f && r != 0x1160 && r != 0x3164 && r != 0xffa0
}
