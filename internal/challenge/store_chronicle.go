package challenge

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"capzero/internal/db"
	"capzero/internal/household"
)

// eachRow runs a query and calls scan for each row.
func eachRow(ctx context.Context, tx *db.Tx, scan func(*sql.Rows) error, query string, args ...any) error {
	rows, err := tx.Query(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// readTold reads who takes part in a season.
func readTold(ctx context.Context, tx *db.Tx, season Season) (map[household.ID]*Told, error) {
	told := map[household.ID]*Told{}
	err := eachRow(ctx, tx, func(rows *sql.Rows) error {
		t := Told{Missions: make([]int, season.Weeks), Weighings: make([]int, season.Weeks)}
		var at int64
		var wave Wave
		if err := rows.Scan(&t.ID, &at, &t.Channel, &t.Zone, &wave, &t.Team); err != nil {
			return err
		}
		t.Since = WeekOf(household.DayOf(moment(at), time.UTC))
		t.Starts = max(t.Since, season.Starts(wave))
		told[t.ID] = &t
		return nil
	}, `
		SELECT e.household_id, e.enrolled_at, e.channel, e.zone, e.wave, COALESCE(m.team_id, '')
		FROM enrolment e
		LEFT JOIN team_member m ON m.season_id = e.season_id AND m.household_id = e.household_id AND m.left_day IS NULL
		WHERE e.season_id = ?`, season.ID)
	return told, err
}

func readMissionsDone(ctx context.Context, tx *db.Tx, season Season, told map[household.ID]*Told) error {
	return eachRow(ctx, tx, func(rows *sql.Rows) error {
		var id household.ID
		var w Week
		var n int
		if err := rows.Scan(&id, &w, &n); err != nil {
			return err
		}
		if t := told[id]; t != nil && season.Holds(w) {
			t.Missions[season.Index(w)] = n
		}
		return nil
	}, `
		SELECT household_id, week, COUNT(*) FROM check_in WHERE season_id = ? AND times > 0
		GROUP BY household_id, week`, season.ID)
}

func readAvoided(ctx context.Context, tx *db.Tx, season Season, told map[household.ID]*Told) error {
	return eachRow(ctx, tx, func(rows *sql.Rows) error {
		var id household.ID
		var l LineGrams
		if err := rows.Scan(&id, &l.Kind, &l.Evidence, &l.Grams); err != nil {
			return err
		}
		if t := told[id]; t != nil {
			t.Avoided = append(t.Avoided, l)
		}
		return nil
	}, `
		SELECT household_id, kind, evidence, CAST(SUM(grams) AS BIGINT) FROM entry WHERE season_id = ?
		GROUP BY household_id, kind, evidence HAVING SUM(grams) <> 0 ORDER BY kind, evidence`, season.ID)
}

// readWeighed reads the weighings of a season. Of the week that is not over yet
// only that somebody weighed is known, and not how much it will be.
func readWeighed(
	ctx context.Context, tx *db.Tx, season Season, today household.Day, told map[household.ID]*Told, at map[household.ID]household.Presence,
) error {
	return eachRow(ctx, tx, func(rows *sql.Rows) error {
		var id household.ID
		var day household.Day
		var stream Stream
		var grams int64
		var n int
		if err := rows.Scan(&id, &day, &stream, &grams, &n); err != nil {
			return err
		}
		t, w := told[id], WeekOf(day)
		if t == nil {
			return nil
		}
		t.Weighings[season.Index(w)] += n
		if w.After() <= today {
			t.weighs(w, stream, grams, at[id])
		}
		return nil
	}, `
		SELECT household_id, day, stream, CAST(SUM(grams) AS BIGINT), COUNT(*) FROM weighing
		WHERE day >= ? AND day < ? AND undone_at IS NULL AND household_id IN (SELECT household_id FROM enrolment WHERE season_id = ?)
		GROUP BY household_id, day, stream ORDER BY household_id, day, stream`,
		string(season.From.First()), string(season.After()), season.ID)
}

// weighs adds grams to what the household weighed of a stream in a week.
func (t *Told) weighs(w Week, s Stream, grams int64, at household.Presence) {
	for i := len(t.Weighed) - 1; i >= 0 && t.Weighed[i].Week == w; i-- {
		if t.Weighed[i].Stream == s {
			t.Weighed[i].Grams += grams
			return
		}
	}
	t.Weighed = append(t.Weighed, WeighedWeek{
		Stream: s, Week: w, Grams: grams, PersonWeeks: at.PersonNights(w.First(), w.After()) / 7,
	})
}

// readAllLeft sums what forgotten households have left, of which nobody knows the
// evidence any more.
func readAllLeft(ctx context.Context, tx *db.Tx, seasonID string) (all []LineGrams, err error) {
	err = eachRow(ctx, tx, func(rows *sql.Rows) error {
		var l LineGrams
		if err := rows.Scan(&l.Kind, &l.Grams); err != nil {
			return err
		}
		all = append(all, l)
		return nil
	}, `
		SELECT kind, CAST(SUM(grams) AS BIGINT) FROM entry_left WHERE season_id = ? GROUP BY kind ORDER BY kind`, seasonID)
	return all, err
}

// readMissionsTold reads what became of the missions of a season.
func readMissionsTold(ctx context.Context, tx *db.Tx, seasonID string) ([]MissionTold, error) {
	var all []MissionTold
	err := eachRow(ctx, tx, func(rows *sql.Rows) error {
		m := MissionTold{GramsOf: map[Kind]int64{}}
		if err := rows.Scan(&m.Mission, &m.Offered, &m.Done, &m.Other, &m.Never, &m.Later, &m.To); err != nil {
			return err
		}
		all = append(all, m)
		return nil
	}, `
		SELECT o.mission, COUNT(*), `+countDone+`, SUM(CASE WHEN o.answer = 'other' THEN 1 ELSE 0 END),
			SUM(CASE WHEN o.answer = 'never' THEN 1 ELSE 0 END), SUM(CASE WHEN o.answer = 'later' THEN 1 ELSE 0 END),
			COUNT(DISTINCT o.household_id)
		FROM offer o WHERE o.season_id = ? GROUP BY o.mission`, seasonID)
	if err != nil {
		return nil, err
	}
	if all, err = withDoers(ctx, tx, seasonID, all); err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b MissionTold) int { return strings.Compare(a.Mission, b.Mission) })
	return withGrams(ctx, tx, seasonID, all)
}

// toldOf finds a mission, or adds it: what nobody was offered can be done too.
func toldOf(all []MissionTold, id string) ([]MissionTold, *MissionTold) {
	for i := range all {
		if all[i].Mission == id {
			return all, &all[i]
		}
	}
	all = append(all, MissionTold{Mission: id, GramsOf: map[Kind]int64{}})
	return all, &all[len(all)-1]
}

// withDoers counts the households that did each mission, and those that it was
// offered to or that did it.
func withDoers(ctx context.Context, tx *db.Tx, seasonID string, all []MissionTold) ([]MissionTold, error) {
	err := eachRow(ctx, tx, func(rows *sql.Rows) error {
		var id string
		var by, involved int
		if err := rows.Scan(&id, &by, &involved); err != nil {
			return err
		}
		var m *MissionTold
		all, m = toldOf(all, id)
		m.By, m.Involved = by, involved
		return nil
	}, `
		SELECT mission, CAST(SUM(did) AS BIGINT), COUNT(*) FROM (
			SELECT mission, household_id, MAX(did) AS did FROM (
				SELECT mission, household_id, 1 AS did FROM check_in WHERE season_id = ? AND times > 0
				UNION ALL SELECT mission, household_id, 0 AS did FROM offer WHERE season_id = ?) AS known
			GROUP BY mission, household_id) AS each_one
		GROUP BY mission ORDER BY mission`, seasonID, seasonID)
	return all, err
}

func withGrams(ctx context.Context, tx *db.Tx, seasonID string, all []MissionTold) ([]MissionTold, error) {
	err := eachRow(ctx, tx, func(rows *sql.Rows) error {
		var rule string
		var kind Kind
		var grams int64
		if err := rows.Scan(&rule, &kind, &grams); err != nil {
			return err
		}
		for i := range all {
			if missionRule(all[i].Mission) == rule {
				all[i].GramsOf[kind] += grams
			}
		}
		return nil
	}, `
		SELECT rule, kind, CAST(SUM(grams) AS BIGINT) FROM entry WHERE season_id = ? GROUP BY rule, kind`, seasonID)
	return all, err
}

// eachMissionOf calls note with everybody who wrote a mission down, and its week. A
// mission that lasts is written again by whoever does something that week.
func eachMissionOf(ctx context.Context, tx *db.Tx, seasonID string, from, before Week, note func(string, Week)) error {
	return eachRow(ctx, tx, func(rows *sql.Rows) error {
		var person string
		var w Week
		if err := rows.Scan(&person, &w); err != nil {
			return err
		}
		note(person, w)
		return nil
	}, `
		SELECT DISTINCT by_person, week FROM check_in
		WHERE season_id = ? AND times > 0 AND persons > 0 AND by_person <> '' AND week >= ? AND week < ?`,
		seasonID, string(from), string(before))
}

func eachWeighingOf(ctx context.Context, tx *db.Tx, seasonID string, from, before Week, note func(string, Week)) error {
	return eachRow(ctx, tx, func(rows *sql.Rows) error {
		var person string
		var day household.Day
		if err := rows.Scan(&person, &day); err != nil {
			return err
		}
		note(person, WeekOf(day))
		return nil
	}, `
		SELECT DISTINCT w.by_person, w.day FROM weighing w
		JOIN enrolment e ON e.household_id = w.household_id AND e.season_id = ?
		WHERE w.day >= ? AND w.day < ? AND w.undone_at IS NULL AND w.by_person <> ''`,
		seasonID, string(from.First()), string(before.First()))
}
