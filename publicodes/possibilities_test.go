package publicodes_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"capzero/publicodes"
)

const heating = `
maison:
  question: Une maison ?
chauffage:
  question: Lequel ?
  une possibilité:
    - bois:
        titre: Du bois
        applicable si: maison
    - gaz:
        applicable si: 12 / (puissance - 3) > 0
    - électricité
chauffage . électricité:
puissance:
  question: Combien ?
  par défaut: 4
texte:
  une possibilité: ["'a'", "'b'"]
`

func TestPossibilitiesThatApply(t *testing.T) {
	for _, tt := range []struct {
		name      string
		filter    bool
		rule      string
		situation publicodes.Situation
		want      string
	}{
		{"all without the option", false, "chauffage", publicodes.Situation{"maison": "non"}, "bois gaz électricité"},
		{"those that may apply", true, "chauffage", nil, "bois gaz électricité"},
		{"those that apply", true, "chauffage", publicodes.Situation{"maison": "non"}, "gaz électricité"},
		{"one that is left", true, "chauffage", publicodes.Situation{"maison": "non", "puissance": 1}, "électricité"},
		{"texts always apply", true, "texte", nil, "a b"},
		{"a rule without possibilities", true, "maison", nil, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m, err := publicodes.Options{FilterPossibilities: tt.filter}.Compile(yaml("heating.yaml", heating))
			if err != nil {
				t.Fatal(err)
			}
			e := m.NewEvaluator()
			if err := e.SetSituation(tt.situation); err != nil {
				t.Fatal(err)
			}
			list, err := e.Possibilities(tt.rule)
			if err != nil {
				t.Fatal(err)
			}
			var values []string
			for _, p := range list {
				values = append(values, p.Value)
			}
			if got := strings.Join(values, " "); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}

func TestPossibilitiesThatCannotBeTold(t *testing.T) {
	m, err := publicodes.Options{FilterPossibilities: true}.Compile(yaml("heating.yaml", heating))
	if err != nil {
		t.Fatal(err)
	}
	e := m.NewEvaluator()
	if _, err := e.Possibilities("cuisine"); !errors.Is(err, publicodes.UnknownRuleError) {
		t.Errorf("an unknown rule: %v", err)
	}
	if err := e.SetSituation(publicodes.Situation{"puissance": 3}); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Possibilities("chauffage"); !errors.Is(err, publicodes.DivideZeroError) {
		t.Errorf("a condition that fails: %v", err)
	}
}

// A program that asks people shows them what they can choose.
func ExampleEvaluator_Possibilities() {
	m, err := publicodes.Options{FilterPossibilities: true}.Compile(publicodes.Source{Name: "heating.yaml", Data: []byte(heating)})
	if err != nil {
		fmt.Println(err)
		return
	}
	e := m.NewEvaluator()
	err = e.SetSituation(publicodes.Situation{"maison": "non"})
	list, _ := e.Possibilities("chauffage")
	for _, p := range list {
		fmt.Println(p.Value, p.Title, err)
	}
	// Output:
	// gaz Gaz <nil>
	// électricité Électricité <nil>
}
