package draw

import (
	"maps"
	"slices"
	"strings"

	"capzero/internal/stats"
	"capzero/models/priors"
	"capzero/publicodes"
)

// A factor is a figure of the model that is known up to a relative error.
type factor struct {
	rule     string
	by       []float64 // what it is multiplied by in each draw, 1 on average
	constant bool      // no answer has a part in it
}

// factorsOf finds the emission factors of a model, in the order of their names,
// and draws them.
func factorsOf(set *priors.Set, m *publicodes.Model, c columns) []factor {
	var all []factor
	known := constants{model: m, known: map[string]bool{}}
	for _, rule := range emissionFactors(set, m) {
		spread := stats.LogSpread(set.Factor(rule).HalfWidth / stats.HalfWidth95)
		if spread == 0 {
			continue
		}
		by := c.of(rule, "factor")
		for i, u := range by {
			by[i] = stats.LognormalFactor(u, spread)
		}
		all = append(all, factor{rule, by, known.is(rule)})
	}
	return all
}

// emissionFactors returns the rules that the set names, and the others that are
// carbon by themselves: constants whose unit has CO2e, read by a rule that is none.
// One that is made of others is left out, so that no uncertainty counts twice.
func emissionFactors(set *priors.Set, m *publicodes.Model) []string {
	c := constants{model: m, known: map[string]bool{}}
	found := map[string]bool{}
	for rule := range set.Factors() {
		if _, ok := m.Rule(rule); ok {
			found[rule] = true
		}
	}
	for _, r := range m.Rules() {
		if c.is(r.Name) {
			continue
		}
		for _, used := range m.Uses(r.Name) {
			if c.is(used) && weighsCarbon(m, used) {
				found[used] = true
			}
		}
	}
	return slices.DeleteFunc(slices.Sorted(maps.Keys(found)), func(rule string) bool {
		_, named := set.Factors()[rule]
		return !named && c.madeOf(rule, found)
	})
}

// constants tells which rules no question has a part in. A rule below a question
// may not apply, but what it says is no less constant.
type constants struct {
	model *publicodes.Model
	known map[string]bool
}

func (c constants) is(rule string) bool {
	if known, ok := c.known[rule]; ok {
		return known
	}
	c.known[rule] = false // on a way to itself it is none
	if r, ok := c.model.Rule(rule); ok && r.Question != "" {
		return false
	}
	for _, used := range c.formula(rule) {
		if !c.is(used) {
			return false
		}
	}
	c.known[rule] = true
	return true
}

// formula lists what a rule reads, but the rules that it is below.
func (c constants) formula(rule string) []string {
	return slices.DeleteFunc(slices.Clone(c.model.Uses(rule)), func(used string) bool {
		return strings.HasPrefix(rule, used+" . ")
	})
}

// madeOf reports whether a constant reads one of the others.
func (c constants) madeOf(rule string, others map[string]bool) bool {
	for _, used := range c.formula(rule) {
		if used != rule && (others[used] || c.madeOf(used, others)) {
			return true
		}
	}
	return false
}

func weighsCarbon(m *publicodes.Model, rule string) bool {
	r, ok := m.Rule(rule)
	if !ok {
		return false // a private part of a formula
	}
	unit := r.Unit
	if unit == "" {
		if v, err := m.NewEvaluator().Evaluate(rule); err == nil {
			unit = v.Unit
		}
	}
	return strings.Contains(unit, "CO2e")
}
