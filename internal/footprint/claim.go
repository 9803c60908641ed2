package footprint

import (
	"context"
	"errors"

	"capzero/internal/db"
	"capzero/internal/fault"
)

// StartOf begins the assessment of a person, if there is none, with what the
// others of the household have said of the home.
func (s *Service) StartOf(ctx context.Context, person, cityID string) error {
	if !s.knownCity(cityID) {
		return fault.New(fault.NotFound, "error.city_unknown")
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := Person(person).find(ctx, tx)
		if err == nil || !errors.Is(err, errSessionGone) {
			return err
		}
		if err := insertAssessmentOf(ctx, tx, person, cityID); err != nil {
			return err
		}
		return s.Joined(ctx, tx, person)
	})
}

// Claim makes what was typed without an account that of a person who has signed
// in. Where they have an assessment already, the newer answer to each question
// holds, the bilans of both are kept, and the household counts once. A token that
// opens nothing any more changes nothing: the claim was made before.
func (s *Service) Claim(ctx context.Context, token Token, person string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error { return s.ClaimIn(ctx, tx, token, person) })
}

// ClaimIn does the same in the transaction in which the person comes in.
func (s *Service) ClaimIn(ctx context.Context, tx *db.Tx, token Token, person string) error {
	claimed, err := token.find(ctx, tx)
	if errors.Is(err, errSessionGone) {
		return nil
	}
	if err != nil {
		return err
	}
	own, err := Person(person).find(ctx, tx)
	if err == nil {
		return s.merge(ctx, tx, claimed, own)
	}
	if !errors.Is(err, errSessionGone) {
		return err
	}
	if err := giveTo(ctx, tx, claimed.ID, person); err != nil {
		return err
	}
	return s.Joined(ctx, tx, person)
}

// merge adds an assessment to that of a person and deletes it. What it says of
// the home, where it is newer, holds for those who live there too.
func (s *Service) merge(ctx context.Context, tx *db.Tx, from, to assessment) error {
	given, err := answeredAt(ctx, tx, from.ID)
	if err != nil {
		return err
	}
	had, err := answeredAt(ctx, tx, to.ID)
	if err != nil {
		return err
	}
	for rule, at := range given {
		if before, answered := had[rule]; answered && before > at {
			continue
		}
		if err := moveAnswer(ctx, tx, from.ID, to.ID, rule); err != nil {
			return err
		}
	}
	if err := moveMilestones(ctx, tx, from.ID, to.ID); err != nil {
		return err
	}
	if err := noteMerged(ctx, tx, from.ID, to.ID); err != nil {
		return err
	}
	if err := uncount(ctx, tx, from); err != nil {
		return err
	}
	if err := deleteAssessment(ctx, tx, from.ID); err != nil {
		return err
	}
	if err := nextRevision(ctx, tx, to.ID); err != nil {
		return err
	}
	others, err := s.housemates(ctx, tx, to.Person)
	if err != nil || len(others) == 0 {
		return err
	}
	return shareHome(ctx, tx, append(others, to))
}
