package web

import (
	"math"

	"capzero/internal/footprint"
)

var comparisonSample = []footprint.Comparison{
	{Key: "goal", KgCO2ePerYear: 2000, Source: "Nos Gestes Climat, ADEME", URL: "https://nosgestesclimat.fr"},
	{Key: "france", KgCO2ePerYear: 9400, Year: 2023, Source: "SDES et Insee, novembre 2024", URL: "https://www.statistiques.developpement-durable.gouv.fr"},
}

var modelSample = footprint.Models{Carbon: "nosgestesclimat 4.10.2 FR", Waste: "waste-fr 1"}

// usualResult has its intervals; undrawnResult is the same before they are drawn.
var usualResult = sure(undrawnResult)

// essentialResult has said what matters.
var essentialResult = func() footprint.Result {
	r := usualResult
	r.Carbon.Narrowable = 0.04
	return r
}()

// redrawnResult had an interval before the last answers.
var redrawnResult = func() footprint.Result {
	r := undrawnResult
	r.Carbon.Former = footprint.Interval{Low: 6400, High: 10_900, Known: true}
	return r
}()

var undrawnResult = footprint.Result{
	Models: modelSample, ComputedAt: day, Questions: 13, Complete: true,
	Peers: footprint.Peers{Ask: "logement . type"},
	Carbon: footprint.Carbon{
		KgCO2ePerYear: 8287.16, Known: true, Comparisons: comparisonSample,
		Shares: footprint.Shares{Answers: 0.62, Averages: 0.20, Common: 0.18},
		Categories: []footprint.Line{
			line("transport", "Transports", 3100, 0.91, 0.09),
			line("alimentation", "Alimentation", 2000, 0.74, 0.26),
			line("logement", "Logement", 1520, 0.66, 0.34),
			{Rule: "services sociétaux", Label: "Services publics et marchands", Amount: 1170, Known: true, Shares: footprint.Shares{Common: 1}},
			line("divers", "Achats", 497, 0.2, 0.8),
		},
		Heaviest: []footprint.Line{
			line("transport . voiture", "Voiture", 1410, 1, 0),
			line("transport . avion", "Avion", 1020, 1, 0),
			line("alimentation . plats . viande rouge", "Repas avec viande rouge", 790, 1, 0),
			line("logement . chauffage", "Chauffage", 760, 0.8, 0.2),
			line("alimentation . petit déjeuner", "Petit déjeuner", 310, 0, 1),
		},
	},
	Waste: footprint.Waste{
		KgPerWeek: 4.81, Known: true, NationalKgPerWeek: 5.2,
		Streams: []footprint.Line{
			{Rule: "déchets . ordures résiduelles . par semaine", Label: "Ordures ménagères", Amount: 2.6, Known: true},
			{Rule: "déchets . papiers et cartons . par semaine", Label: "Papiers et cartons", Amount: 0.62, Known: true},
			{Rule: "déchets . verre . par semaine", Label: "Verre", Amount: 0.58, Known: true},
			{Rule: "déchets . emballages . par semaine", Label: "Emballages", Amount: 0.51, Known: true},
			{Rule: "déchets . restes alimentaires triés . par semaine", Label: "Restes alimentaires triés", Amount: 0.45, Known: true},
			{Rule: "déchets . textiles . par semaine", Label: "Textiles", Amount: 0.05, Known: true},
		},
		RecyclingCentre: footprint.Line{Label: "Déchèterie", Amount: 3.9, Known: true},
		FoodInResidual:  footprint.Line{Label: "Restes alimentaires", Amount: 0.8, Known: true},
	},
	WhatIf: usualLevers,
	Actions: []footprint.Action{
		{ID: "travail-sans-voiture", Theme: footprint.Transport, Effort: 2, Label: "Prendre le vélo pour deux trajets sur cinq", SavedKgCO2ePerYear: 410},
		{ID: "viande-rouge-un-repas", Theme: footprint.Food, Effort: 1, Label: "Remplacer deux repas de bœuf par semaine", SavedKgCO2ePerYear: 330},
		{ID: "chauffage-un-degre", Theme: footprint.Housing, Effort: 1, Label: "Chauffer à 19 °C", SavedKgCO2ePerYear: 95},
	},
}

// comparedResult is one that enough households like it have measured beside.
var comparedResult = func() footprint.Result {
	r := usualResult
	r.Peers = footprint.Peers{Kind: "appartement_2", Published: true, Households: 22, TakenAt: day, KgCO2ePerYear: 7910}
	return r
}()

var aloneResult = func() footprint.Result {
	r := usualResult
	r.Peers = footprint.Peers{Kind: "maison_3"}
	return r
}()

// averageResult is seen by someone who comes before answering anything.
var averageResult = func() footprint.Result {
	r := usualResult
	r.Complete, r.Questions, r.Actions = false, 0, nil
	r.Carbon.Shares = footprint.Shares{Averages: 0.82, Common: 0.18}
	r.Carbon.Categories = []footprint.Line{
		line("transport", "Transports", 2310, 0, 1),
		line("alimentation", "Alimentation", 2080, 0, 1),
		line("logement", "Logement", 1700, 0, 1),
		{Rule: "services sociétaux", Label: "Services publics et marchands", Amount: 1450, Known: true, Shares: footprint.Shares{Common: 1}},
		line("divers", "Achats", 747, 0, 1),
	}
	r.Carbon.Heaviest = r.Carbon.Heaviest[:1]
	return sure(r)
}()

var completeResult = func() footprint.Result {
	r := usualResult
	r.Questions = 231
	r.Carbon.KgCO2ePerYear = 1840
	r.Carbon.Shares = footprint.Shares{Answers: 0.36, Common: 0.64}
	r.Carbon.Categories = []footprint.Line{
		{Rule: "services sociétaux", Label: "Services publics et marchands", Amount: 1170, Known: true, Shares: footprint.Shares{Common: 1}},
		line("alimentation", "Alimentation", 410, 1, 0),
		line("logement", "Logement", 180, 1, 0),
		line("divers", "Achats", 80, 1, 0),
		line("transport", "Transports", 0, 1, 0),
	}
	return sure(r)
}()

// failedResult is a household whose answers contradict each other.
var failedResult = func() footprint.Result {
	r := usualResult
	r.Carbon.Known, r.Carbon.KgCO2ePerYear, r.Carbon.Shares = false, math.NaN(), footprint.Shares{}
	r.Carbon.Categories = []footprint.Line{
		{Rule: "logement", Label: "Logement", Amount: math.NaN()},
		line("transport", "Transports", 3100, 0.9, 0.1),
	}
	r.Carbon.Heaviest = []footprint.Line{{Rule: "logement . chauffage", Label: "Chauffage", Amount: math.NaN()}, line("transport . voiture", "Voiture", 1410, 1, 0)}
	r.Waste = footprint.Waste{}
	r.Actions, r.Carbon.Narrowing, r.Carbon.Interval = nil, nil, footprint.Interval{}
	return r
}()

var extremeResult = func() footprint.Result {
	r := usualResult
	r.Carbon.KgCO2ePerYear = 987_654_321
	r.Carbon.Categories = []footprint.Line{
		line("transport", "Transports intergouvernementaux anticonstitutionnellement désinstitutionnalisés", 987_000_000, 0.999, 0.001),
		line("alimentation", "Alimentation", 654_321, 0.5, 0.5),
		line("divers", "Achats", -12, 1, 0),
	}
	r.Carbon.Heaviest = []footprint.Line{line("transport . avion", repeated("Aéronautique", 6), 987_000_000, 1, 0)}
	r.Waste.KgPerWeek = 123_456.7
	r.Actions = []footprint.Action{{ID: "avion-arret", Theme: footprint.Transport, Effort: 3, Label: "Renoncer à " + repeated("l’hypermobilité ", 5), SavedKgCO2ePerYear: 987_000_000}}
	return sure(r)
}()

func line(rule, label string, kg, answers, averages float64) footprint.Line {
	return footprint.Line{
		Rule: rule, Label: label, Amount: kg, Known: true,
		Shares: footprint.Shares{Answers: answers, Averages: averages},
	}
}

// themesAt lists the themes with a part of their questions answered.
func themesAt(part float64) []footprint.ThemeProgress {
	themes := []footprint.ThemeProgress{
		{Theme: footprint.Transport, Total: 43, KgCO2ePerYear: 3100},
		{Theme: footprint.Food, Total: 31, KgCO2ePerYear: 2000},
		{Theme: footprint.Housing, Total: 62, KgCO2ePerYear: 1520},
		{Theme: footprint.Misc, Total: 54, KgCO2ePerYear: 497},
		{Theme: footprint.SocietalService, Total: 1, KgCO2ePerYear: 1170},
		{Theme: footprint.WasteTheme, Total: 9},
	}
	for i := range themes {
		themes[i].Answered = int(math.Round(part * float64(themes[i].Total)))
		if themes[i].Answered < themes[i].Total {
			themes[i].Next = kmRule
		}
		themes[i].Questions = []footprint.QuestionLine{
			{Rule: kmRule, Text: "Quelle distance parcourez-vous à l’année en voiture ?", Answer: "6 500 km", Answered: part > 0},
			{Rule: surfaceRule, Text: "Quelle est la surface habitable de votre logement ?", Answer: "Je ne sais pas", Answered: part > 0},
			{Rule: yesNoRule, Text: "Avez-vous un autocollant « Stop pub » sur votre boîte aux lettres ?", Answer: "Oui", Answered: part == 1},
		}
	}
	return themes
}

var trailSample = []footprint.Line{
	line("bilan", "Empreinte carbone", 8287, 0.6, 0.2),
	line("transport", "Transports", 3100, 1, 0),
	line(carRule, "Voiture", 1410, 1, 0),
}

var carExplanation = footprint.Explanation{
	Rule: carRule, Title: "Voiture", Value: "1 410 kg CO₂e par an", Amount: 1410, Unit: "kgCO2e", Kind: footprint.FromFormula,
	Trail: trailSample, Question: kmRule,
	Formula: []footprint.Term{
		{Depth: 0, Text: "Distance parcourue en voiture", Rule: kmRule, Value: "6 500 km par an"},
		{Depth: 0, Op: "explain.op.times", Text: "Empreinte par kilomètre", Rule: "transport . voiture . empreinte au km", Value: "0,217 kg CO₂e par km"},
		{Depth: 1, Op: "explain.op.sum", Value: "0,217 kg CO₂e par km"},
		{Depth: 2, Op: "explain.op.cases", Value: "0,181 kg CO₂e par km"},
		{Depth: 3, Op: "explain.op.if", Inactive: true},
		{Depth: 4, Text: "Motorisation est égal à « électrique »", Rule: "transport . voiture . motorisation", Inactive: true},
		{Depth: 3, Op: "explain.op.if", Value: "0,181 kg CO₂e par km"},
		{Depth: 4, Text: "Motorisation est égal à « thermique »", Rule: "transport . voiture . motorisation", Value: "Oui"},
		{Depth: 4, Op: "explain.op.then", Text: "Carburant par kilomètre", Rule: factorRule, Value: "0,181 kg CO₂e par km"},
		{Depth: 2, Text: "Fabrication du véhicule, par kilomètre", Rule: "transport . voiture . construction", Value: "0,036 kg CO₂e par km"},
		{Depth: 2, Text: "Électricité par kilomètre", Rule: "transport . voiture . électrique", Inactive: true},
	},
	About:   "L’empreinte de la voiture compte le carburant **et** la fabrication du véhicule, partagés entre les personnes à bord.",
	Note:    "## Méthode\n\nVoir la [base Empreinte de l’ADEME](https://base-empreinte.ademe.fr).",
	Sources: []footprint.Link{{Label: "Rapport sur la fabrication des véhicules", URL: "https://www.ademe.fr"}},
}

var kmExplanation = footprint.Explanation{
	Rule: kmRule, Title: "Distance parcourue en voiture", Value: "6 500 km par an", Kind: footprint.FromAnswer,
	Trail: append(trailSample[:3:3], line(kmRule, "Distance parcourue en voiture", 6500, 1, 0)), Question: kmRule,
}

var averageExplanation = func() footprint.Explanation {
	e := kmExplanation
	e.Kind, e.Value = footprint.FromAverage, "12 200 km par an"
	return e
}()

var factorExplanation = footprint.Explanation{
	Rule: factorRule, Title: "Émissions d’un litre d’essence", Value: "2,7 kg CO₂e par litre", Kind: footprint.FromConstant,
	Trail: trailSample, Note: "Valeur « amont et combustion » de la base Empreinte, mise à jour en 2024.",
	Sources: []footprint.Link{{Label: "Base Empreinte, ADEME", URL: "https://base-empreinte.ademe.fr"}},
}

var notApplicable = footprint.Explanation{
	Rule: carRule, Title: "Voiture", Kind: footprint.DoesNotApply, Trail: trailSample, Question: kmRule,
}

// sure gives a sample result intervals and what would narrow them: the surer a
// line is the more of it rests on answers.
func sure(r footprint.Result) footprint.Result {
	r.Carbon.Interval = within(r.Carbon.KgCO2ePerYear, 0.10)
	r.Carbon.Categories = sureLines(r.Carbon.Categories)
	r.Carbon.Heaviest = sureLines(r.Carbon.Heaviest)
	r.Waste.Interval = within(r.Waste.KgPerWeek, 0.2)
	r.Waste.Streams = sureLines(r.Waste.Streams)
	r.Waste.RecyclingCentre.Interval = within(r.Waste.RecyclingCentre.Amount, 0.5)
	r.Waste.FoodInResidual.Interval = within(r.Waste.FoodInResidual.Amount, 0.4)
	actions := make([]footprint.Action, len(r.Actions))
	for i, a := range r.Actions {
		a.Interval = within(a.SavedKgCO2ePerYear, 0.3)
		actions[i] = a
	}
	r.Actions = actions
	r.Carbon.Narrowable = 0.3
	r.Carbon.Narrowing = []footprint.Narrowing{
		{Rule: kmRule, Text: "Quelle distance parcourez-vous à l’année en voiture ?", Theme: footprint.Transport, Share: 0.31},
		{Rule: surfaceRule, Text: "Quelle est la surface habitable de votre logement ?", Theme: footprint.Housing, Share: 0.17},
		{Rule: countsRule, Text: "Que mangez-vous dans une semaine ?", Theme: footprint.Food, Share: 0.09},
	}
	return r
}

func sureLines(lines []footprint.Line) []footprint.Line {
	all := make([]footprint.Line, len(lines))
	for i, line := range lines {
		line.Interval = within(line.Amount, 0.12+0.3*(1-line.Shares.Answers))
		all[i] = line
	}
	return all
}

// within is an interval of a relative half width, a little longer upwards.
func within(amount, half float64) footprint.Interval {
	return footprint.Interval{Low: amount * (1 - 0.9*half), High: amount * (1 + 1.1*half), Known: amount > 0}
}
