package publicodes_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"capzero/publicodes"
)

// lanesModel has every way in which lanes may part: branches, what does not
// apply, what is undefined, errors, contexts inside contexts, and operations
// that are left to single lanes.
const lanesModel = `
km:
  question: How far?
  unité: km
train:
  question: By train?
  par défaut: non
kind:
  question: Which?
  une possibilité: [small, large]
  par défaut: "'small'"
kind . small:
kind . large:
share:
  question: Which part?
  par défaut: 50 %
price: 2 €/km
car:
  applicable si: train = non
  formule: car . cost + 1 €
car . cost:
  formule: km * price
  plafond: 900 €
  plancher: 10 €
car . seats:
  variations:
    - si: kind = 'large'
      alors: 7
    - si: km > 500 km
      alors: 5
    - sinon: 4
each: car . cost / car . seats
broken: 12 / (km - 3 km)
quiet:
  une de ces conditions: [train, km > 100 km]
strict:
  toutes ces conditions: [train, "kind = 'large'"]
total:
  somme: [car, each, share * 100 €, quiet * 1 €]
mean:
  moyenne: [car, train * 3 €, 8 €]
rounded:
  valeur: each
  arrondi: 1 décimale
most:
  le maximum de: [car . cost, share * 300 €]
asked:
  est défini: km
there:
  est applicable: car
other:
  valeur: total
  contexte:
    train: oui
twice:
  valeur: other + deeper
  contexte:
    km: km * 2
deeper:
  valeur: each
  contexte:
    kind: "'large'"
band:
  grille:
    assiette: km
    tranches:
      - plafond: 10 km
        montant: 1
      - plafond: 1000 km
        montant: 2
      - montant: 3
through: band + 1
unmoved: price * 3
`

func TestLanesEqualSingleSituations(t *testing.T) {
	m := compile(t, yaml("lanes.yaml", lanesModel))
	const n = 150 // two blocks and a part of one
	random := rand.New(rand.NewPCG(3, 1))
	pick := func(of ...any) any { return of[random.IntN(len(of))] }
	values := map[string]func() any{
		"km":    func() any { return pick(nil, 0, 3, 5.5, 400, 2000.25) },
		"train": func() any { return pick(nil, true, "non") },
		"kind":  func() any { return pick(nil, "'small'", "'large'") },
		"share": func() any { return pick(nil, 0, 10, 0.5) },
	}
	for _, drawn := range [][]string{{"km"}, {"train"}, {"kind", "share"}, {"km", "train", "kind", "share"}, {}} {
		t.Run(fmt.Sprint(drawn), func(t *testing.T) {
			shared := publicodes.Situation{"km": 250, "share": 20}
			lanes := m.NewLanes(n)
			if err := lanes.SetSituation(shared); err != nil {
				t.Fatal(err)
			}
			columns := map[string][]any{}
			for _, rule := range drawn {
				for range n {
					columns[rule] = append(columns[rule], values[rule]())
				}
				if err := lanes.Draw(rule, columns[rule]); err != nil {
					t.Fatal(err)
				}
			}
			compareLanes(t, m, lanes, shared, columns)
		})
	}
}

func compareLanes(t *testing.T, m *publicodes.Model, lanes *publicodes.Lanes, shared publicodes.Situation, columns map[string][]any) {
	t.Helper()
	single := m.NewEvaluator()
	for _, rule := range m.Rules() {
		seen := 0
		err := lanes.Evaluate(rule.Name, func(lane int, got publicodes.Value, gotErr error) {
			seen++
			situation := publicodes.Situation{}
			for name, v := range shared {
				situation[name] = v
			}
			for name, column := range columns {
				situation[name] = column[lane]
			}
			single = m.NewEvaluator()
			if err := single.SetSituation(situation); err != nil {
				t.Fatal(err)
			}
			want, wantErr := single.Evaluate(rule.Name)
			if got != want || fmt.Sprint(gotErr) != fmt.Sprint(wantErr) {
				t.Errorf("%s with %v: %v %v, want %v %v", rule.Name, situation, got, gotErr, want, wantErr)
			}
		})
		if err != nil || seen != 150 {
			t.Fatalf("%s: %d lanes, %v", rule.Name, seen, err)
		}
	}
}

// TestScaledLanesEqualAnsweredOnes: scaling a constant is answering with so many
// times as much, also where lanes have to be evaluated alone.
func TestScaledLanesEqualAnsweredOnes(t *testing.T) {
	m := compile(t, yaml("lanes.yaml", lanesModel))
	const n = 150
	random := rand.New(rand.NewPCG(3, 2))
	lanes := m.NewLanes(n)
	if err := lanes.SetSituation(publicodes.Situation{"share": 20}); err != nil {
		t.Fatal(err)
	}
	km, prices, factors := make([]any, n), make([]any, n), make([]float64, n)
	for i := range n {
		km[i], factors[i] = float64(random.IntN(900)), 0.5+random.Float64()
		prices[i] = 2 * factors[i]
	}
	if err := errors.Join(lanes.Draw("km", km), lanes.Scale("price", factors)); err != nil {
		t.Fatal(err)
	}
	compareLanes(t, m, lanes, publicodes.Situation{"share": 20}, map[string][]any{"km": km, "price": prices})
}

func TestAnAnswerIsNotScaled(t *testing.T) {
	m := compile(t, yaml("lanes.yaml", lanesModel))
	lanes := m.NewLanes(2)
	if err := lanes.SetSituation(publicodes.Situation{"price": 7}); err != nil {
		t.Fatal(err)
	}
	if err := lanes.Scale("price", []float64{2, 3}); err != nil {
		t.Fatal(err)
	}
	lanes.Evaluate("price", func(lane int, v publicodes.Value, err error) {
		if err != nil || v.Number != 7 {
			t.Errorf("lane %d: %v %v", lane, v, err)
		}
	})
	if err := lanes.Scale("price", []float64{2}); err == nil {
		t.Error("one factor was taken for two lanes")
	}
	if err := lanes.SetSituation(nil); err != nil {
		t.Fatal(err)
	}
	lanes.Evaluate("price", func(lane int, v publicodes.Value, err error) {
		if err != nil || v.Number != 2 {
			t.Errorf("lane %d keeps its factor: %v %v", lane, v, err)
		}
	})
}

func TestLanesRefuse(t *testing.T) {
	m := compile(t, yaml("lanes.yaml", lanesModel))
	lanes := m.NewLanes(2)
	for _, tt := range []struct {
		rule   string
		values []any
	}{
		{"nothing", []any{1, 2}},
		{"km", []any{1}},
		{"km", []any{1, "price * 2"}},
		{"kind", []any{"'small'", "'huge'"}},
		{"km", []any{1, "1 ("}},
	} {
		if err := lanes.Draw(tt.rule, tt.values); err == nil {
			t.Errorf("%s took %v", tt.rule, tt.values)
		}
	}
	if err := lanes.Evaluate("nothing", func(int, publicodes.Value, error) { t.Error("a lane of no rule") }); err == nil {
		t.Error("a rule that does not exist was evaluated")
	}
}
