package i18n

import "time"

// The lengths that durations are said in.
const (
	day = 24 * time.Hour
	// recent is how far away a moment is still told by its distance; beyond it
	// people want the date.
	recent = 7 * day
)

// Duration says how long something takes, in the two largest units that say
// something: "10 minutes", "1 heure et 30 minutes", "2 jours". Seconds are cut
// off: nothing that people wait for is promised to the second.
func (l *Locale) Duration(d time.Duration) string {
	d = d.Abs()
	if d < time.Minute {
		return l.T("time.under_a_minute")
	}
	days, hours, minutes := int(d/day), int(d%day/time.Hour), int(d%time.Hour/time.Minute)
	switch {
	case days > 0:
		return l.twoUnits("time.days", days, "time.hours", hours)
	case hours > 0:
		return l.twoUnits("time.hours", hours, "time.minutes", minutes)
	}
	return l.T("time.minutes", "count", minutes)
}

// twoUnits leaves the smaller unit out where there is none of it.
func (l *Locale) twoUnits(large string, many int, small string, few int) string {
	words := l.T(large, "count", many)
	if few == 0 {
		return words
	}
	return l.List([]string{words, l.T(small, "count", few)})
}

// Ago says when something was, seen from now: "à l’instant", "il y a 3
// minutes", "il y a 2 jours", then the date. It also says what is still to come,
// "dans 10 minutes", and takes what a clock that went back has left slightly in
// the future for what it is: just now. Both times carry the zone of the reader.
func (l *Locale) Ago(then, now time.Time) string {
	apart := now.Sub(then)
	switch {
	case apart > -time.Minute && apart < time.Minute:
		return l.T("time.now")
	case apart >= recent, apart <= -recent:
		return l.ShortDate(then)
	case apart < 0:
		return l.T("time.ahead", "duration", l.Duration(largest(apart)))
	}
	return l.T("time.ago", "duration", l.Duration(largest(apart)))
}

// largest keeps the largest unit of a length: nobody reads "1 hour and 7
// minutes ago".
func largest(d time.Duration) time.Duration {
	d = d.Abs()
	for _, unit := range []time.Duration{day, time.Hour} {
		if d >= unit {
			return d.Truncate(unit)
		}
	}
	return d
}
