package challenge

import (
	"context"

	"capzero/internal/db"
)

// readOffers returns what was proposed to a person in a season, in order.
func readOffers(ctx context.Context, tx *db.Tx, seasonID, person string) ([]Offer, error) {
	rows, err := tx.Query(ctx, `
		SELECT week, mission, number, theme, answer FROM offer WHERE season_id = ? AND person_id = ?
		ORDER BY week, number`, seasonID, person)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []Offer
	for rows.Next() {
		var o Offer
		if err := rows.Scan(&o.Week, &o.Mission, &o.Number, &o.Theme, &o.Answer); err != nil {
			return nil, err
		}
		all = append(all, o)
	}
	return all, rows.Err()
}

func insertOffer(ctx context.Context, tx *db.Tx, seasonID, person, householdID string, o Offer) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO offer (season_id, person_id, week, mission, number, household_id, theme, answer, at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (season_id, person_id, week, mission) DO NOTHING`,
		seasonID, person, string(o.Week), o.Mission, o.Number, householdID, o.Theme, string(o.Answer), tx.Now.Unix())
	return err
}

// answerOffer keeps what somebody says to a proposal, and reports whether there
// was one.
func answerOffer(ctx context.Context, tx *db.Tx, seasonID, person string, w Week, mission string, a OfferAnswer) (bool, error) {
	done, err := tx.Exec(ctx, `
		UPDATE offer SET answer = ?, at = ? WHERE season_id = ? AND person_id = ? AND week = ? AND mission = ?`,
		string(a), tx.Now.Unix(), seasonID, person, string(w), mission)
	if err != nil {
		return false, err
	}
	n, err := done.RowsAffected()
	return n > 0, err
}

// readRecords returns what is known of households in one kind of housing.
func readRecords(ctx context.Context, tx *db.Tx, seasonID, housing string) (map[string]Record, error) {
	return recordsBy(ctx, tx, `
		SELECT mission, offered, done FROM mission_record WHERE season_id = ? AND housing = ?`, seasonID, housing)
}

// ownRecords returns what a household was proposed and did before a week, by
// theme.
func ownRecords(ctx context.Context, tx *db.Tx, seasonID, householdID string, before Week) (map[string]Record, error) {
	return recordsBy(ctx, tx, `
		SELECT o.theme, COUNT(*), `+countDone+` FROM offer o
		WHERE o.season_id = ? AND o.household_id = ? AND o.week < ? GROUP BY o.theme`, seasonID, householdID, string(before))
}

// countDone counts the proposals o that were done, by whoever of the household.
const countDone = `
	SUM(CASE WHEN EXISTS (SELECT 1 FROM check_in c WHERE c.season_id = o.season_id AND c.household_id = o.household_id
		AND c.week = o.week AND c.mission = o.mission AND c.times > 0) THEN 1 ELSE 0 END)`

func recordsBy(ctx context.Context, tx *db.Tx, query string, args ...any) (map[string]Record, error) {
	rows, err := tx.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[string]Record{}
	for rows.Next() {
		var key string
		var r Record
		if err := rows.Scan(&key, &r.Offered, &r.Done); err != nil {
			return nil, err
		}
		all[key] = r
	}
	return all, rows.Err()
}

// learnRecords counts again what was proposed and done in a season before a week.
func learnRecords(ctx context.Context, tx *db.Tx, seasonID string, before Week) error {
	if _, err := tx.Exec(ctx, `DELETE FROM mission_record WHERE season_id = ?`, seasonID); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO mission_record (season_id, housing, mission, offered, done)
		SELECT o.season_id, e.housing, o.mission, COUNT(*), `+countDone+`
		FROM offer o JOIN enrolment e ON e.season_id = o.season_id AND e.household_id = o.household_id
		WHERE o.season_id = ? AND o.week < ? GROUP BY o.season_id, e.housing, o.mission`, seasonID, string(before))
	return err
}

// activeWeeks are the weeks of a season in which a household did something.
func activeWeeks(ctx context.Context, tx *db.Tx, p Participation) (map[Week]bool, error) {
	id := string(p.Enrolment.Household)
	active, err := weeksWithMissions(ctx, tx, p.Season.ID, id)
	if err != nil {
		return nil, err
	}
	all, err := readWeighings(ctx, tx, p.Enrolment.Household, p.Season.From.First(), p.Season.After())
	for _, w := range all {
		active[WeekOf(w.Day)] = true
	}
	return active, err
}

func weeksWithMissions(ctx context.Context, tx *db.Tx, seasonID, householdID string) (map[Week]bool, error) {
	rows, err := tx.Query(ctx, `
		SELECT DISTINCT week FROM check_in WHERE season_id = ? AND household_id = ? AND times > 0`, seasonID, householdID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	active := map[Week]bool{}
	for rows.Next() {
		var w Week
		if err := rows.Scan(&w); err != nil {
			return nil, err
		}
		active[w] = true
	}
	return active, rows.Err()
}
