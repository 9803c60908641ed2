package challenge

import (
	"slices"
	"time"

	"capzero/internal/household"
)

// An Enrolment is a household in a season. Where it stood when it enrolled is
// kept with it, and does not follow when it moves.
type Enrolment struct {
	Season    string
	Household household.ID
	Team      string // empty for one that has none
	Wave      Wave
	Since     time.Time

	Stratum Stratum
	Number  int // in its stratum, from 0: the draw can be made again
	Channel Channel
	Housing household.Housing
	Zone    string
}

// day is the day it enrolled on, UTC: an hour more or less does not matter here.
func (e Enrolment) day() household.Day { return household.DayOf(e.Since, time.UTC) }

// A Channel is how a household heard of the challenge.
type Channel string

// The channels.
const (
	CityChannel   Channel = "city"   // its pages, its magazine, its screens
	MouthChannel  Channel = "mouth"  // somebody told them
	SchoolChannel Channel = "school" // or a nursery
	StreetChannel Channel = "street" // a market, a stand, a poster
	ClubChannel   Channel = "club"   // an association or a workshop
	OtherChannel  Channel = "other"
)

// Channels lists the channels in the order they are offered.
func Channels() []Channel {
	return []Channel{CityChannel, MouthChannel, SchoolChannel, StreetChannel, ClubChannel, OtherChannel}
}

// known is the channel itself, or the other one for what is none: nobody is kept
// out by a question that serves the evaluation only.
func (c Channel) known() Channel {
	if slices.Contains(Channels(), c) {
		return c
	}
	return OtherChannel
}

// Waits reports whether missions have not begun for a household on a day.
func (e Enrolment) Waits(p Plan, today household.Day) bool {
	return WeekOf(today) < p.Starts(e.Wave)
}
