package account

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"capzero/internal/db"
)

func insertSignIn(ctx context.Context, tx *db.Tx, s signIn) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO sign_in (id, email, email_key, language, person_id, token_hash, code_hash, wrong_codes, created_at, expires_at, used_at)
		VALUES (?, ?, ?, ?, ?, NULL, '', 0, ?, ?, NULL)`,
		s.ID, s.Email.Typed, s.Email.Key, s.Language, s.Person, s.Created.Unix(), s.Expires.Unix())
	return err
}

func signInByID(ctx context.Context, tx *db.Tx, id string) (signIn, error) {
	return signInWhere(ctx, tx, `id = ?`, id)
}

func signInByToken(ctx context.Context, tx *db.Tx, t Token) (signIn, error) {
	return signInWhere(ctx, tx, `token_hash = ?`, t.hash())
}

func signInWhere(ctx context.Context, tx *db.Tx, where, arg string) (s signIn, err error) {
	var created, expires int64
	var used sql.NullInt64
	err = tx.QueryRow(ctx, `
		SELECT id, email, email_key, language, person_id, code_hash, wrong_codes, created_at, expires_at, used_at
		FROM sign_in WHERE `+where, arg).
		Scan(&s.ID, &s.Email.Typed, &s.Email.Key, &s.Language, &s.Person, &s.CodeHash, &s.WrongCodes, &created, &expires, &used)
	if errors.Is(err, sql.ErrNoRows) {
		return s, errSignInUnknown
	}
	s.Created, s.Expires, s.Used = moment(created), moment(expires), used.Valid
	return s, err
}

func writeSecrets(ctx context.Context, tx *db.Tx, id, tokenHash, codeHash string) error {
	_, err := tx.Exec(ctx, `UPDATE sign_in SET token_hash = ?, code_hash = ? WHERE id = ?`, tokenHash, codeHash, id)
	return err
}

func countWrongCode(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, `UPDATE sign_in SET wrong_codes = wrong_codes + 1 WHERE id = ?`, id)
	return err
}

// endSignIn uses a sign-in up. It reports false where somebody was faster.
func endSignIn(ctx context.Context, tx *db.Tx, id string) (bool, error) {
	done, err := tx.Exec(ctx, `UPDATE sign_in SET used_at = ? WHERE id = ? AND used_at IS NULL`, tx.Now.Unix(), id)
	if err != nil {
		return false, err
	}
	n, err := done.RowsAffected()
	return n == 1, err
}

// deleteSignInsBefore deletes what expired before a moment. It is kept that
// long so that people are told what happened to their link.
func deleteSignInsBefore(ctx context.Context, tx *db.Tx, before time.Time) (int64, error) {
	return affected(tx.Exec(ctx, `DELETE FROM sign_in WHERE expires_at < ?`, before.Unix()))
}

func affected(done sql.Result, err error) (int64, error) {
	if err != nil {
		return 0, err
	}
	return done.RowsAffected()
}

func readBudget(ctx context.Context, tx *db.Tx, name string) (owedUntil time.Time, err error) {
	var owed int64
	err = tx.QueryRow(ctx, `SELECT owed_until FROM budget WHERE name = ?`, name).Scan(&owed)
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, nil
	}
	return time.UnixMilli(owed).UTC(), err
}

func writeBudget(ctx context.Context, tx *db.Tx, name string, owedUntil time.Time) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO budget (name, owed_until) VALUES (?, ?)
		ON CONFLICT (name) DO UPDATE SET owed_until = excluded.owed_until`, name, owedUntil.UnixMilli())
	return err
}

// deletePaidBudgets deletes the rows that say nothing any more.
func deletePaidBudgets(ctx context.Context, tx *db.Tx) (int64, error) {
	return affected(tx.Exec(ctx, `DELETE FROM budget WHERE owed_until < ?`, tx.Now.UnixMilli()))
}
