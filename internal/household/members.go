package household

import (
	"context"

	"capzero/internal/db"
	"capzero/internal/fault"
)

// AddChild lists a child of the household. The name may be empty.
func (s *Service) AddChild(ctx context.Context, person, name string) error {
	name, err := readName(name)
	if err != nil {
		return err
	}
	return s.change(ctx, person, func(tx *db.Tx, id ID) error {
		if _, err := insertMember(ctx, tx, id, "", name); err != nil {
			return err
		}
		return s.makeRoom(ctx, tx, id)
	})
}

// RenameChild gives a child of the household another name, or none.
func (s *Service) RenameChild(ctx context.Context, person string, number int, name string) error {
	name, err := readName(name)
	if err != nil {
		return err
	}
	return s.change(ctx, person, func(tx *db.Tx, id ID) error {
		found, err := renameChild(ctx, tx, id, number, name)
		if err == nil && !found {
			return errMemberUnknown
		}
		return err
	})
}

// RemoveChild says that a child does not live there any more, or never did. An
// adult is removed by nobody else.
func (s *Service) RemoveChild(ctx context.Context, person string, number int) error {
	return s.change(ctx, person, func(tx *db.Tx, id ID) error {
		members, err := readMembers(ctx, tx, id)
		if err != nil {
			return err
		}
		if _, err := childrenAmong(members, []int{number}); err != nil {
			return err
		}
		if err := endMember(ctx, tx, id, number); err != nil {
			return err
		}
		return s.afterGone(ctx, tx, id, count{children: 1})
	})
}

// childrenAmong finds children of a household by their numbers.
func childrenAmong(members []Member, numbers []int) ([]Member, error) {
	return among(members, numbers, Member.Child)
}

// among finds members by their numbers. One that is twice, or that is none, is
// refused.
func among(members []Member, numbers []int, fits func(Member) bool) ([]Member, error) {
	var found []Member
	seen := map[int]bool{}
	for _, m := range members {
		for _, n := range numbers {
			if m.Number == n && fits(m) && !seen[n] {
				seen[n] = true
				found = append(found, m)
			}
		}
	}
	if len(found) != len(numbers) {
		return nil, errMemberUnknown
	}
	return found, nil
}

// makeRoom counts a new member among those who live there.
func (s *Service) makeRoom(ctx context.Context, tx *db.Tx, id ID) error {
	return s.changeSize(ctx, tx, id, func(h Home, members count) (Home, error) {
		if h = h.holding(members); h.Persons > MostPersons {
			return h, errFull
		}
		return h, nil
	})
}

// afterGone counts those who have gone out of those who live there.
func (s *Service) afterGone(ctx context.Context, tx *db.Tx, id ID, gone count) error {
	return s.changeSize(ctx, tx, id, func(h Home, members count) (Home, error) {
		return h.without(gone, members), nil
	})
}

// changeSize changes the home from today on, and the one that follows it. How
// many lived there before stays known.
func (s *Service) changeSize(ctx context.Context, tx *db.Tx, id ID, to func(Home, count) (Home, error)) error {
	members, err := readMembers(ctx, tx, id)
	if err != nil {
		return err
	}
	periods, err := readPeriods(ctx, tx, id)
	if err != nil {
		return err
	}
	now, next := s.homesNow(tx, periods)
	changing := []Period{{From: max(now.From, s.today(tx, now.City)), Home: now.Home}}
	if next != nil {
		changing = append(changing, *next)
	}
	for _, p := range changing {
		home, err := to(p.Home, countOf(members))
		if err != nil {
			return err
		}
		if home == p.Home {
			continue
		}
		if err := writePeriod(ctx, tx, id, Period{From: p.From, Home: home}); err != nil {
			return err
		}
	}
	return nil
}

// AddAbsence says from which day to which the whole household was, or will be,
// away.
func (s *Service) AddAbsence(ctx context.Context, person string, left, back Day) error {
	a := Absence{Left: left, Back: back}
	if err := a.check(); err != nil {
		return err
	}
	return s.change(ctx, person, func(tx *db.Tx, id ID) error {
		all, err := readAbsences(ctx, tx, id)
		if err != nil {
			return err
		}
		if len(all) >= MostAbsences {
			return fault.New(fault.Conflict, "household.absences_full", "max", MostAbsences)
		}
		for _, other := range all {
			if other.Left == left && other.Back == back {
				return nil // pressed twice
			}
		}
		return insertAbsence(ctx, tx, id, a)
	})
}

// RemoveAbsence takes an absence back. One that is not there is no error: a
// button may be pressed twice.
func (s *Service) RemoveAbsence(ctx context.Context, person string, number int) error {
	return s.change(ctx, person, func(tx *db.Tx, id ID) error {
		_, err := deleteAbsence(ctx, tx, id, number)
		return err
	})
}
