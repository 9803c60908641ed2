package priors_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"capzero/models/priors"
	"capzero/publicodes"
)

// tea asks a question of each form.
const tea = `
thé:
  formule: tasses * 2
  unité: tasse/jour
thé . tasses:
  question: Combien de tasses ?
  unité: tasse/jour
  par défaut: 3
  plancher: 0
  plafond: 20
thé . sucre:
  question: Du sucre ?
  par défaut: non
thé . sorte:
  question: Quelle sorte ?
  par défaut: "'noir'"
  une possibilité:
    - noir:
    - vert:
    - blanc:
`

func model(t *testing.T, text string) *publicodes.Model {
	t.Helper()
	m, err := publicodes.Compile(publicodes.Source{Name: "tea.yaml", Data: []byte(text)})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func read(text string) (*priors.Set, error) {
	return priors.Read(publicodes.Source{Name: "tea-priors.yaml", Data: []byte(text)})
}

func mustRead(t *testing.T, text string) *priors.Set {
	t.Helper()
	set, err := read(text)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// prior writes the prior of the cups with a distribution.
func prior(distribution string) string {
	return "priors:\n  thé . tasses:\n    unité: tasse/jour\n    large: aucune source trouvée\n    " + distribution + "\n"
}

func TestShapesGiveTheirQuantiles(t *testing.T) {
	m := model(t, tea)
	type at map[float64]float64
	for _, tt := range []struct {
		name, distribution string
		want               at
	}{
		{"counts", "comptes: {1: 0.5, 2: 0.25, 4: 0.25}", at{0: 1, 0.49: 1, 0.5: 2, 0.74: 2, 0.75: 4, 1: 4}},
		{"counts of which one never occurs", "comptes: {1: 0.5, 2: 0.5, 9: 0}", at{0: 1, 0.99: 2, 1: 2}},
		{"quantiles, straight in between", "quantiles: {0: 0, 0.5: 4, 1: 16}", at{0: 0, 0.25: 2, 0.5: 4, 0.75: 10, 1: 16}},
		{"none for some households", "nul: 0.5\n    quantiles: {0: 2, 1: 6}", at{0: 0, 0.49: 0, 0.5: 2, 0.75: 4, 1: 6}},
		{"a lognormal by its median and tenth", "lognormale: {médiane: 2, p90: 4}", at{0.1: 1, 0.5: 2, 0.9: 4}},
		{"a lognormal by its mean", "lognormale: {moyenne: 2, écart: 0.5}", at{0.5: 2 * math.Exp(-0.125)}},
		{"a lognormal is cut", "lognormale: {médiane: 1, écart: 0.5}", at{0: math.Exp(-1.5), 1: math.Exp(1.5)}},
		{"a triangle", "triangulaire: {min: 0, mode: 2, max: 4}", at{0: 0, 0.125: 1, 0.5: 2, 0.875: 3, 1: 4}},
		{"a step", "arrondi: 0.5\n    quantiles: {0: 0, 1: 10}", at{0.11: 1, 0.13: 1.5}},
		{"the plafond of the question", "lognormale: {médiane: 15, p90: 30}", at{0.999: 20}},
		{"what is no share counts as the nearest", "quantiles: {0: 1, 1: 3}", at{-4: 1, 7: 3}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := mustRead(t, prior(tt.distribution)).For(m).Of("thé . tasses")
			for u, want := range tt.want {
				if got, ok := p.Quantile(u, nil).(float64); !ok || math.Abs(got-want) > 1e-9 {
					t.Errorf("at %v it is %v, not %v", u, got, want)
				}
			}
			if got := p.Quantile(math.NaN(), nil); got != p.Quantile(0, nil) {
				t.Errorf("at no number it is %v", got)
			}
		})
	}
}

func TestTheFirstVariantThatHoldsIsTaken(t *testing.T) {
	set := mustRead(t, prior(`variantes:
      - si: [thé . sucre, thé . sorte = 'vert']
        quantiles: {0: 1, 1: 3}
      - si: thé . sucre = non
        fois: thé . fois * 2
        quantiles: {0: 1, 1: 3}
      - quantiles: {0: 5, 1: 7}`))
	p := set.For(model(t, tea)).Of("thé . tasses")
	for _, tt := range []struct {
		name    string
		answers household
		want    float64
	}{
		{"both conditions", household{"thé . sucre": true, "thé . sorte": "'vert'"}, 2},
		{"one of both", household{"thé . sucre": true, "thé . sorte": "'noir'"}, 6},
		{"an expression", household{"thé . sucre": false, "thé . fois": 0.5}, 2},
		{"an expression without a value", household{"thé . sucre": false}, 6},
		{"a factor below zero", household{"thé . sucre": false, "thé . fois": -1.0}, 6},
		{"nothing known", nil, 6},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := p.Quantile(0.5, tt.answers.value); got != tt.want {
				t.Errorf("it is %v, not %v", got, tt.want)
			}
		})
	}
	if got := p.Quantile(0.5, nil); got != 6.0 {
		t.Errorf("without answers it is %v", got)
	}
}

func TestWhatCannotBeReadIsRefusedWithItsPlace(t *testing.T) {
	for _, tt := range []struct {
		name, text, want string
		kind             publicodes.ErrorKind
	}{
		{"no YAML", "priors: [", "tea-priors.yaml:", publicodes.SyntaxError},
		{"a misspelt section", "priorss: {}", `tea-priors.yaml:1:1: structure: the key "priorss" is not known; perhaps "priors" is meant`, publicodes.StructureError},
		{"a misspelt key", prior("quantile: {0: 1, 1: 2}"), `tea-priors.yaml:5:5: structure in rule "thé . tasses": the key "quantile" is not known; perhaps "quantiles" is meant`, publicodes.StructureError},
		{"a misspelt source", "sources:\n  insee: {titre: a, organisme: b, année: 1, url: c, vu: oui}\npriors:\n  thé . sucre: {oui: 0.5, source: inseee, lecture: d}", `tea-priors.yaml:4:35: unknown reference in rule "thé . sucre": no source is called "inseee"; perhaps "insee" is meant`, publicodes.ReferenceError},
		{"weights that are not 1", prior("comptes: {1: 0.5, 2: 0.4}"), "the weights are 0.9 together, not 1", publicodes.StructureError},
		{"a weight below 0", prior("comptes: {1: -0.5, 2: 1.5}"), "a share from 0 to below 1", publicodes.StructureError},
		{"one weight", prior("comptes: {1: 0.9}"), "two weights at least", publicodes.StructureError},
		{"counts that fall", prior("comptes: {2: 0.5, 1: 0.5}"), "1 must be above 2", publicodes.StructureError},
		{"quantiles that fall", prior("quantiles: {0: 2, 1: 1}"), "must not be below", publicodes.StructureError},
		{"quantiles without an end", prior("quantiles: {0: 1, 0.9: 2}"), "go from 0 to 1", publicodes.StructureError},
		{"quantiles of no width", prior("quantiles: {0: 1, 1: 1}"), "not all the same", publicodes.StructureError},
		{"a lognormal of no width", prior("lognormale: {médiane: 2, p90: 2}"), "p90 is above", publicodes.StructureError},
		{"half a lognormal", prior("lognormale: {médiane: 2}"), "a lognormale has", publicodes.StructureError},
		{"a lognormal around nothing", prior("lognormale: {médiane: 0, écart: 1}"), "above 0", publicodes.StructureError},
		{"a triangle of no width", prior("triangulaire: {min: 1, mode: 1, max: 1}"), "must rise", publicodes.StructureError},
		{"two distributions", prior("comptes: {1: 0.5, 2: 0.5}\n    quantiles: {0: 1, 1: 2}"), "one distribution", publicodes.StructureError},
		{"no distribution", prior("arrondi: 1"), "no distribution", publicodes.StructureError},
		{"neither source nor large", "priors: {thé . sucre: {oui: 0.5}}", "neither source nor large", publicodes.StructureError},
		{"another reason for large", "priors: {thé . sucre: {oui: 0.5, large: bof}}", "nothing else", publicodes.StructureError},
		{"a source without a reading", "sources: {s: {titre: a, organisme: b, année: 1, url: c, vu: oui}}\npriors: {thé . sucre: {oui: 0.5, source: s}}", "no lecture", publicodes.StructureError},
		{"a source that says too little", "sources: {s: {titre: a}}", "a source needs", publicodes.StructureError},
		{"seen or not", "sources: {s: {titre: a, organisme: b, année: 1, url: c, vu: peut-être}}", "oui or non", publicodes.StructureError},
		{"a last variant that depends on others", prior("variantes: [{si: thé . sucre, comptes: {1: 0.5, 2: 0.5}}]"), "must not depend", publicodes.StructureError},
		{"a last variant with an expression", prior("valeur: thé . sucre"), "must not depend", publicodes.StructureError},
		{"a bad expression", prior("variantes: [{si: 'thé = (', comptes: {1: 0.5, 2: 0.5}}, {comptes: {1: 0.5, 2: 0.5}}]"), "tea-priors.yaml:5:22: syntax", publicodes.SyntaxError},
		{"fois for a choice", "priors: {thé . sorte: {parts: {noir: 0.5, vert: 0.5}, fois: 2, large: aucune source trouvée}}", "fois is for numbers", publicodes.StructureError},
		{"something beside sans réponse", "priors: {thé . sucre: {sans réponse: non, oui: 0.5}}", "nothing stands beside it", publicodes.StructureError},
		{"a kind that there is not", "genres: {choix: {erreur: 0.1, large: aucune source trouvée}}\ntypes: {choix: choi}", `tea-priors.yaml:2:9: unknown reference: "choix" is of the kind "choi", which there is not; perhaps "choix" is meant`, publicodes.ReferenceError},
		{"no source in a list", "priors: {thé . sucre: {oui: 0.5, source: [], lecture: a}}", "names no source", publicodes.StructureError},
		{"a factor of no width", "facteurs: {thé: {incertitude: 0, large: aucune source trouvée}}", "above 0", publicodes.StructureError},
		{"far too much", strings.Repeat("#", 1<<20+1), "at most 1048576", publicodes.StructureError},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := read(tt.text)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("got %v, want %q in it", err, tt.want)
			}
			if !errors.Is(err, tt.kind) {
				t.Errorf("%v is not of the kind %s", err, tt.kind)
			}
		})
	}
}

func TestCheckFindsWhatNoModelHas(t *testing.T) {
	m := model(t, tea)
	const large = ", large: aucune source trouvée}"
	for _, tt := range []struct{ name, text, want string }{
		{"a misspelt question", "priors:\n  thé . tase: {comptes: {1: 0.5, 2: 0.5}" + large, `tea-priors.yaml:2:3: unknown reference in rule "thé . tase": no question is called that; perhaps "thé . tasses" is meant`},
		{"a rule that is not asked", "priors: {thé: {oui: 0.5" + large + "}", "no question is called that"},
		{"another unit", "priors: {thé . tasses: {unité: tasse, comptes: {1: 0.5, 2: 0.5}" + large + "}", "its unit is «tasse», that of the question «tasse/jour»"},
		{"outside the bounds", prior("comptes: {1: 0.5, 30: 0.5}"), "30 is outside the bounds of the question, 0 to 20"},
		{"a misspelt possibility", "priors: {thé . sorte: {parts: {noir: 0.5, vert: 0.25, blanc: 0.15, bleu: 0.1}" + large + "}", "«bleu» is not one of the possibilities"},
		{"a forgotten possibility", "priors: {thé . sorte: {parts: {noir: 0.5, vert: 0.5}" + large + "}", "the possibility «blanc» has no weight"},
		{"a share for a number", "priors: {thé . tasses: {unité: tasse/jour, oui: 0.5" + large + "}", "answered by yes or no"},
		{"a number for a yes or no", "priors: {thé . sucre: {comptes: {0: 0.5, 1: 0.5}" + large + "}", "answered by a number"},
		{"a misspelt rule in a condition", prior("variantes: [{si: thé . sucr, comptes: {1: 0.5, 2: 0.5}}, {comptes: {1: 0.5, 2: 0.5}}]"), `perhaps "thé . sucre" is meant`},
		{"a misspelt possibility in a condition", prior("variantes: [{si: thé . sorte = 'ver', comptes: {1: 0.5, 2: 0.5}}, {comptes: {1: 0.5, 2: 0.5}}]"), `"thé . sorte" is never "ver"; perhaps "vert" is meant`},
		{"a circle", "priors:\n  thé . sucre: {variantes: [{si: thé . sorte = 'vert', oui: 0.5}, {oui: 0.1}]" + large + "\n  thé . sorte: {variantes: [{si: thé . sucre, parts: {noir: 0.5, vert: 0.4, blanc: 0.1}}, {parts: {noir: 0.5, vert: 0.4, blanc: 0.1}}]" + large, "depends on itself: thé . sucre → thé . sorte → thé . sucre"},
		{"a factor of no rule", "facteurs: {thée: {incertitude: 0.1" + large + "}", `perhaps "thé" is meant`},
		{"a kind of a type that there is not", "genres: {g: {erreur: 0.1" + large + "}\ntypes: {texte: g}", `there is no type "texte"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := mustRead(t, tt.text).Check(m)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q in it", err, tt.want)
			}
		})
	}
}

func TestALaterSourceReplacesAPrior(t *testing.T) {
	set, err := priors.Read(
		publicodes.Source{Name: "fr.yaml", Data: []byte(prior("comptes: {1: 0.5, 2: 0.5}"))},
		publicodes.Source{Name: "city.yaml", Data: []byte(prior("comptes: {7: 0.5, 8: 0.5}"))})
	if err != nil {
		t.Fatal(err)
	}
	if got := set.For(model(t, tea)).Of("thé . tasses").Quantile(0, nil); got != 7.0 {
		t.Errorf("the prior of the country stands: %v", got)
	}
	if len(set.Rules()) != 1 {
		t.Errorf("the rules are %q", set.Rules())
	}
}

func FuzzRead(f *testing.F) {
	f.Add(prior("quantiles: {0: 1, 1: 2}"), 0.5)
	f.Add(prior("nul: 0.2\n    fois: 3\n    lognormale: {moyenne: 2, écart: 1}"), 0.3)
	f.Add(prior("variantes: [{si: thé . sucre, comptes: {1: 0.5, 2: 0.5}}, {triangulaire: {min: 0, mode: 1, max: 2}}]"), 1.0)
	m, err := publicodes.Compile(publicodes.Source{Name: "tea.yaml", Data: []byte(tea)})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string, u float64) {
		set, err := read(text)
		if err != nil {
			return
		}
		_ = set.Check(m)
		for _, q := range m.Questions() {
			p := set.For(m).Of(q.Name)
			answer := p.Quantile(u, household{"thé . sucre": true}.value)
			if err := m.NewEvaluator().SetSituation(publicodes.Situation{q.Name: answer}); err != nil {
				t.Errorf("%q answers %v to %q: %v", text, answer, q.Name, err)
			}
		}
	})
}
