package challenge

import (
	"context"
	"database/sql"

	"capzero/internal/db"
	"capzero/internal/household"
)

func insertWeighing(ctx context.Context, tx *db.Tx, id household.ID, w Weighing) (number int, err error) {
	err = tx.QueryRow(ctx, `
		INSERT INTO weighing (household_id, number, by_person, day, stream, grams, spread_grams, method, bags, litres, fill_percent, at)
		SELECT ?, COALESCE(MAX(number), 0) + 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
		FROM weighing WHERE household_id = ? RETURNING number`,
		string(id), w.By, string(w.Day), string(w.Stream), w.Grams, w.Spread, string(w.Method), w.Bags.Count, w.Bags.Litres,
		w.Bags.FillPercent, tx.Now.Unix(), string(id)).Scan(&number)
	return number, err
}

// readWeighings returns what a household weighed from one day to before another,
// in the order of the days, without what was taken back.
func readWeighings(ctx context.Context, tx *db.Tx, id household.ID, from, before household.Day) ([]Weighing, error) {
	rows, err := tx.Query(ctx, `
		SELECT number, by_person, day, stream, grams, spread_grams, method, bags, litres, fill_percent, at
		FROM weighing WHERE household_id = ? AND day >= ? AND day < ? AND undone_at IS NULL ORDER BY day, number`,
		string(id), string(from), string(before))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []Weighing
	for rows.Next() {
		var w Weighing
		var at int64
		if err := rows.Scan(&w.Number, &w.By, &w.Day, &w.Stream, &w.Grams, &w.Spread, &w.Method, &w.Bags.Count, &w.Bags.Litres,
			&w.Bags.FillPercent, &at); err != nil {
			return nil, err
		}
		w.At = moment(at)
		all = append(all, w)
	}
	return all, rows.Err()
}

// dayOfWeighing is the day of a weighing that was not taken back.
func dayOfWeighing(ctx context.Context, tx *db.Tx, id household.ID, number int) (day household.Day, found bool, err error) {
	err = tx.QueryRow(ctx, `
		SELECT day FROM weighing WHERE household_id = ? AND number = ? AND undone_at IS NULL`, string(id), number).Scan(&day)
	if err == sql.ErrNoRows {
		return "", false, nil
	}
	return day, err == nil, err
}

func undoWeighing(ctx context.Context, tx *db.Tx, id household.ID, number int) error {
	_, err := tx.Exec(ctx, `
		UPDATE weighing SET undone_at = ? WHERE household_id = ? AND number = ?`, tx.Now.Unix(), string(id), number)
	return err
}

// lastOf are the last weighings of a household by stream, in grams.
func lastOf(ctx context.Context, tx *db.Tx, id household.ID) (map[Stream]int64, error) {
	rows, err := tx.Query(ctx, `
		SELECT stream, grams FROM weighing w WHERE household_id = ? AND undone_at IS NULL AND number = (
			SELECT MAX(number) FROM weighing WHERE household_id = w.household_id AND stream = w.stream AND undone_at IS NULL)`,
		string(id))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	last := map[Stream]int64{}
	for rows.Next() {
		var s Stream
		var grams int64
		if err := rows.Scan(&s, &grams); err != nil {
			return nil, err
		}
		last[s] = grams
	}
	return last, rows.Err()
}
