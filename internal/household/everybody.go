package household

import (
	"context"

	"capzero/internal/db"
)

// An Everybody is who lives where, for the figures of a whole city. Who counts one
// household after the other would ask as often as there are households.
type Everybody struct {
	Adults    map[ID]int // with an account, who live there now
	Presences map[ID]Presence
}

// EverybodyIn reads it, for another package in its own transaction.
func (s *Service) EverybodyIn(ctx context.Context, tx *db.Tx) (e Everybody, err error) {
	if e.Adults, err = countAdults(ctx, tx); err != nil {
		return e, err
	}
	e.Presences = map[ID]Presence{}
	if err := eachPeriod(ctx, tx, func(id ID, p Period) {
		of := e.Presences[id]
		of.Periods = append(of.Periods, p)
		e.Presences[id] = of
	}); err != nil {
		return e, err
	}
	return e, eachAbsence(ctx, tx, func(id ID, a Absence) {
		of := e.Presences[id]
		of.Absences = append(of.Absences, a)
		e.Presences[id] = of
	})
}

func countAdults(ctx context.Context, tx *db.Tx) (map[ID]int, error) {
	rows, err := tx.Query(ctx, `
		SELECT household_id, COUNT(*) FROM member WHERE left_at IS NULL AND person_id IS NOT NULL GROUP BY household_id`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	adults := map[ID]int{}
	for rows.Next() {
		var id ID
		var n int
		if err := rows.Scan(&id, &n); err != nil {
			return nil, err
		}
		adults[id] = n
	}
	return adults, rows.Err()
}

// eachPeriod calls f with every home, those of one household in their order.
func eachPeriod(ctx context.Context, tx *db.Tx, f func(ID, Period)) error {
	rows, err := tx.Query(ctx, `
		SELECT household_id, from_day, city_id, zone, housing, persons, children, nights_away
		FROM home ORDER BY household_id, from_day`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id ID
		var p Period
		if err := rows.Scan(&id, &p.From, &p.City, &p.Zone, &p.Housing, &p.Persons, &p.Children, &p.NightsAway); err != nil {
			return err
		}
		f(id, p)
	}
	return rows.Err()
}

func eachAbsence(ctx context.Context, tx *db.Tx, f func(ID, Absence)) error {
	rows, err := tx.Query(ctx, `
		SELECT household_id, number, left_day, back_day FROM absence ORDER BY household_id, left_day, number`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id ID
		var a Absence
		if err := rows.Scan(&id, &a.Number, &a.Left, &a.Back); err != nil {
			return err
		}
		f(id, a)
	}
	return rows.Err()
}
