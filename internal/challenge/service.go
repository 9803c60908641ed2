package challenge

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"strings"

	"capzero/internal/city"
	"capzero/internal/db"
	"capzero/internal/fault"
	"capzero/internal/household"
	"capzero/internal/i18n"
)

// Options is what a Service needs. The funcs that are given a transaction are
// called inside of it.
type Options struct {
	DB         *db.DB
	Cities     city.Cities
	Households Households
	Consents   Consents
	// Worth prices a mission for a person, from their own answers. It is not
	// found where there is no such mission, or no longer.
	Worth func(ctx context.Context, person, mission string) (Worth, error)
	// Overlap prices what missions that a person did in one week have in common.
	// Without it they have nothing.
	Overlap func(ctx context.Context, person string, done []Done) (Overlap, error)
	// Outlook is what a person could do, and what they weigh today.
	Outlook func(ctx context.Context, person string) (Outlook, error)
	// Priors is what the models expect a person to throw away, from their own
	// answers, or a national mean.
	Priors     func(ctx context.Context, person string) ([]Prior, error)
	Catalogues *i18n.Catalogues
	// Spreads say how sure what missions avoid is.
	Spreads Spreads
	// Seed returns the seed of a new season's draw. Without it, it comes from
	// the system.
	Seed func() int64
}

// Households is what the challenge asks about who lives together. It is
// [household.Service].
type Households interface {
	HouseholdOf(ctx context.Context, tx *db.Tx, person string) (id household.ID, found bool, err error)
	AdultsOf(ctx context.Context, tx *db.Tx, id household.ID) ([]string, error)
	HomeOf(ctx context.Context, tx *db.Tx, id household.ID) (household.Period, error)
	PresenceOf(ctx context.Context, tx *db.Tx, id household.ID) (household.Presence, error)
	EverybodyIn(ctx context.Context, tx *db.Tx) (household.Everybody, error)
}

// Consents is what the challenge asks about what people allow. It is
// [household.Consents].
type Consents interface {
	Allows(ctx context.Context, tx *db.Tx, person string, p household.Purpose) (bool, error)
	DecideIn(ctx context.Context, tx *db.Tx, person, lang, screen string, decisions ...household.Decision) error
	WithdrawIn(ctx context.Context, tx *db.Tx, person, lang, screen string, p household.Purpose) error
	Current(p household.Purpose, version string) bool
}

// A Service runs the challenges of all cities. It is safe for concurrent use.
type Service struct {
	db         *db.DB
	cities     city.Cities
	households Households
	consents   Consents
	worth      func(ctx context.Context, person, mission string) (Worth, error)
	overlap    func(ctx context.Context, person string, done []Done) (Overlap, error)
	outlook    func(ctx context.Context, person string) (Outlook, error)
	priors     func(ctx context.Context, person string) ([]Prior, error)
	catalogues *i18n.Catalogues
	spreads    Spreads
	seed       func() int64
}

// New returns a service.
func New(o Options) *Service {
	s := &Service{
		db: o.DB, cities: o.Cities, households: o.Households, consents: o.Consents,
		worth: o.Worth, overlap: o.Overlap, outlook: o.Outlook, priors: o.Priors,
		catalogues: o.Catalogues, spreads: o.Spreads, seed: o.Seed,
	}
	if s.seed == nil {
		s.seed = systemSeed
	}
	return s
}

func systemSeed() int64 {
	var b [8]byte
	rand.Read(b[:]) // never fails
	return int64(binary.LittleEndian.Uint64(b[:]) >> 1)
}

var (
	errNoSeason    = fault.New(fault.NotFound, "season.none")
	errNoHousehold = fault.New(fault.Conflict, "challenge.no_household")
	errNotEnrolled = fault.New(fault.Conflict, "challenge.not_enrolled")
)

// today is the day in a city at the moment of a transaction.
func (s *Service) today(tx *db.Tx, cityID string) household.Day {
	return household.DayOf(tx.Now, s.cities[cityID].Location())
}

// home is the household of a person and where it lives.
func (s *Service) home(ctx context.Context, tx *db.Tx, person string) (household.ID, household.Period, error) {
	id, found, err := s.households.HouseholdOf(ctx, tx, person)
	if err != nil {
		return "", household.Period{}, err
	}
	if !found {
		return "", household.Period{}, errNoHousehold
	}
	home, err := s.households.HomeOf(ctx, tx, id)
	return id, home, err
}

// PlanSeason adds a season to a city, after the others or between them.
func (s *Service) PlanSeason(ctx context.Context, by, cityID string, p Plan) (id string, err error) {
	p.Name = strings.TrimSpace(p.Name)
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := p.check(s.today(tx, cityID)); err != nil {
			return err
		}
		others, err := readSeasons(ctx, tx, cityID)
		if err != nil {
			return err
		}
		if err := apart(p, others, ""); err != nil {
			return err
		}
		season := Season{ID: rand.Text(), City: cityID, Number: len(others) + 1, Plan: p, seed: s.seed()}
		if err := insertSeason(ctx, tx, season); err != nil {
			return err
		}
		id = season.ID
		return noteChange(ctx, tx, id, by, p)
	})
	return id, err
}

// ChangeSeason decides otherwise of a season, as far as it has not begun.
func (s *Service) ChangeSeason(ctx context.Context, by, cityID, id string, p Plan) error {
	p.Name = strings.TrimSpace(p.Name)
	return s.db.Write(ctx, func(tx *db.Tx) error {
		season, err := findSeason(ctx, tx, id)
		if err != nil {
			return err
		}
		if season.City != cityID {
			return errNoSeason
		}
		today := s.today(tx, cityID)
		if err := season.changeable(p, today); err != nil {
			return err
		}
		if err := p.check(today); err != nil {
			return err
		}
		others, err := readSeasons(ctx, tx, cityID)
		if err != nil {
			return err
		}
		if err := apart(p, others, id); err != nil {
			return err
		}
		if err := updateSeason(ctx, tx, id, p); err != nil {
			return err
		}
		return noteChange(ctx, tx, id, by, p)
	})
}

// apart refuses a season that has a week in common with another one.
func apart(p Plan, others []Season, but string) error {
	for _, o := range others {
		if o.ID != but && p.overlaps(o.Plan) {
			return fault.At(FromField, fault.Conflict, "season.overlaps", "name", o.Name)
		}
	}
	return nil
}

// Seasons returns the seasons of a city, the first one first.
func (s *Service) Seasons(ctx context.Context, cityID string) (all []Season, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) (err error) {
		all, err = readSeasons(ctx, tx, cityID)
		return err
	})
	return all, err
}

// Current returns the season that matters on the day of now: the one that runs,
// else the next to come, else the last one.
func (s *Service) Current(ctx context.Context, cityID string) (season Season, found bool, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) (err error) {
		season, found, err = s.current(ctx, tx, cityID)
		return err
	})
	return season, found, err
}

func (s *Service) current(ctx context.Context, tx *db.Tx, cityID string) (season Season, found bool, err error) {
	all, err := readSeasons(ctx, tx, cityID)
	if err != nil {
		return season, false, err
	}
	season, found = currentOf(all, s.today(tx, cityID))
	return season, found, nil
}
