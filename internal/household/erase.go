package household

import (
	"context"

	"capzero/internal/db"
	"capzero/internal/retention"
)

// Purge deletes invitations and attempts to join that were of no use any more thirty
// days ago: until then it can be answered who let whom in.
func (s *Service) Purge(ctx context.Context) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		n, err := purgeInvitations(ctx, tx, tx.Now.Add(-retention.InvitationFor).Unix())
		if err != nil {
			return err
		}
		return retention.Note(ctx, tx, retention.Invitations, n, true)
	})
}

// Erase forgets a person, inside the transaction that erases their account: they
// leave, and no row names them any more. A household that nobody else has lived
// in goes with them, children and homes included. What they chose stays in the
// ledger, which has to show by what right data was used; the text that stands
// for them there then leads to nobody.
func (s *Service) Erase(ctx context.Context, tx *db.Tx, person string) error {
	stays, err := readStays(ctx, tx, person)
	if err != nil {
		return err
	}
	id, number, living, err := findMember(ctx, tx, person)
	if err != nil {
		return err
	}
	if living {
		if err := s.depart(ctx, tx, person, id, number, nil); err != nil {
			return err
		}
	}
	if err := erasePerson(ctx, tx, person); err != nil {
		return err
	}
	for _, stay := range stays {
		if err := s.forget(ctx, tx, stay.Household); err != nil {
			return err
		}
	}
	return nil
}

// forget deletes a household that is nobody's history any more.
func (s *Service) forget(ctx context.Context, tx *db.Tx, id ID) error {
	remembered, err := hasAdults(ctx, tx, id)
	if err != nil || remembered {
		return err
	}
	if err := s.onForget(ctx, tx, id); err != nil {
		return err
	}
	return deleteHousehold(ctx, tx, id)
}
