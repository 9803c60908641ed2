package account

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/big"
	"strings"
	"unicode"
)

// A Token is a secret of 26 letters and digits that opens something: a session,
// a link in a mail. Its owner has it, the database its hash.
type Token string

func newToken() Token { return Token(rand.Text()) }

// hash is what is stored of a token. A fast hash is enough, because the token
// has 128 random bits: there is no dictionary to try.
func (t Token) hash() string {
	sum := sha256.Sum256([]byte(t))
	return hex.EncodeToString(sum[:])
}

// isID reports whether a text that a client sent can be an id of ours. Whatever
// cannot is not looked for: a database need not take every text.
func isID(text string) bool {
	return len(text) == 26 && strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") == ""
}

// codeDigits is the length of a code. A million of them can be tried out, so
// that attempts are few and the stored hash has a key.
const codeDigits = 6

func newCode() string {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		panic(err) // the system's source never fails
	}
	return fmt.Sprintf("%0*d", codeDigits, n)
}

// readCode takes a code as people type it, "123 456", and reports whether it can
// be one.
func readCode(typed string) (code string, ok bool) {
	code = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '-' || r == '.' {
			return -1
		}
		return r
	}, typed)
	return code, len(code) == codeDigits && strings.Trim(code, "0123456789") == ""
}
