package web

import (
	"context"
	"time"

	"capzero/internal/account"
	"capzero/internal/challenge"
	"capzero/internal/fault"
	"capzero/internal/footprint"
	"capzero/internal/household"
)

// A contest is what package challenge answers in a scene.
type contest struct {
	squad
	podium
	season   *challenge.Season // nil: the city has none
	in       bool              // the household takes part
	week     challenge.MyWeek
	book     challenge.WasteBook
	seasons  []challenge.Season
	past     []challenge.Recollection
	together challenge.Together
	fails    error // what a form meets
}

// Current implements [Challenge].
func (c contest) Current(context.Context, string) (challenge.Season, bool, error) {
	if c.season == nil {
		return challenge.Season{}, false, nil
	}
	return *c.season, true, nil
}

// Participation implements [Challenge].
func (c contest) Participation(context.Context, string) (challenge.Participation, bool, error) {
	return c.week.Participation, c.in, nil
}

// Enrol implements [Challenge].
func (c contest) Enrol(context.Context, string, challenge.Channel) (challenge.Enrolment, error) {
	return c.week.Enrolment, c.fails
}

// MyWeek implements [Challenge].
func (c contest) MyWeek(context.Context, string, challenge.Week) (challenge.MyWeek, error) {
	return c.week, nil
}

// CheckIn implements [Challenge].
func (c contest) CheckIn(context.Context, string, challenge.Week, string, int) error { return c.fails }

// AnswerOffer implements [Challenge].
func (c contest) AnswerOffer(context.Context, string, challenge.Week, string, challenge.OfferAnswer) error {
	return c.fails
}

// Stop implements [Challenge].
func (c contest) Stop(context.Context, string, string, challenge.Week) error { return c.fails }

// Weigh implements [Challenge].
func (c contest) Weigh(context.Context, string, string, challenge.NewWeighing) (challenge.Weighing, error) {
	return challenge.Weighing{Number: 1}, c.fails
}

// TakeBack implements [Challenge].
func (c contest) TakeBack(context.Context, string, int) error { return c.fails }

// Waste implements [Challenge].
func (c contest) Waste(context.Context, string) (challenge.WasteBook, error) { return c.book, nil }

// MySeasons implements [Challenge].
func (c contest) MySeasons(context.Context, string) ([]challenge.Recollection, error) {
	return c.past, nil
}

// Seasons implements [Challenge].
func (c contest) Seasons(context.Context, string) ([]challenge.Season, error) { return c.seasons, nil }

// PlanSeason implements [Challenge].
func (c contest) PlanSeason(context.Context, string, string, challenge.Plan) (string, error) {
	return "SAMPLE", c.fails
}

// ChangeSeason implements [Challenge].
func (c contest) ChangeSeason(context.Context, string, string, string, challenge.Plan) error {
	return c.fails
}

// sampleWeek is the week of the scenes: that of their day.
var sampleWeek = challenge.WeekOf(household.DayOf(day, time.UTC))

// sampleSeason has its ninth week now.
var sampleSeason = challenge.Season{
	ID: "SAMPLE", City: "issy", Number: 1, Plan: challenge.UsualPlan("Défi Zéro Carbone 2026", sampleWeek.Plus(-8)),
}

// The missions of the scenes.
var sampleMissions = []footprint.Mission{
	{
		ID: "deux-repas-vegetariens", Label: "Remplacer deux repas de viande par deux repas végétariens", Theme: "alimentation",
		Why:    "La viande rouge pèse lourd dans le climat. Deux repas suffisent pour voir la différence.",
		Steps:  []string{"Choisissez les deux repas au début de la semaine.", "Essayez des lentilles, des pois chiches ou des œufs.", "Notez ce qui a plu à la maison."},
		Effort: 1, MostTimes: 3, State: footprint.Saves, PerPerson: footprint.Avoided{GramsCO2e: 6400}, PerHome: footprint.Avoided{GramsCO2e: 6400},
		Source: "https://agirpourlatransition.ademe.fr",
		Moves:  []footprint.Move{{Label: "Repas avec de la viande rouge", Before: "4 par semaine", After: "2 par semaine"}},
		Note:   "Le reste des repas ne change pas.",
	},
	{
		ID: "marche-a-velo", Label: "Aller au marché à vélo", Theme: "mobilité", Why: "Les petits trajets en voiture sont ceux qui consomment le plus.",
		Steps:  []string{"Prévoyez un sac à dos.", "Repérez un chemin calme.", "Partez un peu plus tôt."},
		Effort: 2, MostTimes: 2, State: footprint.Saves, PerPerson: footprint.Avoided{GramsCO2e: 3100}, PerHome: footprint.Avoided{GramsCO2e: 3100},
		Source: "https://agirpourlatransition.ademe.fr",
	},
	{
		ID: "bac-des-restes", Label: "Garder un bac pour les restes", Theme: "déchets", Why: "Un tiers du sac gris est de la nourriture.",
		Steps:  []string{"Posez un bac transparent devant dans le réfrigérateur.", "Mettez-y ce qui est entamé.", "Cuisinez-le avant d’ouvrir autre chose."},
		Effort: 1, MostTimes: 1, ForHome: true, State: footprint.Saves,
		PerPerson: footprint.Avoided{GramsCO2e: 80, Streams: map[string]int64{"déchets . ordures résiduelles . par semaine": 300}},
		PerHome:   footprint.Avoided{GramsCO2e: 240, Streams: map[string]int64{"déchets . ordures résiduelles . par semaine": 900}},
		Source:    "https://agirpourlatransition.ademe.fr",
	},
	{
		ID: "stop-pub", Label: "Coller un Stop-pub sur la boîte aux lettres", Theme: "déchets", Why: "Les prospectus pèsent des dizaines de kilos par an.",
		Steps:  []string{"Demandez l’autocollant en mairie.", "Collez-le sur la boîte.", "Prévenez vos voisins que vous l’avez fait."},
		Effort: 1, MostTimes: 1, ForHome: true, Lasts: true, State: footprint.Saves,
		PerPerson: footprint.Avoided{GramsCO2e: 120, Streams: map[string]int64{"déchets . papiers et cartons . par semaine": 190}},
		PerHome:   footprint.Avoided{GramsCO2e: 360, Streams: map[string]int64{"déchets . papiers et cartons . par semaine": 570}},
		Source:    "https://agirpourlatransition.ademe.fr",
	},
	{
		ID: "vrac", Label: "Acheter un produit en vrac", Theme: "déchets", Why: "Moins d’emballages à la maison.",
		Steps:  []string{"Choisissez un produit sec.", "Prenez un bocal.", "Pesez-le vide."},
		Effort: 1, MostTimes: 1, State: footprint.NotPriced, Reason: "L’ADEME dit que les données ne suffisent pas pour chiffrer le vrac.",
		Source: "https://agirpourlatransition.ademe.fr",
	},
	{
		ID: "pneus", Label: "Vérifier la pression des pneus", Theme: "mobilité", Why: "Des pneus bien gonflés consomment moins.",
		Steps:  []string{"Trouvez la pression sur la portière.", "Gonflez à froid.", "Recommencez dans un mois."},
		Effort: 1, MostTimes: 1, State: footprint.NotForYou, Reason: "Vous n’avez pas de voiture.", Source: "https://agirpourlatransition.ademe.fr",
	},
}

// sampleTaking is a household that takes part since the season began.
func sampleTaking(wave challenge.Wave) challenge.Participation {
	return challenge.Participation{
		Season: sampleSeason, Today: household.DayOf(day, time.UTC),
		Enrolment: challenge.Enrolment{Season: "SAMPLE", Household: "SAMPLE", Wave: wave, Since: day.AddDate(0, 0, -56)},
	}
}

func sampleWeighing(number int, s challenge.Stream, grams int64, m challenge.Method) challenge.Weighing {
	return challenge.Weighing{Number: number, By: "SAMPLE", Day: household.DayOf(day, time.UTC), Stream: s, Grams: grams, Spread: 50, Method: m}
}

// sampleMyWeek is a week with one mission done.
func sampleMyWeek() challenge.MyWeek {
	offer := func(id, theme string) challenge.Offer {
		return challenge.Offer{Week: sampleWeek, Mission: id, Theme: theme, Answer: challenge.Open}
	}
	return challenge.MyWeek{
		Participation: sampleTaking(1), Week: sampleWeek,
		Offers: []challenge.Offer{
			offer("deux-repas-vegetariens", "alimentation"), offer("marche-a-velo", "mobilité"), offer("bac-des-restes", "déchets"),
		},
		Done:      []challenge.CheckIn{{Week: sampleWeek, Mission: "deux-repas-vegetariens", Times: 2}},
		Habits:    []string{"vrac"},
		Lasting:   []string{"stop-pub"},
		InCommon:  true,
		Weighings: []challenge.Weighing{sampleWeighing(7, challenge.Residual, 3400, challenge.OnScale), sampleWeighing(8, challenge.Glass, 2100, challenge.ByBags)},
		LastGrams: map[challenge.Stream]int64{challenge.Residual: 3400, challenge.Glass: 2100},
		Open:      []challenge.Week{sampleWeek, sampleWeek.Plus(-1), sampleWeek.Plus(-2)},
		Kg:        []challenge.WeekGrams{{Week: sampleWeek.Plus(-1), Carbon: 9800, Waste: 900}, {Week: sampleWeek, Carbon: 12800, Waste: 570}},
		Avoided: map[challenge.Kind]challenge.Claim{
			challenge.Carbon: {Grams: 22_600, Low: 13_100, High: 32_100}, challenge.Waste: {Grams: 1470, Low: 900, High: 2040},
		},
		Rhythm: challenge.Rhythm{Active: 5, Of: 6, Jokers: 1},
		Badges: []challenge.Badge{challenge.FirstWeighing, challenge.FirstMission, challenge.WholeBaseline, challenge.TenKg},
	}
}

// sampleBook is a household that has weighed two streams for some weeks.
func sampleBook() challenge.WasteBook {
	estimate := func(s challenge.Stream, kg, low, high, share float64, weeks int) challenge.Estimate {
		return challenge.Estimate{Stream: s, KgPerWeek: kg, Low: low, High: high, Share: share, Weeks: weeks}
	}
	return challenge.WasteBook{
		Streams: []challenge.Estimate{
			estimate(challenge.Residual, 2.4, 2.0, 2.8, 0.92, 8), estimate(challenge.Packaging, 0.6, 0.2, 1.1, 0, 0),
			estimate(challenge.Paper, 0.7, 0.2, 1.3, 0, 0), estimate(challenge.Glass, 0.5, 0.3, 0.8, 0.6, 5),
		},
		Total: estimate("", 4.2, 3.4, 5.1, 0.6, 8),
		Changes: []challenge.Change{
			{Stream: challenge.Residual, Before: 3.4, After: 2.2, Low: -1.9, High: -0.5, From: sampleWeek.Plus(-5), To: sampleWeek.Plus(-2)},
			{Stream: challenge.Glass, Before: 0.5, After: 0.6, Low: -0.4, High: 0.6, From: sampleWeek.Plus(-5), To: sampleWeek.Plus(-2)},
		},
		Last: sampleMyWeek().Weighings,
	}
}

// challengeScenes are the pages of the challenge.
func challengeScenes() []scene {
	at := func(page, name, path string, c contest) scene {
		if c.season == nil && page != "semaine" {
			c.season = &sampleSeason
		}
		return scene{page: page, name: name, path: path, data: sample{
			people: people{session: somebody("Anne")}, homes: homes{lives: livingIn(anneLives, marcLives, leaLives)}, contest: c,
			missions: sampleMissions, result: usualResult, city: livingCity.city, public: true,
		}}
	}
	posted := func(sc scene, form map[string][]string) scene {
		sc.method, sc.form = "POST", form
		return sc
	}
	taking := contest{season: &sampleSeason, in: true, week: sampleMyWeek(), book: sampleBook()}
	changed := func(change func(*challenge.MyWeek)) contest {
		c := taking
		change(&c.week)
		return c
	}
	odd := taking
	odd.fails = &challenge.Doubt{Fault: fault.At(challenge.ConfirmField, fault.Invalid, "weighing.heavy", "weight", "50"), Given: "residual 50000"}
	wrong := taking
	wrong.fails = fault.At(challenge.WeightField, fault.Invalid, "weighing.unreadable")
	bags := taking
	bags.fails = fault.At(challenge.FillField, fault.Invalid, "weighing.fill_missing")
	late := taking
	late.fails = fault.New(fault.Conflict, "checkin.week_late", "days", 14)
	overlap := contest{seasons: []challenge.Season{sampleSeason}, fails: fault.At(challenge.FromField, fault.Conflict, "season.overlaps", "name", sampleSeason.Name)}
	coming := sampleSeason
	coming.ID, coming.Plan = "NEXT", challenge.UsualPlan("Défi Zéro Carbone 2027", sampleWeek.Plus(40))

	noHome := at("semaine", "sans-foyer", "/semaine", contest{season: &sampleSeason})
	noHome.data.homes.lives = nil
	officer := func(sc scene) scene {
		sc.data.people = people{session: somebody("Marc", account.Officer)}
		return sc
	}
	ended := sampleSeason
	ended.Plan = challenge.UsualPlan("Défi Zéro Carbone 2026", sampleWeek.Plus(-24))
	closing := changed(func(m *challenge.MyWeek) {
		m.Season, m.Open, m.Offers, m.Weighings = ended, []challenge.Week{sampleWeek.Plus(-1), sampleWeek.Plus(-2)}, nil, nil
	})
	closing.season = &ended
	return []scene{
		noHome,
		at("semaine", "sans-saison", "/semaine", contest{}),
		at("semaine", "participer", "/semaine", contest{season: &sampleSeason}),
		at("semaine", "en-attente", "/semaine", changed(func(m *challenge.MyWeek) {
			*m = challenge.MyWeek{Participation: sampleTaking(3), Week: sampleWeek, Waiting: true, Weighings: m.Weighings, LastGrams: m.LastGrams, Open: m.Open}
		})),
		at("semaine", "vide", "/semaine", changed(func(m *challenge.MyWeek) {
			*m = challenge.MyWeek{Participation: sampleTaking(1), Week: sampleWeek, Open: []challenge.Week{sampleWeek}}
		})),
		at("semaine", "en-cours", "/semaine", taking),
		at("semaine", "de-retour", "/semaine", changed(func(m *challenge.MyWeek) { m.Rhythm = challenge.Rhythm{Active: 4, Of: 6, Back: true} })),
		at("semaine", "terminee", "/semaine", changed(func(m *challenge.MyWeek) {
			m.Season.Plan = challenge.UsualPlan("Défi Zéro Carbone 2025", sampleWeek.Plus(-30))
			m.Week, m.Open, m.Offers, m.Weighings = m.Season.Last(), nil, nil, nil
		})),
		at("semaine", "a-clore", "/semaine", closing),
		posted(at("semaine", "trop-tard", "/semaine/"+string(sampleWeek)+"/missions/marche-a-velo", late), map[string][]string{challenge.TimesField: {"1"}}),
		at("peser", "balance", "/peser", taking),
		at("peser", "sacs", "/peser?sacs", taking),
		posted(at("peser", "illisible", "/peser", wrong), map[string][]string{challenge.WeightField: {"deux kilos"}, challenge.StreamField: {"glass"}}),
		posted(at("peser", "est-ce-bien-cela", "/peser", odd), map[string][]string{challenge.WeightField: {"50"}, challenge.StreamField: {"residual"}}),
		posted(at("peser", "sacs-incomplets", "/peser", bags), map[string][]string{challenge.BagsField: {"2"}, challenge.LitresField: {"30"}, challenge.StreamField: {"residual"}}),
		at("dechets", "peses", "/dechets", taking),
		at("dechets", "jamais-peses", "/dechets", contest{book: challenge.WasteBook{
			Streams: []challenge.Estimate{{Stream: challenge.Residual, KgPerWeek: 3.9, Low: 0.7, High: 7.1}, {Stream: challenge.Glass, KgPerWeek: 0.5, High: 1.1}},
			Total:   challenge.Estimate{KgPerWeek: 4.4, Low: 1.1, High: 7.6},
		}}),
		at("missions", "toutes", "/missions", taking),
		at("mission", "chaque-semaine", "/missions/deux-repas-vegetariens", taking),
		at("mission", "une-fois", "/missions/stop-pub", taking),
		at("mission", "sans-chiffre", "/missions/vrac", taking),
		at("mission", "pas-pour-vous", "/missions/pneus", taking),
		at("mission", "inconnue", "/missions/rien", taking),
		officer(at("saisons", "aucune", "/saisons", contest{})),
		officer(at("saisons", "plusieurs", "/saisons?fait", contest{seasons: []challenge.Season{sampleSeason, coming}})),
		officer(at("saison", "nouvelle", "/saisons/nouvelle", contest{})),
		officer(at("saison", "commencee", "/saisons/SAMPLE", contest{seasons: []challenge.Season{sampleSeason}})),
		officer(posted(at("saison", "dates-prises", "/saisons/nouvelle", overlap), map[string][]string{
			challenge.NameField: {"Deuxième défi"}, challenge.FromField: {string(sampleWeek)}, challenge.WeeksField: {"24"}, challenge.BaselineField: {"3"},
			challenge.WavesField: {"3"}, challenge.WaveGapField: {"4"}, challenge.WasteTargetField: {"20"}, challenge.CarbonTargetField: {"10"},
		})),
		at("saisons", "interdit", "/saisons", contest{}),
	}
}

// Missions implements [Footprint].
func (s sample) Missions(context.Context, footprint.Holder, string) ([]footprint.Mission, error) {
	return s.missions, s.failure
}
