package web

import "capzero/internal/footprint"

// The actions of the gallery. Figures are invented.
var (
	electricCar = footprint.Action{
		ID: "voiture-electrique", Label: "Rouler en voiture électrique", Theme: footprint.Transport, Effort: 3, Cost: footprint.CostsMuch,
		SavedKgCO2ePerYear: 1240, Interval: footprint.Interval{Low: 980, High: 1530, Known: true},
		Model: "transport . voiture . voiture électrique",
		Moves: []footprint.Move{{Label: "Quel type de moteur utilise la voiture ?", Before: "Thermique", After: "Électrique"}},
	}
	halfTheCar = footprint.Action{
		ID: "voiture-moitie", Label: "Rouler deux fois moins en voiture", Theme: footprint.Transport, Effort: 3, Cost: footprint.SavesMoney,
		SavedKgCO2ePerYear: 820, Interval: footprint.Interval{Low: 640, High: 1010, Known: true},
		Source: "https://nosgestesclimat.fr/documentation/transport/voiture/km",
		Note:   "La moitié de vos kilomètres. Rien n’est compté pour les trajets qui les remplacent.",
		Moves:  []footprint.Move{{Label: "Quelle distance parcourez-vous à l’année en voiture ?", Before: "12 000 km", After: "6 000 km"}},
	}
	lessBeef = footprint.Action{
		ID: "viande-rouge-un-repas", Label: "Remplacer un repas de bœuf par semaine par un repas végétarien", Theme: footprint.Food, Effort: 1,
		SavedKgCO2ePerYear: 216, Interval: footprint.Interval{Low: 180, High: 250, Known: true},
		Source: "https://nosgestesclimat.fr/documentation/alimentation/plats",
		Moves:  []footprint.Move{{Label: "Viande rouge", Before: "3 repas par semaine", After: "2 repas par semaine"}},
	}
	telework = footprint.Action{
		ID: "travail-teletravail", Label: "Faire du télétravail", Theme: footprint.Transport, Effort: 1, SavedKgCO2ePerYear: 190, Assumed: true,
		Model: "transport . voiture . boulot . télétravail",
	}
	compost = footprint.Action{
		ID: "composter", Label: "Composter ses restes de cuisine", Theme: footprint.WasteTheme, Effort: 1, Cost: footprint.Free,
		SavedKgCO2ePerYear: 11, Model: "alimentation . déchets . composter",
		SavedWaste: footprint.WasteSaved{KgPerWeek: 0.7, FromTheBag: 0.69, Streams: []footprint.Line{{Label: "Ordures ménagères", Amount: 0.69, Known: true}}},
	}
	sortGlass = footprint.Action{
		ID: "tri-verre", Label: "Trier à chaque fois le verre", Theme: footprint.WasteTheme, Effort: 1, Cost: footprint.Free,
		Source: "https://exemple.fr/tri", SavedWaste: footprint.WasteSaved{FromTheBag: 0.16, Interval: footprint.Interval{Low: 0.1, High: 0.21, Known: true}, Streams: []footprint.Line{
			{Label: "Ordures ménagères", Amount: 0.16, Known: true}, {Label: "Verre", Amount: -0.16, Known: true},
		}},
	}
	noFlights = footprint.Action{
		ID: "avion-arret", Label: "Voyager sans prendre l’avion", Theme: footprint.Transport, Effort: 3,
		State: footprint.NotForYou, Reason: "Vous ne prenez pas l’avion.", Model: "transport . avion . arrêter l'avion",
	}
	inBulk = footprint.Action{
		ID: "acheter-en-vrac", Label: "Acheter en vrac", Theme: footprint.WasteTheme, Effort: 2, Cost: footprint.Free,
		State: footprint.NotPriced, Reason: "L’ADEME juge les mesures insuffisantes, nous comptons donc 0 kg.", Source: "https://exemple.fr/vrac",
	}
	heatPump = footprint.Action{
		ID: "pompe-a-chaleur", Label: "Installer une pompe à chaleur", Theme: footprint.Housing, Effort: 3, Cost: footprint.CostsMuch,
		State: footprint.AsksFirst, Question: "logement . chauffage . mode", Reason: "Comment votre logement est-il chauffé ?",
	}
	districtHeating = footprint.Action{
		ID: "reseau-de-chaleur", Label: "Raccorder l’immeuble à un réseau de chaleur", Theme: footprint.Housing, Effort: 3, Cost: footprint.CostsSome,
		State: footprint.AsksFirst, Question: "logement . chauffage . mode", Reason: "Comment votre logement est-il chauffé ?",
	}
)

var someActions = footprint.Actions{Answers: 13, All: []footprint.Action{
	electricCar, halfTheCar, lessBeef, telework, compost, sortGlass, heatPump, districtHeating, inBulk, noFlights,
}}

var unansweredActions = footprint.Actions{All: []footprint.Action{lessBeef, compost, heatPump, districtHeating, inBulk}}

// manyActions is a household to which nearly everything applies.
var manyActions = func() footprint.Actions {
	all := footprint.Actions{Answers: 120}
	for i := range 30 {
		a := someActions.All[i%6]
		a.ID += repeated("-bis", i/6)
		all.All = append(all.All, a)
	}
	all.All = append(all.All, inBulk, noFlights)
	return all
}()

var togetherActions = func() footprint.Actions {
	all := someActions
	all.Together = footprint.Combination{
		Chosen: []footprint.Action{electricCar, halfTheCar, compost}, Known: true,
		SavedKgCO2ePerYear: 1690, Apart: 2071, Interval: footprint.Interval{Low: 1400, High: 2010, Known: true},
		SavedWaste: compost.SavedWaste,
		Overtaken:  []footprint.Action{{ID: "voiture-covoiturage", Label: "Covoiturer"}},
	}
	return all
}()

var togetherUnknown = func() footprint.Actions {
	all := someActions
	all.Together = footprint.Combination{Chosen: []footprint.Action{halfTheCar}}
	return all
}()

var failedActions = func() footprint.Actions {
	all := footprint.Actions{Answers: 9}
	for _, a := range []footprint.Action{electricCar, halfTheCar, lessBeef} {
		a.State, a.Reason = footprint.CannotTell, "Votre empreinte ne se calcule pas avec ces réponses, donc ce geste non plus."
		all.All = append(all.All, a)
	}
	return all
}()

var longActions = func() footprint.Actions {
	a := halfTheCar
	a.Label = "Renoncer à " + repeated("l’hypermobilité intercommunautaire ", 4)
	a.SavedKgCO2ePerYear, a.Interval = 987_000_000, footprint.Interval{Low: 900_000_000, High: 1_100_000_000, Known: true}
	a.Moves = []footprint.Move{{Label: repeated("anticonstitutionnellement", 3), Before: "987 000 000 km", After: "1 km"}}
	return footprint.Actions{Answers: 1, All: []footprint.Action{a}}
}()

// The levers of the gallery.
var usualLevers = footprint.WhatIf{Known: true, Today: 8290, Then: 8290, Levers: []footprint.Lever{
	{ID: "voiture-km", Label: "Kilomètres en voiture", Unit: "km", To: 30000, Step: 500, Present: 12000, Value: 12000},
	{ID: "viande-rouge", Label: "Repas avec de la viande rouge", Unit: "repas/semaine", To: 14, Step: 1, Present: 3, Value: 3},
	{ID: "chauffage-degres", Label: "Chauffage, en degrés de moins", Unit: "°C", To: 4, Step: 0.5},
	{ID: "avion-part", Label: "Vols, en part de ceux d’aujourd’hui", Unit: "%", Reason: "Vous ne prenez pas l’avion."},
}}

func leverAt(value, then float64) footprint.WhatIf {
	w := usualLevers
	w.Levers = append([]footprint.Lever{}, w.Levers...)
	w.Levers[0].Value, w.Then, w.Changed = value, then, true
	return w
}

var (
	fewerKilometres = leverAt(3000, 6920)
	moreKilometres  = leverAt(20000, 9510)
	refusedLever    = func() footprint.WhatIf {
		w := leverAt(12000, 8290)
		w.Changed = false
		w.Levers[0].Typed, w.Levers[0].Refused = "beaucoup", "Écrivez un nombre entre 0 et 30 000."
		return w
	}()
)
