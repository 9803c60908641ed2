package footprint

import (
	"context"

	"capzero/internal/db"
	"capzero/internal/retention"
)

// KeptFor is how long answers without an account are kept after the last time
// that somebody came back to them.
const KeptFor = retention.AnswersFor

// purgeBatch bounds how long one purge keeps others from writing.
const purgeBatch = 200

// Purge deletes the assessments that nobody has come back to for thirty days,
// answers and result, and returns how many there were. What they added to the
// totals of their city stays in them as retired: were it taken out, every
// published figure would drop by people who only went away. Purging again
// changes nothing.
func (s *Service) Purge(ctx context.Context) (int, error) {
	purged := 0
	for {
		n, err := s.purgeSome(ctx)
		purged += n
		if err != nil || n < purgeBatch {
			return purged, err
		}
	}
}

func (s *Service) purgeSome(ctx context.Context) (int, error) {
	n := 0
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		idle, err := idleAssessments(ctx, tx, tx.Now.Add(-KeptFor).Unix(), purgeBatch)
		if err != nil {
			return err
		}
		for _, a := range idle {
			if err := retire(ctx, tx, a); err != nil {
				return err
			}
			if err := deleteAssessment(ctx, tx, a.ID); err != nil {
				return err
			}
		}
		n = len(idle)
		return retention.Note(ctx, tx, retention.Answers, int64(n), n < purgeBatch)
	})
	return n, err
}
