package challenge

import (
	"context"

	"capzero/internal/db"
	"capzero/internal/household"
)

// readStory reads what badges are read from, but for the sums.
func readStory(ctx context.Context, tx *db.Tx, p Participation) (s Story, err error) {
	id := string(p.Enrolment.Household)
	err = tx.QueryRow(ctx, `
		SELECT COUNT(*), COUNT(DISTINCT theme)
		FROM check_in WHERE season_id = ? AND household_id = ? AND times > 0`, p.Season.ID, id).Scan(&s.Missions, &s.Themes)
	if err != nil {
		return s, err
	}
	all, err := readWeighings(ctx, tx, p.Enrolment.Household, p.Season.From.First(), p.Season.After())
	weighed := map[Week]bool{}
	for _, w := range all {
		if week := WeekOf(w.Day); !weighed[week] {
			weighed[week] = true
			s.WeighedWeeks++
			if p.Season.InBaseline(week) {
				s.BaselineWeighed++
			}
		}
	}
	s.BaselineWeeks = p.Season.BaselineWeeks
	return s, err
}

// readVersions lists the models that the entries of a household in a season come from.
func readVersions(ctx context.Context, tx *db.Tx, seasonID string, id household.ID) (all []string, err error) {
	rows, err := tx.Query(ctx, `
		SELECT DISTINCT version FROM entry WHERE season_id = ? AND household_id = ? AND version <> '' ORDER BY version`,
		seasonID, string(id))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var version string
		if err := rows.Scan(&version); err != nil {
			return nil, err
		}
		all = append(all, version)
	}
	return all, rows.Err()
}
