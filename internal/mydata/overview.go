package mydata

import (
	"context"
	"database/sql"
	"time"

	"capzero/internal/db"
)

// A Held is how much there is of a thing, of one person.
type Held struct {
	Thing
	Count  int
	Newest time.Time // of it; zero where it has no moment. Days begin at midnight, UTC
	IsDay  bool      // Newest is a day, or the Monday of a week
}

// A HeldGroup is what there is of the things of a group.
type HeldGroup struct {
	Group
	Held []Held // those of which there is something
}

// Overview says what is held about a person.
func (s *Service) Overview(ctx context.Context, personID string) (all []HeldGroup, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		all = nil
		for _, g := range Groups() {
			held := HeldGroup{Group: g}
			for _, t := range g.Things {
				h, err := countThing(ctx, tx, t, personID)
				if err != nil {
					return err
				}
				if h.Count > 0 {
					held.Held = append(held.Held, h)
				}
			}
			all = append(all, held)
		}
		return nil
	})
	return all, err
}

func countThing(ctx context.Context, tx *db.Tx, t Thing, personID string) (h Held, err error) {
	h.Thing = t
	condition, args := t.Of.where(personID)
	newest := `NULL`
	if t.Newest != "" {
		newest = `MAX(` + t.Newest + `)`
	}
	query := `SELECT COUNT(*), ` + newest + ` FROM ` + t.Table + ` WHERE ` + condition
	if t.form(t.Newest) == moment {
		var at sql.NullInt64
		if err := tx.QueryRow(ctx, query, args...).Scan(&h.Count, &at); err != nil {
			return h, err
		}
		if at.Valid {
			h.Newest = seconds(at.Int64)
		}
		return h, nil
	}
	var day sql.NullString
	if err := tx.QueryRow(ctx, query, args...).Scan(&h.Count, &day); err != nil || !day.Valid {
		return h, err
	}
	h.IsDay = true
	h.Newest, err = time.Parse(time.DateOnly, day.String)
	return h, err
}

// form is how a column of a thing is written.
func (t Thing) form(column string) form {
	for _, c := range t.Columns {
		if c.Name == column {
			return c.As
		}
	}
	return plain
}
