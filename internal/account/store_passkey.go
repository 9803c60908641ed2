package account

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"capzero/internal/db"
)

func insertPasskey(ctx context.Context, tx *db.Tx, personID string, k Passkey) error {
	credential, err := json.Marshal(k.credential)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO passkey (id, person_id, name, credential, created_at, used_at) VALUES (?, ?, ?, ?, ?, NULL)`,
		k.ID, personID, k.Name, string(credential), k.Created.Unix())
	return err
}

// passkeysOf returns the passkeys of a person, the oldest first.
func passkeysOf(ctx context.Context, tx *db.Tx, personID string) ([]Passkey, error) {
	rows, err := tx.Query(ctx, `
		SELECT id, name, credential, created_at, used_at FROM passkey WHERE person_id = ? ORDER BY created_at, id`, personID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []Passkey
	for rows.Next() {
		var k Passkey
		var credential string
		var created int64
		var used sql.NullInt64
		if err := rows.Scan(&k.ID, &k.Name, &credential, &created, &used); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(credential), &k.credential); err != nil {
			return nil, err
		}
		k.Created, k.Used = moment(created), momentOrZero(used)
		all = append(all, k)
	}
	return all, rows.Err()
}

func passkeyExists(ctx context.Context, tx *db.Tx, id string) (bool, error) {
	var n int
	err := tx.QueryRow(ctx, `SELECT COUNT(*) FROM passkey WHERE id = ?`, id).Scan(&n)
	return n > 0, err
}

// usePasskey keeps what a passkey said of itself: how often it was used.
func usePasskey(ctx context.Context, tx *db.Tx, k Passkey) error {
	credential, err := json.Marshal(k.credential)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE passkey SET credential = ?, used_at = ? WHERE id = ?`,
		string(credential), tx.Now.Unix(), k.ID)
	return err
}

func renamePasskey(ctx context.Context, tx *db.Tx, personID, id, name string) (bool, error) {
	n, err := affected(tx.Exec(ctx, `UPDATE passkey SET name = ? WHERE id = ? AND person_id = ?`, name, id, personID))
	return n == 1, err
}

func deletePasskey(ctx context.Context, tx *db.Tx, personID, id string) (bool, error) {
	n, err := affected(tx.Exec(ctx, `DELETE FROM passkey WHERE id = ? AND person_id = ?`, id, personID))
	return n == 1, err
}

// countWaysIn counts the ways in which a person can come in again: an address,
// passkeys, cards that work, the city's own sign-in.
func countWaysIn(ctx context.Context, tx *db.Tx, personID string) (n int, err error) {
	err = tx.QueryRow(ctx, `
		SELECT (SELECT COUNT(*) FROM person WHERE id = ? AND email_key IS NOT NULL)
		     + (SELECT COUNT(*) FROM passkey WHERE person_id = ?)
		     + (SELECT COUNT(*) FROM card WHERE person_id = ? AND revoked_at IS NULL)
		     + (SELECT COUNT(*) FROM staff_identity WHERE person_id = ?)`,
		personID, personID, personID, personID).Scan(&n)
	return n, err
}

func insertCeremony(ctx context.Context, tx *db.Tx, c ceremony) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO ceremony (id, kind, person_id, data, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)`,
		c.ID, c.Kind, c.Person, c.Data, c.Created.Unix(), c.Expires.Unix())
	return err
}

// takeCeremony returns a ceremony and ends it: whatever comes of it, it does not
// come twice.
func takeCeremony(ctx context.Context, tx *db.Tx, id, kind string) (ceremony, error) {
	c := ceremony{ID: id, Kind: kind}
	var created, expires int64
	err := tx.QueryRow(ctx, `SELECT person_id, data, created_at, expires_at FROM ceremony WHERE id = ? AND kind = ?`, id, kind).
		Scan(&c.Person, &c.Data, &created, &expires)
	if errors.Is(err, sql.ErrNoRows) {
		return c, errCeremony
	}
	if err != nil {
		return c, err
	}
	c.Created, c.Expires = moment(created), moment(expires)
	_, err = tx.Exec(ctx, `DELETE FROM ceremony WHERE id = ?`, id)
	return c, err
}

func deleteExpiredCeremonies(ctx context.Context, tx *db.Tx) (int64, error) {
	return affected(tx.Exec(ctx, `DELETE FROM ceremony WHERE expires_at < ?`, tx.Now.Unix()))
}
