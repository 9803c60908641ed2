package footprint

import (
	"errors"
	"maps"
)

// A redone result is one computed again with the current models, with what
// there is to store.
type redone struct {
	file
	carried carried
	account account
}

// redo computes a stored result again with the current models, from the stored
// answers. It is false where these models give no figure for them: the result
// then stays as it is.
func (s *Service) redo(f file) (redone, bool, error) {
	r := redone{file: f, carried: s.carry(f.rows)}
	now := s.current.reference.read(r.carried.answers)
	defer now.close()
	after, whole := now.weigh(s.current.structure)
	if !whole {
		return r, false, nil
	}
	r.account = account{Before: f.before, After: after}
	earlier, err := s.edition(f.result.Models)
	if err != nil && !errors.Is(err, errEditionGone) {
		return r, false, err
	}
	r.account.Lost = lamented(earlier, r.carried.lost)
	if earlier != nil {
		s.trace(&r, earlier, now)
	}
	return r, true, nil
}

// weigh computes what is stored of a result and nothing else.
func (r *reading) weigh(s structure) (grams, bool) {
	var result Result
	_, result.Carbon.Known = amount(r.ofCarbon, carbonTotal)
	for _, category := range s.categories {
		result.Carbon.Categories = append(result.Carbon.Categories, r.line(category.rule))
	}
	_, result.Waste.Known = amount(r.ofWaste, wasteTotal)
	result.Waste.Streams = r.lines(s.streams, nil)
	return toGrams(result)
}

// trace finds what made the difference. It goes from the result before towards
// the one now in steps, each of which changes one thing in the earlier model:
// the answers given since it was stored, then one figure after the other. What
// is left in each category is the work of rules that are written another way,
// and of questions that went with them: the two cannot be told apart. Where a
// step gives no figure, nothing is known but the whole.
func (s *Service) trace(r *redone, earlier *edition, now *reading) {
	as := s.answersTo(earlier, r.rows)
	was := earlier.reference.read(as)
	defer was.close()
	w, ok := setOut(was, earlier.structure)
	if !ok {
		return
	}
	for i, l := range r.account.Lost {
		if r.account.Lost[i].Grams, ok = w.without(l, as, earlier); !ok {
			return
		}
	}
	if r.result.Revision != r.Revision {
		r.account.Answered = w.since(r.before)
	}
	figures, ok := w.exchange(now, earlier.figures)
	if !ok {
		return
	}
	r.account.Traced = true
	r.account.keepFigures(figures)
	r.account.Rules = w.remainder(r.before, r.account.After)
}

// withoutValues returns the answers without some values of one of them.
func (as answers) withoutValues(rule string, values map[string]string) answers {
	others := as.without(rule)
	left := maps.Clone(as[rule].Values)
	maps.DeleteFunc(left, func(r, _ string) bool { _, lost := values[r]; return lost })
	if len(left) > 0 {
		others[rule] = answer{Rule: rule, Values: left}
	}
	return others
}
