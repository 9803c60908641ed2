package footprint

import (
	"context"
	"errors"
	"strings"

	"capzero/internal/db"
)

// homeBranches are the branches of the models that are about a home and not about
// one of the people in it: the carbon model divides what comes from them by the
// number of inhabitants, and all the waste of a home is the household's.
var homeBranches = []string{
	"logement",
	"divers . électroménager",
	"divers . ameublement",
	"divers . animaux domestiques",
	"alimentation . déchets",
	"déchets",
}

// personalBranches are below those, and about one person all the same.
var personalBranches = []string{"logement . vacances"}

// aboutHome reports whether a question is about the home: the adults of a
// household then have the same answer, and it is asked once.
func aboutHome(rule string) bool {
	return inBranch(rule, homeBranches) && !inBranch(rule, personalBranches)
}

func inBranch(rule string, branches []string) bool {
	for _, b := range branches {
		if rule == b || strings.HasPrefix(rule, b+separator) {
			return true
		}
	}
	return false
}

// tellOthers gives an answer about the home to the adults who live there too.
func (s *Service) tellOthers(ctx context.Context, tx *db.Tx, from assessment, a storedAnswer) error {
	if !aboutHome(a.Rule) {
		return nil
	}
	others, err := s.housemates(ctx, tx, from.Person)
	if err != nil {
		return err
	}
	for _, other := range others {
		if err := writeAnswer(ctx, tx, other.ID, a); err != nil {
			return err
		}
		if err := nextRevision(ctx, tx, other.ID); err != nil {
			return err
		}
	}
	return nil
}

// housemates are the assessments of the adults who live with a person, those that
// have one.
func (s *Service) housemates(ctx context.Context, tx *db.Tx, person string) ([]assessment, error) {
	if person == "" {
		return nil, nil
	}
	others, err := s.others(ctx, tx, person)
	if err != nil || len(others) == 0 {
		return nil, err
	}
	return assessmentsOf(ctx, tx, others)
}

// countsOtherwise reports whether the household of an assessment counts in its
// city by the result of somebody else.
func (s *Service) countsOtherwise(ctx context.Context, tx *db.Tx, a assessment) (bool, error) {
	others, err := s.housemates(ctx, tx, a.Person)
	if err != nil || len(others) == 0 {
		return false, err
	}
	return anyInCity(ctx, tx, others)
}

// Joined is told, in the transaction in which it happens, that a person has come
// to live with others. What those have said of the home holds for the newcomer,
// what only the newcomer has said holds for them, and the household goes on
// counting once in its city.
func (s *Service) Joined(ctx context.Context, tx *db.Tx, person string) error {
	newcomer, err := Person(person).find(ctx, tx)
	if errors.Is(err, errSessionGone) {
		return nil // who has not measured yet gets the answers on beginning to
	}
	if err != nil {
		return err
	}
	others, err := s.housemates(ctx, tx, person)
	if err != nil || len(others) == 0 {
		return err
	}
	if err := shareHome(ctx, tx, append([]assessment{newcomer}, others...)); err != nil {
		return err
	}
	return s.countOnce(ctx, tx, newcomer)
}

// countOnce takes a result out of its city where the household counts by another.
func (s *Service) countOnce(ctx context.Context, tx *db.Tx, a assessment) error {
	taken, err := s.countsOtherwise(ctx, tx, a)
	if err != nil || !taken {
		return err
	}
	return leaveCity(ctx, tx, a)
}

// shareHome makes the answers about the home those of everybody. Where they are
// not the same, the last of all has the last word.
func shareHome(ctx context.Context, tx *db.Tx, all []assessment) error {
	known := map[string]storedAnswer{}
	for _, a := range all {
		rows, err := readAnswers(ctx, tx, a.ID)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if aboutHome(row.Rule) {
				known[row.Rule] = row
			}
		}
	}
	for _, a := range all {
		if err := bringUpToDate(ctx, tx, a, known); err != nil {
			return err
		}
	}
	return nil
}

// bringUpToDate writes the answers that an assessment does not have like this.
func bringUpToDate(ctx context.Context, tx *db.Tx, a assessment, known map[string]storedAnswer) error {
	rows, err := readAnswers(ctx, tx, a.ID)
	if err != nil {
		return err
	}
	have := map[string]storedAnswer{}
	for _, row := range rows {
		have[row.Rule] = row
	}
	changed := false
	for rule, row := range known {
		if have[rule] == row {
			continue
		}
		if err := writeAnswer(ctx, tx, a.ID, row); err != nil {
			return err
		}
		changed = true
	}
	if !changed {
		return nil
	}
	return nextRevision(ctx, tx, a.ID)
}
