package challenge

import (
	"capzero/internal/household"
)

// A Chronicle is what everybody did in a season, for who counts it: package
// steering. It names households by their ids and shows nothing to anybody.
type Chronicle struct {
	Season     Season
	Today      household.Day
	Households []Told // in the order of their ids
	Teams      []TeamState
	Missions   []MissionTold // in the order of their names
	Left       []LineGrams   // of households that are forgotten
}

// A Told is what one household did in a season.
type Told struct {
	ID      household.ID
	Since   Week // in which it enrolled
	Starts  Week // its first with missions
	Channel Channel
	Zone    string
	Team    string
	Adults  int // with an account, who live there now

	Missions  []int // by week of the season: missions that it did
	Weighings []int // by week of the season
	Avoided   []LineGrams
	Weighed   []WeighedWeek
}

// LineGrams are grams of a ledger on one sort of evidence.
type LineGrams struct {
	Kind     Kind
	Evidence Evidence
	Grams    int64
}

// A WeighedWeek is what a household weighed of a stream in a week that is over.
type WeighedWeek struct {
	Stream      Stream
	Week        Week
	Grams       int64
	PersonWeeks float64
}

// A MissionTold is what became of a mission in a season.
type MissionTold struct {
	Mission  string
	Offered  int // times
	Done     int // of those
	Other    int // answered with something else, never, later
	Never    int
	Later    int
	To       int // households that it was offered to
	By       int // households that did it, offered or not
	GramsOf  map[Kind]int64
	Involved int // households that it was offered to, or that did it
}

// Active reports whether a household did something in a week of the season,
// counted from 0: a mission, or a weighing.
func (t Told) Active(week int) bool {
	return week >= 0 && week < len(t.Missions) && t.Missions[week]+t.Weighings[week] > 0
}

// Index is the place of a week in the season, from 0.
func (p Plan) Index(w Week) int { return w.since(p.From) }

// WeeksOver is how many weeks of the season are over on a day.
func (p Plan) WeeksOver(today household.Day) int {
	return min(p.Weeks, max(0, WeekOf(today).since(p.From)))
}

// A Doer is in which weeks somebody did something that counts: a mission that they
// wrote down, or a weighing.
type Doer struct {
	Person string
	Weeks  []Week // once each, in order
}
