package publicodes_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"capzero/publicodes"
)

const tea = `
tasses:
  question: Combien de tasses buvez-vous ?
  unité: tasse/jour
  par défaut: 2 tasse/jour
  plancher: 0
eau:
  valeur: 0.25 l/tasse
bouilloire:
  question: Avez-vous une bouilloire ?
  par défaut: oui
énergie:
  titre: Énergie pour l'eau chaude
  formule:
    variations:
      - si: bouilloire
        alors: tasses * eau * 0.12 kWh/l
      - sinon: tasses * eau * 0.2 kWh/l
  unité: kWh/an
`

func compile(t testing.TB, sources ...publicodes.Source) *publicodes.Model {
	t.Helper()
	m, err := publicodes.Compile(sources...)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func yaml(name, text string) publicodes.Source {
	return publicodes.Source{Name: name, Data: []byte(text)}
}

func TestRulesDescribeThemselves(t *testing.T) {
	m := compile(t, yaml("home.yaml", `
home:
  question: Where do you live?
  description: Where you sleep.
  note: From a survey.
  icônes: 🏠
  par défaut: "'flat'"
  une possibilité:
    - flat:
        titre: A flat
        description: In a building.
    - house
home . house:
home . size:
  valeur: 20
  unité: m2
'[privé] hidden': 3
`))
	home, ok := m.Rule("home")
	if !ok {
		t.Fatal("no rule home")
	}
	if home.Title != "Home" || home.Type != publicodes.Text || !home.HasDefault || home.Note != "From a survey." {
		t.Errorf("home is %+v", home)
	}
	want := []publicodes.Possibility{{Value: "flat", Title: "A flat", Description: "In a building."}, {Value: "house", Title: "House"}}
	if fmt.Sprint(home.Possibilities) != fmt.Sprint(want) {
		t.Errorf("possibilities %v, want %v", home.Possibilities, want)
	}
	if icon, ok := home.Attribute("icônes"); !ok || icon.Text != "🏠" {
		t.Errorf("icônes is %v", icon)
	}
	var names []string
	for _, r := range m.Rules() {
		names = append(names, r.Name)
	}
	if got := strings.Join(names, ", "); got != "home, home . flat, home . house, home . size" {
		t.Errorf("rules in the order %s", got)
	}
	if size, _ := m.Rule("home . size"); size.Unit != "m2" || size.Type != publicodes.Number {
		t.Errorf("size is %+v", size)
	}
	if len(m.Questions()) != 1 {
		t.Errorf("%d questions, want 1", len(m.Questions()))
	}
}

// A later source changes one key at a time, and a formula as a whole: an
// overlay that says "valeur" replaces a "formule".
func TestLaterSourcesOverride(t *testing.T) {
	base := yaml("base.yaml", "mix:\n  titre: Mélange\n  formule: 0.05 kg\n  plafond: 1 kg\nuse: mix * 2\n")
	overlay := yaml("pl.yaml", "mix:\n  titre: Mix\n  valeur: 0.8 kg\nextra: mix * 3\n")
	m := compile(t, base, overlay)
	e := m.NewEvaluator()
	for rule, want := range map[string]string{"use": "1.6 kg", "extra": "2.4000000000000004 kg"} {
		if v, err := e.Evaluate(rule); err != nil || v.String() != want {
			t.Errorf("%s is %v (%v), want %s", rule, v, err, want)
		}
	}
	if mix, _ := m.Rule("mix"); mix.Title != "Mix" {
		t.Errorf("title %q", mix.Title)
	}
	_, err := publicodes.Compile(base, yaml("bad.yaml", "mix:\n  valeur: nothing\n"))
	var fault *publicodes.Error
	if !errors.As(err, &fault) || fault.Source != "bad.yaml" || fault.Kind != publicodes.ReferenceError || fault.Path != "valeur" {
		t.Errorf("error %v, want one in bad.yaml", err)
	}
}

func TestCompileReportsEveryFault(t *testing.T) {
	_, err := publicodes.Compile(publicodes.Source{Name: "m.json", Data: []byte(`{"a": "x", "b": {"formule": {"somme": ["y"]}}}`)})
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{
		`m.json:1:7 (byte 6): unknown reference in rule "a" at valeur: no rule is called "x"`,
		`m.json:1:40 (byte 39): unknown reference in rule "b" at formule > somme > 1: no rule is called "y"`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("error\n%v\nwant in it\n%s", err, want)
		}
	}
}

// TestModelIsShared lets goroutines use one model at the same time; the race
// detector watches.
func TestModelIsShared(t *testing.T) {
	m := compile(t, yaml("tea.yaml", tea), yaml("more.yaml", `
eau précise:
  applicable si: mesurée
  remplace: eau
  valeur: 0.3 l/tasse
mesurée:
  question: Mesurez-vous ?
  par défaut: non
`))
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			e := m.NewEvaluator()
			for n := range 50 {
				s := publicodes.Situation{"tasses": fmt.Sprintf("%d tasse/jour + 0 tasse/mois", i+n), "bouilloire": []any{"non", "eau > 0.1 l/tasse"}[1-n%2], "mesurée": "non"}
				if err := e.SetSituation(s); err != nil {
					t.Error(err)
					return
				}
				factor := map[bool]float64{true: 0.12, false: 0.2}[n%2 == 0]
				want := publicodes.Value{Kind: publicodes.KindNumber, Number: float64(i+n) * 0.25 * factor * 365, Unit: "kWh/an"}
				v, err := e.Evaluate("énergie")
				if err != nil || v.Unit != want.Unit || v.Number-want.Number > 1e-9 || want.Number-v.Number > 1e-9 {
					t.Errorf("got %v (%v), want %v", v, err, want)
				}
				if missing, err := e.Missing("énergie"); err != nil || len(missing) != 0 {
					t.Errorf("missing %v (%v)", missing, err)
				}
				if _, err := e.Trace("énergie"); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
}

func TestTraceTellsTheSteps(t *testing.T) {
	m := compile(t, yaml("tea.yaml", tea))
	e := m.NewEvaluator()
	trace, err := e.Trace("énergie")
	if err != nil {
		t.Fatal(err)
	}
	want := `unité = 21.9 kWh/an [kWh/an]
  variations = 0.06 kWh/jour
    si = 0.06 kWh/jour
      reference bouilloire = oui
      * = 0.06 kWh/jour
        * = 0.5 l/jour
          reference tasses = 2 tasse/jour
          reference eau = 0.25 l/tasse
        constant = 0.12 kWh/l [0.12 kWh/l]
    sinon = (not taken)
      * = (not taken)
        * = (not taken)
          reference tasses = (not taken)
          reference eau = (not taken)
        constant = (not taken) [0.2 kWh/l]
`
	if got := printTrace(trace.Root, ""); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if trace.Origin != publicodes.FromFormula {
		t.Errorf("origin %s", trace.Origin)
	}
}

func printTrace(n *publicodes.TraceNode, indent string) string {
	line := indent + n.Op
	if n.Rule != "" {
		line += " " + n.Rule
	}
	if n.Inactive {
		line += " = (not taken)"
	} else {
		line += " = " + n.Value.String()
	}
	if n.Text != "" {
		line += " [" + n.Text + "]"
	}
	line += "\n"
	for _, child := range n.Children {
		line += printTrace(child, indent+"  ")
	}
	return line
}

// TestHostileModels gives models made to exhaust time or memory. Each must end
// in an error, or in a model that answers.
func TestHostileModels(t *testing.T) {
	chain := &strings.Builder{}
	for i := range 60_000 {
		fmt.Fprintf(chain, "r%d: r%d + 1\n", i, i+1)
	}
	fmt.Fprintf(chain, "r60000: 1\n")
	doubled := &strings.Builder{}
	for i := range 60 {
		fmt.Fprintf(doubled, "d%d:\n  applicable si: open\n  valeur: d%d + d%d\n", i, i+1, i+1)
	}
	doubled.WriteString("open:\n  question: Really?\nd60: 1\n")
	branches := &strings.Builder{}
	for i := range 60 {
		fmt.Fprintf(branches, "b%d:\n  condition: {si: open, alors: b%d, sinon: b%d}\nn%d:\n  est non applicable: b%d\n", i, i+1, i+1, i, i)
	}
	branches.WriteString("open:\n  question: Really?\nb60:\n  applicable si: open\n  valeur: 1\n")
	contexts := "a:\n  question: A?\nb:\n  valeur: c + a\n  contexte: {a: a + 1}\nc:\n  valeur: b\n  contexte: {a: a + 2}\n"
	tests := map[string]struct{ model, want string }{
		"a chain of rules":        {chain.String(), "steps deep"},
		"every rule twice":        {doubled.String(), ""},
		"every branch twice":      {branches.String(), ""},
		"alternating contexts":    {contexts, ""},
		"a name of many parts":    {strings.Repeat("a . ", 1000) + "a: 1\n", "parts"},
		"a context of many rules": {"a:\n  valeur: 1\n  contexte:" + manyKeys(100), ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			m, err := publicodes.Compile(yaml("hostile.yaml", tt.model))
			if tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("error %.300v, want %q in it", err, tt.want)
			}
			if err != nil {
				return
			}
			rules := m.Rules()
			for _, r := range rules[:min(4, len(rules))] {
				e := m.NewEvaluator() // nothing is known yet: the worst case
				start := time.Now()
				_, err := e.Evaluate(r.Name)
				if took := time.Since(start); took > 10*time.Second {
					t.Errorf("%s took %s (%v)", r.Name, took, err)
				}
				e.Missing(r.Name)
			}
		})
	}
}

func manyKeys(n int) string {
	b := &strings.Builder{}
	for i := range n {
		fmt.Fprintf(b, "\n    k%d: 1", i)
	}
	return b.String() + "\n"
}

// FuzzDecode compiles whatever it is given: the result is a model that answers
// or an error, never a panic and never a wait without end.
func FuzzDecode(f *testing.F) {
	f.Add("m.yaml", []byte(tea))
	f.Add("m.json", []byte(`{"a": {"formule": {"somme": ["b", 2]}, "unité": "kg"}, "b": null, "c": 3}`))
	f.Add("m.yaml", []byte("a: b\nb: a\n"))
	f.Add("m.yaml", []byte("a:\n  contexte: {b: a}\n  valeur: b\nb:\n  contexte: {a: b}\n  valeur: a\n"))
	f.Add("m.yaml", []byte("a:\n  grille: {assiette: 3, tranches: [{plafond: 1, montant: 2}, {montant: 4}]}\n"))
	f.Add("m.yaml", []byte("a:\n  barème: {assiette: b, multiplicateur: 2, tranches: [{plafond: 1, taux: 2%}, {taux: b}]}\nb:\n  taux progressif: {assiette: 3, tranches: [{plafond: 1, taux: 2}]}\n"))
	f.Add("m.yaml", []byte("a:\n  durée: {depuis: 01/02/2024, jusqu'à: b, unité: trimestre civil}\nb: 12/2024\nc:\n  texte: \"{{ a }} et {{ b }}\"\nd:\n  logarithme: a\n"))
	f.Add("m.yaml", []byte("a:\n  question: x\n  inversion numérique: {avec: [b], min: 0, max: 9}\nb: a * 2\nc:\n  valeur: c / 2 + 3\n  résoudre la référence circulaire: oui\n"))
	f.Add("m.yaml", []byte("a:\n  le maximum de: [a . b, c, 3]\na . b:\n  question: x\nc:\n  le minimum de: []\n  avec: {d: 3}\n"))
	f.Add("m.yaml", []byte("importer!:\n  depuis: {nom: x, source: y}\n  dans: z\n  les règles: [a, {b: {c: d}}]\na:\n  constant: {type: date, nodeValue: 01/01/2020}\n  variable manquante: a\n"))
	f.Add("m.yaml", []byte("a:\n  une possibilité: [b]\n  remplace: c\na . b:\nc:\n  avec: {d: c}\n"))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		// A package that is always there and always the same: imports end.
		same := func(publicodes.Import) ([]publicodes.Source, error) {
			return []publicodes.Source{{Name: name, Data: data}}, nil
		}
		o := publicodes.Options{Package: same, FilterPossibilities: len(data)%2 == 0}
		m, err := o.Compile(publicodes.Source{Name: name, Data: data})
		if err != nil {
			return
		}
		e := m.NewEvaluator()
		for _, r := range m.Rules() {
			e.Evaluate(r.Name)
			e.Trace(r.Name)
		}
		for _, r := range m.Rules() {
			e.Missing(r.Name)
		}
	})
}

// A rule whose value fails may still be asked whether it applies: what stands
// below it does not depend on what was asked before.
func TestAnErrorLeavesChildrenAlone(t *testing.T) {
	m := compile(t, yaml("house.yaml", `
zero:
  question: How many?
off:
  question: Off?
  par défaut: non
house:
  non applicable si: off
  valeur: 1 / zero
house . room: 2
`))
	e := m.NewEvaluator()
	if err := e.SetSituation(publicodes.Situation{"zero": 0}); err != nil {
		t.Fatal(err)
	}
	if v, err := e.Evaluate("house"); err == nil {
		t.Fatalf("the house is %v, want an error", v)
	}
	if v, err := e.Evaluate("house . room"); err != nil || v.Number != 2 {
		t.Errorf("the room is %v (%v), want 2", v, err)
	}
}
