package account

import (
	"context"
	"slices"
	"strings"

	"capzero/internal/access"
	"capzero/internal/city"
	"capzero/internal/db"
)

// Hand is the person of a session as those are shown it whom staff look at: by the
// role that lets them do something, or as one of an association.
func (s Session) Hand(of city.City, p Permission) access.Hand {
	return handOf(of, s.Person.ID, s.rights, p)
}

func handOf(of city.City, personID string, r Rights, p Permission) access.Hand {
	h := access.Hand{City: of.ID, Person: personID, Role: access.Association, Zone: of.Location()}
	for _, role := range r.Roles(of.ID) {
		if slices.Contains(role.Permissions(), p) {
			h.Role = string(role)
			break
		}
	}
	return h
}

// acting is mustMay, and says as what a person does it.
func (s *Service) acting(ctx context.Context, tx *db.Tx, by Session, cityID string, p Permission) (access.Hand, error) {
	now, err := readRights(ctx, tx, by.Person.ID)
	if err == nil && !now.May(cityID, p) {
		err = errForbidden
	}
	return s.handIn(by, cityID, now, p), err
}

// handIn is a hand in a city, which may be another one than ours.
func (s *Service) handIn(by Session, cityID string, now Rights, p Permission) access.Hand {
	of := s.city
	of.ID = cityID
	return handOf(of, by.Person.ID, now, p)
}

// looked notes that a hand saw a list of people. Those who work for the city too are
// colleagues: they see each other, and nobody else's list is read to find them.
func looked(ctx context.Context, tx *db.Tx, by access.Hand, what access.What, personIDs ...string) error {
	colleagues, err := db.Texts(tx.Query(ctx, `SELECT DISTINCT person_id FROM role WHERE city_id = ? AND role <> ?`, by.City, string(Participant)))
	if err != nil {
		return err
	}
	known, err := knownOf(ctx, tx, personIDs)
	if err != nil {
		return err
	}
	known = slices.DeleteFunc(known, func(id string) bool { return slices.Contains(colleagues, id) })
	return access.Note(ctx, tx, by, what, known...)
}

// knownOf are those of some people who are there: of the others an id is all that is left.
func knownOf(ctx context.Context, tx *db.Tx, personIDs []string) (known []string, err error) {
	if len(personIDs) == 0 {
		return nil, nil
	}
	var args []any
	for _, id := range personIDs {
		args = append(args, id)
	}
	marks := strings.TrimSuffix(strings.Repeat("?, ", len(args)), ", ")
	return db.Texts(tx.Query(ctx, `SELECT id FROM person WHERE id IN (`+marks+`)`, args...))
}
