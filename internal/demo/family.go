package demo

import (
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"capzero/internal/challenge"
	"capzero/internal/footprint"
	"capzero/internal/household"
)

// A family is an invented household in the challenge.
type family struct {
	number  int
	random  *rand.Rand
	answers respondent
	browser footprint.Token // of what it answered without an account
	adults  []*adult        // with an account, or about to have one
	partner *adult          // who comes in a few days after the first
	channel challenge.Channel
	guest   bool // comes by the link of a team
	loyal   bool // the team of those whose shoes one steps into: they stay, and miss nothing

	home     household.Home
	periods  []household.Period // as the services know them
	absences []household.Absence

	weighs  bool
	bags    bool // it has no scale
	streams []challenge.Stream
	rates   map[challenge.Stream]float64 // true kg of a person in a week, at the start of the season

	wave    challenge.Wave
	team    bool
	asleep  bool // it has stopped
	gone    bool
	decided challenge.Week // the last week of which awake is
	awake   bool
	owed    *owed // a weighing that is written down next week
}

// An adult is one person of a family.
type adult struct {
	id      string // of the person; empty before they come in
	name    string
	email   string
	evening time.Duration // into their week: when they look at it
	eager   float64       // chance that they do what is proposed
	gone    bool
	ranked  bool // in the ranking, or will be
	entered bool
}

// An owed weighing is one that nobody had time to write down.
type owed struct {
	day   household.Day
	grams map[challenge.Stream]float64
}

// newFamily draws a household. Each has random numbers of its own, so that what
// one does changes nothing in the next.
func newFamily(o Options, place Place, number int) *family {
	random := rand.New(rand.NewPCG(o.Truth.Seed, uint64(number)+1))
	f := &family{number: number, random: random, answers: invent(random), rates: map[challenge.Stream]float64{}}
	adults := 1
	if f.answers.people > 1 && random.Float64() < 0.8 {
		adults = 2
	}
	f.settle(place, adults)
	f.channel = pick(random, weighted[challenge.Channel]{
		{challenge.CityChannel, 30}, {challenge.MouthChannel, 25}, {challenge.SchoolChannel, 15},
		{challenge.StreetChannel, 15}, {challenge.ClubChannel, 10}, {challenge.OtherChannel, 5},
	})
	f.adults = []*adult{f.newAdult(o.Truth, 0)}
	if adults == 2 && random.Float64() < o.Truth.Couple {
		f.partner = f.newAdult(o.Truth, 1)
	}
	f.weighs = random.Float64() < o.Truth.Weighs
	f.bags = random.Float64() < o.Truth.Bags
	f.streams = f.chooseStreams()
	return f
}

// settle says where it lives, and with how many.
func (f *family) settle(place Place, adults int) {
	f.home = household.Home{City: place.City.ID, Housing: household.Flat, Persons: f.answers.people, Children: f.answers.people - adults}
	if f.answers.inHouse {
		f.home.Housing = household.House
	}
	f.home.Zone = f.anyZone(place)
	f.home.NightsAway = pick(f.random, weighted[int]{{0, 88}, {1, 8}, {2, 4}})
}

func (f *family) anyZone(place Place) string {
	if len(place.City.Zones) == 0 {
		return ""
	}
	return place.City.Zones[f.random.IntN(len(place.City.Zones))].ID
}

// newAdult draws somebody who looks at their week on an evening of their own, most
// often on Sunday.
func (f *family) newAdult(t Truth, of int) *adult {
	day := pick(f.random, weighted[int]{{0, 10}, {1, 7}, {2, 8}, {3, 7}, {4, 6}, {5, 17}, {6, 45}})
	// Random numbers of their own, so that a ranking changes nothing else.
	own := rand.New(rand.NewPCG(t.Seed, firstRanked+uint64(2*f.number+of)))
	return &adult{
		ranked:  own.Float64() < t.Ranked,
		name:    firstNames[f.random.IntN(len(firstNames))],
		email:   addressOf(f.number, of),
		evening: time.Duration(day)*24*time.Hour + 17*time.Hour + time.Duration(f.random.IntN(5*60))*time.Minute,
		eager:   math.Min(0.95, t.Eager*(0.4+1.2*f.random.Float64())),
	}
}

// firstRanked is the number of the first stream of random numbers about who enters a
// ranking: beyond those of all households.
const firstRanked = 1 << 40

func (f *family) chooseStreams() []challenge.Stream {
	all := []challenge.Stream{challenge.Residual}
	often := weighted[challenge.Stream]{
		{challenge.Packaging, 0.6}, {challenge.Paper, 0.4}, {challenge.Glass, 0.35}, {challenge.FoodWaste, 0.1},
	}
	for _, o := range often {
		if f.random.Float64() < o.weight {
			all = append(all, o.value)
		}
	}
	return all
}

// know draws what is true of its waste, around what the models expect.
func (f *family) know(t Truth, expected []challenge.Estimate) {
	for _, e := range expected {
		f.rates[e.Stream] = e.KgPerWeek * logNormal(f.random, t.Between)
	}
}

// logNormal draws a factor whose mean is one.
func logNormal(random *rand.Rand, spread float64) float64 {
	return math.Exp(spread*random.NormFloat64() - spread*spread/2)
}

// lives reports whether somebody of it is still there.
func (f *family) lives() bool {
	return !f.gone && slices.ContainsFunc(f.adults, func(a *adult) bool { return a.id != "" && !a.gone })
}

// isAwake reports whether the family does something in a week. It is decided once.
func (f *family) isAwake(t Truth, w challenge.Week) bool {
	if f.decided == w {
		return f.awake
	}
	f.decided = w
	switch {
	case f.loyal:
		f.awake = true
	case f.asleep:
		f.asleep = f.random.Float64() >= t.Returns
		f.awake = !f.asleep
	default:
		f.asleep = f.random.Float64() < t.Stops[f.channel]
		f.awake = !f.asleep && f.random.Float64() >= t.Misses
	}
	return f.awake
}

// personWeeks is how long its people were at home in a week.
func (f *family) personWeeks(w challenge.Week) float64 {
	return household.PersonNights(f.periods, f.absences, w.First(), w.After()) / 7
}

// becomes changes the home from a day on.
func (f *family) becomes(home household.Home, from household.Day) {
	f.home = home
	f.periods = slices.DeleteFunc(f.periods, func(p household.Period) bool { return p.From >= from })
	f.periods = append(f.periods, household.Period{From: from, Home: home})
}
