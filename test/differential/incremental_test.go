package differential

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"

	"capzero/publicodes"
	"capzero/publicodes/syntax"

	"github.com/google/go-cmp/cmp"
)

// TestIncrementalEqualsFull changes answers one after another and takes some
// back. What is asked after each step is what an evaluator says that has the
// whole situation set anew.
//
// In the language what a result lacks, and now and then the result, depends on
// what was asked before (see [stable]). Only what does not is compared.
func TestIncrementalEqualsFull(t *testing.T) {
	steps, compared, unstable := 0, 0, 0
	for seed := range models(t, 1500) {
		generated := Generate(seed)
		m, ok := compiled(t, generated)
		if !ok {
			continue
		}
		w := newWalk(generated, m)
		e := m.NewEvaluator()
		for range 12 {
			rule, answer := w.step()
			if err := e.SetAnswer(rule, answer); err != nil {
				delete(w.situation, rule) // what cannot be applied is no answer
			}
			steps++
			want, circular := w.stable(m), w.circular(m)
			for _, name := range w.asked() {
				got := told(e, name)
				if want[name] == nil || circular[name] {
					unstable++
					continue
				}
				compared++
				if diff := cmp.Diff(*want[name], got); diff != "" {
					t.Fatalf("seed %d, after %s = %v, %s:\n%s\n%v\n%s", seed, rule, answer, name, diff, w.situation, toYAML(generated.Rules))
				}
			}
		}
	}
	t.Logf("steps=%d compared=%d unstable=%d", steps, compared, unstable)
}

// stable gives what an evaluator for the situation says of each rule, nil where
// that depends on what was asked before: nothing, every other rule in the order
// of the model, or in some other order.
func (w *walk) stable(m *publicodes.Model) map[string]*answer {
	fresh := func() *publicodes.Evaluator {
		e := m.NewEvaluator()
		_ = e.SetSituation(w.situation) // what cannot be applied is no answer
		return e
	}
	out := map[string]*answer{}
	for _, name := range w.answerable {
		alone := told(fresh(), name)
		out[name] = &alone
	}
	orders := [][]string{w.answerable, backward(w.answerable), w.shuffled(), w.shuffled()}
	for _, order := range orders {
		e := fresh()
		for _, name := range order {
			if got := told(e, name); out[name] != nil && !cmp.Equal(*out[name], got) {
				out[name] = nil
			}
		}
	}
	return out
}

// circular are the rules whose value needs one that needs itself, as a parent
// and its child may, or an answer that is a formula and the rule it speaks of.
func (w *walk) circular(m *publicodes.Model) map[string]bool {
	uses := map[string][]string{}
	for name, answer := range w.situation {
		uses[name] = usedByAnswer(m, name, answer)
	}
	circular := map[string]bool{}
	for _, name := range w.answerable {
		circular[name] = meetsCycle(m, uses, name, map[string]int{})
	}
	return circular
}

// meetsCycle reports whether the rules used from name on lead to one on the way
// to itself. In met a rule is 1 while it is on the way and 2 once it is done.
func meetsCycle(m *publicodes.Model, more map[string][]string, name string, met map[string]int) bool {
	met[name] = 1
	for _, used := range slices.Concat(m.Uses(name), more[name]) {
		if met[used] == 1 || met[used] == 0 && meetsCycle(m, more, used, met) {
			return true
		}
	}
	met[name] = 2
	return false
}

// usedByAnswer are the rules that a formula given as an answer names.
func usedByAnswer(m *publicodes.Model, rule string, answer any) []string {
	written, ok := answer.(string)
	if !ok {
		return nil
	}
	e, err := syntax.ParseExpression(written)
	if err != nil {
		return nil
	}
	var used []string
	var visit func(syntax.Expr)
	visit = func(e syntax.Expr) {
		switch e := e.(type) {
		case *syntax.Ident:
			if name, ok := m.Lookup(rule+" . $SITUATION", e.Name); ok {
				used = append(used, name)
			}
		case *syntax.Binary:
			visit(e.Left)
			visit(e.Right)
		}
	}
	visit(e)
	return used
}

func backward(names []string) []string {
	names = slices.Clone(names)
	slices.Reverse(names)
	return names
}

func (w *walk) shuffled() []string {
	names := slices.Clone(w.answerable)
	w.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	return names
}

// TestLanesEqualSingles gives each lane answers of its own and compares it with
// an evaluator for that lane alone.
func TestLanesEqualSingles(t *testing.T) {
	const lanes = 70 // a block and a part of one
	drawn, compared, unstable := 0, 0, 0
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
		w.situation = w.start
		circular := w.circular(m)
		for _, rule := range m.Rules() {
			if circular[rule.Name] {
				unstable++
				continue
			}
			err := l.Evaluate(rule.Name, func(lane int, got publicodes.Value, gotErr error) {
				want, wantErr := single(m, w.start, columns, lane).Evaluate(rule.Name)
				compared++
				if got == want && fmt.Sprint(gotErr) == fmt.Sprint(wantErr) {
					return
				}
				if w.situation = laneSituation(w.start, columns, lane); w.stable(m)[rule.Name] == nil {
					unstable++
				} else {
					t.Fatalf("seed %d, lane %d, %s: %v (%v), want %v (%v)\n%v\n%s", seed, lane, rule.Name, got, gotErr, want, wantErr, w.situation, toYAML(generated.Rules))
				}
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	t.Logf("drawn=%d compared=%d unstable=%d", drawn, compared, unstable)
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

func situationOf(n *syntax.Node) publicodes.Situation {
	s := publicodes.Situation{}
	for _, p := range n.Pairs {
		s[p.Key] = goValue(p.Value)
	}
	return s
}

func goValue(n *syntax.Node) any {
	switch n.Kind {
	case syntax.Null:
		return nil
	case syntax.Number:
		v, _ := n.Float()
		return v
	case syntax.Map:
		m := map[string]any{}
		for _, p := range n.Pairs {
			m[p.Key] = goValue(p.Value)
		}
		return m
	default:
		return n.Text
	}
}
