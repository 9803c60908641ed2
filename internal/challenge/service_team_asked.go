package challenge

import (
	"context"
	"slices"

	"capzero/internal/db"
	"capzero/internal/household"
)

// A Neighbour is an adult whom the animator of a team may ask to look after it:
// another one of their own household, or who gave theirs the name that it shows. A
// household that hides is not asked, as nobody is to know who lives there.
type Neighbour struct {
	Person string
	Name   string // as their household shows itself; empty for one's own
	Mine   bool   // of the household of who asks
	Asked  bool   // and has not answered yet
}

// Neighbours are those whom a person may ask, for the animator of a team.
func (s *Service) Neighbours(ctx context.Context, person string) (all []Neighbour, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		all = nil
		t, p, err := s.teamOf(ctx, tx, person)
		if err != nil {
			return err
		}
		if t.Animator != person {
			return errNotAnimator
		}
		members, err := s.faces(ctx, tx, t.ID)
		if err != nil {
			return err
		}
		for _, m := range members {
			adults, err := s.households.AdultsOf(ctx, tx, m.Household)
			if err != nil {
				return err
			}
			all = append(all, neighboursIn(m, adults, t, p.Enrolment.Household)...)
		}
		return nil
	})
	return all, err
}

// neighboursIn are those of one household, in the order in which its adults came.
func neighboursIn(m member, adults []string, t Team, own household.ID) (all []Neighbour) {
	if m.Household == own {
		for _, adult := range adults {
			if adult != t.Animator {
				all = append(all, Neighbour{Person: adult, Mine: true, Asked: adult == t.Asked})
			}
		}
		return all
	}
	if m.Visibility == Hidden || !slices.Contains(adults, m.namedBy) {
		return nil
	}
	return []Neighbour{{Person: m.namedBy, Name: m.Name, Asked: m.namedBy == t.Asked}}
}
