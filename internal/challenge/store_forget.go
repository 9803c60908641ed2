package challenge

import (
	"context"

	"capzero/internal/db"
	"capzero/internal/household"
)

// readBequests sums what a household brought to its teams.
func readBequests(ctx context.Context, tx *db.Tx, id household.ID) ([]Entry, error) {
	rows, err := tx.Query(ctx, `
		SELECT season_id, team_id, zone, week, kind, stream, CAST(SUM(grams) AS BIGINT) FROM entry
		WHERE household_id = ? AND team_id <> ''
		GROUP BY season_id, team_id, zone, week, kind, stream HAVING SUM(grams) <> 0`, string(id))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []Entry
	for rows.Next() {
		var e Entry
		if err := rows.Scan(&e.Season, &e.Team, &e.Zone, &e.Week, &e.Kind, &e.Stream, &e.Grams); err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	return all, rows.Err()
}

// countOthers counts the other households that contributed to a team in the week
// and of the kind of an entry.
func countOthers(ctx context.Context, tx *db.Tx, e Entry, but household.ID) (n int, err error) {
	err = tx.QueryRow(ctx, `
		SELECT COUNT(*) FROM (
			SELECT household_id FROM entry WHERE team_id = ? AND week = ? AND kind = ? AND household_id <> ?
			GROUP BY household_id HAVING SUM(grams) <> 0) others`,
		e.Team, string(e.Week), string(e.Kind), string(but)).Scan(&n)
	return n, err
}

// writeLeft adds grams to what is left to a team. They are in its sum already.
func writeLeft(ctx context.Context, tx *db.Tx, e Entry) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO entry_left (season_id, team_id, zone, week, kind, stream, grams) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (season_id, team_id, zone, week, kind, stream) DO UPDATE SET grams = entry_left.grams + excluded.grams`,
		e.Season, e.Team, e.Zone, string(e.Week), string(e.Kind), e.Stream, e.Grams)
	return err
}

// deleteHousehold deletes every row of a household. Only what was drawn stays
// counted.
func deleteHousehold(ctx context.Context, tx *db.Tx, id household.ID) error {
	for _, statement := range []string{
		`DELETE FROM tally WHERE scope = 'household' AND of = ? AND season_id IN (SELECT season_id FROM enrolment WHERE household_id = ?)`,
		`DELETE FROM check_in WHERE household_id = ? AND season_id IN (SELECT season_id FROM enrolment WHERE household_id = ?)`,
		`DELETE FROM lasting WHERE household_id = ? AND season_id IN (SELECT season_id FROM enrolment WHERE household_id = ?)`,
		`DELETE FROM earlier_draw WHERE household_id = ? AND season_id IN (SELECT season_id FROM enrolment WHERE household_id = ?)`,
		`DELETE FROM team_proposal WHERE household_id = ? AND season_id IN (SELECT season_id FROM enrolment WHERE household_id = ?)`,
	} {
		if _, err := tx.Exec(ctx, statement, string(id), string(id)); err != nil {
			return err
		}
	}
	return each(ctx, tx, string(id),
		`DELETE FROM entry WHERE household_id = ?`,
		`DELETE FROM counted WHERE household_id = ?`,
		`DELETE FROM offer WHERE household_id = ?`,
		`DELETE FROM weighing WHERE household_id = ?`,
		`DELETE FROM team_member WHERE household_id = ?`,
		`DELETE FROM enrolment WHERE household_id = ?`)
}

// each runs statements about one id.
func each(ctx context.Context, tx *db.Tx, id string, statements ...string) error {
	for _, statement := range statements {
		if _, err := tx.Exec(ctx, statement, id); err != nil {
			return err
		}
	}
	return nil
}

// forgetOnBoards gives a household another id where it has reported and written:
// that of nobody, and yet not that of another one, of which two may have reported
// the same message.
func forgetOnBoards(ctx context.Context, tx *db.Tx, id household.ID, nobody string) error {
	for _, table := range []string{"board_message", "board_event"} {
		_, err := tx.Exec(ctx, `
			UPDATE `+table+` SET household_id = ? WHERE household_id = ?
			AND team_id IN (SELECT team_id FROM team_member WHERE household_id = ?)`, nobody, string(id), string(id))
		if err != nil {
			return err
		}
	}
	return nil
}

// disownPost takes its author from a message.
func disownPost(ctx context.Context, tx *db.Tx, p post) error {
	_, err := tx.Exec(ctx, `
		UPDATE board_message SET person_id = '', household_id = '' WHERE team_id = ? AND number = ?`, p.team, p.number)
	return err
}

// forgetPerson takes a person out of every table but that of messages. What one
// adult wrote down for themselves cannot be corrected by another one, and is
// deleted; its entries stay, of the household.
func forgetPerson(ctx context.Context, tx *db.Tx, person string) error {
	return each(ctx, tx, person,
		`UPDATE entry SET rule = 'overlap/left' WHERE person_id = ? AND rule = 'overlap'`, // not to be given back
		`UPDATE entry SET person_id = '' WHERE person_id = ?`,
		`DELETE FROM check_in WHERE person_id = ?`,
		`UPDATE check_in SET by_person = '' WHERE by_person = ?`,
		`DELETE FROM counted WHERE person_id = ?`,
		`DELETE FROM lasting WHERE person_id = ?`,
		`DELETE FROM offer WHERE person_id = ?`,
		`DELETE FROM ranking_place WHERE person_id = ?`,
		`DELETE FROM ranking_entrant WHERE person_id = ?`,
		`UPDATE weighing SET by_person = '' WHERE by_person = ?`,
		`UPDATE season_change SET by_person = '' WHERE by_person = ?`,
		`UPDATE team SET animator = '' WHERE animator = ?`,
		`UPDATE team SET asked = '' WHERE asked = ?`,
		`UPDATE team SET formed_by = '' WHERE formed_by = ?`,
		`UPDATE team_member SET visibility = 'hidden', name = '', named_by = '' WHERE named_by = ?`,
		`DELETE FROM team_link WHERE made_by = ?`,
		`UPDATE team_proposal SET answered_by = '' WHERE answered_by = ?`,
		`DELETE FROM animator_refusal WHERE person_id = ?`,
		`UPDATE board_event SET by_person = '' WHERE by_person = ?`,
		`DELETE FROM board_block WHERE person_id = ?`,
		`UPDATE board_block SET by_person = '' WHERE by_person = ?`)
}
