package household

import (
	"context"
	"crypto/subtle"

	"capzero/internal/db"
	"capzero/internal/fault"
)

// Look says what somebody would join with a link or a code. Who looks with a
// link need not have signed in: person may be empty.
func (s *Service) Look(ctx context.Context, person, secret string) (in Invited, err error) {
	var within transaction = s.db.Write
	if _, isLink := readToken(secret); isLink {
		within = s.db.Read // only codes are counted
	}
	err = s.open(ctx, within, person, secret, func(tx *db.Tx, i storedInvitation) error {
		in, err = s.invited(ctx, tx, i, person)
		return err
	})
	return in, err
}

// Join lets an adult into the household of a link or a code. Who lives in
// another household must say that they leave it; who lives in this one already
// is in, and takes nobody's place.
//
// Two may come at once: a link lets both in if it has two places left, a code
// lets in the first. Which one was first is settled by the transaction.
func (s *Service) Join(ctx context.Context, person, secret string, leaving bool) (id ID, err error) {
	if person == "" {
		return "", errSignIn
	}
	err = s.open(ctx, s.db.Write, person, secret, func(tx *db.Tx, i storedInvitation) error {
		id = i.Household
		return s.join(ctx, tx, person, i, leaving)
	})
	return id, err
}

// Follow takes an invitation that was meant for one person.
func (s *Service) Follow(ctx context.Context, person, invitationID string) (id ID, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		i, found, err := findInvitationByID(ctx, tx, invitationID)
		if err != nil {
			return err
		}
		if !found || i.Kind != Following || i.For != person {
			return fault.New(fault.NotFound, "household.invitation_unknown")
		}
		refused, err := s.refuse(ctx, tx, person, i)
		if err != nil || refused != nil {
			return orFault(err, refused)
		}
		id = i.Household
		return s.join(ctx, tx, person, i, true)
	})
	return id, err
}

// Decline says no to an invitation that was meant for one person. One that is
// over is declined already.
func (s *Service) Decline(ctx context.Context, person, invitationID string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		i, found, err := findInvitationByID(ctx, tx, invitationID)
		if err != nil || !found || i.For != person || i.Ended != "" {
			return err
		}
		i.Ended = Withdrawn
		return writeInvitation(ctx, tx, i)
	})
}

// Proposals lists the households that a person was asked to come along to.
func (s *Service) Proposals(ctx context.Context, person string) (all []Invited, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		all = nil
		stored, err := readProposals(ctx, tx, person)
		if err != nil {
			return err
		}
		for _, i := range stored {
			if i.state(tx.Now) != Open {
				continue
			}
			in, err := s.invited(ctx, tx, i, person)
			if err != nil {
				return err
			}
			if !in.Already {
				all = append(all, in)
			}
		}
		return nil
	})
	return all, err
}

// A transaction is db.DB.Read or db.DB.Write.
type transaction func(context.Context, func(*db.Tx) error) error

// open finds the invitation of a secret and lends it to f. A wrong code is
// counted against who typed it and against the code that it began like, and the
// count is kept although nothing else happens.
func (s *Service) open(ctx context.Context, within transaction, person, secret string, f func(*db.Tx, storedInvitation) error) error {
	var refused *fault.Error
	err := within(ctx, func(tx *db.Tx) error {
		var i storedInvitation
		var err error
		if i, refused, err = s.find(ctx, tx, person, secret); err != nil || refused != nil {
			return err
		}
		return f(tx, i)
	})
	if err == nil && refused != nil {
		return refused
	}
	return err
}

// find returns the invitation of a secret, or what its holder is told.
func (s *Service) find(ctx context.Context, tx *db.Tx, person, secret string) (storedInvitation, *fault.Error, error) {
	if token, ok := readToken(secret); ok {
		i, found, err := findInvitation(ctx, tx, hashOf(token))
		if err != nil || !found {
			return i, errLinkGone, err
		}
		refused, err := s.refuse(ctx, tx, person, i)
		return i, refused, err
	}
	code, ok := readCode(secret)
	switch {
	case !ok:
		return storedInvitation{}, errCodeShape, nil
	case person == "":
		return storedInvitation{}, errSignIn, nil
	}
	return s.findByCode(ctx, tx, person, code)
}

func (s *Service) findByCode(ctx context.Context, tx *db.Tx, person, code string) (storedInvitation, *fault.Error, error) {
	t, err := findTries(ctx, tx, person)
	if err != nil {
		return storedInvitation{}, nil, err
	}
	if t = t.at(tx.Now); t.Failures >= mostTries {
		return storedInvitation{}, errCodeTries, nil
	}
	i, found, err := findInvitation(ctx, tx, code[:locatorLength])
	if err != nil {
		return i, nil, err
	}
	if found && sameText(i.Verifier, hashOf(i.ID+code)) {
		if refused, err := s.refuse(ctx, tx, person, i); err != nil || refused == nil {
			return i, nil, err
		}
	} else if found && i.state(tx.Now) == Open {
		if err := writeInvitation(ctx, tx, i.miss()); err != nil {
			return i, nil, err
		}
	}
	t.Failures++
	return i, errCodeWrong, writeTries(ctx, tx, person, t)
}

func sameText(a, b string) bool {
	return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1
}

// refuse says why an invitation does not let somebody in. Who lives there, perhaps
// by having come in by it, is not told that it is used up.
func (s *Service) refuse(ctx context.Context, tx *db.Tx, person string, i storedInvitation) (*fault.Error, error) {
	refused := refusal(i.Kind, i.state(tx.Now))
	if refused == nil || person == "" {
		return refused, nil
	}
	id, _, found, err := findMember(ctx, tx, person)
	if found && id == i.Household {
		return nil, err
	}
	return refused, err
}

// join lets somebody in by an invitation that is open.
func (s *Service) join(ctx context.Context, tx *db.Tx, person string, i storedInvitation, leaving bool) error {
	from, number, living, err := findMember(ctx, tx, person)
	switch {
	case err != nil:
		return err
	case living && from == i.Household:
		return nil
	case living && !leaving:
		return fault.New(fault.Conflict, "household.join_leaves")
	}
	if living {
		if err := s.depart(ctx, tx, person, from, number, nil); err != nil {
			return err
		}
	}
	if err := writeInvitation(ctx, tx, i.take()); err != nil {
		return err
	}
	return s.enter(ctx, tx, person, i.Household)
}

// enter lets an adult into a household, and makes room for them.
func (s *Service) enter(ctx context.Context, tx *db.Tx, person string, id ID) error {
	if _, err := insertMember(ctx, tx, id, person, ""); err != nil {
		return err
	}
	if err := s.makeRoom(ctx, tx, id); err != nil {
		return err
	}
	return s.onJoin(ctx, tx, person, id)
}

// invited is what an invitation shows of its household: who asks one in, and
// nothing of what they answered.
func (s *Service) invited(ctx context.Context, tx *db.Tx, i storedInvitation, person string) (Invited, error) {
	by, err := s.nameOf(ctx, tx, i.MadeBy)
	if err != nil {
		return Invited{}, err
	}
	home, err := s.HomeOf(ctx, tx, i.Household)
	if err != nil {
		return Invited{}, err
	}
	lives, living, err := s.HouseholdOf(ctx, tx, person)
	return Invited{
		ID: i.ID, By: by, City: home.City,
		Already: living && lives == i.Household,
		Leaves:  living && lives != i.Household,
	}, err
}
