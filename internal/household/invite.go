package household

import (
	"context"
	"crypto/rand"
	"time"

	"capzero/internal/db"
	"capzero/internal/fault"
)

// InviteByLink returns the secret of a new link that lets in so many adults, for
// a week. It is shown now and never again.
func (s *Service) InviteByLink(ctx context.Context, person string, places int) (token string, expires time.Time, err error) {
	if places < 1 || places > MostPlaces {
		return "", expires, fault.At(PlacesField, fault.Invalid, "household.places_bounds", "max", MostPlaces)
	}
	err = s.change(ctx, person, func(tx *db.Tx, id ID) error {
		token = newToken()
		i := s.invitation(tx, id, person, Link)
		i.Locator, i.Places = hashOf(token), int64(places)
		expires = time.Unix(i.ExpiresAt, 0).UTC()
		return s.invite(ctx, tx, i)
	})
	return token, expires, err
}

// InviteByCode returns a new code, which lets in one adult within a quarter of an
// hour. A code that the household had before is withdrawn: one is said at a
// time.
func (s *Service) InviteByCode(ctx context.Context, person string) (code string, expires time.Time, err error) {
	err = s.change(ctx, person, func(tx *db.Tx, id ID) error {
		if err := withdrawCodes(ctx, tx, id); err != nil {
			return err
		}
		if code, err = s.freeCode(ctx, tx); err != nil {
			return err
		}
		i := s.invitation(tx, id, person, Code)
		i.Locator, i.Verifier = code[:locatorLength], hashOf(i.ID+code)
		expires = time.Unix(i.ExpiresAt, 0).UTC()
		return s.invite(ctx, tx, i)
	})
	return code, expires, err
}

// codeAttempts is how many codes are drawn before we say that too many are open:
// with half of all beginnings taken, one in a million needs more than twenty.
const codeAttempts = 20

// freeCode draws a code whose beginning no open code has.
func (s *Service) freeCode(ctx context.Context, tx *db.Tx) (string, error) {
	for range codeAttempts {
		code := s.code()
		locator := code[:locatorLength]
		if err := freeLocator(ctx, tx, locator); err != nil {
			return "", err
		}
		_, taken, err := findInvitation(ctx, tx, locator)
		if err != nil {
			return "", err
		}
		if !taken {
			return code, nil
		}
	}
	return "", fault.New(fault.Limited, "error.busy")
}

// invitation is a new one of a kind, for one adult.
func (s *Service) invitation(tx *db.Tx, id ID, person string, kind InvitationKind) storedInvitation {
	return storedInvitation{
		ID: rand.Text(), Household: id, Kind: kind, MadeBy: person, Places: 1,
		MadeAt: tx.Now.Unix(), ExpiresAt: tx.Now.Add(kind.lasts()).Unix(),
	}
}

func (s *Service) invite(ctx context.Context, tx *db.Tx, i storedInvitation) error {
	n, err := countInvitationsSince(ctx, tx, i.Household, tx.Now.Add(-invitationDay).Unix())
	if err != nil {
		return err
	}
	if n >= mostInvitations {
		return fault.New(fault.Limited, "household.invitations_many", "max", mostInvitations)
	}
	return insertInvitation(ctx, tx, i)
}

// Withdraw ends an invitation of the household that an adult lives in, whoever
// has made it.
func (s *Service) Withdraw(ctx context.Context, person, invitationID string) error {
	return s.change(ctx, person, func(tx *db.Tx, id ID) error {
		i, found, err := findInvitationByID(ctx, tx, invitationID)
		if err != nil {
			return err
		}
		if !found || i.Household != id {
			return fault.New(fault.NotFound, "household.invitation_unknown")
		}
		if i.state(tx.Now) != Open {
			return nil // pressed twice, or too late: it lets nobody in
		}
		i.Ended = Withdrawn
		return writeInvitation(ctx, tx, i)
	})
}

// Invitations lists those of the household that an adult lives in, the newest
// first. One that has been too old for a week is left out.
func (s *Service) Invitations(ctx context.Context, person string) (all []Invitation, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		all = nil
		id, _, found, err := findMember(ctx, tx, person)
		if err != nil || !found {
			return orFault(err, errNone)
		}
		stored, err := readInvitations(ctx, tx, id)
		if err != nil {
			return err
		}
		for _, i := range stored {
			shown, err := s.shown(ctx, tx, i)
			if err != nil {
				return err
			}
			if shown.State == Open || tx.Now.Sub(shown.Expires) < linkLasts {
				all = append(all, shown)
			}
		}
		return nil
	})
	return all, err
}

// shown is an invitation as a page prints it.
func (s *Service) shown(ctx context.Context, tx *db.Tx, i storedInvitation) (Invitation, error) {
	by, err := s.nameOf(ctx, tx, i.MadeBy)
	if err != nil {
		return Invitation{}, err
	}
	shown := Invitation{
		ID: i.ID, Kind: i.Kind, MadeBy: by, Places: int(i.Places), State: i.state(tx.Now),
		Made: time.Unix(i.MadeAt, 0).UTC(), Expires: time.Unix(i.ExpiresAt, 0).UTC(),
	}
	if i.For != "" {
		shown.For, err = s.nameOf(ctx, tx, i.For)
	}
	return shown, err
}
