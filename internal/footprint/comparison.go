package footprint

// comparisons are the figures that a result is held against. Each is one that
// a reader can find again at its source; they are about one person and year,
// like the result.
var comparisons = []Comparison{
	{
		Key:           "france",
		KgCO2ePerYear: 9400,
		Year:          2023,
		Source:        "SDES et Insee, Émissions de gaz à effet de serre et empreinte carbone de la France, 5 novembre 2024",
		URL:           "https://www.statistiques.developpement-durable.gouv.fr/emissions-de-gaz-effet-de-serre-et-empreinte-carbone-de-la-france-une-baisse-significative-en-2023",
	},
	{
		Key:           "goal",
		KgCO2ePerYear: 2000,
		Source:        "Nos Gestes Climat (ADEME)",
		URL:           "https://nosgestesclimat.fr/blog/budget",
	},
}
