package steering

import (
	"time"

	"capzero/internal/challenge"
)

// A Card is one question of an officer, with its figures.
type Card string

// The cards.
const (
	EngagementCard Card = "engagement"
	RetentionCard  Card = "retention"
	ActivityCard   Card = "activity"
	AvoidedCard    Card = "avoided"
	WasteCard      Card = "waste"
	ZonesCard      Card = "zones"
	TeamsCard      Card = "teams"
	MissionsCard   Card = "missions"
)

// Cards are all of them, in the order of the page.
func Cards() []Card {
	return []Card{
		EngagementCard, RetentionCard, ActivityCard, AvoidedCard, WasteCard, ZonesCard, TeamsCard, MissionsCard,
	}
}

// A Board is all cards of a city, and how making them again stands.
type Board struct {
	Found bool // there is a season
	Made  bool // there are figures of it
	Run   Run

	Season     Season
	At         time.Time // when the oldest of the figures were made
	Engagement Engagement
	Retention  Retention
	Activity   Activity
	Avoided    Avoided
	Waste      Waste
	Zones      Zones
	Teams      Teams
	Missions   Missions
}

// A Season is what a board is about.
type Season struct {
	ID    string
	Name  string
	Weeks int
	Week  int // which it is now, from 1; 0 before the first, Weeks after the last
}

func seasonOf(s challenge.Season, week challenge.Week) Season {
	n := min(s.Weeks, max(0, s.NumberOf(week)))
	return Season{ID: s.ID, Name: s.Name, Weeks: s.Weeks, Week: n}
}

// figures is where each card of the board is.
func (b *Board) figures() map[Card]any {
	return map[Card]any{
		EngagementCard: &b.Engagement, RetentionCard: &b.Retention, ActivityCard: &b.Activity, AvoidedCard: &b.Avoided,
		WasteCard: &b.Waste, ZonesCard: &b.Zones, TeamsCard: &b.Teams, MissionsCard: &b.Missions,
	}
}

// A Run is the making of the figures of a city.
type Run struct {
	Asked time.Time // zero: never
	Done  int       // of Steps
	Steps int
	Ended bool
}

const (
	// AskAgain is how long it takes until figures are made again on request, and
	// after which a run that has not ended is given up.
	AskAgain = 10 * time.Minute
	// night is the hour of the city's day after which they are made by themselves.
	night = 3
)

// UnderWay reports whether figures are being made at a moment.
func (r Run) UnderWay(now time.Time) bool {
	return !r.Asked.IsZero() && !r.Ended && now.Sub(r.Asked) < AskAgain
}

// Wait is how long somebody has to wait before asking.
func (r Run) Wait(now time.Time) time.Duration {
	if r.Asked.IsZero() {
		return 0
	}
	return max(0, AskAgain-now.Sub(r.Asked))
}

// lastNight is when the figures should have been made last.
func lastNight(now time.Time, in *time.Location) time.Time {
	local := now.In(in)
	at := time.Date(local.Year(), local.Month(), local.Day(), night, 0, 0, 0, in)
	if at.After(now) {
		at = time.Date(local.Year(), local.Month(), local.Day()-1, night, 0, 0, 0, in)
	}
	return at
}
