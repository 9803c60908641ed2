package account

import (
	"context"
	"crypto/rand"
	"encoding/json"

	"capzero/internal/db"
	"capzero/internal/fault"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
)

// HasPasskeys reports whether people can have passkeys here. They need a host
// with a name in the public address of the program.
func (s *Service) HasPasskeys() bool { return s.relying != nil }

// BeginPasskey begins to make a passkey for a person.
func (s *Service) BeginPasskey(ctx context.Context, by Session) (begun Ceremony, err error) {
	switch {
	case !by.SignedIn():
		return begun, errSignedOut
	case !s.HasPasskeys():
		return begun, errNoPasskeys
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		owner, err := keyOwnerOf(ctx, tx, by.Person.ID)
		if err != nil {
			return err
		}
		if len(owner.passkeys) >= maxPasskeys {
			return fault.New(fault.Conflict, "error.passkeys_full", "count", maxPasskeys)
		}
		// A device that has one already says so instead of making another.
		known := webauthn.Credentials(owner.WebAuthnCredentials()).CredentialDescriptors()
		options, state, err := s.relying.BeginRegistration(owner, webauthn.WithExclusions(known))
		if err != nil {
			return err
		}
		begun, err = beginCeremony(ctx, tx, makingPasskey, owner.ID, options, state)
		return err
	})
	return begun, err
}

// FinishPasskey keeps the passkey that a device has made, under the name that
// the person typed.
func (s *Service) FinishPasskey(ctx context.Context, by Session, ceremonyID string, response []byte, typedName string) error {
	name, err := ReadName(typedName)
	if err != nil {
		return err
	}
	answer, err := parse(response, protocol.ParseCredentialCreationResponseBytes)
	if err != nil {
		return err
	}
	return s.endCeremony(ctx, ceremonyID, makingPasskey, func(tx *db.Tx, c ceremony, state webauthn.SessionData) error {
		if !by.SignedIn() || c.Person != by.Person.ID {
			return errCeremony
		}
		owner, err := keyOwnerOf(ctx, tx, c.Person)
		if err != nil {
			return err
		}
		made, err := s.relying.CreateCredential(owner, state, answer)
		if err != nil {
			return errPasskey.Because(err)
		}
		id := passkeyID(made.ID)
		if taken, err := passkeyExists(ctx, tx, id); err != nil || taken {
			return firstOf(err, errPasskey)
		}
		return insertPasskey(ctx, tx, c.Person, Passkey{ID: id, Name: name, Created: tx.Now, credential: *made})
	})
}

// BeginPasskeyLogin begins to sign in with a passkey. Nobody says who they are:
// the device knows.
func (s *Service) BeginPasskeyLogin(ctx context.Context, e Entry) (begun Ceremony, err error) {
	if !s.HasPasskeys() {
		return begun, errNoPasskeys
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := s.spend(ctx, tx, codesFrom, "ceremonies from", e.Source, "error.too_many_from_here"); err != nil {
			return err
		}
		options, state, err := s.relying.BeginDiscoverableLogin()
		if err != nil {
			return err
		}
		begun, err = beginCeremony(ctx, tx, usingPasskey, "", options, state)
		return err
	})
	return begun, err
}

// FinishPasskeyLogin signs in with what a device has answered. A passkey whose
// count of uses does not grow was copied, and is refused.
func (s *Service) FinishPasskeyLogin(ctx context.Context, ceremonyID string, response []byte, e Entry) (in Entrance, err error) {
	answer, err := parse(response, protocol.ParseCredentialRequestResponseBytes)
	if err != nil {
		return in, err
	}
	err = s.endCeremony(ctx, ceremonyID, usingPasskey, func(tx *db.Tx, _ ceremony, state webauthn.SessionData) error {
		in = Entrance{}
		owner, err := s.provenOwner(ctx, tx, state, answer)
		if err != nil {
			return err
		}
		in, err = s.enter(ctx, tx, owner, false, e)
		return err
	})
	if err != nil {
		return Entrance{}, err
	}
	return in, nil
}

// provenOwner is the person whose passkey gave an answer, which is kept as used.
func (s *Service) provenOwner(ctx context.Context, tx *db.Tx, state webauthn.SessionData, answer *protocol.ParsedCredentialAssertionData) (Person, error) {
	var owner keyOwner
	find := func(_, handle []byte) (webauthn.User, error) {
		if !isID(string(handle)) {
			return nil, errPersonUnknown
		}
		found, err := keyOwnerOf(ctx, tx, string(handle))
		owner = found
		return found, err
	}
	_, used, err := s.relying.ValidatePasskeyLogin(find, state, answer)
	switch {
	case err != nil:
		return Person{}, errPasskey.Because(err)
	case used.Authenticator.CloneWarning:
		return Person{}, errPasskeyCopied
	}
	return owner.Person, usePasskey(ctx, tx, Passkey{ID: passkeyID(used.ID), credential: *used})
}

// parse reads what a browser sends back.
func parse[T any](response []byte, read func([]byte) (T, error)) (answer T, err error) {
	if len(response) > maxResponse {
		return answer, errPasskey
	}
	if answer, err = read(response); err != nil {
		return answer, errPasskey.Because(err)
	}
	return answer, nil
}

func keyOwnerOf(ctx context.Context, tx *db.Tx, personID string) (o keyOwner, err error) {
	if o.Person, err = findPerson(ctx, tx, personID); err != nil {
		return o, err
	}
	o.passkeys, err = passkeysOf(ctx, tx, personID)
	return o, err
}

func beginCeremony(ctx context.Context, tx *db.Tx, kind, personID string, options any, state *webauthn.SessionData) (Ceremony, error) {
	data, err := json.Marshal(state)
	if err != nil {
		return Ceremony{}, err
	}
	c := Ceremony{ID: rand.Text()}
	if c.Options, err = json.Marshal(options); err != nil {
		return Ceremony{}, err
	}
	return c, insertCeremony(ctx, tx, ceremony{
		ID: c.ID, Kind: kind, Person: personID, Data: string(data), Created: tx.Now, Expires: tx.Now.Add(ceremonyFor),
	})
}

// endCeremony takes a ceremony and does what it was for. A fault of that is
// committed with its end: nobody tries twice.
func (s *Service) endCeremony(ctx context.Context, id, kind string, do func(*db.Tx, ceremony, webauthn.SessionData) error) error {
	if !isID(id) {
		return errCeremony
	}
	var refused error
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		refused = nil
		c, err := takeCeremony(ctx, tx, id, kind)
		if err != nil {
			return err
		}
		if !c.live(tx.Now) {
			refused = errCeremony
			return nil
		}
		var state webauthn.SessionData
		if err := json.Unmarshal([]byte(c.Data), &state); err != nil {
			return err
		}
		if err = do(tx, c, state); fault.KindOf(err) != fault.Internal {
			refused = err
			return nil
		}
		return err
	})
	return firstOf(err, refused)
}

// Passkeys lists the passkeys of a person, the oldest first.
func (s *Service) Passkeys(ctx context.Context, by Session) (all []Passkey, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		all, err = passkeysOf(ctx, tx, by.Person.ID)
		return err
	})
	return all, err
}

// RenamePasskey gives one another name.
func (s *Service) RenamePasskey(ctx context.Context, by Session, id, typedName string) error {
	name, err := ReadName(typedName)
	if err != nil {
		return err
	}
	return s.changePasskey(ctx, id, func(tx *db.Tx) (bool, error) { return renamePasskey(ctx, tx, by.Person.ID, id, name) })
}

// RemovePasskey deletes one. Where it is the last way in, it is refused until
// the person is sure.
func (s *Service) RemovePasskey(ctx context.Context, by Session, id string, sure bool) error {
	return s.changePasskey(ctx, id, func(tx *db.Tx) (bool, error) {
		removed, err := deletePasskey(ctx, tx, by.Person.ID, id)
		if err != nil || !removed || sure {
			return removed, err
		}
		left, err := countWaysIn(ctx, tx, by.Person.ID)
		if err == nil && left == 0 {
			err = errLastWayIn
		}
		return true, err
	})
}

// changePasskey changes one that is the person's own.
func (s *Service) changePasskey(ctx context.Context, id string, change func(*db.Tx) (theirs bool, err error)) error {
	if !isPasskeyID(id) {
		return errPasskeyUnknown
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		theirs, err := change(tx)
		if err == nil && !theirs {
			err = errPasskeyUnknown
		}
		return err
	})
}
