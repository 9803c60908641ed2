package challenge

import (
	"context"
	"crypto/rand"

	"capzero/internal/db"
	"capzero/internal/household"
)

// Forget deletes what there is of a household that everybody who lived in it has
// been erased from, in the transaction that does so. What it avoided stays with its
// team as grams without a name where five others contributed to the same week and
// kind, so that it cannot be told from theirs; where they were fewer, the team loses
// it too. Doing it again changes nothing.
func (s *Service) Forget(ctx context.Context, tx *db.Tx, id household.ID) error {
	teams, err := teamsWith(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := leaveGrams(ctx, tx, id); err != nil {
		return err
	}
	if err := forgetOnBoards(ctx, tx, id, rand.Text()); err != nil {
		return err
	}
	if err := deleteHousehold(ctx, tx, id); err != nil {
		return err
	}
	for _, t := range teams {
		if err := s.settle(ctx, tx, t); err != nil {
			return err
		}
	}
	return nil
}

// leaveGrams leaves what a household avoided to its teams, or takes it from them.
func leaveGrams(ctx context.Context, tx *db.Tx, id household.ID) error {
	bequests, err := readBequests(ctx, tx, id)
	if err != nil {
		return err
	}
	for _, b := range bequests {
		others, err := countOthers(ctx, tx, b, id)
		if err != nil {
			return err
		}
		if others >= SeenFrom {
			err = writeLeft(ctx, tx, b)
		} else {
			b.Grams = -b.Grams
			err = addToTally(ctx, tx, addend{b, teamScope, b.Team})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// ForgetPerson takes a person out of everything here, in the transaction that
// erases them: what they did is their household's from then on, what they wrote is
// gone. It may come before or after the household that they leave is forgotten.
func (s *Service) ForgetPerson(ctx context.Context, tx *db.Tx, person string) error {
	if person == "" {
		return nil
	}
	if err := forgetPosts(ctx, tx, person); err != nil {
		return err
	}
	return forgetPerson(ctx, tx, person)
}

// forgetPosts deletes what a person wrote on boards. What was hidden there stays
// for as long as the city may read it, and nobody's.
func forgetPosts(ctx context.Context, tx *db.Tx, person string) error {
	posts, err := allPosts(tx.Query(ctx, selectPost+`WHERE person_id = ?`, person))
	if err != nil {
		return err
	}
	for _, p := range posts {
		events, err := eventsOf(ctx, tx, p.team, p.number)
		if err != nil {
			return err
		}
		if f := fateOf(events); f.state != Visible && f.moderated {
			err = disownPost(ctx, tx, p)
		} else {
			err = deletePost(ctx, tx, p.team, p.number)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
