package household

import (
	"context"
	"database/sql"
	"errors"

	"capzero/internal/db"
)

const invitationColumns = `id, household_id, number, kind, locator, verifier_hash, for_person,
	made_by, made_at, expires_at, places, failures, ended`

func scanInvitation(scan func(...any) error) (i storedInvitation, err error) {
	var locator, person sql.NullString
	err = scan(&i.ID, &i.Household, &i.Number, &i.Kind, &locator, &i.Verifier, &person,
		&i.MadeBy, &i.MadeAt, &i.ExpiresAt, &i.Places, &i.Failures, &i.Ended)
	i.Locator, i.For = locator.String, person.String
	return i, err
}

func findInvitation(ctx context.Context, tx *db.Tx, locator string) (i storedInvitation, found bool, err error) {
	return oneInvitation(tx.QueryRow(ctx, `
		SELECT `+invitationColumns+` FROM invitation WHERE locator = ?`, locator))
}

func findInvitationByID(ctx context.Context, tx *db.Tx, id string) (i storedInvitation, found bool, err error) {
	return oneInvitation(tx.QueryRow(ctx, `
		SELECT `+invitationColumns+` FROM invitation WHERE id = ?`, id))
}

func oneInvitation(row *sql.Row) (i storedInvitation, found bool, err error) {
	i, err = scanInvitation(row.Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return i, false, nil
	}
	return i, err == nil, err
}

// readInvitations returns those of a household, the newest first.
func readInvitations(ctx context.Context, tx *db.Tx, id ID) ([]storedInvitation, error) {
	return allInvitations(tx.Query(ctx, `
		SELECT `+invitationColumns+` FROM invitation WHERE household_id = ? ORDER BY number DESC`, string(id)))
}

// readProposals returns the invitations that are meant for one person.
func readProposals(ctx context.Context, tx *db.Tx, person string) ([]storedInvitation, error) {
	return allInvitations(tx.Query(ctx, `
		SELECT `+invitationColumns+` FROM invitation WHERE for_person = ? ORDER BY made_at DESC, id`, person))
}

func allInvitations(rows *sql.Rows, err error) ([]storedInvitation, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []storedInvitation
	for rows.Next() {
		i, err := scanInvitation(rows.Scan)
		if err != nil {
			return nil, err
		}
		all = append(all, i)
	}
	return all, rows.Err()
}

// countInvitationsSince counts what a household has made since a moment.
func countInvitationsSince(ctx context.Context, tx *db.Tx, id ID, since int64) (n int, err error) {
	err = tx.QueryRow(ctx, `
		SELECT COUNT(*) FROM invitation WHERE household_id = ? AND made_at > ?`, string(id), since).Scan(&n)
	return n, err
}

func insertInvitation(ctx context.Context, tx *db.Tx, i storedInvitation) error {
	number, err := nextNumber(ctx, tx, `SELECT COALESCE(MAX(number), 0) + 1 FROM invitation WHERE household_id = ?`, string(i.Household))
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO invitation (id, household_id, number, kind, locator, verifier_hash, for_person,
		    made_by, made_at, expires_at, places, failures, ended)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, '')`,
		i.ID, string(i.Household), number, string(i.Kind), orNull(i.Locator), i.Verifier, orNull(i.For),
		i.MadeBy, i.MadeAt, i.ExpiresAt, i.Places)
	return err
}

// writeInvitation stores what has become of an invitation.
func writeInvitation(ctx context.Context, tx *db.Tx, i storedInvitation) error {
	_, err := tx.Exec(ctx, `
		UPDATE invitation SET places = ?, failures = ?, ended = ? WHERE id = ?`,
		i.Places, i.Failures, string(i.Ended), i.ID)
	return err
}

// freeLocator takes the first letters away from a code that is over, so that
// another one may have them.
func freeLocator(ctx context.Context, tx *db.Tx, locator string) error {
	_, err := tx.Exec(ctx, `
		UPDATE invitation SET locator = NULL WHERE locator = ? AND (ended <> '' OR expires_at <= ?)`,
		locator, tx.Now.Unix())
	return err
}

// withdrawInvitations ends the open invitations of a household that one adult
// has made, or all of them where nobody is named.
func withdrawInvitations(ctx context.Context, tx *db.Tx, id ID, madeBy string) error {
	_, err := tx.Exec(ctx, `
		UPDATE invitation SET ended = ? WHERE household_id = ? AND ended = '' AND (? = '' OR made_by = ?)`,
		string(Withdrawn), string(id), madeBy, madeBy)
	return err
}

// withdrawCodes ends the open codes of a household.
func withdrawCodes(ctx context.Context, tx *db.Tx, id ID) error {
	_, err := tx.Exec(ctx, `
		UPDATE invitation SET ended = ? WHERE household_id = ? AND kind = ? AND ended = ''`,
		string(Withdrawn), string(id), string(Code))
	return err
}

func findTries(ctx context.Context, tx *db.Tx, person string) (t tries, err error) {
	err = tx.QueryRow(ctx, `
		SELECT since_at, failures FROM join_attempt WHERE person_id = ?`, person).
		Scan(&t.Since, &t.Failures)
	if errors.Is(err, sql.ErrNoRows) {
		return t, nil
	}
	return t, err
}

func writeTries(ctx context.Context, tx *db.Tx, person string, t tries) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO join_attempt (person_id, since_at, failures) VALUES (?, ?, ?)
		ON CONFLICT (person_id) DO UPDATE
		SET since_at = excluded.since_at, failures = excluded.failures`,
		person, t.Since, t.Failures)
	return err
}

// purgeInvitations deletes the invitations that were good for nothing any more at
// a moment, and the wrong codes that were typed before it. It says how many rows there
// were.
func purgeInvitations(ctx context.Context, tx *db.Tx, before int64) (total int64, err error) {
	for _, statement := range []string{
		`DELETE FROM join_attempt WHERE since_at < ?`,
		`DELETE FROM invitation WHERE expires_at < ?`,
	} {
		result, err := tx.Exec(ctx, statement, before)
		if err != nil {
			return 0, err
		}
		n, err := result.RowsAffected()
		if err != nil {
			return 0, err
		}
		total += n
	}
	return total, nil
}

// orNull stores an empty text as NULL, of which there may be many.
func orNull(text string) sql.NullString {
	return sql.NullString{String: text, Valid: text != ""}
}
