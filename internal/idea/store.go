package idea

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"capzero/internal/db"
	"capzero/internal/fault"
	"capzero/internal/household"
)

func moment(seconds int64) time.Time { return time.Unix(seconds, 0).UTC() }

var errNone = fault.New(fault.NotFound, "idea.unknown")

const selectIdea = `SELECT number, state, by_person, draft, why, last_day, made_at FROM idea `

type scanner interface{ Scan(...any) error }

func scanIdea(row scanner) (i Idea, err error) {
	var draft string
	var at int64
	if err := row.Scan(&i.Number, &i.State, &i.By, &draft, &i.Why, &i.offeredUntil, &at); err != nil {
		return i, err
	}
	i.At = moment(at)
	return i, json.Unmarshal([]byte(draft), &i.Draft)
}

func allIdeas(rows *sql.Rows, err error) ([]Idea, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []Idea
	for rows.Next() {
		i, err := scanIdea(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, i)
	}
	return all, rows.Err()
}

// readIdeas returns those of a city, the newest first.
func readIdeas(ctx context.Context, tx *db.Tx, city string) ([]Idea, error) {
	return allIdeas(tx.Query(ctx, selectIdea+`WHERE city_id = ? ORDER BY number DESC`, city))
}

// readLive returns those of a city that are missions on a day.
func readLive(ctx context.Context, tx *db.Tx, city string, today household.Day) ([]Idea, error) {
	return allIdeas(tx.Query(ctx, selectIdea+`
		WHERE city_id = ? AND (state = 'published' OR state = 'withdrawn' AND last_day > ?) ORDER BY number`, city, string(today)))
}

func findIdea(ctx context.Context, tx *db.Tx, city string, number int) (Idea, error) {
	i, err := scanIdea(tx.QueryRow(ctx, selectIdea+`WHERE city_id = ? AND number = ?`, city, number))
	if errors.Is(err, sql.ErrNoRows) {
		return i, errNone
	}
	return i, err
}

func insertIdea(ctx context.Context, tx *db.Tx, city, by string, d Draft) (number int, err error) {
	text, err := json.Marshal(d)
	if err != nil {
		return 0, err
	}
	err = tx.QueryRow(ctx, `
		INSERT INTO idea (city_id, number, state, by_person, draft, why, last_day, made_at)
		SELECT ?, COALESCE(MAX(number), 0) + 1, ?, ?, ?, '', '', ? FROM idea WHERE city_id = ? RETURNING number`,
		city, string(Proposed), by, string(text), tx.Now.Unix(), city).Scan(&number)
	return number, err
}

func writeState(ctx context.Context, tx *db.Tx, city string, number int, to State, why string, last household.Day) error {
	_, err := tx.Exec(ctx, `
		UPDATE idea SET state = ?, why = ?, last_day = ? WHERE city_id = ? AND number = ?`,
		string(to), why, string(last), city, number)
	return err
}

// noteStep adds to what happened to an idea.
func noteStep(ctx context.Context, tx *db.Tx, city string, number int, s Step) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO idea_step (city_id, idea, number, state, by_person, why, at)
		SELECT ?, ?, COUNT(*) + 1, ?, ?, ?, ? FROM idea_step WHERE city_id = ? AND idea = ?`,
		city, number, string(s.To), s.By, s.Why, tx.Now.Unix(), city, number)
	return err
}

func readSteps(ctx context.Context, tx *db.Tx, city string, number int) ([]Step, error) {
	rows, err := tx.Query(ctx, `
		SELECT state, by_person, why, at FROM idea_step WHERE city_id = ? AND idea = ? ORDER BY number`, city, number)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []Step
	for rows.Next() {
		var s Step
		var at int64
		if err := rows.Scan(&s.To, &s.By, &s.Why, &at); err != nil {
			return nil, err
		}
		s.At = moment(at)
		all = append(all, s)
	}
	return all, rows.Err()
}

func forgetPerson(ctx context.Context, tx *db.Tx, person string) error {
	for _, statement := range []string{
		// A proposal that was never the city's is its author's.
		`DELETE FROM idea WHERE by_person = ? AND state IN ('proposed', 'declined')`,
		`UPDATE idea SET by_person = '' WHERE by_person = ?`,
		`UPDATE idea_step SET by_person = '' WHERE by_person = ?`,
	} {
		if _, err := tx.Exec(ctx, statement, person); err != nil {
			return err
		}
	}
	return nil
}
