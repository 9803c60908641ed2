package priors_test

import (
	"math"
	"strings"
	"sync"
	"testing"

	"capzero/models"
	"capzero/models/priors"
	"capzero/publicodes"
)

// compileCarbon is done once: it takes most of the time of these tests.
var compileCarbon = sync.OnceValues(func() (*publicodes.Model, error) {
	library, err := models.Open("")
	if err != nil {
		return nil, err
	}
	sources, err := library.Sources(models.Release{Version: library.Current(), Region: models.Home}, "fr")
	if err != nil {
		return nil, err
	}
	return publicodes.Compile(sources...)
})

func carbon(t *testing.T) *publicodes.Model {
	t.Helper()
	m, err := compileCarbon()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func waste(t *testing.T) *publicodes.Model {
	t.Helper()
	sources, err := models.Waste("fr")
	if err != nil {
		t.Fatal(err)
	}
	m, err := publicodes.Compile(sources...)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func french(t *testing.T, places ...string) *priors.Set {
	t.Helper()
	sources, err := models.Priors(places...)
	if err != nil {
		t.Fatal(err)
	}
	set, err := priors.Read(sources...)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func TestEveryQuestionHasAPrior(t *testing.T) {
	for name, m := range map[string]*publicodes.Model{"carbon": carbon(t), "waste": waste(t)} {
		fitted := french(t).For(m)
		for _, rule := range fitted.Missing() {
			t.Errorf("%s: %q has no prior; give it one, or say that it is large", name, rule)
		}
		if len(fitted.Order()) < 10 {
			t.Errorf("%s: only %d questions were found", name, len(fitted.Order()))
		}
	}
}

func TestEveryPriorIsOneOfAQuestion(t *testing.T) {
	for _, places := range [][]string{nil, {"hauts-de-seine"}} {
		if err := french(t, places...).Check(carbon(t), waste(t)); err != nil {
			t.Errorf("%v: %v", places, err)
		}
	}
}

// A prior that depended on what the model makes of the answers would cost an
// evaluation of the model for each draw.
func TestPriorsDependOnOtherQuestionsOnly(t *testing.T) {
	set := french(t, "hauts-de-seine")
	for _, rule := range set.Rules() {
		p, _ := set.Prior(rule)
		for _, read := range p.Reads() {
			if _, ok := set.Prior(read); !ok {
				t.Errorf("the prior of %q depends on %q, which has none", rule, read)
			}
		}
	}
}

func TestEachQuestionComesAfterThoseItsPriorDependsOn(t *testing.T) {
	fitted := french(t).For(carbon(t))
	drawn := map[string]bool{}
	for _, rule := range fitted.Order() {
		for _, before := range fitted.Of(rule).Reads() {
			if fitted.Of(before) != nil && !drawn[before] {
				t.Errorf("%q is drawn before %q", rule, before)
			}
		}
		if drawn[rule] {
			t.Errorf("%q is drawn twice", rule)
		}
		drawn[rule] = true
	}
}

// TestQuantilesAreWithinBoundsAndRise asks each prior for a hundred quantiles,
// without other answers and with those of some households.
func TestQuantilesAreWithinBoundsAndRise(t *testing.T) {
	for _, m := range []*publicodes.Model{carbon(t), waste(t)} {
		fitted := french(t).For(m)
		for _, h := range append(households(12, fitted), nil) {
			for _, rule := range fitted.Order() {
				quantilesRise(t, m, fitted.Of(rule), h)
			}
		}
	}
}

func quantilesRise(t *testing.T, m *publicodes.Model, p *priors.Prior, h household) {
	t.Helper()
	if p.Unanswered() != "" {
		if got := p.Quantile(0.5, h.value); got != nil {
			t.Errorf("%q is left to the model and answered %v", p.Rule, got)
		}
		return
	}
	low, high := bounds(t, m, p.Rule)
	before := math.Inf(-1)
	for step := range 101 {
		n, number := p.Quantile(float64(step)/100, h.value).(float64)
		if !number {
			return
		}
		if n < before || n < low || n > high || math.IsNaN(n) {
			t.Errorf("%q at %d %%: %v after %v, within %v to %v", p.Rule, step, n, before, low, high)
			return
		}
		before = n
	}
}

func bounds(t *testing.T, m *publicodes.Model, rule string) (low, high float64) {
	t.Helper()
	q, _ := m.Rule(rule)
	low, high = 0, math.Inf(1)
	if n, ok := q.Attribute("plancher"); ok {
		low, _ = n.Float()
	}
	if n, ok := q.Attribute("plafond"); ok {
		high, _ = n.Float()
	}
	return low, high
}

// Without other answers no prior is of no width: an unanswered question is never
// taken for certain.
func TestNoPriorIsOfNoWidth(t *testing.T) {
	fitted := french(t).For(carbon(t))
	for _, rule := range fitted.Order() {
		p := fitted.Of(rule)
		if p.Unanswered() == "" && p.Quantile(0.001, nil) == p.Quantile(0.9999, nil) {
			t.Errorf("%q is always %v", rule, p.Quantile(0.5, nil))
		}
	}
}

// A guess that is narrow would be a claim: where no source was found, one
// household in ten answers at least half as much again as another, or one more.
func TestAmountsWithoutASourceAreWide(t *testing.T) {
	for _, m := range []*publicodes.Model{carbon(t), waste(t)} {
		fitted := french(t).For(m)
		for _, rule := range fitted.Order() {
			p := fitted.Of(rule)
			low, number := p.Quantile(0.05, nil).(float64)
			if !number || !p.Large() {
				continue
			}
			if high := p.Quantile(0.95, nil).(float64); high < 1.5*low && high < low+1 {
				t.Errorf("%q has no source and goes from %v to %v only", rule, low, high)
			}
		}
	}
}

func TestEverySourceIsUsed(t *testing.T) {
	set := french(t)
	for name, s := range french(t, "hauts-de-seine").Sources() {
		if _, ok := set.Sources()[name]; !ok && !strings.HasPrefix(s.URL, "http") {
			t.Errorf("%q has no address", name)
		}
	}
	used := map[*priors.Source]bool{}
	use := func(e priors.Evidence) {
		for _, s := range e.Sources {
			used[s] = true
		}
	}
	for _, rule := range set.Rules() {
		p, _ := set.Prior(rule)
		use(p.Evidence)
	}
	for _, k := range set.Kinds() {
		use(k.Evidence)
	}
	for _, f := range set.Factors() {
		use(f.Evidence)
	}
	for name, s := range set.Sources() {
		if !used[s] {
			t.Errorf("nothing comes from %q", name)
		}
		if !strings.HasPrefix(s.URL, "http") {
			t.Errorf("%q has no address", name)
		}
	}
}

func TestEveryQuestionHasAnImprecision(t *testing.T) {
	fitted := french(t).For(carbon(t))
	for rule, want := range map[string]string{
		"transport . voiture . km":                          "kilométrage de mémoire",
		"logement . surface":                                "surface",
		"logement . chauffage . gaz . consommation précise": "énergie d'après facture",
		"alimentation . plats . viande rouge . nombre":      "nombre de repas",
		"logement . type":                                   "choix",
		"transport . train . usager":                        "oui ou non",
		"logement . habitants":                              "nombre de personnes",
	} {
		if got := fitted.Imprecision(rule); got.Kind != want {
			t.Errorf("%q is of the kind %q, not %q", rule, got.Kind, want)
		}
	}
	for _, rule := range fitted.Order() {
		if i := fitted.Imprecision(rule); i.Relative <= 0 && i.Wrong <= 0 {
			t.Errorf("%q is taken for exact", rule)
		}
	}
}

func TestEveryPartOfTheFootprintHasAnUncertainty(t *testing.T) {
	set := french(t)
	for _, rule := range []string{"transport", "alimentation", "logement", "divers", "services sociétaux", "déchets"} {
		if f := set.Factor(rule + " . x"); f.HalfWidth <= 0 || !f.Large() {
			t.Errorf("a rule below %q is uncertain by %v", rule, f.HalfWidth)
		}
	}
	if f := set.Factor("logement . chauffage . gaz . intensité carbone"); f.HalfWidth != 0.05 || f.Large() {
		t.Errorf("the factor of gas is %+v", f)
	}
}
