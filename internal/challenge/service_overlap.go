package challenge

import (
	"context"
	"maps"
	"slices"

	"capzero/internal/db"
)

// settleOverlap takes off the ledgers what the missions of a week have in common, or
// gives it back. It follows from what is ticked, whatever the order. Missions are
// priced outside of a transaction: where somebody ticked something meanwhile, they
// settle it. What is taken off goes where the mission went that was ticked last.
func (s *Service) settleOverlap(ctx context.Context, b tickedWeek, mission string) error {
	after, err := s.overlaps(ctx, b)
	if err != nil || len(b.changes(after)) == 0 {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		now, err := b.settled(ctx, tx)
		if err != nil || !sameTicks(b.ticks, now.ticks) {
			return err
		}
		for _, c := range now.changes(after) {
			err := b.note(ctx, tx, b.keyOf(mission, c.person), c.lines, Entry{Rule: overlapRule, Evidence: Declared})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// A settlement is what a household has ticked in a week, and what is taken off it, by
// person.
type settlement struct {
	ticks doneWeek
	off   map[string][]line
}

// A shift is lines to be written of a person, or of the home together ("").
type shift struct {
	person string
	lines  []line
}

// changes is what must be written so that so much is taken off.
func (s settlement) changes(after map[string][]line) (all []shift) {
	people := slices.AppendSeq(slices.Collect(maps.Keys(s.off)), maps.Keys(after))
	slices.Sort(people)
	for _, person := range slices.Compact(people) {
		if lines := difference(s.off[person], after[person]); len(lines) > 0 {
			all = append(all, shift{person, lines})
		}
	}
	return all
}

// A tickedWeek is a week of a household as it stood when somebody had ticked
// something.
type tickedWeek struct {
	book
	settlement
	worth Worth // of what was ticked
}

func (b book) settled(ctx context.Context, tx *db.Tx) (s settlement, err error) {
	if s.ticks, err = readCheckIns(ctx, tx, b.Season.ID, string(b.Enrolment.Household), b.week); err != nil {
		return s, err
	}
	s.off, err = readOverlaps(ctx, tx, b.Season.ID, b.Enrolment.Household, b.week)
	return s, err
}

func sameTicks(a, b doneWeek) bool {
	return slices.EqualFunc(a, b, func(x, y CheckIn) bool {
		return x.Mission == y.Mission && x.Person == y.Person && x.Times == y.Times && x.Persons == y.Persons
	})
}

// overlaps prices what each person of a home, and the home ("") together, would count
// twice, by line. Each is priced from their own answers; what is done together, from
// those of who ticks.
func (s *Service) overlaps(ctx context.Context, b tickedWeek) (map[string][]line, error) {
	all := map[string][]line{}
	together := b.ticks.by("")
	common, err := s.overlapOf(ctx, b, b.by, together)
	if err != nil {
		return nil, err
	}
	all[""] = common.lines(b.ticks.persons())
	for _, one := range b.ticks.people() {
		own, err := s.overlapOf(ctx, b, one, b.ticks.by(one))
		if err != nil {
			return nil, err
		}
		shared := common
		if one != b.by {
			if shared, err = s.overlapOf(ctx, b, one, together); err != nil {
				return nil, err
			}
		}
		all[one] = own.beyond(shared).lines(1)
	}
	return all, nil
}

// overlapOf asks the models, where there is something to ask. For who ticks they are
// at hand.
func (s *Service) overlapOf(ctx context.Context, b tickedWeek, person string, done []Done) (Overlap, error) {
	switch {
	case s.overlap == nil || len(done) < 2:
		return Overlap{}, nil
	case person == b.by && b.worth.Overlap != nil:
		return b.worth.Overlap(done), nil
	}
	return s.overlap(ctx, person, done)
}
