package account

import (
	"context"

	"capzero/internal/db"
	"capzero/internal/fault"
)

// Session returns the session that a token opens, with the rights of its person.
// Once an hour it notes that the browser was there, which keeps it signed in for
// another ninety days.
func (s *Service) Session(ctx context.Context, t Token) (found Session, err error) {
	if t == "" {
		return Session{}, errSignedOut
	}
	var touch bool
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if found, err = findSession(ctx, tx, t); err != nil {
			return err
		}
		touch = tx.Now.Sub(found.Seen) >= seenEvery
		found.rights, err = readRights(ctx, tx, found.Person.ID)
		return err
	})
	if err != nil {
		return Session{}, err
	}
	if touch {
		err = s.db.Write(ctx, func(tx *db.Tx) error {
			found.Seen, found.Expires = tx.Now, tx.Now.Add(SessionFor)
			there, err := touchSession(ctx, tx, found.ID, found.Expires)
			if err != nil || !there {
				return firstOf(err, errSignedOut) // it has ended meanwhile
			}
			return writeCame(ctx, tx, found.Person.ID)
		})
	}
	return found, err
}

// Renew gives a stale session a new token for its browser. It returns no token
// where another request of the same browser got it.
func (s *Service) Renew(ctx context.Context, stale Session) (t Token, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		t = newToken()
		replaced, err := replaceToken(ctx, tx, stale.ID, t.hash(), tx.Now.Add(renewalGrace))
		if !replaced {
			t = ""
		}
		return err
	})
	return t, err
}

// Devices lists the sessions of a person, the one seen last first.
func (s *Service) Devices(ctx context.Context, by Session) (all []Session, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		all, err = sessionsOf(ctx, tx, by.Person.ID)
		return err
	})
	return all, err
}

// End signs one of the devices of a person out, this one or another. One that is
// out already stays out.
func (s *Service) End(ctx context.Context, by Session, sessionID string) error {
	if !isID(sessionID) {
		return nil
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := deleteSession(ctx, tx, by.Person.ID, sessionID)
		return err
	})
}

// EndOthers signs every other device of a person out, and returns how many there
// were.
func (s *Service) EndOthers(ctx context.Context, by Session) (n int64, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		n, err = deleteOtherSessions(ctx, tx, by.Person.ID, by.ID)
		return err
	})
	return n, err
}

// SetName gives a person the name that they typed.
func (s *Service) SetName(ctx context.Context, by Session, typed string) error {
	if !by.SignedIn() {
		return errSignedOut
	}
	name, err := ReadName(typed)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error { return writeName(ctx, tx, by.Person.ID, name) })
}

// SetLanguage sets the language that mails to a person are written in.
func (s *Service) SetLanguage(ctx context.Context, by Session, tag string) error {
	if !by.SignedIn() {
		return errSignedOut
	}
	return s.db.Write(ctx, func(tx *db.Tx) error { return writeLanguage(ctx, tx, by.Person.ID, s.language(tag)) })
}

// Names returns the names of people by their ids. Who has no name, or is not
// there any more, is left out.
func (s *Service) Names(ctx context.Context, ids ...string) (map[string]string, error) {
	var names map[string]string
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		names = map[string]string{}
		for _, id := range ids {
			p, err := findPerson(ctx, tx, id)
			if fault.KindOf(err) == fault.NotFound {
				continue
			}
			if err != nil {
				return err
			}
			if p.Name != "" {
				names[id] = p.Name
			}
		}
		return nil
	})
	return names, err
}

// NameOf is, inside a transaction, the name of a person; empty for who has none or
// is not there any more.
func (s *Service) NameOf(ctx context.Context, tx *db.Tx, id string) (string, error) {
	p, err := findPerson(ctx, tx, id)
	if fault.KindOf(err) == fault.NotFound {
		return "", nil
	}
	return p.Name, err
}

// Erase deletes a person who is there, see EraseIn.
func (s *Service) Erase(ctx context.Context, by Session) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := findPerson(ctx, tx, by.Person.ID); err != nil {
			return err
		}
		_, err := s.EraseIn(ctx, tx, by.Person.ID)
		return err
	})
}

// EraseIn deletes a person, with everything that this package keeps of them and
// what others delete along with it. It returns who they were: nobody where they are
// gone already, and then it deletes what was written of them since. The last
// administrator of a city cannot go: nobody could be given a right any more.
func (s *Service) EraseIn(ctx context.Context, tx *db.Tx, personID string) (was Person, err error) {
	was, err = findPerson(ctx, tx, personID)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return was, err
	}
	was.ID = personID
	return was, s.erase(ctx, tx, was, revoke)
}

func (s *Service) erase(ctx context.Context, tx *db.Tx, p Person, take taking) error {
	if err := dropRights(ctx, tx, p.ID, take); err != nil {
		return err
	}
	if s.erasing != nil {
		if err := s.erasing(ctx, tx, p.ID); err != nil {
			return err
		}
	}
	if err := s.mails.Forget(ctx, tx, p.ID); err != nil {
		return err
	}
	return deletePerson(ctx, tx, p)
}
