package test

import (
	"os"
	"testing"

	_ "capzero/internal/app" // for the go command: results are stale once the program changes
	"capzero/internal/db/dbtest"
	"capzero/publicodes"
	"capzero/test/program"
	"capzero/test/visitor"
)

func TestMain(m *testing.M) { os.Exit(runTests(m)) }

func runTests(m *testing.M) int {
	defer program.Remove()
	return m.Run()
}

// place is where a test can have records of its own, with all their tables.
func place(t *testing.T) string {
	t.Helper()
	return dbtest.Place(t)
}

// serve runs the program on records until the test ends.
func serve(t *testing.T, place string, flags ...string) *program.Process {
	t.Helper()
	p, err := program.Serve(place, flags...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Stop(); err != nil {
			t.Errorf("stop: %v\n%s", err, p.Log())
		}
	})
	return p
}

// truthOf is a persona who knows every answer.
func truthOf(t *testing.T, persona string) *visitor.Truth {
	t.Helper()
	truth, err := visitor.Household(persona)
	if err != nil {
		t.Fatal(err)
	}
	return truth
}

// bilanOf is the engine's own figure for these answers, in kgCO2e.
func bilanOf(t *testing.T, answers publicodes.Situation) float64 {
	t.Helper()
	model, err := visitor.CarbonModel()
	if err != nil {
		t.Fatal(err)
	}
	e := model.NewEvaluator()
	known := publicodes.Situation{}
	for rule, value := range answers {
		if _, ok := model.Rule(rule); ok { // the waste model has questions of its own
			known[rule] = value
		}
	}
	if err := e.SetSituation(known); err != nil {
		t.Fatal(err)
	}
	value, err := e.Evaluate("bilan")
	if err != nil {
		t.Fatal(err)
	}
	return value.Number
}
