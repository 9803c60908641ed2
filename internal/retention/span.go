package retention

import (
	"time"

	"capzero/internal/i18n"
)

const (
	day         = 24 * time.Hour
	daysPerWeek = 7
	perYear     = 12 // months
)

// A Span is how long something is kept: months of the calendar and a duration, of
// which one is there. The zero Span is no time at all.
type Span struct {
	Months int
	Time   time.Duration
}

// Before is the moment so long before another one.
func (s Span) Before(t time.Time) time.Time { return t.AddDate(0, -s.Months, 0).Add(-s.Time) }

// After is the moment so long after another one.
func (s Span) After(t time.Time) time.Time { return t.AddDate(0, s.Months, 0).Add(s.Time) }

// Words say it: "30 jours", "2 ans".
func (s Span) Words(l *i18n.Locale) string {
	days := int(s.Time / day)
	switch {
	case s.Months > 0 && s.Months%perYear == 0:
		return l.T("time.years", "count", s.Months/perYear)
	case s.Months > 0:
		return l.T("time.months", "count", s.Months)
	case days > 2*daysPerWeek && days%daysPerWeek == 0:
		return l.T("time.weeks", "count", days/daysPerWeek)
	}
	return l.Duration(s.Time)
}
