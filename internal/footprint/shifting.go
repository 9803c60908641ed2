package footprint

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"capzero/internal/db"
	"capzero/internal/fault"
)

// Shift says what changed between two milestones of a household, the earlier
// one first.
func (s *Service) Shift(ctx context.Context, h Holder, earlier, later int, lang string) (Shift, error) {
	p, err := s.readPair(ctx, h, earlier, later)
	if err != nil {
		return Shift{}, err
	}
	shift, err := s.between(p, lang)
	if err != nil {
		return Shift{}, err
	}
	for i, a := range shift.Answers {
		shift.Answers[i].Reason = p.reasons[a.Rule]
	}
	return shift, nil
}

// TellReasons stores what a household says of answers that differ between two
// of its milestones, by rule. What it says of one again takes the place of what
// it said before.
func (s *Service) TellReasons(ctx context.Context, h Holder, earlier, later int, reasons map[string]ShiftReason) error {
	p, err := s.readPair(ctx, h, earlier, later)
	if err != nil {
		return err
	}
	shift, err := s.between(p, reference)
	if err != nil {
		return err
	}
	for rule, reason := range reasons {
		if !reason.isSaid() || !shift.asks(rule) {
			return fault.New(fault.Invalid, "error.reason_unknown")
		}
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		a, err := h.find(ctx, tx)
		if err != nil {
			return err
		}
		for _, number := range []int{earlier, later} { // one may have been dropped meanwhile
			if _, err := findMilestone(ctx, tx, a.ID, number); err != nil {
				return err
			}
		}
		for rule, reason := range reasons {
			if err := writeReason(ctx, tx, a.ID, earlier, later, rule, reason); err != nil {
				return err
			}
		}
		return nil
	})
}

// asks reports whether an answer is one that the household is asked about.
func (s Shift) asks(rule string) bool {
	return slices.ContainsFunc(s.Answers, func(a ShiftedAnswer) bool { return a.Rule == rule && a.Changed })
}

// A pair is two milestones as they are stored.
type pair struct {
	earlier, later storedMilestone
	reasons        map[string]ShiftReason
}

func (s *Service) readPair(ctx context.Context, h Holder, earlier, later int) (pair, error) {
	var p pair
	if earlier >= later {
		return p, errMilestoneUnknown
	}
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		a, err := h.find(ctx, tx)
		if err != nil {
			return err
		}
		if p.earlier, err = findMilestone(ctx, tx, a.ID, earlier); err != nil {
			return err
		}
		if p.later, err = findMilestone(ctx, tx, a.ID, later); err != nil {
			return err
		}
		p.reasons, err = readReasons(ctx, tx, a.ID, earlier, later)
		return err
	})
	return p, err
}

// between computes a shift. Everything is computed with the later models, so
// that it can be told whether or not the earlier ones are still there: first
// what the earlier answers give with them, which is the models' part, then
// answer by answer.
func (s *Service) between(p pair, lang string) (Shift, error) {
	var shift Shift
	var err error
	if shift.Earlier, err = s.milestone(p.earlier); err != nil {
		return shift, err
	}
	if shift.Later, err = s.milestone(p.later); err != nil {
		return shift, err
	}
	e, err := s.edition(p.later.Models)
	if errors.Is(err, errEditionGone) {
		s.fillChanges(&shift, p, s.current, lang)
		return shift, nil
	}
	if err != nil {
		return shift, err
	}
	s.fillChanges(&shift, p, e, lang)
	return shift, s.fillParts(&shift, p, e, lang)
}

// fillChanges says what was and what is, in the words of an edition.
func (s *Service) fillChanges(shift *Shift, p pair, e *edition, lang string) {
	v := s.voice(e, lang)
	a := account{Before: p.earlier.Amounts, After: p.later.Amounts}
	shift.Carbon, shift.Waste = a.change(carbonTotal), a.change(wasteTotal)
	for _, category := range e.structure.categories {
		shift.Categories = append(shift.Categories, v.change(a, category.rule))
	}
	for _, rule := range a.streams(e.structure) {
		shift.Streams = append(shift.Streams, v.weeklyChange(a, rule))
	}
	largestFirst(shift.Categories)
	largestFirst(shift.Streams)
}

// fillParts divides the difference. What the answers leave of it is the work of
// the models.
func (s *Service) fillParts(shift *Shift, p pair, e *edition, lang string) error {
	from := s.readAs(e, p.earlier)
	to := s.answersTo(e, p.later.rows(e.modelOf))
	questions := e.reference.differing(from.answers, to)
	rules := make([]string, len(questions))
	for i, q := range questions {
		rules[i] = q.Rule
	}
	parts, ok := attribute(from.answers, to, rules, e.weigh)
	if !ok {
		return nil
	}
	earlier, err := s.edition(p.earlier.Models)
	if err != nil && !errors.Is(err, errEditionGone) {
		return err
	}
	lost := lamented(earlier, from.lost)
	shift.Known, shift.Lost = true, len(lost)
	shift.Model = partOf(p.later.Amounts).minus(partOf(p.earlier.Amounts))
	v := s.voice(e, lang)
	before := v.read(from.answers)
	defer before.close()
	for i, rule := range rules {
		q, _ := v.question(rule)
		a := before.shifted(q, to[rule], lost)
		a.Part = parts[i]
		shift.Model = shift.Model.minus(parts[i])
		shift.Answers = append(shift.Answers, a)
	}
	heaviestPartFirst(shift.Answers)
	return nil
}

// readAs brings the answers of a milestone over to other models: to the current
// ones by the migration, to any others as far as these take them as they are.
func (s *Service) readAs(e *edition, m storedMilestone) carried {
	if m.Models == e.versions {
		return carried{answers: s.answersTo(e, m.rows(e.modelOf))}
	}
	rows := m.rows(func(rule string) string { return m.modelOf(e, rule) })
	if e == s.current {
		return s.carry(rows)
	}
	values := map[string]string{}
	c := carried{answers: answers{}}
	for _, row := range rows {
		for rule, value := range row.values() {
			values[rule] = value
		}
	}
	c.answers = e.reference.place(values)
	for _, row := range rows {
		c.lost = append(c.lost, e.reference.missed(row, Migration{Values: values}, c.answers)...)
	}
	return c
}

// modelOf is the version of the milestone's models that an answer was given to.
// Only one of the two may be another one than an edition's.
func (m storedMilestone) modelOf(e *edition, rule string) string {
	if q, ok := e.reference.question(rule); ok && q.Theme == WasteTheme {
		return m.Models.Waste
	}
	return m.Models.Carbon
}

// shifted says in words how an answer differs from the one of the reading. It is
// learned where the question was open before; where it did not arise, or was
// answered to other models in a way that is lost, only the household knows what
// is behind it.
func (r *reading) shifted(q *Question, now answer, all []lostAnswer) ShiftedAnswer {
	a := ShiftedAnswer{Rule: q.Rule, Question: q.Text, Foreign: q.Foreign, Theme: q.Theme}
	a.After, a.AfterForeign = now.sentence(q, r.locale)
	was, given := r.answers[q.Rule]
	if given {
		a.Before, a.BeforeForeign = was.sentence(q, r.locale)
	}
	if was.known() {
		a.Changed = now.known()
		return a
	}
	a.Changed = !r.applies(q)
	for _, l := range all {
		if l.Again == q.Rule {
			lost := r.lament(l, false)
			a.Before, a.BeforeForeign, a.Changed = lost.Answer, lost.AnswerForeign, true
		}
	}
	return a
}

// weigh is what answers give with the models of an edition.
func (e *edition) weigh(as answers) (grams, bool) {
	r := e.reference.read(as)
	defer r.close()
	return r.weigh(e.structure)
}

// heaviestPartFirst sorts answers by the carbon that they moved, then by the
// waste; those as large keep their order.
func heaviestPartFirst(all []ShiftedAnswer) {
	slices.SortStableFunc(all, func(a, b ShiftedAnswer) int {
		return cmp.Or(
			cmp.Compare(magnitude(b.Part.CarbonGrams), magnitude(a.Part.CarbonGrams)),
			cmp.Compare(magnitude(b.Part.WasteGrams), magnitude(a.Part.WasteGrams)))
	})
}
