package differential

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// TestRandomModelsMatchReference compares both engines on random models: every
// rule, in each situation, asked alone and after the others. The first models
// that differ are shown as small as they can be made.
func TestRandomModelsMatchReference(t *testing.T) {
	usual := 400
	if os.Getenv("CAPZERO_SOAK") != "" {
		usual = 5000
	}
	c := NewComparison()
	defer c.Close()
	failed := 0
	for seed := range models(t, usual) {
		m := Generate(seed)
		found, err := c.Compare(m)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if len(found) == 0 {
			continue
		}
		if failed++; failed <= setting(t, "CAPZERO_SHOW", 3) {
			t.Error(explain(c, m, found[0]))
		}
	}
	if failed > 0 {
		t.Errorf("%d models differ", failed)
	}
	t.Logf("models=%d refused=%d situations=%d values=%d units=%d missing=%d timeouts=%d", c.Models, c.Refused, c.Situations, c.Values, c.Units, c.Missing, c.oracle.Timeouts)
	for _, name := range slices.Sorted(maps.Keys(c.Tolerated)) {
		t.Logf("tolerated %6d  %s", c.Tolerated[name], name)
	}
}

// explain shrinks a model that differs and shows what is left.
func explain(c *Comparison, m *Model, first Difference) string {
	quiet := &Comparison{Tolerated: map[string]int{}, oracle: c.oracle}
	find := func(m *Model) (Difference, bool) {
		found, err := quiet.Compare(m)
		if err != nil {
			return Difference{}, false
		}
		for _, d := range found {
			if d.same(first) {
				return d, true
			}
		}
		return Difference{}, false
	}
	small := Shrink(m, func(m *Model) bool { _, ok := find(m); return ok }, 5000)
	d, _ := find(small)
	c.oracle = quiet.oracle
	var b strings.Builder
	fmt.Fprintf(&b, "seed %d: %s of %q, asked %s\n", m.Seed, d.Aspect, d.Rule, d.Order)
	fmt.Fprintf(&b, "%s---\nsituation: %s\nhere:      %s\nreference: %s\n", toYAML(small.Rules), flatYAML(small.Situations[d.Situation]), d.Ours, d.Reference)
	return b.String()
}
