package footprint

import (
	"context"

	"capzero/internal/db"
)

// insertAssessmentOf begins the assessment of a person. No browser holds a token
// of it.
func insertAssessmentOf(ctx context.Context, tx *db.Tx, person, city string) error {
	token := newToken()
	if err := insertAssessment(ctx, tx, token.hash(), city); err != nil {
		return err
	}
	a, err := token.find(ctx, tx)
	if err != nil {
		return err
	}
	return giveTo(ctx, tx, a.ID, person)
}

// giveTo makes an assessment that of a person. The token that it had opens
// nothing any more.
func giveTo(ctx context.Context, tx *db.Tx, assessmentID, person string) error {
	_, err := tx.Exec(ctx, `
		UPDATE assessment SET person_id = ?, token_hash = ? WHERE id = ?`,
		person, newToken().hash(), assessmentID)
	return err
}

// assessmentsOf returns those of some people, in the order of their ids.
func assessmentsOf(ctx context.Context, tx *db.Tx, people []string) ([]assessment, error) {
	args := make([]any, len(people))
	for i, p := range people {
		args[i] = p
	}
	rows, err := tx.Query(ctx, selectAssessment+` WHERE person_id IN `+tuples(1, len(people))+` ORDER BY id`, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []assessment
	for rows.Next() {
		var a assessment
		if err := rows.Scan(&a.ID, &a.City, &a.Revision, &a.ActiveAt, &a.Person); err != nil {
			return nil, err
		}
		all = append(all, a)
	}
	return all, rows.Err()
}

// anyInCity reports whether one of the assessments counts in its city.
func anyInCity(ctx context.Context, tx *db.Tx, all []assessment) (bool, error) {
	args := make([]any, len(all))
	for i, a := range all {
		args[i] = a.ID
	}
	var n int
	err := tx.QueryRow(ctx, `
		SELECT COUNT(*) FROM result WHERE in_city = 1 AND assessment_id IN `+tuples(1, len(all)), args...).Scan(&n)
	return n > 0, err
}

// answeredAt returns when each answer of an assessment was given, by rule.
func answeredAt(ctx context.Context, tx *db.Tx, assessmentID string) (map[string]int64, error) {
	rows, err := tx.Query(ctx, `SELECT rule, answered_at FROM answer WHERE assessment_id = ?`, assessmentID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[string]int64{}
	for rows.Next() {
		var rule string
		var at int64
		if err := rows.Scan(&rule, &at); err != nil {
			return nil, err
		}
		all[rule] = at
	}
	return all, rows.Err()
}

// moveAnswer gives an answer of one assessment to another, with the moment when
// it was given.
func moveAnswer(ctx context.Context, tx *db.Tx, from, to, rule string) error {
	if _, err := tx.Exec(ctx, `DELETE FROM answer WHERE assessment_id = ? AND rule = ?`, to, rule); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `UPDATE answer SET assessment_id = ? WHERE assessment_id = ? AND rule = ?`, to, from, rule)
	return err
}

// moveMilestones adds the milestones of one assessment to those of another, after
// them, with what was said of their differences.
func moveMilestones(ctx context.Context, tx *db.Tx, from, to string) error {
	var after int64
	err := tx.QueryRow(ctx, `SELECT COALESCE(MAX(number), 0) FROM milestone WHERE assessment_id = ?`, to).Scan(&after)
	if err != nil {
		return err
	}
	for _, statement := range []string{
		`INSERT INTO milestone (assessment_id, number, name, revision, carbon_model, waste_model, kept_at, questions, answers)
		 SELECT CAST(? AS TEXT), number + CAST(? AS BIGINT), name, revision, carbon_model, waste_model, kept_at, questions, answers
		 FROM milestone WHERE assessment_id = ?`,
		`INSERT INTO milestone_line (assessment_id, number, rule, grams)
		 SELECT CAST(? AS TEXT), number + CAST(? AS BIGINT), rule, grams
		 FROM milestone_line WHERE assessment_id = ?`,
	} {
		if _, err := tx.Exec(ctx, statement, to, after, from); err != nil {
			return err
		}
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO shift_reason (assessment_id, earlier, later, rule, reason, said_at)
		SELECT CAST(? AS TEXT), earlier + CAST(? AS BIGINT), later + CAST(? AS BIGINT), rule, reason, said_at
		FROM shift_reason WHERE assessment_id = ?`, to, after, after, from)
	return err
}
