package footprint

import (
	"capzero/publicodes"
)

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
		all[i] = wholeGrams(kg)
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
