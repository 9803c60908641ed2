package publicodes_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"capzero/publicodes"
)

// allocated is how many bytes f asks for.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// manyMissing is a sum of n rules that nobody has answered.
func manyMissing(n int) publicodes.Source {
	var b strings.Builder
	b.WriteString("total:\n  somme:\n")
	for i := range n {
		fmt.Fprintf(&b, "    - r%d\n", i)
	}
	for i := range n {
		fmt.Fprintf(&b, "r%d:\n  question: How many?\n", i)
	}
	return yaml("many.yaml", b.String())
}

// TestLargeModelsGrowEvenly compiles and evaluates models that are far larger
// than any that people write. Twice the rules may not take four times the memory.
func TestLargeModelsGrowEvenly(t *testing.T) {
	const n = 50_000
	work := func(n int) func() {
		source := manyMissing(n)
		return func() {
			m := compile(t, source)
			e := m.NewEvaluator()
			missing, err := e.Missing("total")
			if err != nil || len(missing) != n || missing[0].Rule != "r0" || missing[0].Score != 1 {
				t.Fatalf("%d missing, %v", len(missing), err)
			}
			if err := e.SetAnswer("r7", 3); err != nil {
				t.Fatal(err)
			}
			if missing, err = e.Missing("total"); err != nil || len(missing) != n-1 {
				t.Fatalf("%d missing after an answer, %v", len(missing), err)
			}
		}
	}
	once, twice := allocated(work(n)), allocated(work(2*n))
	t.Logf("%d rules %d MB, %d rules %d MB", n, once>>20, 2*n, twice>>20)
	if twice > 3*once {
		t.Errorf("twice the rules take %.1f times the memory", float64(twice)/float64(once))
	}
}

// TestLongChainsHaveAnEnd refers from rule to rule: as deep as a value may
// depend on others, then deeper.
func TestLongChainsHaveAnEnd(t *testing.T) {
	chain := func(n int) publicodes.Source {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "r%d: r%d + 1\n", i, i+1)
		}
		fmt.Fprintf(&b, "r%d:\n  par défaut: 1\n", n)
		return yaml("chain.yaml", b.String())
	}
	m := compile(t, chain(10_000))
	e := m.NewEvaluator()
	v, err := e.Evaluate("r0")
	if err != nil || v.Number != 10_001 {
		t.Errorf("a chain of 10,000 gives %v (%v)", v, err)
	}
	if missing, err := e.Missing("r0"); err != nil || len(missing) != 1 {
		t.Errorf("a chain of 10,000 lacks %v (%v)", missing, err)
	}
	_, err = publicodes.Compile(chain(60_000))
	if err == nil || !strings.Contains(err.Error(), "steps deep") || !strings.Contains(err.Error(), "chain.yaml:") {
		t.Errorf("a chain of 60,000: %v", err)
	}
}

// TestContextsThatLeadIntoEachOther come to an end: with an error at a place, or
// with what the language says of a context inside itself.
func TestContextsThatLeadIntoEachOther(t *testing.T) {
	for _, tt := range []struct{ name, model, want string }{
		{"alternating", "a:\n  valeur: b\n  contexte:\n    x: x + 1\nb:\n  valeur: a\n  contexte:\n    x: x + 2\nx: 1\n", "contexts.yaml:1"},
		{"direct", "a:\n  valeur: a + 1\n  contexte:\n    x: x + 1\nx: 1\n", ""},
		{"replaced", "a:\n  valeur: b\n  contexte:\n    x: x + 1\nb: 2\nc:\n  remplace: b\n  valeur: a\nx: 1\n", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m, err := publicodes.Compile(yaml("contexts.yaml", tt.model))
			if tt.want != "" {
				if err == nil || !strings.Contains(err.Error(), tt.want) {
					t.Errorf("got %v, want an error at %s", err, tt.want)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if v, err := m.NewEvaluator().Evaluate("a"); err != nil {
				t.Errorf("got %v (%v)", v, err)
			}
		})
	}
}
