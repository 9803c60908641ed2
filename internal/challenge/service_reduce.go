package challenge

import (
	"context"

	"capzero/internal/db"
	"capzero/internal/retention"
)

// ReduceSeasons leaves of the seasons that are over for as long as their city keeps
// what single households did nothing but sums. Teams keep what they have been shown,
// as they do of a household that is forgotten (Forget); what is of fewer than five
// households goes to the sum of its zone, or of the city. No gram is lost, and no entry
// has a household any more. Then everything that households did in the season is
// deleted.
//
// It does so team by team, week by week, some households at a time. Killed in between,
// it goes on from there. Doing it again changes nothing.
func (s *Service) ReduceSeasons(ctx context.Context) error {
	for _, cityID := range s.cities.IDs() {
		due, err := s.reducible(ctx, cityID)
		if err != nil {
			return err
		}
		for _, season := range due {
			if err := s.reduceSeason(ctx, season); err != nil {
				return err
			}
		}
	}
	return s.db.Write(ctx, func(tx *db.Tx) error { return retention.Note(ctx, tx, retention.SeasonDetails, 0, true) })
}

// reducible are the seasons of a city whose time has come.
func (s *Service) reducible(ctx context.Context, cityID string) (due []Season, err error) {
	keep := retention.Of(s.cities[cityID]).Keep(retention.SeasonDetails)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		due = nil
		all, err := readSeasons(ctx, tx, cityID)
		for _, season := range all {
			if !season.Reduced && s.today(tx, cityID) >= season.After().PlusMonths(keep.Months) {
				due = append(due, season)
			}
		}
		return err
	})
	return due, err
}

func (s *Service) reduceSeason(ctx context.Context, season Season) error {
	var teams, places []string
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		if teams, err = teamsInLedger(ctx, tx, season.ID); err != nil {
			return err
		}
		places, err = zonesInLedger(ctx, tx, season.ID)
		return err
	})
	if err != nil {
		return err
	}
	for _, team := range teams {
		if err := s.db.Write(ctx, func(tx *db.Tx) error { return reduceTeam(ctx, tx, season.ID, team) }); err != nil {
			return err
		}
	}
	if err := s.reduceWeeks(ctx, season, places); err != nil {
		return err
	}
	return s.dropDetails(ctx, season)
}

// reduceTeam makes the entries of a team into sums. Those that are left over are its
// households' own, without the team.
func reduceTeam(ctx context.Context, tx *db.Tx, seasonID, team string) error {
	all, err := readBrought(ctx, tx, seasonID, team)
	if err != nil {
		return err
	}
	sums, rest := reduce(all)
	for _, e := range sums {
		e.Season, e.Team = seasonID, team
		if err := writeLeft(ctx, tx, e); err != nil {
			return err
		}
	}
	if err := replaceEntries(ctx, tx, seasonID, team, rest); err != nil {
		return err
	}
	return tallyLeft(ctx, tx, seasonID, team)
}

// reduceWeeks does the same with what is of no team: of a zone where enough
// contributed to it in a week, then of the city. A week of the city that too few
// contributed to is added to the one that follows; the last one is kept whatever it
// is, for without a team, a zone and a week of its own it is nobody's.
func (s *Service) reduceWeeks(ctx context.Context, season Season, zones []string) error {
	for n := range season.Weeks {
		week := season.From.Plus(n)
		for _, k := range kinds() {
			for _, zone := range zones {
				err := s.db.Write(ctx, func(tx *db.Tx) error { return reduceZone(ctx, tx, season.ID, zone, week, k) })
				if err != nil {
					return err
				}
			}
			err := s.db.Write(ctx, func(tx *db.Tx) error {
				enough, err := hasEnough(ctx, tx, season.ID, "", week, k)
				if err != nil {
					return err
				}
				if !enough && week != season.Last() {
					return moveWeek(ctx, tx, season.ID, week, week.Plus(1), k)
				}
				return sumWeek(ctx, tx, season.ID, "", week, k)
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func reduceZone(ctx context.Context, tx *db.Tx, seasonID, zone string, w Week, k Kind) error {
	if zone == "" {
		return nil
	}
	enough, err := hasEnough(ctx, tx, seasonID, zone, w, k)
	if err != nil {
		return err
	}
	if !enough {
		return leaveZone(ctx, tx, seasonID, zone, w, k)
	}
	return sumWeek(ctx, tx, seasonID, zone, w, k)
}

// reducedAtOnce is how many households are deleted in one transaction: others write
// in between.
const reducedAtOnce = 100

// dropDetails deletes what households did in a season whose entries are sums already.
func (s *Service) dropDetails(ctx context.Context, season Season) error {
	for more := true; more; {
		err := s.db.Write(ctx, func(tx *db.Tx) error {
			ids, err := householdsIn(ctx, tx, season.ID, reducedAtOnce)
			if err != nil {
				return err
			}
			more = len(ids) == reducedAtOnce
			for _, id := range ids {
				if err := dropHouseholdIn(ctx, tx, season, id); err != nil {
					return err
				}
			}
			return retention.Note(ctx, tx, retention.SeasonDetails, int64(len(ids)), false)
		})
		if err != nil {
			return err
		}
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := dropRest(ctx, tx, season.ID); err != nil {
			return err
		}
		return markReduced(ctx, tx, season.ID)
	})
}
