package retention

import (
	"context"
	"time"

	"capzero/internal/db"
)

// A Standing is a rule with how it stands with it.
type Standing struct {
	Rule
	Run
}

// lateAfter is how many times its interval a rule may have rested before somebody has
// to look.
const lateAfter = 3

// Late reports whether a rule was not carried out for too long. One that the queue
// carries out by itself never is.
func (s Standing) Late(now time.Time) bool {
	from := s.Last
	if from.IsZero() {
		from = s.Since
	}
	return s.Every > 0 && !from.IsZero() && now.Sub(from) > lateAfter*s.Every
}

// Next is about when it is carried out again; zero where it is so all the time, or has
// never been.
func (s Standing) Next() time.Time {
	if s.Every == 0 || s.Last.IsZero() {
		return time.Time{}
	}
	return s.Last.Add(s.Every)
}

// CountedBy is in which steps deletions are told to those who may read how many there
// were: nobody can be read off the difference of two readings.
const CountedBy = 11

// Told is how many deletions are told, a multiple of eleven.
func (r Run) Told() int64 { return r.Deleted / CountedBy * CountedBy }

// A Service tells how it stands with the rules of a city. It is safe for concurrent
// use.
type Service struct {
	db    *db.DB
	rules Rules
}

// New returns a service.
func New(records *db.DB, rules Rules) *Service { return &Service{db: records, rules: rules} }

// Begin writes down from when on the rules are looked at. It is called at each start.
func (s *Service) Begin(ctx context.Context) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		for _, r := range s.rules {
			if err := begin(ctx, tx, r.ID); err != nil {
				return err
			}
		}
		return nil
	})
}

// Failed writes down that a job could not carry its rules out.
func (s *Service) Failed(ctx context.Context, job string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		for _, id := range s.rules.By(job) {
			if err := Fail(ctx, tx, id); err != nil {
				return err
			}
		}
		return nil
	})
}

// Standings lists the rules in their order, each with how it stands.
func (s *Service) Standings(ctx context.Context) (all []Standing, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		runs, err := readRuns(ctx, tx)
		all = nil
		for _, r := range s.rules {
			all = append(all, Standing{Rule: r, Run: runs[r.ID]})
		}
		return err
	})
	return all, err
}
