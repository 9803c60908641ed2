package eval

import (
	"time"

	"capzero/publicodes/internal/diag"
	"capzero/publicodes/syntax"
)

// A date is a text, written 31/12/2024.

const dateLayout = "02/01/2006"

// thisDay is the day of the evaluation, the same until the next situation.
func (e *Evaluator) thisDay() value {
	if e.today.kind != text {
		e.today = value{num: float64(e.texts.intern(e.graph.prog.Today().Format(dateLayout))), kind: text}
	}
	return e.today
}

// days gives two dates as numbers, the milliseconds since 1970, by which the
// language compares them and calculates with them.
func (s *scope) days(a, b value) (x, y value, ok bool) {
	if a.kind != text || b.kind != text {
		return x, y, false
	}
	from, okFrom := s.writtenDay(a)
	to, okTo := s.writtenDay(b)
	if !okFrom || !okTo {
		return x, y, false
	}
	return milliseconds(from), milliseconds(to), true
}

func milliseconds(day time.Time) value {
	return value{num: float64(day.UnixMilli()), kind: number}
}

// writtenDay reads a text that is a date in full.
func (s *scope) writtenDay(v value) (time.Time, bool) {
	written := s.texts.text(int(v.num))
	if len(written) != len(dateLayout) {
		return time.Time{}, false
	}
	day, err := syntax.ParseDate(written)
	return day, err == nil
}

// duration counts the time between two days, at least none.
func (s *scope) duration(n *node) (value, missing) {
	from, fm := s.eval(s.arg(n, 0))
	if from.kind == failed {
		return from, none
	}
	to, tm := s.eval(s.arg(n, 1))
	if to.kind == failed {
		return to, none
	}
	m := s.collect.merge(fm, tm)
	switch {
	case from.kind == null || to.kind == null:
		return value{kind: null, unit: n.unit}, m
	case from.kind == undefined || to.kind == undefined:
		return value{unit: n.unit}, m
	}
	start, err := s.day(from)
	if err.kind == failed {
		return err, none
	}
	end, err := s.day(to)
	if err.kind == failed {
		return err, none
	}
	return value{num: max(0, between(start, end, s.units.text(n.unit))), unit: n.unit, kind: number}, m
}

func (s *scope) day(v value) (time.Time, value) {
	if v.kind != text {
		return time.Time{}, s.failHere(diag.Type, "durée needs two dates")
	}
	day, err := syntax.ParseDate(s.texts.text(int(v.num)))
	if err != nil {
		return time.Time{}, s.failHere(diag.Type, "durée needs two dates: %s", err)
	}
	return day, value{}
}

// between counts the time from one day to another in a unit. Those in months
// count the last day too.
func between(from, to time.Time, unit string) float64 {
	switch unit {
	case "mois":
		return months(from, to)
	case "trimestre":
		return months(from, to) / 3
	case "an":
		return years(from, to)
	case "trimestre civil":
		return float64(quarter(to) - quarter(from) + 1)
	case "année civile":
		return float64(to.Year() - from.Year() + 1)
	default:
		return wholeDays(from, to)
	}
}

const daySeconds = 24 * 60 * 60

func wholeDays(from, to time.Time) float64 { return float64((to.Unix() - from.Unix()) / daySeconds) }

// months counts a month that is begun or ended inside by its share of days.
func months(from, to time.Time) float64 {
	full := int(to.Month()) - int(from.Month()) + 12*(to.Year()-from.Year())
	begun := float64(from.Day()-1) / daysInMonth(from)
	ended := float64(to.Day()) / daysInMonth(to)
	return float64(full) - begun + ended
}

func daysInMonth(day time.Time) float64 {
	return float64(time.Date(day.Year(), day.Month()+1, 0, 0, 0, 0, 0, time.UTC).Day())
}

// years counts years of 365 days; the 29th of February of the years between does
// not count. Which years are between is decided by the first day alone, as in
// the reference.
func years(from, to time.Time) float64 {
	first, last := from.Year(), to.Year()-1
	if from.Month() >= time.March {
		first, last = first+1, last+1
	}
	days := wholeDays(from, to)
	if last >= first {
		days -= float64(leapYears(last) - leapYears(first-1))
	}
	return days / 365
}

// leapYears counts the leap years up to one.
func leapYears(year int) int { return year/4 - year/100 + year/400 }

func quarter(day time.Time) int { return 4*day.Year() + (int(day.Month())-1)/3 }
