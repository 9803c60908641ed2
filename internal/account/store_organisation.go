package account

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"capzero/internal/db"
)

func insertOrganisation(ctx context.Context, tx *db.Tx, o Organisation) error {
	_, err := tx.Exec(ctx, `INSERT INTO organisation (id, city_id, name, about, created_at) VALUES (?, ?, ?, ?, ?)`,
		o.ID, o.City, o.Name, o.About, o.Created.Unix())
	return err
}

func writeOrganisation(ctx context.Context, tx *db.Tx, o Organisation) error {
	_, err := tx.Exec(ctx, `UPDATE organisation SET name = ?, about = ? WHERE id = ?`, o.Name, o.About, o.ID)
	return err
}

// deleteOrganisation also deletes its memberships and what it was entrusted
// with.
func deleteOrganisation(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, `DELETE FROM organisation WHERE id = ?`, id)
	return err
}

func findOrganisation(ctx context.Context, tx *db.Tx, id string) (Organisation, error) {
	o := Organisation{ID: id}
	var created int64
	err := tx.QueryRow(ctx, `SELECT city_id, name, about, created_at FROM organisation WHERE id = ?`, id).
		Scan(&o.City, &o.Name, &o.About, &created)
	if errors.Is(err, sql.ErrNoRows) {
		return o, errOrganisationUnknown
	}
	if err != nil {
		return o, err
	}
	o.Created = moment(created)
	o.Trusted, err = trusted(ctx, tx, id)
	return o, err
}

// trusted lists what was entrusted to an organisation, in the order of the
// permissions.
func trusted(ctx context.Context, tx *db.Tx, id string) (all []Permission, err error) {
	have := map[Permission]bool{}
	err = eachPair(ctx, tx, func(p, _ string) { have[Permission(p)] = true },
		`SELECT permission, organisation_id FROM organisation_trust WHERE organisation_id = ?`, id)
	for _, p := range entrustable {
		if have[p] {
			all = append(all, p)
		}
	}
	return all, err
}

func organisationIDs(ctx context.Context, tx *db.Tx, city string) (ids []string, err error) {
	err = eachPair(ctx, tx, func(id, _ string) { ids = append(ids, id) },
		`SELECT id, name FROM organisation WHERE city_id = ?`, city)
	slices.Sort(ids)
	return ids, err
}

func insertMember(ctx context.Context, tx *db.Tx, organisationID, personID string) (bool, error) {
	n, err := affected(tx.Exec(ctx, `
		INSERT INTO organisation_member (organisation_id, person_id, since) VALUES (?, ?, ?)
		ON CONFLICT (organisation_id, person_id) DO NOTHING`, organisationID, personID, tx.Now.Unix()))
	return n == 1, err
}

func deleteMember(ctx context.Context, tx *db.Tx, organisationID, personID string) (bool, error) {
	n, err := affected(tx.Exec(ctx, `DELETE FROM organisation_member WHERE organisation_id = ? AND person_id = ?`,
		organisationID, personID))
	return n == 1, err
}

func readMembers(ctx context.Context, tx *db.Tx, organisationID string) ([]Member, error) {
	rows, err := tx.Query(ctx, `
		SELECT `+personColumns+`, m.since FROM organisation_member m JOIN person p ON p.id = m.person_id
		WHERE m.organisation_id = ? ORDER BY m.since, p.id`, organisationID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []Member
	for rows.Next() {
		var m Member
		var since int64
		fields, done := personFields(&m.Person)
		if err := rows.Scan(append(fields, &since)...); err != nil {
			return nil, err
		}
		done()
		m.Since = moment(since)
		all = append(all, m)
	}
	return all, rows.Err()
}

func isMember(ctx context.Context, tx *db.Tx, organisationID, personID string) (bool, error) {
	var n int
	err := tx.QueryRow(ctx, `SELECT COUNT(*) FROM organisation_member WHERE organisation_id = ? AND person_id = ?`,
		organisationID, personID).Scan(&n)
	return n > 0, err
}

func membershipsOf(ctx context.Context, tx *db.Tx, personID string) (organisationIDs []string, err error) {
	err = eachPair(ctx, tx, func(id, _ string) { organisationIDs = append(organisationIDs, id) },
		`SELECT organisation_id, person_id FROM organisation_member WHERE person_id = ? ORDER BY organisation_id`, personID)
	return organisationIDs, err
}

func insertTrust(ctx context.Context, tx *db.Tx, organisationID string, p Permission) (bool, error) {
	n, err := affected(tx.Exec(ctx, `
		INSERT INTO organisation_trust (organisation_id, permission, since) VALUES (?, ?, ?)
		ON CONFLICT (organisation_id, permission) DO NOTHING`, organisationID, string(p), tx.Now.Unix()))
	return n == 1, err
}

func deleteTrust(ctx context.Context, tx *db.Tx, organisationID string, p Permission) (bool, error) {
	n, err := affected(tx.Exec(ctx, `DELETE FROM organisation_trust WHERE organisation_id = ? AND permission = ?`,
		organisationID, string(p)))
	return n == 1, err
}

func markMembersStale(ctx context.Context, tx *db.Tx, organisationID string) error {
	_, err := tx.Exec(ctx, `
		UPDATE session SET stale = 1
		WHERE person_id IN (SELECT person_id FROM organisation_member WHERE organisation_id = ?)`, organisationID)
	return err
}
