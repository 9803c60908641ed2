package footprint

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"

	"capzero/internal/db"
)

// A Holder is who holds an assessment: a browser by its [Token], or a [Person].
type Holder interface {
	find(ctx context.Context, tx *db.Tx) (assessment, error)
}

// A Token is the secret by which the browser of somebody without an account finds
// its assessment again. It is shown to nobody but that browser; the database
// holds only its hash.
type Token string

// newToken returns an unguessable token of 26 letters and digits.
func newToken() Token {
	return Token(rand.Text())
}

// hash is what is stored of a token. A fast hash is enough, because the token
// has 128 random bits: there is no dictionary to try.
func (t Token) hash() string {
	sum := sha256.Sum256([]byte(t))
	return hex.EncodeToString(sum[:])
}

func (t Token) find(ctx context.Context, tx *db.Tx) (assessment, error) {
	return scanAssessment(tx.QueryRow(ctx, selectAssessment+` WHERE token_hash = ? AND person_id IS NULL`, t.hash()))
}

// A Person is somebody who has signed in, by the identifier of the account. Their
// assessment is theirs on every device.
type Person string

func (p Person) find(ctx context.Context, tx *db.Tx) (assessment, error) {
	return scanAssessment(tx.QueryRow(ctx, selectAssessment+` WHERE person_id = ?`, string(p)))
}

// find finds an assessment again that was read before.
func (a assessment) find(ctx context.Context, tx *db.Tx) (assessment, error) {
	return scanAssessment(tx.QueryRow(ctx, selectAssessment+` WHERE id = ?`, a.ID))
}

const selectAssessment = `SELECT id, city_id, revision, active_at, COALESCE(person_id, '') FROM assessment`

func scanAssessment(row *sql.Row) (a assessment, err error) {
	err = row.Scan(&a.ID, &a.City, &a.Revision, &a.ActiveAt, &a.Person)
	if errors.Is(err, sql.ErrNoRows) {
		return a, errSessionGone
	}
	return a, err
}
