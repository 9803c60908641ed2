package account

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/netip"
	"net/url"
	"time"

	"capzero/internal/fault"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
)

// A Passkey is a secret that a device keeps for a person and proves to have:
// their phone, their computer, a key on their ring.
type Passkey struct {
	ID      string // as the device names it
	Name    string // as the person names it
	Created time.Time
	Used    time.Time // zero: never

	credential webauthn.Credential
}

// A Ceremony is something that a browser has begun: the options that it hands to
// its passkeys, and the id by which it comes back with their answer.
type Ceremony struct {
	ID      string
	Options json.RawMessage
}

const (
	// maxPasskeys is how many one person has.
	maxPasskeys = 10
	// ceremonyFor is how long making or using a passkey may take.
	ceremonyFor = 5 * time.Minute
	// maxResponse bounds what a browser sends back, in bytes.
	maxResponse = 32 << 10
)

// The kinds of ceremonies.
const (
	makingPasskey = "making"
	usingPasskey  = "using"
	throughCity   = "provider"
)

// What people are told about passkeys.
var (
	errCeremony       = fault.New(fault.Conflict, "error.ceremony_over")
	errPasskey        = fault.New(fault.Invalid, "error.passkey_refused")
	errPasskeyCopied  = fault.New(fault.Forbidden, "error.passkey_copied")
	errPasskeyUnknown = fault.New(fault.NotFound, "error.passkey_unknown")
	errNoPasskeys     = fault.New(fault.Conflict, "error.passkeys_impossible")
	errLastWayIn      = fault.New(fault.Conflict, "error.last_way_in")
)

// newRelyingParty says who we are to devices. A passkey belongs to the name of
// the host in the address and to no other: where that is a number, there are none,
// and the relying party is nil.
func newRelyingParty(address, name string) (*webauthn.WebAuthn, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" {
		return nil, fmt.Errorf("account: %q is not an address like https://capzero.example.org", address)
	}
	if _, err := netip.ParseAddr(u.Hostname()); err == nil {
		return nil, nil
	}
	return webauthn.New(&webauthn.Config{
		RPID:          u.Hostname(),
		RPDisplayName: name,
		RPOrigins:     []string{u.Scheme + "://" + u.Host},
		// Which make of device somebody has is nobody's business.
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			// The device remembers whose it is, so that nobody types an address; and
			// it asks for the finger or the code of its owner, since nothing else does.
			ResidentKey:      protocol.ResidentKeyRequirementRequired,
			UserVerification: protocol.VerificationRequired,
		},
	})
}

// A keyOwner is a person as the library sees them.
type keyOwner struct {
	Person
	passkeys []Passkey
}

// WebAuthnID is what a device keeps of a person: an id that says nothing.
func (o keyOwner) WebAuthnID() []byte { return []byte(o.ID) }

// WebAuthnName is what a device shows to tell several accounts apart.
func (o keyOwner) WebAuthnName() string {
	return firstText(o.Email.Typed, o.Name, "Cap Zéro")
}

// WebAuthnDisplayName is how the person is called.
func (o keyOwner) WebAuthnDisplayName() string { return firstText(o.Name, o.WebAuthnName()) }

// WebAuthnCredentials are the passkeys of the person.
func (o keyOwner) WebAuthnCredentials() []webauthn.Credential {
	all := make([]webauthn.Credential, len(o.passkeys))
	for i, k := range o.passkeys {
		all[i] = k.credential
	}
	return all
}

func firstText(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// passkeyID is the id of a passkey as it is stored.
func passkeyID(raw []byte) string { return base64.RawURLEncoding.EncodeToString(raw) }

// isPasskeyID reports whether a text that a client sent can be such an id.
func isPasskeyID(text string) bool {
	raw, err := base64.RawURLEncoding.DecodeString(text)
	return err == nil && len(raw) > 0 && len(raw) <= 1023 // as long as WebAuthn allows
}

// A ceremony is a row of the table of that name.
type ceremony struct {
	ID      string
	Kind    string
	Person  string
	Data    string
	Created time.Time
	Expires time.Time
}

// live reports whether the ceremony can be ended at a moment, see
// signIn.usable.
func (c ceremony) live(now time.Time) bool {
	return now.Before(c.Expires) && !c.Created.After(now.Add(clockSlack))
}
