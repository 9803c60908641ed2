package household

import (
	"context"

	"capzero/internal/db"
	"capzero/internal/fault"
)

// farthestMove is how many days ahead a move may be said.
const farthestMove = 366

// Correct states the home of today otherwise: it was written down wrong, or
// somebody without an account came or went. From which day it is does not
// change.
func (s *Service) Correct(ctx context.Context, person string, home Home) error {
	return s.change(ctx, person, func(tx *db.Tx, id ID) error {
		periods, err := s.fitting(ctx, tx, id, home)
		if err != nil {
			return err
		}
		now, _ := s.homesNow(tx, periods)
		return writePeriod(ctx, tx, id, Period{From: now.From, Home: home})
	})
}

// Move says that the same people live somewhere else from a day on. Where they
// lived before stays known. A move that was said and has not happened yet is
// replaced.
func (s *Service) Move(ctx context.Context, person string, home Home, from Day) error {
	if _, ok := ParseDay(string(from)); !ok {
		return fault.At(FromField, fault.Invalid, "household.day_unreadable")
	}
	return s.change(ctx, person, func(tx *db.Tx, id ID) error {
		periods, err := s.fitting(ctx, tx, id, home)
		if err != nil {
			return err
		}
		now, _ := s.homesNow(tx, periods)
		today := s.today(tx, now.City)
		if from < earliestMove(now.From, today) {
			return fault.At(FromField, fault.Invalid, "household.move_before")
		}
		if from > today.Plus(farthestMove) {
			return fault.At(FromField, fault.Invalid, "household.move_far")
		}
		if _, err := deletePeriodsAfter(ctx, tx, id, max(now.From, today)); err != nil {
			return err
		}
		return writePeriod(ctx, tx, id, Period{From: from, Home: home})
	})
}

// earliestMove is the first day of another home: a home has lasted a day, unless
// it was stated today.
func earliestMove(since, today Day) Day {
	if since < today {
		return since.Plus(1)
	}
	return since
}

// Stay takes back a move that has not happened yet.
func (s *Service) Stay(ctx context.Context, person string) error {
	return s.change(ctx, person, func(tx *db.Tx, id ID) error {
		periods, err := readPeriods(ctx, tx, id)
		if err != nil {
			return err
		}
		now, _ := s.homesNow(tx, periods)
		_, err = deletePeriodsAfter(ctx, tx, id, max(now.From, s.today(tx, now.City)))
		return err
	})
}

// fitting checks a home against the members, and returns the homes there are.
func (s *Service) fitting(ctx context.Context, tx *db.Tx, id ID, home Home) ([]Period, error) {
	members, err := readMembers(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	if err := s.check(home, countOf(members)); err != nil {
		return nil, err
	}
	return readPeriods(ctx, tx, id)
}
