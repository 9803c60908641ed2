package erasure

import (
	"context"
	"fmt"

	"capzero/internal/db"
)

// A Subject is a kind of thing as the service knows it that erases it.
type Subject struct {
	Kind Kind
	// All returns the identifiers of all that there are.
	All func(context.Context) ([]string, error)
	// Erase erases one, as people do it. One that is gone by then is no error.
	Erase func(ctx context.Context, id string) error
}

// Replay erases again what the files say was erased and the table of the records does
// not, and returns how many things there were. Where nothing is missing it reads the
// table and no more.
func (j *Journal) Replay(ctx context.Context, records *db.DB, subjects ...Subject) (erased int, err error) {
	missing, err := j.missing(ctx, records)
	if err != nil || len(missing) == 0 {
		return 0, err
	}
	for _, s := range subjects {
		n, err := j.eraseAgain(ctx, s)
		erased += n
		if err != nil {
			return erased, fmt.Errorf("erase again: %w", err)
		}
	}
	return erased, records.Write(ctx, func(tx *db.Tx) error {
		for digest, day := range missing {
			if err := insertLine(ctx, tx, digest, day); err != nil {
				return err
			}
		}
		return nil
	})
}

// missing are the lines of the files that the table has not got.
func (j *Journal) missing(ctx context.Context, records *db.DB) (missing map[string]string, err error) {
	err = records.Read(ctx, func(tx *db.Tx) error {
		known, err := readLines(ctx, tx)
		if err != nil {
			return err
		}
		j.mu.Lock()
		defer j.mu.Unlock()
		missing = map[string]string{}
		for digest, day := range j.days {
			if _, there := known[digest]; !there {
				missing[digest] = day
			}
		}
		return nil
	})
	return missing, err
}

func (j *Journal) eraseAgain(ctx context.Context, s Subject) (n int, err error) {
	all, err := s.All(ctx)
	if err != nil {
		return 0, err
	}
	for _, id := range all {
		if !j.holds(s.Kind, id) {
			continue
		}
		if err := s.Erase(ctx, id); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}
