package test

import (
	"testing"

	"capzero/test/visitor"
)

// TestNothingIsAllocatedOnceWarm sets a whole situation and evaluates the
// total, again and again: an evaluator that has done so before has all the
// memory it needs.
func TestNothingIsAllocatedOnceWarm(t *testing.T) {
	m := carbonModel(t)
	personas, err := visitor.Personas()
	if err != nil {
		t.Fatal(err)
	}
	for name, situation := range personas {
		e := m.NewEvaluator()
		evaluate := func() {
			if err := e.SetSituation(situation); err != nil {
				t.Fatal(err)
			}
			if _, err := e.Evaluate("bilan"); err != nil {
				t.Fatal(err)
			}
		}
		for range 100 {
			evaluate()
		}
		if allocations := testing.AllocsPerRun(100, evaluate); allocations > 0 {
			t.Errorf("%s: %.0f allocations", name, allocations)
		}
	}
}
