package account

import (
	"context"
	"crypto/rand"

	"capzero/internal/db"
)

// readRights reads what a person may do in every city: their roles, and what
// was entrusted to their organisations.
func readRights(ctx context.Context, tx *db.Tx, personID string) (Rights, error) {
	var r Rights
	err := eachPair(ctx, tx, r.addStoredRole, `
		SELECT city_id, role FROM role WHERE person_id = ? ORDER BY city_id, role`, personID)
	if err != nil {
		return r, err
	}
	err = eachPair(ctx, tx, func(city, p string) { r.addTrust(city, Permission(p)) }, `
		SELECT o.city_id, t.permission
		FROM organisation_member m
		JOIN organisation o ON o.id = m.organisation_id
		JOIN organisation_trust t ON t.organisation_id = o.id
		WHERE m.person_id = ? ORDER BY o.city_id, t.permission`, personID)
	return r, err
}

func (r *Rights) addStoredRole(city, role string) { r.addRole(city, Role(role)) }

// eachPair calls f with the two texts of each row.
func eachPair(ctx context.Context, tx *db.Tx, f func(a, b string), query string, args ...any) error {
	rows, err := tx.Query(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var a, b string
		if err := rows.Scan(&a, &b); err != nil {
			return err
		}
		f(a, b)
	}
	return rows.Err()
}

// insertRole reports whether the person did not have the role.
func insertRole(ctx context.Context, tx *db.Tx, city, personID string, r Role, through string) (bool, error) {
	n, err := affected(tx.Exec(ctx, `
		INSERT INTO role (city_id, person_id, role, through, since) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (city_id, person_id, role) DO NOTHING`, city, personID, string(r), through, tx.Now.Unix()))
	return n == 1, err
}

// deleteRole reports whether the person had the role.
func deleteRole(ctx context.Context, tx *db.Tx, city, personID string, r Role) (bool, error) {
	n, err := affected(tx.Exec(ctx, `DELETE FROM role WHERE city_id = ? AND person_id = ? AND role = ?`,
		city, personID, string(r)))
	return n == 1, err
}

// countHolders counts the people who have a role in a city.
func countHolders(ctx context.Context, tx *db.Tx, city string, r Role) (n int, err error) {
	err = tx.QueryRow(ctx, `SELECT COUNT(*) FROM role WHERE city_id = ? AND role = ?`, city, string(r)).Scan(&n)
	return n, err
}

// holders returns the people who have a role in a city beyond an account of
// their own, with each role.
func holders(ctx context.Context, tx *db.Tx, city string) ([]Holder, error) {
	rows, err := tx.Query(ctx, `
		SELECT `+personColumns+`, r.role, r.through, r.since FROM role r JOIN person p ON p.id = r.person_id
		WHERE r.city_id = ? AND r.role <> ? ORDER BY r.since, p.id, r.role`, city, string(Participant))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []Holder
	for rows.Next() {
		var h Holder
		var role string
		var since int64
		fields, done := personFields(&h.Person)
		if err := rows.Scan(append(fields, &role, &h.Through, &since)...); err != nil {
			return nil, err
		}
		done()
		h.Role, h.Since = Role(role), moment(since)
		all = append(all, h)
	}
	return all, rows.Err()
}

// writeEvent adds an entry to the audit of a city.
func writeEvent(ctx context.Context, tx *db.Tx, e Event) (id string, err error) {
	var last int64
	err = tx.QueryRow(ctx, `SELECT COALESCE(MAX(number), 0) FROM right_event WHERE city_id = ?`, e.City).Scan(&last)
	if err != nil {
		return "", err
	}
	id = rand.Text()
	granted := 0
	if e.Granted {
		granted = 1
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO right_event (id, number, city_id, person_id, organisation_id, what, granted, by_person, through, at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		id, last+1, e.City, e.Person, e.Organisation, e.What, granted, e.By, e.Through, tx.Now.Unix())
	return id, err
}

// isComing holds for the entries of participants who came and went by themselves.
const isComing = `what = 'role:` + string(Participant) + `' AND through IN ('` + throughSignUp + `', '` + throughProvider + `', '` + throughErasure + `')`

// countComings counts the entries that Audit leaves out unless asked for.
func countComings(ctx context.Context, tx *db.Tx, city string) (n int, err error) {
	err = tx.QueryRow(ctx, `SELECT COUNT(*) FROM right_event WHERE city_id = ? AND `+isComing, city).Scan(&n)
	return n, err
}

func readEvents(ctx context.Context, tx *db.Tx, city string, comings bool, limit int) ([]Event, error) {
	which := ` AND NOT (` + isComing + `)`
	if comings {
		which = ""
	}
	rows, err := tx.Query(ctx, `
		SELECT number, city_id, person_id, organisation_id, what, granted, by_person, through, at
		FROM right_event WHERE city_id = ?`+which+` ORDER BY number DESC LIMIT ?`, city, limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []Event
	for rows.Next() {
		var e Event
		var at int64
		if err := rows.Scan(&e.Number, &e.City, &e.Person, &e.Organisation, &e.What, &e.Granted, &e.By, &e.Through, &at); err != nil {
			return nil, err
		}
		e.At = moment(at)
		all = append(all, e)
	}
	return all, rows.Err()
}
