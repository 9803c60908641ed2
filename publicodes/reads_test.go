package publicodes_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReadsFollowsEveryWayIntoAValue(t *testing.T) {
	m := compile(t, yaml("reads.yaml", `
total: a + b
a:
  applicable si: switch
  formule: price * 2
switch: oui
price:
  par défaut: fallback
  unité: €
fallback: 3 €
b:
  valeur: base
  contexte:
    base: other
base: 1 €
other: 5 €
better:
  remplace: price
  formule: 4 €
house: oui
house . room: 2
apart: total * 2
`))
	for rule, want := range map[string][]string{
		"total":        {"a", "b", "base", "better", "fallback", "other", "price", "switch", "total"},
		"a":            {"a", "better", "fallback", "price", "switch"},
		"house . room": {"house", "house . room"},
		"other":        {"other"},
		"nothing":      nil,
	} {
		t.Run(rule, func(t *testing.T) {
			if diff := cmp.Diff(want, slices.Sorted(maps.Keys(m.Reads(rule)))); diff != "" {
				t.Error(diff)
			}
		})
	}
}
