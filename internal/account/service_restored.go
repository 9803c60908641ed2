package account

import (
	"context"

	"capzero/internal/db"
	"capzero/internal/fault"
)

// Everybody returns the identifiers of all people.
func (s *Service) Everybody(ctx context.Context) (all []string, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		all, err = readPeople(ctx, tx)
		return err
	})
	return all, err
}

// EraseAgain erases somebody whom records that were put back still have. They may
// have been the last administrator then: the city gets a link for a first one.
func (s *Service) EraseAgain(ctx context.Context, id string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		p, err := findPerson(ctx, tx, id)
		if fault.KindOf(err) == fault.NotFound {
			return nil
		}
		if err != nil {
			return err
		}
		return s.erase(ctx, tx, p, takeRole)
	})
}

// EndWaysIn ends what was under way when records that were put back were copied:
// links and codes that have been used since, devices that have been signed out.
// Everybody comes in again, by a mail, a passkey or a card.
func (s *Service) EndWaysIn(ctx context.Context) error {
	return s.db.Write(ctx, func(tx *db.Tx) error { return deleteWaysIn(ctx, tx) })
}
