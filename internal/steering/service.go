package steering

import (
	"cmp"
	"context"
	"math"
	"slices"

	"capzero/internal/challenge"
	"capzero/internal/city"
	"capzero/internal/db"
	"capzero/internal/fault"
	"capzero/internal/household"
)

// Options is what a Service needs.
type Options struct {
	DB        *db.DB
	Cities    city.Cities
	Challenge Challenge
	// Measured are the adults of a city who have a footprint.
	Measured func(ctx context.Context, cityID string) (map[string]bool, error)
	// SignedUp is how many have an account in a city.
	SignedUp func(ctx context.Context, cityID string) (int, error)
	// Sure is how sure the grams of a season are, of one kind and evidence. Nil says
	// that it is not known.
	Sure func(ctx context.Context, seasonID string, k challenge.Kind, e challenge.Evidence) (low, high float64, known bool, err error)
	// Enqueue has the figures of a city made as soon as tx is committed.
	Enqueue func(ctx context.Context, tx *db.Tx, cityID string) error
}

// Challenge is what the figures are made of. It is [challenge.Service].
type Challenge interface {
	Seasons(ctx context.Context, cityID string) ([]challenge.Season, error)
	Current(ctx context.Context, cityID string) (season challenge.Season, found bool, err error)
	Chronicle(ctx context.Context, cityID, seasonID string) (challenge.Chronicle, error)
	Doers(ctx context.Context, seasons []string, from, before challenge.Week) ([]challenge.Doer, error)
}

// A Service makes and reads the figures of all cities. It is safe for concurrent
// use.
type Service struct{ Options }

// New returns a service.
func New(o Options) *Service { return &Service{o} }

// Board reads the cards of a city.
func (s *Service) Board(ctx context.Context, cityID string) (b Board, err error) {
	season, found, err := s.Challenge.Current(ctx, cityID)
	if err != nil {
		return b, err
	}
	err = s.DB.Read(ctx, func(tx *db.Tx) (err error) {
		b = Board{Found: found}
		if b.Run, err = findRun(ctx, tx, cityID); err != nil || !found {
			return err
		}
		b.Season = seasonOf(season, challenge.WeekOf(household.DayOf(tx.Now, s.Cities[cityID].Location())))
		b.Made, err = b.readCards(ctx, tx, cityID, season.ID)
		return err
	})
	return b, err
}

// Ask has the figures of a city made again. Those that are being made are what was
// asked for; who has just had them waits.
func (s *Service) Ask(ctx context.Context, cityID string) error {
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		run, err := findRun(ctx, tx, cityID)
		if err != nil || run.UnderWay(tx.Now) {
			return err
		}
		if wait := run.Wait(tx.Now); wait > 0 {
			return fault.New(fault.Limited, "steering.wait", "count", int(math.Ceil(wait.Minutes())))
		}
		if err := beginRun(ctx, tx, cityID, steps()); err != nil {
			return err
		}
		return s.Enqueue(ctx, tx, cityID)
	})
}

// steps is how many there are in a run: reading, and each card.
func steps() int { return 1 + len(Cards()) }

// Nightly makes the figures of the cities that have none of this night. It is called
// more often than that.
func (s *Service) Nightly(ctx context.Context) error {
	for _, id := range s.Cities.IDs() {
		due, err := s.due(ctx, id)
		if err != nil {
			return err
		}
		if !due {
			continue
		}
		err = s.DB.Write(ctx, func(tx *db.Tx) error { return beginRun(ctx, tx, id, steps()) })
		if err != nil {
			return err
		}
		if err := s.Make(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) due(ctx context.Context, cityID string) (due bool, err error) {
	season, found, err := s.Challenge.Current(ctx, cityID)
	if err != nil || !found || season.Reduced {
		return false, err
	}
	b, err := s.Board(ctx, cityID)
	if err != nil {
		return false, err
	}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		due = !b.Made || b.At.Before(lastNight(tx.Now, s.Cities[cityID].Location()))
		return nil
	})
	return due, err
}

// Make makes the figures of a city and stores them. Those of a season of which only
// sums are left stay as they are. Doing it again, or twice at
// once, leaves the same.
func (s *Service) Make(ctx context.Context, cityID string) error {
	season, found, err := s.Challenge.Current(ctx, cityID)
	if err != nil || !found || season.Reduced {
		return cmp.Or(err, s.ended(ctx, cityID))
	}
	c, err := s.Challenge.Chronicle(ctx, cityID, season.ID)
	if err != nil {
		return err
	}
	b, err := s.count(ctx, cityID, c)
	if err != nil {
		return err
	}
	figures := b.figures()
	for i, card := range Cards() {
		err := s.DB.Write(ctx, func(tx *db.Tx) error {
			if err := writeCard(ctx, tx, cityID, season.ID, card, figures[card]); err != nil {
				return err
			}
			return writeStep(ctx, tx, cityID, i+2)
		})
		if err != nil {
			return err
		}
	}
	return s.ended(ctx, cityID)
}

func (s *Service) ended(ctx context.Context, cityID string) error {
	return s.DB.Write(ctx, func(tx *db.Tx) error { return endRun(ctx, tx, cityID) })
}

// count fills the cards.
func (s *Service) count(ctx context.Context, cityID string, c challenge.Chronicle) (b Board, err error) {
	if err := s.DB.Write(ctx, func(tx *db.Tx) error { return writeStep(ctx, tx, cityID, 1) }); err != nil {
		return b, err
	}
	if b.Engagement, err = s.engagement(ctx, cityID, c); err != nil {
		return b, err
	}
	sure, err := s.sureness(ctx, c.Season.ID)
	if err != nil {
		return b, err
	}
	b.Retention, b.Activity, b.Avoided = retention(c), activity(c), avoided(c, sure)
	b.Waste, b.Zones, b.Teams, b.Missions = waste(c), zones(c), teams(c), missions(c)
	return b, nil
}

func (s *Service) engagement(ctx context.Context, cityID string, c challenge.Chronicle) (e Engagement, err error) {
	seasons, err := s.Challenge.Seasons(ctx, cityID)
	if err != nil {
		return e, err
	}
	p := periodOf(seasons, c.Season)
	doers, err := s.Challenge.Doers(ctx, p.seasons, p.from, p.before())
	if err != nil {
		return e, err
	}
	measured, err := s.Measured(ctx, cityID)
	if err != nil {
		return e, err
	}
	signedUp, err := s.SignedUp(ctx, cityID)
	return engagement(c, p, doers, measured, signedUp), err
}

// sureness asks how sure each line of the ledgers is.
func (s *Service) sureness(ctx context.Context, seasonID string) (sureness, error) {
	known := map[challenge.Kind]map[challenge.Evidence]Interval{}
	for _, kind := range kinds {
		known[kind] = map[challenge.Evidence]Interval{}
		for _, evidence := range append(evidences, AnyEvidence) {
			if s.Sure == nil {
				continue
			}
			low, high, ok, err := s.Sure(ctx, seasonID, kind, evidence)
			if err != nil {
				return nil, err
			}
			known[kind][evidence] = Interval{Known: ok, Low: low, High: high}
		}
	}
	return func(k challenge.Kind, e challenge.Evidence) Interval { return known[k][e] }, nil
}

// inOrder are seasons by when they begin.
func inOrder(seasons []challenge.Season) []challenge.Season {
	return slices.SortedFunc(slices.Values(seasons), func(a, b challenge.Season) int { return cmp.Compare(a.From, b.From) })
}
