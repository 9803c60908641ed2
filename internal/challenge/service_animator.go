package challenge

import (
	"context"
	"slices"

	"capzero/internal/db"
	"capzero/internal/fault"
)

var errNotAnimator = fault.New(fault.Forbidden, "teams.not_animator")

// Animate makes a person the animator of their team: who was asked, or anybody of
// a team that has none.
func (s *Service) Animate(ctx context.Context, person string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		t, _, err := s.teamOf(ctx, tx, person)
		switch {
		case err != nil:
			return err
		case t.Animator == person:
			return nil
		case t.Animator != "" && t.Asked != person:
			return fault.New(fault.Conflict, "teams.animator_taken")
		}
		t.Animator, t.Asked = person, ""
		return updateTeam(ctx, tx, t)
	})
}

// HandOver asks an adult of the team to be its animator. Until they say yes, it is
// who asks. Nobody becomes it without having said so.
func (s *Service) HandOver(ctx context.Context, person, to string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		t, _, err := s.teamOf(ctx, tx, person)
		if err != nil {
			return err
		}
		if t.Animator != person {
			return errNotAnimator
		}
		members, err := readTeamMembers(ctx, tx, t.ID)
		if err != nil {
			return err
		}
		adults, err := s.adultsOfAll(ctx, tx, members)
		if err != nil || to == person || !slices.Contains(adults, to) {
			return firstOf(err, fault.New(fault.NotFound, "teams.member_unknown"))
		}
		t.Asked = to
		return updateTeam(ctx, tx, t)
	})
}

// DeclineToAnimate says no to being the animator. The next one is asked.
func (s *Service) DeclineToAnimate(ctx context.Context, person string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		t, _, err := s.teamOf(ctx, tx, person)
		if err != nil || t.Asked != person {
			return err // asked no more
		}
		if err := refuseToAnimate(ctx, tx, t.ID, person); err != nil {
			return err
		}
		asked := t
		asked.Asked = ""
		if err := updateTeam(ctx, tx, asked); err != nil {
			return err
		}
		return s.settle(ctx, tx, asked)
	})
}

// animated is the team with an animator who lives in it. Without one, the adult is
// asked who has been there for longest and has not said no.
func (s *Service) animated(ctx context.Context, tx *db.Tx, t Team, members []member) (Team, error) {
	adults, err := s.adultsOfAll(ctx, tx, members)
	if err != nil {
		return t, err
	}
	if !slices.Contains(adults, t.Animator) {
		t.Animator = ""
	}
	if !slices.Contains(adults, t.Asked) {
		t.Asked = ""
	}
	if t.Animator != "" || t.Asked != "" {
		return t, nil
	}
	for _, adult := range adults {
		refused, err := refusedToAnimate(ctx, tx, t.ID, adult)
		if err != nil {
			return t, err
		}
		if !refused {
			t.Asked = adult
			return t, nil
		}
	}
	return t, nil
}

// adultsOfAll are the adults of some households, in the order that these came.
func (s *Service) adultsOfAll(ctx context.Context, tx *db.Tx, members []member) (adults []string, err error) {
	for _, m := range members {
		some, err := s.households.AdultsOf(ctx, tx, m.Household)
		if err != nil {
			return nil, err
		}
		adults = append(adults, some...)
	}
	return adults, nil
}
