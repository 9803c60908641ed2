package footprint

import (
	"cmp"
	"math"
	"slices"
)

// change is one amount of a recalculation in kilograms.
func (a account) change(rule string) Change {
	return Change{Rule: rule, Before: kilograms(a.Before[rule]), After: kilograms(a.After[rule])}
}

func kilograms(grams int64) float64 { return float64(grams) / 1000 }

func (v *voice) change(a account, rule string) Change {
	c := a.change(rule)
	c.Label, c.Foreign = v.label(rule)
	return c
}

// weeklyChange is the change of one stream of waste.
func (v *voice) weeklyChange(a account, rule string) Change {
	c := a.change(rule)
	c.Label, c.Foreign = v.weeklyLabel(rule)
	return c
}

// streams lists the streams of waste of either result.
func (a account) streams(s structure) []string {
	rules := union(a.Before, a.After)
	return slices.DeleteFunc(rules, func(rule string) bool {
		return rule == carbonTotal || rule == wasteTotal ||
			slices.ContainsFunc(s.categories, func(g group) bool { return g.rule == rule })
	})
}

// largestFirst sorts changes; those as large keep their order.
func largestFirst(all []Change) {
	slices.SortStableFunc(all, func(a, b Change) int {
		return cmp.Compare(math.Abs(b.Difference()), math.Abs(a.Difference()))
	})
}

func (v *voice) causes(a account) Causes {
	c := Causes{
		Known:        a.Traced,
		Answered:     kilograms(a.Answered),
		OtherFigures: kilograms(a.OtherFigures),
		OtherCount:   a.OtherCount,
		Rules:        v.ruleChanges(a),
	}
	for _, f := range a.Figures {
		c.Figures = append(c.Figures, v.figureChange(f))
	}
	return c
}

func (v *voice) ruleChanges(a account) []RuleChange {
	var all []RuleChange
	for _, category := range categories {
		g, moved := a.Rules[string(category)]
		if !moved {
			continue
		}
		r := RuleChange{Category: category, KgCO2ePerYear: kilograms(g)}
		for _, l := range a.Lost {
			if l.Theme == category {
				r.Lost++
			}
		}
		all = append(all, r)
	}
	slices.SortStableFunc(all, func(a, b RuleChange) int {
		return cmp.Compare(math.Abs(b.KgCO2ePerYear), math.Abs(a.KgCO2ePerYear))
	})
	return all
}

func (v *voice) figureChange(f figureMoved) FigureChange {
	q := v.byRule[f.Rule]
	c := FigureChange{
		Category:      Theme(f.Category),
		KgCO2ePerYear: kilograms(f.Grams),
	}
	c.Label, c.Foreign = v.fullLabel(f.Rule)
	c.Before, c.BeforeForeign = said(v.locale, q, f.Before.value())
	c.After, c.AfterForeign = said(v.locale, q, f.After.value())
	if rule, ok := v.carbon.Rule(f.Rule); ok {
		c.Rule = f.Rule
		if sources := v.tongues[0].sources(rule); len(sources) > 0 {
			c.Source = sources[0]
		}
	}
	return c
}
