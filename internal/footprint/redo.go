package footprint

import (
	"errors"
	"maps"
	"math"
	"slices"

	"capzero/publicodes"
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
	r.account.Lost = s.lamented(earlier, r.carried.lost)
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

// lamented writes down the answers that were lost, in the words of the models
// that asked for them, or as they were stored where those are gone.
func (s *Service) lamented(earlier *edition, all []lost) []lostAnswer {
	var list []lostAnswer
	for _, l := range all {
		kept := lostAnswer{lost: l, Theme: themeOf(l.Rule), Words: map[string]lostWords{}}
		if earlier != nil {
			for tag, v := range earlier.voices {
				if q, ok := v.question(l.Rule); ok {
					kept.Theme = q.Theme
					said := answer{Rule: l.Rule, Values: l.Values}
					kept.Words[tag] = lostWords{Question: q.Text, Answer: said.sentence(q, v.locale)}
				}
			}
		}
		list = append(list, kept)
	}
	return list
}

// trace finds what made the difference. It goes from the result before to the
// one now in steps, each of which changes one thing in the earlier model: the
// answers given since it was stored, the answers that are lost, one figure after
// the other. What is then left is the work of rules that are written another
// way. Where a step gives no figure, nothing is known but the whole.
func (s *Service) trace(r *redone, earlier *edition, now *reading) {
	w := course{at: r.before[carbonTotal]}
	as := s.answersTo(earlier, r.rows)
	was := earlier.reference.read(as)
	defer func() { was.close() }()
	answered, ok := w.step(was)
	if !ok {
		return
	}
	if r.result.Revision != r.Revision {
		r.account.Answered = answered
	}
	for i, l := range r.account.Lost {
		as = as.withoutValues(l.Rule, l.Values)
		was.close()
		was = earlier.reference.read(as)
		if r.account.Lost[i].Grams, ok = w.step(was); !ok {
			return
		}
	}
	figures, ok := w.exchange(was, now, earlier)
	if !ok {
		return
	}
	r.account.Traced = true
	r.account.keepFigures(figures)
	r.account.Rules = r.account.remainder()
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

// A course leads from one result to another. At is where it stands, in grams.
type course struct{ at int64 }

// step goes to what the footprint is now, and returns how far that is.
func (w *course) step(r *reading) (moved int64, ok bool) {
	kg, ok := amount(r.ofCarbon, carbonTotal)
	if !ok {
		return 0, false
	}
	to := int64(math.Round(kg * 1000))
	moved, w.at = to-w.at, to
	return moved, true
}

// exchange gives the earlier model the later one's figures, one after the other
// and each where both have one for this household. A figure that an answer
// stands in for, or that moves nothing, is left out.
func (w *course) exchange(was, now *reading, earlier *edition) (moved []figureMoved, ok bool) {
	answered := was.situation(was.carbon.Model, was.answers)
	before := was.byCategory(earlier.structure)
	for _, rule := range earlier.figures {
		if _, said := answered[rule]; said {
			continue
		}
		f := figureMoved{Rule: rule, Before: valueOf(was.ofCarbon, rule), After: valueOf(now.ofCarbon, rule)}
		if !sameKind(f.Before, f.After) || f.Before == f.After {
			continue
		}
		if was.ofCarbon.SetAnswer(rule, asAnswer(f.After)) != nil {
			continue // the earlier model does not know such a value
		}
		if f.Grams, ok = w.step(was); !ok {
			return nil, false
		}
		if f.Grams == 0 {
			continue
		}
		after := was.byCategory(earlier.structure)
		f.Category, before = mostMoved(before, after, earlier.structure), after
		moved = append(moved, f)
	}
	return moved, true
}

func valueOf(e *publicodes.Evaluator, rule string) publicodes.Value {
	v, err := e.Evaluate(rule)
	if err != nil {
		return publicodes.Value{}
	}
	return v
}

// byCategory is what each category weighs, in their order.
func (r *reading) byCategory(s structure) []float64 {
	all := make([]float64, len(s.categories))
	for i, category := range s.categories {
		all[i], _ = amount(r.ofCarbon, category.rule)
	}
	return all
}

func mostMoved(before, after []float64, s structure) string {
	moved := make([]float64, len(before))
	for i := range before {
		moved[i] = math.Abs(after[i] - before[i])
	}
	return s.categories[slices.Index(moved, slices.Max(moved))].rule
}
