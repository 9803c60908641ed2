package household

import "capzero/internal/fault"

// An Absence is a time that nobody of a household slept at home: the nights from
// the day they left to the day they came back.
type Absence struct {
	Number int // 1 for the first of a household
	Left   Day
	Back   Day
}

// The fields of the form that says when a household is away.
const (
	LeftField = "depart"
	BackField = "retour"
)

const (
	longestAbsence = 366 // nights
	// MostAbsences is how many a household may have: a page of them.
	MostAbsences = 60
)

func (a Absence) check() error {
	_, leftIsDay := ParseDay(string(a.Left))
	_, backIsDay := ParseDay(string(a.Back))
	switch {
	case !leftIsDay:
		return fault.At(LeftField, fault.Invalid, "household.day_unreadable")
	case !backIsDay:
		return fault.At(BackField, fault.Invalid, "household.day_unreadable")
	case a.Back <= a.Left:
		return fault.At(BackField, fault.Invalid, "household.back_before_left")
	case a.Left.NightsUntil(a.Back) > longestAbsence:
		return fault.At(BackField, fault.Invalid, "household.absence_too_long")
	}
	return nil
}

// PersonNights is how many nights the persons of a household slept at home from
// one day to another, all added up: what a weight of waste is divided by. Nights
// away every week count evenly over the week.
func PersonNights(periods []Period, absences []Absence, from, to Day) float64 {
	total := 0.0
	for night := from; night < to; night = night.Plus(1) {
		if !away(absences, night) {
			home := homeOn(periods, night)
			total += float64(home.Persons) * float64(7-home.NightsAway) / 7
		}
	}
	return total
}

func away(absences []Absence, night Day) bool {
	for _, a := range absences {
		if a.Left <= night && night < a.Back {
			return true
		}
	}
	return false
}

// A Presence is where a household lived and when it was away.
type Presence struct {
	Periods  []Period
	Absences []Absence
}

// PersonNights is how many nights its persons slept at home from one day to
// another.
func (p Presence) PersonNights(from, to Day) float64 {
	return PersonNights(p.Periods, p.Absences, from, to)
}

// Since is the first day that is known of it.
func (p Presence) Since() Day {
	if len(p.Periods) == 0 {
		return ""
	}
	return p.Periods[0].From
}
