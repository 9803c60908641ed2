package account

import (
	"context"

	"capzero/internal/db"
)

// Participants is how many people have an account in a city.
func (s *Service) Participants(ctx context.Context, cityID string) (n int, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		return tx.QueryRow(ctx, `SELECT COUNT(*) FROM role WHERE city_id = ? AND role = ?`, cityID, string(Participant)).Scan(&n)
	})
	return n, err
}
