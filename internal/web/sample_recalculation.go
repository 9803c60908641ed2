package web

import (
	"slices"
	"time"

	"capzero/internal/footprint"
)

// recalcDay is when the samples were computed again.
var recalcDay = day.Add(40 * time.Hour)

var formerModels = footprint.Models{Carbon: "nosgestesclimat 4.8.1 FR", Waste: "waste-fr 1"}

// outdatedResult has a model that there is a newer one of.
var outdatedResult = func() footprint.Result {
	r := usualResult
	r.Models, r.Current = formerModels, modelSample
	return r
}()

func toldResult(seen bool) footprint.Result {
	r := usualResult
	r.Recalculated = &footprint.Recalculated{At: recalcDay, Seen: seen}
	return r
}

func changeOf(rule, label string, before, after float64) footprint.Change {
	return footprint.Change{Rule: rule, Label: label, Before: before, After: after}
}

// sameWaste is a week's waste that no recalculation moved.
var sameWaste = []footprint.Change{changeOf("déchets . verre . par semaine", "Verre", 0.58, 0.58)}

// raised is more than before, by figures and by rules.
var raised = footprint.Recalculation{
	At: recalcDay, From: formerModels, To: modelSample, Measured: true,
	Carbon: changeOf("bilan", "", 7864.1, 8287.2), Waste: changeOf("", "", 4.81, 4.81), Streams: sameWaste,
	Categories: []footprint.Change{
		changeOf("logement", "Logement", 1075.7, 1520),
		changeOf("services sociétaux", "Services sociétaux", 1222.8, 1170),
		changeOf("divers", "Divers", 465.5, 497),
		changeOf("transport", "Transport", 3100, 3100.2),
		changeOf("alimentation", "Alimentation", 2000, 2000),
	},
	Causes: footprint.Causes{
		Known: true,
		Figures: []footprint.FigureChange{
			{Rule: "empreinte branche . F43 par hab . ratio services publics", Label: "Travaux de construction · ratio services publics", Category: footprint.SocietalService,
				Before: "54 %", After: "12,1 %", KgCO2ePerYear: -262.8, Source: footprint.Link{Label: "SDES", URL: "https://www.statistiques.developpement-durable.gouv.fr"}},
			{Rule: "empreinte branche . O84", Label: "Administration publique et défense", Category: footprint.SocietalService, Before: "14 679 kt CO₂e", After: "18 427 kt CO₂e", KgCO2ePerYear: 55.7},
			{Label: "Un chiffre qui n’est plus dans le modèle", Category: footprint.Misc, Before: "1 874 kt CO₂e", After: "6 564 kt CO₂e", KgCO2ePerYear: 55.1},
		},
		OtherFigures: 64.9, OtherCount: 68,
		Rules: []footprint.RuleChange{
			{Category: footprint.Housing, KgCO2ePerYear: 444.4},
			{Category: footprint.SocietalService, KgCO2ePerYear: 65.8},
			{Category: footprint.Transport, KgCO2ePerYear: 0.2},
		},
	},
}

// lowered is less than before, and seen already. It is not the first time.
var lowered = func() footprint.Recalculation {
	r := raised
	r.Seen = true
	r.Carbon = changeOf("bilan", "", 8287.2, 7864.1)
	r.Causes = footprint.Causes{
		Known: true, Answered: -210.4,
		Figures: raised.Causes.Figures[:1],
		Rules:   []footprint.RuleChange{{Category: footprint.Housing, KgCO2ePerYear: 50.1}},
	}
	r.Earlier = []footprint.PastRecalculation{
		{At: day.AddDate(0, -2, 0), To: formerModels, Carbon: changeOf("bilan", "", 8410, 8287.2)},
		{At: day.AddDate(0, -5, 0), To: footprint.Models{Carbon: "nosgestesclimat 4.4.0 FR"}, Carbon: changeOf("bilan", "", 8399, 8410)},
	}
	return r
}()

var hardlyMoved = func() footprint.Recalculation {
	r := raised
	r.Carbon = changeOf("bilan", "", 8299.2, 8287.2)
	r.Categories = []footprint.Change{
		changeOf("services sociétaux", "Services sociétaux", 1182, 1170),
		changeOf("transport", "Transport", 3100, 3100),
	}
	r.Causes = footprint.Causes{
		Known:   true,
		Figures: []footprint.FigureChange{{Rule: "population", Label: "Population", Category: footprint.SocietalService, Before: "67 257 982", After: "68 372 290", KgCO2ePerYear: -12}},
	}
	return r
}()

var unmoved = func() footprint.Recalculation {
	r := hardlyMoved
	r.Carbon.Before = r.Carbon.After
	r.Categories = []footprint.Change{changeOf("transport", "Transport", 3100, 3100)}
	r.Causes = footprint.Causes{Known: true}
	return r
}()

var heatingLost = footprint.LostAnswer{
	Question: "Qu’utilisez-vous pour la cuisson, l’eau chaude et chauffer ou climatiser votre logement ?",
	Answer:   "Gaz naturel, Bouteille de gaz", Theme: footprint.Housing, KgCO2ePerYear: -1312.6, Known: true,
}

var oneLost = func() footprint.Recalculation {
	r := raised
	r.Lost = []footprint.LostAnswer{heatingLost}
	r.Causes.Rules = slices.Clone(r.Causes.Rules)
	r.Causes.Rules[0].Lost = 1
	return r
}()

// manyLost has everything at once, in long words and large figures.
var manyLost = func() footprint.Recalculation {
	r := oneLost
	r.Waste = changeOf("", "", 5.2, 4.2)
	r.To.Waste = "waste-fr 2"
	r.Streams = []footprint.Change{
		changeOf("déchets . ordures résiduelles . par semaine", "Ordures ménagères", 3.6, 2.6),
		changeOf("déchets . textiles . par semaine", "Textiles", 0.05, 0.05),
	}
	r.Carbon = changeOf("bilan", "", 7_864_120, 12_345_678)
	r.Categories = append([]footprint.Change{
		changeOf("", "Intercommunautaire anticonstitutionnellement désoxyribonucléique", 1_000_000, 12_345_678),
	}, r.Categories...)
	r.Lost = []footprint.LostAnswer{
		heatingLost,
		{Question: "Comment chauffez-vous ?", Answer: "Au charbon", Again: "logement . chauffage . énergie", Theme: footprint.Housing, KgCO2ePerYear: 210, Known: true},
		{Question: "divers . ameublement . anticonstitutionnellement . préservation", Answer: repeated("faible", 12), Theme: footprint.Misc},
	}
	return r
}()

// untraced is computed again without the former model at hand.
var untraced = func() footprint.Recalculation {
	r := oneLost
	r.Causes = footprint.Causes{}
	r.Lost = []footprint.LostAnswer{{Question: "logement . chauffage", Answer: "oui, oui", Theme: footprint.Housing}}
	return r
}()

var wasteOnly = func() footprint.Recalculation {
	r := unmoved
	r.From = footprint.Models{Carbon: modelSample.Carbon, Waste: "waste-fr 0"}
	r.Waste = changeOf("", "", 5.2, 4.2)
	r.Streams = []footprint.Change{changeOf("déchets . ordures résiduelles . par semaine", "Ordures ménagères", 3.6, 2.6)}
	return r
}()

// unmeasured had no result yet, and has answered one question again.
var unmeasured = footprint.Recalculation{
	From: formerModels, To: modelSample,
	Lost: []footprint.LostAnswer{heatingLost, givenAgain},
}

var givenAgain = footprint.LostAnswer{
	Question: "Comment chauffez-vous ?", Answer: "Au charbon", Again: "logement . chauffage . énergie",
	Theme: footprint.Housing, Given: true,
}

// allGiven has answered everything again.
var allGiven = func() footprint.Recalculation {
	r := oneLost
	r.Seen = true
	r.Lost = []footprint.LostAnswer{givenAgain}
	return r
}()
