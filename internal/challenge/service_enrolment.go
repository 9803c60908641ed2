package challenge

import (
	"context"

	"capzero/internal/db"
	"capzero/internal/fault"
	"capzero/internal/household"
)

// Enrol takes the household of an adult into the season that runs or is about to,
// and draws its wave. Doing it again changes nothing.
func (s *Service) Enrol(ctx context.Context, person string, channel Channel) (e Enrolment, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		id, home, err := s.home(ctx, tx, person)
		if err != nil {
			return err
		}
		season, found, err := s.current(ctx, tx, home.City)
		if err != nil {
			return err
		}
		if !found {
			return errNoSeason
		}
		var already bool
		if e, already, err = findEnrolment(ctx, tx, season.ID, string(id)); err != nil || already {
			return err
		}
		if season.PhaseOn(s.today(tx, home.City)) >= Closing {
			return fault.New(fault.Conflict, "season.over")
		}
		e, err = s.enrol(ctx, tx, season, id, home, channel.known())
		return err
	})
	return e, err
}

func (s *Service) enrol(ctx context.Context, tx *db.Tx, season Season, id household.ID, home household.Period, c Channel) (Enrolment, error) {
	e := Enrolment{
		Season: season.ID, Household: id, Since: tx.Now,
		Channel: c, Housing: home.Housing, Zone: home.Zone, Stratum: stratumOf(string(home.Housing), string(c)),
	}
	var err error
	if e.Number, err = nextOf(ctx, tx, season.ID, e.Stratum); err != nil {
		return e, err
	}
	e.Wave = draw(season.seed, e.Stratum, e.Number, season.Waves)
	return e, s.takesPart(ctx, tx, e)
}

// A Participation is a household in a season, for one of its adults.
type Participation struct {
	Season    Season
	Enrolment Enrolment
	Home      household.Period
	Today     household.Day
}

// Participation returns the season of an adult's household. Found is false for
// one that does not take part.
func (s *Service) Participation(ctx context.Context, person string) (p Participation, found bool, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		var err error
		p, err = s.participation(ctx, tx, person)
		found = err == nil
		if fault.KindOf(err) != fault.Internal {
			return nil
		}
		return err
	})
	return p, found, err
}

// participation is the same inside a transaction, and a fault for a household
// that does not take part.
func (s *Service) participation(ctx context.Context, tx *db.Tx, person string) (Participation, error) {
	return s.participationIn(ctx, tx, person, currentOf)
}

// participationIn is how a household takes part in one of the seasons of its city,
// chosen among all of them on the day of the transaction.
func (s *Service) participationIn(
	ctx context.Context, tx *db.Tx, person string, choose func([]Season, household.Day) (Season, bool),
) (p Participation, err error) {
	id, home, err := s.home(ctx, tx, person)
	if err != nil {
		return p, err
	}
	all, err := readSeasons(ctx, tx, home.City)
	if err != nil {
		return p, err
	}
	p.Today = s.today(tx, home.City)
	var found bool
	if p.Season, found = choose(all, p.Today); !found {
		return p, errNoSeason
	}
	if p.Enrolment, found, err = findEnrolment(ctx, tx, p.Season.ID, string(id)); err != nil {
		return p, err
	}
	if !found {
		return p, errNotEnrolled
	}
	p.Home = home
	return p, nil
}

// Split enrols a household that left another one as that one is: what two people
// were drawn for does not change when they part. It is in no team: nobody has to
// meet there whom they left. It is called in the transaction of the split.
func (s *Service) Split(ctx context.Context, tx *db.Tx, from, to household.ID) error {
	home, err := s.households.HomeOf(ctx, tx, to)
	if err != nil {
		return err
	}
	season, found, err := s.current(ctx, tx, home.City)
	if err != nil || !found {
		return err
	}
	e, found, err := findEnrolment(ctx, tx, season.ID, string(from))
	if err != nil || !found {
		return err
	}
	e.Household, e.Zone, e.Team = to, home.Zone, ""
	return s.takesPart(ctx, tx, e)
}
