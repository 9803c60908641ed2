package challenge

import (
	"context"
	"database/sql"
	"encoding/json"

	"capzero/internal/db"
)

// A lasting is what was done once and counts week by week.
type lasting struct {
	Mission string
	Person  string
	Since   Week
	Until   Week // the first week in which it does not count any more; empty while it does
	Worth   Worth
}

// in reports whether it counts in a week.
func (l lasting) in(w Week) bool { return l.Since < w && (l.Until == "" || w < l.Until) }

func readLasting(ctx context.Context, tx *db.Tx, seasonID, householdID string) ([]lasting, error) {
	rows, err := tx.Query(ctx, `
		SELECT mission, person_id, since_week, COALESCE(until_week, ''), worth FROM lasting
		WHERE season_id = ? AND household_id = ? ORDER BY mission, person_id`, seasonID, householdID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []lasting
	for rows.Next() {
		var l lasting
		var worth string
		if err := rows.Scan(&l.Mission, &l.Person, &l.Since, &l.Until, &worth); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(worth), &l.Worth); err != nil {
			return nil, err
		}
		all = append(all, l)
	}
	return all, rows.Err()
}

func writeLasting(ctx context.Context, tx *db.Tx, seasonID, householdID string, l lasting) error {
	worth, err := json.Marshal(l.Worth)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO lasting (season_id, household_id, mission, person_id, since_week, until_week, worth)
		VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (season_id, household_id, mission, person_id) DO UPDATE
		SET since_week = excluded.since_week, until_week = excluded.until_week, worth = excluded.worth`,
		seasonID, householdID, l.Mission, l.Person, string(l.Since),
		sql.NullString{String: string(l.Until), Valid: l.Until != ""}, string(worth))
	return err
}

func deleteLasting(ctx context.Context, tx *db.Tx, seasonID, householdID, mission, person string) error {
	_, err := tx.Exec(ctx, `
		DELETE FROM lasting WHERE season_id = ? AND household_id = ? AND mission = ? AND person_id = ?`,
		seasonID, householdID, mission, person)
	return err
}
