package account

import (
	"net/mail"
	"strings"
	"unicode"

	"capzero/internal/fault"

	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"
)

const (
	// maxAddress and maxLocal are the lengths that SMTP carries (RFC 5321,
	// 4.5.3.1), in bytes.
	maxAddress = 254
	maxLocal   = 64
)

// An Address is an e-mail address.
//
// Two are the same when their keys are. A key has the local part in the
// composed form of Unicode and in lower case, and the domain as DNS knows it.
// That upper and lower case are the same to the left of the @ too is not in the
// standard, but no provider has ever thought otherwise. A letter is folded only
// where its lower case has no other upper case: İ and i are two letters, and so
// are ß and ss. Dots and what follows a + are left alone: whether they matter is
// the provider's affair.
//
// Mails go to the address as its owner first wrote it, never to another spelling
// that somebody types later.
type Address struct {
	Typed string // without the spaces around it
	Key   string
}

// ParseAddress reads an address as a person types it.
func ParseAddress(typed string) (Address, error) {
	text := strings.TrimFunc(typed, unicode.IsSpace)
	if len(text) > maxAddress {
		return Address{}, fault.At("email", fault.Invalid, "error.email_too_long", "max", maxAddress)
	}
	local, domain, ok := split(text)
	if !ok {
		return Address{}, errEmail()
	}
	ascii, err := idna.Lookup.ToASCII(domain)
	if err != nil || !strings.Contains(ascii, ".") || len(local)+1+len(ascii) > maxAddress {
		return Address{}, errEmail()
	}
	return Address{Typed: text, Key: fold(local) + "@" + ascii}, nil
}

func errEmail() error { return fault.At("email", fault.Invalid, "error.email_invalid") }

// split cuts an address at its @. An address with a name, a comment or quotes
// around it is none: they are legal, and a slip of the finger each time.
func split(text string) (local, domain string, ok bool) {
	parsed, err := mail.ParseAddress(text)
	if err != nil || parsed.Name != "" || parsed.Address != text || strings.ContainsFunc(text, unprintable) {
		return "", "", false
	}
	at := strings.LastIndexByte(text, '@')
	local, domain = text[:at], text[at+1:]
	return local, domain, len(local) <= maxLocal && !strings.HasPrefix(domain, "[")
}

func unprintable(r rune) bool {
	return unicode.IsControl(r) || unicode.IsSpace(r) || unicode.Is(unicode.Cf, r)
}

func fold(local string) string {
	return strings.Map(func(r rune) rune {
		if lower := unicode.ToLower(r); unicode.ToUpper(lower) == r {
			return lower
		}
		return r
	}, norm.NFC.String(local))
}

// to is the address as a mail server wants it: with the domain of DNS.
func (a Address) to() string {
	at, keyAt := strings.LastIndexByte(a.Typed, '@'), strings.LastIndexByte(a.Key, '@')
	return a.Typed[:at] + a.Key[keyAt:]
}

// Masked is the address as it may be shown to who already has it, on a screen
// that others see: "r…@example.org".
func (a Address) Masked() string {
	at := strings.LastIndexByte(a.Typed, '@')
	for i := range a.Typed {
		if i > 0 && i <= at {
			return a.Typed[:i] + "…" + a.Typed[at:]
		}
	}
	return a.Typed
}
