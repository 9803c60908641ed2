package household

import (
	"context"
	"crypto/rand"
	"slices"
	"time"

	"capzero/internal/city"
	"capzero/internal/db"
	"capzero/internal/fault"
)

// Options is what a Service needs. The funcs are called inside the transaction
// of what happens: what they write is kept with it or not at all. A nil one does
// nothing.
type Options struct {
	DB       *db.DB
	Cities   city.Cities
	Consents *Consents
	// KnownZone says whether a city has a zone. Without it no zone is known.
	KnownZone func(cityID, zone string) bool
	// NameOf is what the others of a household call an adult.
	NameOf func(ctx context.Context, tx *db.Tx, person string) (string, error)
	// OnJoin is told that an adult has come to live in a household, made for
	// them or joined.
	OnJoin func(ctx context.Context, tx *db.Tx, person string, to ID) error
	// OnLeave is told that an adult has left, and whether the household has
	// ended with them.
	OnLeave func(ctx context.Context, tx *db.Tx, person string, from ID, ended bool) error
	// OnSplit copies what the household from shares to the new one, so that each
	// has its own. OnLeave and OnJoin have been told of the adult who went.
	OnSplit func(ctx context.Context, tx *db.Tx, from, to ID) error
	// OnForget deletes what there is of a household that is about to be deleted:
	// everybody who lived in it has been erased. It may come twice for one.
	OnForget func(ctx context.Context, tx *db.Tx, id ID) error
	// NewID names a household. Nil draws the name; a demonstration gives its own,
	// so that the same seed makes the same city.
	NewID func() string
}

// A Service keeps the households of all cities. It is safe for concurrent use.
type Service struct {
	db        *db.DB
	cities    city.Cities
	consents  *Consents
	knownZone func(cityID, zone string) bool
	nameOf    func(ctx context.Context, tx *db.Tx, person string) (string, error)
	onJoin    func(ctx context.Context, tx *db.Tx, person string, to ID) error
	onLeave   func(ctx context.Context, tx *db.Tx, person string, from ID, ended bool) error
	onSplit   func(ctx context.Context, tx *db.Tx, from, to ID) error
	onForget  func(ctx context.Context, tx *db.Tx, id ID) error
	code      func() string
	newID     func() string
}

// New returns a service.
func New(o Options) *Service {
	s := &Service{
		db: o.DB, cities: o.Cities, consents: o.Consents,
		knownZone: o.KnownZone, nameOf: o.NameOf,
		onJoin: o.OnJoin, onLeave: o.OnLeave, onSplit: o.OnSplit, onForget: o.OnForget,
		code: newCode, newID: o.NewID,
	}
	if s.knownZone == nil {
		s.knownZone = func(string, string) bool { return false }
	}
	if s.nameOf == nil {
		s.nameOf = func(context.Context, *db.Tx, string) (string, error) { return "", nil }
	}
	if s.onJoin == nil {
		s.onJoin = func(context.Context, *db.Tx, string, ID) error { return nil }
	}
	if s.onLeave == nil {
		s.onLeave = func(context.Context, *db.Tx, string, ID, bool) error { return nil }
	}
	if s.onSplit == nil {
		s.onSplit = func(context.Context, *db.Tx, ID, ID) error { return nil }
	}
	if s.onForget == nil {
		s.onForget = func(context.Context, *db.Tx, ID) error { return nil }
	}
	if s.newID == nil {
		s.newID = rand.Text
	}
	return s
}

// Create begins a household with one adult, who must live in none.
func (s *Service) Create(ctx context.Context, person string, home Home) (id ID, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		id, err = s.create(ctx, tx, person, home)
		return err
	})
	return id, err
}

func (s *Service) create(ctx context.Context, tx *db.Tx, person string, home Home) (ID, error) {
	if person == "" {
		return "", errSignIn
	}
	if err := s.check(home, count{adults: 1}); err != nil {
		return "", err
	}
	if _, _, found, err := findMember(ctx, tx, person); err != nil || found {
		return "", orFault(err, errAlready)
	}
	return s.begin(ctx, tx, person, home, "")
}

// begin makes a household with its first home and its first adult.
func (s *Service) begin(ctx context.Context, tx *db.Tx, person string, home Home, splitFrom ID) (ID, error) {
	id := ID(s.newID())
	if err := insertHousehold(ctx, tx, id, splitFrom); err != nil {
		return "", err
	}
	if err := writePeriod(ctx, tx, id, Period{From: s.today(tx, home.City), Home: home}); err != nil {
		return "", err
	}
	if _, err := insertMember(ctx, tx, id, person, ""); err != nil {
		return "", err
	}
	return id, s.onJoin(ctx, tx, person, id)
}

// check holds a home against what can be, and against the city's pack.
func (s *Service) check(home Home, members count) error {
	if _, known := s.cities.Get(home.City); !known {
		return fault.At(CityField, fault.NotFound, "error.city_unknown")
	}
	if home.Zone != "" && !s.knownZone(home.City, home.Zone) {
		return fault.At(ZoneField, fault.Invalid, "household.zone_unknown")
	}
	return home.check(members)
}

// today is the day that a transaction happens on in a city.
func (s *Service) today(tx *db.Tx, cityID string) Day {
	if c, known := s.cities.Get(cityID); known {
		return DayOf(tx.Now, c.Location())
	}
	return DayOf(tx.Now, time.UTC) // a pack that the program has no more
}

// Of returns the household that an adult lives in. Found is false where they
// live in none.
func (s *Service) Of(ctx context.Context, person string) (h Household, found bool, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		var id ID
		if id, _, found, err = findMember(ctx, tx, person); err != nil || !found {
			return err
		}
		h, err = s.read(ctx, tx, id)
		return err
	})
	return h, found, err
}

func (s *Service) read(ctx context.Context, tx *db.Tx, id ID) (Household, error) {
	h := Household{ID: id}
	created, err := createdAt(ctx, tx, id)
	if err != nil {
		return h, err
	}
	h.Since = time.Unix(created, 0).UTC()
	if h.Homes, err = readPeriods(ctx, tx, id); err != nil {
		return h, err
	}
	h.Home, h.Next = s.homesNow(tx, h.Homes)
	if h.Members, err = s.named(ctx, tx, id); err != nil {
		return h, err
	}
	h.Absences, err = readAbsences(ctx, tx, id)
	return h, err
}

// homesNow is the home of today and the one that will follow it, if any.
func (s *Service) homesNow(tx *db.Tx, periods []Period) (now Period, next *Period) {
	last := periods[len(periods)-1]
	now = homeOn(periods, s.today(tx, last.City))
	if last.From > now.From {
		next = &last
	}
	return now, next
}

// named returns the members of a household with the names of all.
func (s *Service) named(ctx context.Context, tx *db.Tx, id ID) ([]Member, error) {
	members, err := readMembers(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	for i, m := range members {
		if m.Child() {
			continue
		}
		if members[i].Name, err = s.nameOf(ctx, tx, m.Person); err != nil {
			return nil, err
		}
	}
	return members, nil
}

// HouseholdOf says, inside a transaction, where an adult lives.
func (s *Service) HouseholdOf(ctx context.Context, tx *db.Tx, person string) (id ID, found bool, err error) {
	id, _, found, err = findMember(ctx, tx, person)
	return id, found, err
}

// HomeOf is, inside a transaction, the home of a household today.
func (s *Service) HomeOf(ctx context.Context, tx *db.Tx, id ID) (Period, error) {
	periods, err := readPeriods(ctx, tx, id)
	if err != nil {
		return Period{}, err
	}
	now, _ := s.homesNow(tx, periods)
	return now, nil
}

// AdultsOf are, inside a transaction, the persons who live in a household now.
func (s *Service) AdultsOf(ctx context.Context, tx *db.Tx, id ID) ([]string, error) {
	members, err := readMembers(ctx, tx, id)
	var persons []string
	for _, m := range members {
		if !m.Child() {
			persons = append(persons, m.Person)
		}
	}
	return persons, err
}

// Housemates are, inside a transaction, the other persons who live with one now.
func (s *Service) Housemates(ctx context.Context, tx *db.Tx, person string) ([]string, error) {
	id, _, found, err := findMember(ctx, tx, person)
	if err != nil || !found {
		return nil, err
	}
	adults, err := s.AdultsOf(ctx, tx, id)
	return slices.DeleteFunc(adults, func(adult string) bool { return adult == person }), err
}

// Stays are the households that a person has lived in, the last one last.
func (s *Service) Stays(ctx context.Context, person string) (stays []Stay, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		stays, err = readStays(ctx, tx, person)
		return err
	})
	return stays, err
}

// change lends f the household that an adult lives in.
func (s *Service) change(ctx context.Context, person string, f func(tx *db.Tx, id ID) error) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		id, _, found, err := findMember(ctx, tx, person)
		if err != nil || !found {
			return orFault(err, errNone)
		}
		return f(tx, id)
	})
}

// orFault is the error of what failed, or what is said where nothing did.
func orFault(err error, said *fault.Error) error {
	if err != nil {
		return err
	}
	return said
}

// PresenceOf is where a household lived and when it was away, for another package
// in its own transaction.
func (s *Service) PresenceOf(ctx context.Context, tx *db.Tx, id ID) (p Presence, err error) {
	if p.Periods, err = readPeriods(ctx, tx, id); err != nil {
		return p, err
	}
	p.Absences, err = readAbsences(ctx, tx, id)
	return p, err
}
