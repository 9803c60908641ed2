package household

import (
	"context"
	"slices"

	"capzero/internal/db"
	"capzero/internal/fault"
)

// MaySee says, inside a transaction, whether one adult may see what belongs to
// another. Whoever reads a personal answer or a footprint asks first.
func (s *Service) MaySee(ctx context.Context, tx *db.Tx, reader, owner string, what Thing) (bool, error) {
	v := view{reader: reader, owner: owner}
	if reader == owner {
		return v.may(), nil
	}
	var err error
	if v.readerIn, _, err = s.HouseholdOf(ctx, tx, reader); err != nil {
		return false, err
	}
	if v.ownerIn, _, err = s.HouseholdOf(ctx, tx, owner); err != nil {
		return false, err
	}
	if v.sharedIn, err = sharedIn(ctx, tx, owner, reader, what); err != nil {
		return false, err
	}
	if v.allowed, err = s.consents.Allows(ctx, tx, owner, SharingAtHome); err != nil {
		return false, err
	}
	return v.may(), nil
}

// Share lets the adults who live with a person now see one thing of theirs, until
// the person takes it back or one of the two leaves. Who comes later does not see
// it: sharing again includes them.
func (s *Service) Share(ctx context.Context, person string, what Thing) error {
	if !slices.Contains(Things(), what) {
		return errThingUnknown
	}
	return s.change(ctx, person, func(tx *db.Tx, id ID) error {
		allowed, err := s.consents.Allows(ctx, tx, person, SharingAtHome)
		if err != nil {
			return err
		}
		if !allowed {
			return fault.New(fault.Forbidden, "household.sharing_off")
		}
		others, err := s.unseen(ctx, tx, id, person, what)
		if err != nil {
			return err
		}
		for _, reader := range others {
			if err := insertSharing(ctx, tx, id, person, reader, what); err != nil {
				return err
			}
		}
		return nil
	})
}

var errThingUnknown = fault.New(fault.Invalid, "household.thing_unknown")

// unseen are the adults of a household with whom a person does not share a thing.
func (s *Service) unseen(ctx context.Context, tx *db.Tx, id ID, person string, what Thing) ([]string, error) {
	adults, err := s.AdultsOf(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, adult := range adults {
		in, err := sharedIn(ctx, tx, person, adult, what)
		if err != nil {
			return nil, err
		}
		if adult != person && in == "" {
			out = append(out, adult)
		}
	}
	return out, nil
}

// Unshare takes a thing back from everybody, at once. It never fails for having
// nothing to take back.
func (s *Service) Unshare(ctx context.Context, person string, what Thing) error {
	if !slices.Contains(Things(), what) {
		return errThingUnknown
	}
	return s.db.Write(ctx, func(tx *db.Tx) error { return endSharing(ctx, tx, person, what) })
}

// Sharings lists what an adult shares and what is shared with them.
func (s *Service) Sharings(ctx context.Context, person string) (all Sharings, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		all = Sharings{Unseen: map[Thing][]Person{}}
		if all.On, err = s.consents.Allows(ctx, tx, person, SharingAtHome); err != nil {
			return err
		}
		live, err := readSharings(ctx, tx, person)
		if err != nil {
			return err
		}
		if err := s.list(ctx, tx, &all, live, person); err != nil {
			return err
		}
		return s.listUnseen(ctx, tx, &all, person)
	})
	return all, err
}

// list divides the live sharings of a person into given and received. One that
// was received and that the ledger of its owner does not allow any more is not
// listed: it shows nothing.
func (s *Service) list(ctx context.Context, tx *db.Tx, all *Sharings, live []Sharing, person string) (err error) {
	for _, sh := range live {
		if sh.Owner.Name, err = s.nameOf(ctx, tx, sh.Owner.ID); err != nil {
			return err
		}
		if sh.Reader.Name, err = s.nameOf(ctx, tx, sh.Reader.ID); err != nil {
			return err
		}
		if sh.Owner.ID == person {
			all.Mine = append(all.Mine, sh)
			continue
		}
		seen, err := s.MaySee(ctx, tx, person, sh.Owner.ID, sh.Thing)
		if err != nil {
			return err
		}
		if seen {
			all.Theirs = append(all.Theirs, sh)
		}
	}
	return nil
}

func (s *Service) listUnseen(ctx context.Context, tx *db.Tx, all *Sharings, person string) error {
	id, found, err := s.HouseholdOf(ctx, tx, person)
	if err != nil || !found {
		return err
	}
	for _, what := range Things() {
		others, err := s.unseen(ctx, tx, id, person, what)
		if err != nil {
			return err
		}
		for _, other := range others {
			name, err := s.nameOf(ctx, tx, other)
			if err != nil {
				return err
			}
			all.Unseen[what] = append(all.Unseen[what], Person{ID: other, Name: name})
		}
	}
	return nil
}
