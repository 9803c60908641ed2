package footprint

import (
	"slices"
	"testing"

	"capzero/publicodes"
)

func compiled(t *testing.T, text string) *publicodes.Model {
	t.Helper()
	m, err := publicodes.Compile(publicodes.Source{Name: "test.publicodes", Data: []byte(text)})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// A figure is what a rule states. What it computes, what does not reach the
// footprint and what only one of the models has is none.
func TestRevisedFigures(t *testing.T) {
	earlier := compiled(t, `
bilan: a + b + c + d + e + f + g . h
a: 1 kg
b:
  formule: 2
  unité: kg
c:
  question: Combien ?
  par défaut: 3 kg
d:
  formule: a * 2
e:
  valeur: -5 kg
f: 6 kg
g:
  avec:
    h: 54 %
k: 7 kg
l: 8 kg
`)
	later := compiled(t, `
bilan: a + b + c + d + e + g . h
a: 10 kg
b:
  formule: 20
  unité: kg
c:
  question: Combien ?
  par défaut: 30 kg
d:
  formule: a * 20
e:
  valeur: -5 kg
g:
  avec:
    h: 12.1 %
k: 70 kg
`)
	want := []string{"a", "b", "c", "g . h"}
	if got := revisedFigures(earlier, later); !slices.Equal(got, want) {
		t.Errorf("the revised figures are %v, want %v", got, want)
	}
}

// A value that is given as the answer to its own rule is that value again.
func TestAValueAsAnswer(t *testing.T) {
	m := compiled(t, `
part: 54 %
facteur:
  formule: 0.1
  unité: kgCO2e/kWh
nombre: 67257982
mode:
  question: Lequel ?
  une possibilité: [gaz, bois]
  par défaut: "'gaz'"
mode . gaz:
mode . bois:
présent:
  question: Y en a-t-il ?
  par défaut: oui
`)
	for rule, v := range map[string]publicodes.Value{
		"part":    {Kind: publicodes.KindNumber, Number: 12.1, Unit: "%"},
		"facteur": {Kind: publicodes.KindNumber, Number: 0.0519, Unit: "kgCO2e/kWh"},
		"nombre":  {Kind: publicodes.KindNumber, Number: -42},
		"mode":    {Kind: publicodes.KindText, Text: "bois"},
		"présent": {Kind: publicodes.KindBoolean},
	} {
		e := m.NewEvaluator()
		was := valueOf(e, rule)
		if !sameKind(was, v) || was == v {
			t.Errorf("%s: %v cannot take the place of %v", rule, v, was)
		}
		if err := e.SetAnswer(rule, asAnswer(v)); err != nil {
			t.Errorf("%s: %v", rule, err)
		}
		if got := valueOf(e, rule); got != v {
			t.Errorf("%s: %+v was given and is %+v", rule, v, got)
		}
	}
}
