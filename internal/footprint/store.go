package footprint

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"slices"
	"strings"

	"capzero/internal/db"
	"capzero/internal/fault"
)

// An assessment is one questionnaire as the database holds it.
type assessment struct {
	ID       string
	City     string
	Revision int64
	ActiveAt int64
	Person   string // empty for somebody without an account
}

// errSessionGone is what a browser with a token that we do not know is told:
// erased, deleted for age, or never ours.
var errSessionGone = fault.New(fault.Unauthenticated, "error.session_gone")

func insertAssessment(ctx context.Context, tx *db.Tx, tokenHash, city string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO assessment (id, token_hash, city_id, revision, created_at, active_at)
		VALUES (?, ?, ?, 0, ?, ?)`,
		rand.Text(), tokenHash, city, tx.Now.Unix(), tx.Now.Unix())
	return err
}

func touchAssessment(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, `UPDATE assessment SET active_at = ? WHERE id = ?`, tx.Now.Unix(), id)
	return err
}

func nextRevision(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, `
		UPDATE assessment SET revision = revision + 1, active_at = ? WHERE id = ?`,
		tx.Now.Unix(), id)
	return err
}

// deleteAssessment also deletes its answers and its result.
func deleteAssessment(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, `DELETE FROM assessment WHERE id = ?`, id)
	return err
}

// A storedAnswer is a row of the table answer; Known is false for "je ne sais
// pas". Model is the version that it was given to, or carried over to.
type storedAnswer struct {
	Rule  string
	Value string
	Known bool
	Model string
}

func readAnswers(ctx context.Context, tx *db.Tx, assessmentID string) ([]storedAnswer, error) {
	rows, err := tx.Query(ctx, `
		SELECT rule, value, model FROM answer WHERE assessment_id = ?`, assessmentID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []storedAnswer
	for rows.Next() {
		var a storedAnswer
		var value sql.NullString
		if err := rows.Scan(&a.Rule, &value, &a.Model); err != nil {
			return nil, err
		}
		a.Value, a.Known = value.String, value.Valid
		all = append(all, a)
	}
	slices.SortFunc(all, byRule)
	return all, rows.Err()
}

// byRule is the order of stored answers: engines return rows in any.
func byRule(a, b storedAnswer) int { return strings.Compare(a.Rule, b.Rule) }

func writeAnswer(ctx context.Context, tx *db.Tx, assessmentID string, a storedAnswer) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO answer (assessment_id, rule, value, model, answered_at)
		VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (assessment_id, rule) DO UPDATE
		SET value = excluded.value, model = excluded.model, answered_at = excluded.answered_at`,
		assessmentID, a.Rule, sql.NullString{String: a.Value, Valid: a.Known}, a.Model, tx.Now.Unix())
	return err
}

// A storedResult is a row of the table result.
type storedResult struct {
	Revision   int64
	Models     Models
	ComputedAt int64
	InCity     bool   // it counts in its city: one of a household does
	Sampled    bool   // it may count in a group of households like it
	Group      string // the one that it counts in, empty for none
}

func findResult(ctx context.Context, tx *db.Tx, assessmentID string) (r storedResult, found bool, err error) {
	err = tx.QueryRow(ctx, `
		SELECT revision, carbon_model, waste_model, computed_at, in_city, sampled, peer_group
		FROM result WHERE assessment_id = ?`, assessmentID).
		Scan(&r.Revision, &r.Models.Carbon, &r.Models.Waste, &r.ComputedAt, &r.InCity, &r.Sampled, &r.Group)
	if errors.Is(err, sql.ErrNoRows) {
		return r, false, nil
	}
	return r, err == nil, err
}

// writeResult stores a result as computed now.
func writeResult(ctx context.Context, tx *db.Tx, assessmentID string, r storedResult, amounts grams) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO result (assessment_id, revision, carbon_model, waste_model, computed_at, in_city, sampled, peer_group)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (assessment_id) DO UPDATE
		SET revision = excluded.revision, carbon_model = excluded.carbon_model,
		    waste_model = excluded.waste_model, computed_at = excluded.computed_at,
		    in_city = excluded.in_city, sampled = excluded.sampled, peer_group = excluded.peer_group`,
		assessmentID, r.Revision, r.Models.Carbon, r.Models.Waste, tx.Now.Unix(), asInteger(r.InCity), asInteger(r.Sampled), r.Group)
	if err != nil {
		return err
	}
	return writeLines(ctx, tx, assessmentID, amounts)
}

// writeLines replaces the amounts of a result. It is one statement, as is the
// one that adds to a city: a row each costs more than the calculation.
func writeLines(ctx context.Context, tx *db.Tx, assessmentID string, amounts grams) error {
	if _, err := tx.Exec(ctx, `DELETE FROM result_line WHERE assessment_id = ?`, assessmentID); err != nil {
		return err
	}
	var args []any
	for rule, g := range amounts {
		args = append(args, assessmentID, rule, g)
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO result_line (assessment_id, rule, grams) VALUES `+tuples(len(amounts), 3), args...)
	return err
}

// tuples writes the placeholders of n rows of a VALUES list.
func tuples(n, columns int) string {
	row := "(" + strings.Repeat("?, ", columns-1) + "?)"
	return strings.TrimSuffix(strings.Repeat(row+", ", n), ", ")
}

func markOutOfCity(ctx context.Context, tx *db.Tx, assessmentID string) error {
	_, err := tx.Exec(ctx, `
		UPDATE result SET in_city = 0, sampled = 0, peer_group = '' WHERE assessment_id = ?`, assessmentID)
	return err
}

func deleteResult(ctx context.Context, tx *db.Tx, assessmentID string) error {
	_, err := tx.Exec(ctx, `DELETE FROM result WHERE assessment_id = ?`, assessmentID)
	return err
}

// readGrams returns the amounts that the result of an assessment put into the
// totals; none without a result.
func readGrams(ctx context.Context, tx *db.Tx, assessmentID string) (grams, error) {
	return scanGrams(tx.Query(ctx, `
		SELECT rule, grams FROM result_line WHERE assessment_id = ?`, assessmentID))
}

// scanGrams reads rows of rule and grams.
func scanGrams(rows *sql.Rows, err error) (grams, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := grams{}
	for rows.Next() {
		var rule string
		var g int64
		if err := rows.Scan(&rule, &g); err != nil {
			return nil, err
		}
		all[rule] = g
	}
	return all, rows.Err()
}

// idleAssessments returns those without an account and activity since before, at
// most limit of them, the longest first.
func idleAssessments(ctx context.Context, tx *db.Tx, before int64, limit int) ([]assessment, error) {
	rows, err := tx.Query(ctx, `
		SELECT id, city_id, revision, active_at FROM assessment
		WHERE active_at < ? AND person_id IS NULL ORDER BY active_at, id LIMIT ?`, before, limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []assessment
	for rows.Next() {
		var a assessment
		if err := rows.Scan(&a.ID, &a.City, &a.Revision, &a.ActiveAt); err != nil {
			return nil, err
		}
		all = append(all, a)
	}
	return all, rows.Err()
}

// addToCity adds to the count and the totals of a city. The retired part is
// what no stored result explains any more.
func addToCity(ctx context.Context, tx *db.Tx, city string, households int64, amounts grams, retired retirement) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO city_count (city_id, households, retired) VALUES (?, ?, ?)
		ON CONFLICT (city_id) DO UPDATE
		SET households = city_count.households + excluded.households,
		    retired = city_count.retired + excluded.retired`,
		city, households, retired.households)
	if err != nil {
		return err
	}
	var args []any
	rules := union(amounts, retired.amounts)
	for _, rule := range rules {
		args = append(args, city, rule, amounts[rule], retired.amounts[rule])
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO city_total (city_id, rule, grams, retired_grams) VALUES `+tuples(len(rules), 4)+`
		ON CONFLICT (city_id, rule) DO UPDATE
		SET grams = city_total.grams + excluded.grams,
		    retired_grams = city_total.retired_grams + excluded.retired_grams`, args...)
	return err
}

// asInteger is how a yes or no is stored.
func asInteger(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// sampledSince counts the newcomers of a city that were taken into groups since
// its last snapshot.
func sampledSince(ctx context.Context, tx *db.Tx, city string) (int64, error) {
	var n int64
	err := tx.QueryRow(ctx, `SELECT sampled FROM city_count WHERE city_id = ?`, city).Scan(&n)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return n, err
}

func writeSampled(ctx context.Context, tx *db.Tx, city string, n int64) error {
	_, err := tx.Exec(ctx, `UPDATE city_count SET sampled = ? WHERE city_id = ?`, n, city)
	return err
}

func cityHouseholds(ctx context.Context, tx *db.Tx, city string) (int64, error) {
	var n int64
	err := tx.QueryRow(ctx, `SELECT households FROM city_count WHERE city_id = ?`, city).Scan(&n)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return n, err
}

func cityTotals(ctx context.Context, tx *db.Tx, city string) (grams, error) {
	return scanGrams(tx.Query(ctx, `SELECT rule, grams FROM city_total WHERE city_id = ?`, city))
}

// A snapshot is what a city shows.
type snapshot struct {
	Households int64
	TakenAt    int64
	Amounts    grams // sums over the households
}

// lastSnapshot returns the newest snapshot without its amounts.
func lastSnapshot(ctx context.Context, tx *db.Tx, city string) (s snapshot, found bool, err error) {
	err = tx.QueryRow(ctx, `
		SELECT households, taken_at FROM city_snapshot
		WHERE city_id = ? ORDER BY households DESC LIMIT 1`, city).
		Scan(&s.Households, &s.TakenAt)
	if errors.Is(err, sql.ErrNoRows) {
		return s, false, nil
	}
	return s, err == nil, err
}

func snapshotAmounts(ctx context.Context, tx *db.Tx, city string, households int64) (grams, error) {
	return scanGrams(tx.Query(ctx, `
		SELECT rule, grams FROM city_snapshot_line WHERE city_id = ? AND households = ?`,
		city, households))
}

func writeSnapshot(ctx context.Context, tx *db.Tx, city string, households int64, amounts grams) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO city_snapshot (city_id, households, taken_at) VALUES (?, ?, ?)`,
		city, households, tx.Now.Unix())
	if err != nil {
		return err
	}
	for rule, g := range amounts {
		_, err := tx.Exec(ctx, `
			INSERT INTO city_snapshot_line (city_id, households, rule, grams) VALUES (?, ?, ?, ?)`,
			city, households, rule, g)
		if err != nil {
			return err
		}
	}
	return nil
}

// findConfirmation returns the last unusual answer to a question that was
// confirmed, empty if none was.
func findConfirmation(ctx context.Context, tx *db.Tx, assessmentID, rule string) (value string, err error) {
	err = tx.QueryRow(ctx, `
		SELECT value FROM confirmation WHERE assessment_id = ? AND rule = ?`, assessmentID, rule).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return value, err
}

func writeConfirmation(ctx context.Context, tx *db.Tx, assessmentID string, a storedAnswer) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO confirmation (assessment_id, rule, value, confirmed_at) VALUES (?, ?, ?, ?)
		ON CONFLICT (assessment_id, rule) DO UPDATE
		SET value = excluded.value, confirmed_at = excluded.confirmed_at`,
		assessmentID, a.Rule, a.Value, tx.Now.Unix())
	return err
}
