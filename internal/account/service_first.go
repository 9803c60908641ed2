package account

import (
	"context"
	"time"

	"capzero/internal/db"
	"capzero/internal/fault"
)

// FirstPath is where the link of the first administrator leads, followed by its
// token.
const FirstPath = "/premiere/"

// firstFor is how long the link can be used: it is printed where a log may keep
// it.
const firstFor = 24 * time.Hour

var errFirstUnknown = fault.New(fault.NotFound, "error.first_unknown")

// FirstAdministrator returns a link by which somebody becomes the first
// administrator of the city, and nothing where there is one. Each call makes a
// new link and ends the one before.
func (s *Service) FirstAdministrator(ctx context.Context) (link string, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		link = ""
		n, err := countHolders(ctx, tx, s.city.ID, Administrator)
		if err != nil || n > 0 {
			return err
		}
		token := newToken()
		link = s.url + FirstPath + string(token)
		return writeFirstLink(ctx, tx, s.city.ID, token.hash())
	})
	return link, err
}

// PeekFirst looks at the link without using it.
func (s *Service) PeekFirst(ctx context.Context, t Token) error {
	return s.db.Read(ctx, func(tx *db.Tx) error { return s.firstUsable(ctx, tx, t) })
}

// UseFirst makes whoever has the link an administrator: the person who is signed
// in, or a new one without an address, who gives their account one later. It
// works while the city has no administrator, and once.
func (s *Service) UseFirst(ctx context.Context, t Token, e Entry) (in Entrance, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := s.firstUsable(ctx, tx, t); err != nil {
			return err
		}
		p, isNew, err := s.firstPerson(ctx, tx, e)
		if err != nil {
			return err
		}
		if err := deleteFirstLink(ctx, tx, s.city.ID); err != nil {
			return err
		}
		if err := s.grant(ctx, tx, s.city.ID, p, Administrator, author{through: throughFirstStart}); err != nil {
			return err
		}
		in, err = s.enter(ctx, tx, p, isNew, e)
		return err
	})
	return in, err
}

func (s *Service) firstUsable(ctx context.Context, tx *db.Tx, t Token) error {
	hash, created, err := readFirstLink(ctx, tx, s.city.ID)
	switch age := tx.Now.Sub(created); {
	case err != nil:
		return err
	case hash != t.hash():
		return errFirstUnknown
	case age >= firstFor || age < -clockSlack:
		return fault.New(fault.Conflict, "error.first_expired")
	}
	n, err := countHolders(ctx, tx, s.city.ID, Administrator)
	if err == nil && n > 0 {
		return errFirstUnknown // somebody was made one in another way
	}
	return err
}

func (s *Service) firstPerson(ctx context.Context, tx *db.Tx, e Entry) (Person, bool, error) {
	if e.By.SignedIn() {
		p, err := findPerson(ctx, tx, e.By.Person.ID)
		return p, false, err
	}
	p := Person{ID: s.newID(), Language: s.language(e.Language), Created: tx.Now}
	return p, true, insertPerson(ctx, tx, p)
}
