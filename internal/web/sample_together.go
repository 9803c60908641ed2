package web

import (
	"context"

	"capzero/internal/challenge"
	"capzero/internal/household"
)

// CitySnapshot implements [Challenge].
func (c contest) CitySnapshot(context.Context, string) (challenge.Snapshot, challenge.Season, bool, error) {
	if c.season == nil {
		return challenge.Snapshot{}, challenge.Season{}, false, nil
	}
	return c.together.City, *c.season, true, nil
}

// CityStory implements [Challenge].
func (c contest) CityStory(ctx context.Context, cityID string) (challenge.CityStory, bool, error) {
	t, found, err := c.Together(ctx, "", cityID)
	return t.CityStory, found, err
}

// Together implements [Challenge].
func (c contest) Together(context.Context, string, string) (challenge.Together, bool, error) {
	t := c.together
	if c.season != nil {
		t.Season = *c.season
	}
	t.Today = household.DayOf(day, day.Location())
	return t, c.season != nil, nil
}

// sampleGroup is what is shown of a group: grams of both ledgers.
func sampleGroup(households int, carbon, waste int64) challenge.Snapshot {
	weeks := int64(households) * 5
	return challenge.Snapshot{Season: "SAMPLE", Week: sampleWeek, Figures: []challenge.GroupFigure{
		{Quantity: challenge.CarbonAvoided, Renewed: sampleWeek, Households: households, Weeks: weeks, Grams: carbon, Percent: 20},
		{Quantity: challenge.Residual.Avoided(), Renewed: sampleWeek, Households: households - 4, Weeks: weeks / 2, Grams: waste * 3 / 4, Percent: 30},
		{Quantity: challenge.Paper.Avoided(), Renewed: sampleWeek, Households: households - 9, Weeks: weeks / 3, Grams: waste / 4, Percent: 15},
	}}
}

// weighing adds what a group weighs of two streams.
func weighing(s challenge.Snapshot, residual, glass, sd float64) challenge.Snapshot {
	rate := func(kg, sd float64) challenge.Rate {
		return challenge.Rate{KgPerWeek: kg, Low: kg - 1.67*sd, High: kg + 1.67*sd, SD: sd, Freedom: 60}
	}
	s.Figures = append(s.Figures,
		challenge.GroupFigure{Quantity: challenge.Residual.Weighed(), Renewed: sampleWeek, Households: 61, Rate: rate(residual, sd)},
		challenge.GroupFigure{Quantity: challenge.Glass.Weighed(), Renewed: sampleWeek, Households: 44, Rate: rate(glass, sd/8)},
	)
	return s
}

// sampleTogether is a season at every scale.
func sampleTogether() challenge.Together {
	claims := func(carbon, waste int64) map[challenge.Kind]challenge.Claim {
		return map[challenge.Kind]challenge.Claim{
			challenge.Carbon: {Grams: carbon, Low: carbon * 6 / 10, High: carbon * 14 / 10}, challenge.Waste: {Grams: waste, Low: waste * 7 / 10, High: waste * 13 / 10},
		}
	}
	return challenge.Together{
		CityStory: challenge.CityStory{
			City: weighing(sampleGroup(1243, 41_730_000, 2_960_000), 3.1, 0.55, 0.05),
			Zones: []challenge.ZoneSnapshot{
				{Zone: "centre-ville", Snapshot: weighing(sampleGroup(520, 18_200_000, 1_310_000), 2.9, 0.5, 0.11)},
				{Zone: "val-de-seine", Snapshot: weighing(sampleGroup(388, 13_100_000, 890_000), 3.4, 0.51, 0.12)},
				{Zone: "hauts-d-issy", Snapshot: weighing(sampleGroup(297, 9_400_000, 700_000), 3.2, 0.66, 0.14)},
				{Zone: "autre"},
			},
			Flats:  weighing(challenge.Snapshot{Week: sampleWeek}, 2.8, 0.5, 0.07),
			Houses: weighing(challenge.Snapshot{Week: sampleWeek}, 3.7, 0.52, 0.16),
		},
		In: true, Zone: "val-de-seine", Housing: household.Flat,
		Mine: challenge.Mine{Claims: claims(61_200, 4_300), Weeks: 6},
		Team: &challenge.TeamPage{
			Team: challenge.Team{ID: "SAMPLE", Name: "Les Tilleuls"}, Season: sampleSeason, Begun: true, Households: make([]challenge.TeamHousehold, 9),
		},
		TeamSum: challenge.TeamSum{Claims: claims(418_000, 27_500), Weeks: 44},
	}
}

// togetherScenes are a season at each scale.
func togetherScenes() []scene {
	at := func(name string, t challenge.Together) scene {
		return scene{page: "ensemble", name: name, path: "/ensemble", data: sample{
			people: people{session: somebody("Anne")}, homes: homes{lives: livingIn(anneLives, marcLives, leaLives)},
			contest: contest{season: &sampleSeason, in: t.In, together: t}, city: livingCity.city, public: true, result: usualResult,
		}}
	}
	visiting := func(name string, t challenge.Together) scene {
		t.In = false
		sc := at(name, t)
		sc.nobody, sc.data.people = true, people{}
		return sc
	}
	all := sampleTogether()
	alone := challenge.Together{In: true, Mine: all.Mine}
	small := all
	small.TeamSum = challenge.TeamSum{}
	small.Zones, small.Flats, small.Houses = nil, challenge.Snapshot{}, challenge.Snapshot{}
	small.Zone = ""
	early := challenge.Together{In: true, Zone: "val-de-seine"}
	early.Zones = []challenge.ZoneSnapshot{{Zone: "val-de-seine"}}
	earlyScene := at("semaines-de-reference", early)
	coming := sampleSeason
	coming.Plan = challenge.UsualPlan("Défi Zéro Carbone 2026", sampleWeek.Plus(-1))
	earlyScene.data.contest.season = &coming
	none := visiting("sans-saison", challenge.Together{})
	none.data.contest.season = nil
	huge := all
	huge.City = weighing(sampleGroup(70_000, 9_874_563_210_000, 123_456_789_000), 3.1, 0.55, 0.001)
	two := all
	two.Zones = all.Zones[1:3]
	compared, tooEarly := at("comparer", all), visiting("comparer-trop-tot", challenge.Together{})
	compared.path, tooEarly.path = "/ensemble/comparer", "/ensemble/comparer"
	twoZones := visiting("comparer-deux-quartiers", two)
	twoZones.path = "/ensemble/comparer?quartier=hauts-d-issy&autre=val-de-seine"
	list := visiting("comparaisons", all)
	list.path = "/ensemble/comparaisons"
	return []scene{
		at("en-saison", all), at("seul", alone), at("petit", small), earlyScene, at("immense", huge),
		visiting("de-passage", two), visiting("de-passage-trop-tot", challenge.Together{}), none, list, compared, twoZones, tooEarly,
	}
}
