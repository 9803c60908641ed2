package mydata

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"capzero/internal/db"
)

func insertTakeout(ctx context.Context, tx *db.Tx, t Takeout) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO takeout (id, person_id, language, state, done, steps, asked_at, ready_at, bytes, sealed)
		VALUES (?, ?, ?, ?, 0, ?, ?, NULL, 0, '')`,
		t.ID, t.person, t.language, string(t.State), t.Steps, t.Asked.Unix())
	return err
}

func personIsThere(ctx context.Context, tx *db.Tx, id string) (there bool, err error) {
	err = tx.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM person WHERE id = ?)`, id).Scan(&there)
	return there, err
}

func findTakeout(ctx context.Context, tx *db.Tx, personID string) (Takeout, bool, error) {
	return takeoutWhere(ctx, tx, `person_id = ?`, personID)
}

func takeoutByID(ctx context.Context, tx *db.Tx, id string) (Takeout, bool, error) {
	return takeoutWhere(ctx, tx, `id = ?`, id)
}

func takeoutWhere(ctx context.Context, tx *db.Tx, where, arg string) (t Takeout, found bool, err error) {
	var asked int64
	var ready sql.NullInt64
	err = tx.QueryRow(ctx, `
		SELECT id, person_id, language, state, done, steps, asked_at, ready_at, bytes FROM takeout WHERE `+where, arg).
		Scan(&t.ID, &t.person, &t.language, &t.State, &t.Done, &t.Steps, &asked, &ready, &t.Bytes)
	if errors.Is(err, sql.ErrNoRows) {
		return Takeout{}, false, nil
	}
	t.Asked = seconds(asked)
	if ready.Valid {
		t.Ready = seconds(ready.Int64)
	}
	return t, err == nil, err
}

func readSealed(ctx context.Context, tx *db.Tx, id string) (sealed string, err error) {
	err = tx.QueryRow(ctx, `SELECT sealed FROM takeout WHERE id = ?`, id).Scan(&sealed)
	return sealed, err
}

func writeProgress(ctx context.Context, tx *db.Tx, id string, done int) error {
	_, err := tx.Exec(ctx, `UPDATE takeout SET done = ? WHERE id = ?`, done, id)
	return err
}

// writeFile changes nothing where the row is gone: whoever asked has left.
func writeFile(ctx context.Context, tx *db.Tx, t Takeout, sealed string) error {
	_, err := tx.Exec(ctx, `UPDATE takeout SET state = ?, ready_at = ?, bytes = ?, sealed = ? WHERE id = ?`,
		string(t.State), tx.Now.Unix(), t.Bytes, sealed, t.ID)
	return err
}

// deleteTakeouts deletes what a person asked for, and says of what they had not got
// what became of it.
func deleteTakeouts(ctx context.Context, tx *db.Tx, personID, outcome string) error {
	if err := endRequestsOf(ctx, tx, personID, outcome); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `DELETE FROM takeout WHERE person_id = ?`, personID)
	return err
}

func deleteTakeoutsBefore(ctx context.Context, tx *db.Tx, before time.Time) (int64, error) {
	return affected(tx.Exec(ctx, `DELETE FROM takeout WHERE asked_at < ?`, before.Unix()))
}
