package test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"capzero/models"
	"capzero/publicodes"
	"capzero/test/visitor"

	"github.com/google/go-cmp/cmp"
)

func carbonModel(t *testing.T) *publicodes.Model {
	t.Helper()
	source, err := models.Carbon("FR", "fr")
	if err != nil {
		t.Fatal(err)
	}
	model, err := publicodes.Compile(source)
	if err != nil {
		t.Fatal(err)
	}
	return model
}

// A wander changes one answer after another, and takes some back.
type wander struct {
	random    *rand.Rand
	questions []*publicodes.Rule
	others    []*publicodes.Rule // that nobody asks, but that may be answered
	situation publicodes.Situation
	undo      []publicodes.Situation
}

// step changes the situation and says which rule; nil is an answer taken back.
func (w *wander) step() (rule string, value any) {
	if len(w.undo) > 0 && w.random.IntN(4) == 0 {
		last := w.undo[len(w.undo)-1]
		w.undo = w.undo[:len(w.undo)-1]
		for rule, value = range last {
			w.set(rule, value)
		}
		return rule, value
	}
	r := w.questions[w.random.IntN(len(w.questions))]
	if w.random.IntN(10) == 0 {
		r = w.others[w.random.IntN(len(w.others))]
	}
	w.undo = append(w.undo, publicodes.Situation{r.Name: w.situation[r.Name]})
	value = w.value(r)
	w.set(r.Name, value)
	return r.Name, value
}

func (w *wander) set(rule string, value any) {
	if value == nil {
		delete(w.situation, rule)
		return
	}
	w.situation[rule] = value
}

func (w *wander) value(r *publicodes.Rule) any {
	switch {
	case w.random.IntN(12) == 0:
		return nil
	case len(r.Possibilities) > 0:
		p := r.Possibilities[w.random.IntN(len(r.Possibilities))]
		return "'" + p.Value + "'"
	case r.Type == publicodes.Boolean:
		return []string{"oui", "non"}[w.random.IntN(2)]
	case w.random.IntN(40) == 0:
		return fmt.Sprintf("%d * 2", w.random.IntN(50)) // a formula
	default:
		return float64(w.random.IntN(400)) / 4
	}
}

func newWander(m *publicodes.Model, seed uint64) *wander {
	w := &wander{random: rand.New(rand.NewPCG(seed, 7)), questions: m.Questions(), situation: publicodes.Situation{}}
	for _, r := range m.Rules() {
		if r.Question == "" && r.Type == publicodes.Number {
			w.others = append(w.others, r)
		}
	}
	return w
}

// TestIncrementalEqualsFull changes answers one at a time, in an order nobody
// chose, and compares everything that is asked with an evaluator that has the
// whole situation set anew.
func TestIncrementalEqualsFull(t *testing.T) {
	m := carbonModel(t)
	rules := []string{"bilan", "logement", "transport", "alimentation", "divers", "services sociétaux", "actions"}
	values, missing := 0, 0
	for seed := range uint64(4) {
		w := newWander(m, seed)
		e := m.NewEvaluator()
		for step := range 120 {
			rule, value := w.step()
			err := e.SetAnswer(rule, value)
			if err != nil {
				delete(w.situation, rule) // what cannot be applied is no answer
			}
			asked := append(slices.Clone(rules), rule, w.others[w.random.IntN(len(w.others))].Name)
			full := m.NewEvaluator()
			if err := full.SetSituation(w.situation); err != nil {
				t.Fatalf("seed %d, step %d: %v", seed, step, err)
			}
			for _, name := range asked {
				got, gotErr := e.Evaluate(name)
				want, wantErr := full.Evaluate(name)
				if got != want || fmt.Sprint(gotErr) != fmt.Sprint(wantErr) {
					t.Fatalf("seed %d, step %d (%s = %v): %s is %v (%v), want %v (%v)", seed, step, rule, value, name, got, gotErr, want, wantErr)
				}
				values++
			}
			if step%3 != 0 {
				continue
			}
			got, gotErr := e.Missing("bilan")
			want, wantErr := full.Missing("bilan")
			if diff := cmp.Diff(want, got); diff != "" || fmt.Sprint(gotErr) != fmt.Sprint(wantErr) {
				t.Fatalf("seed %d, step %d (%s = %v): what bilan lacks (%v, want %v):\n%s", seed, step, rule, value, gotErr, wantErr, diff)
			}
			missing++
		}
	}
	t.Logf("values=%d missing=%d", values, missing)
}

// TestLanesEqualBilans draws what each persona has not answered and compares
// lanes with single situations.
func TestLanesEqualBilans(t *testing.T) {
	const draws = 70
	m := carbonModel(t)
	personas, err := visitor.Personas()
	if err != nil {
		t.Fatal(err)
	}
	compared := 0
	for name, situation := range personas {
		w := newWander(m, uint64(len(name)))
		lanes := m.NewLanes(draws)
		_ = lanes.SetSituation(situation) // answers that the model no longer knows are left out
		drawn := map[string][]any{}
		for _, q := range m.Questions() {
			if _, answered := situation[q.Name]; answered {
				continue
			}
			values := make([]any, draws)
			for i := range values {
				if v := w.value(q); !strings.Contains(fmt.Sprint(v), "*") {
					values[i] = v
				}
			}
			if lanes.Draw(q.Name, values) == nil {
				drawn[q.Name] = values
			}
		}
		for _, rule := range []string{"bilan", "transport", "actions"} {
			err := lanes.Evaluate(rule, func(lane int, got publicodes.Value, gotErr error) {
				single := m.NewEvaluator()
				_ = single.SetSituation(situation)
				for drawnRule, values := range drawn {
					if err := single.SetAnswer(drawnRule, values[lane]); err != nil {
						t.Fatal(err)
					}
				}
				want, wantErr := single.Evaluate(rule)
				if got != want || fmt.Sprint(gotErr) != fmt.Sprint(wantErr) {
					t.Fatalf("%s, draw %d: %s is %v (%v), want %v (%v)", name, lane, rule, got, gotErr, want, wantErr)
				}
				compared++
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		if len(drawn) < 50 {
			t.Errorf("%s: only %d answers drawn", name, len(drawn))
		}
	}
	t.Logf("values=%d", compared)
}
