package household

import "time"

// A Day is a day of the calendar, written "2026-11-23". Days compare as texts.
type Day string

const dayLayout = "2006-01-02"

// ParseDay reads a day as a date field sends it.
func ParseDay(text string) (Day, bool) {
	t, err := time.Parse(dayLayout, text)
	return Day(text), err == nil && t.Year() >= 1900 && t.Year() < 2200
}

// DayOf is the day that a moment falls on in a place.
func DayOf(t time.Time, place *time.Location) Day {
	return Day(t.In(place).Format(dayLayout))
}

// Time is midnight UTC of that day, for formatters.
func (d Day) Time() time.Time {
	t, err := time.Parse(dayLayout, string(d))
	if err != nil {
		return time.Time{}
	}
	return t
}

// Plus is so many days later.
func (d Day) Plus(days int) Day {
	return Day(d.Time().AddDate(0, 0, days).Format(dayLayout))
}

// PlusMonths is so many months of the calendar later.
func (d Day) PlusMonths(months int) Day {
	return Day(d.Time().AddDate(0, months, 0).Format(dayLayout))
}

// NightsUntil counts the nights between two days.
func (d Day) NightsUntil(end Day) int {
	return int(end.Time().Sub(d.Time()).Hours()) / 24
}
