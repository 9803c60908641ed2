package publicodes_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"capzero/publicodes"
)

// steps writes a trace as an outline.
func steps(n *publicodes.TraceNode, indent string) string {
	name := n.Op
	if n.Rule != "" {
		name += " " + n.Rule
	}
	line := indent + name + " = " + n.Value.String()
	if n.Inactive {
		line = indent + name + " (not taken)"
	}
	lines := []string{line}
	for _, child := range n.Children {
		lines = append(lines, steps(child, indent+"  "))
	}
	return strings.Join(lines, "\n")
}

func TestStepsOfMechanisms(t *testing.T) {
	const model = `
km:
  question: Combien ?
  par défaut: 1500
impôt:
  barème:
    assiette: km
    tranches:
      - taux: 10%
        plafond: 1000
      - taux: 20%
        plafond: 2000
      - taux: 40%
taux:
  taux progressif:
    assiette: km
    tranches:
      - taux: 10%
        plafond: 1000
      - taux: 20%
        plafond: 2000
      - taux: 40%
place:
  grille:
    assiette: km
    multiplicateur: 2
    tranches:
      - montant: 1
        plafond: 600
      - montant: 2
        plafond: 2000
      - montant: 3
plus:
  le maximum de: [km, 3, impôt]
durée:
  durée:
    depuis: 01/02/2024
texte:
  texte: "{{ km }} sur {{ plus }}"
brut:
  question: Combien ?
  inversion numérique: net
net: brut / 2
cercle:
  valeur: cercle / 2 + km
  résoudre la référence circulaire: oui
réponse:
  valeur: 3
  dans la situation: 4
  privé: oui
lu: réponse + 1
`
	want := map[string]string{
		"impôt": `barème = 200
  reference km = 1500
  tranche = 100
    constant = 1000
    constant = 10 %
  tranche = 100
    constant = 2000
    constant = 20 %
  tranche (not taken)
    constant (not taken)`,
		"taux": `taux progressif = 15 %
  reference km = 1500
  tranche = 10 %
    constant = 1000
    constant = 10 %
  tranche = 20 %
    constant = 2000
    constant = 20 %
  tranche (not taken)
    constant (not taken)`,
		"place": `grille = 2
  reference km = 1500
  tranche (not taken)
    constant = 600
    constant (not taken)
  tranche = 2
    constant = 2000
    constant = 2
  tranche (not taken)
    constant (not taken)`,
		"plus": `le maximum de = 1500
  reference km = 1500
  constant = 3
  reference impôt = 200`,
		"durée": `durée = 29 jour
  constant = '01/02/2024'
  aujourd'hui = '01/03/2024'`,
		"texte": "texte = '1\u202f500 sur 1\u202f500'\n  reference km = 1500\n  reference plus = 1500",
		"brut": `inversion numérique = 60
  reference net = 30`,
		"cercle": `résoudre la référence circulaire = 3000
  + = 3000
    / = 1500
      reference cercle = 3000
      constant = 2
    reference km = 1500`,
	}
	today := func() time.Time { return time.Date(2024, 3, 1, 12, 0, 0, 0, time.UTC) }
	m, err := publicodes.Options{Today: today}.Compile(yaml("steps.yaml", model))
	if err != nil {
		t.Fatal(err)
	}
	e := m.NewEvaluator()
	if err := e.SetSituation(publicodes.Situation{"net": 30}); err != nil {
		t.Fatal(err)
	}
	for rule, outline := range want {
		trace, err := e.Trace(rule)
		if err != nil || trace.Err != nil {
			t.Fatal(rule, err, trace.Err)
		}
		if diff := cmp.Diff(outline, steps(trace.Root, "")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", rule, diff)
		}
		if trace.Origin != publicodes.FromFormula {
			t.Errorf("%s comes from its %s", rule, trace.Origin)
		}
	}
}
