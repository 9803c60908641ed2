package footprint

import (
	"errors"
	"maps"
	"math"
	"slices"

	"capzero/internal/i18n"
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
		kept := lostAnswer{Rule: l.Rule, Values: l.Values, Again: l.Again, Theme: themeOf(l.Rule), Words: map[string]lostWords{}}
		if earlier != nil {
			kept.remember(earlier)
		}
		list = append(list, kept)
	}
	return list
}

// remember keeps the words of the models that asked, the reference first.
func (l *lostAnswer) remember(earlier *edition) {
	tags := slices.Sorted(maps.Keys(earlier.voices))
	for _, tag := range append([]string{reference}, tags...) {
		v := earlier.voices[tag]
		if q, ok := v.question(l.Rule); ok {
			l.Theme = q.Theme
			l.speak(tag, q, v.locale)
		}
	}
}

// speak keeps the words of an answer in one language, if they are not those of
// the reference already.
func (l *lostAnswer) speak(tag string, q *Question, locale *i18n.Locale) {
	said := answer{Rule: l.Rule, Values: l.Values}
	words := lostWords{Question: q.Text, Answer: said.sentence(q, locale)}
	if tag == reference || words != l.Words[reference] {
		l.Words[tag] = words
	}
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

// A course leads from one result to another. Masses are in grams, by category.
type course struct {
	was        *reading // the earlier model, as far as it has been changed
	categories []group
	at         []int64 // where the course stands
	explained  []int64 // what its steps moved
}

// setOut begins a course at what the earlier model gives.
func setOut(was *reading, s structure) (*course, bool) {
	w := &course{was: was, categories: s.categories, explained: make([]int64, len(s.categories))}
	var ok bool
	w.at, ok = byCategory(was, s.categories)
	return w, ok
}

// byCategory is what each category weighs now.
func byCategory(r *reading, categories []group) ([]int64, bool) {
	all := make([]int64, len(categories))
	for i, category := range categories {
		kg, known := amount(r.ofCarbon, category.rule)
		if !known {
			return nil, false
		}
		all[i] = int64(math.Round(kg * 1000))
	}
	return all, true
}

// without says what the footprint moves by when one answer is taken away from
// the earlier model, which then takes its average.
func (w *course) without(l lostAnswer, as answers, earlier *edition) (int64, bool) {
	r := earlier.reference.read(as.withoutValues(l.Rule, l.Values))
	defer r.close()
	then, ok := byCategory(r, w.categories)
	if !ok {
		return 0, false
	}
	return sum(then) - sum(w.at), true
}

// since explains how far the course's beginning is from the stored result.
func (w *course) since(stored grams) int64 {
	for i, category := range w.categories {
		w.explained[i] = w.at[i] - stored[category.rule]
	}
	return sum(w.explained)
}

// step goes to what the footprint is now. It says how far that is, and which
// category moved most.
func (w *course) step() (moved int64, most string, ok bool) {
	to, ok := byCategory(w.was, w.categories)
	if !ok {
		return 0, "", false
	}
	var farthest int64
	for i, category := range w.categories {
		by := to[i] - w.at[i]
		if magnitude(by) > farthest {
			farthest, most = magnitude(by), category.rule
		}
		moved += by
		w.explained[i] += by
	}
	w.at = to
	return moved, most, true
}

// exchange gives the earlier model the later one's figures, one after the other
// and each where both have one for this household. A figure that an answer
// stands in for, or that moves nothing, is left out.
func (w *course) exchange(now *reading, figures []string) (moved []figureMoved, ok bool) {
	answered := w.was.situation(w.was.carbon.Model, w.was.answers)
	for _, rule := range figures {
		if _, said := answered[rule]; said {
			continue
		}
		before, after := valueOf(w.was.ofCarbon, rule), valueOf(now.ofCarbon, rule)
		if !sameKind(before, after) || before == after {
			continue
		}
		if w.was.ofCarbon.SetAnswer(rule, asAnswer(after)) != nil {
			continue // the earlier model does not know such a value
		}
		f := figureMoved{Rule: rule, Before: stateOf(before), After: stateOf(after)}
		if f.Grams, f.Category, ok = w.step(); !ok {
			return nil, false
		}
		if f.Category != "" {
			moved = append(moved, f)
		}
	}
	return moved, true
}

// remainder is, by category, what the steps leave of the difference.
func (w *course) remainder(before, after grams) grams {
	left := grams{}
	for i, category := range w.categories {
		if g := after[category.rule] - before[category.rule] - w.explained[i]; g != 0 {
			left[category.rule] = g
		}
	}
	return left
}

func valueOf(e *publicodes.Evaluator, rule string) publicodes.Value {
	v, err := e.Evaluate(rule)
	if err != nil {
		return publicodes.Value{}
	}
	return v
}

func sum(all []int64) (total int64) {
	for _, g := range all {
		total += g
	}
	return total
}
