package account

import (
	"context"
	"crypto/rand"
	"slices"
	"strings"

	"capzero/internal/access"
	"capzero/internal/db"
	"capzero/internal/fault"
)

// CreateOrganisation makes an organisation of a city, with nobody in it and
// nothing entrusted to it.
func (s *Service) CreateOrganisation(ctx context.Context, by Session, city, typedName, typedAbout string) (id string, err error) {
	name, about, err := readOrganisation(typedName, typedAbout)
	if err != nil {
		return "", err
	}
	id = rand.Text()
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := mustMay(ctx, tx, by, city, EntrustOrganisations); err != nil {
			return err
		}
		return insertOrganisation(ctx, tx, Organisation{ID: id, City: city, Name: name, About: about, Created: tx.Now})
	})
	return id, err
}

func readOrganisation(typedName, typedAbout string) (name, about string, err error) {
	if name, err = ReadName(typedName); err != nil {
		return "", "", err
	}
	about, err = readAbout(typedAbout)
	return name, about, err
}

// Organisations lists those of a city by name. Anyone may see them.
func (s *Service) Organisations(ctx context.Context, city string) (all []Organisation, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		all = nil
		ids, err := organisationIDs(ctx, tx, city)
		if err != nil {
			return err
		}
		for _, id := range ids {
			o, err := findOrganisation(ctx, tx, id)
			if err != nil {
				return err
			}
			all = append(all, o)
		}
		return nil
	})
	slices.SortStableFunc(all, func(a, b Organisation) int {
		return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	})
	return all, err
}

// Organisation returns one, for its page.
func (s *Service) Organisation(ctx context.Context, id string) (o Organisation, err error) {
	if !isID(id) {
		return o, errOrganisationUnknown
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		o, err = findOrganisation(ctx, tx, id)
		return err
	})
	return o, err
}

// DescribeOrganisation changes what its page says. Members may, and who made it.
func (s *Service) DescribeOrganisation(ctx context.Context, by Session, id, typedName, typedAbout string) error {
	name, about, err := readOrganisation(typedName, typedAbout)
	if err != nil {
		return err
	}
	return s.changeOrganisation(ctx, by, id, itsMembers, func(tx *db.Tx, o Organisation) error {
		o.Name, o.About = name, about
		return writeOrganisation(ctx, tx, o)
	})
}

// CloseOrganisation ends an organisation: its members lose what they had by it.
func (s *Service) CloseOrganisation(ctx context.Context, by Session, id string) error {
	return s.changeOrganisation(ctx, by, id, theCity, func(tx *db.Tx, o Organisation) error {
		if err := markMembersStale(ctx, tx, id); err != nil {
			return err
		}
		members, err := readMembers(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := s.noteMembers(ctx, tx, by, o, access.MemberRemoved, members); err != nil {
			return err
		}
		if _, err := writeEvent(ctx, tx, organisationEvent(o, "", "organisation", false, by)); err != nil {
			return err
		}
		return deleteOrganisation(ctx, tx, id)
	})
}

// Members lists the people of an organisation, for them and for the city. They can
// see that the city looked.
func (s *Service) Members(ctx context.Context, by Session, id string) (all []Member, err error) {
	if !isID(id) {
		return nil, errOrganisationUnknown
	}
	read := func(tx *db.Tx) (o Organisation, err error) {
		if o, err = mustChange(ctx, tx, by, id, itsMembers); err == nil {
			all, err = readMembers(ctx, tx, id)
		}
		return o, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error { _, err := read(tx); return err })
	if err != nil || isAmong(all, by.Person.ID) {
		return all, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		o, err := read(tx)
		if err != nil {
			return err
		}
		return s.noteMembers(ctx, tx, by, o, access.MembersListed, all)
	})
	return all, err
}

// AddMember makes the owner of an address a member of an organisation.
func (s *Service) AddMember(ctx context.Context, by Session, id, email string) error {
	return s.changeOrganisation(ctx, by, id, theCity, func(tx *db.Tx, o Organisation) error {
		p, err := s.personAt(ctx, tx, email)
		if err != nil {
			return err
		}
		if added, err := insertMember(ctx, tx, id, p.ID); err != nil || !added {
			return err
		}
		if err := s.noteMembers(ctx, tx, by, o, access.MemberAdded, []Member{{Person: p}}); err != nil {
			return err
		}
		return rightChanged(ctx, tx, organisationEvent(o, p.ID, "member", true, by))
	})
}

// RemoveMember takes a person out of an organisation. Everybody may go by
// themselves.
func (s *Service) RemoveMember(ctx context.Context, by Session, id, personID string) error {
	who := theCity
	if by.SignedIn() && by.Person.ID == personID {
		who = itsMembers
	}
	if !isID(personID) {
		return errPersonUnknown
	}
	return s.changeOrganisation(ctx, by, id, who, func(tx *db.Tx, o Organisation) error {
		if removed, err := deleteMember(ctx, tx, id, personID); err != nil || !removed {
			return err
		}
		if err := s.noteMembers(ctx, tx, by, o, access.MemberRemoved, []Member{{Person: Person{ID: personID}}}); err != nil {
			return err
		}
		return rightChanged(ctx, tx, organisationEvent(o, personID, "member", false, by))
	})
}

// Entrust gives the members of an organisation a permission in its city.
func (s *Service) Entrust(ctx context.Context, by Session, id string, p Permission) error {
	if !slices.Contains(entrustable, p) {
		return fault.At("permission", fault.Invalid, "error.not_entrustable")
	}
	return s.changeOrganisation(ctx, by, id, theCity, func(tx *db.Tx, o Organisation) error {
		if added, err := insertTrust(ctx, tx, id, p); err != nil || !added {
			return err
		}
		return trustChanged(ctx, tx, organisationEvent(o, "", "trust:"+string(p), true, by))
	})
}

// Withdraw takes a permission back from an organisation.
func (s *Service) Withdraw(ctx context.Context, by Session, id string, p Permission) error {
	return s.changeOrganisation(ctx, by, id, theCity, func(tx *db.Tx, o Organisation) error {
		if removed, err := deleteTrust(ctx, tx, id, p); err != nil || !removed {
			return err
		}
		return trustChanged(ctx, tx, organisationEvent(o, "", "trust:"+string(p), false, by))
	})
}

// noteMembers says to some members that the city saw or changed something of theirs.
// What they do themselves is not noted.
func (s *Service) noteMembers(ctx context.Context, tx *db.Tx, by Session, o Organisation, what access.What, members []Member) error {
	hand, err := s.acting(ctx, tx, by, o.City, EntrustOrganisations)
	if fault.KindOf(err) == fault.Forbidden {
		return nil // a member who goes
	}
	if err != nil {
		return err
	}
	var ids []string
	for _, m := range members {
		ids = append(ids, m.Person.ID)
	}
	if what.Changes() {
		return access.Note(ctx, tx, hand, what, ids...)
	}
	return looked(ctx, tx, hand, what, ids...)
}

func isAmong(members []Member, personID string) bool {
	return slices.ContainsFunc(members, func(m Member) bool { return m.Person.ID == personID })
}

// A changer is who may change something of an organisation.
type changer int

const (
	theCity    changer = iota // who may entrust organisations there
	itsMembers                // the people in it, and the city
)

// changeOrganisation changes an organisation for somebody who may.
func (s *Service) changeOrganisation(ctx context.Context, by Session, id string, who changer, change func(*db.Tx, Organisation) error) error {
	if !isID(id) {
		return errOrganisationUnknown
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		o, err := mustChange(ctx, tx, by, id, who)
		if err != nil {
			return err
		}
		return change(tx, o)
	})
}

// mustChange returns the organisation that somebody may change now.
func mustChange(ctx context.Context, tx *db.Tx, by Session, id string, who changer) (Organisation, error) {
	o, err := findOrganisation(ctx, tx, id)
	if err != nil {
		return o, err
	}
	if who == itsMembers {
		if in, err := isMember(ctx, tx, id, by.Person.ID); err != nil || in {
			return o, err
		}
	}
	return o, mustMay(ctx, tx, by, o.City, EntrustOrganisations)
}

func organisationEvent(o Organisation, personID, what string, granted bool, by Session) Event {
	return Event{
		City: o.City, Organisation: o.ID, Person: personID, What: what, Granted: granted,
		By: by.Person.ID, Through: throughSession,
	}
}

// rightChanged notes that one person has other rights than before.
func rightChanged(ctx context.Context, tx *db.Tx, e Event) error {
	if _, err := writeEvent(ctx, tx, e); err != nil {
		return err
	}
	return markStale(ctx, tx, e.Person)
}

// trustChanged notes that the members of an organisation have.
func trustChanged(ctx context.Context, tx *db.Tx, e Event) error {
	if _, err := writeEvent(ctx, tx, e); err != nil {
		return err
	}
	return markMembersStale(ctx, tx, e.Organisation)
}
