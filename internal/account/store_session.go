package account

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"capzero/internal/db"
)

func insertSession(ctx context.Context, tx *db.Tx, s Session, tokenHash string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO session (id, token_hash, earlier_hash, earlier_until, person_id, device, stale, created_at, seen_at, expires_at)
		VALUES (?, ?, NULL, 0, ?, ?, 0, ?, ?, ?)`,
		s.ID, tokenHash, s.Person.ID, s.Device.stored(), s.Created.Unix(), s.Seen.Unix(), s.Expires.Unix())
	return err
}

const sessionColumns = `s.id, s.device, s.stale, s.created_at, s.seen_at, s.expires_at`

// sessionFields are where a row of sessionColumns goes; done turns it into the
// session.
func sessionFields(s *Session) (fields []any, done func()) {
	var device string
	var created, seen, expires int64
	return []any{&s.ID, &device, &s.Stale, &created, &seen, &expires}, func() {
		s.Device = parseDevice(device)
		s.Created, s.Seen, s.Expires = moment(created), moment(seen), moment(expires)
	}
}

// findSession returns the live session that a token opens, with its person.
func findSession(ctx context.Context, tx *db.Tx, t Token) (s Session, err error) {
	hash, now := t.hash(), tx.Now.Unix()
	fields, done := sessionFields(&s)
	personFields, personDone := personFields(&s.Person)
	err = tx.QueryRow(ctx, `
		SELECT `+sessionColumns+`, `+personColumns+`
		FROM session s JOIN person p ON p.id = s.person_id
		WHERE (s.token_hash = ? OR s.earlier_hash = ? AND s.earlier_until > ?) AND s.expires_at > ?`,
		hash, hash, now, now).
		Scan(append(fields, personFields...)...)
	if errors.Is(err, sql.ErrNoRows) {
		return Session{}, errSignedOut
	}
	done()
	personDone()
	return s, err
}

// sessionsOf returns the live sessions of a person.
func sessionsOf(ctx context.Context, tx *db.Tx, personID string) ([]Session, error) {
	rows, err := tx.Query(ctx, `
		SELECT `+sessionColumns+` FROM session s WHERE s.person_id = ? AND s.expires_at > ?
		ORDER BY s.seen_at DESC, s.id`, personID, tx.Now.Unix())
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []Session
	for rows.Next() {
		var s Session
		fields, done := sessionFields(&s)
		if err := rows.Scan(fields...); err != nil {
			return nil, err
		}
		done()
		all = append(all, s)
	}
	return all, rows.Err()
}

// touchSession reports whether the session was still there.
func touchSession(ctx context.Context, tx *db.Tx, id string, expires time.Time) (bool, error) {
	n, err := affected(tx.Exec(ctx, `UPDATE session SET seen_at = ?, expires_at = ? WHERE id = ?`,
		tx.Now.Unix(), expires.Unix(), id))
	return n == 1, err
}

// replaceToken gives a stale session another token; the one it had works for a
// moment more. It reports false where the session is not stale: another request
// of the same browser was faster.
func replaceToken(ctx context.Context, tx *db.Tx, id, newHash string, earlierUntil time.Time) (bool, error) {
	n, err := affected(tx.Exec(ctx, `
		UPDATE session SET earlier_hash = token_hash, earlier_until = ?, token_hash = ?, stale = 0
		WHERE id = ? AND stale = 1`, earlierUntil.Unix(), newHash, id))
	return n == 1, err
}

func markStale(ctx context.Context, tx *db.Tx, personID string) error {
	_, err := tx.Exec(ctx, `UPDATE session SET stale = 1 WHERE person_id = ?`, personID)
	return err
}

// deleteSession ends one session of a person. It reports false where they have
// none of that id.
func deleteSession(ctx context.Context, tx *db.Tx, personID, id string) (bool, error) {
	n, err := affected(tx.Exec(ctx, `DELETE FROM session WHERE id = ? AND person_id = ?`, id, personID))
	return n == 1, err
}

func deleteOtherSessions(ctx context.Context, tx *db.Tx, personID, kept string) (int64, error) {
	return affected(tx.Exec(ctx, `DELETE FROM session WHERE person_id = ? AND id <> ?`, personID, kept))
}

func deleteExpiredSessions(ctx context.Context, tx *db.Tx) (int64, error) {
	return affected(tx.Exec(ctx, `DELETE FROM session WHERE expires_at <= ?`, tx.Now.Unix()))
}

// deleteWaysIn deletes every session and every sign-in that was begun, and what was
// begun about people who had not come: they may have been here since.
func deleteWaysIn(ctx context.Context, tx *db.Tx) error {
	for _, statement := range []string{`DELETE FROM session`, `DELETE FROM sign_in`, `DELETE FROM ceremony`, `DELETE FROM inactive`} {
		if _, err := tx.Exec(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}
