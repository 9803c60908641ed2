package priors_test

import (
	"errors"
	"math"
	"slices"
	"testing"

	"capzero/models"
	"capzero/models/priors"
	"capzero/publicodes"
)

// A question that the data does not know gets a prior from what the model says
// of it: wide, flagged, never of no width.
func TestAQuestionWithoutAPriorIsWide(t *testing.T) {
	m := model(t, tea+`
thé . nouveau:
  question: Un nombre avec un défaut ?
  unité: g
  par défaut: 100
thé . zéro:
  question: Un nombre dont le défaut est nul ?
  unité: g
  par défaut: 0
  suggestions: {un peu: 5, assez: 10, beaucoup: 50}
thé . borné:
  question: Un nombre sans défaut ?
  unité: g
  plancher: 2
  plafond: 3
thé . libre:
  question: Un nombre sans rien ?
  unité: h/jour
thé . au plafond:
  question: Un nombre dont le défaut est le plafond ?
  unité: g
  par défaut: 10
  plafond: 10
thé . vraiment:
  question: Oui ou non ?
`)
	fitted := mustRead(t, "{}").For(m)
	if got, want := len(fitted.Missing()), len(m.Questions()); got != want {
		t.Errorf("%d questions are missing, not %d", got, want)
	}
	for _, q := range m.Questions() {
		p := fitted.Of(q.Name)
		if !p.Wide() || !slices.Contains(fitted.Missing(), q.Name) {
			t.Errorf("%q is not flagged", q.Name)
		}
		low, high := p.Quantile(0.02, nil), p.Quantile(0.98, nil)
		if low == high {
			t.Errorf("%q is always %v", q.Name, low)
		}
		if err := m.NewEvaluator().SetSituation(publicodes.Situation{q.Name: high}); err != nil {
			t.Errorf("%q is answered %v: %v", q.Name, high, err)
		}
	}
	if got := fitted.Of("thé . nouveau").Quantile(0.5, nil); math.Abs(got.(float64)-100) > 1e-9 {
		t.Errorf("the middle of a guess is %v, not what the model assumes", got)
	}
	if got := fitted.Of("thé . nouveau").Quantile(0.975, nil).(float64); got < 300 || got > 500 {
		t.Errorf("one household in forty answers above %v; a guess of 100 should reach about 400", got)
	}
	if got := fitted.Of("thé . sorte").Quantile(0.9, nil); got != "'blanc'" {
		t.Errorf("possibilities are not even: %v", got)
	}
}

// What a household's other answers make the model assume is a better centre.
func TestAGuessFollowsWhatTheModelAssumes(t *testing.T) {
	m := model(t, tea)
	e := m.NewEvaluator()
	if err := e.SetAnswer("thé . tasses", 5); err != nil {
		t.Fatal(err)
	}
	answers := func(rule string) (publicodes.Value, bool) {
		v, err := e.Evaluate(rule)
		return v, err == nil
	}
	if got := mustRead(t, "{}").For(m).Of("thé . tasses").Quantile(0.5, answers); got != 5.0 {
		t.Errorf("the middle is %v", got)
	}
}

// A prior whose question has changed is not used: a new version may ask in
// another unit or offer other possibilities.
func TestAPriorThatNoLongerFitsIsWide(t *testing.T) {
	set := mustRead(t, `priors:
  thé . tasses: {unité: l/jour, comptes: {1: 0.5, 2: 0.5}, large: aucune source trouvée}
  thé . sorte: {parts: {noir: 0.5, vert: 0.5}, large: aucune source trouvée}
  thé . sucre: {oui: 0.3, large: aucune source trouvée}
`)
	fitted := set.For(model(t, tea))
	if got := fitted.Missing(); !slices.Equal(got, []string{"thé . tasses", "thé . sorte"}) {
		t.Errorf("missing are %q", got)
	}
	if fitted.Of("thé . sucre").Wide() {
		t.Error("a prior that fits is flagged")
	}
}

func TestOtherRulesHaveNoPrior(t *testing.T) {
	fitted := mustRead(t, "{}").For(model(t, tea))
	for _, rule := range []string{"thé", "nothing"} {
		if p := fitted.Of(rule); p != nil {
			t.Errorf("%q has a prior: %v", rule, p)
		}
	}
}

// The same data serves earlier versions and other regions: there too every
// question has a prior, and drawn households have a footprint.
func TestPriorsServeOtherReleases(t *testing.T) {
	library, err := models.Open("")
	if err != nil {
		t.Fatal(err)
	}
	overlay, err := models.Overlay("overlay-regions")
	if err != nil {
		t.Fatal(err)
	}
	set := french(t)
	for _, r := range []models.Release{
		{Version: "4.8.1", Region: models.Home},
		{Version: library.Current(), Region: "BE", Overlay: overlay},
	} {
		t.Run(r.String(), func(t *testing.T) {
			sources, err := library.Sources(r, "fr")
			if err != nil {
				t.Fatal(err)
			}
			m, err := publicodes.Compile(sources...)
			if err != nil {
				t.Fatal(err)
			}
			fitted := set.For(m)
			t.Logf("%d questions, without a prior %q", len(fitted.Order()), fitted.Missing())
			known, circular := 0, 0
			const n = 50
			for _, h := range households(n, fitted) {
				e := m.NewEvaluator()
				if err := e.SetSituation(publicodes.Situation(h)); err != nil {
					t.Fatal(err)
				}
				v, err := e.Evaluate("bilan")
				switch {
				case errors.Is(err, publicodes.CycleError):
					circular++ // 4.8.1 asks itself how much oil, wood or district heat is used
				case err == nil && v.Kind == publicodes.KindNumber:
					known++
				default:
					t.Errorf("a household has no footprint: %v, %v", v, err)
				}
			}
			t.Logf("%d of %d households have a footprint", known, n)
			if known < n/2 || circular > 0 && r.Version == library.Current() {
				t.Errorf("%d of %d households have a footprint, %d need their own value", known, n, circular)
			}
		})
	}
}

// BenchmarkDrawAThousandHouseholds draws as Lanes takes answers: a question in
// all households, then the next.
func BenchmarkDrawAThousandHouseholds(b *testing.B) {
	sources, err := models.Priors()
	if err != nil {
		b.Fatal(err)
	}
	set, err := priors.Read(sources...)
	if err != nil {
		b.Fatal(err)
	}
	m, err := compileCarbon()
	if err != nil {
		b.Fatal(err)
	}
	fitted := set.For(m)
	const n = 1000
	for b.Loop() {
		drawn := map[string][]any{}
		for k, rule := range fitted.Order() {
			p, column := fitted.Of(rule), make([]any, n)
			for i := range column {
				column[i] = p.Quantile(float64((i*7+k*13)%n)/n, func(rule string) (publicodes.Value, bool) {
					if other := drawn[rule]; other != nil {
						return value(other[i])
					}
					return publicodes.Value{}, false
				})
			}
			drawn[rule] = column
		}
	}
}
