package footprint

import (
	"context"

	"capzero/internal/db"
)

// Measured are the people of a city who have an account and a footprint: their
// baseline, for who counts those that are engaged.
func (s *Service) Measured(ctx context.Context, cityID string) (people map[string]bool, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		people = map[string]bool{}
		rows, err := tx.Query(ctx, `
			SELECT a.person_id FROM assessment a JOIN result r ON r.assessment_id = a.id
			WHERE a.city_id = ? AND a.person_id IS NOT NULL`, cityID)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var person string
			if err := rows.Scan(&person); err != nil {
				return err
			}
			people[person] = true
		}
		return rows.Err()
	})
	return people, err
}
