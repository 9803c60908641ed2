package differential

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"testing"

	"capzero/publicodes"

	"github.com/google/go-cmp/cmp"
)

// TestIncrementalEqualsFull changes answers one after another and takes some
// back. What is asked after each step is what an evaluator says that has the
// whole situation set anew.
//
// In the language, what a result lacks depends on what was asked before, mostly in
// its scores: lists are compared by the rules in them, and where that does not
// depend (see [walk.steady]). Rules that need each other are left out: their values
// may depend, too.
func TestIncrementalEqualsFull(t *testing.T) {
	steps, values, lists, other, left := 0, 0, 0, 0, 0
	for seed := range models(t, 1500) {
		generated := Generate(seed)
		m, ok := compiled(t, generated)
		if !ok {
			continue
		}
		w := newWalk(generated, m)
		e := m.NewEvaluator()
		for range 12 {
			rule, value := w.step()
			if err := e.SetAnswer(rule, value); err != nil {
				delete(w.situation, rule) // what cannot be applied is no answer
			}
			steps++
			for _, name := range w.asked() {
				got := told(e, name)
				if circular(m, w.situation, name) {
					left++
					continue
				}
				want := told(w.fresh(m), name)
				values++
				lists++
				if !reflect.DeepEqual(want.Missing, got.Missing) && (reflect.DeepEqual(rulesIn(want.Missing), rulesIn(got.Missing)) || !w.steady(m, name)) {
					got.Missing = want.Missing
					other++
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Fatalf("seed %d, after %s = %v, %s:\n%s\n%v\n%s", seed, rule, value, name, diff, w.situation, toYAML(generated.Rules))
				}
			}
		}
	}
	t.Logf("steps=%d values=%d lists=%d (%d with other scores) left=%d", steps, values, lists, other, left)
}

func rulesIn(list []publicodes.Missing) map[string]bool {
	rules := map[string]bool{}
	for _, m := range list {
		rules[m.Rule] = true
	}
	return rules
}

// fresh is an evaluator that has been asked nothing.
func (w *walk) fresh(m *publicodes.Model) *publicodes.Evaluator {
	e := m.NewEvaluator()
	_ = e.SetSituation(w.situation) // what cannot be applied is no answer
	return e
}

// steady reports whether an evaluator says the same of a rule whatever two others
// it was asked before.
func (w *walk) steady(m *publicodes.Model, name string) bool {
	want := told(w.fresh(m), name)
	for _, first := range w.answerable {
		for _, second := range w.answerable {
			e := w.fresh(m)
			told(e, first)
			told(e, second)
			if !reflect.DeepEqual(want, told(e, name)) {
				return false
			}
		}
	}
	return true
}

// TestValuesStandAlone asks for one rule after another, in some order: each value
// is what it is when nothing was asked before.
func TestValuesStandAlone(t *testing.T) {
	values := 0
	for seed := range models(t, 1500) {
		generated := Generate(seed)
		m, ok := compiled(t, generated)
		if !ok {
			continue
		}
		w := newWalk(generated, m)
		for _, s := range generated.Situations {
			w.situation = situationOf(s)
			asked := w.fresh(m)
			for _, i := range w.Perm(len(w.answerable)) {
				name := w.answerable[i]
				got := told(asked, name)
				if circular(m, w.situation, name) {
					continue
				}
				values++
				if want := told(w.fresh(m), name); got.Value != want.Value || got.Err != want.Err {
					t.Fatalf("seed %d, %s: %v %s, alone it is %v %s\n%v\n%s", seed, name, got.Value, got.Err, want.Value, want.Err, w.situation, toYAML(generated.Rules))
				}
			}
		}
	}
	t.Logf("values=%d", values)
}

// TestLanesEqualSingles gives each lane answers of its own and compares it with
// an evaluator for that lane alone.
func TestLanesEqualSingles(t *testing.T) {
	const lanes = 70 // a block and a part of one
	drawn, values, left := 0, 0, 0
	for seed := range models(t, 500) {
		generated := Generate(seed)
		m, ok := compiled(t, generated)
		if !ok {
			continue
		}
		w := newWalk(generated, m)
		l := m.NewLanes(lanes)
		_ = l.SetSituation(w.start) // what cannot be applied is left out, here and below
		columns := w.draw(l, lanes)
		drawn += len(columns)
		for _, rule := range m.Rules() {
			if circular(m, w.start, rule.Name) {
				left++
				continue
			}
			err := l.Evaluate(rule.Name, func(lane int, got publicodes.Value, gotErr error) {
				want, wantErr := single(m, w.start, columns, lane).Evaluate(rule.Name)
				values++
				if got == want && fmt.Sprint(gotErr) == fmt.Sprint(wantErr) {
					return
				}
				if w.situation = laneSituation(w.start, columns, lane); circular(m, w.situation, rule.Name) {
					left++
				} else {
					t.Fatalf("seed %d, lane %d, %s: %v (%v), want %v (%v)\n%v\n%s", seed, lane, rule.Name, got, gotErr, want, wantErr, w.situation, toYAML(generated.Rules))
				}
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	t.Logf("drawn=%d values=%d left=%d", drawn, values, left)
}

// draw gives about half of the rules an answer of its own in each lane.
func (w *walk) draw(l *publicodes.Lanes, n int) map[string][]any {
	columns := map[string][]any{}
	for _, rule := range w.answerable {
		column := make([]any, n)
		for i := range column {
			column[i] = w.plainAnswer(rule)
		}
		if w.chance(2) && l.Draw(rule, column) == nil {
			columns[rule] = column
		}
	}
	return columns
}

func single(m *publicodes.Model, shared publicodes.Situation, columns map[string][]any, lane int) *publicodes.Evaluator {
	e := m.NewEvaluator()
	_ = e.SetSituation(laneSituation(shared, columns, lane)) // what is wrong in shared is left out
	return e
}

func laneSituation(shared publicodes.Situation, columns map[string][]any, lane int) publicodes.Situation {
	s := maps.Clone(shared)
	for rule, column := range columns {
		s[rule] = column[lane]
	}
	return s
}

// answer is all that an evaluator tells of a rule.
type answer struct {
	Value   publicodes.Value
	Missing []publicodes.Missing
	Err     string
}

func told(e *publicodes.Evaluator, rule string) answer {
	v, err := e.Evaluate(rule)
	if err != nil {
		return answer{Err: err.Error()}
	}
	missing, err := e.Missing(rule)
	if err != nil {
		return answer{Err: err.Error()}
	}
	return answer{Value: v, Missing: missing}
}

// compiled compiles a generated model. One that is refused is refused with a
// place.
func compiled(t *testing.T, m *Model) (*publicodes.Model, bool) {
	t.Helper()
	out, err := publicodes.Compile(publicodes.Source{Name: "model.json", Data: []byte(toJSON(m.Rules))})
	var located *publicodes.Error
	if err != nil && !errors.As(err, &located) {
		t.Errorf("seed %d: the error %v is no *publicodes.Error", m.Seed, err)
	}
	return out, err == nil
}

// walk changes one answer after another, and takes some back.
type walk struct {
	*generator
	answerable []string
	answers    map[string][]any // that the model was made with, by rule
	start      publicodes.Situation
	situation  publicodes.Situation
	undo       []publicodes.Situation
}

func newWalk(generated *Model, m *publicodes.Model) *walk {
	w := &walk{generator: newGenerator(generated.Seed + 1<<32), answers: map[string][]any{}, situation: publicodes.Situation{}}
	for _, r := range m.Rules() {
		w.answerable = append(w.answerable, r.Name)
	}
	for _, s := range generated.Situations {
		w.start = situationOf(s)
		for name, answer := range w.start {
			if _, ok := m.Rule(name); ok {
				w.answers[name] = append(w.answers[name], answer)
			}
		}
	}
	w.start = situationOf(generated.Situations[2])
	return w
}

func (w *walk) step() (rule string, value any) {
	if len(w.undo) > 0 && w.chance(4) {
		last := w.undo[len(w.undo)-1]
		w.undo = w.undo[:len(w.undo)-1]
		for rule, value = range last {
			w.set(rule, value)
		}
		return rule, value
	}
	rule = pick(w.generator, w.answerable...)
	value = w.plainAnswer(rule)
	if own := w.answers[rule]; len(own) > 0 && w.chance(2) {
		value = pick(w.generator, own...)
	}
	w.undo = append(w.undo, publicodes.Situation{rule: w.situation[rule]})
	w.set(rule, value)
	return rule, value
}

func (w *walk) set(rule string, value any) {
	w.situation[rule] = value
	if value == nil {
		delete(w.situation, rule)
	}
}

// plainAnswer is a number, a boolean, a text or none.
func (w *walk) plainAnswer(rule string) any {
	return pick[any](w.generator, nil, 0.0, 1.0, 2.5, 100.0, -3.0, "oui", "non", "'petit'", "'grand'", "12 kg")
}

// asked are the rules to look at after a step, in an order that changes.
func (w *walk) asked() []string {
	var out []string
	for _, i := range w.Perm(len(w.answerable)) {
		if w.chance(2) {
			out = append(out, w.answerable[i])
		}
	}
	return out
}
