package account

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"capzero/internal/db"
)

func insertCard(ctx context.Context, tx *db.Tx, c Card, codeHash string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO card (id, code_hash, city_id, household_id, person_id, made_by, made_at, used_at, revoked_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, NULL, NULL)`,
		c.ID, codeHash, c.City, c.Household, c.Person, c.MadeBy, c.Made.Unix())
	return err
}

const cardColumns = `c.id, c.city_id, c.household_id, c.person_id, p.name, c.made_by, c.made_at, c.used_at, c.revoked_at`

func cardFields(c *Card) (fields []any, done func()) {
	var made int64
	var used, revoked sql.NullInt64
	return []any{&c.ID, &c.City, &c.Household, &c.Person, &c.Name, &c.MadeBy, &made, &used, &revoked}, func() {
		c.Made, c.Used, c.Revoked = moment(made), momentOrZero(used), momentOrZero(revoked)
	}
}

func momentOrZero(seconds sql.NullInt64) time.Time {
	if !seconds.Valid {
		return time.Time{}
	}
	return moment(seconds.Int64)
}

func cardByCode(ctx context.Context, tx *db.Tx, codeHash string) (Card, error) {
	return cardWhere(ctx, tx, `c.code_hash = ?`, codeHash)
}

func cardByID(ctx context.Context, tx *db.Tx, id string) (Card, error) {
	return cardWhere(ctx, tx, `c.id = ?`, id)
}

func cardWhere(ctx context.Context, tx *db.Tx, where, arg string) (c Card, err error) {
	fields, done := cardFields(&c)
	err = tx.QueryRow(ctx, `
		SELECT `+cardColumns+` FROM card c JOIN person p ON p.id = c.person_id WHERE `+where, arg).Scan(fields...)
	if errors.Is(err, sql.ErrNoRows) {
		return Card{}, errCardUnknown
	}
	done()
	return c, err
}

func cardsOf(ctx context.Context, tx *db.Tx, city string, limit int) ([]Card, error) {
	return scanCards(tx.Query(ctx, `
		SELECT `+cardColumns+` FROM card c JOIN person p ON p.id = c.person_id
		WHERE c.city_id = ? ORDER BY c.made_at DESC, c.id LIMIT ?`, city, limit))
}

func liveCardsOf(ctx context.Context, tx *db.Tx, personID string) ([]Card, error) {
	return scanCards(tx.Query(ctx, `
		SELECT `+cardColumns+` FROM card c JOIN person p ON p.id = c.person_id
		WHERE c.person_id = ? AND c.revoked_at IS NULL ORDER BY c.made_at DESC, c.id`, personID))
}

func scanCards(rows *sql.Rows, err error) ([]Card, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []Card
	for rows.Next() {
		var c Card
		fields, done := cardFields(&c)
		if err := rows.Scan(fields...); err != nil {
			return nil, err
		}
		done()
		all = append(all, c)
	}
	return all, rows.Err()
}

func touchCard(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, `UPDATE card SET used_at = ? WHERE id = ?`, tx.Now.Unix(), id)
	return err
}

func revokeCard(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, `UPDATE card SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL`, tx.Now.Unix(), id)
	return err
}

// hasOnlyCards reports whether a person has no other way in than cards and no
// right beyond an account: nothing that a card could give to whoever prints it.
func hasOnlyCards(ctx context.Context, tx *db.Tx, personID string) (bool, error) {
	var others int
	err := tx.QueryRow(ctx, `
		SELECT (SELECT COUNT(*) FROM person WHERE id = ? AND email_key IS NOT NULL)
		     + (SELECT COUNT(*) FROM passkey WHERE person_id = ?)
		     + (SELECT COUNT(*) FROM staff_identity WHERE person_id = ?)
		     + (SELECT COUNT(*) FROM organisation_member WHERE person_id = ?)
		     + (SELECT COUNT(*) FROM role WHERE person_id = ? AND role <> ?)`,
		personID, personID, personID, personID, personID, string(Participant)).Scan(&others)
	return others == 0, err
}
