package access

import (
	"context"
	"slices"
	"strings"
	"time"

	"capzero/internal/db"
	"capzero/internal/retention"
)

// atOnce is how many people one statement notes.
const atOnce = 100

// Note writes down that a hand saw or did something of some people, each of them once
// however often they are named. Nobody is noted for what they see of themselves. It
// belongs into the transaction that reads or changes.
func Note(ctx context.Context, tx *db.Tx, by Hand, what What, persons ...string) error {
	zone := by.Zone
	if zone == nil {
		zone = time.UTC
	}
	day := tx.Now.In(zone).Format(time.DateOnly)
	others := slices.DeleteFunc(slices.Sorted(slices.Values(persons)), func(p string) bool { return p == "" || p == by.Person })
	for some := range slices.Chunk(slices.Compact(others), atOnce) {
		if err := insert(ctx, tx, by, what, day, some); err != nil {
			return err
		}
	}
	return nil
}

func insert(ctx context.Context, tx *db.Tx, by Hand, what What, day string, persons []string) error {
	var args []any
	for _, person := range persons {
		args = append(args, person, day, by.Person, by.Role, string(what), by.City)
	}
	rows := strings.TrimSuffix(strings.Repeat(`(?, ?, ?, ?, ?, ?, 1), `, len(persons)), ", ")
	_, err := tx.Exec(ctx, `
		INSERT INTO staff_access (person_id, day, by_person, role, what, city_id, times) VALUES `+rows+`
		ON CONFLICT (person_id, day, by_person, role, what, city_id) DO UPDATE SET times = staff_access.times + 1`, args...)
	return err
}

// Forget deletes what is noted of a person, in the transaction that erases them. What
// they did themselves as staff stays with those it was about, under an id that leads
// to nobody.
func Forget(ctx context.Context, tx *db.Tx, person string) error {
	_, err := tx.Exec(ctx, `DELETE FROM staff_access WHERE person_id = ?`, person)
	return err
}

// Of are the last so many things that staff saw or did of a person, the newest first.
func Of(ctx context.Context, tx *db.Tx, person string, most int) (all []Access, err error) {
	rows, err := tx.Query(ctx, `
		SELECT day, by_person, role, what, times FROM staff_access
		WHERE person_id = ? ORDER BY day DESC, what, by_person, role LIMIT ?`, person, most)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var a Access
		var day string
		if err := rows.Scan(&day, &a.By, &a.Role, &a.What, &a.Times); err != nil {
			return nil, err
		}
		if a.Day, err = time.Parse(time.DateOnly, day); err != nil {
			return nil, err
		}
		all = append(all, a)
	}
	return all, rows.Err()
}

// Totals are how many times each thing was seen or done in a city since it is noted.
func Totals(ctx context.Context, tx *db.Tx, city string) (all []Total, err error) {
	rows, err := tx.Query(ctx, `
		SELECT what, CAST(SUM(times) AS BIGINT) FROM staff_access WHERE city_id = ? GROUP BY what ORDER BY what`, city)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var t Total
		if err := rows.Scan(&t.What, &t.Times); err != nil {
			return nil, err
		}
		all = append(all, t)
	}
	return all, rows.Err()
}

// Purge deletes what was noted too long ago.
func Purge(ctx context.Context, d *db.DB) error {
	return d.Write(ctx, func(tx *db.Tx) error {
		r, err := tx.Exec(ctx, `DELETE FROM staff_access WHERE day < ?`, tx.Now.Add(-retention.AccessFor).Format(time.DateOnly))
		if err != nil {
			return err
		}
		deleted, err := r.RowsAffected()
		if err != nil {
			return err
		}
		return retention.Note(ctx, tx, retention.Accesses, deleted, true)
	})
}
