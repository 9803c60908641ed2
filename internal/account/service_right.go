package account

import (
	"context"

	"capzero/internal/access"
	"capzero/internal/db"
	"capzero/internal/notify"
)

// Grant gives a role in a city to the owner of an address, who gets an account
// if they have none, and is told by mail. Giving it again changes nothing.
func (s *Service) Grant(ctx context.Context, by Session, city, email string, r Role) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		hand, err := s.mustGrant(ctx, tx, by, city, r)
		if err != nil {
			return err
		}
		p, err := s.personAt(ctx, tx, email)
		if err != nil {
			return err
		}
		return s.grant(ctx, tx, city, p, r, author{by.Person.ID, throughSession, hand})
	})
}

// GrantAsOperator does the same for who sits at the machine.
func (s *Service) GrantAsOperator(ctx context.Context, email string, r Role) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if !r.known() {
			return errRoleUnknown
		}
		p, err := s.personAt(ctx, tx, email)
		if err != nil {
			return err
		}
		return s.grant(ctx, tx, s.city.ID, p, r, author{through: throughCommand})
	})
}

// Revoke takes a role in a city from a person. Taking one that they do not have
// changes nothing.
func (s *Service) Revoke(ctx context.Context, by Session, city, personID string, r Role) error {
	if !isID(personID) {
		return errPersonUnknown
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		hand, err := s.mustGrant(ctx, tx, by, city, r)
		if err != nil {
			return err
		}
		return revoke(ctx, tx, city, personID, r, author{by.Person.ID, throughSession, hand})
	})
}

// mustGrant checks the rights that the author has now, and not when their
// request began.
func (s *Service) mustGrant(ctx context.Context, tx *db.Tx, by Session, city string, r Role) (access.Hand, error) {
	now, err := readRights(ctx, tx, by.Person.ID)
	switch {
	case err != nil:
		return access.Hand{}, err
	case !mayGrant(now.in(city), r):
		return access.Hand{}, errForbidden
	case !r.known():
		return access.Hand{}, errRoleUnknown
	}
	return s.handIn(by, city, now, GrantFacilitators), nil
}

// mustMay checks a permission that a person must have at this moment.
func mustMay(ctx context.Context, tx *db.Tx, by Session, city string, p Permission) error {
	now, err := readRights(ctx, tx, by.Person.ID)
	if err == nil && !now.May(city, p) {
		return errForbidden
	}
	return err
}

// personAt returns the owner of an address, who is new if nobody has it yet.
func (s *Service) personAt(ctx context.Context, tx *db.Tx, email string) (Person, error) {
	address, err := ParseAddress(email)
	if err != nil {
		return Person{}, err
	}
	p, known, err := personByEmail(ctx, tx, address.Key)
	if err != nil || known {
		return p, err
	}
	p = Person{ID: s.newID(), Email: address, Language: s.city.Languages[0], Created: tx.Now}
	return p, insertPerson(ctx, tx, p)
}

func (s *Service) grant(ctx context.Context, tx *db.Tx, city string, p Person, r Role, by author) error {
	added, err := insertRole(ctx, tx, city, p.ID, r, by.through)
	if err != nil || !added {
		return err
	}
	event, err := writeEvent(ctx, tx, roleEvent(city, p.ID, r, true, by))
	if err != nil {
		return err
	}
	if err := by.note(ctx, tx, access.RoleGiven, p.ID); err != nil {
		return err
	}
	if err := markStale(ctx, tx, p.ID); err != nil || !p.HasEmail() {
		return err
	}
	_, err = s.mails.Queue(ctx, tx, notify.Envelope{
		Reason: "right/" + event, To: p.Email.to(), Person: p.ID, Language: p.Language,
		Mail: notify.RoleGranted{RoleKey: r.Key(), Link: s.url + "/"},
	})
	return err
}

// revoke takes a role, but not from the last administrator.
func revoke(ctx context.Context, tx *db.Tx, city, personID string, r Role, by author) error {
	if err := takeRole(ctx, tx, city, personID, r, by); err != nil || r != Administrator {
		return err
	}
	if left, err := countHolders(ctx, tx, city, r); err != nil || left == 0 {
		return firstOf(err, errLastAdministrator)
	}
	return nil
}

func takeRole(ctx context.Context, tx *db.Tx, city, personID string, r Role, by author) error {
	had, err := deleteRole(ctx, tx, city, personID, r)
	if err != nil || !had {
		return err
	}
	if _, err := writeEvent(ctx, tx, roleEvent(city, personID, r, false, by)); err != nil {
		return err
	}
	if err := by.note(ctx, tx, access.RoleTaken, personID); err != nil {
		return err
	}
	return markStale(ctx, tx, personID)
}

// A taking takes one role from somebody.
type taking func(ctx context.Context, tx *db.Tx, city, personID string, r Role, by author) error

// dropRights takes every role and membership from a person who goes.
func dropRights(ctx context.Context, tx *db.Tx, personID string, take taking) error {
	rights, err := readRights(ctx, tx, personID)
	if err != nil {
		return err
	}
	for _, c := range rights.cities {
		for _, r := range c.roles {
			if err := take(ctx, tx, c.city, personID, r, author{person: personID, through: throughErasure}); err != nil {
				return err
			}
		}
	}
	return dropMemberships(ctx, tx, personID)
}

func dropMemberships(ctx context.Context, tx *db.Tx, personID string) error {
	ids, err := membershipsOf(ctx, tx, personID)
	if err != nil {
		return err
	}
	for _, id := range ids {
		o, err := findOrganisation(ctx, tx, id)
		if err != nil {
			return err
		}
		if _, err := deleteMember(ctx, tx, id, personID); err != nil {
			return err
		}
		if _, err := writeEvent(ctx, tx, Event{
			City: o.City, Organisation: id, Person: personID, What: "member", By: personID, Through: throughErasure,
		}); err != nil {
			return err
		}
	}
	return nil
}

// Holders lists who has a role in a city beyond an account, for those who may
// give roles there.
func (s *Service) Holders(ctx context.Context, by Session, city string) (all []Holder, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if err := mustMay(ctx, tx, by, city, GrantFacilitators); err != nil {
			return err
		}
		all, err = holders(ctx, tx, city)
		return err
	})
	return all, err
}

// Audit lists the last rights that were given and taken in a city, the newest
// first. Participants who came and went by themselves are many: they are listed
// if comings are asked for, and counted in any case. Those who are named and do not
// work for the city can see that it was read.
func (s *Service) Audit(ctx context.Context, by Session, city string, comings bool, limit int) (a Audit, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		hand, err := s.acting(ctx, tx, by, city, ReadAudit)
		if err != nil {
			return err
		}
		if a.Events, err = readEvents(ctx, tx, city, comings, limit); err != nil {
			return err
		}
		if err := looked(ctx, tx, hand, access.JournalRead, namedIn(a.Events)...); err != nil {
			return err
		}
		a.Comings, err = countComings(ctx, tx, city)
		return err
	})
	return a, err
}

// namedIn are the people of some entries, some of them several times.
func namedIn(events []Event) (ids []string) {
	for _, e := range events {
		for _, id := range []string{e.Person, e.By} {
			if id != "" {
				ids = append(ids, id)
			}
		}
	}
	return ids
}
