package household

import (
	"context"

	"capzero/internal/db"
	"capzero/internal/fault"
)

// Leave says that an adult does not live in their household any more. What is
// about them stays theirs, what is about the home stays with the household. It
// ends with its last adult, and says so.
func (s *Service) Leave(ctx context.Context, person string) (ended bool, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		id, number, found, err := findMember(ctx, tx, person)
		if err != nil || !found {
			return orFault(err, errNone)
		}
		if err := s.depart(ctx, tx, person, id, number, nil); err != nil {
			return err
		}
		adults, err := s.AdultsOf(ctx, tx, id)
		ended = len(adults) == 0
		return err
	})
	return ended, err
}

// depart takes an adult out of a household, and children who come along. What
// they shared and what was shared with them ends, and so do the invitations they
// made: who has left lets nobody in.
func (s *Service) depart(ctx context.Context, tx *db.Tx, person string, from ID, number int, along []Member) error {
	if err := endMember(ctx, tx, from, number); err != nil {
		return err
	}
	for _, child := range along {
		if err := endMember(ctx, tx, from, child.Number); err != nil {
			return err
		}
	}
	if err := endSharingsWith(ctx, tx, person); err != nil {
		return err
	}
	if err := withdrawInvitations(ctx, tx, from, person); err != nil {
		return err
	}
	members, err := readMembers(ctx, tx, from)
	if err != nil {
		return err
	}
	ended := countOf(members).adults == 0
	if err := s.closeOrShrink(ctx, tx, from, ended, count{1, len(along)}); err != nil {
		return err
	}
	return s.onLeave(ctx, tx, person, from, ended)
}

// closeOrShrink ends a household that nobody is left of, and counts out those
// who have gone from another.
func (s *Service) closeOrShrink(ctx context.Context, tx *db.Tx, id ID, ended bool, gone count) error {
	if !ended {
		return s.afterGone(ctx, tx, id, gone)
	}
	if err := withdrawInvitations(ctx, tx, id, ""); err != nil {
		return err
	}
	return endHousehold(ctx, tx, id)
}

// A Parting is who leaves a household with one adult, to live elsewhere.
type Parting struct {
	Children []int // numbers of members who come along
	// Adults are numbers of members who are asked to come along. Nobody moves
	// somebody else: each of them decides, with Follow.
	Adults []int
	Home   Home // where they will live
}

// Split makes two households of one. The adult who asks goes, with the children
// they name; whoever stays keeps everything as it was, and what is shared is
// copied for those who go.
func (s *Service) Split(ctx context.Context, person string, p Parting) (to ID, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		to, err = s.split(ctx, tx, person, p)
		return err
	})
	return to, err
}

func (s *Service) split(ctx context.Context, tx *db.Tx, person string, p Parting) (ID, error) {
	from, number, found, err := findMember(ctx, tx, person)
	if err != nil || !found {
		return "", orFault(err, errNone)
	}
	members, err := readMembers(ctx, tx, from)
	if err != nil {
		return "", err
	}
	if countOf(members).adults < 2 {
		return "", fault.New(fault.Conflict, "household.split_alone")
	}
	children, err := childrenAmong(members, p.Children)
	if err != nil {
		return "", err
	}
	adults, err := among(members, p.Adults, func(m Member) bool { return !m.Child() && m.Person != person })
	if err != nil {
		return "", err
	}
	if err := s.check(p.Home, count{1, len(children)}); err != nil {
		return "", err
	}
	return s.part(ctx, tx, person, from, number, children, adults, p.Home)
}

// part moves one adult and children to a household of their own.
func (s *Service) part(ctx context.Context, tx *db.Tx, person string, from ID, number int, children, adults []Member, home Home) (ID, error) {
	if err := s.depart(ctx, tx, person, from, number, children); err != nil {
		return "", err
	}
	to, err := s.begin(ctx, tx, person, home, from)
	if err != nil {
		return "", err
	}
	for _, child := range children {
		if _, err := insertMember(ctx, tx, to, "", child.Name); err != nil {
			return "", err
		}
	}
	for _, adult := range adults {
		i := s.invitation(tx, to, person, Following)
		i.For = adult.Person
		if err := insertInvitation(ctx, tx, i); err != nil {
			return "", err
		}
	}
	return to, s.onSplit(ctx, tx, from, to)
}
