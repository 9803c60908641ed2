package footprint

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"capzero/internal/db"
)

// lastAnswered is when the newest answer of an assessment was given.
func lastAnswered(ctx context.Context, tx *db.Tx, assessmentID string) (at int64, found bool, err error) {
	var newest sql.NullInt64
	err = tx.QueryRow(ctx, `
		SELECT MAX(answered_at) FROM answer WHERE assessment_id = ?`, assessmentID).Scan(&newest)
	return newest.Int64, newest.Valid, err
}

// lastMilestone returns the newest milestone without its answers and amounts.
func lastMilestone(ctx context.Context, tx *db.Tx, assessmentID string) (m storedMilestone, found bool, err error) {
	err = tx.QueryRow(ctx, `
		SELECT number, revision, carbon_model, waste_model FROM milestone
		WHERE assessment_id = ? ORDER BY number DESC LIMIT 1`, assessmentID).
		Scan(&m.Number, &m.Revision, &m.Models.Carbon, &m.Models.Waste)
	if errors.Is(err, sql.ErrNoRows) {
		return m, false, nil
	}
	return m, err == nil, err
}

func countMilestones(ctx context.Context, tx *db.Tx, assessmentID string) (int, error) {
	var n int
	err := tx.QueryRow(ctx, `
		SELECT COUNT(*) FROM milestone WHERE assessment_id = ?`, assessmentID).Scan(&n)
	return n, err
}

func insertMilestone(ctx context.Context, tx *db.Tx, assessmentID string, m storedMilestone) error {
	text, err := json.Marshal(m.Answers)
	if err != nil {
		return fmt.Errorf("answers of a milestone: %w", err)
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO milestone (assessment_id, number, name, revision, carbon_model,
		    waste_model, kept_at, questions, answers)
		VALUES (?, ?, '', ?, ?, ?, ?, ?, ?)`,
		assessmentID, m.Number, m.Revision, m.Models.Carbon, m.Models.Waste,
		tx.Now.Unix(), m.Questions, string(text))
	if err != nil {
		return err
	}
	var args []any
	for rule, g := range m.Amounts {
		args = append(args, assessmentID, m.Number, rule, g)
	}
	return insertRows(ctx, tx, `INSERT INTO milestone_line (assessment_id, number, rule, grams) VALUES `, 4, args)
}

// readMilestones returns those of an assessment, the newest first, with their
// totals.
func readMilestones(ctx context.Context, tx *db.Tx, assessmentID string) ([]storedMilestone, error) {
	rows, err := tx.Query(ctx, `
		SELECT m.number, m.name, m.carbon_model, m.waste_model, m.kept_at, m.questions,
		    c.grams, w.grams
		FROM milestone m
		JOIN milestone_line c ON c.assessment_id = m.assessment_id AND c.number = m.number AND c.rule = ?
		JOIN milestone_line w ON w.assessment_id = m.assessment_id AND w.number = m.number AND w.rule = ?
		WHERE m.assessment_id = ? ORDER BY m.number DESC`, carbonTotal, wasteTotal, assessmentID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []storedMilestone
	for rows.Next() {
		var m storedMilestone
		var carbon, waste int64
		err := rows.Scan(&m.Number, &m.Name, &m.Models.Carbon, &m.Models.Waste, &m.KeptAt, &m.Questions, &carbon, &waste)
		if err != nil {
			return nil, err
		}
		m.Amounts = grams{carbonTotal: carbon, wasteTotal: waste}
		all = append(all, m)
	}
	return all, rows.Err()
}

// findMilestone reads one milestone whole.
func findMilestone(ctx context.Context, tx *db.Tx, assessmentID string, number int) (storedMilestone, error) {
	m := storedMilestone{Number: int64(number)}
	var text string
	err := tx.QueryRow(ctx, `
		SELECT name, revision, carbon_model, waste_model, kept_at, questions, answers
		FROM milestone WHERE assessment_id = ? AND number = ?`, assessmentID, number).
		Scan(&m.Name, &m.Revision, &m.Models.Carbon, &m.Models.Waste, &m.KeptAt, &m.Questions, &text)
	if errors.Is(err, sql.ErrNoRows) {
		return m, errMilestoneUnknown
	}
	if err != nil {
		return m, err
	}
	if err := json.Unmarshal([]byte(text), &m.Answers); err != nil {
		return m, fmt.Errorf("answers of a milestone: %w", err)
	}
	m.Amounts, err = scanGrams(tx.Query(ctx, `
		SELECT rule, grams FROM milestone_line WHERE assessment_id = ? AND number = ?`, assessmentID, number))
	return m, err
}

func renameMilestone(ctx context.Context, tx *db.Tx, assessmentID string, number int, name string) (found bool, err error) {
	return changed(tx.Exec(ctx, `
		UPDATE milestone SET name = ? WHERE assessment_id = ? AND number = ?`, name, assessmentID, number))
}

// deleteMilestone also deletes its amounts and what was said of it.
func deleteMilestone(ctx context.Context, tx *db.Tx, assessmentID string, number int) (found bool, err error) {
	return changed(tx.Exec(ctx, `
		DELETE FROM milestone WHERE assessment_id = ? AND number = ?`, assessmentID, number))
}

// changed reports whether a statement found a row.
func changed(r sql.Result, err error) (bool, error) {
	if err != nil {
		return false, err
	}
	n, err := r.RowsAffected()
	return n > 0, err
}

// readReasons returns what was said, by rule, of the answers that differ between
// two milestones.
func readReasons(ctx context.Context, tx *db.Tx, assessmentID string, earlier, later int) (map[string]ShiftReason, error) {
	rows, err := tx.Query(ctx, `
		SELECT rule, reason FROM shift_reason
		WHERE assessment_id = ? AND earlier = ? AND later = ?`, assessmentID, earlier, later)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[string]ShiftReason{}
	for rows.Next() {
		var rule string
		var reason ShiftReason
		if err := rows.Scan(&rule, &reason); err != nil {
			return nil, err
		}
		all[rule] = reason
	}
	return all, rows.Err()
}

func writeReason(ctx context.Context, tx *db.Tx, assessmentID string, earlier, later int, rule string, reason ShiftReason) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO shift_reason (assessment_id, earlier, later, rule, reason, said_at)
		VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (assessment_id, earlier, later, rule) DO UPDATE
		SET reason = excluded.reason, said_at = excluded.said_at`,
		assessmentID, earlier, later, rule, string(reason), tx.Now.Unix())
	return err
}
