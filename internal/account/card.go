package account

import (
	"crypto/rand"
	"math/big"
	"strings"
	"time"
	"unicode"

	"capzero/internal/fault"
)

// A Card lets somebody in who has no e-mail. A facilitator prints it; it works
// until it is revoked. It is worth what a key is worth: whoever has it comes in.
type Card struct {
	ID        string
	City      string
	Household string // as it was given when the card was made
	Person    string
	Name      string // of the person
	MadeBy    string
	Made      time.Time
	Used      time.Time // zero: never
	Revoked   time.Time // zero: it works
}

// A PrintedCard is what stands on the paper. Its code is known now and never
// again.
type PrintedCard struct {
	Card
	Code string // "BCDF-GHJK-LMNP", to type
	Link string // the same as an address: what the QR code holds
}

// CardPath is where the link of a card leads, followed by its code.
const CardPath = "/carte/"

// cardLetters are the consonants: no word comes out, and no letter looks like a
// digit. Twelve of them are 52 bits; attempts are few for each network, and a
// right guess must hit one of a city's cards.
const (
	cardLetters = "BCDFGHJKLMNPQRSTVWXZ"
	cardLength  = 12
	cardGroup   = 4
)

var (
	errCardFormat  = fault.At("code", fault.Invalid, "error.card_format", "letters", cardLength)
	errCardUnknown = fault.At("code", fault.NotFound, "error.card_unknown")
	errCardOwner   = fault.New(fault.Conflict, "error.card_owner")
)

func newCardCode() string {
	code := make([]byte, cardLength)
	for i := range code {
		n, err := rand.Int(rand.Reader, big.NewInt(int64(len(cardLetters))))
		if err != nil {
			panic(err) // the system's source never fails
		}
		code[i] = cardLetters[n.Int64()]
	}
	return string(code)
}

// readCard takes the code of a card as people type it.
func readCard(typed string) (code string, ok bool) {
	if len(typed) > 10*cardLength {
		return "", false
	}
	code = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) || r == '.' {
			return -1
		}
		return unicode.ToUpper(r)
	}, typed)
	return code, len(code) == cardLength && strings.Trim(code, cardLetters) == ""
}

// grouped is a code as it is easy to read out.
func grouped(code string) string {
	var groups []string
	for ; len(code) > cardGroup; code = code[cardGroup:] {
		groups = append(groups, code[:cardGroup])
	}
	return strings.Join(append(groups, code), "-")
}
