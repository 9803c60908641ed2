package footprint

import (
	"fmt"

	"capzero/publicodes"
	"capzero/publicodes/syntax"
)

// A structure is how the models cut their totals, read once from the models
// themselves: the terms of their sums.
type structure struct {
	categories []group         // of the carbon total, in the order of the model
	lines      []string        // every line of every category
	streams    []string        // of the weekly waste
	counted    map[string]bool // the rules that the footprint depends on
}

// A group is a category with the lines that add up to it.
type group struct {
	rule  string
	lines []string
}

// readStructure reads the sums, and fails on models that do not have them.
func readStructure(carbon, waste *publicodes.Model) (structure, error) {
	var s structure
	for _, t := range categories {
		lines, err := linesOf(carbon, string(t))
		if err != nil {
			return s, err
		}
		s.categories = append(s.categories, group{rule: string(t), lines: lines})
		s.lines = append(s.lines, lines...)
	}
	var err error
	if s.streams, err = terms(waste, wasteTotal); err != nil {
		return s, err
	}
	s.counted = carbon.Reads(carbonTotal)
	return s, nil
}

// linesOf returns what a category adds up. One that adds nothing up is its own
// only line: some regions give public services as one figure.
func linesOf(m *publicodes.Model, category string) ([]string, error) {
	if r, ok := m.Rule(category); ok && sumOf(r) == nil {
		return []string{category}, nil
	}
	return terms(m, category)
}

// terms returns the rules that the sum in a rule adds up.
func terms(m *publicodes.Model, rule string) ([]string, error) {
	r, ok := m.Rule(rule)
	if !ok {
		return nil, fmt.Errorf("the model has no rule %q", rule)
	}
	sum := sumOf(r)
	if sum == nil {
		return nil, fmt.Errorf("rule %q is no sum", rule)
	}
	var names []string
	for _, item := range sum.Items {
		term, ok := resolve(m, rule, item.Text)
		if !ok {
			return nil, fmt.Errorf("rule %q adds %q, which is no rule", rule, item.Text)
		}
		names = append(names, term.Name)
	}
	return names, nil
}

func sumOf(r *publicodes.Rule) *syntax.Node {
	if sum, ok := r.Attribute("somme"); ok {
		return sum
	}
	for _, key := range []string{"formule", "valeur"} {
		if formula, ok := r.Attribute(key); ok {
			if sum := formula.Get("somme"); sum != nil {
				return sum
			}
		}
	}
	return nil
}
