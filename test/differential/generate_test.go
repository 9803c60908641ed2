package differential

import (
	"slices"
	"strings"
	"testing"

	"capzero/publicodes"
	"capzero/publicodes/syntax"
)

// TestModelsHaveEverything counts what a few hundred models that both engines can
// take are made of: every mechanism, operator and way to write a rule.
func TestModelsHaveEverything(t *testing.T) {
	wanted := []string{
		"formule", "par défaut", "plafond", "plancher", "abattement", "simplifier l'unité", "unité", "arrondi",
		"applicable si", "non applicable si", "contexte", "avec", "une possibilité", "possibilités", "question", "type",
		"possiblement non applicable", "privé", "remplace", "rend non applicable", "références à", "dans", "sauf dans", "priorité",
		"suggestions", "multiplicateur", "depuis", "inversion numérique", "résoudre la référence circulaire",
		"**", "//", "<=", "!=", "^", "[privé]", "%", "'", `"`,
	}
	for _, m := range mechanisms() {
		wanted = append(wanted, m.key)
	}
	seen := map[string]int{}
	for seed := range uint64(400) {
		m := Generate(seed)
		if _, err := publicodes.Compile(publicodes.Source{Name: "model.json", Data: []byte(toJSON(m.Rules))}); err == nil {
			countWords(m.Rules, seen)
		}
	}
	for _, word := range wanted {
		if seen[word] == 0 {
			t.Errorf("no model has %q", word)
		}
	}
}

// countWords counts keys, and the operators and marks in expressions.
func countWords(n *syntax.Node, seen map[string]int) {
	for _, p := range n.Pairs {
		seen[p.Key]++
		if strings.HasPrefix(p.Key, "[privé]") {
			seen["[privé]"]++
		}
		countWords(p.Value, seen)
	}
	for _, item := range n.Items {
		countWords(item, seen)
	}
	for _, word := range strings.Fields(n.Text) {
		seen[word]++
		for _, mark := range []string{"%", "'", `"`} {
			if strings.Contains(word, mark) {
				seen[mark]++
			}
		}
	}
}

// TestModelsSaySomething: most rules of most models have a value when everything is
// answered, and of every kind.
func TestModelsSaySomething(t *testing.T) {
	kinds := map[publicodes.Kind]int{}
	refused, values, errors := 0, 0, 0
	for seed := range uint64(400) {
		m := Generate(seed)
		model, ok := compiled(t, m)
		if !ok {
			refused++
			continue
		}
		e := model.NewEvaluator()
		_ = e.SetSituation(situationOf(m.Situations[1])) // possibilities may be left out
		for _, r := range model.Rules() {
			v, err := e.Evaluate(r.Name)
			if err != nil {
				errors++
				continue
			}
			values++
			kinds[v.Kind]++
		}
	}
	t.Logf("refused=%d values=%d kinds=%v errors=%d", refused, values, kinds, errors)
	all := []publicodes.Kind{publicodes.KindUndefined, publicodes.KindNotApplicable, publicodes.KindNumber, publicodes.KindBoolean, publicodes.KindText}
	rare := slices.ContainsFunc(all, func(k publicodes.Kind) bool { return kinds[k] < values/50 })
	if refused > 60 || errors > values/20 || rare || kinds[publicodes.KindNumber] < values/4 {
		t.Error("too much of the models says nothing")
	}
}
