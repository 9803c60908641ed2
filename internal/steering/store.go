package steering

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"capzero/internal/db"
)

// schema changes with the figures of any card. Those of another one are made
// again.
const schema = 1

func moment(seconds int64) time.Time { return time.Unix(seconds, 0).UTC() }

func writeCard(ctx context.Context, tx *db.Tx, city, season string, card Card, figures any) error {
	text, err := json.Marshal(figures)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO steering_card (city_id, card, schema_version, season_id, figures, made_at) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (city_id, card) DO UPDATE SET schema_version = excluded.schema_version,
			season_id = excluded.season_id, figures = excluded.figures, made_at = excluded.made_at`,
		city, string(card), schema, season, string(text), tx.Now.Unix())
	return err
}

// readCards reads the figures of a season into a board, and reports whether all of
// them are there.
func (b *Board) readCards(ctx context.Context, tx *db.Tx, city, season string) (bool, error) {
	rows, err := tx.Query(ctx, `
		SELECT card, figures, made_at FROM steering_card WHERE city_id = ? AND schema_version = ? AND season_id = ?`,
		city, schema, season)
	if err != nil {
		return false, err
	}
	defer rows.Close()
	into, read := b.figures(), 0
	for rows.Next() {
		var card Card
		var text string
		var at int64
		if err := rows.Scan(&card, &text, &at); err != nil {
			return false, err
		}
		if into[card] == nil {
			continue
		}
		if err := json.Unmarshal([]byte(text), into[card]); err != nil {
			return false, fmt.Errorf("figures of %s: %w", card, err)
		}
		if made := moment(at); read == 0 || made.Before(b.At) {
			b.At = made
		}
		read++
	}
	return read == len(into), rows.Err()
}

func findRun(ctx context.Context, tx *db.Tx, city string) (r Run, err error) {
	var asked int64
	var ended sql.NullInt64
	err = tx.QueryRow(ctx, `
		SELECT asked_at, done, steps, ended_at FROM steering_run WHERE city_id = ?`, city).Scan(&asked, &r.Done, &r.Steps, &ended)
	if errors.Is(err, sql.ErrNoRows) {
		return r, nil
	}
	r.Asked, r.Ended = moment(asked), ended.Valid
	return r, err
}

func beginRun(ctx context.Context, tx *db.Tx, city string, steps int) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO steering_run (city_id, asked_at, done, steps, ended_at) VALUES (?, ?, 0, ?, NULL)
		ON CONFLICT (city_id) DO UPDATE SET asked_at = excluded.asked_at, done = 0, steps = excluded.steps, ended_at = NULL`,
		city, tx.Now.Unix(), steps)
	return err
}

func writeStep(ctx context.Context, tx *db.Tx, city string, done int) error {
	_, err := tx.Exec(ctx, `UPDATE steering_run SET done = ? WHERE city_id = ?`, done, city)
	return err
}

func endRun(ctx context.Context, tx *db.Tx, city string) error {
	_, err := tx.Exec(ctx, `UPDATE steering_run SET ended_at = ?, done = steps WHERE city_id = ?`, tx.Now.Unix(), city)
	return err
}
