package check

import (
	"fmt"
	"iter"
	"maps"

	"capzero/models/internal/near"
	"capzero/publicodes/syntax"
)

// computed are the keys that change a figure: the mechanisms of the language.
var computed = set(
	"valeur", "formule", "somme", "moyenne", "produit", "variations", "condition", "grille", "barème",
	"taux progressif", "le maximum de", "le minimum de", "toutes ces conditions", "une de ces conditions",
	"est défini", "est non défini", "est applicable", "est non applicable",
	"applicable si", "non applicable si", "rend non applicable", "par défaut", "plancher", "plafond",
	"arrondi", "abattement", "contexte", "remplace", "unité", "simplifier l'unité", optionsKey, "texte", "durée",
	"logarithme", "inversion numérique", "résoudre la référence circulaire", "dans la situation",
	"variable manquante", "multiplication", "variable", "constant", "possiblement non applicable", "privé", "type", childKey,
	"+", "-", "*", "/", "//", "**", "<", ">", "<=", ">=", "=", "!=", "et", "ou",
)

// prose are the keys whose texts are for people, and name no rule.
var prose = set(
	"titre", "question", "description", "note", "résumé", "abréviation", "icônes", "couleur",
	"références", "référence", "source", "sources", "DLUO", "unité", "type", "version", "meta",
	"avertissement", "exposé",
)

// described are the keys that programs read beside the figures: prose, and what
// says how a question is asked.
var described = union(prose, set(
	"mosaique", "suggestions", "aide", "action", "actions", "question technique", "inactif", "cachée", "identifiant court",
))

func set(keys ...string) map[string]bool {
	s := map[string]bool{}
	for _, k := range keys {
		s[k] = true
	}
	return s
}

func union(sets ...map[string]bool) map[string]bool {
	all := map[string]bool{}
	for _, s := range sets {
		maps.Copy(all, s)
	}
	return all
}

func knownKeys() iter.Seq[string] { return maps.Keys(union(computed, described)) }

// unknownKeys finds the keys of rules that nobody reads. One that is nearly a
// key of the language is a mistake; another may be for a program of the
// author's.
func (c *checker) unknownKeys() {
	for _, r := range c.rules {
		if r.body == nil || r.body.Kind != syntax.Map {
			continue
		}
		for _, p := range r.body.Pairs {
			if computed[p.Key] || described[p.Key] {
				continue
			}
			f := Finding{
				Severity: Warning, Kind: UnknownKey, File: r.file.Name, Pos: r.file.place(p.Pos), Rule: r.name,
				Message: fmt.Sprintf("the key %q of the rule %q is unknown and does nothing", p.Key, r.name),
			}
			if meant, ok := near.Word(p.Key, knownKeys()); ok {
				f.Severity, f.Suggestion = Error, fmt.Sprintf("perhaps %q is meant", meant)
			}
			c.add(f)
		}
	}
}
