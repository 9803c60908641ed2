package challenge

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"capzero/internal/db"
	"capzero/internal/household"
)

const selectTeam = `
	SELECT t.id, t.season_id, t.name, t.zone, t.wave, t.number, t.animator, t.asked, t.aim_households, t.aim_carbon, t.aim_waste
	FROM team t `

func scanTeam(row scanner) (t Team, err error) {
	err = row.Scan(&t.ID, &t.Season, &t.Name, &t.Zone, &t.Wave, &t.number, &t.Animator, &t.Asked,
		&t.aim.households, &t.aim.carbon, &t.aim.waste)
	return t, err
}

func findTeam(ctx context.Context, tx *db.Tx, id string) (t Team, found bool, err error) {
	return oneTeam(tx.QueryRow(ctx, selectTeam+`WHERE t.id = ?`, id))
}

// findTeamByLink returns the team of a link that is not too old, with when it is.
func findTeamByLink(ctx context.Context, tx *db.Tx, hash string) (t Team, expires int64, found bool, err error) {
	var id string
	err = tx.QueryRow(ctx, `SELECT team_id, expires_at FROM team_link WHERE hash = ?`, hash).Scan(&id, &expires)
	if errors.Is(err, sql.ErrNoRows) {
		return t, 0, false, nil
	}
	if err != nil {
		return t, 0, false, err
	}
	t, found, err = findTeam(ctx, tx, id)
	return t, expires, found, err
}

func oneTeam(row *sql.Row) (t Team, found bool, err error) {
	t, err = scanTeam(row)
	if errors.Is(err, sql.ErrNoRows) {
		return t, false, nil
	}
	return t, err == nil, err
}

// readTeams returns the teams of a season.
func readTeams(ctx context.Context, tx *db.Tx, seasonID string) ([]Team, error) {
	return allTeams(tx.Query(ctx, selectTeam+`WHERE t.season_id = ?`, seasonID))
}

// teamsWith returns the teams that a household is in now, of whatever season.
func teamsWith(ctx context.Context, tx *db.Tx, id household.ID) ([]Team, error) {
	return allTeams(tx.Query(ctx, selectTeam+`
		JOIN team_member m ON m.team_id = t.id WHERE m.household_id = ? AND m.left_day IS NULL`, string(id)))
}

func allTeams(rows *sql.Rows, err error) ([]Team, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []Team
	for rows.Next() {
		t, err := scanTeam(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, t)
	}
	return all, rows.Err()
}

func insertTeam(ctx context.Context, tx *db.Tx, t Team, by string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO team (id, season_id, name, zone, wave, number, animator, asked, aim_households, aim_carbon, aim_waste, formed_by,
			created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, ?, ?)`,
		t.ID, t.Season, t.Name, t.Zone, int(t.Wave), t.number, t.Animator, t.Asked, by, tx.Now.Unix())
	return err
}

// updateTeam writes what may change of a team.
func updateTeam(ctx context.Context, tx *db.Tx, t Team) error {
	_, err := tx.Exec(ctx, `
		UPDATE team SET name = ?, animator = ?, asked = ?, aim_households = ?, aim_carbon = ?, aim_waste = ? WHERE id = ?`,
		t.Name, t.Animator, t.Asked, t.aim.households, t.aim.carbon, t.aim.waste, t.ID)
	return err
}

// A member is a household in a team.
type member struct {
	Household household.ID
	Face
	namedBy string
	aim     aim
}

// readTeamMembers returns the households of a team, in the order they came.
func readTeamMembers(ctx context.Context, tx *db.Tx, teamID string) ([]member, error) {
	rows, err := tx.Query(ctx, `
		SELECT household_id, visibility, name, named_by, aim_carbon, aim_waste FROM team_member
		WHERE team_id = ? AND left_day IS NULL ORDER BY place`, teamID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []member
	for rows.Next() {
		m := member{aim: aim{households: 1}}
		if err := rows.Scan(&m.Household, &m.Visibility, &m.Name, &m.namedBy, &m.aim.carbon, &m.aim.waste); err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	return all, rows.Err()
}

// insertTeamMember lets a household into a team, as the last one to come.
func insertTeamMember(ctx context.Context, tx *db.Tx, t Team, m member, today household.Day) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO team_member (season_id, household_id, number, team_id, place, visibility, name, named_by, aim_carbon,
			aim_waste, joined_day)
		VALUES (?, ?, (SELECT COALESCE(MAX(number), 0) + 1 FROM team_member WHERE season_id = ? AND household_id = ?),
			?, (SELECT COALESCE(MAX(place), 0) + 1 FROM team_member WHERE team_id = ?), ?, ?, ?, ?, ?, ?)`,
		t.Season, string(m.Household), t.Season, string(m.Household), t.ID, t.ID, string(m.Visibility), m.Name, m.namedBy,
		m.aim.carbon, m.aim.waste, string(today))
	if err != nil {
		return err
	}
	return enrolInTeam(ctx, tx, t.Season, m.Household, t.ID)
}

// endTeamMember takes a household out of its team.
func endTeamMember(ctx context.Context, tx *db.Tx, seasonID string, id household.ID, today household.Day) error {
	_, err := tx.Exec(ctx, `
		UPDATE team_member SET left_day = ? WHERE season_id = ? AND household_id = ? AND left_day IS NULL`,
		string(today), seasonID, string(id))
	if err != nil {
		return err
	}
	return enrolInTeam(ctx, tx, seasonID, id, "")
}

func enrolInTeam(ctx context.Context, tx *db.Tx, seasonID string, id household.ID, teamID string) error {
	_, err := tx.Exec(ctx, `
		UPDATE enrolment SET team_id = ? WHERE season_id = ? AND household_id = ?`, teamID, seasonID, string(id))
	return err
}

func writeFace(ctx context.Context, tx *db.Tx, seasonID string, id household.ID, f Face, by string) error {
	_, err := tx.Exec(ctx, `
		UPDATE team_member SET visibility = ?, name = ?, named_by = ?
		WHERE season_id = ? AND household_id = ? AND left_day IS NULL`,
		string(f.Visibility), f.Name, by, seasonID, string(id))
	return err
}

// followDraw gives a household the draw of its team, and keeps its own.
func followDraw(ctx context.Context, tx *db.Tx, from, to Enrolment) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO earlier_draw (season_id, household_id, turn, stratum, number, wave, until_at)
		SELECT ?, ?, COUNT(*) + 1, ?, ?, ?, ? FROM earlier_draw WHERE season_id = ? AND household_id = ?`,
		from.Season, string(from.Household), string(from.Stratum), from.Number, int(from.Wave), tx.Now.Unix(),
		from.Season, string(from.Household))
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		UPDATE enrolment SET stratum = ?, number = ?, wave = ? WHERE season_id = ? AND household_id = ?`,
		string(to.Stratum), to.Number, int(to.Wave), to.Season, string(to.Household))
	return err
}

func insertTeamLink(ctx context.Context, tx *db.Tx, hash, teamID, by string, expires int64) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO team_link (hash, team_id, made_by, made_at, expires_at) VALUES (?, ?, ?, ?, ?)`,
		hash, teamID, by, tx.Now.Unix(), expires)
	return err
}

// countTeamLinks counts the links that a team has made since a moment.
func countTeamLinks(ctx context.Context, tx *db.Tx, teamID string, since int64) (n int, err error) {
	err = tx.QueryRow(ctx, `SELECT COUNT(*) FROM team_link WHERE team_id = ? AND made_at > ?`, teamID, since).Scan(&n)
	return n, err
}

// teamInWeek is the team that a household was in last in a week, empty for none.
func teamInWeek(ctx context.Context, tx *db.Tx, seasonID, householdID string, w Week) (id string, err error) {
	err = tx.QueryRow(ctx, `
		SELECT team_id FROM team_member
		WHERE season_id = ? AND household_id = ? AND joined_day < ? AND (left_day IS NULL OR left_day >= ?)
		ORDER BY number DESC LIMIT 1`, seasonID, householdID, string(w.After()), string(w.First())).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return id, err
}

// teamSizes counts the households of each team of a season.
func teamSizes(ctx context.Context, tx *db.Tx, seasonID string) (map[string]int, error) {
	rows, err := tx.Query(ctx, `
		SELECT team_id, COUNT(*) FROM team_member WHERE season_id = ? AND left_day IS NULL GROUP BY team_id`, seasonID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	sizes := map[string]int{}
	for rows.Next() {
		var id string
		var n int
		if err := rows.Scan(&id, &n); err != nil {
			return nil, err
		}
		sizes[id] = n
	}
	return sizes, rows.Err()
}

func refuseToAnimate(ctx context.Context, tx *db.Tx, teamID, person string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO animator_refusal (team_id, person_id, at) VALUES (?, ?, ?) ON CONFLICT (team_id, person_id) DO NOTHING`,
		teamID, person, tx.Now.Unix())
	return err
}

func refusedToAnimate(ctx context.Context, tx *db.Tx, teamID, person string) (bool, error) {
	var n int
	err := tx.QueryRow(ctx, `
		SELECT COUNT(*) FROM animator_refusal WHERE team_id = ? AND person_id = ?`, teamID, person).Scan(&n)
	return n > 0, err
}

// purgeTeamLinks deletes the links that had expired at a moment.
func purgeTeamLinks(ctx context.Context, tx *db.Tx, at time.Time) (int64, error) {
	return affected(tx.Exec(ctx, `DELETE FROM team_link WHERE expires_at < ?`, at.Unix()))
}
