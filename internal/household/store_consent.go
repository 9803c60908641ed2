package household

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"capzero/internal/db"
)

// appendConsent adds a row to the ledger, and the text that was read where it is
// read for the first time. Nothing here changes or deletes a row.
func appendConsent(ctx context.Context, tx *db.Tx, person string, w wording, c Choice, screen string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO consent_text (version, purpose, language, text) VALUES (?, ?, ?, ?)
		ON CONFLICT (version) DO NOTHING`, w.Version, string(w.Purpose), w.Language, w.JSON)
	if err != nil {
		return err
	}
	number, err := nextNumber(ctx, tx, `SELECT COALESCE(MAX(number), 0) + 1 FROM consent WHERE person_id = ?`, person)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO consent (person_id, number, purpose, version, choice, chosen_at, screen)
		VALUES (?, ?, ?, ?, ?, ?, ?)`,
		person, number, string(w.Purpose), w.Version, string(c), tx.Now.Unix(), screen)
	return err
}

// lastConsent is the entry of a person that holds for a purpose, nil where there
// is none. It is without the text: this is asked all the time.
func lastConsent(ctx context.Context, tx *db.Tx, person string, p Purpose) (*Entry, error) {
	e := Entry{Purpose: p}
	var at int64
	err := tx.QueryRow(ctx, `
		SELECT c.number, c.choice, c.version, t.language, c.chosen_at, c.screen
		FROM consent c JOIN consent_text t ON t.version = c.version
		WHERE c.person_id = ? AND c.purpose = ? ORDER BY c.number DESC LIMIT 1`, person, string(p)).
		Scan(&e.Number, &e.Choice, &e.Version, &e.Language, &at, &e.Screen)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	e.At = time.Unix(at, 0).UTC()
	return &e, err
}

// readConsents returns the entries of a person, the first one first.
func readConsents(ctx context.Context, tx *db.Tx, person string) ([]Entry, error) {
	rows, err := tx.Query(ctx, `
		SELECT c.number, c.purpose, c.choice, c.version, t.language, t.text, c.chosen_at, c.screen
		FROM consent c JOIN consent_text t ON t.version = c.version
		WHERE c.person_id = ? ORDER BY c.number`, person)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []Entry
	for rows.Next() {
		e, err := scanEntry(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	return all, rows.Err()
}

func scanEntry(rows *sql.Rows) (e Entry, err error) {
	var text string
	var at int64
	if err := rows.Scan(&e.Number, &e.Purpose, &e.Choice, &e.Version, &e.Language, &text, &at, &e.Screen); err != nil {
		return e, err
	}
	e.At = time.Unix(at, 0).UTC()
	if err := json.Unmarshal([]byte(text), &e.Text); err != nil {
		return e, fmt.Errorf("text of a consent: %w", err)
	}
	return e, nil
}
