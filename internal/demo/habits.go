package demo

import "math"

// choices are the habits that are one of several values, by question. The
// values are the models' own words.
var choices = map[string]func(respondent) weighted[string]{
	"logement . type": func(h respondent) weighted[string] {
		if h.inHouse {
			return weighted[string]{{"maison", 1}}
		}
		return weighted[string]{{"appartement", 1}}
	},
	"logement . propriétaire": func(h respondent) weighted[string] {
		return weighted[string]{{"propriétaire", 46}, {"locataire", 50}, {"hébergé", 4}}
	},
	"logement . âge": func(h respondent) weighted[string] {
		return weighted[string]{{"ancien", 60}, {"récent", 28}, {"très récent", 12}}
	},
	"logement . chauffage . mode": func(h respondent) weighted[string] {
		return weighted[string]{{"individuel", 45}, {"collectif", 55}}
	},
	"logement . chauffage . principal": func(h respondent) weighted[string] {
		return weighted[string]{{"électricité", 45}, {"gaz", 42}, {"PAC air air", 5}, {"PAC air eau", 4}, {"fioul", 2}, {"bois", 2}}
	},
	"logement . chauffage . collectif": func(h respondent) weighted[string] {
		return weighted[string]{{"gaz", 50}, {"réseau de chaleur", 45}, {"fioul", 5}}
	},
	"logement . chauffage . saisie précision consommation": func(h respondent) weighted[string] {
		return weighted[string]{{"aide", 70}, {"DPE", 26}, {"conso exactes", 4}}
	},
	"logement . chauffage . précision consommation . saisie DPE": func(h respondent) weighted[string] {
		return weighted[string]{{"A", 2}, {"B", 5}, {"C", 23}, {"D", 34}, {"E", 22}, {"F", 9}, {"G", 5}}
	},
	"logement . chauffage . précision consommation . ressenti": func(h respondent) weighted[string] {
		return weighted[string]{{"passoire thermique", 18}, {"moyen", 60}, {"confortable", 22}}
	},
	"logement . climatisation . présent": func(h respondent) weighted[string] {
		return weighted[string]{{"pas de climatiseurs", 85}, {"oui et utilisation", 12}, {"oui sans utilisation", 3}}
	},
	"transport . voiture . utilisateur": func(h respondent) weighted[string] {
		if !h.drives {
			return weighted[string]{{"jamais", 60}, {"non régulier", 40}}
		}
		return weighted[string]{{"propriétaire", 90}, {"régulier non propriétaire", 10}}
	},
	"transport . voiture . motorisation": func(h respondent) weighted[string] {
		return weighted[string]{{"thermique", 78}, {"hybride non rechargeable", 10}, {"hybride rechargeable", 4}, {"électrique", 8}}
	},
	"transport . voiture . gabarit": func(h respondent) weighted[string] {
		return weighted[string]{{"petite", 38}, {"moyenne", 32}, {"berline", 14}, {"SUV", 16}}
	},
	"transport . avion . usager": func(h respondent) weighted[string] {
		if !h.flies {
			return weighted[string]{{"jamais", 100}}
		}
		return weighted[string]{{"occasionnellement", 75}, {"fréquemment", 25}}
	},
	"transport . deux roues . usager": func(h respondent) weighted[string] {
		return weighted[string]{{"non", 92}, {"oui", 8}}
	},
	"transport . ferry . usager": func(h respondent) weighted[string] {
		return weighted[string]{{"non", 90}, {"oui", 10}}
	},
	"divers . textile . volume": func(h respondent) weighted[string] {
		return weighted[string]{{"minimum", 100 * h.frugal}, {"renouvellement occasionnel", 60}, {"accro au shopping", 40 * (1 - h.frugal)}}
	},
	"alimentation . déchets . quantité jetée": func(h respondent) weighted[string] {
		return weighted[string]{{"base", 60 * (1 - h.frugal)}, {"réduction", 60}, {"zéro déchet", 25 * h.frugal}}
	},
	"déchets . tri . emballages": func(h respondent) weighted[string] {
		return weighted[string]{{"toujours", 60 + 30*h.frugal}, {"parfois", 30}, {"jamais", 10 * (1 - h.frugal)}}
	},
	"déchets . tri . verre": func(h respondent) weighted[string] {
		return weighted[string]{{"toujours", 75}, {"parfois", 18}, {"jamais", 7}}
	},
	"déchets . courses": func(h respondent) weighted[string] {
		return weighted[string]{{"peu emballé", 40 * h.frugal}, {"un peu de tout", 60}, {"petits formats", 20}}
	},
	"déchets . cuisine": func(h respondent) weighted[string] {
		return weighted[string]{{"produits bruts", 35}, {"un peu des deux", 50}, {"plats préparés", 15}}
	},
	"déchets . textiles usés": func(h respondent) weighted[string] {
		return weighted[string]{{"borne", 45}, {"les deux", 30}, {"poubelle", 25}}
	},
}

// numbers are the habits that are an amount, in the unit of the question.
var numbers = map[string]func(respondent) float64{
	"logement . habitants": func(h respondent) float64 { return float64(h.people) },
	"logement . surface": func(h respondent) float64 {
		return round(h.around(24+19*float64(h.people), 0.25), 1)
	},
	"transport . voiture . km": func(h respondent) float64 {
		if !h.drives {
			return round(h.around(900, 0.6), 100)
		}
		return round(h.around(7500, 0.6), 500)
	},
	"transport . voiture . voyageurs": func(h respondent) float64 { return round(h.around(1+0.2*float64(h.people), 0.15), 0.1) },
	"transport . train . km":          func(h respondent) float64 { return round(h.around(2200, 0.7), 100) },
	"transport . transports commun . métro ou tram . heures par semaine": func(h respondent) float64 {
		return round(h.around(4, 0.5), 0.5)
	},
	"déchets . couches . enfants": func(h respondent) float64 {
		if h.people < 3 || h.random.Float64() < 0.65 {
			return 0
		}
		return 1
	},
	"déchets . nuits": func(h respondent) float64 {
		return pick(h.random, weighted[float64]{{7, 80}, {6, 12}, {5, 8}})
	},
	"divers . tabac . consommation par semaine": func(h respondent) float64 {
		if h.random.Float64() < 0.8 {
			return 0
		}
		return round(h.around(2, 0.5), 0.5)
	},
	"divers . numérique . internet . durée journalière": func(h respondent) float64 {
		return round(h.around(3, 0.4), 0.5)
	},
}

// suggestions are how often each suggestion of a question is taken, where they
// are not all alike. Without a question here they are.
var suggestions = map[string]weighted[string]{
	"alimentation . plats": {{"végétalien", 3}, {"végétarien", 9}, {"peu de viande", 38}, {"viande chaque jour", 50}},
}

// lines are the amounts of single lines of a mosaic, in the unit of the line.
var lines = map[string]weighted[float64]{
	"divers . animaux domestiques . empreinte . chats . nombre":       {{0, 75}, {1, 20}, {2, 5}},
	"divers . animaux domestiques . empreinte . petit chien . nombre": {{0, 93}, {1, 7}},
	"divers . animaux domestiques . empreinte . chien moyen . nombre": {{0, 94}, {1, 6}},
	"divers . animaux domestiques . empreinte . gros chien . nombre":  {{0, 98}, {1, 2}},

	"transport . avion . vols annuels . heures court courrier . saisie":         {{0, 25}, {3, 45}, {6, 25}, {12, 5}},
	"transport . avion . vols annuels . heures moyen et long courrier . saisie": {{0, 45}, {5, 25}, {14, 22}, {24, 8}},
	"transport . avion . vols amortis . heures court courrier . saisie":         {{0, 40}, {2, 40}, {4, 20}},
	"transport . avion . vols amortis . heures moyen et long courrier . saisie": {{0, 60}, {5, 25}, {12, 15}},
}

// chanceOf is how often an option of a selection is ticked, or usual.
func chanceOf(rule string, usual float64) float64 {
	if chance, ok := options[rule]; ok {
		return chance
	}
	return usual
}

// options are the chances that differ from the usual one.
var options = map[string]float64{
	"logement . construction . rénovation . travaux . rénovation . présent": 0.12,
	"logement . construction . rénovation . travaux . isolation . présent":  0.06,
	"logement . construction . rénovation . travaux . chauffage . présent":  0.05,
	"logement . construction . rénovation . travaux . extension . présent":  0.01,
	"logement . vacances . croisière . présent":                             0.02,
	"logement . vacances . résidence secondaire . présent":                  0.1,
	"logement . vacances . famille ou amis . présent":                       0.5,
	"transport . train . usager":                                            0.7,
	"transport . transports commun . métro ou tram . présent":               0.85,
	"transport . transports commun . bus . présent":                         0.6,
	"transport . transports commun . car . présent":                         0.05,
	"transport . ferry . usager":                                            0.05,
	"transport . mobilité douce . vélo . présent":                           0.4,
	"transport . vacances . caravane . propriétaire":                        0.01,
	"transport . vacances . camping car . propriétaire":                     0.02,
	"transport . vacances . van . propriétaire":                             0.02,
	"transport . vacances . bateau plaisance . propriétaire":                0.01,
	"logement . chauffage . bois . système . foyer ouvert . présent":        0.05,
	"divers . loisirs . sports . golf . présent":                            0.02,
	"divers . loisirs . sports . sports énergivores . présent":              0.01,
}

// around draws an amount near a middle: log-normal, so that it is never
// negative and large ones are rare. Spread is the standard deviation of its
// logarithm. Frugal households are a little below.
func (h respondent) around(middle, spread float64) float64 {
	return middle * math.Exp(spread*h.random.NormFloat64()-0.3*(h.frugal-0.5))
}

func round(v, step float64) float64 {
	return math.Max(math.Round(v/step)*step, step)
}
