package challenge

import (
	"context"

	"capzero/internal/db"
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
