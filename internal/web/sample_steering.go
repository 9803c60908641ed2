package web

import (
	"context"
	"fmt"
	"time"

	"capzero/internal/account"
	"capzero/internal/challenge"
	"capzero/internal/fault"
	"capzero/internal/household"
	"capzero/internal/steering"
)

// A helm is what package steering answers in a scene.
type helm struct {
	board steering.Board
	fails error
}

// Board implements [Steering].
func (h helm) Board(context.Context, string) (steering.Board, error) { return h.board, nil }

// Ask implements [Steering].
func (h helm) Ask(context.Context, string) error { return h.fails }

func countIs(n int) steering.Count { return steering.Count{N: n} }

var (
	fewOfThem = steering.Count{Few: true}
	fewGrams  = steering.Grams{Few: true}
)

// sampleBoard is a season in its sixteenth week.
func sampleBoard() steering.Board {
	week := challenge.WeekOf(household.DayOf(day, time.UTC))
	first := week.Plus(-15)
	return steering.Board{
		Found: true, Made: true, At: day.Add(-7 * time.Hour),
		Season: steering.Season{ID: "SAMPLE", Name: sampleSeason.Name, Weeks: 24, Week: 16},
		Engagement: steering.Engagement{
			Target: 300, SignedUp: countIs(341), Households: countIs(212), Enrolled: countIs(318), Engaged: countIs(217),
			Active: countIs(188), From: first, To: first.Plus(38),
		},
		Retention: sampleRetention(), Activity: sampleActivity(first), Avoided: sampleAvoided(),
		Waste: steering.Waste{From: week.Plus(-4), To: week.Plus(-1), Lines: []steering.WasteLine{
			{Stream: challenge.Residual, Households: countIs(124), Kg: 2.9, Bounds: steering.Interval{Known: true, Low: 2.7, High: 3.1}},
			{Stream: challenge.Packaging, Households: countIs(61), Kg: 0.7, Bounds: steering.Interval{Known: true, Low: 0.6, High: 0.8}},
			{Stream: challenge.Glass, Households: countIs(38), Kg: 0.5, Bounds: steering.Interval{Known: true, Low: 0.3, High: 0.7}},
			{Stream: challenge.Textiles, Households: fewOfThem},
		}},
		Zones: steering.Zones{Lines: []steering.ZoneLine{
			{Zone: "", Enrolled: fewOfThem, Active: fewOfThem, Carbon: fewGrams, Waste: fewGrams},
			{Zone: "centre-ville", Enrolled: countIs(94), Active: countIs(61), Carbon: steering.Grams{N: 5_400_000}, Waste: steering.Grams{N: 410_000}},
			{Zone: "val-de-seine", Enrolled: countIs(80), Active: countIs(52), Carbon: steering.Grams{N: 4_100_000}, Waste: steering.Grams{N: 330_000}},
			{Zone: "hauts-d-issy", Enrolled: fewOfThem, Active: fewOfThem, Carbon: fewGrams, Waste: fewGrams},
		}},
		Teams: sampleTeamActivity(), Missions: sampleMissionLines(),
	}
}

func sampleRetention() steering.Retention {
	curve := func(of string, households steering.Count, weeks int, leaving float64) steering.Curve {
		c := steering.Curve{Of: of, Households: households, Weeks: weeks}
		share := 1.0
		for week := 4; week <= weeks; week++ {
			share *= 1 - leaving
			err := 0.008 * float64(week-2)
			c.Points = append(c.Points, steering.Point{
				Week: week, AtRisk: households.N - 4*week, Share: share, StdErr: err, Low: share - 1.6*err, High: min(1, share+1.6*err),
			})
		}
		return c
	}
	return steering.Retention{
		All: curve("", countIs(212), 12, 0.04),
		ByMonth: []steering.Curve{
			curve("2026-08", countIs(140), 12, 0.03), curve("2026-09", countIs(57), 9, 0.05), {Of: "2026-10", Households: countIs(15), Weeks: 3},
		},
		ByChannel: []steering.Curve{
			curve("city", countIs(98), 12, 0.05), curve("mouth", countIs(76), 12, 0.02), {Of: "other", Households: fewOfThem},
			curve("school", countIs(27), 10, 0.03), {Of: "street", Households: fewOfThem},
		},
		Tested: true, Chi2: 9.2, Degree: 2, Chance: 0.01,
	}
}

func sampleActivity(first challenge.Week) (a steering.Activity) {
	for i := range 16 {
		n := 90 + 8*min(i, 7) - 4*max(0, i-7)
		w := steering.WeekActivity{Week: first.Plus(i), Over: i < 15, Households: countIs(n), Missions: 2*n + 3*i, Weighings: n / 2}
		if i == 0 {
			w.Households, w.Missions, w.Weighings = fewOfThem, 0, 0
		}
		a.Weeks = append(a.Weeks, w)
	}
	return a
}

func sampleAvoided() steering.Avoided {
	return steering.Avoided{Started: countIs(201), Lines: []steering.AvoidedLine{
		{
			Kind: challenge.Carbon, Evidence: challenge.Declared, Households: countIs(164), Grams: steering.Grams{N: 12_640_000},
			Sure: steering.Interval{Known: true, Low: 9_100_000, High: 16_000_000},
			Mean: 62_900, Bounds: steering.Interval{Known: true, Low: 55_100, High: 70_800},
		},
		{
			Kind: challenge.Waste, Evidence: challenge.Declared, Households: countIs(118), Grams: steering.Grams{N: 934_000},
			Mean: 4_647, Bounds: steering.Interval{Known: true, Low: 3_900, High: 5_400},
		},
		{Kind: challenge.Waste, Evidence: challenge.Weighed, Households: fewOfThem, Grams: fewGrams},
	}}
}

func sampleTeamActivity() steering.Teams {
	t := steering.Teams{Compared: true}
	for i, name := range []string{"Les Voisins du Fort", "Rue Danton", "École Paul-Bert", "Les Épinettes", "Val de Seine", "Les Potagers", "Corentin Celton"} {
		t.Lines = append(t.Lines, steering.TeamLine{
			Team: name, Zone: "fort", Households: 8 + i%4, Alone: i == 1 || i == 5, Before: 7.5 - float64(i)/2, Lately: 3 + float64(i)/2,
		})
	}
	return t
}

func sampleMissionLines() (m steering.Missions) {
	m.Few = 3
	for i, mission := range sampleMissions {
		n := 90 - 14*i
		m.Lines = append(m.Lines, steering.MissionLine{
			Mission: mission.ID, Offered: 3 * n, Done: n, Other: 5 * i, Never: 3 * i, Later: i, By: countIs(n),
			Carbon: steering.Grams{N: int64(n) * 21_000}, Waste: steering.Grams{N: int64(i) * 9_000},
		})
	}
	m.Lines[4].By, m.Lines[4].Carbon, m.Lines[4].Waste = fewOfThem, fewGrams, fewGrams
	return m
}

// earlyBoard is a season that has just begun, with few households.
func earlyBoard() steering.Board {
	week := challenge.WeekOf(household.DayOf(day, time.UTC))
	return steering.Board{
		Found: true, Made: true, At: day.Add(-7 * time.Hour), Season: steering.Season{ID: "SAMPLE", Name: sampleSeason.Name, Weeks: 24, Week: 1},
		Engagement: steering.Engagement{Target: 300, SignedUp: fewOfThem, Households: fewOfThem, Enrolled: fewOfThem, From: week, To: week.Plus(38)},
		Retention:  steering.Retention{All: steering.Curve{}},
		Activity:   steering.Activity{Weeks: []steering.WeekActivity{{Week: week, Households: fewOfThem}}},
		Avoided:    steering.Avoided{Lines: []steering.AvoidedLine{{Kind: challenge.Carbon, Households: fewOfThem, Grams: fewGrams}}},
		Waste:      steering.Waste{From: week, To: week.Plus(-1)},
	}
}

// steeringScenes are what an officer reads.
func steeringScenes() []scene {
	at := func(name, path string, h helm) scene {
		sc := looking("pilotage", name, path, people{session: somebody("Marc", account.Officer)})
		sc.data.helm, sc.data.missions = h, sampleMissions
		return sc
	}
	coming := steering.Board{Found: true, Season: steering.Season{ID: "SAMPLE", Name: sampleSeason.Name, Weeks: 24}}
	making := sampleBoard()
	making.Run = steering.Run{Asked: day.Add(-time.Minute), Done: 4, Steps: 9}
	asked := at("demande-trop-tot", steeringPath, helm{board: sampleBoard(), fails: fault.New(fault.Limited, "steering.wait", "count", 7)})
	asked.method = "POST"
	barred := at("interdit", steeringPath, helm{})
	barred.data.people.session = somebody("Anne", account.Administrator)
	long := sampleBoard()
	long.Season.Name = repeated("Défi ", 16)
	for i := range long.Teams.Lines {
		long.Teams.Lines[i].Team = repeated("Interminable", 3) + fmt.Sprint(i)
	}
	return []scene{
		at("sans-saison", steeringPath, helm{}),
		at("pas-encore-calcule", steeringPath, helm{board: coming}),
		at("en-pleine-saison", steeringPath, helm{board: sampleBoard()}),
		at("une-question", steeringPath+"/"+cardPaths[steering.RetentionCard], helm{board: sampleBoard()}),
		at("missions", steeringPath+"/"+cardPaths[steering.MissionsCard], helm{board: sampleBoard()}),
		at("tout-debut", steeringPath, helm{board: earlyBoard()}),
		at("en-calcul", steeringPath, helm{board: making}),
		asked,
		at("noms-tres-longs", steeringPath, helm{board: long}),
		barred,
	}
}
