package footprint

import (
	"context"
	"errors"
	"fmt"

	"capzero/internal/db"
)

// Basis names what the figures of a person follow from: their answers as they are
// now, and the models that read them. As long as it is the same, so is every
// figure. Somebody who has not measured has the one of the average.
func (s *Service) Basis(ctx context.Context, p Person) (basis string, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		basis = fmt.Sprint(s.current.versions)
		a, err := p.find(ctx, tx)
		if errors.Is(err, errSessionGone) {
			return nil
		}
		if err != nil {
			return err
		}
		stored, counted, err := findResult(ctx, tx, a.ID)
		if counted {
			basis = fmt.Sprint(stored.Models)
		}
		basis = fmt.Sprint(basis, " ", a.ID, " ", a.Revision)
		return err
	})
	return basis, err
}
