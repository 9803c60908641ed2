package i18n

import (
	"strconv"
	"time"
)

// Date writes a day in full, in the time zone t carries: "lundi 23 novembre
// 2026".
func (l *Locale) Date(t time.Time) string {
	return l.T("date.long", l.dateArgs(t)...)
}

// ShortDate writes a day without its weekday: "23 novembre 2026".
func (l *Locale) ShortDate(t time.Time) string {
	return l.T("date.short", l.dateArgs(t)...)
}

// DayAndMonth writes a day without its year: "23 novembre".
func (l *Locale) DayAndMonth(t time.Time) string {
	return l.T("date.day_month", l.dateArgs(t)...)
}

// Weekday writes the day of the week: "lundi".
func (l *Locale) Weekday(t time.Time) string {
	return l.T("date.weekday." + strconv.Itoa(int(t.Weekday())))
}

// DayOfMonth writes the day of the month alone: "1er", "23".
func (l *Locale) DayOfMonth(t time.Time) string { return l.day(t.Day()) }

func (l *Locale) dateArgs(t time.Time) []any {
	return []any{
		"weekday", l.T("date.weekday." + strconv.Itoa(int(t.Weekday()))),
		"day", l.day(t.Day()),
		"month", l.T("date.month." + strconv.Itoa(int(t.Month()))),
		"year", strconv.Itoa(t.Year()),
	}
}

// day writes the day of the month. Only French calls the first "1er".
func (l *Locale) day(d int) string {
	if d == 1 {
		return l.T("date.first")
	}
	return strconv.Itoa(d)
}
