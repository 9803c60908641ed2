package household

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// letters are those of a code. Without vowels no code is a word, and none of
// the letters left is taken for a digit. M stands for N too, which sounds and
// looks like it across a table: 18 letters are 34 million codes.
const letters = "BCDFGHJKLMPQRSTVXZ"

// heardAs is what may be typed for a letter that codes do not have.
var heardAs = strings.NewReplacer("N", "M", "W", "V")

const (
	codeLength    = 6
	locatorLength = 3 // the letters by which a code is found
	tokenLength   = 26
)

// newCode returns a random code.
func newCode() string {
	var b strings.Builder
	for b.Len() < codeLength {
		var one [1]byte
		rand.Read(one[:])
		// Bytes from the last part of a round would favour the first letters.
		if n := int(one[0]); n < 256/len(letters)*len(letters) {
			b.WriteByte(letters[n%len(letters)])
		}
	}
	return b.String()
}

// readCode returns the code that somebody typed, whatever the case, the spaces
// and the width of its letters.
func readCode(typed string) (code string, ok bool) {
	if len(typed) > 200 {
		return "", false
	}
	code = heardAs.Replace(strings.ToUpper(strings.Map(withoutGaps, norm.NFKC.String(typed))))
	return code, len(code) == codeLength && strings.Trim(code, letters) == ""
}

// withoutGaps drops what people put between the letters of a code.
func withoutGaps(r rune) rune {
	if unicode.IsSpace(r) || unicode.In(r, unicode.Dash, unicode.Cf) || r == '.' || r == '_' {
		return -1
	}
	return r
}

// newToken returns an unguessable token for a link.
func newToken() string { return rand.Text() }

// readToken says whether a text may be the token of a link.
func readToken(typed string) (token string, ok bool) {
	token = strings.ToUpper(strings.TrimSpace(typed))
	notBase32 := func(r rune) bool { return (r < 'A' || r > 'Z') && (r < '2' || r > '7') }
	return token, len(token) == tokenLength && !strings.ContainsFunc(token, notBase32)
}

// hashOf is what is stored of a secret. A token has 128 random bits: there is no
// dictionary to try. A code has few: who has stolen the database can find it,
// while it lives.
func hashOf(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
