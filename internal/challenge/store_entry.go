package challenge

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"capzero/internal/db"
	"capzero/internal/household"
)

func moment(seconds int64) time.Time { return time.Unix(seconds, 0).UTC() }

// appendEntries adds entries of one household to their ledgers and to the sums. No
// two of them have the same week, kind and stream.
func appendEntries(ctx context.Context, tx *db.Tx, all []Entry) error {
	var last int
	err := tx.QueryRow(ctx, `SELECT COALESCE(MAX(number), 0) FROM entry WHERE season_id = ? AND household_id = ?`,
		all[0].Season, string(all[0].Household)).Scan(&last)
	if err != nil {
		return err
	}
	var rows []any
	var sums []addend
	for i, e := range all {
		rows = append(rows, e.Season, string(e.Household), last+1+i, e.Person, e.Team, e.Zone, string(e.Week), string(e.Kind),
			e.Stream, e.Grams, e.Rule, e.Version, string(e.Evidence), tx.Now.Unix())
		sums = append(sums, addend{e, householdScope, string(e.Household)})
		if e.Team != "" {
			sums = append(sums, addend{e, teamScope, e.Team})
		}
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO entry (season_id, household_id, number, person_id, team_id, zone, week, kind, stream, grams, rule, version,
			evidence, at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`+strings.Repeat(`, (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, len(all)-1),
		rows...)
	if err != nil {
		return err
	}
	return addToTally(ctx, tx, sums...)
}

// The scopes of sums that change with every entry. Those of zones and cities are
// taken week by week, see [Snapshot]: all writers would wait for one row.
const (
	householdScope = "household"
	teamScope      = "team"
)

// An addend is an entry with a sum that it is added to.
type addend struct {
	Entry
	scope, of string
}

func addToTally(ctx context.Context, tx *db.Tx, all ...addend) error {
	var rows []any
	for _, a := range all {
		rows = append(rows, a.Season, a.scope, a.of, string(a.Week), string(a.Kind), a.Stream, a.Grams)
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO tally (season_id, scope, of, week, kind, stream, grams)
		VALUES (?, ?, ?, ?, ?, ?, ?)`+strings.Repeat(`, (?, ?, ?, ?, ?, ?, ?)`, len(all)-1)+`
		ON CONFLICT (season_id, scope, of, week, kind, stream) DO UPDATE SET grams = tally.grams + excluded.grams`, rows...)
	return err
}

// A tallyRow is one sum.
type tallyRow struct {
	Week   Week
	Kind   Kind
	Stream string
	Grams  int64
}

func readTally(ctx context.Context, tx *db.Tx, seasonID, scope, of string) ([]tallyRow, error) {
	rows, err := tx.Query(ctx, `
		SELECT week, kind, stream, grams FROM tally WHERE season_id = ? AND scope = ? AND of = ?
		ORDER BY week, kind, stream`, seasonID, scope, of)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []tallyRow
	for rows.Next() {
		var t tallyRow
		if err := rows.Scan(&t.Week, &t.Kind, &t.Stream, &t.Grams); err != nil {
			return nil, err
		}
		all = append(all, t)
	}
	return all, rows.Err()
}

// A checkInKey is where a check-in is kept.
type checkInKey struct {
	season, household string
	week              Week
	mission, person   string
}

func (k checkInKey) args() []any {
	return []any{k.season, k.household, string(k.week), k.mission, k.person}
}

// findCheckIn returns what is written down, with no times where nothing is.
func findCheckIn(ctx context.Context, tx *db.Tx, k checkInKey) (CheckIn, error) {
	c := CheckIn{Week: k.week, Mission: k.mission, Person: k.person}
	var worth string
	err := tx.QueryRow(ctx, `
		SELECT times, persons, worth FROM check_in
		WHERE season_id = ? AND household_id = ? AND week = ? AND mission = ? AND person_id = ?`, k.args()...).
		Scan(&c.Times, &c.Persons, &worth)
	if errors.Is(err, sql.ErrNoRows) {
		return c, nil
	}
	if err != nil {
		return c, err
	}
	return c, json.Unmarshal([]byte(worth), &c.Worth)
}

func writeCheckIn(ctx context.Context, tx *db.Tx, k checkInKey, c CheckIn, by string) error {
	worth, err := json.Marshal(c.Worth)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO check_in (season_id, household_id, week, mission, person_id, theme, times, persons, worth, by_person, at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (season_id, household_id, week, mission, person_id) DO UPDATE
		SET times = excluded.times, persons = excluded.persons, worth = excluded.worth, by_person = excluded.by_person, at = excluded.at`,
		append(k.args(), c.Worth.Theme, c.Times, c.Persons, string(worth), by, tx.Now.Unix())...)
	return err
}

// readCheckIns returns what a household has written down of a week, with what was
// taken back.
func readCheckIns(ctx context.Context, tx *db.Tx, seasonID, householdID string, w Week) ([]CheckIn, error) {
	rows, err := tx.Query(ctx, `
		SELECT mission, person_id, times, persons, worth FROM check_in
		WHERE season_id = ? AND household_id = ? AND week = ? ORDER BY mission, person_id`,
		seasonID, householdID, string(w))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []CheckIn
	for rows.Next() {
		c := CheckIn{Week: w}
		var worth string
		if err := rows.Scan(&c.Mission, &c.Person, &c.Times, &c.Persons, &worth); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(worth), &c.Worth); err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, rows.Err()
}

// countFor has a mission of a week counted for somebody in a household. It
// reports false where another household has it counted for them.
func countFor(ctx context.Context, tx *db.Tx, k checkInKey, person string) (bool, error) {
	var where string
	err := tx.QueryRow(ctx, `
		INSERT INTO counted (season_id, week, mission, person_id, household_id) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (season_id, week, mission, person_id) DO UPDATE SET household_id = counted.household_id
		RETURNING household_id`, k.season, string(k.week), k.mission, person, k.household).Scan(&where)
	return where == k.household, err
}

// uncount lets a mission be counted elsewhere again.
func uncount(ctx context.Context, tx *db.Tx, k checkInKey) error {
	_, err := tx.Exec(ctx, `
		DELETE FROM counted WHERE season_id = ? AND week = ? AND mission = ? AND household_id = ?
		AND (person_id = ? OR ? = '')`,
		k.season, string(k.week), k.mission, k.household, k.person, k.person)
	return err
}

// readOverlaps reads what is taken off a household's week, by person.
func readOverlaps(ctx context.Context, tx *db.Tx, seasonID string, id household.ID, w Week) (map[string][]line, error) {
	rows, err := tx.Query(ctx, `
		SELECT person_id, kind, stream, CAST(SUM(grams) AS BIGINT) FROM entry
		WHERE season_id = ? AND household_id = ? AND week = ? AND rule = ?
		GROUP BY person_id, kind, stream ORDER BY person_id, kind, stream`,
		seasonID, string(id), string(w), overlapRule)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[string][]line{}
	for rows.Next() {
		var person string
		var l line
		if err := rows.Scan(&person, &l.kind, &l.stream, &l.grams); err != nil {
			return nil, err
		}
		all[person] = append(all[person], l)
	}
	return all, rows.Err()
}
