package demo

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"capzero/internal/db/dbtest"
	"capzero/internal/footprint"
	"capzero/internal/i18n"
	"capzero/models"
	"capzero/publicodes"
)

// service is the real one, on the real models, at the clock's time.
func service(t *testing.T, clock *Clock) *footprint.Service {
	t.Helper()
	catalogues, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	source, err := models.Carbon("FR", language)
	if err != nil {
		t.Fatal(err)
	}
	sources, err := models.Waste(language)
	if err != nil {
		t.Fatal(err)
	}
	s, err := footprint.New(footprint.Options{
		DB:         dbtest.Open(t, clock.Now),
		Carbon:     map[string]*publicodes.Model{language: compile(t, source)},
		Waste:      map[string]*publicodes.Model{language: compile(t, sources...)},
		KnownCity:  func(string) bool { return true },
		Catalogues: catalogues,
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
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
	clock := &Clock{at: time.Date(2026, 11, 23, 19, 0, 0, 0, time.UTC)}
	s := service(t, clock)
	random := rand.New(rand.NewPCG(1, 2))
	for range 8 {
		v := visit{service: s, clock: clock, household: invent(random)}
		var err error
		if v.token, err = s.Start(ctx, "issy"); err != nil {
			t.Fatal(err)
		}
		for _, theme := range []footprint.Theme{
			footprint.Transport, footprint.Food, footprint.Housing, footprint.Misc, footprint.WasteTheme,
		} {
			if err := v.goDeeper(ctx, theme); err != nil {
				t.Fatalf("%s: %v", theme, err)
			}
		}
		result, err := s.Result(ctx, v.token, language)
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

// A habit that the model no longer asks for, or offers, is dead.
func TestHabitsAreAboutTheModels(t *testing.T) {
	source, err := models.Carbon("FR", language)
	if err != nil {
		t.Fatal(err)
	}
	model := compile(t, source)
	random := rand.New(rand.NewPCG(1, 2))
	for rule, choose := range choices {
		r, ok := model.Rule(rule)
		if !ok {
			t.Errorf("no rule %q", rule)
			continue
		}
		for _, w := range choose(invent(random)) {
			offered := w.value == "oui" || w.value == "non" ||
				slices.ContainsFunc(r.Possibilities, func(p publicodes.Possibility) bool { return p.Value == w.value })
			if !offered {
				t.Errorf("%q does not offer %q", rule, w.value)
			}
		}
	}
	for rule := range numbers {
		if r, ok := model.Rule(rule); !ok || r.Question == "" {
			t.Errorf("no question %q", rule)
		}
	}
	for rule := range lines {
		if _, ok := model.Rule(rule); !ok {
			t.Errorf("no rule %q", rule)
		}
	}
	for rule := range options {
		if _, ok := model.Rule(rule); !ok {
			t.Errorf("no rule %q", rule)
		}
	}
}

func TestEveningsAreInTheLastFourWeeks(t *testing.T) {
	until := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	all := evenings(rand.New(rand.NewPCG(3, 4)), until)
	if len(all) != Households || !slices.IsSortedFunc(all, time.Time.Compare) {
		t.Fatalf("%d evenings, %v", len(all), all)
	}
	for _, at := range all {
		if age := until.Sub(at); age < 0 || age > days*24*time.Hour {
			t.Errorf("an evening %v ago", age)
		}
	}
}
