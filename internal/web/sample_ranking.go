package web

import (
	"context"
	"time"

	"capzero/internal/challenge"
	"capzero/internal/fault"
	"capzero/internal/household"
)

// A podium is what package challenge answers about a ranking in a scene.
type podium struct {
	ranks     challenge.Ranking
	rankFails error // what a form meets
}

// Ranking implements [Rankings].
func (c contest) Ranking(_ context.Context, _, _ string, round int) (challenge.Ranking, bool, error) {
	if c.season == nil {
		return challenge.Ranking{}, false, nil
	}
	r := c.ranks
	r.Season, r.In, r.Round = *c.season, c.in, round
	return r, true, nil
}

// EnterRanking implements [Rankings].
func (p podium) EnterRanking(context.Context, string, challenge.Entering) error { return p.rankFails }

// LeaveRanking implements [Rankings].
func (p podium) LeaveRanking(context.Context, string, string) error { return p.rankFails }

// called are pseudonyms, each the first of its name.
func called(names ...string) (all []challenge.Pseudonym) {
	for _, name := range names {
		all = append(all, challenge.Pseudonym{Name: name, Number: 1})
	}
	return all
}

// sampleFirst are ten people, of whom two share a place and one is called as somebody
// else.
func sampleFirst(most int64) (all []challenge.Placed) {
	names := called("Loutre rieuse", "Chêne patient", "Mésange discrète", "Tramontane voyageuse", "Martin-pêcheur contemplatif",
		"Éclaircie soudaine", "Coquelicot matinal", "Rivière étoilée", "Bergeronnette bienveillante", "Sous-bois lumineux")
	names[5] = challenge.Pseudonym{Name: "Mésange discrète", Number: 2}
	for i, name := range names {
		one := challenge.Placed{Name: name, Place: i + 1, People: 1, Tenths: most * 10 / int64(10+i)}
		if i == 3 || i == 4 {
			one.Place, one.People, one.Tenths = 4, 2, most*10/13
		}
		all = append(all, one)
	}
	return all
}

// sampleRanking is a ranking with two tables, of who has not entered.
func sampleRanking() challenge.Ranking {
	return challenge.Ranking{
		Today: household.DayOf(day, time.UTC), Starts: sampleWeek.Plus(-5), Until: sampleWeek,
		Offered: called("Fougère tranquille", "Pinson curieux", "Giboulée joyeuse", "Tilleul serein", "Libellule argentée"),
		Tables: []challenge.RankingTable{
			{Kind: challenge.Carbon, Shown: true, Of: 210, First: sampleFirst(1243)},
			{Kind: challenge.Waste, Shown: true, Of: 143, First: sampleFirst(87)},
		},
	}
}

// rankingScenes are a ranking in every state.
func rankingScenes() []scene {
	at := func(name string, changes ...func(*contest)) scene {
		c := contest{season: &sampleSeason, in: true, podium: podium{ranks: sampleRanking()}}
		for _, change := range changes {
			change(&c)
		}
		return scene{page: "classement", name: name, path: "/classement", data: sample{
			people: people{session: somebody("Anne")}, homes: homes{lives: livingIn(anneLives, marcLives, leaLives)},
			contest: c, city: livingCity.city, public: true, result: usualResult,
		}}
	}
	entered := func(c *contest) {
		c.ranks.Name, c.ranks.Offered = challenge.Pseudonym{Name: "Alouette rêveuse", Number: 1}, nil
		c.ranks.Tables[0].Mine = challenge.Placed{Name: c.ranks.Name, Place: 34, People: 1, Tenths: 412, Mine: true}
		c.ranks.Tables[1].Mine = challenge.Placed{Name: c.ranks.Name, Place: 61, People: 4, Tenths: 12, Mine: true}
	}
	few := func(missing int) func(*contest) {
		return func(c *contest) { c.ranks.Missing, c.ranks.Tables, c.ranks.Until = missing, nil, "" }
	}
	waits := func(c *contest) { c.ranks.Starts = sampleWeek.Plus(3) }
	uncounted := func(c *contest) {
		c.ranks.Tables = []challenge.RankingTable{{Kind: challenge.Carbon}, {Kind: challenge.Waste}}
	}
	over := func(c *contest) {
		season := sampleSeason
		season.Plan = challenge.UsualPlan("Défi Zéro Carbone 2025", sampleWeek.Plus(-30))
		c.season, c.ranks.Offered, c.ranks.Until = &season, nil, season.Last().Plus(3)
	}
	fails := func(err error) func(*contest) { return func(c *contest) { c.rankFails = err } }
	posted := func(sc scene, path string, values ...string) scene {
		sc.method, sc.path, sc.form = "POST", path, form(values...)
		return sc
	}
	done := func(sc scene, what string) scene {
		sc.path = "/classement?fait=" + what
		return sc
	}
	homeless := at("sans-foyer")
	homeless.data.homes.lives = nil
	visitor := at("sans-compte")
	visitor.nobody, visitor.data.people, visitor.data.homes = true, people{}, homes{}
	chosen := []string{challenge.PseudonymField, "Pinson curieux", fieldRound, "0", fieldVersion, "old"}
	return []scene{
		homeless,
		at("sans-saison", func(c *contest) { c.season = nil }),
		at("sans-participer", func(c *contest) { c.in = false }),
		at("pas-encore", few(11)),
		at("a-entrer"),
		at("vague-en-attente", waits, few(4)),
		done(at("entree-trop-peu", entered, few(1)), "entre"),
		at("entree-pas-comptee", entered, uncounted),
		at("entree-en-attente", entered, waits, func(c *contest) {
			c.ranks.Tables[0].Mine, c.ranks.Tables[1] = challenge.Placed{}, challenge.RankingTable{Kind: challenge.Waste}
		}),
		at("entree", entered),
		at("entree-parmi-dix", entered, func(c *contest) {
			first := &c.ranks.Tables[0].First[2]
			c.ranks.Name, first.Mine, c.ranks.Tables[0].Mine = first.Name, true, *first
			c.ranks.Tables[1] = challenge.RankingTable{
				Kind: challenge.Waste, Shown: true, Of: 58, First: sampleFirst(31)[:2], Tied: challenge.Tie{Place: 3, People: 41},
				Mine: challenge.Placed{Name: first.Name, Place: 3, People: 41, Tenths: 19},
			}
		}),
		done(at("quittee"), "quitte"),
		at("saison-terminee", over),
		at("saison-terminee-entree", entered, over),
		at("saison-effacee", over, few(11)),
		posted(at("sans-choix", fails(fault.At(challenge.PseudonymField, fault.Invalid, "ranking.choose"))), "/classement", fieldRound, "0"),
		posted(at("nom-pris", fails(fault.At(challenge.PseudonymField, fault.Conflict, "ranking.taken"))), "/classement", chosen...),
		posted(at("texte-change", fails(fault.New(fault.Conflict, "consent.text_changed"))), "/classement", chosen...),
		posted(at("entrer-trop-tard", over, fails(fault.New(fault.Conflict, "season.over"))), "/classement", chosen...),
		posted(visitor, "/classement", chosen...),
	}
}
