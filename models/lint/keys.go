package lint

// computed are the keys that change a figure: the mechanisms of the language.
var computed = set(
	"valeur", "formule", "somme", "moyenne", "produit", "variations", "condition", "grille", "barème",
	"taux progressif", "le maximum de", "le minimum de", "toutes ces conditions", "une de ces conditions",
	"est défini", "est non défini", "est applicable", "est non applicable",
	"applicable si", "non applicable si", "rend non applicable", "par défaut", "plancher", "plafond",
	"arrondi", "abattement", "contexte", "remplace", "unité", "une possibilité", "texte", "durée",
	"logarithme", "inversion numérique", "résoudre la référence circulaire", "dans la situation",
	"multiplication", "privé", "type", childKey,
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
	"mosaique", "suggestions", "aide", "action", "actions", "question technique", "inactif", "cachée",
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
		for k := range s {
			all[k] = true
		}
	}
	return all
}
