package challenge

import (
	"context"
	"maps"

	"capzero/internal/db"
	"capzero/internal/household"
	"capzero/internal/retention"
)

// CountRankings counts the places of the rankings, once a week and over the weeks
// that are over, so that no reading acts day by day. Before, it takes those out who
// have said yes to a text that is another one now; in the end, it deletes rankings
// whose season is long over. Doing it again changes nothing.
func (s *Service) CountRankings(ctx context.Context) error {
	for _, cityID := range s.cities.IDs() {
		seasons, err := s.Seasons(ctx, cityID)
		if err != nil {
			return err
		}
		for _, season := range seasons {
			if err := s.tendRanking(ctx, season); err != nil {
				return err
			}
		}
	}
	return s.db.Write(ctx, func(tx *db.Tx) error { return retention.Note(ctx, tx, retention.Rankings, 0, true) })
}

// A rankingTask is what is to be done about the ranking of a season.
type rankingTask struct {
	season   Season
	gone     bool     // it is deleted
	outdated []string // texts that do not hold any more
	until    Week     // before which it is counted; empty where it has been
	grams    map[Kind]map[string]int64
}

// tendRanking reads what there is to do before the right to write is held.
func (s *Service) tendRanking(ctx context.Context, season Season) error {
	var task rankingTask
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		task, err = s.rankingTask(ctx, tx, season)
		return err
	})
	if err != nil || !task.gone && len(task.outdated) == 0 && task.until == "" {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error { return task.write(ctx, tx) })
}

func (s *Service) rankingTask(ctx context.Context, tx *db.Tx, season Season) (t rankingTask, err error) {
	t.season = season
	today := s.today(tx, season.City)
	if !season.isRanked(today) {
		t.gone, err = hasRanking(ctx, tx, season.ID)
		return t, err
	}
	versions, err := readEntrantVersions(ctx, tx, season.ID)
	if err != nil {
		return t, err
	}
	for _, v := range versions {
		if !s.consents.Current(household.Ranking, v) {
			t.outdated = append(t.outdated, v)
		}
	}
	last, err := findRankingRun(ctx, tx, season.ID)
	until := season.rankedUntil(today)
	if err != nil || until <= max(season.From, last.until) {
		return t, err
	}
	t.until = until
	t.grams, err = readRankedGrams(ctx, tx, season.ID, until)
	return t, err
}

func (t rankingTask) write(ctx context.Context, tx *db.Tx) error {
	if t.gone {
		return deleteRanking(ctx, tx, t.season.ID)
	}
	for _, version := range t.outdated {
		if err := deleteEntrantsOf(ctx, tx, t.season.ID, version); err != nil {
			return err
		}
	}
	if t.until == "" {
		return nil
	}
	seats, err := readSeats(ctx, tx, t.season.ID) // as they are now: somebody may have left meanwhile
	if err != nil {
		return err
	}
	places, run := map[Kind][]standing{}, rankingRun{until: t.until, of: map[Kind]int{}, tied: map[Kind]Tie{}}
	for _, k := range kinds() {
		grams := maps.Clone(t.grams[k])
		maps.DeleteFunc(grams, func(person string, _ int64) bool { return seats[person] == "" })
		places[k] = rank(grams)
		run.of[k], run.tied[k] = len(places[k]), tieAfter(places[k])
	}
	fresh, err := writeRankingRun(ctx, tx, t.season.ID, run)
	if err != nil || !fresh {
		return err
	}
	if err := deletePlaces(ctx, tx, t.season.ID); err != nil {
		return err
	}
	for _, k := range kinds() {
		if err := insertPlaces(ctx, tx, t.season.ID, k, places[k], seats); err != nil {
			return err
		}
	}
	return nil
}
