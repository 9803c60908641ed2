package footprint

import (
	"cmp"
	"slices"
)

const (
	// actionsRule is the sum of every action that the model can price.
	actionsRule = "actions"
	// shownActions is how many are worth reading at once.
	shownActions = 3
	// leastSaving in kgCO2e a year: below it, an action reads "0 kg".
	leastSaving = 1
)

// bestActions returns the actions that would save this household most, most
// first. Of actions that save largely the same kilograms (going vegetarian and
// eating less meat, an electric car and car sharing) only the best is kept, so
// that the three are three different places to begin. An action that does not
// apply, saves nothing or cannot be computed is left out, and so is one whose
// figure is not this household's.
func (r *reading) bestActions(s structure) []Action {
	var all []Action
	for _, rule := range s.actions {
		saved, known := amount(r.ofCarbon, rule)
		if known && saved >= leastSaving {
			all = append(all, Action{Rule: rule, Label: r.label(rule), SavedKgCO2ePerYear: saved})
		}
	}
	slices.SortStableFunc(all, func(a, b Action) int {
		return cmp.Compare(b.SavedKgCO2ePerYear, a.SavedKgCO2ePerYear)
	})

	var best []Action
	taken := map[string]bool{}
	for _, a := range all {
		groups := s.overlaps[a.Rule]
		if slices.ContainsFunc(groups, func(g string) bool { return taken[g] }) || !r.isOwn(s, a) {
			continue
		}
		for _, g := range groups {
			taken[g] = true
		}
		if best = append(best, a); len(best) == shownActions {
			break
		}
	}
	return best
}

// isOwn reports whether the saving of an action is this household's. The model
// prices some actions by habits that it asks for nowhere else (how far one works
// from home, how many flatmates one could take in) and assumes where they are
// not known: an assumption that the footprint itself does not rest on is nobody's
// saving. And nothing can save more than all that it is a part of weighs.
func (r *reading) isOwn(s structure, a Action) bool {
	weight, known := amount(r.ofCarbon, s.home(a.Rule))
	if known && a.SavedKgCO2ePerYear > weight {
		return false
	}
	missing, err := r.ofCarbon.Missing(a.Rule)
	if err != nil {
		return false
	}
	for _, m := range missing {
		if _, asked := r.question(m.Rule); asked && !s.counted[m.Rule] {
			return false
		}
	}
	return true
}
