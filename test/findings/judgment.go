package main

import "capzero/models/check"

// kinds are the kinds of findings, the gravest first, with what they mean.
var kinds = []struct {
	kind         check.Kind
	title, about string
}{
	{check.UndefinedTotal, "Totals without a value", "Situations that come with the model and have no result."},
	{check.DivideZero, "Divisions by zero", "A legal answer leaves the rule, and what reads it, without a value. The npm engine stops there altogether; ours answers everything else."},
	{check.ContextLoop, "Contexts that lead into each other", "They never end, or end by an error."},
	{check.Fails, "Other failures", "What cannot be computed for some legal answers."},
	{check.NoDefault, "Missing defaults", "Who does not answer has no result."},
	{check.NotPossible, "Texts that are no possibility", "Comparisons that are decided whatever people answer."},
	{check.UnknownKey, "Unknown keys", "The language ignores them in silence."},
	{check.Limits, "Limits", "A plafond below its plancher."},
	{check.Units, "Units that disagree", "Values that do not measure the same thing meet."},
	{check.Unreachable, "Branches that are never reached", "Conditions that no answer changes."},
	{check.Unread, "Dead rules", "Neither a result, nor a question, nor a rule that programs look for reads them."},
	{check.UnknownRule, "Unknown rules", "Answers to rules that the model does not have."},
}

const bois = "The question on wood heating is a mosaic: whoever ticks one system and leaves the others open has no result. " +
	"Our pages answer non for what was not ticked, so that nobody meets it there; a program that sends answers one by one does."

// judgments are our sentences, by kind and rule.
var judgments = map[string]string{
	"undefined total: bilan": "The published persona has no result with any engine. It answers the mosaic on wood heating for four systems of five. Corrected in 4.15.0.",

	"division by zero: futureco-data . transport . ferry . part du volume":                  "Harmless: the question belongs to an imported model of ferries and is not asked of people.",
	"division by zero: transport . voiture . boulot . sans voiture . gain empreinte au km":  "Real: the number of people in the car may be 0, where the same question for other trips has a plancher of 1. The action of leaving the car has no saving then.",
	"division by zero: transport . voiture . boulot . télétravail . empreinte jour voiture": "Real, and the same cause: the action of working from home has no saving then.",
	"no default: logement . chauffage . bois . système . poêle bûches . présent":            bois,
	"no default: logement . chauffage . bois . système . chaudière bûches . présent":        "The same mosaic.",
	"no default: logement . chauffage . bois . système . poêle granulés . présent":          "The same mosaic.",
	"no default: logement . chauffage . bois . système . chaudière granulés . présent":      "The same mosaic.",
	"no default: logement . chauffage . bois . système . foyer ouvert . présent":            "The same mosaic, and what the persona Anne Claire meets.",
	"no default: logement . électricité verte":                                              "By intent: actions without a figure are listed in the sum of all actions, which therefore never has a value and which nobody shows. We ask for each action by itself.",
	"not a possibility: logement . chauffage . bois . est présent chauffage":                "A remnant: collective heating by wood is no longer offered. The comparison costs nothing.",
	"not a possibility: logement . chauffage . bois . est présent ecs":                      "The same remnant.",
	"unknown key: transport . transports commun . bus . temps moyen":                        "For unité. Without effect today: the formula has the same unit, h/semaine, by itself.",
	"units: logement . chauffage . fioul . consommation via DPE . ecs":                      "Real, for hot water from oil with a known DPE: the formula gives litres and is declared in kWh, then added to litres. We keep the published figure, as the npm engine does.",
	"dead rule: bilan . par jour":                                                               "For other programs, it seems: a total per day.",
	"dead rule: logement . eau domestique . par jour":                                           "For other programs, it seems, with the 44 rules of the water footprint behind it.",
	"dead rule: divers . autres produits . autres produits manufacturés":                        "Categories that the macroeconomic figure replaced.",
	"dead rule: parc français . chauffage . empreinte moyenne par m2":                           "Statistics of the housing stock, kept for whoever reads the model.",
	"dead rule: logement . chauffage . bois . type . granulés . consommation via DPE . appoint": "A mistake that lowers results: the sum for logs counts the extra stove, the sum for pellets beside it leaves it out. Worth telling its authors.",
	"dead rule: logement . électricité . réseau . consommation":                                 "A remnant: nothing asks for it, and its default is all that it has.",
	"dead rule: divers . textile . nombre total":                                                "For other programs, it seems: how many clothes in all.",
}
