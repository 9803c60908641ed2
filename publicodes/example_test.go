package publicodes_test

import (
	"errors"
	"fmt"
	"log"
	"strings"

	"capzero/publicodes"
)

// cup is the model of the README.
const cup = `
tasses:
  question: Combien de tasses par jour ?
  par défaut: 2
  unité: tasse/jour
énergie:
  formule: tasses * 0.03 kWh/tasse
  unité: kWh/an
`

func Example() {
	m, err := publicodes.Compile(publicodes.Source{Name: "tea.yaml", Data: []byte(cup)})
	if err != nil {
		log.Fatal(err)
	}
	e := m.NewEvaluator()
	value, err := e.Evaluate("énergie")
	fmt.Println(value, err)

	err = e.SetSituation(publicodes.Situation{"tasses": 3})
	value, _ = e.Evaluate("énergie")
	fmt.Println(value, err)
	// Output:
	// 21.9 kWh/an <nil>
	// 32.85 kWh/an <nil>
}

// The name of a source says how to read it. Errors say where.
func ExampleCompile() {
	_, err := publicodes.Compile(publicodes.Source{Name: "tea.json", Data: []byte(`{
  "énergie": {"formule": "tassas * 3 kWh"},
  "tasses": 2
}`)})
	fmt.Println(err)
	// Output:
	// tea.json:2:27 (byte 28): unknown reference in rule "énergie" at formule: no rule is called "tassas"; perhaps "tasses" is meant
}

// A second source changes the rules of the first one, key by key.
func ExampleCompile_overlay() {
	published := publicodes.Source{Name: "mix.yaml", Data: []byte("mix:\n  valeur: 0.05 kgCO2e/kWh\nchauffage: 1000 kWh/an * mix\n")}
	ours := publicodes.Source{Name: "local.yaml", Data: []byte("mix:\n  valeur: 0.8 kgCO2e/kWh\n")}
	m, err := publicodes.Compile(published, ours)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(m.NewEvaluator().Evaluate("chauffage"))
	// Output:
	// 800 kgCO2e/an <nil>
}

func ExampleModel_Questions() {
	m, err := publicodes.Compile(publicodes.Source{Name: "tea.yaml", Data: []byte(cup)})
	if err != nil {
		log.Fatal(err)
	}
	for _, q := range m.Questions() {
		fmt.Println(q.Name, q.Question, q.Type, q.HasDefault)
	}
	fmt.Println(m.Uses("énergie"))
	// Output:
	// tasses Combien de tasses par jour ? number true
	// [tasses]
}

// What cannot be applied is reported and left out; the rest counts.
func ExampleEvaluator_SetSituation() {
	m, err := publicodes.Compile(publicodes.Source{Name: "tea.yaml", Data: []byte(cup)})
	if err != nil {
		log.Fatal(err)
	}
	e := m.NewEvaluator()
	fmt.Println(e.SetSituation(publicodes.Situation{"tasses": "21 tasse/mois", "sucre": 2}))
	value, err := e.Evaluate("énergie")
	fmt.Printf("%.2f %s %v\n", value.Number, value.Unit, err)
	// Output:
	// unknown rule in rule "sucre": the model has no such public rule
	// 7.56 kWh/an <nil>
}

func ExampleEvaluator_SetAnswer() {
	m, err := publicodes.Compile(publicodes.Source{Name: "tea.yaml", Data: []byte(cup)})
	if err != nil {
		log.Fatal(err)
	}
	e := m.NewEvaluator()
	for _, answer := range []any{0, 4, nil} { // nil takes the answer back
		if err := e.SetAnswer("tasses", answer); err != nil {
			log.Fatal(err)
		}
		fmt.Println(e.Evaluate("énergie"))
	}
	// Output:
	// 0 kWh/an <nil>
	// 43.8 kWh/an <nil>
	// 21.9 kWh/an <nil>
}

func ExampleEvaluator_Missing() {
	m, err := publicodes.Compile(publicodes.Source{Name: "tea.yaml", Data: []byte(tea)})
	if err != nil {
		log.Fatal(err)
	}
	e := m.NewEvaluator()
	for _, answered := range []publicodes.Situation{{}, {"bouilloire": "oui"}, {"tasses": 3, "bouilloire": false}} {
		if err := e.SetSituation(answered); err != nil {
			log.Fatal(err)
		}
		fmt.Println(e.Missing("énergie"))
	}
	// Output:
	// [{tasses 3} {bouilloire 2}] <nil>
	// [{tasses 3}] <nil>
	// [] <nil>
}

func ExampleEvaluator_Trace() {
	m, err := publicodes.Compile(publicodes.Source{Name: "tea.yaml", Data: []byte(cup)})
	if err != nil {
		log.Fatal(err)
	}
	trace, err := m.NewEvaluator().Trace("énergie")
	if err != nil {
		log.Fatal(err)
	}
	var show func(n *publicodes.TraceNode, depth int)
	show = func(n *publicodes.TraceNode, depth int) {
		fmt.Printf("%s%s %s= %s\n", strings.Repeat("  ", depth), n.Op, n.Rule, n.Value)
		for _, child := range n.Children {
			show(child, depth+1)
		}
	}
	show(trace.Root, 0)
	// Output:
	// unité = 21.9 kWh/an
	//   * = 0.06 kWh/jour
	//     reference tasses= 2 tasse/jour
	//     constant = 0.03 kWh/tasse
}

// An error belongs to its rule: the others still answer.
func ExampleError() {
	m, err := publicodes.Compile(publicodes.Source{Name: "share.yaml", Data: []byte(`
personnes:
  question: Combien êtes-vous ?
  par défaut: 2
part: 100 kg / personnes
total: 100 kg
`)})
	if err != nil {
		log.Fatal(err)
	}
	e := m.NewEvaluator()
	if err := e.SetAnswer("personnes", 0); err != nil {
		log.Fatal(err)
	}
	_, err = e.Evaluate("part")
	var fault *publicodes.Error
	if errors.As(err, &fault) {
		fmt.Println(fault.Rule, fault.Kind.Code(), errors.Is(err, publicodes.DivideZeroError))
	}
	fmt.Println(e.Evaluate("total"))
	// Output:
	// part division-by-zero true
	// 100 kg <nil>
}

// Units multiply, cancel and convert; those that measure different things are
// refused.
func ExampleValue_units() {
	m, err := publicodes.Compile(publicodes.Source{Name: "trip.yaml", Data: []byte(`
distance: 100 km/mois
conso: 0.5 l/km
essence:
  valeur: distance * conso
  unité: l/an
part: 50 kg * 20%
`)})
	if err != nil {
		log.Fatal(err)
	}
	e := m.NewEvaluator()
	fmt.Println(e.Evaluate("essence"))
	fmt.Println(e.Evaluate("part"))
	_, err = publicodes.Compile(publicodes.Source{Name: "wrong.yaml", Data: []byte("a: 3 kg + 2 l\n")})
	fmt.Println(err)
	// Output:
	// 600 l/an <nil>
	// 10 kg <nil>
	// wrong.yaml:1:4: unit in rule "a" at valeur: a value in "kg" and one in "l" do not measure the same thing
}
