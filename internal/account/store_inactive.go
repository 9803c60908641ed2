package account

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"capzero/internal/db"
)

// writeCame notes that a person is here. Whatever was begun because they were not is
// over, in the same transaction: who erases an account looks in the one that does.
func writeCame(ctx context.Context, tx *db.Tx, personID string) error {
	_, err := tx.Exec(ctx, `UPDATE person SET seen_at = ? WHERE id = ?`, tx.Now.Unix(), personID)
	if err != nil {
		return err
	}
	return deleteInactive(ctx, tx, personID)
}

func deleteInactive(ctx context.Context, tx *db.Tx, personID string) error {
	_, err := tx.Exec(ctx, `DELETE FROM inactive WHERE person_id = ?`, personID)
	return err
}

// readLastUse is when a person was here last, by whatever says so.
func readLastUse(ctx context.Context, tx *db.Tx, personID string) (time.Time, error) {
	var created, seen int64
	var session, passkey, card sql.NullInt64
	err := tx.QueryRow(ctx, `
		SELECT p.created_at, p.seen_at,
			(SELECT MAX(s.seen_at) FROM session s WHERE s.person_id = p.id),
			(SELECT MAX(k.used_at) FROM passkey k WHERE k.person_id = p.id),
			(SELECT MAX(COALESCE(c.used_at, c.made_at)) FROM card c WHERE c.person_id = p.id)
		FROM person p WHERE p.id = ?`, personID).Scan(&created, &seen, &session, &passkey, &card)
	return moment(max(created, seen, session.Int64, passkey.Int64, card.Int64)), err
}

// hasRights reports whether a person may do more than take part.
func hasRights(ctx context.Context, tx *db.Tx, personID string) (bool, error) {
	var n int
	err := tx.QueryRow(ctx, `
		SELECT (SELECT COUNT(*) FROM role WHERE person_id = ? AND role <> ?)
			+ (SELECT COUNT(*) FROM organisation_member WHERE person_id = ?)
			+ (SELECT COUNT(*) FROM staff_identity WHERE person_id = ?)`,
		personID, string(Participant), personID, personID).Scan(&n)
	return n > 0, err
}

// perhapsInactive are people who were not here since a moment, and those about whom
// something was begun, by their ids after one.
func perhapsInactive(ctx context.Context, tx *db.Tx, since time.Time, after string, most int) ([]string, error) {
	return db.Texts(tx.Query(ctx, `
		SELECT p.id FROM person p
		WHERE p.id > ? AND (p.created_at <= ? AND p.seen_at <= ? OR EXISTS (SELECT 1 FROM inactive i WHERE i.person_id = p.id))
		ORDER BY p.id LIMIT ?`, after, since.Unix(), since.Unix(), most))
}

func findInactive(ctx context.Context, tx *db.Tx, personID string) (*inactive, error) {
	var i inactive
	var found, warned int64
	var sent, reminded sql.NullInt64
	err := tx.QueryRow(ctx, `
		SELECT found_at, warning, warned_at, sent_at, reminded_at, days, last_day FROM inactive WHERE person_id = ?`, personID).
		Scan(&found, &i.warning, &warned, &sent, &reminded, &i.days, &i.lastDay)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	i.found, i.warned = moment(found), moment(warned)
	if sent.Valid {
		i.sent = moment(sent.Int64)
	}
	if reminded.Valid {
		i.reminded = moment(reminded.Int64)
	}
	return &i, err
}

func writeInactive(ctx context.Context, tx *db.Tx, personID string, i inactive) error {
	at := func(t time.Time) sql.NullInt64 { return sql.NullInt64{Int64: t.Unix(), Valid: !t.IsZero()} }
	var warned int64
	if !i.warned.IsZero() {
		warned = i.warned.Unix()
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO inactive (person_id, found_at, warning, warned_at, sent_at, reminded_at, days, last_day)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (person_id) DO UPDATE
		SET warning = excluded.warning, warned_at = excluded.warned_at, sent_at = excluded.sent_at,
			reminded_at = excluded.reminded_at, days = excluded.days, last_day = excluded.last_day`,
		personID, i.found.Unix(), i.warning, warned, at(i.sent), at(i.reminded), i.days, i.lastDay)
	return err
}

// dropFutureInactive takes back what was begun by a clock that was ahead.
func dropFutureInactive(ctx context.Context, tx *db.Tx) error {
	now := tx.Now.Unix()
	_, err := tx.Exec(ctx, `
		DELETE FROM inactive WHERE found_at > ? OR warned_at > ? OR sent_at > ? OR reminded_at > ?`, now, now, now, now)
	return err
}

// findLook returns the last look at the people of a city.
func findLook(ctx context.Context, tx *db.Tx, city string) (l round, found bool, err error) {
	var at int64
	err = tx.QueryRow(ctx, `SELECT day, ran_at FROM inactive_run WHERE city_id = ?`, city).Scan(&l.day, &at)
	if errors.Is(err, sql.ErrNoRows) {
		return l, false, nil
	}
	l.at = moment(at)
	return l, err == nil, err
}

// writeLook begins a look. What was done on its day is counted on.
func writeLook(ctx context.Context, tx *db.Tx, city, day string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO inactive_run (city_id, day, ran_at, warned, erased) VALUES (?, ?, ?, 0, 0)
		ON CONFLICT (city_id) DO UPDATE
		SET warned = CASE WHEN inactive_run.day = excluded.day THEN inactive_run.warned ELSE 0 END,
			erased = CASE WHEN inactive_run.day = excluded.day THEN inactive_run.erased ELSE 0 END,
			day = excluded.day, ran_at = excluded.ran_at`, city, day, tx.Now.Unix())
	return err
}

// countPeople counts everybody who has an account.
func countPeople(ctx context.Context, tx *db.Tx) (n int, err error) {
	err = tx.QueryRow(ctx, `SELECT COUNT(*) FROM person`).Scan(&n)
	return n, err
}

// spendWarning and spendErasure take one from what may be done in a day, and report
// whether there was one.
func spendWarning(ctx context.Context, tx *db.Tx, city string, most int) (bool, error) {
	n, err := affected(tx.Exec(ctx, `UPDATE inactive_run SET warned = warned + 1 WHERE city_id = ? AND warned < ?`, city, most))
	return n == 1, err
}

func spendErasure(ctx context.Context, tx *db.Tx, city string, most int) (bool, error) {
	n, err := affected(tx.Exec(ctx, `UPDATE inactive_run SET erased = erased + 1 WHERE city_id = ? AND erased < ?`, city, most))
	return n == 1, err
}
