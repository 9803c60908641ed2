package differential

import (
	"errors"
	"strings"
	"testing"

	"capzero/publicodes"
	"capzero/publicodes/syntax"
)

// TestShrinkLeavesWhatFails plants a fault that many models have, a division by
// zero, and shrinks some that have it: a few lines are left, with the fault.
func TestShrinkLeavesWhatFails(t *testing.T) {
	shrunk := 0
	for seed := range uint64(2000) {
		m := Generate(seed)
		if !dividesByZero(m) {
			continue
		}
		small := Shrink(m, dividesByZero, 5000)
		shown := toYAML(small.Rules)
		if !dividesByZero(small) || len(small.Situations) != 1 {
			t.Errorf("seed %d: the fault is gone:\n%s", seed, shown)
		}
		if lines := strings.Count(shown, "\n"); lines > 8 || len(shown) > 250 {
			t.Errorf("seed %d: %d lines are left of %d:\n%s", seed, lines, strings.Count(toYAML(m.Rules), "\n"), shown)
		}
		if shrunk++; shrunk == 20 {
			return
		}
	}
	t.Errorf("only %d models have the fault", shrunk)
}

func dividesByZero(m *Model) bool {
	model, err := publicodes.Compile(publicodes.Source{Name: "model.json", Data: []byte(toJSON(m.Rules))})
	if err != nil {
		return false
	}
	for _, s := range m.Situations {
		e := model.NewEvaluator()
		_ = e.SetSituation(situationOf(s))
		for _, r := range model.Rules() {
			if _, err := e.Evaluate(r.Name); errors.Is(err, publicodes.DivideZeroError) {
				return true
			}
		}
	}
	return false
}

// TestModelsAreWrittenAsTheyAre reads both forms of a model back: what is shown of
// a model that differs can be pasted into a file and tried.
func TestModelsAreWrittenAsTheyAre(t *testing.T) {
	for seed := range models(t, 300) {
		m := Generate(seed)
		want := toJSON(m.Rules)
		if again := toJSON(Generate(seed).Rules); again != want {
			t.Fatalf("seed %d gives two models", seed)
		}
		for name, text := range map[string]string{"model.json": want, "model.yaml": toYAML(m.Rules)} {
			n, err := syntax.Decode(name, []byte(text))
			if err != nil {
				t.Fatalf("seed %d: %v\n%s", seed, err, text)
			}
			if got := toJSON(n); got != want {
				t.Fatalf("seed %d: %s reads\n%s\nwant\n%s\n%s", seed, name, got, want, text)
			}
		}
	}
}
