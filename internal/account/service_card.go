package account

import (
	"context"
	"crypto/rand"
	"errors"

	"capzero/internal/access"
	"capzero/internal/db"
)

// MakeCard makes a person without an address, with a card by which they come in,
// and binds both to a household.
func (s *Service) MakeCard(ctx context.Context, by Session, city, household, typedName string) (printed PrintedCard, err error) {
	name, err := ReadName(typedName)
	if err != nil {
		return printed, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		hand, err := s.acting(ctx, tx, by, city, PrintCards)
		if err != nil {
			return err
		}
		p := Person{ID: s.newID(), Name: name, Language: s.city.Languages[0], Created: tx.Now}
		if err := insertPerson(ctx, tx, p); err != nil {
			return err
		}
		if err := access.Note(ctx, tx, hand, access.CardMade, p.ID); err != nil {
			return err
		}
		printed, err = s.printCard(ctx, tx, Card{City: city, Household: household, Person: p.ID, Name: name, MadeBy: by.Person.ID})
		if err != nil || s.cardMade == nil {
			return err
		}
		return s.cardMade(ctx, tx, printed.Card)
	})
	return printed, err
}

// ReplaceCard prints another card for the person of one that was lost, and ends
// the lost one with every device that it let in. It is refused for who has
// another way in by now, or rights that a card must not carry: the new card would
// give them to whoever prints it.
func (s *Service) ReplaceCard(ctx context.Context, by Session, cardID string) (printed PrintedCard, err error) {
	err = s.changeCard(ctx, cardID, func(tx *db.Tx, lost Card) error {
		hand, err := s.acting(ctx, tx, by, lost.City, PrintCards)
		if err != nil {
			return err
		}
		if only, err := hasOnlyCards(ctx, tx, lost.Person); err != nil || !only {
			return firstOf(err, errCardOwner)
		}
		if err := endCard(ctx, tx, lost); err != nil {
			return err
		}
		if err := access.Note(ctx, tx, hand, access.CardReplaced, lost.Person); err != nil {
			return err
		}
		lost.MadeBy = by.Person.ID
		printed, err = s.printCard(ctx, tx, lost)
		return err
	})
	return printed, err
}

// RevokeCard ends a card. Whoever has no other way in is signed out everywhere.
// Those who print cards may, and the person whose card it is, who keeps their
// last way in. Revoking it again changes nothing.
func (s *Service) RevokeCard(ctx context.Context, by Session, cardID string) error {
	return s.changeCard(ctx, cardID, func(tx *db.Tx, c Card) error {
		if by.SignedIn() && c.Person == by.Person.ID {
			return endOwnCard(ctx, tx, c)
		}
		hand, err := s.acting(ctx, tx, by, c.City, PrintCards)
		if err != nil {
			return err
		}
		if c.Revoked.IsZero() {
			if err := access.Note(ctx, tx, hand, access.CardStopped, c.Person); err != nil {
				return err
			}
		}
		return endCard(ctx, tx, c)
	})
}

func endOwnCard(ctx context.Context, tx *db.Tx, c Card) error {
	if err := revokeCard(ctx, tx, c.ID); err != nil {
		return err
	}
	left, err := countWaysIn(ctx, tx, c.Person)
	if err == nil && left == 0 {
		err = errLastWayIn
	}
	return err
}

func (s *Service) changeCard(ctx context.Context, cardID string, change func(*db.Tx, Card) error) error {
	if !isID(cardID) {
		return errCardUnknown
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		c, err := cardByID(ctx, tx, cardID)
		if err != nil {
			return err
		}
		return change(tx, c)
	})
}

func (s *Service) printCard(ctx context.Context, tx *db.Tx, c Card) (PrintedCard, error) {
	code := newCardCode()
	c.ID, c.Made = rand.Text(), tx.Now
	if err := insertCard(ctx, tx, c, s.hashCard(code)); err != nil {
		return PrintedCard{}, err
	}
	return PrintedCard{Card: c, Code: grouped(code), Link: s.url + CardPath + code}, nil
}

func (s *Service) hashCard(code string) string { return s.codes.mac("card", code) }

func endCard(ctx context.Context, tx *db.Tx, c Card) error {
	if err := revokeCard(ctx, tx, c.ID); err != nil {
		return err
	}
	only, err := hasOnlyCards(ctx, tx, c.Person)
	if err != nil || !only {
		return err
	}
	_, err = deleteOtherSessions(ctx, tx, c.Person, "")
	return err
}

// Cards lists the cards of a city, the newest first, for those who print them. The
// people of the cards can see that they looked.
func (s *Service) Cards(ctx context.Context, by Session, city string, limit int) (all []Card, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		hand, err := s.acting(ctx, tx, by, city, PrintCards)
		if err != nil {
			return err
		}
		if all, err = cardsOf(ctx, tx, city, limit); err != nil {
			return err
		}
		var owners []string
		for _, c := range all {
			owners = append(owners, c.Person)
		}
		return access.Note(ctx, tx, hand, access.CardsListed, owners...)
	})
	return all, err
}

// OwnCards lists the cards by which a person can come in.
func (s *Service) OwnCards(ctx context.Context, by Session) (all []Card, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		all, err = liveCardsOf(ctx, tx, by.Person.ID)
		return err
	})
	return all, err
}

// UseCard signs in with the code of a card, as it was typed or read by a camera.
// Opening the link of a card must not do so: the page has a button.
func (s *Service) UseCard(ctx context.Context, typed string, e Entry) (in Entrance, err error) {
	code, ok := readCard(typed)
	if !ok {
		return in, errCardFormat
	}
	var wrong error // counted, and so committed
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		in, wrong = Entrance{}, nil
		if err := s.spend(ctx, tx, codesFrom, "codes from", e.Source, "error.too_many_from_here"); err != nil {
			return err
		}
		c, err := cardByCode(ctx, tx, s.hashCard(code))
		if errors.Is(err, errCardUnknown) || err == nil && !c.Revoked.IsZero() {
			wrong = errCardUnknown
			return nil
		}
		if err != nil {
			return err
		}
		in, err = s.enterByCard(ctx, tx, c, e)
		return err
	})
	return in, firstOf(err, wrong)
}

func (s *Service) enterByCard(ctx context.Context, tx *db.Tx, c Card, e Entry) (Entrance, error) {
	p, err := findPerson(ctx, tx, c.Person)
	if err != nil {
		return Entrance{}, err
	}
	if err := touchCard(ctx, tx, c.ID); err != nil {
		return Entrance{}, err
	}
	return s.enter(ctx, tx, p, false, e)
}
