package differential

import (
	"testing"
	"time"

	"capzero/publicodes"
)

// enough is how long a small model may take, however odd it is: the limits of the
// engine end a calculation that leads nowhere.
const enough = 5 * time.Second

// TestOddModelsEnd compiles models that nobody would write, and evaluates what is
// left of them. There is an answer or an error with a place, soon.
func TestOddModelsEnd(t *testing.T) {
	accepted := 0
	for seed := range models(t, 3000) {
		if tryOdd(t, Mutate(Generate(seed), seed)) {
			accepted++
		}
	}
	t.Logf("accepted=%d", accepted)
	if accepted == 0 {
		t.Error("no model was left to evaluate")
	}
}

// FuzzOddModels does the same for whatever the fuzzer finds.
func FuzzOddModels(f *testing.F) {
	f.Add(uint64(1), uint64(2))
	f.Fuzz(func(t *testing.T, model, mutations uint64) {
		tryOdd(t, Mutate(Generate(model), mutations))
	})
}

func tryOdd(t *testing.T, m *Model) (accepted bool) {
	t.Helper()
	begin := time.Now()
	defer func() {
		if took := time.Since(begin); took > enough {
			t.Errorf("seed %d took %v:\n%s", m.Seed, took, toYAML(m.Rules))
		}
	}()
	model, ok := compiled(t, m)
	if ok {
		evaluateAll(model, m)
	}
	return ok
}

// evaluateAll asks for everything in every situation.
func evaluateAll(model *publicodes.Model, m *Model) {
	for _, s := range m.Situations {
		e := model.NewEvaluator()
		_ = e.SetSituation(situationOf(s)) // what cannot be applied is left out
		for _, r := range model.Rules() {
			told(e, r.Name)
		}
	}
}
