package footprint

import (
	"context"

	"capzero/internal/db"
)

// Assessments returns the identifiers of all of them.
func (s *Service) Assessments(ctx context.Context) (all []string, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		all, err = db.Texts(tx.Query(ctx, `SELECT id FROM assessment ORDER BY id`))
		return err
	})
	return all, err
}

// EraseAgain erases an assessment that records which were put back still have.
func (s *Service) EraseAgain(ctx context.Context, id string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error { return s.EraseIn(ctx, tx, assessment{ID: id}) })
}
