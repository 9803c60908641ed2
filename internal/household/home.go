package household

import (
	"slices"

	"capzero/internal/fault"
)

// Housing is the sort of home.
type Housing string

// The sorts of homes.
const (
	Flat  Housing = "flat"
	House Housing = "house"
	Other Housing = "other" // a boat, a residence, a caravan
)

// Housings lists the sorts of homes in the order they are offered.
func Housings() []Housing { return []Housing{Flat, House, Other} }

// A Home is where and how a household lives.
type Home struct {
	City       string // id of its pack
	Zone       string // id in the pack of the city; empty where it is not known
	Housing    Housing
	Persons    int // who live there, with or without an account
	Children   int // of these
	NightsAway int // nights a week that nobody sleeps there
}

// A Period is a home from a day on.
type Period struct {
	From Day
	Home
}

// MostPersons is how many may live in one home: beyond, it is an institution,
// and a mean per person says nothing about anyone in it.
const MostPersons = 20

// The fields of the form that describes a home.
const (
	CityField       = "ville"
	ZoneField       = "quartier"
	HousingField    = "logement"
	PersonsField    = "personnes"
	ChildrenField   = "enfants"
	NightsAwayField = "nuits"
	FromField       = "depuis"
)

// check holds a home against what can be. Members is who is registered in it.
func (h Home) check(members count) error {
	switch {
	case !slices.Contains(Housings(), h.Housing):
		return fault.At(HousingField, fault.Invalid, "household.housing_unknown")
	case h.Persons < 1 || h.Persons > MostPersons:
		return fault.At(PersonsField, fault.Invalid, "household.persons_bounds", "max", MostPersons)
	case h.Children < 0 || h.Children >= h.Persons:
		return fault.At(ChildrenField, fault.Invalid, "household.children_bounds", "max", h.Persons-1)
	case h.NightsAway < 0 || h.NightsAway > 7:
		return fault.At(NightsAwayField, fault.Invalid, "household.nights_bounds")
	case h.Children < members.children:
		return fault.At(ChildrenField, fault.Invalid, "household.children_listed", "count", members.children)
	case h.Persons-h.Children < members.adults:
		return fault.At(PersonsField, fault.Invalid, "household.adults_listed", "count", members.adults)
	}
	return nil
}

// A count is how many members a household has.
type count struct{ adults, children int }

// holding is the home with room for its members: who joins was either counted
// among those who live there, or comes on top.
func (h Home) holding(members count) Home {
	adults := max(h.Persons-h.Children, members.adults)
	h.Children = max(h.Children, members.children)
	h.Persons = adults + h.Children
	return h
}

// without is the home after some have gone, with room for those who stay.
func (h Home) without(gone, staying count) Home {
	h.Persons -= gone.adults + gone.children
	h.Children -= gone.children
	h.Children = max(h.Children, 0)
	return h.holding(count{max(staying.adults, 1), staying.children})
}

// homeOn is the home of a day, and the first one before all of them. Periods
// are in the order of their days.
func homeOn(periods []Period, day Day) Period {
	on := periods[0]
	for _, p := range periods[1:] {
		if p.From <= day {
			on = p
		}
	}
	return on
}
