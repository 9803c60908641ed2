package priors_test

import (
	"fmt"

	"capzero/models/priors"
	"capzero/publicodes"
)

func Example() {
	model, err := publicodes.Compile(publicodes.Source{Name: "home.yaml", Data: []byte(`
logement:
logement . type:
  question: Maison ou appartement ?
  une possibilité:
    - maison:
    - appartement:
logement . surface:
  question: Quelle surface ?
  unité: m2
logement . habitants:
  question: Combien de personnes ?
  par défaut: 2
`)})
	if err != nil {
		fmt.Println(err)
		return
	}
	set, err := priors.Read(publicodes.Source{Name: "home-priors.yaml", Data: []byte(`
priors:
  logement . type:
    parts: {maison: 0.55, appartement: 0.45}
    large: aucune source trouvée
  logement . surface:
    unité: m2
    arrondi: 1
    variantes:
      - si: logement . type = 'maison'
        lognormale: {médiane: 105, p90: 160}
      - lognormale: {médiane: 60, p90: 95}
    large: aucune source trouvée
`)})
	if err != nil {
		fmt.Println(err)
		return
	}
	fitted := set.For(model)
	fmt.Println("without a prior:", fitted.Missing())
	house := func(rule string) (publicodes.Value, bool) {
		return publicodes.Value{Kind: publicodes.KindText, Text: "maison"}, rule == "logement . type"
	}
	surface := fitted.Of("logement . surface")
	fmt.Println(surface)
	fmt.Println("a house in the middle:", surface.Quantile(0.5, house))
	fmt.Println("nothing known:", surface.Quantile(0.5, nil))
	// Output:
	// without a prior: [logement . habitants]
	// if logement . type = 'maison': median 105, one in ten above 160; else: median 60, one in ten above 95 (m2)
	// a house in the middle: 105
	// nothing known: 60
}
