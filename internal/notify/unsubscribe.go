package notify

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"strings"

	"capzero/internal/fault"
)

// UnsubscribePath is where the address in a prompt leads, followed by a token.
// A GET shows a page with a button. A POST unsubscribes, whatever its form: it
// comes from the person's mail program, without a cookie and from no page of
// ours.
const UnsubscribePath = "/desabonnement/"

// errUnsubscribe is said of a token that was cut on its way or made up.
var errUnsubscribe = fault.New(fault.NotFound, "error.unsubscribe_unknown")

// unsubscribeToken names a person in a way that only we can write. It works
// for as long as the mail is kept: unsubscribing must not expire.
func (s *Service) unsubscribeToken(personID string) string {
	return personID + "." + s.sign(personID)
}

func (s *Service) sign(personID string) string {
	mac := hmac.New(sha256.New, s.key)
	mac.Write([]byte("unsubscribe\x00" + personID))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:16])
}

// readUnsubscribe returns the person whom a token names.
func (s *Service) readUnsubscribe(token string) (personID string, err error) {
	personID, signature, _ := strings.Cut(token, ".")
	if personID == "" || !hmac.Equal([]byte(signature), []byte(s.sign(personID))) {
		return "", errUnsubscribe
	}
	return personID, nil
}
