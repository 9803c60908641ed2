package challenge

import (
	"time"

	"capzero/internal/household"
)

// A Week is seven days from a Monday on, written as that Monday: "2026-11-23". It
// is a week of the calendar and not of the clock: those with a change of the hour
// or of the year are as long as the others. Weeks compare as texts.
type Week household.Day

// WeekOf is the week that a day is in.
func WeekOf(d household.Day) Week {
	sinceMonday := (int(d.Time().Weekday()) + 6) % 7
	return Week(d.Plus(-sinceMonday))
}

// ParseWeek reads a week as a form sends it: its Monday.
func ParseWeek(text string) (Week, bool) {
	d, ok := household.ParseDay(text)
	return Week(d), ok && d.Time().Weekday() == time.Monday
}

// First is its Monday, and After the Monday that follows it.
func (w Week) First() household.Day { return household.Day(w) }

// After is the day after its last one.
func (w Week) After() household.Day { return w.First().Plus(7) }

// Last is its Sunday.
func (w Week) Last() household.Day { return w.First().Plus(6) }

// Plus is so many weeks later.
func (w Week) Plus(weeks int) Week { return Week(w.First().Plus(7 * weeks)) }

// since counts the weeks from another one.
func (w Week) since(earlier Week) int {
	return earlier.First().NightsUntil(w.First()) / 7
}
