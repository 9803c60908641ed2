package challenge

import (
	"context"
	"database/sql"

	"capzero/internal/db"
)

func teamsInLedger(ctx context.Context, tx *db.Tx, seasonID string) ([]string, error) {
	return db.Texts(tx.Query(ctx, `SELECT id FROM team WHERE season_id = ? ORDER BY id`, seasonID))
}

func zonesInLedger(ctx context.Context, tx *db.Tx, seasonID string) ([]string, error) {
	return db.Texts(tx.Query(ctx, `SELECT DISTINCT zone FROM entry WHERE season_id = ? ORDER BY zone`, seasonID))
}

// readBrought sums what each household brought to a team.
func readBrought(ctx context.Context, tx *db.Tx, seasonID, team string) ([]brought, error) {
	rows, err := tx.Query(ctx, `
		SELECT household_id, zone, week, kind, stream, CAST(SUM(grams) AS BIGINT) FROM entry
		WHERE team_id = ? AND season_id = ? GROUP BY household_id, zone, week, kind, stream
		ORDER BY household_id, zone, week, kind, stream`, team, seasonID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []brought
	for rows.Next() {
		var b brought
		if err := rows.Scan(&b.household, &b.zone, &b.week, &b.kind, &b.stream, &b.grams); err != nil {
			return nil, err
		}
		all = append(all, b)
	}
	return all, rows.Err()
}

// replaceEntries deletes the entries of a team but for the weeks and kinds that are
// left over, which are of no team from then on.
func replaceEntries(ctx context.Context, tx *db.Tx, seasonID, team string, rest []brought) error {
	for _, b := range rest {
		_, err := tx.Exec(ctx, `
			UPDATE entry SET team_id = '' WHERE season_id = ? AND household_id = ? AND team_id = ? AND week = ? AND kind = ?`,
			seasonID, string(b.household), team, string(b.week), string(b.kind))
		if err != nil {
			return err
		}
	}
	_, err := tx.Exec(ctx, `DELETE FROM entry WHERE team_id = ? AND season_id = ?`, team, seasonID)
	return err
}

// tallyLeft writes the sums of a team anew, from what is left to it.
func tallyLeft(ctx context.Context, tx *db.Tx, seasonID, team string) error {
	_, err := tx.Exec(ctx, `DELETE FROM tally WHERE season_id = ? AND scope = ? AND of = ?`, seasonID, teamScope, team)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO tally (season_id, scope, of, week, kind, stream, grams)
		SELECT season_id, ?, team_id, week, kind, stream, SUM(grams) FROM entry_left
		WHERE season_id = ? AND team_id = ? GROUP BY season_id, team_id, week, kind, stream`, teamScope, seasonID, team)
	return err
}

// loose are the entries of no team, of a zone, week and kind.
const loose = ` season_id = ? AND week = ? AND team_id = '' AND zone = ? AND kind = ? `

func looseArgs(seasonID, zone string, w Week, k Kind) []any {
	return []any{seasonID, string(w), zone, string(k)}
}

// hasEnough reports whether enough households contributed.
func hasEnough(ctx context.Context, tx *db.Tx, seasonID, zone string, w Week, k Kind) (enough bool, err error) {
	var n int
	err = tx.QueryRow(ctx, `
		SELECT COUNT(*) FROM (SELECT household_id FROM entry WHERE`+loose+`
			GROUP BY household_id HAVING SUM(grams) <> 0) contributors`, looseArgs(seasonID, zone, w, k)...).Scan(&n)
	return n >= SeenFrom, err
}

// sumWeek makes entries into one without a household and a stream.
func sumWeek(ctx context.Context, tx *db.Tx, seasonID, zone string, w Week, k Kind) error {
	var grams sql.NullInt64
	err := tx.QueryRow(ctx, `SELECT CAST(SUM(grams) AS BIGINT) FROM entry WHERE`+loose, looseArgs(seasonID, zone, w, k)...).Scan(&grams)
	if err != nil || !grams.Valid {
		return err
	}
	if err := writeLeft(ctx, tx, Entry{Season: seasonID, Zone: zone, Week: w, Kind: k, Grams: grams.Int64}); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `DELETE FROM entry WHERE`+loose, looseArgs(seasonID, zone, w, k)...)
	return err
}

// leaveZone takes the zone from entries that are too few for it.
func leaveZone(ctx context.Context, tx *db.Tx, seasonID, zone string, w Week, k Kind) error {
	_, err := tx.Exec(ctx, `UPDATE entry SET zone = '' WHERE`+loose, looseArgs(seasonID, zone, w, k)...)
	return err
}

func moveWeek(ctx context.Context, tx *db.Tx, seasonID string, from, to Week, k Kind) error {
	_, err := tx.Exec(ctx, `UPDATE entry SET week = ? WHERE`+loose, append([]any{string(to)}, looseArgs(seasonID, "", from, k)...)...)
	return err
}

// householdsIn are some of those that take part in a season.
func householdsIn(ctx context.Context, tx *db.Tx, seasonID string, most int) ([]string, error) {
	return db.Texts(tx.Query(ctx, `
		SELECT household_id FROM enrolment WHERE season_id = ? ORDER BY household_id LIMIT ?`, seasonID, most))
}

// dropHouseholdIn deletes what a household did in a season, and what it weighed to its
// end. Only what was drawn stays counted.
func dropHouseholdIn(ctx context.Context, tx *db.Tx, season Season, id string) error {
	for _, statement := range []string{
		`DELETE FROM tally WHERE season_id = ? AND scope = 'household' AND of = ?`,
		`DELETE FROM check_in WHERE season_id = ? AND household_id = ?`,
		`DELETE FROM counted WHERE season_id = ? AND household_id = ?`,
		`DELETE FROM lasting WHERE season_id = ? AND household_id = ?`,
		`DELETE FROM offer WHERE season_id = ? AND household_id = ?`,
		`DELETE FROM earlier_draw WHERE season_id = ? AND household_id = ?`,
		`DELETE FROM team_proposal WHERE season_id = ? AND household_id = ?`,
		`DELETE FROM team_member WHERE season_id = ? AND household_id = ?`,
		`DELETE FROM enrolment WHERE season_id = ? AND household_id = ?`,
	} {
		if _, err := tx.Exec(ctx, statement, season.ID, id); err != nil {
			return err
		}
	}
	_, err := tx.Exec(ctx, `DELETE FROM weighing WHERE household_id = ? AND day < ?`, id, string(season.After()))
	return err
}

// dropRest deletes what is left of households that do not take part any more, and what
// people wrote and decided in the teams. The teams stay, with their names.
func dropRest(ctx context.Context, tx *db.Tx, seasonID string) error {
	const teams = ` WHERE team_id IN (SELECT id FROM team WHERE season_id = ?)`
	return each(ctx, tx, seasonID,
		`DELETE FROM tally WHERE season_id = ? AND scope = 'household'`,
		`DELETE FROM check_in WHERE season_id = ?`,
		`DELETE FROM counted WHERE season_id = ?`,
		`DELETE FROM lasting WHERE season_id = ?`,
		`DELETE FROM offer WHERE season_id = ?`,
		`DELETE FROM earlier_draw WHERE season_id = ?`,
		`DELETE FROM team_proposal WHERE season_id = ?`,
		`DELETE FROM team_member WHERE season_id = ?`,
		`DELETE FROM ranking_place WHERE season_id = ?`,
		`DELETE FROM ranking_entrant WHERE season_id = ?`,
		`DELETE FROM board_message`+teams,
		`DELETE FROM board_event`+teams,
		`DELETE FROM board_block`+teams,
		`DELETE FROM team_link`+teams,
		`DELETE FROM animator_refusal`+teams,
		`UPDATE team SET animator = '', asked = '', formed_by = '' WHERE season_id = ?`)
}

func markReduced(ctx context.Context, tx *db.Tx, seasonID string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO season_reduced (season_id, reduced_at) VALUES (?, ?) ON CONFLICT (season_id) DO NOTHING`,
		seasonID, tx.Now.Unix())
	return err
}

// affected is how many rows a statement has changed.
func affected(result sql.Result, err error) (int64, error) {
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}
