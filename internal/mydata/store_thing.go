package mydata

import (
	"context"
	"strings"

	"capzero/internal/db"
)

// where is the condition of a scope with its arguments.
func (s scope) where(personID string) (condition string, args []any) {
	for range strings.Count(string(s), "?") {
		args = append(args, personID)
	}
	return string(s), args
}

// readThing reads the given columns of the rows that are of a person, the newest
// first: one value for each, an int64, a float64, a string or nil.
func readThing(ctx context.Context, tx *db.Tx, t Thing, personID string) (all [][]any, err error) {
	var names []string
	for _, c := range t.Given() {
		names = append(names, c.Name)
	}
	condition, args := t.Of.where(personID)
	order := ""
	if t.Newest != "" {
		order = ` ORDER BY ` + t.Newest + ` DESC`
	}
	rows, err := tx.Query(ctx, `SELECT `+strings.Join(names, ", ")+` FROM `+t.Table+` WHERE `+condition+order, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		values, into := make([]any, len(names)), make([]any, len(names))
		for n := range values {
			into[n] = &values[n]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		all = append(all, values)
	}
	return all, rows.Err()
}
