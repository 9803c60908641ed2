package web

import "capzero/internal/footprint"

// The samples of pages with words of a model that is not translated, which are
// in English whatever the language of the page.

var english = footprint.Foreign{Lang: "en"}

var foreignChoice = footprint.Screen{
	Number: 5, Of: 13, Back: kmRule, Estimate: soFar,
	Question: footprint.Question{
		Rule: dietRule, Theme: footprint.Food, Form: footprint.Choice,
		Text: "Do you eat local produce?", Foreign: english,
		Why: "Local produce comes from **less than 200 km** away.\n\n- Straight from the farm.\n- Through one shop at most.", WhyForeign: english,
		Choices: []footprint.Option{
			{Value: "jamais", Label: "Never", Foreign: english},
			{Value: "souvent", Label: "Often", Foreign: english, Help: "a basket every week", HelpForeign: english},
		},
		Typical: "Never", TypicalForeign: english,
	},
}

var foreignCounts = footprint.Screen{
	Estimate: soFar,
	Question: footprint.Question{
		Rule: countsRule, Theme: footprint.Food, Form: footprint.Counts,
		Text: "Choose the meals of your typical week", Foreign: english,
		Options: []footprint.Option{
			{Rule: "alimentation . plats . viande rouge . nombre", Label: "Red meat", Foreign: english, Help: "Meal with beef, veal or lamb.", HelpForeign: english, Unit: "repas/semaine"},
			{Rule: "alimentation . plats . végétarien . nombre", Label: "Vegetarian", Foreign: english, Unit: "repas/jour"},
		},
		Suggestions: []footprint.Suggestion{{Label: "little meat", Foreign: english, Values: map[string]float64{"alimentation . plats . végétarien . nombre": 10}}},
	},
}

var foreignThemes = []footprint.ThemeProgress{{
	Theme: footprint.Food, Answered: 1, Total: 2, Next: dietRule, KgCO2ePerYear: 2000,
	Questions: []footprint.QuestionLine{
		{Rule: dietRule, Text: "Do you eat local produce?", Foreign: english, Answer: "Often", AnswerForeign: english, Answered: true},
		{Rule: kmRule, Text: "How far do you travel by car?", Foreign: english},
	},
}}

var foreignExplanation = footprint.Explanation{
	Rule: carRule, Title: "Car", Foreign: english, Value: "Petrol", ValueForeign: english, Kind: footprint.FromFormula,
	Trail: []footprint.Line{{Rule: "transport", Label: "Transport", Known: true}, {Rule: carRule, Label: "Car", Foreign: english, Known: true}},
	Formula: []footprint.Term{
		{Text: "Distance by car", Foreign: english, Rule: kmRule, Value: "6 500 km"},
		{Op: "explain.op.cases"},
		{Depth: 1, Op: "explain.op.if", Inactive: true},
		{
			Depth: 2, Text: "Engine", Foreign: english, Compared: "=", With: "« electric »", WithForeign: english.In("electric"),
			Rule: "transport . voiture . motorisation", Inactive: true,
		},
	},
	About: "The footprint of the car counts the fuel **and** the making of the car.", AboutForeign: english,
	Note: "## Method\n\nSee the [table of factors](https://base-empreinte.ademe.fr) of ADEME.", NoteForeign: english,
	Sources: []footprint.Link{{Label: "Report on the making of cars", URL: "https://www.ademe.fr", Foreign: english}},
}

var foreignActions = footprint.Actions{Answers: 12, All: []footprint.Action{
	{
		ID: "velo", Theme: footprint.Transport, Effort: 2, Label: "Prendre le vélo pour deux trajets sur cinq",
		State: footprint.AsksFirst, Question: kmRule, Reason: "How far do you travel by car?", ReasonForeign: english,
	},
	{
		ID: "voiture", Theme: footprint.Transport, Effort: 1, Label: "Rouler moins", State: footprint.Saves, SavedKgCO2ePerYear: 320,
		Moves: []footprint.Move{{Label: "How far do you travel by car?", Foreign: english, Before: "6 500 km", After: "3 250 km"}},
	},
}}

// foreignScenes are those pages.
var foreignScenes = []scene{
	{page: "autre-langue", name: "choix", path: questionPath(dietRule, afterOpening), data: sample{screen: foreignChoice}},
	{page: "autre-langue", name: "mosaique", path: questionPath(countsRule, afterTheme), data: sample{screen: foreignCounts}},
	{page: "autre-langue", name: "themes", path: "/mesurer", data: sample{themes: foreignThemes}},
	{page: "autre-langue", name: "explication", path: explanationPath(carRule), data: sample{explain: foreignExplanation}},
	{page: "autre-langue", name: "gestes", path: "/gestes", data: sample{actions: foreignActions}},
	{page: "autre-langue", name: "geste", path: "/gestes/voiture", data: sample{actions: foreignActions}},
	{page: "autre-langue", name: "geste-a-demander", path: "/gestes/velo", data: sample{actions: foreignActions}},
}
