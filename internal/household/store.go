package household

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"capzero/internal/db"
)

func insertHousehold(ctx context.Context, tx *db.Tx, id, splitFrom ID) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO household (id, split_from, created_at) VALUES (?, ?, ?)`,
		string(id), sql.NullString{String: string(splitFrom), Valid: splitFrom != ""}, tx.Now.Unix())
	return err
}

func endHousehold(ctx context.Context, tx *db.Tx, id ID) error {
	if _, err := tx.Exec(ctx, `
		UPDATE member SET left_at = ? WHERE household_id = ? AND left_at IS NULL`,
		tx.Now.Unix(), string(id)); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `UPDATE household SET ended_at = ? WHERE id = ?`, tx.Now.Unix(), string(id))
	return err
}

func createdAt(ctx context.Context, tx *db.Tx, id ID) (at int64, err error) {
	err = tx.QueryRow(ctx, `SELECT created_at FROM household WHERE id = ?`, string(id)).Scan(&at)
	return at, err
}

// readPeriods returns the homes of a household in the order of their days.
func readPeriods(ctx context.Context, tx *db.Tx, id ID) ([]Period, error) {
	rows, err := tx.Query(ctx, `
		SELECT from_day, city_id, zone, housing, persons, children, nights_away
		FROM home WHERE household_id = ? ORDER BY from_day`, string(id))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []Period
	for rows.Next() {
		var p Period
		if err := rows.Scan(&p.From, &p.City, &p.Zone, &p.Housing, &p.Persons, &p.Children, &p.NightsAway); err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, rows.Err()
}

// writePeriod states the home from a day on, in place of what was stated of it.
func writePeriod(ctx context.Context, tx *db.Tx, id ID, p Period) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO home (household_id, from_day, city_id, zone, housing, persons, children, nights_away)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (household_id, from_day) DO UPDATE
		SET city_id = excluded.city_id, zone = excluded.zone, housing = excluded.housing,
		    persons = excluded.persons, children = excluded.children, nights_away = excluded.nights_away`,
		string(id), string(p.From), p.City, p.Zone, string(p.Housing), p.Persons, p.Children, p.NightsAway)
	return err
}

// deletePeriodsAfter forgets the homes that would begin after a day.
func deletePeriodsAfter(ctx context.Context, tx *db.Tx, id ID, day Day) (found bool, err error) {
	return changed(tx.Exec(ctx, `
		DELETE FROM home WHERE household_id = ? AND from_day > ?`, string(id), string(day)))
}

// findMember returns the stay of an adult that lasts.
func findMember(ctx context.Context, tx *db.Tx, person string) (id ID, number int, found bool, err error) {
	err = tx.QueryRow(ctx, `
		SELECT household_id, number FROM member WHERE person_id = ? AND left_at IS NULL`, person).
		Scan(&id, &number)
	if errors.Is(err, sql.ErrNoRows) {
		return "", 0, false, nil
	}
	return id, number, err == nil, err
}

// readMembers returns who lives in a household, in the order they came. Adults
// are without their names.
func readMembers(ctx context.Context, tx *db.Tx, id ID) ([]Member, error) {
	rows, err := tx.Query(ctx, `
		SELECT number, person_id, name, joined_at FROM member
		WHERE household_id = ? AND left_at IS NULL ORDER BY number`, string(id))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []Member
	for rows.Next() {
		var m Member
		var person sql.NullString
		var joined int64
		if err := rows.Scan(&m.Number, &person, &m.Name, &joined); err != nil {
			return nil, err
		}
		m.Person, m.Since = person.String, time.Unix(joined, 0).UTC()
		all = append(all, m)
	}
	return all, rows.Err()
}

// insertMember lets an adult in, or a child where there is no person.
func insertMember(ctx context.Context, tx *db.Tx, id ID, person, name string) (number int, err error) {
	if number, err = nextNumber(ctx, tx, `SELECT COALESCE(MAX(number), 0) + 1 FROM member WHERE household_id = ?`, string(id)); err != nil {
		return 0, err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO member (household_id, number, person_id, name, joined_at) VALUES (?, ?, ?, ?, ?)`,
		string(id), number, sql.NullString{String: person, Valid: person != ""}, name, tx.Now.Unix())
	return number, err
}

func endMember(ctx context.Context, tx *db.Tx, id ID, number int) error {
	_, err := tx.Exec(ctx, `
		UPDATE member SET left_at = ? WHERE household_id = ? AND number = ?`,
		tx.Now.Unix(), string(id), number)
	return err
}

// renameChild never reaches an adult, nor a child of somebody else.
func renameChild(ctx context.Context, tx *db.Tx, id ID, number int, name string) (found bool, err error) {
	return changed(tx.Exec(ctx, `
		UPDATE member SET name = ?
		WHERE household_id = ? AND number = ? AND person_id IS NULL AND left_at IS NULL`,
		name, string(id), number))
}

// readStays returns the households that a person has lived in, in the order of
// their coming. A household's own number cannot order them, so the moments do,
// and the one that lasts is last whatever the clock has done.
func readStays(ctx context.Context, tx *db.Tx, person string) ([]Stay, error) {
	rows, err := tx.Query(ctx, `
		SELECT household_id, joined_at, left_at FROM member WHERE person_id = ?
		ORDER BY CASE WHEN left_at IS NULL THEN 1 ELSE 0 END, joined_at, household_id, number`, person)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []Stay
	for rows.Next() {
		var s Stay
		var joined int64
		var left sql.NullInt64
		if err := rows.Scan(&s.Household, &joined, &left); err != nil {
			return nil, err
		}
		s.Joined = time.Unix(joined, 0).UTC()
		if left.Valid {
			s.Left = time.Unix(left.Int64, 0).UTC()
		}
		all = append(all, s)
	}
	return all, rows.Err()
}

func readAbsences(ctx context.Context, tx *db.Tx, id ID) ([]Absence, error) {
	rows, err := tx.Query(ctx, `
		SELECT number, left_day, back_day FROM absence
		WHERE household_id = ? ORDER BY left_day, number`, string(id))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []Absence
	for rows.Next() {
		var a Absence
		if err := rows.Scan(&a.Number, &a.Left, &a.Back); err != nil {
			return nil, err
		}
		all = append(all, a)
	}
	return all, rows.Err()
}

func insertAbsence(ctx context.Context, tx *db.Tx, id ID, a Absence) error {
	number, err := nextNumber(ctx, tx, `SELECT COALESCE(MAX(number), 0) + 1 FROM absence WHERE household_id = ?`, string(id))
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO absence (household_id, number, left_day, back_day) VALUES (?, ?, ?, ?)`,
		string(id), number, string(a.Left), string(a.Back))
	return err
}

func deleteAbsence(ctx context.Context, tx *db.Tx, id ID, number int) (found bool, err error) {
	return changed(tx.Exec(ctx, `
		DELETE FROM absence WHERE household_id = ? AND number = ?`, string(id), number))
}

// nextNumber asks for the number of a row to come. Writers follow each other, so
// that nobody else takes it.
func nextNumber(ctx context.Context, tx *db.Tx, query string, args ...any) (n int, err error) {
	err = tx.QueryRow(ctx, query, args...).Scan(&n)
	return n, err
}

// changed reports whether a statement found a row.
func changed(r sql.Result, err error) (bool, error) {
	if err != nil {
		return false, err
	}
	n, err := r.RowsAffected()
	return n > 0, err
}
