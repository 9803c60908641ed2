package mydata

import (
	"context"

	"capzero/internal/db"
)

// A Leaving is what is to be known before somebody goes.
type Leaving struct {
	Household  bool     // they live in one
	Others     int      // adults who live there too, and keep it
	Animates   []string // teams that they look after
	OnlyOne    bool     // no other person administers a city: they cannot go yet
	HasAddress bool     // the receipt is sent there
}

// Leaving says what becomes of others when a person goes.
func (s *Service) Leaving(ctx context.Context, personID string) (l Leaving, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		l, err = readLeaving(ctx, tx, personID)
		l.HasAddress = l.HasAddress && s.mails.Delivers()
		return err
	})
	return l, err
}

func readLeaving(ctx context.Context, tx *db.Tx, personID string) (l Leaving, err error) {
	var homes, alone, addresses int
	err = tx.QueryRow(ctx, `
		SELECT (SELECT COUNT(*) FROM member WHERE person_id = ? AND left_at IS NULL),
			(SELECT COUNT(*) FROM member o JOIN member m ON m.household_id = o.household_id
				WHERE m.person_id = ? AND m.left_at IS NULL AND o.left_at IS NULL AND o.person_id IS NOT NULL AND o.person_id <> m.person_id),
			(SELECT COUNT(*) FROM role r WHERE r.person_id = ? AND r.role = 'administrator'
				AND NOT EXISTS (SELECT 1 FROM role o WHERE o.city_id = r.city_id AND o.role = r.role AND o.person_id <> r.person_id)),
			(SELECT COUNT(*) FROM person WHERE id = ? AND email_key IS NOT NULL)`,
		personID, personID, personID, personID).Scan(&homes, &l.Others, &alone, &addresses)
	if err != nil {
		return l, err
	}
	l.Household, l.OnlyOne, l.HasAddress = homes > 0, alone > 0, addresses > 0
	l.Animates, err = texts(tx.Query(ctx, `SELECT name FROM team WHERE animator = ? ORDER BY created_at, id`, personID))
	return l, err
}
