package check

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"capzero/publicodes"
)

var update = flag.Bool("update", false, "write the golden files again")

// TestModelsWithMistakes checks the models of testdata.
func TestModelsWithMistakes(t *testing.T) {
	models, err := filepath.Glob("testdata/*.[yj]*")
	if err != nil || len(models) < 10 {
		t.Fatalf("%d models, %v", len(models), err)
	}
	for _, name := range models {
		t.Run(filepath.Base(name), func(t *testing.T) {
			base := strings.TrimSuffix(name, filepath.Ext(name))
			sources := []publicodes.Source{{Name: filepath.Base(name), Data: read(t, name)}}
			o := Options{Seed: 1, Samples: 40}
			if people, err := os.ReadFile(base + ".people"); err == nil {
				o.Situations = []publicodes.Source{{Name: filepath.Base(base) + ".json", Data: people}}
			}
			found, err := Check(t.Context(), o, sources...)
			if err != nil {
				t.Fatal(err)
			}
			var out bytes.Buffer
			if err := Print(&out, found, append(sources, o.Situations...)...); err != nil {
				t.Fatal(err)
			}
			if *update {
				if err := os.WriteFile(base+".golden", out.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(string(read(t, base+".golden")), out.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func yaml(text string) publicodes.Source {
	return publicodes.Source{Name: "m.yaml", Data: []byte(text)}
}

// Whatever is reported with a situation really happens in that situation, and no
// longer when any of its answers is taken away.
func TestSituationsReproduce(t *testing.T) {
	source := publicodes.Source{Name: "zero.yaml", Data: read(t, "testdata/zero.yaml")}
	model, err := publicodes.Compile(source)
	if err != nil {
		t.Fatal(err)
	}
	found, err := Check(t.Context(), Options{Seed: 7}, source)
	if err != nil {
		t.Fatal(err)
	}
	fails := func(rule string, s publicodes.Situation) bool {
		e := model.NewEvaluator()
		if err := e.SetSituation(s); err != nil {
			t.Fatal(err)
		}
		_, err := e.Evaluate(rule)
		return err != nil
	}
	seen := 0
	for _, f := range found {
		if f.Kind != DivideZero {
			continue
		}
		seen++
		if !fails(f.Rule, f.Situation) {
			t.Errorf("%s does not divide by zero %s", f.Rule, Answers(f.Situation))
		}
		for name := range f.Situation {
			smaller := publicodes.Situation{}
			for other, v := range f.Situation {
				if other != name {
					smaller[other] = v
				}
			}
			if fails(f.Rule, smaller) {
				t.Errorf("%s divides by zero without %s", f.Rule, name)
			}
		}
	}
	if seen != 3 {
		t.Errorf("%d divisions by zero, want those of part, moyenne and attente", seen)
	}
}

func TestSameSeedSameFindings(t *testing.T) {
	source := publicodes.Source{Name: "zero.yaml", Data: read(t, "testdata/zero.yaml")}
	var first []Finding
	for range 3 {
		found, err := Check(t.Context(), Options{Seed: 3}, source)
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = found
		}
		if diff := cmp.Diff(first, found); diff != "" {
			t.Error(diff)
		}
	}
}

// A model of one line of a megabyte, with letters of several bytes, shows only
// what stands around the place.
func TestOneLongLineShowsAWindow(t *testing.T) {
	var b strings.Builder
	b.WriteString(`{"total":{"formule":"é0 + é9999"}`)
	for i := range 10_000 {
		fmt.Fprintf(&b, `,"é%d":{"titre":"Élément numéro 🚲 %d %s","valeur":1}`, i, i, strings.Repeat("é", 30))
		if i == 5000 {
			b.WriteString(`,"faute":{"valeur":"total","unités":"kg"}`)
		}
	}
	b.WriteString("}")
	source := publicodes.Source{Name: "big.json", Data: []byte(b.String())}
	if len(source.Data) < 1_000_000 {
		t.Fatalf("only %d bytes", len(source.Data))
	}
	found, err := Check(t.Context(), Options{Roots: []string{"total", "faute"}}, source)
	if err != nil {
		t.Fatal(err)
	}
	var keys []Finding
	for _, f := range found {
		if f.Kind == UnknownKey {
			keys = append(keys, f)
		}
	}
	if len(keys) != 1 || !strings.HasPrefix(string(source.Data[keys[0].Pos.Offset:]), `"unités"`) {
		t.Fatalf("found %v", keys)
	}
	var out strings.Builder
	if err := Print(&out, keys, source); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(out.String(), "\n")
	at := len([]rune(lines[2])) - 1
	if shown := []rune(lines[1]); len(shown) > 120 || string(shown[at:at+8]) != `"unités"` {
		t.Errorf("shown:\n%s", out.String())
	}
}

// An editor gets the place in numbers.
func TestJSON(t *testing.T) {
	found, err := Check(t.Context(), Options{}, yaml("été:\n  formule: 1\n  untité: kg\n"))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := JSON(&out, found); err != nil {
		t.Fatal(err)
	}
	var got []struct {
		Severity, Kind, File, Message, Suggestion string
		Line, Column, Offset                      int
	}
	if err := json.Unmarshal(out.Bytes(), &got); err != nil || len(got) != 1 {
		t.Fatalf("%v in %s", err, out.String())
	}
	if f := got[0]; f.Severity != "error" || f.Kind != "unknown key" || f.Line != 3 || f.Column != 3 || f.Offset != 22 || f.Suggestion != `perhaps "unité" is meant` {
		t.Errorf("got %+v", f)
	}
}

// A good model has no finding, not even a note.
func TestNothingToSayOfAGoodModel(t *testing.T) {
	found, err := Check(t.Context(), Options{}, yaml(`
bilan:
  titre: Le bilan
  formule:
    somme:
      - chauffage
      - voiture . empreinte
  unité: kg
chauffage:
  variations:
    - si: mode = 'gaz'
      alors: 3 kg
    - sinon: 2 kg
  plancher: 1 kg
  plafond: 4 kg
mode:
  question: Quel chauffage ?
  une possibilité: [gaz, bois]
  par défaut: "'gaz'"
mode . gaz:
mode . bois:
voiture:
  question: Une voiture ?
  par défaut: oui
  mosaique: {type: selection, options: [voiture . km]}
voiture . km:
  question: Combien ?
  par défaut: 100 km
  suggestions: {peu: 1000, beaucoup: 20000}
voiture . voyageurs:
  question: Combien êtes-vous ?
  par défaut: 1.6
  plancher: 1
voiture . empreinte: km * 0.2 kg/km / voyageurs
prix local:
  applicable si: mode = 'bois'
  remplace: prix
  valeur: 2
prix: 3
coupure:
  rend non applicable: bilan sans voiture
  valeur: mode = 'bois'
secret public:
  valeur: petit secret * prix
  avec:
    '[privé] petit secret': 4
bilan sans voiture:
  valeur: bilan
  contexte:
    voiture: non
`))
	if err != nil || len(found) > 0 {
		t.Errorf("%v %v", found, err)
	}
}

func TestAskedForRootsKeepRulesAlive(t *testing.T) {
	source := publicodes.Source{Name: "dead.yaml", Data: read(t, "testdata/dead.yaml")}
	found, err := Check(t.Context(), Options{Roots: []string{"total", "chauffage . ancienne formule", "totl"}}, source)
	if err != nil {
		t.Fatal(err)
	}
	unknown := false
	for _, f := range found {
		if f.Rule == "chauffage . ancienne formule" || f.Rule == "chauffage . ancien facteur" {
			t.Errorf("a root is dead: %s", f)
		}
		unknown = unknown || f.Kind == UnknownRule && f.Suggestion == `perhaps "total" is meant`
	}
	if !unknown {
		t.Errorf("a root that is no rule is not reported in %v", found)
	}
}

func TestCancelledCheckEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Check(ctx, Options{Samples: 1 << 30}, yaml("a:\n  question: A ?\n  par défaut: 1\nb: a\n")); err == nil {
		t.Error("no error")
	}
}

// FuzzCheck gives the checker whatever comes: it ends, without a panic, and what
// it says can be printed.
func FuzzCheck(f *testing.F) {
	models, _ := filepath.Glob("testdata/*.[yj]*")
	for _, name := range models {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(filepath.Base(name), data, []byte(`{"a": 1}`))
	}
	people, err := os.ReadFile("testdata/people.people")
	if err != nil {
		f.Fatal(err)
	}
	f.Add("m.yaml", []byte("é: é\n\"\": {x: [}\n"), people)
	f.Add("m.json", []byte("\xef\xbb\xbf{\"a\":\n{\"untité\":\"kg\",\"valeur\":\"1 / b\"},\"b\":{\"question\":\"?\",\"unité\":\"\"}}"), []byte("[]"))
	f.Fuzz(func(t *testing.T, name string, data, answers []byte) {
		if len(data)+len(answers) > 20_000 {
			t.Skip("large models are for the other tests")
		}
		sources := []publicodes.Source{{Name: name, Data: data}, {Name: "answers.json", Data: answers}}
		found, _ := Check(t.Context(), Options{Samples: 2, Situations: sources[1:]}, sources[0])
		if err := Print(&bytes.Buffer{}, found, sources...); err != nil {
			t.Error(err)
		}
		if err := JSON(&bytes.Buffer{}, found); err != nil {
			t.Error(err)
		}
	})
}
