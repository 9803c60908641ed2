package account

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"testing"

	"github.com/fxamacker/cbor/v2"
)

// An authenticator is a device in software: it keeps one passkey and answers as
// the standard says (WebAuthn, section 6), or as a test wants it to.
type authenticator struct {
	key      *ecdsa.PrivateKey
	id       []byte
	owner    []byte // the handle of its person
	count    uint32
	origin   string
	rp       string
	unproven bool // it did not ask for its owner's finger
}

func newAuthenticator(t testing.TB) *authenticator {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	id := make([]byte, 16)
	rand.Read(id)
	return &authenticator{key: key, id: id, origin: "https://capzero.example.org", rp: "capzero.example.org"}
}

const (
	flagPresent  = 0x01
	flagVerified = 0x04
	flagAttested = 0x40
)

func (a *authenticator) flags() byte {
	if a.unproven {
		return flagPresent
	}
	return flagPresent | flagVerified
}

// data is the authenticator data of an answer.
func (a *authenticator) data(flags byte) []byte {
	rp := sha256.Sum256([]byte(a.rp))
	return binary.BigEndian.AppendUint32(append(rp[:], flags), a.count)
}

func (a *authenticator) client(t testing.TB, kind, challenge string) []byte {
	t.Helper()
	data, err := json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": a.origin, "crossOrigin": false})
	must(t, err)
	return data
}

// make answers the options of BeginPasskey.
func (a *authenticator) make(t testing.TB, options json.RawMessage) []byte {
	t.Helper()
	var o struct {
		PublicKey struct {
			Challenge string
			User      struct{ ID string }
		}
	}
	must(t, json.Unmarshal(options, &o))
	var err error
	a.owner, err = base64.RawURLEncoding.DecodeString(o.PublicKey.User.ID)
	must(t, err)
	public, err := a.key.PublicKey.Bytes()
	must(t, err)
	cose, err := cbor.Marshal(map[int]any{1: 2, 3: -7, -1: 1, -2: public[1:33], -3: public[33:]})
	must(t, err)
	data := a.data(a.flags() | flagAttested)
	data = append(data, make([]byte, 16)...) // no make of device
	data = binary.BigEndian.AppendUint16(data, uint16(len(a.id)))
	data = append(append(data, a.id...), cose...)
	attestation, err := cbor.Marshal(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": data})
	must(t, err)
	return a.answer(t, map[string]any{
		"clientDataJSON":    text(a.client(t, "webauthn.create", o.PublicKey.Challenge)),
		"attestationObject": text(attestation),
	})
}

// use answers the options of BeginPasskeyLogin.
func (a *authenticator) use(t testing.TB, options json.RawMessage) []byte {
	t.Helper()
	var o struct{ PublicKey struct{ Challenge string } }
	must(t, json.Unmarshal(options, &o))
	client := a.client(t, "webauthn.get", o.PublicKey.Challenge)
	data := a.data(a.flags())
	hashed := sha256.Sum256(client)
	signed := sha256.Sum256(append(append([]byte{}, data...), hashed[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, a.key, signed[:])
	must(t, err)
	return a.answer(t, map[string]any{
		"clientDataJSON":    text(client),
		"authenticatorData": text(data),
		"signature":         text(signature),
		"userHandle":        text(a.owner),
	})
}

func (a *authenticator) answer(t testing.TB, response map[string]any) []byte {
	t.Helper()
	data, err := json.Marshal(map[string]any{
		"id": text(a.id), "rawId": text(a.id), "type": "public-key", "response": response, "clientExtensionResults": map[string]any{},
	})
	must(t, err)
	return data
}

func text(data []byte) string { return base64.RawURLEncoding.EncodeToString(data) }
