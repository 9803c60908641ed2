package challenge

import (
	"context"
	"slices"

	"capzero/internal/db"
)

// A Recollection is a season as a household lived it, to this day or to its end.
type Recollection struct {
	Participation
	Carbon   int64 // grams avoided
	Waste    int64
	Missions int // that were done, as often as they were ticked
	Weighed  int // weeks
	Active   int // weeks in which something was done or weighed
	Of       int // weeks since the household takes part
	Badges   []Badge
	Changes  []Change // of its weighings against its own baseline
	Versions []string // of the models that its kilograms come from
}

// MySeasons returns the seasons of its city that a person's household took part in,
// the last one first.
func (s *Service) MySeasons(ctx context.Context, person string) (all []Recollection, err error) {
	priors, err := s.priors(ctx, person)
	if err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		all = nil
		id, home, err := s.home(ctx, tx, person)
		if err != nil {
			return err
		}
		seasons, err := readSeasons(ctx, tx, home.City)
		if err != nil {
			return err
		}
		for _, season := range seasons {
			p := Participation{Season: season, Home: home, Today: s.today(tx, home.City)}
			var enrolled bool
			if p.Enrolment, enrolled, err = findEnrolment(ctx, tx, season.ID, string(id)); err != nil {
				return err
			}
			if !enrolled {
				continue
			}
			r, err := s.recollect(ctx, tx, p, priors)
			if err != nil {
				return err
			}
			all = append(all, r)
		}
		slices.Reverse(all)
		return nil
	})
	return all, err
}

func (s *Service) recollect(ctx context.Context, tx *db.Tx, p Participation, priors []Prior) (r Recollection, err error) {
	r.Participation = p
	id := p.Enrolment.Household
	rows, err := readTally(ctx, tx, p.Season.ID, householdScope, string(id))
	if err != nil {
		return r, err
	}
	for _, k := range byWeeks(rows) {
		r.Carbon, r.Waste = r.Carbon+k.Carbon, r.Waste+k.Waste
	}
	active, err := activeWeeks(ctx, tx, p)
	if err != nil {
		return r, err
	}
	first := max(WeekOf(p.Enrolment.day()), p.Season.From)
	last := min(WeekOf(p.Today), p.Season.Last())
	r.Active, r.Of = len(active), max(0, last.since(first)+1)
	story, err := readStory(ctx, tx, p)
	if err != nil {
		return r, err
	}
	story.CarbonGrams, story.WasteGrams, story.CameBack = r.Carbon, r.Waste, cameBack(active, first)
	r.Missions, r.Weighed, r.Badges = story.Missions, story.WeighedWeeks, story.badges()
	if r.Versions, err = readVersions(ctx, tx, p.Season.ID, id); err != nil {
		return r, err
	}
	r.Changes, err = s.changesIn(ctx, tx, p, priors)
	return r, err
}

// changesIn is what a season's weighings say of each stream.
func (s *Service) changesIn(ctx context.Context, tx *db.Tx, p Participation, priors []Prior) ([]Change, error) {
	id := p.Enrolment.Household
	until := min(p.Today.Plus(1), p.Season.After())
	all, err := readWeighings(ctx, tx, id, p.Season.From.First(), until)
	if err != nil {
		return nil, err
	}
	at, err := s.households.PresenceOf(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	return bookOf(all, priors, at, &p.Season.Plan, min(p.Today, p.Season.After())).Changes, nil
}

// IsExpected says, inside a transaction, whether a person is to find their account in
// the challenge: their household takes part in a season that is to come, under way, or
// over for less than the months that its city leaves them.
func (s *Service) IsExpected(ctx context.Context, tx *db.Tx, person string) (bool, error) {
	id, found, err := s.households.HouseholdOf(ctx, tx, person)
	if err != nil || !found {
		return false, err
	}
	seasons, err := readSeasonsOf(ctx, tx, id)
	for _, season := range seasons {
		months := s.cities[season.City].Retention.OrUsual().AfterSeasonMonths
		if s.today(tx, season.City) < season.After().PlusMonths(months) {
			return true, nil
		}
	}
	return false, err
}
