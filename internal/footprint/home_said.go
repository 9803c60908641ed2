package footprint

import (
	"context"
	"strconv"
)

// A HomeSaid is what an assessment already says of the home, so that nobody is
// asked twice. What was not said is empty.
type HomeSaid struct {
	House   bool // a house
	Flat    bool
	Persons int // who live there
}

// The questions of the carbon model about the home that a household states as
// well.
const (
	housingRule = "logement . type"
	personsRule = "logement . habitants"
)

// HomeSaid reads what somebody has said of their home.
func (s *Service) HomeSaid(ctx context.Context, h Holder) (HomeSaid, error) {
	sh, err := s.load(ctx, h)
	if err != nil {
		return HomeSaid{}, err
	}
	housing := sh.answers[housingRule].Values[housingRule]
	said := HomeSaid{House: housing == "maison", Flat: housing == "appartement"}
	if n, err := strconv.ParseFloat(sh.answers[personsRule].Values[personsRule], 64); err == nil {
		said.Persons = int(n)
	}
	return said, nil
}
