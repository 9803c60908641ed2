package footprint

import (
	"context"
	"errors"

	"capzero/internal/db"
	"capzero/internal/fault"
)

// A sheet is an assessment as it was read: its answers, and the edition that
// reads them. An assessment with a stored result stays with the models of that
// result, so that a figure only changes when its household is told; one
// without belongs to the current models.
type sheet struct {
	assessment
	*edition
	answers answers
	told    *Recalculated  // the last one, if any
	former  []storedAnswer // without a result: the answers given to other models
	lost    []lost         // and what of them the current ones cannot read
}

// load reads an assessment. Where the program no longer has the models of its
// result, it is first computed again with the current ones.
func (s *Service) load(ctx context.Context, h Holder) (sheet, error) {
	for range attempts {
		f, err := s.readFile(ctx, h)
		if err != nil {
			return sheet{}, err
		}
		sh, err := s.understood(f)
		if !errors.Is(err, errEditionGone) {
			return sh, err
		}
		if err := s.bringOver(ctx, h); err != nil {
			return sheet{}, err
		}
	}
	return sheet{}, fault.New(fault.Conflict, "error.conflict")
}

// A file is an assessment with everything that is stored of it.
type file struct {
	assessment
	rows    []storedAnswer
	result  storedResult
	counted bool
	before  grams         // what the result put into the totals of the city
	told    *Recalculated // when it was last computed again with other models, if ever
}

// readFile reads what a page needs.
func (s *Service) readFile(ctx context.Context, h Holder) (file, error) {
	var f file
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		if f.assessment, err = h.find(ctx, tx); err != nil {
			return err
		}
		if f.rows, err = readAnswers(ctx, tx, f.ID); err != nil {
			return err
		}
		if f.result, f.counted, err = findResult(ctx, tx, f.ID); err != nil {
			return err
		}
		f.told, err = lastRecalculated(ctx, tx, f.ID)
		return err
	})
	return f, err
}

// readWhole reads what it takes to compute a result again.
func (s *Service) readWhole(ctx context.Context, h Holder) (file, error) {
	f, err := s.readFile(ctx, h)
	if err != nil || !f.counted {
		return f, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) (err error) {
		f.before, err = readGrams(ctx, tx, f.ID)
		return err
	})
	return f, err
}

// understood reads the stored answers with the models that they belong to.
func (s *Service) understood(f file) (sheet, error) {
	sh := sheet{assessment: f.assessment, edition: s.current, told: f.told}
	if !f.counted {
		c := s.carry(f.rows)
		sh.answers, sh.lost = c.answers, c.lost
		_, sh.former = s.current.divide(f.rows)
		return sh, nil
	}
	var err error
	if sh.edition, err = s.edition(f.result.Models); err != nil {
		return sh, err
	}
	sh.answers = s.answersTo(sh.edition, f.rows)
	return sh, nil
}

// answersTo keeps the stored answers to questions that the models ask.
func (s *Service) answersTo(e *edition, rows []storedAnswer) answers {
	as := answers{}
	for _, row := range rows {
		q, ok := e.reference.question(row.Rule)
		if !ok || q.Rule != row.Rule {
			continue
		}
		a, err := readStored(q, row.Value, row.Known)
		if err != nil {
			s.log.Warn("stored answer left out", "rule", row.Rule, "err", err)
			continue
		}
		as[row.Rule] = a
	}
	return as
}
