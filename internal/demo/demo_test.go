package demo

import (
	"iter"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"capzero/internal/db"
	"capzero/internal/db/dbtest"
	"capzero/internal/footprint"
	"capzero/internal/i18n"
	"capzero/models"
	"capzero/publicodes"
)

// service is the real one, on the real models.
func service(t *testing.T, records *db.DB) *footprint.Service {
	t.Helper()
	catalogues, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	s, err := footprint.New(footprint.Options{
		DB: records,
		Current: footprint.Edition{
			Carbon: map[string]*publicodes.Model{language: carbonModel(t)},
			Waste:  map[string]*publicodes.Model{language: wasteModel(t)},
		},
		KnownCity:  func(string) bool { return true },
		Catalogues: catalogues,
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func carbonModel(t *testing.T) *publicodes.Model {
	t.Helper()
	source, err := models.Carbon("FR", language)
	if err != nil {
		t.Fatal(err)
	}
	return compile(t, source)
}

func wasteModel(t *testing.T) *publicodes.Model {
	t.Helper()
	sources, err := models.Waste(language)
	if err != nil {
		t.Fatal(err)
	}
	return compile(t, sources...)
}

func compile(t *testing.T, sources ...publicodes.Source) *publicodes.Model {
	t.Helper()
	m, err := publicodes.Compile(sources...)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// Whatever the models ask, an invented household has an answer that is taken.
func TestHouseholdsAnswerEveryQuestion(t *testing.T) {
	ctx := t.Context()
	s := service(t, dbtest.Open(t, nil))
	random := rand.New(rand.NewPCG(1, 2))
	for range 8 {
		token, err := s.Start(ctx, "issy")
		if err != nil {
			t.Fatal(err)
		}
		v := visit{s, invent(random), token}
		for _, theme := range []footprint.Theme{
			footprint.Transport, footprint.Food, footprint.Housing, footprint.Misc, footprint.WasteTheme,
		} {
			if err := v.goDeeper(ctx, theme); err != nil {
				t.Fatalf("%s: %v", theme, err)
			}
		}
		result, err := s.Result(ctx, v.holder, language)
		if err != nil || !result.Carbon.Known || !result.Waste.Known {
			t.Fatalf("no result: %+v, %v", result, err)
		}
		if kg := result.Carbon.KgCO2ePerYear; kg < 2500 || kg > 40000 {
			t.Errorf("a footprint of %.0f kg a year is not plausible", kg)
		}
		if result.Questions < 50 {
			t.Errorf("only %d answers", result.Questions)
		}
	}
}

// A habit that no model asks for any more, or offers, is dead.
func TestHabitsAreAboutTheModels(t *testing.T) {
	carbon, waste := carbonModel(t), wasteModel(t)
	find := func(rule string) *publicodes.Rule {
		for _, m := range []*publicodes.Model{carbon, waste} {
			if r, ok := m.Rule(rule); ok && r.Question != "" {
				return r
			}
		}
		t.Errorf("no question %q", rule)
		return new(publicodes.Rule)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for rule, choose := range choices {
		offered := []string{"oui", "non"}
		for _, p := range find(rule).Possibilities {
			offered = append(offered, p.Value)
		}
		for _, w := range choose(invent(random)) {
			if !slices.Contains(offered, w.value) {
				t.Errorf("%q does not offer %q", rule, w.value)
			}
		}
	}
	for _, rules := range []iter.Seq[string]{
		maps.Keys(numbers), maps.Keys(suggestions), maps.Keys(lines), maps.Keys(options),
	} {
		for rule := range rules {
			find(rule)
		}
	}
}
