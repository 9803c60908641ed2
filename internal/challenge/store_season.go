package challenge

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"capzero/internal/db"
	"capzero/internal/household"
)

const selectSeason = `
	SELECT id, city_id, number, name, from_week, weeks, baseline_weeks, waves, wave_gap, waste_target, carbon_target, seed,
		EXISTS (SELECT 1 FROM season_reduced r WHERE r.season_id = season.id)
	FROM season`

type scanner interface{ Scan(...any) error }

func scanSeason(row scanner) (s Season, err error) {
	err = row.Scan(&s.ID, &s.City, &s.Number, &s.Name, &s.From, &s.Weeks, &s.BaselineWeeks, &s.Waves, &s.WaveGap,
		&s.WasteTarget, &s.CarbonTarget, &s.seed, &s.Reduced)
	return s, err
}

// readSeasons returns the seasons of a city in the order of their numbers.
func readSeasons(ctx context.Context, tx *db.Tx, city string) ([]Season, error) {
	return allSeasons(tx.Query(ctx, selectSeason+` WHERE city_id = ? ORDER BY number`, city))
}

// readSeasonsOf returns the seasons that a household takes part in.
func readSeasonsOf(ctx context.Context, tx *db.Tx, id household.ID) ([]Season, error) {
	return allSeasons(tx.Query(ctx, selectSeason+` WHERE id IN (SELECT season_id FROM enrolment WHERE household_id = ?)`, string(id)))
}

func allSeasons(rows *sql.Rows, err error) ([]Season, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []Season
	for rows.Next() {
		s, err := scanSeason(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, rows.Err()
}

func findSeason(ctx context.Context, tx *db.Tx, id string) (Season, error) {
	s, err := scanSeason(tx.QueryRow(ctx, selectSeason+` WHERE id = ?`, id))
	if errors.Is(err, sql.ErrNoRows) {
		return s, errNoSeason
	}
	return s, err
}

func insertSeason(ctx context.Context, tx *db.Tx, s Season) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO season (id, city_id, number, name, from_week, weeks, baseline_weeks, waves, wave_gap, waste_target,
			carbon_target, seed, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		s.ID, s.City, s.Number, s.Name, string(s.From), s.Weeks, s.BaselineWeeks, s.Waves, s.WaveGap, s.WasteTarget,
		s.CarbonTarget, s.seed, tx.Now.Unix())
	return err
}

func updateSeason(ctx context.Context, tx *db.Tx, id string, p Plan) error {
	_, err := tx.Exec(ctx, `
		UPDATE season SET name = ?, from_week = ?, weeks = ?, baseline_weeks = ?, waves = ?, wave_gap = ?,
			waste_target = ?, carbon_target = ?
		WHERE id = ?`,
		p.Name, string(p.From), p.Weeks, p.BaselineWeeks, p.Waves, p.WaveGap, p.WasteTarget, p.CarbonTarget, id)
	return err
}

// noteChange writes down what was decided of a season, and by whom.
func noteChange(ctx context.Context, tx *db.Tx, id, by string, p Plan) error {
	text, err := json.Marshal(p)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO season_change (season_id, number, by_person, plan, at)
		SELECT ?, COUNT(*) + 1, ?, ?, ? FROM season_change WHERE season_id = ?`,
		id, by, string(text), tx.Now.Unix(), id)
	return err
}

// nextOf counts one more of a stratum and returns its place in it, from 0.
func nextOf(ctx context.Context, tx *db.Tx, seasonID string, s Stratum) (n int, err error) {
	err = tx.QueryRow(ctx, `
		INSERT INTO stratum (season_id, stratum, drawn) VALUES (?, ?, 1)
		ON CONFLICT (season_id, stratum) DO UPDATE SET drawn = stratum.drawn + 1
		RETURNING drawn - 1`, seasonID, string(s)).Scan(&n)
	return n, err
}

func insertEnrolment(ctx context.Context, tx *db.Tx, e Enrolment) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO enrolment (season_id, household_id, enrolled_at, channel, housing, zone, stratum, number, wave, team_id)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		e.Season, string(e.Household), tx.Now.Unix(), string(e.Channel), string(e.Housing), e.Zone, string(e.Stratum),
		e.Number, int(e.Wave), e.Team)
	return err
}

// findEnrolment returns the enrolment of a household in a season, if any.
func findEnrolment(ctx context.Context, tx *db.Tx, seasonID, householdID string) (e Enrolment, found bool, err error) {
	var at int64
	err = tx.QueryRow(ctx, `
		SELECT season_id, household_id, enrolled_at, channel, housing, zone, stratum, number, wave, team_id
		FROM enrolment WHERE season_id = ? AND household_id = ?`, seasonID, householdID).
		Scan(&e.Season, &e.Household, &at, &e.Channel, &e.Housing, &e.Zone, &e.Stratum, &e.Number, &e.Wave, &e.Team)
	if errors.Is(err, sql.ErrNoRows) {
		return e, false, nil
	}
	e.Since = moment(at)
	return e, err == nil, err
}
