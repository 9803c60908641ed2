package priors_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"capzero/models"
	"capzero/models/priors"
	"capzero/publicodes"
)

// A household is what one household answers, by question.
type household map[string]any

// households draws n of them, who answer the questions of models one after the
// other. For every question the u are one in each nth of the way, shuffled, so
// that a few hundred show the distribution well.
func households(n int, of ...*priors.Priors) []household {
	random := rand.New(rand.NewPCG(4, 20))
	all := make([]household, n)
	for i := range all {
		all[i] = household{}
	}
	for _, fitted := range of {
		for _, rule := range fitted.Order() {
			places := random.Perm(n)
			for i, h := range all {
				if _, answered := h[rule]; answered {
					continue // both models ask it
				}
				u := (float64(places[i]) + random.Float64()) / float64(n)
				if answer := fitted.Of(rule).Quantile(u, h.value); answer != nil {
					h[rule] = answer
				}
			}
		}
	}
	return all
}

// to returns the answers that a model has questions for.
func (h household) to(m *publicodes.Model) publicodes.Situation {
	s := publicodes.Situation{}
	for rule, answer := range h {
		if _, ok := m.Rule(rule); ok {
			s[rule] = answer
		}
	}
	return s
}

// value is what a household answered, as a prior asks for it.
func (h household) value(rule string) (publicodes.Value, bool) { return value(h[rule]) }

func value(answer any) (publicodes.Value, bool) {
	switch v := answer.(type) {
	case float64:
		return publicodes.Value{Kind: publicodes.KindNumber, Number: v}, true
	case bool:
		return publicodes.Value{Kind: publicodes.KindBoolean, Bool: v}, true
	case string:
		return publicodes.Value{Kind: publicodes.KindText, Text: v[1 : len(v)-1]}, true
	}
	return publicodes.Value{}, false
}

// TestDrawnHouseholdsHaveAFootprint draws households and gives all their answers
// to the model, those to questions that do not apply too.
func TestDrawnHouseholdsHaveAFootprint(t *testing.T) {
	m := carbon(t)
	const n = 300
	var kg []float64
	e := m.NewEvaluator()
	for _, h := range households(n, french(t).For(m)) {
		if err := e.SetSituation(publicodes.Situation(h)); err != nil {
			t.Fatalf("an answer is refused: %v", err)
		}
		v, err := e.Evaluate("bilan")
		if err == nil && v.Kind == publicodes.KindNumber {
			kg = append(kg, v.Number)
		}
	}
	if len(kg) <= n*97/100 {
		t.Errorf("only %d of %d households have a footprint", len(kg), n)
	}
	slices.Sort(kg)
	total := 0.0
	for _, one := range kg {
		total += one
	}
	mean := total / float64(len(kg))
	t.Logf("%d of %d households compute: mean %.0f kg, one in ten below %.0f, median %.0f, one in ten above %.0f kg",
		len(kg), n, mean, kg[len(kg)/10], kg[len(kg)/2], kg[len(kg)*9/10])
	if mean < 6000 || mean > 12000 {
		t.Errorf("the mean household weighs %.0f kg; France's is 8,000 to 10,000", mean)
	}
	if kg[len(kg)*9/10] < 1.5*kg[len(kg)/10] {
		t.Errorf("households hardly differ: %.0f to %.0f kg", kg[len(kg)/10], kg[len(kg)*9/10])
	}
}

func TestDrawnHouseholdsHaveWaste(t *testing.T) {
	m, set := waste(t), french(t)
	const n = 200
	e, total := m.NewEvaluator(), 0.0
	for i, h := range households(n, set.For(carbon(t)), set.For(m)) {
		if err := e.SetSituation(h.to(m)); err != nil {
			t.Fatalf("an answer is refused: %v", err)
		}
		v, err := e.Evaluate("déchets . par an")
		if err != nil || v.Kind != publicodes.KindNumber {
			t.Fatalf("household %d has no waste: %v, %v", i, v, err)
		}
		total += v.Number
	}
	mean := total / n
	t.Logf("the mean person throws away %.0f kg a year", mean)
	if mean < 200 || mean > 350 {
		t.Errorf("the mean person throws away %.0f kg a year; that of France 276", mean)
	}
}

func TestSharesOfDrawnHouseholdsAreThoseOfTheSources(t *testing.T) {
	all := households(400, french(t).For(carbon(t)))
	share := func(holds func(h household) bool) float64 {
		count := 0
		for _, h := range all {
			if holds(h) {
				count++
			}
		}
		return float64(count) / float64(len(all))
	}
	is := func(rule, value string) func(household) bool {
		return func(h household) bool { return h[rule] == "'"+value+"'" }
	}
	for _, tt := range []struct {
		name     string
		holds    func(household) bool
		low, top float64
	}{
		{"54.8 % live in a house (Insee 2023)", is("logement . type", "maison"), 0.52, 0.57},
		{"57.2 % own their home (Insee 2023)", is("logement . propriétaire", "propriétaire"), 0.53, 0.62},
		{"a quarter has air conditioning (ADEME 2020)", func(h household) bool {
			return h["logement . climatisation . présent"] != "'pas de climatiseurs'"
		}, 0.22, 0.3},
		{"a third composts (ADEME 2020)", func(h household) bool {
			return h["alimentation . déchets . gestes . compostage biodéchets . présent"] == true
		}, 0.29, 0.39},
		{"one in nine has a pool (FPP 2022)", func(h household) bool {
			return h["logement . piscine . type"] != "'pas de piscine'"
		}, 0.08, 0.14},
		{"at most one in twenty-five eats no meat (FranceAgriMer 2020: 2.2 %)", func(h household) bool {
			return h["alimentation . plats . viande rouge . nombre"] == 0.0 && h["alimentation . plats . viande blanche . nombre"] == 0.0
		}, 0.005, 0.04},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := share(tt.holds); got < tt.low || got > tt.top {
				t.Errorf("it is %.1f %% of the households drawn", got*100)
			}
		})
	}
}

func TestAPlaceDiffersFromTheCountry(t *testing.T) {
	m := carbon(t)
	mean := func(all []household) (kg, houses, cars float64) {
		e := m.NewEvaluator()
		for _, h := range all {
			if err := e.SetSituation(publicodes.Situation(h)); err != nil {
				t.Fatalf("an answer is refused: %v", err)
			}
			v, err := e.Evaluate("bilan")
			if err != nil {
				t.Fatal(err)
			}
			kg += v.Number / float64(len(all))
			if h["logement . type"] == "'maison'" {
				houses += 1 / float64(len(all))
			}
			if h["transport . voiture . utilisateur"] == "'propriétaire'" {
				cars += 1 / float64(len(all))
			}
		}
		return kg, houses, cars
	}
	kg, houses, cars := mean(households(300, french(t, "hauts-de-seine").For(m)))
	country, _, _ := mean(households(300, french(t).For(m)))
	t.Logf("Hauts-de-Seine: mean %.0f kg, %.0f %% in houses, %.0f %% with a car of their own; France %.0f kg", kg, houses*100, cars*100, country)
	if math.Abs(houses-0.113) > 0.02 || math.Abs(cars-0.6) > 0.03 || kg >= country {
		t.Error("that is not the Hauts-de-Seine")
	}
	if _, err := models.Priors("atlantis"); err == nil {
		t.Error("there are priors for Atlantis")
	}
}

func TestTheMealsOfAWeekAreFourteen(t *testing.T) {
	var dishes []string
	m := carbon(t)
	for _, q := range m.Questions() {
		if q.Unit == "repas/semaine" {
			dishes = append(dishes, q.Name)
		}
	}
	if len(dishes) != 6 {
		t.Fatalf("the model has %d kinds of dishes", len(dishes))
	}
	for i, h := range households(300, french(t).For(m)) {
		meals := 0.0
		for _, dish := range dishes {
			meals += h[dish].(float64)
		}
		if meals != 14 {
			t.Errorf("household %d eats %v meals", i, meals)
		}
	}
}
