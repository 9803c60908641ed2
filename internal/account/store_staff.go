package account

import (
	"context"
	"database/sql"
	"errors"

	"capzero/internal/db"
)

func personByIdentity(ctx context.Context, tx *db.Tx, issuer, subject string) (Person, bool, error) {
	var id string
	err := tx.QueryRow(ctx, `SELECT person_id FROM staff_identity WHERE issuer = ? AND subject = ?`, issuer, subject).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return Person{}, false, nil
	}
	if err != nil {
		return Person{}, false, err
	}
	p, err := findPerson(ctx, tx, id)
	return p, err == nil, err
}

func insertIdentity(ctx context.Context, tx *db.Tx, issuer, subject, personID string) error {
	_, err := tx.Exec(ctx, `INSERT INTO staff_identity (issuer, subject, person_id) VALUES (?, ?, ?)`, issuer, subject, personID)
	return err
}

func insertStaffSession(ctx context.Context, tx *db.Tx, sessionID, provider, sealed string) error {
	_, err := tx.Exec(ctx, `INSERT INTO staff_session (session_id, provider, sealed) VALUES (?, ?, ?)`, sessionID, provider, sealed)
	return err
}

func findStaffSession(ctx context.Context, tx *db.Tx, sessionID string) (provider, sealed string, err error) {
	err = tx.QueryRow(ctx, `SELECT provider, sealed FROM staff_session WHERE session_id = ?`, sessionID).Scan(&provider, &sealed)
	if errors.Is(err, sql.ErrNoRows) {
		return "", "", nil
	}
	return provider, sealed, err
}

// rolesThrough lists the roles of a person in a city that came in one way.
func rolesThrough(ctx context.Context, tx *db.Tx, city, personID, through string) (roles []Role, err error) {
	err = eachPair(ctx, tx, func(role, _ string) { roles = append(roles, Role(role)) }, `
		SELECT role, city_id FROM role WHERE city_id = ? AND person_id = ? AND through = ? ORDER BY role`,
		city, personID, through)
	return roles, err
}
