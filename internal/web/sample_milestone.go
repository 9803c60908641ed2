package web

import (
	"time"

	"capzero/internal/footprint"
)

func keptAt(number, days int, name string, kg, waste float64, models footprint.Models) footprint.Milestone {
	return footprint.Milestone{
		Number: number, Name: name, At: day.AddDate(0, 0, days), Models: models, Readable: true,
		Questions: 13 + 6*number, KgCO2ePerYear: kg, WasteKgPerWeek: waste,
	}
}

// manyKept is a year and a half of one household, over two models.
var manyKept = []footprint.Milestone{
	keptAt(7, 0, "", 7120, 3.9, modelSample),
	keptAt(6, -48, "Sans la voiture", 7330, 4.1, modelSample),
	keptAt(5, -130, "", 8287, 4.8, modelSample),
	keptAt(4, -221, "Après le déménagement", 8460, 4.8, formerModels),
	keptAt(3, -230, "", 8990, 4.9, formerModels),
	keptAt(2, -360, "", 8410, 5.2, formerModels),
	keptAt(1, -545, "Le premier", 9120, 5.2, formerModels),
}

// sameEvening are two bilans within a minute.
var sameEvening = []footprint.Milestone{
	keptAt(2, 0, "", 7120, 3.9, modelSample),
	keptAt(1, 0, "", 8287, 4.8, modelSample),
}

var unreadableKept = func() []footprint.Milestone {
	old := keptAt(1, -545, "", 9120, 5.2, footprint.Models{Carbon: "nosgestesclimat 4.0.0 FR", Waste: "waste-fr 1"})
	old.Readable = false
	return []footprint.Milestone{keptAt(2, 0, "", 7120, 3.9, modelSample), old}
}()

// extremeKept is as many as there may be, with figures as large as they come.
var extremeKept = func() []footprint.Milestone {
	var all []footprint.Milestone
	for n := footprint.MostMilestones; n > 0; n-- {
		m := keptAt(n, -13*(footprint.MostMilestones-n), repeated("M", footprint.LongestName), float64(n*n)*987_600, 123.4*float64(n), modelSample)
		m.Name = m.Name[:2*n]
		all = append(all, m)
	}
	return all
}()

func shiftedSample(rule, question string, theme footprint.Theme, before, after string, changed bool, carbon, waste int64) footprint.ShiftedAnswer {
	return footprint.ShiftedAnswer{
		Rule: rule, Question: question, Theme: theme, Before: before, After: after, Changed: changed,
		Part: footprint.Part{CarbonGrams: carbon, WasteGrams: waste},
	}
}

// openShift has everything in it, and nothing has been said yet.
var openShift = footprint.Shift{
	Earlier: keptAt(1, -130, "", 8287.2, 4.81, formerModels), Later: keptAt(2, 0, "Sans la voiture", 6910.5, 4.31, modelSample), Known: true,
	Carbon: changeOf("bilan", "", 8287.2, 6910.5), Waste: changeOf("", "", 4.81, 4.31),
	Categories: []footprint.Change{
		changeOf("transport", "Transport", 3100, 1816.8),
		changeOf("alimentation", "Alimentation", 2000, 1813.7),
		changeOf("logement", "Logement", 1520, 1612.8),
		changeOf("divers", "Divers", 497.2, 497.2),
		changeOf("services sociétaux", "Services sociétaux", 1170, 1170),
	},
	Streams: []footprint.Change{
		changeOf("déchets . ordures résiduelles . par semaine", "Ordures ménagères", 2.6, 2.1),
		changeOf("déchets . verre . par semaine", "Verre", 0.58, 0.58),
	},
	Model: footprint.Part{CarbonGrams: 92_800},
	Lost:  1,
	Answers: []footprint.ShiftedAnswer{
		shiftedSample(kmRule, "Quelle distance parcourez-vous à l’année en voiture ?", footprint.Transport, "12\u202f000\u00a0km", "6\u202f500\u00a0km", true, -1_283_200, 0),
		shiftedSample(dietRule, "À quelle fréquence achetez-vous des produits locaux ?", footprint.Food, "Je ne sais pas", "Souvent", false, -150_100, -100),
		shiftedSample(surfaceRule, "Quelle est la surface habitable de votre logement ?", footprint.Housing, "", "62\u00a0m²", false, -36_200, 0),
		shiftedSample(yesNoRule, "Avez-vous un autocollant « Stop pub » sur votre boîte aux lettres ?", footprint.WasteTheme, "Non", "Oui", true, 0, -400),
		shiftedSample(selectionRule, "Avez-vous des animaux ?", footprint.Misc, "Non", "Oui", true, 0, 0),
	},
}

// because is a shift whose changed answers have been explained, in turn.
func because(s footprint.Shift, reasons ...footprint.ShiftReason) footprint.Shift {
	answers := append([]footprint.ShiftedAnswer(nil), s.Answers...)
	next := 0
	for i, a := range answers {
		if a.Changed && next < len(reasons) {
			answers[i].Reason = reasons[next]
			next++
		}
	}
	s.Answers = answers
	return s
}

var toldShift = because(openShift, footprint.LifeChange, footprint.Unsure)

var correctedShift = func() footprint.Shift {
	s := because(openShift, footprint.Correction)
	s.Answers, s.Model, s.Lost = s.Answers[:1], footprint.Part{}, 0
	s.Carbon, s.Waste = changeOf("bilan", "", 8287.2, 7004), changeOf("", "", 4.81, 4.81)
	s.Categories, s.Streams = s.Categories[:1], s.Streams[1:]
	return s
}()

var modelShift = func() footprint.Shift {
	s := openShift
	s.Answers, s.Lost = nil, 0
	s.Carbon, s.Waste = changeOf("bilan", "", 8287.2, 8380), changeOf("", "", 4.81, 4.81)
	s.Categories, s.Streams = s.Categories[2:], s.Streams[1:]
	return s
}()

var stillShift = func() footprint.Shift {
	s := modelShift
	s.Model, s.Carbon.After = footprint.Part{}, s.Carbon.Before
	s.Categories = s.Categories[1:]
	s.Answers = openShift.Answers[4:]
	return s
}()

var unknownShift = func() footprint.Shift {
	s := modelShift
	s.Known, s.Later.Readable = false, false
	return s
}()

var longShift = func() footprint.Shift {
	s := openShift
	s.Earlier.Name, s.Later.Name = repeated("M", footprint.LongestName), repeated("anti ", 12)
	s.Later.At = s.Later.At.Add(time.Minute)
	s.Answers = []footprint.ShiftedAnswer{
		shiftedSample(kmRule, "Intercommunautaire anticonstitutionnellement désoxyribonucléique "+repeated("hypermobilité ", 9), footprint.Transport,
			repeated("Repas végétarien, ", 12), repeated("9", 40), true, -987_654_321_000, 123_456_000),
	}
	s.Carbon.After = s.Carbon.Before - 987_654_321 + 92.8
	s.Waste.After = s.Waste.Before + 123_456
	return s
}()
