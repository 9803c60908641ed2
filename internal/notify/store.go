package notify

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"capzero/internal/db"
)

// A State is where a mail of the outbox stands.
type State string

// The states.
const (
	Waiting   State = "waiting"   // will be tried when it is due
	Sending   State = "sending"   // somebody is trying
	Sent      State = "sent"      // a server has taken it
	Refused   State = "refused"   // a server wants it neither now nor later
	Late      State = "late"      // it would come too late to be of use
	Uncertain State = "uncertain" // it may have arrived; not sent again by itself
	Kept      State = "kept"      // of a demo: stays here
)

// A queued is a mail as it is put into the outbox.
type queued struct {
	ID, Reason, Kind, Person string
	Prompt                   bool
	Sealed                   string
	State                    State
	Until                    time.Time
}

// insertMail reports whether the reason had no mail yet.
func insertMail(ctx context.Context, tx *db.Tx, m queued) (bool, error) {
	done, err := tx.Exec(ctx, `
		INSERT INTO mail (id, reason, kind, person_id, prompt, sealed, state, attempts, problem, queued_at, due_at, until_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, 0, '', ?, 0, ?)
		ON CONFLICT (reason) DO NOTHING`,
		m.ID, m.Reason, m.Kind, m.Person, asInteger(m.Prompt), m.Sealed, string(m.State), tx.Now.Unix(), m.Until.Unix())
	if err != nil {
		return false, err
	}
	n, err := done.RowsAffected()
	return n == 1, err
}

func asInteger(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

func hasReason(ctx context.Context, tx *db.Tx, reason string) (bool, error) {
	var n int64
	err := tx.QueryRow(ctx, `SELECT COUNT(*) FROM mail WHERE reason = ?`, reason).Scan(&n)
	return n > 0, err
}

// countPrompts counts the prompts of a person that were queued after a moment.
func countPrompts(ctx context.Context, tx *db.Tx, personID string, after time.Time) (n int, err error) {
	err = tx.QueryRow(ctx, `
		SELECT COUNT(*) FROM mail WHERE person_id = ? AND prompt = 1 AND queued_at > ?`,
		personID, after.Unix()).Scan(&n)
	return n, err
}

// A due is a mail whose turn has come.
type due struct {
	ID, Sealed string
	Attempts   int
	Until      int64
}

func dueMails(ctx context.Context, tx *db.Tx, limit int) ([]due, error) {
	rows, err := tx.Query(ctx, `
		SELECT id, sealed, attempts, until_at FROM mail
		WHERE state = ? AND due_at <= ? ORDER BY due_at, queued_at, id LIMIT ?`,
		string(Waiting), tx.Now.Unix(), limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []due
	for rows.Next() {
		var d due
		if err := rows.Scan(&d.ID, &d.Sealed, &d.Attempts, &d.Until); err != nil {
			return nil, err
		}
		all = append(all, d)
	}
	return all, rows.Err()
}

// claimMail reports whether a mail that is waiting is ours to send until a
// moment.
func claimMail(ctx context.Context, tx *db.Tx, id string, until time.Time) (bool, error) {
	done, err := tx.Exec(ctx, `
		UPDATE mail SET state = ?, attempts = attempts + 1, due_at = ? WHERE id = ? AND state = ?`,
		string(Sending), until.Unix(), id, string(Waiting))
	if err != nil {
		return false, err
	}
	n, err := done.RowsAffected()
	return n == 1, err
}

// putBack lets a mail wait for its next attempt.
func putBack(ctx context.Context, tx *db.Tx, id, problem string, dueAt time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE mail SET state = ?, problem = ?, due_at = ? WHERE id = ?`,
		string(Waiting), problem, dueAt.Unix(), id)
	return err
}

// endMail forgets what a mail said, and keeps that it was.
func endMail(ctx context.Context, tx *db.Tx, id string, end State, problem string) error {
	_, err := tx.Exec(ctx, `UPDATE mail SET state = ?, problem = ?, sealed = '' WHERE id = ?`,
		string(end), problem, id)
	return err
}

// doubtAbandoned marks the mails whose sender was killed while it sent them.
func doubtAbandoned(ctx context.Context, tx *db.Tx) error {
	_, err := tx.Exec(ctx, `
		UPDATE mail SET state = ?, problem = ?, sealed = '' WHERE state = ? AND due_at < ?`,
		string(Uncertain), problemStopped, string(Sending), tx.Now.Unix())
	return err
}

// doubtWaiting marks every mail that waits or is being sent.
func doubtWaiting(ctx context.Context, tx *db.Tx) error {
	_, err := tx.Exec(ctx, `
		UPDATE mail SET state = ?, problem = ?, sealed = '' WHERE state IN (?, ?)`,
		string(Uncertain), problemRestored, string(Waiting), string(Sending))
	return err
}

// writeOwner is about whom a mail is from now on.
func writeOwner(ctx context.Context, tx *db.Tx, reason, personID string) error {
	_, err := tx.Exec(ctx, `UPDATE mail SET person_id = ? WHERE reason = ?`, personID, reason)
	return err
}

func forgetPerson(ctx context.Context, tx *db.Tx, personID string) error {
	if _, err := tx.Exec(ctx, `DELETE FROM mail WHERE person_id = ?`, personID); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `DELETE FROM prompt_refusal WHERE person_id = ?`, personID)
	return err
}

func deleteMailsBefore(ctx context.Context, tx *db.Tx, before time.Time) (int64, error) {
	done, err := tx.Exec(ctx, `DELETE FROM mail WHERE queued_at < ? AND until_at < ?`, before.Unix(), tx.Now.Unix())
	if err != nil {
		return 0, err
	}
	return done.RowsAffected()
}

func refusePrompts(ctx context.Context, tx *db.Tx, personID string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO prompt_refusal (person_id, refused_at) VALUES (?, ?)
		ON CONFLICT (person_id) DO NOTHING`, personID, tx.Now.Unix())
	return err
}

func acceptPrompts(ctx context.Context, tx *db.Tx, personID string) error {
	_, err := tx.Exec(ctx, `DELETE FROM prompt_refusal WHERE person_id = ?`, personID)
	return err
}

func refusesPrompts(ctx context.Context, tx *db.Tx, personID string) (bool, error) {
	var n int64
	err := tx.QueryRow(ctx, `SELECT COUNT(*) FROM prompt_refusal WHERE person_id = ?`, personID).Scan(&n)
	return n > 0, err
}

func countByState(ctx context.Context, tx *db.Tx) (map[State]int, error) {
	rows, err := tx.Query(ctx, `SELECT state, COUNT(*) FROM mail GROUP BY state`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	counts := map[State]int{}
	for rows.Next() {
		var state string
		var n int
		if err := rows.Scan(&state, &n); err != nil {
			return nil, err
		}
		counts[State(state)] = n
	}
	return counts, rows.Err()
}

// readMails returns the mails in some state, the newest first. No state stands
// for all.
func readMails(ctx context.Context, tx *db.Tx, state State, limit int) ([]row, error) {
	rows, err := tx.Query(ctx, `
		SELECT id, kind, state, attempts, problem, sealed, queued_at, due_at FROM mail
		WHERE state = ? OR ? = '' ORDER BY queued_at DESC, id LIMIT ?`, string(state), string(state), limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []row
	for rows.Next() {
		var r row
		if err := rows.Scan(&r.ID, &r.Kind, &r.State, &r.Attempts, &r.Problem, &r.Sealed, &r.QueuedAt, &r.DueAt); err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, rows.Err()
}

// A row is a mail as the outbox holds it.
type row struct {
	ID, Kind, State, Problem, Sealed string
	Attempts                         int
	QueuedAt, DueAt                  int64
}

func hasAbandoned(ctx context.Context, tx *db.Tx) (bool, error) {
	var n int64
	err := tx.QueryRow(ctx, `SELECT COUNT(*) FROM mail WHERE state = ? AND due_at < ?`,
		string(Sending), tx.Now.Unix()).Scan(&n)
	return n > 0, err
}

func findState(ctx context.Context, tx *db.Tx, reason string) (state State, err error) {
	err = tx.QueryRow(ctx, `SELECT state FROM mail WHERE reason = ?`, reason).Scan(&state)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return state, err
}

func hasLeft(ctx context.Context, tx *db.Tx, since time.Time) (left bool, err error) {
	err = tx.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM mail WHERE state = ? AND queued_at >= ?)`,
		string(Sent), since.Unix()).Scan(&left)
	return left, err
}
