package app

import (
	"context"

	"capzero/internal/city"
	"capzero/internal/db"
	"capzero/internal/footprint"
	"capzero/internal/household"
	"capzero/internal/retention"
)

// homes is what knows who lives together, and what each of them allows.
type homes struct {
	households *household.Service
	consents   *household.Consents
}

// newHomes makes them over open records, with what is to be told of.
func (p parts) newHomes(records *db.DB, o household.Options) (homes, error) {
	consents, err := household.NewConsents(records, p.catalogues, retention.Of(p.city))
	if err != nil {
		return homes{}, err
	}
	o.DB, o.Consents, o.Cities = records, consents, city.Cities{p.city.ID: p.city}
	if p.draw != nil {
		o.NewID = p.draw.name
	}
	o.KnownZone = func(cityID, zone string) bool {
		_, known := p.city.Zone(zone)
		return known && cityID == p.city.ID
	}
	return homes{households: household.New(o), consents: consents}, nil
}

// openHomes makes them for the pages: adults have the names of their accounts,
// and who comes to live somewhere has what was said of that home. What is said of
// a home is a part of each adult's answers, so that a split has nothing to copy.
func (a *App) openHomes(p parts) (err error) {
	a.homes, err = p.newHomes(a.records, household.Options{
		NameOf: func(ctx context.Context, tx *db.Tx, person string) (string, error) {
			return a.people.accounts.NameOf(ctx, tx, person)
		},
		OnJoin: func(ctx context.Context, tx *db.Tx, person string, to household.ID) error {
			if err := a.measures.Joined(ctx, tx, person); err != nil {
				return err
			}
			return a.season.Joined(ctx, tx, person, to)
		},
		OnSplit: func(ctx context.Context, tx *db.Tx, from, to household.ID) error {
			return a.season.Split(ctx, tx, from, to)
		},
		OnLeave: func(ctx context.Context, tx *db.Tx, person string, from household.ID, ended bool) error {
			return a.season.Departed(ctx, tx, person, from, ended)
		},
		OnForget: func(ctx context.Context, tx *db.Tx, id household.ID) error {
			return a.season.Forget(ctx, tx, id)
		},
	})
	return err
}

// maySee asks a household about what is measured.
func (h homes) maySee(ctx context.Context, tx *db.Tx, reader, owner string, what footprint.Thing) (bool, error) {
	switch what {
	case footprint.OwnFootprint:
		return h.households.MaySee(ctx, tx, reader, owner, household.Footprint)
	case footprint.OwnAnswers:
		return h.households.MaySee(ctx, tx, reader, owner, household.PersonalAnswers)
	}
	return false, nil
}
