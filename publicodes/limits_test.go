package publicodes_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

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

// TestLongListsOfBands looks values up among bands that nobody would write.
func TestLongListsOfBands(t *testing.T) {
	var b strings.Builder
	b.WriteString("base:\n  question: How much?\n  par défaut: 9999.5\n")
	for _, long := range []struct {
		mechanism, gives string
		n                int
	}{{"grille", "montant", 100_000}, {"barème", "taux", 10_000}, {"taux progressif", "taux", 10_000}} {
		fmt.Fprintf(&b, "by %s:\n  %s:\n    assiette: base\n    tranches:\n", long.mechanism, long.mechanism)
		for i := range long.n {
			fmt.Fprintf(&b, "      - {%s: 0.5, plafond: %d}\n", long.gives, i+1)
		}
	}
	m := compile(t, yaml("bands.yaml", b.String()))
	e := m.NewEvaluator()
	for rule, want := range map[string]float64{"by grille": 0.5, "by barème": 4999.75, "by taux progressif": 0.5} {
		if v, err := e.Evaluate(rule); err != nil || v.Number != want {
			t.Errorf("%s: %v (%v), want %g", rule, v, err, want)
		}
		if missing, err := e.Missing(rule); err != nil || rule != "by taux progressif" && len(missing) != 1 {
			t.Errorf("%s lacks %v (%v)", rule, missing, err)
		}
	}
}

// TestSearchesHaveAnEnd looks for values that are not there, and for values
// inside the search for others.
func TestSearchesHaveAnEnd(t *testing.T) {
	chain := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "x%d:\n  question: How much?\n  inversion numérique: y%d\ny%d: x%d * 2 + x%d\n", i, i, i, i, i+1)
		}
		fmt.Fprintf(&b, "x%d: 1\n", n)
		return b.String()
	}
	for _, tt := range []struct{ name, model, rule, want string }{
		{"nothing to be found", "x:\n  question: How much?\n  inversion numérique: y\ny: 3 + 0 * x\n", "x", ""},
		{"no fixed point", "x:\n  valeur: x + 10\n  résoudre la référence circulaire: oui\n", "x", ""},
		{"searches inside searches", chain(12), "x0", "more than 2000000 steps"},
		{"searches too deep inside searches", chain(60), "x0", "inside each other more than 40 times"},
		{"a circle through what is missing", "a:\n  le maximum de: [a, b, 1]\nb:\n  le minimum de: [a, b, 2]\n", "a", "a"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m, err := publicodes.Compile(yaml("search.yaml", tt.model))
			if err != nil {
				checkError(t, err, tt.want)
				return
			}
			e := m.NewEvaluator()
			s := publicodes.Situation{}
			for _, r := range m.Rules() {
				if strings.HasPrefix(r.Name, "y") {
					s[r.Name] = 10.0
				}
			}
			if err := e.SetSituation(s); err != nil {
				t.Fatal(err)
			}
			v, err := e.Evaluate(tt.rule)
			if tt.want == "" && (err != nil || v.Kind != publicodes.KindUndefined) {
				t.Errorf("got %v (%v), want nothing", v, err)
			}
			if tt.want != "" {
				checkError(t, err, tt.want)
			}
		})
	}
}

func TestTextsHaveALength(t *testing.T) {
	var b strings.Builder
	b.WriteString("t0: \"'0123456789'\"\n")
	for i := range 40 {
		fmt.Fprintf(&b, "t%d:\n  texte: \"{{ t%d }}{{ t%d }}\"\n", i+1, i, i)
	}
	_, err := publicodes.Compile(yaml("texts.yaml", b.String()))
	checkError(t, err, "the text is longer than")
}

func TestLongMaxima(t *testing.T) {
	list := strings.Repeat("1, ", 300) + "2"
	_, err := publicodes.Compile(yaml("max.yaml", "a:\n  le maximum de: ["+list+"]\n"))
	checkError(t, err, "max.yaml:2:18: limit in rule \"a\" at le maximum de: le maximum de has more than 300 values")
	m := compile(t, yaml("max.yaml", "a:\n  le maximum de: ["+strings.TrimPrefix(list, "1, ")+"]\n"))
	if v, err := m.NewEvaluator().Evaluate("a"); err != nil || v.Number != 2 {
		t.Errorf("got %v (%v)", v, err)
	}
}

// TestTheDayOfASituation asks for the day once for each situation.
func TestTheDayOfASituation(t *testing.T) {
	day := time.Date(2024, 12, 30, 23, 0, 0, 0, time.UTC)
	m, err := publicodes.Options{Today: func() time.Time { day = day.AddDate(0, 0, 1); return day }}.Compile(
		yaml("day.yaml", "age:\n  durée:\n    depuis: 01/01/2024\n    unité: jour\nleft:\n  valeur: 1000 jour - age\nx:\n  question: How many?\nboth: left + x\n"))
	if err != nil {
		t.Fatal(err)
	}
	e := m.NewEvaluator()
	after := func(want float64) {
		t.Helper()
		v, err := e.Evaluate("age")
		left, _ := e.Evaluate("left")
		if err != nil || v.Number != want || left.Number != 1000-want {
			t.Errorf("%v, %v left (%v), want %g", v, left, err, want)
		}
	}
	first, err := e.Evaluate("age")
	if err != nil {
		t.Fatal(err)
	}
	after(first.Number)
	if err := e.SetAnswer("x", 3); err != nil {
		t.Fatal(err)
	}
	after(first.Number)
	if err := e.SetSituation(nil); err != nil {
		t.Fatal(err)
	}
	after(first.Number + 1)
}

// TestTextsAreForgotten writes another text after each of many answers: memory
// does not grow with them, and answers that are texts stay what they are.
func TestTextsAreForgotten(t *testing.T) {
	m := compile(t, yaml("texts.yaml", "x:\n  question: How many?\nname:\n  question: Who?\nformula:\n  question: What?\nletter:\n  texte: \"{{ name }} {{ formula }} {{ x }}\"\n"))
	e := m.NewEvaluator()
	write := func(n int) {
		for i := range n {
			if err := e.SetAnswer("x", float64(i)); err != nil {
				t.Fatal(err)
			}
			if _, err := e.Evaluate("letter"); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, answer := range []string{"'Zoé'", "'Ana'"} {
		if err := e.SetAnswer("name", answer); err != nil {
			t.Fatal(err)
		}
	}
	if err := e.SetAnswer("formula", "'so'"); err != nil {
		t.Fatal(err)
	}
	write(30_000)
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	write(90_000)
	runtime.GC()
	runtime.ReadMemStats(&after)
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 3<<20 {
		t.Errorf("90,000 texts take %d MB", grown>>20)
	}
	if v, err := e.Evaluate("letter"); err != nil || v.Text != "Ana so 89\u202f999" {
		t.Errorf("the letter is %v (%v)", v, err)
	}
}
