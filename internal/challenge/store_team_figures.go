package challenge

import (
	"context"

	"capzero/internal/db"
	"capzero/internal/household"
)

// readTeamLedger reads what a team avoided, from its sums and from its entries.
func readTeamLedger(ctx context.Context, tx *db.Tx, t Team) (l teamLedger, err error) {
	sums, err := readTally(ctx, tx, t.Season, teamScope, t.ID)
	if err != nil {
		return l, err
	}
	parts, err := readContributions(ctx, tx, t.ID)
	return newTeamLedger(sums, parts), err
}

func readContributions(ctx context.Context, tx *db.Tx, teamID string) ([]contribution, error) {
	rows, err := tx.Query(ctx, `
		SELECT household_id, week, kind, CAST(SUM(grams) AS BIGINT) FROM entry
		WHERE team_id = ? GROUP BY household_id, week, kind`, teamID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []contribution
	for rows.Next() {
		var c contribution
		if err := rows.Scan(&c.household, &c.week, &c.kind, &c.grams); err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, rows.Err()
}

// countMissions counts the missions that the households of a team did in a week. The
// cross join has SQLite begin with the team, and not with all that was done in the city.
func countMissions(ctx context.Context, tx *db.Tx, t Team, w Week) (map[household.ID]int, error) {
	rows, err := tx.Query(ctx, `
		SELECT c.household_id, COUNT(DISTINCT c.mission) FROM team_member m CROSS JOIN check_in c
		WHERE m.team_id = ? AND m.left_day IS NULL
		AND c.season_id = m.season_id AND c.household_id = m.household_id AND c.week = ? AND c.times > 0
		GROUP BY c.household_id`, t.ID, string(w))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	done := map[household.ID]int{}
	for rows.Next() {
		var id household.ID
		var n int
		if err := rows.Scan(&id, &n); err != nil {
			return nil, err
		}
		done[id] = n
	}
	return done, rows.Err()
}
