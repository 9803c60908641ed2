package publicodes_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"capzero/publicodes"
)

// shelf gives packages by name; "from file" stands for those that name one.
type shelf map[string]string

func (s shelf) take(i publicodes.Import) ([]publicodes.Source, error) {
	name := i.Name
	if i.File != "" {
		name = i.File + " for " + i.From
	}
	text, ok := s[name]
	if !ok {
		return nil, errors.New("it is not on the shelf")
	}
	return []publicodes.Source{yaml(i.Name+".yaml", text)}, nil
}

const carPackage = `
transport:
  titre: Transport
transport . voiture:
  applicable si: motorisé
transport . voiture . km:
  question: Combien ?
  par défaut: 12000 km/an
  suggestions:
    peu: petit
transport . voiture . empreinte:
  formule: km * facteur
"[privé] transport . voiture . facteur": 0.2 kgCO2e/km * correction
correction:
  variations:
    - si: transport . type = 'neuf'
      alors: 0.5
    - sinon: 1
motorisé:
  question: Une voiture ?
petit: 100 km/an
transport . type:
  question: Lequel ?
  par défaut: "'vieux'"
  une possibilité:
    - neuf
    - vieux:
        titre: Ancien
transport . type . neuf:
inutile: 3
`

func TestImport(t *testing.T) {
	packages := shelf{
		"@moi/autos": carPackage, "autos": carPackage, "../autos.yaml for main.yaml": carPackage,
		"boucle": "importer!:\n  depuis: {nom: boucle}\n", "faute": "a: b +\n",
		"chaîne": "importer!:\n  depuis: {nom: autos}\n  les règles: [inutile]\nbase: autos . inutile * 2\n",
	}
	compiled := func(main string) (*publicodes.Model, error) {
		return publicodes.Options{Package: packages.take}.Compile(yaml("main.yaml", main))
	}
	names := func(m *publicodes.Model) string {
		var all []string
		for _, r := range m.Rules() {
			all = append(all, r.Name)
		}
		return strings.Join(all, "\n")
	}
	t.Run("a rule comes with all that it names and the headings above", func(t *testing.T) {
		m, err := compiled(`
importer!:
  depuis:
    nom: "@moi/autos"
  les règles:
    - transport . voiture . empreinte
    - transport . voiture . km: {par défaut: 500 km/an}
total: autos . transport . voiture . empreinte * 2
`)
		if err != nil {
			t.Fatal(err)
		}
		want := `autos . transport . voiture . empreinte
autos . transport . voiture . km
autos . petit
autos . correction
autos . transport . type
autos . transport . type . neuf
autos . transport . type . vieux
autos
autos . transport . voiture
autos . transport
total`
		if diff := cmp.Diff(want, names(m)); diff != "" {
			t.Errorf("rules (-want +got):\n%s", diff)
		}
		v, err := m.NewEvaluator().Evaluate("total")
		if err != nil || v.String() != "200 kgCO2e/an" {
			t.Errorf("total is %v (%v)", v, err)
		}
	})
	t.Run("under another name, from a file, changed by the model", func(t *testing.T) {
		m, err := compiled("importer!:\n  depuis: {nom: autos, source: ../autos.yaml}\n  dans: ailleurs . ici\n  les règles: [inutile]\nailleurs . ici . inutile:\n  valeur: 4\nx: ailleurs . ici . inutile + 1\n")
		if err != nil {
			t.Fatal(err)
		}
		if v, err := m.NewEvaluator().Evaluate("x"); err != nil || v.Number != 5 {
			t.Errorf("x is %v (%v)", v, err)
		}
	})
	t.Run("a package that imports", func(t *testing.T) {
		m, err := compiled("importer!:\n  depuis: {nom: chaîne}\n  les règles: [base]\nx: chaîne . base + 1\n")
		if err != nil {
			t.Fatal(err)
		}
		if v, err := m.NewEvaluator().Evaluate("x"); err != nil || v.Number != 7 {
			t.Errorf("x is %v (%v)", v, err)
		}
	})
	for _, tt := range []struct{ name, main, want string }{
		{"without a name", "importer!:\n  les règles: [a]\n", "main.yaml:1:1: structure at importer!: the name of a package is missing"},
		{"of a package that is not there", "importer!:\n  depuis: {nom: rien}\n", `main.yaml:2:17: unknown reference at importer!: the package "rien": it is not on the shelf`},
		{"of a rule that is not there", "importer!:\n  depuis: {nom: autos}\n  les règles: [bus]\n", `main.yaml:3:16: unknown reference at importer!: the package "autos" has no public rule "bus"`},
		{"of a private rule", "importer!:\n  depuis: {nom: autos}\n  les règles: [transport . voiture . facteur]\n", "has no public rule"},
		{"of a rule twice", "importer!:\n  depuis: {nom: autos}\n  les règles: [petit, petit]\n", `the rule "petit" is asked for twice`},
		{"of no list", "importer!:\n  depuis: {nom: autos}\n  les règles: petit\n", "les règles is a list of names, not a text"},
		{"of a package that imports itself", "importer!:\n  depuis: {nom: boucle}\n", `the package "boucle" asks for itself`},
		{"of a faulty package", "importer!:\n  depuis: {nom: faute}\n", "faute.yaml:1:4"},
		{"that changes no key", "importer!:\n  depuis: {nom: autos}\n  les règles: [{petit: 3}]\n", `the keys to change of "petit" are a map, not a number`},
	} {
		t.Run("an import "+tt.name, func(t *testing.T) {
			_, err := compiled(tt.main)
			checkError(t, err, tt.want)
		})
	}
	t.Run("where no packages are at hand", func(t *testing.T) {
		_, err := publicodes.Compile(yaml("main.yaml", "importer!:\n  depuis: {nom: autos}\n"))
		checkError(t, err, "none are at hand here")
	})
}

func ExampleOptions_Compile() {
	packages := func(i publicodes.Import) ([]publicodes.Source, error) {
		if i.Name != "thé" {
			return nil, fmt.Errorf("only thé is here")
		}
		return []publicodes.Source{{Name: "tea.yaml", Data: []byte(cup)}}, nil
	}
	model := publicodes.Source{Name: "day.yaml", Data: []byte(`
importer!:
  depuis:
    nom: thé
  les règles:
    - énergie
à deux: thé . énergie * 2
`)}
	m, err := publicodes.Options{Package: packages}.Compile(model)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(m.NewEvaluator().Evaluate("à deux"))
	// Output:
	// 43.8 kWh/an <nil>
}
