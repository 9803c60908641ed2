package challenge

import (
	"context"
	"database/sql"
	"errors"

	"capzero/internal/db"
)

// place is the team and the zone that the grams of a check-in belong to: where it
// was written down first, so that a correction takes from where it was given; else
// the team that the household was in, in that week.
func (b book) place(ctx context.Context, tx *db.Tx, key checkInKey) (team, zone string, err error) {
	team, zone, found, err := firstPlace(ctx, tx, key)
	if err != nil || found {
		return team, zone, err
	}
	team, err = teamInWeek(ctx, tx, key.season, key.household, key.week)
	return team, b.Home.Zone, err
}

func firstPlace(ctx context.Context, tx *db.Tx, k checkInKey) (team, zone string, found bool, err error) {
	err = tx.QueryRow(ctx, `
		SELECT team_id, zone FROM entry
		WHERE season_id = ? AND household_id = ? AND week = ? AND rule = ? AND person_id = ? ORDER BY number LIMIT 1`,
		k.season, k.household, string(k.week), missionRule(k.mission), k.person).Scan(&team, &zone)
	if errors.Is(err, sql.ErrNoRows) {
		return "", "", false, nil
	}
	return team, zone, err == nil, err
}
