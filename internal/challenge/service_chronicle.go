package challenge

import (
	"context"
	"maps"
	"slices"

	"capzero/internal/db"
	"capzero/internal/household"
)

// Chronicle tells what everybody did in a season.
func (s *Service) Chronicle(ctx context.Context, cityID, seasonID string) (c Chronicle, err error) {
	teams, err := s.Teams(ctx, cityID, seasonID)
	if err != nil {
		return c, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) (err error) {
		c = Chronicle{Today: s.today(tx, cityID), Teams: teams}
		if c.Season, err = findSeason(ctx, tx, seasonID); err != nil {
			return err
		}
		return s.tell(ctx, tx, &c)
	})
	return c, err
}

func (s *Service) tell(ctx context.Context, tx *db.Tx, c *Chronicle) error {
	everybody, err := s.households.EverybodyIn(ctx, tx)
	if err != nil {
		return err
	}
	told, err := readTold(ctx, tx, c.Season)
	if err != nil {
		return err
	}
	for id, t := range told {
		t.Adults = everybody.Adults[id]
	}
	for _, read := range []func(context.Context, *db.Tx, Season, map[household.ID]*Told) error{
		readMissionsDone, readAvoided,
	} {
		if err := read(ctx, tx, c.Season, told); err != nil {
			return err
		}
	}
	if err := readWeighed(ctx, tx, c.Season, c.Today, told, everybody.Presences); err != nil {
		return err
	}
	c.Households = make([]Told, 0, len(told))
	for _, id := range slices.Sorted(maps.Keys(told)) {
		c.Households = append(c.Households, *told[id])
	}
	if c.Missions, err = readMissionsTold(ctx, tx, c.Season.ID); err != nil {
		return err
	}
	c.Left, err = readAllLeft(ctx, tx, c.Season.ID)
	return err
}

// Doers are those of a city who did something that counts in some of its seasons,
// from one week to before another, in the order of their ids.
func (s *Service) Doers(ctx context.Context, seasons []string, from, before Week) (all []Doer, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		weeks := map[string]map[Week]bool{}
		note := func(person string, w Week) {
			if weeks[person] == nil {
				weeks[person] = map[Week]bool{}
			}
			weeks[person][w] = true
		}
		for _, id := range seasons {
			if err := eachMissionOf(ctx, tx, id, from, before, note); err != nil {
				return err
			}
			if err := eachWeighingOf(ctx, tx, id, from, before, note); err != nil {
				return err
			}
		}
		all = make([]Doer, 0, len(weeks))
		for _, person := range slices.Sorted(maps.Keys(weeks)) {
			all = append(all, Doer{Person: person, Weeks: slices.Sorted(maps.Keys(weeks[person]))})
		}
		return nil
	})
	return all, err
}
