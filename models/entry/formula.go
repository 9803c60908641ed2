package entry

import (
	"fmt"
	"slices"

	"capzero/publicodes/syntax"
)

// Needs reads the conditions of an entry.
func (r Reader) Needs(id string, list *syntax.Node) ([]Need, error) {
	if list.Kind != syntax.List {
		return nil, r.At(list.Pos, "si is a list of conditions, not a %s", list.Kind)
	}
	var needs []Need
	for i, item := range list.Items {
		part, formula := Carbon, item.Get(parts[Carbon])
		if formula == nil {
			part, formula = Waste, item.Get(parts[Waste])
		}
		reason := item.Get("sinon")
		if formula == nil || reason == nil || reason.Kind != syntax.String || len(item.Pairs) != 2 {
			return nil, r.At(item.Pos, "a condition is carbone or déchets with its formula, and sinon with a reason")
		}
		needs = append(needs, Need{
			Part: part, Rule: RuleName(r.Root, id, fmt.Sprintf("condition %d", i+1)), Reason: reason.Text,
			Place: r.Place(item.Pos), formula: formula,
		})
	}
	return needs, nil
}

// Changes reads what an entry changes in one model.
func (r Reader) Changes(id string, key syntax.Pair) ([]Change, error) {
	part := Part(slices.Index(parts[:], key.Key))
	if key.Value.Kind != syntax.Map || len(key.Value.Pairs) == 0 {
		return nil, r.At(key.Pos, "%s gives rules new values, it is not a %s", key.Key, key.Value.Kind)
	}
	var changes []Change
	for i, p := range key.Value.Pairs {
		changes = append(changes, Change{
			Part: part, Of: p.Key, Value: RuleName(r.Root, id, fmt.Sprintf("%s %d", part, i+1)),
			Place: r.Place(p.Pos), formula: p.Value,
		})
	}
	return changes, nil
}
