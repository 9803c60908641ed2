// Package priors says what is not known about a household: how each question of
// a model is answered across France, how far off an answer from memory is, and
// how uncertain the emission factors are.
//
// A prior is the distribution of the answers to one question. It is data, in
// YAML, with its source or the admission that none was found:
//
//	sources:
//	  insee-logements-2023:
//	    titre: 37,8 millions de logements en France au 1er janvier 2023
//	    organisme: Insee
//	    année: 2023
//	    url: https://insee.fr/fr/statistiques/7700305
//	    vu: oui
//	priors:
//	  logement . type:
//	    parts: {maison: 0.55, appartement: 0.44, autre: 0.01}
//	    source: insee-logements-2023
//	    lecture: Parmi les résidences principales…
//	  logement . surface:
//	    unité: m2
//	    arrondi: 1
//	    variantes:
//	      - si: logement . type = 'maison'
//	        lognormale: {médiane: 108, p90: 165}
//	      - lognormale: {médiane: 80, p90: 150}
//	    large: aucune source trouvée
//
// A prior has one of these shapes:
//
//   - oui: the share of yes;
//   - parts: the weight of each possibility, 1 together;
//   - comptes: the weight of each number, 1 together;
//   - quantiles: numbers by the share of households below, straight in between;
//   - lognormale: médiane or moyenne, with p90 or écart (the standard deviation
//     of the logarithm), cut at three of them on both sides;
//   - triangulaire: min, mode and max;
//   - valeur: a number that follows from other answers;
//   - sans réponse: why the question is left to the model.
//
// A number may also have nul, the share of zeros; fois, a factor; and arrondi,
// the step in which people say it. It stands in the unit of its question and is
// cut at the question's plancher and plafond. Numbers inside lognormale, fois
// and valeur may be expressions on other rules, by their full names.
//
// Where the answer depends on others, variantes holds one shape per case, and
// the first holds whose si does and whose expressions have a value. The last has
// no si and no expression, so that there is always an answer.
//
// A Set is read once and shared. Fitted to a model it gives a Prior for every
// question, also for those that the data does not know (a new version, another
// region): wide, and saying so. Quantile is the inverse of the distribution
// function, so that the same u gives the same household in every draw:
//
//	set, err := priors.Read(sources...)
//	fitted := set.For(model)
//	for _, rule := range fitted.Order() {
//		answer := fitted.Of(rule).Quantile(random.Float64(), evaluator)
//		…
//	}
//
// Everything here is data: nothing is adjusted to make a total come out right.
package priors
