package footprint

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
)

// A Token is the secret by which a browser finds its assessment again. It is
// shown to nobody but that browser; the database holds only its hash.
type Token string

// newToken returns an unguessable token of 26 letters and digits.
func newToken() Token {
	return Token(rand.Text())
}

// hash is what is stored of a token. A fast hash is enough, because the token
// has 128 random bits: there is no dictionary to try.
func (t Token) hash() string {
	sum := sha256.Sum256([]byte(t))
	return hex.EncodeToString(sum[:])
}
