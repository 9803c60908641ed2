package i18n

import "time"

// Moment writes a day and the time of the day, in the time zone t carries:
// "23 novembre 2026 à 14 h 30".
func (l *Locale) Moment(t time.Time) string {
	return l.T("date.moment", "date", l.ShortDate(t), "hour", t.Format("15"), "minute", t.Format("04"))
}
