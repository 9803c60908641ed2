package footprint

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"capzero/internal/db"
	"capzero/internal/fault"
)

// Keep keeps the assessment as it stands as a milestone. One that stands as it
// did when it was last kept is not kept again, so that a button may be pressed
// twice.
func (s *Service) Keep(ctx context.Context, h Holder) error {
	for range attempts {
		sh, err := s.load(ctx, h)
		if err != nil {
			return err
		}
		m, whole := s.milestoneOf(sh)
		if !whole {
			return fault.New(fault.Conflict, "error.milestone_unfinished")
		}
		if kept, err := s.keepMilestone(ctx, sh, m); err != nil || kept {
			return err
		}
	}
	return fault.New(fault.Conflict, "error.conflict")
}

// keepFormer keeps the assessment as it stood before an answer that begins it
// anew: the first after thirty days. What cannot be kept is not: nobody asked
// for it, and the answer matters more.
func (s *Service) keepFormer(ctx context.Context, sh sheet) error {
	rested := false
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		last, found, err := lastAnswered(ctx, tx, sh.ID)
		rested = found && tx.Now.Sub(time.Unix(last, 0)) >= restFor
		return err
	})
	if err != nil || !rested {
		return err
	}
	m, whole := s.milestoneOf(sh)
	if !whole {
		return nil
	}
	_, err = s.keepMilestone(ctx, sh, m)
	if fault.KindOf(err) == fault.Conflict {
		return nil
	}
	return err
}

// milestoneOf weighs an assessment. One whose opening is not done, or that
// gives no figure, is none.
func (s *Service) milestoneOf(sh sheet) (storedMilestone, bool) {
	r := sh.reference.read(sh.answers)
	defer r.close()
	amounts, whole := r.weigh(sh.structure)
	_, unanswered := r.firstOpen(r.opening(s.openers, openingLength))
	return storedMilestone{
		Revision:  sh.Revision,
		Models:    sh.versions,
		Questions: int64(sh.answers.knownCount()),
		Answers:   keepable(sh.answers),
		Amounts:   amounts,
	}, whole && !unanswered
}

// keepMilestone stores a milestone, unless the last one is the same. It is false
// where the assessment has changed since it was read.
func (s *Service) keepMilestone(ctx context.Context, sh sheet, m storedMilestone) (bool, error) {
	current := false
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		now, err := sh.find(ctx, tx)
		if err != nil {
			return err
		}
		if current = now.Revision == m.Revision; !current {
			return nil
		}
		last, found, err := lastMilestone(ctx, tx, now.ID)
		if err != nil || found && last.Revision == m.Revision && last.Models == m.Models {
			return err
		}
		count, err := countMilestones(ctx, tx, now.ID)
		if err != nil {
			return err
		}
		if count >= MostMilestones {
			return fault.New(fault.Conflict, "error.milestones_full", "count", MostMilestones)
		}
		m.Number = last.Number + 1
		return insertMilestone(ctx, tx, now.ID, m)
	})
	return current, err
}

// Milestones lists what a household has kept, the newest first.
func (s *Service) Milestones(ctx context.Context, h Holder) ([]Milestone, error) {
	var stored []storedMilestone
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		a, err := h.find(ctx, tx)
		if err != nil {
			return err
		}
		stored, err = readMilestones(ctx, tx, a.ID)
		return err
	})
	if err != nil {
		return nil, err
	}
	all := make([]Milestone, len(stored))
	for i, m := range stored {
		if all[i], err = s.milestone(m); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (s *Service) milestone(m storedMilestone) (Milestone, error) {
	_, err := s.edition(m.Models)
	if err != nil && !errors.Is(err, errEditionGone) {
		return Milestone{}, err
	}
	return Milestone{
		Number: int(m.Number), Name: m.Name, At: time.Unix(m.KeptAt, 0).UTC(),
		Models: m.Models, Readable: err == nil, Questions: int(m.Questions),
		KgCO2ePerYear: kilograms(m.Amounts[carbonTotal]), WasteKgPerWeek: kilograms(m.Amounts[wasteTotal]),
	}, nil
}

// NameField is the field of the form that names a milestone.
const NameField = "nom"

// NameMilestone gives a milestone a name, or takes it away where that is empty.
func (s *Service) NameMilestone(ctx context.Context, h Holder, number int, name string) error {
	name = strings.TrimSpace(name)
	if utf8.RuneCountInString(name) > LongestName {
		return fault.At(NameField, fault.Invalid, "milestone.name_too_long", "max", LongestName)
	}
	if !utf8.ValidString(name) || strings.ContainsFunc(name, unicode.IsControl) {
		return fault.At(NameField, fault.Invalid, "milestone.name_unreadable")
	}
	return s.changeMilestone(ctx, h, func(tx *db.Tx, assessmentID string) (bool, error) {
		return renameMilestone(ctx, tx, assessmentID, number, name)
	})
}

// DropMilestone deletes a milestone with what was said of it. The others keep
// their numbers.
func (s *Service) DropMilestone(ctx context.Context, h Holder, number int) error {
	return s.changeMilestone(ctx, h, func(tx *db.Tx, assessmentID string) (bool, error) {
		return deleteMilestone(ctx, tx, assessmentID, number)
	})
}

// changeMilestone does something to a milestone of the household that asks. One
// of somebody else is none.
func (s *Service) changeMilestone(ctx context.Context, h Holder, do func(tx *db.Tx, assessmentID string) (bool, error)) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		a, err := h.find(ctx, tx)
		if err != nil {
			return err
		}
		found, err := do(tx, a.ID)
		if err == nil && !found {
			return errMilestoneUnknown
		}
		return err
	})
}

var errMilestoneUnknown = fault.New(fault.NotFound, "error.milestone_unknown")
