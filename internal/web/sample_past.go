package web

import (
	"time"

	"capzero/internal/challenge"
	"capzero/internal/footprint"
)

// pastScenes are the pages of somebody who looks back.
func pastScenes() []scene {
	at := func(name string, milestones []footprint.Milestone, all ...challenge.Recollection) scene {
		return scene{page: "mes-saisons", name: name, path: "/mes-saisons", data: sample{
			people: people{session: somebody("Anne")}, homes: homes{lives: livingIn(anneLives, marcLives, leaLives)},
			contest: contest{season: &sampleSeason, in: true, past: all}, city: livingCity.city, public: true, kept: milestones,
		}}
	}
	now := sampleRecollection(challenge.UsualPlan("Défi Zéro Carbone 2026", sampleWeek.Plus(-8)))
	ended := sampleRecollection(challenge.UsualPlan("Défi Zéro Carbone 2026", sampleWeek.Plus(-24)))
	before := sampleRecollection(challenge.UsualPlan("Défi Zéro Carbone 2025", sampleWeek.Plus(-60)))
	before.Season.Number, before.Versions = 1, []string{"4.9.0, 1, a1", "4.10.2, 2, b2"}
	begun := challenge.Recollection{Participation: now.Participation, Of: 1}
	return []scene{
		at("aucune", nil),
		at("vient-de-commencer", nil, begun),
		at("en-cours", keptOn(-50), now),
		at("a-clore", keptOn(-160), ended),
		at("close", keptOn(-160, -3), ended, before),
	}
}

// keptOn are bilans that were kept so many days from now.
func keptOn(days ...int) (all []footprint.Milestone) {
	for i, d := range days {
		all = append(all, footprint.Milestone{Number: i + 1, At: day.AddDate(0, 0, d), Readable: true, Questions: 30, KgCO2ePerYear: 8200, WasteKgPerWeek: 5.1})
	}
	return all
}

func sampleRecollection(p challenge.Plan) challenge.Recollection {
	in := sampleTaking(1)
	in.Season.Number, in.Season.Plan = 2, p
	in.Enrolment.Since = p.From.First().Time().Add(18 * time.Hour)
	return challenge.Recollection{
		Participation: in, Carbon: 212_400, Waste: 14_300, Missions: 31, Weighed: 18, Active: 20, Of: 24,
		Badges:   []challenge.Badge{challenge.FirstWeighing, challenge.WholeBaseline, challenge.LighterBag, challenge.HundredKg},
		Versions: []string{"4.10.2, 2, b2"},
		Changes: []challenge.Change{
			{Stream: challenge.Residual, Before: 3.6, After: 2.7, Low: -1.5, High: -0.3, From: p.From.Plus(15), To: p.From.Plus(18)},
			{Stream: challenge.Glass, Before: 0.6, After: 0.7, Low: -0.3, High: 0.5, From: p.From.Plus(15), To: p.From.Plus(18)},
		},
	}
}
