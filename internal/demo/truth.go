package demo

import (
	"math"

	"capzero/internal/challenge"
)

// A Truth is what is so in an invented city, and what nobody in it knows. The
// services see what people type. What they make of it can be held against this.
//
// The figures are ours, within what trials of such programmes found: weighed waste
// falls by 5 to 15 %, and most people stop. They prove nothing about any city.
type Truth struct {
	Seed uint64

	// Effect is which part of each stream a household throws away less from the
	// week on in which its missions begin. It is the same for all of them.
	Effect map[challenge.Stream]float64
	// Trend is what everybody throws away more in a year, whatever they do.
	Trend float64
	// Between is how households differ from what the models expect of them, and
	// Daily and Rare how one household's weeks differ from each other: each the
	// standard deviation of a logarithm. Rare is for what is carried away once in
	// a while.
	Between, Daily, Rare float64

	// Stops is the chance that a household stops in a week, by how it came to the
	// challenge; Returns that one which has stopped comes back; Misses that one
	// which goes on lets a week pass.
	Stops   map[challenge.Channel]float64
	Returns float64
	Misses  float64

	Weighs float64 // part of the households that weigh at all
	Bags   float64 // part of these that have no scale
	Couple float64 // part of the couples of which both have an account
	Late   float64 // chance that a weighing is written down a week later
	Odd    float64 // chance that one is far from the others, and true
	Slips  float64 // chance that one is typed ten times too heavy

	// Eager is the mean chance that what is proposed is done. Corrects is the chance
	// that something is taken back in an evening.
	Eager, Corrects float64

	// What happens to a household in a week in which it takes part.
	Away, Moves, Parts, Forgets, LeavesTeam float64

	// Ranked is the part of the adults who want a place in the ranking.
	Ranked float64
}

// DefaultTruth is that of a demonstration.
func DefaultTruth(seed uint64) Truth {
	return Truth{
		Seed: seed,
		Effect: map[challenge.Stream]float64{
			challenge.Residual: 0.10, challenge.Packaging: 0.08, challenge.Paper: 0.10,
		},
		Trend:   -0.02,
		Between: 0.35, Daily: 0.30, Rare: 0.60,
		Stops: map[challenge.Channel]float64{
			challenge.CityChannel: 0.06, challenge.MouthChannel: 0.04, challenge.SchoolChannel: 0.05,
			challenge.StreetChannel: 0.08, challenge.ClubChannel: 0.03, challenge.OtherChannel: 0.06,
		},
		Returns: 0.02, Misses: 0.10,
		Weighs: 0.75, Bags: 0.25, Couple: 0.5, Late: 0.06, Odd: 0.001, Slips: 0.01,
		Eager: 0.4, Corrects: 0.05,
		Away: 0.05, Moves: 0.002, Parts: 0.004, Forgets: 0.0015, LeavesTeam: 0.004,
		Ranked: 0.25,
	}
}

// spreadOf is how the weeks of a household differ in a stream.
func (t Truth) spreadOf(s challenge.Stream) float64 {
	switch s {
	case challenge.Residual, challenge.FoodWaste, challenge.Packaging:
		return t.Daily
	}
	return t.Rare
}

// factor is what the rate of a stream is multiplied with so many weeks after the
// season began, once missions have begun or before.
func (t Truth) factor(s challenge.Stream, weeks int, begun bool) float64 {
	f := math.Pow(1+t.Trend, float64(weeks)/weeksOfYear)
	if begun {
		f *= 1 - t.Effect[s]
	}
	return f
}

const weeksOfYear = 365.2425 / 7
