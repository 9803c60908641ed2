package web

import "capzero/internal/footprint"

// The rules of the sample questions.
const (
	carRule       = "transport . voiture"
	kmRule        = "transport . voiture . km"
	factorRule    = "transport . voiture . thermique . empreinte par litre"
	dietRule      = "alimentation . local . consommation"
	yesNoRule     = "déchets . stop pub"
	surfaceRule   = "logement . surface"
	selectionRule = "transport . transports commun"
	countsRule    = "alimentation . plats"
)

// soFar is the figure in the band under a question.
var soFar = footprint.Estimate{
	CarbonKgCO2ePerYear: 8287,
	Known:               true,
	Interval:            footprint.Interval{Low: 6100, High: 10_700, Known: true},
	Narrowable:          0.6,
	Shares:              footprint.Shares{Answers: 0.34, Averages: 0.48, Common: 0.18},
}

var kmScreen = footprint.Screen{
	Number: 4, Of: 13, Back: yesNoRule, Estimate: soFar,
	Question: footprint.Question{
		Rule: kmRule, Theme: footprint.Transport, Form: footprint.Number, Unit: "km",
		Text: "Quelle distance parcourez-vous à l’année en voiture ?",
		Why: "Comptez tous les trajets où vous êtes **à bord**, au volant ou non, partagés ou non.\n\n" +
			"### 💡 Comment compter\n\n- Le compteur et le carnet d’entretien donnent une bonne idée.\n" +
			"- Un aller-retour quotidien de 10 km, 220 jours par an, fait 4 400 km.\n\n" +
			"Pour en savoir plus, voir l’[enquête mobilité des personnes](https://www.statistiques.developpement-durable.gouv.fr).",
		Suggestions: []footprint.Suggestion{
			{Label: "un week-end par mois", Value: 2000},
			{Label: "le travail, tous les jours", Value: 9000},
		},
		Typical: "12 200 km",
	},
}

var surfaceScreen = footprint.Screen{
	Number: 9, Of: 13, Back: kmRule, Estimate: soFar,
	Question: footprint.Question{
		Rule: surfaceRule, Theme: footprint.Housing, Form: footprint.Number, Unit: "m2",
		Text: "Quelle est la surface habitable de votre logement ?", Typical: "93 m²",
	},
}

var choiceScreen = footprint.Screen{
	Number: 1, Of: 13, Estimate: footprint.Estimate{
		CarbonKgCO2ePerYear: 8287, Known: true, Shares: footprint.Shares{Averages: 0.82, Common: 0.18},
	},
	Question: footprint.Question{
		Rule: dietRule, Theme: footprint.Food, Form: footprint.Choice,
		Text: "Mangez-vous des produits locaux ?",
		Why:  "Un produit local vient de moins de 200 km, sans intermédiaire ou presque.",
		Choices: []footprint.Option{
			{Value: "jamais", Label: "Jamais"},
			{Value: "quelques fois", Label: "Quelquefois", Help: "au marché, de temps en temps"},
			{Value: "souvent", Label: "Souvent", Help: "une AMAP, un panier chaque semaine"},
			{Value: "oui toujours", Label: "Presque toujours"},
		},
	},
}

var yesNoScreen = footprint.Screen{
	Number: 13, Of: 13, Back: countsRule, Estimate: soFar,
	Question: footprint.Question{
		Rule: yesNoRule, Theme: footprint.WasteTheme, Form: footprint.YesNo,
		Text: "Avez-vous un autocollant « Stop pub » sur votre boîte aux lettres ?",
	},
}

var selectionScreen = footprint.Screen{
	Estimate: soFar,
	Question: footprint.Question{
		Rule: selectionRule, Theme: footprint.Transport, Form: footprint.Selection, None: true,
		Text: "Parmi ces modes de transport collectifs, lesquels avez-vous utilisés sur l’année écoulée ?",
		Options: []footprint.Option{
			{Rule: selectionRule + " . train . usager", Label: "Train", Help: "TER, Transilien, Intercités, TGV"},
			{Rule: selectionRule + " . métro ou tram . présent", Label: "Métro ou tram"},
			{Rule: selectionRule + " . bus . présent", Label: "Bus"},
			{Rule: selectionRule + " . car . présent", Label: "Autocar"},
			{Rule: selectionRule + " . ferry . usager", Label: "Ferry"},
		},
	},
}

var countsScreen = footprint.Screen{
	Number: 6, Of: 13, Back: kmRule, Estimate: soFar,
	Question: footprint.Question{
		Rule: countsRule, Theme: footprint.Food, Form: footprint.Counts,
		Text: "Choisissez les 14 repas (déjeuners et dîners) de votre semaine type",
		Why:  "Un repas compte pour ce qu’il contient de plus lourd.",
		Options: []footprint.Option{
			{Rule: countsRule + " . végétalien . nombre", Label: "Végétalien", Help: "ni viande, ni poisson, ni œuf, ni lait", Unit: "repas/semaine", Min: at(0)},
			{Rule: countsRule + " . végétarien . nombre", Label: "Végétarien", Unit: "repas/semaine", Min: at(0)},
			{Rule: countsRule + " . viande blanche . nombre", Label: "Viande blanche", Unit: "repas/semaine", Min: at(0)},
			{Rule: countsRule + " . viande rouge . nombre", Label: "Viande rouge", Unit: "repas/semaine", Min: at(0)},
			{Rule: countsRule + " . poisson gras . nombre", Label: "Poisson gras", Unit: "repas/semaine", Min: at(0)},
			{Rule: countsRule + " . poisson blanc . nombre", Label: "Poisson blanc", Unit: "repas/semaine", Min: at(0)},
		},
		Suggestions: []footprint.Suggestion{
			{Label: "peu de viande", Values: map[string]float64{countsRule + " . végétarien . nombre": 9, countsRule + " . viande blanche . nombre": 5}},
			{Label: "viande chaque jour", Values: map[string]float64{countsRule + " . viande blanche . nombre": 7, countsRule + " . viande rouge . nombre": 7}},
		},
	},
}

var longScreen = footprint.Screen{
	Number: 2, Of: 13, Back: kmRule, Estimate: footprint.Estimate{
		CarbonKgCO2ePerYear: 123_456_789, Known: true, Shares: footprint.Shares{Answers: 1},
	},
	Question: footprint.Question{
		Rule: dietRule, Theme: footprint.SocietalService, Form: footprint.Choice,
		Text: "Anticonstitutionnellement, l’" + repeated("hyper", 12) + "consommation intergouvernementale désinstitutionnalisée vous concerne-t-elle ?",
		Why:  repeated("Une explication très longue, qui donne le détail de chaque cas et de chaque exception. ", 12),
		Choices: []footprint.Option{
			{Value: "a", Label: repeated("incommensurablement", 4), Help: repeated("https://exemple.invalid/un/tres/long/chemin/", 3)},
			{Value: "b", Label: "Non"},
		},
		Typical: repeated("approximativement ", 6),
	},
}

// at gives the address of a bound.
func at(v float64) *float64 { return &v }
