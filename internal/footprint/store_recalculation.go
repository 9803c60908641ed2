package footprint

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"capzero/internal/db"
)

// lastRecalculated returns when a result was last computed again with other
// models, nil if it never was.
func lastRecalculated(ctx context.Context, tx *db.Tx, assessmentID string) (*Recalculated, error) {
	var at int64
	var seen sql.NullInt64
	err := tx.QueryRow(ctx, `
		SELECT recalculated_at, seen_at FROM recalculation
		WHERE assessment_id = ? ORDER BY number DESC LIMIT 1`, assessmentID).Scan(&at, &seen)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return &Recalculated{At: time.Unix(at, 0).UTC(), Seen: seen.Valid}, err
}

// A storedRecalculation is a row of the table recalculation.
type storedRecalculation struct {
	From, To Models
	At       int64
	Seen     bool
	account  account
}

// readRecalculations returns those of an assessment, the newest first.
func readRecalculations(ctx context.Context, tx *db.Tx, assessmentID string) ([]storedRecalculation, error) {
	rows, err := tx.Query(ctx, `
		SELECT from_carbon, from_waste, to_carbon, to_waste, recalculated_at, seen_at, account
		FROM recalculation WHERE assessment_id = ? ORDER BY number DESC`, assessmentID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []storedRecalculation
	for rows.Next() {
		var r storedRecalculation
		var seen sql.NullInt64
		var text string
		if err := rows.Scan(&r.From.Carbon, &r.From.Waste, &r.To.Carbon, &r.To.Waste, &r.At, &seen, &text); err != nil {
			return nil, err
		}
		r.Seen = seen.Valid
		if err := json.Unmarshal([]byte(text), &r.account); err != nil {
			return nil, fmt.Errorf("account of a recalculation: %w", err)
		}
		all = append(all, r)
	}
	return all, rows.Err()
}

func markSeen(ctx context.Context, tx *db.Tx, assessmentID string) error {
	_, err := tx.Exec(ctx, `
		UPDATE recalculation SET seen_at = ? WHERE assessment_id = ? AND seen_at IS NULL`,
		tx.Now.Unix(), assessmentID)
	return err
}

// outdated returns the assessments whose result was computed with other models
// than these, after one by id and at most limit of them, with what is stored of
// each.
func outdated(ctx context.Context, tx *db.Tx, m Models, after string, limit int) ([]file, error) {
	rows, err := tx.Query(ctx, `
		SELECT a.id, a.city_id, a.revision, a.active_at, COALESCE(a.person_id, ''),
		       r.revision, r.carbon_model, r.waste_model, r.computed_at, r.in_city, r.sampled, r.peer_group
		FROM result r JOIN assessment a ON a.id = r.assessment_id
		WHERE r.assessment_id > ? AND (r.carbon_model <> ? OR r.waste_model <> ?)
		ORDER BY r.assessment_id LIMIT ?`, after, m.Carbon, m.Waste, limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var files []file
	for rows.Next() {
		f := file{counted: true, before: grams{}}
		err := rows.Scan(&f.ID, &f.City, &f.Revision, &f.ActiveAt, &f.Person,
			&f.result.Revision, &f.result.Models.Carbon, &f.result.Models.Waste, &f.result.ComputedAt,
			&f.result.InCity, &f.result.Sampled, &f.result.Group)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	if err := rows.Err(); err != nil || len(files) == 0 {
		return nil, err
	}
	if err := fillAnswers(ctx, tx, files); err != nil {
		return nil, err
	}
	return files, fillGrams(ctx, tx, files)
}

func countOutdated(ctx context.Context, tx *db.Tx, m Models) (int, error) {
	var n int
	err := tx.QueryRow(ctx, `
		SELECT COUNT(*) FROM result WHERE carbon_model <> ? OR waste_model <> ?`, m.Carbon, m.Waste).Scan(&n)
	return n, err
}

// fillAnswers reads the answers of many assessments at once.
func fillAnswers(ctx context.Context, tx *db.Tx, files []file) error {
	byID := indexed(files)
	rows, err := tx.Query(ctx, `
		SELECT assessment_id, rule, value, model FROM answer
		WHERE assessment_id IN `+tuples(1, len(files)), idsOf(files)...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		var a storedAnswer
		var value sql.NullString
		if err := rows.Scan(&id, &a.Rule, &value, &a.Model); err != nil {
			return err
		}
		a.Value, a.Known = value.String, value.Valid
		byID[id].rows = append(byID[id].rows, a)
	}
	for i := range files {
		slices.SortFunc(files[i].rows, byRule)
	}
	return rows.Err()
}

// fillGrams reads what the results of many assessments put into the totals.
func fillGrams(ctx context.Context, tx *db.Tx, files []file) error {
	byID := indexed(files)
	rows, err := tx.Query(ctx, `
		SELECT assessment_id, rule, grams FROM result_line
		WHERE assessment_id IN `+tuples(1, len(files)), idsOf(files)...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id, rule string
		var g int64
		if err := rows.Scan(&id, &rule, &g); err != nil {
			return err
		}
		byID[id].before[rule] = g
	}
	return rows.Err()
}

func indexed(files []file) map[string]*file {
	byID := make(map[string]*file, len(files))
	for i := range files {
		byID[files[i].ID] = &files[i]
	}
	return byID
}

func idsOf(files []file) []any {
	ids := make([]any, len(files))
	for i, f := range files {
		ids[i] = f.ID
	}
	return ids
}

// stillAs keeps those of the redone results whose assessment and result are as
// they were read: nobody has answered, erased or computed them again since.
func stillAs(ctx context.Context, tx *db.Tx, all []redone) ([]redone, error) {
	rows, err := tx.Query(ctx, `
		SELECT a.id, a.revision, r.revision, r.carbon_model, r.waste_model, r.computed_at, r.in_city, r.sampled, r.peer_group
		FROM result r JOIN assessment a ON a.id = r.assessment_id
		WHERE r.assessment_id IN `+tuples(1, len(all)), redoneIDs(all)...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var now []file
	for rows.Next() {
		f := file{before: grams{}}
		err := rows.Scan(&f.ID, &f.Revision, &f.result.Revision, &f.result.Models.Carbon, &f.result.Models.Waste, &f.result.ComputedAt,
			&f.result.InCity, &f.result.Sampled, &f.result.Group)
		if err != nil {
			return nil, err
		}
		now = append(now, f)
	}
	if err := rows.Err(); err != nil || len(now) == 0 {
		return nil, err
	}
	if err := fillGrams(ctx, tx, now); err != nil {
		return nil, err
	}
	byID := indexed(now)
	return slices.DeleteFunc(slices.Clone(all), func(r redone) bool {
		f := byID[r.ID]
		return f == nil || f.Revision != r.Revision || f.result != r.result || !maps.Equal(f.before, r.before)
	}), nil
}

func redoneIDs(all []redone) []any {
	ids := make([]any, len(all))
	for i, r := range all {
		ids[i] = r.ID
	}
	return ids
}

// replaceResults stores redone results in place of those before. A step of the
// revision keeps what was computed meanwhile with the former models from being
// stored.
func replaceResults(ctx context.Context, tx *db.Tx, m Models, all []redone) error {
	ids, in := redoneIDs(all), tuples(1, len(all))
	_, err := tx.Exec(ctx, `UPDATE assessment SET revision = revision + 1 WHERE id IN `+in, ids...)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		UPDATE result SET carbon_model = ?, waste_model = ?, computed_at = ?,
		    revision = (SELECT revision FROM assessment WHERE id = result.assessment_id)
		WHERE assessment_id IN `+in, append([]any{m.Carbon, m.Waste, tx.Now.Unix()}, ids...)...)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `DELETE FROM result_line WHERE assessment_id IN `+in, ids...)
	if err != nil {
		return err
	}
	var args []any
	for _, r := range all {
		for rule, g := range r.account.After {
			args = append(args, r.ID, rule, g)
		}
	}
	return insertRows(ctx, tx, `INSERT INTO result_line (assessment_id, rule, grams) VALUES `, 3, args)
}

// mostParameters bounds one statement: SQLite takes 32,766.
const mostParameters = 9_000

// insertRows runs an INSERT for as many rows as there are arguments, in few
// statements.
func insertRows(ctx context.Context, tx *db.Tx, insert string, columns int, args []any) error {
	for part := range slices.Chunk(args, mostParameters/columns*columns) {
		if _, err := tx.Exec(ctx, insert+tuples(len(part)/columns, columns), part...); err != nil {
			return err
		}
	}
	return nil
}

// writeRecalculations stores what each household is to be told.
func writeRecalculations(ctx context.Context, tx *db.Tx, m Models, all []redone) error {
	numbers, err := lastNumbers(ctx, tx, all)
	if err != nil {
		return err
	}
	var args []any
	for _, r := range all {
		text, err := json.Marshal(r.account)
		if err != nil {
			return fmt.Errorf("account of a recalculation: %w", err)
		}
		args = append(args, r.ID, numbers[r.ID]+1, r.result.Models.Carbon, r.result.Models.Waste,
			m.Carbon, m.Waste, tx.Now.Unix(), string(text))
	}
	return insertRows(ctx, tx, `
		INSERT INTO recalculation (assessment_id, number, from_carbon, from_waste,
		    to_carbon, to_waste, recalculated_at, account) VALUES `, 8, args)
}

func lastNumbers(ctx context.Context, tx *db.Tx, all []redone) (map[string]int64, error) {
	rows, err := tx.Query(ctx, `
		SELECT assessment_id, MAX(number) FROM recalculation
		WHERE assessment_id IN `+tuples(1, len(all))+` GROUP BY assessment_id`, redoneIDs(all)...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	numbers := map[string]int64{}
	for rows.Next() {
		var id string
		var n int64
		if err := rows.Scan(&id, &n); err != nil {
			return nil, err
		}
		numbers[id] = n
	}
	return numbers, rows.Err()
}

// bringAnswersOver stores the answers that moved and drops the rows that nothing
// reads any more. Answers that read the same under both models stay untouched.
func bringAnswersOver(ctx context.Context, tx *db.Tx, e *edition, r redone) error {
	if len(r.carried.gone) > 0 {
		args := []any{r.ID}
		for _, rule := range r.carried.gone {
			args = append(args, rule)
		}
		_, err := tx.Exec(ctx, `DELETE FROM answer WHERE assessment_id = ? AND rule IN `+tuples(1, len(r.carried.gone)), args...)
		if err != nil {
			return err
		}
	}
	for _, a := range r.carried.moved {
		value, known := a.stored()
		row := storedAnswer{Rule: a.Rule, Value: value, Known: known, Model: e.modelOf(a.Rule)}
		if err := writeAnswer(ctx, tx, r.ID, row); err != nil {
			return err
		}
	}
	return nil
}

// toldTo returns, for every household whose last recalculation led to these
// models, what the totals had of it before and after.
func toldTo(ctx context.Context, tx *db.Tx, m Models, each func(before, after grams)) error {
	rows, err := tx.Query(ctx, `
		SELECT account FROM recalculation r WHERE to_carbon = ? AND to_waste = ?
		AND number = (SELECT MAX(number) FROM recalculation l WHERE l.assessment_id = r.assessment_id)`,
		m.Carbon, m.Waste)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return err
		}
		var a struct{ Before, After grams }
		if err := json.NewDecoder(strings.NewReader(text)).Decode(&a); err != nil {
			return fmt.Errorf("account of a recalculation: %w", err)
		}
		each(a.Before, a.After)
	}
	return rows.Err()
}
