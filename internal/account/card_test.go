package account

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"capzero/internal/db"
	"capzero/internal/db/dbtest"
	"capzero/internal/fault"
)

func TestACardLetsSomebodyInWithoutEmail(t *testing.T) {
	c := newClock()
	var told Card
	w := newWorldOn(t, dbtest.Open(t, c.Now), c, func(o *Options) {
		o.CardMade = func(_ context.Context, _ *db.Tx, made Card) error {
			told = made
			return nil
		}
	})
	facilitator := w.comeAs(t, "bob@example.org", Facilitator)
	card, err := w.MakeCard(t.Context(), facilitator, "issy", "home-1", " Мира ")
	must(t, err)
	if told.Household != "home-1" || told.Person != card.Person {
		t.Errorf("the household was told of %+v", told)
	}
	bare := strings.ReplaceAll(card.Code, "-", "")
	if card.Link != "https://capzero.example.org/carte/"+bare || len(card.Code) != 14 {
		t.Errorf("the card says %q, its QR code %q", card.Code, card.Link)
	}
	for _, typed := range []string{card.Code, bare, strings.ToLower(card.Code), " " + strings.ReplaceAll(card.Code, "-", " – ") + "\n"} {
		in, err := w.UseCard(t.Context(), typed, firefox)
		must(t, err)
		s := w.session(t, in.Token)
		if s.Person.ID != card.Person || s.Person.Name != "Мира" || s.Person.HasEmail() || !s.May("issy", LiveInHousehold) {
			t.Errorf("%q let in %+v", typed, s.Person)
		}
	}
	all, err := w.Cards(t.Context(), facilitator, "issy", 10)
	must(t, err)
	if len(all) != 1 || all[0].Name != "Мира" || all[0].Used.IsZero() || !all[0].Revoked.IsZero() || all[0].MadeBy != facilitator.Person.ID {
		t.Errorf("the cards are %+v", all)
	}
}

func TestACardIsRevokedWithItsDevices(t *testing.T) {
	w := newWorld(t)
	facilitator := w.comeAs(t, "bob@example.org", Facilitator)
	card, err := w.MakeCard(t.Context(), facilitator, "issy", "home-1", "Mira")
	must(t, err)
	in, err := w.UseCard(t.Context(), card.Code, firefox)
	must(t, err)
	for range 2 {
		must(t, w.RevokeCard(t.Context(), facilitator, card.ID))
	}
	_, err = w.UseCard(t.Context(), card.Code, firefox)
	wantFault(t, err, "error.card_unknown")
	_, err = w.Session(t.Context(), in.Token)
	wantFault(t, err, "error.signed_out")
}

func TestALostCardIsReplaced(t *testing.T) {
	w := newWorld(t)
	facilitator := w.comeAs(t, "bob@example.org", Facilitator)
	lost, err := w.MakeCard(t.Context(), facilitator, "issy", "home-1", "Mira")
	must(t, err)
	finder, err := w.UseCard(t.Context(), lost.Code, firefox)
	must(t, err)
	second, err := w.ReplaceCard(t.Context(), facilitator, lost.ID)
	must(t, err)
	if second.Person != lost.Person || second.Household != "home-1" || second.Code == lost.Code {
		t.Errorf("the second card is %+v", second)
	}
	_, err = w.UseCard(t.Context(), lost.Code, firefox)
	wantFault(t, err, "error.card_unknown")
	_, err = w.Session(t.Context(), finder.Token)
	wantFault(t, err, "error.signed_out")
	if in, err := w.UseCard(t.Context(), second.Code, firefox); err != nil || in.Person.ID != lost.Person {
		t.Errorf("the second card lets in %+v, %v", in, err)
	}
}

// Whoever prints a card holds it in their hand: it must not be the card of
// somebody with an address, or with rights.
func TestNoCardIsPrintedForSomebodyWithMoreThanACard(t *testing.T) {
	for name, grow := range map[string]func(t *testing.T, w world, card PrintedCard){
		"an address": func(t *testing.T, w world, card PrintedCard) {
			in, err := w.UseCard(t.Context(), card.Code, firefox)
			must(t, err)
			must(t, w.addAddress(t, w.session(t, in.Token), "mira@example.org"))
		},
		"a role": func(t *testing.T, w world, card PrintedCard) {
			must(t, w.db.Write(t.Context(), func(tx *db.Tx) error {
				_, err := insertRole(t.Context(), tx, "prijedor", card.Person, Administrator, throughCommand)
				return err
			}))
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			facilitator := w.comeAs(t, "bob@example.org", Facilitator)
			card, err := w.MakeCard(t.Context(), facilitator, "issy", "home-1", "Mira")
			must(t, err)
			w.clock.pass(time.Second)
			grow(t, w, card)
			_, err = w.ReplaceCard(t.Context(), facilitator, card.ID)
			wantFault(t, err, "error.card_owner")
			in, err := w.UseCard(t.Context(), card.Code, firefox)
			must(t, err)
			must(t, w.RevokeCard(t.Context(), facilitator, card.ID))
			w.session(t, in.Token) // they have another way in, or a matter of the city
		})
	}
}

func TestAPersonEndsTheirOwnCardOnceTheyHaveAnotherWayIn(t *testing.T) {
	w := newWorld(t)
	facilitator := w.comeAs(t, "bob@example.org", Facilitator)
	card, err := w.MakeCard(t.Context(), facilitator, "issy", "home-1", "Mira")
	must(t, err)
	in, err := w.UseCard(t.Context(), card.Code, firefox)
	must(t, err)
	mira := w.session(t, in.Token)
	if own, err := w.OwnCards(t.Context(), mira); err != nil || len(own) != 1 || own[0].ID != card.ID {
		t.Errorf("her cards are %+v, %v", own, err)
	}
	wantFault(t, w.RevokeCard(t.Context(), mira, card.ID), "error.last_way_in")
	if _, err := w.UseCard(t.Context(), card.Code, firefox); err != nil {
		t.Errorf("the card that she kept gives %v", err)
	}
	w.makePasskey(t, mira, newAuthenticator(t), "Téléphone")
	must(t, w.RevokeCard(t.Context(), mira, card.ID))
	_, err = w.UseCard(t.Context(), card.Code, firefox)
	wantFault(t, err, "error.card_unknown")
	if own, err := w.OwnCards(t.Context(), mira); err != nil || len(own) != 0 {
		t.Errorf("her cards are %+v, %v", own, err)
	}
	w.session(t, in.Token)
}

func TestWhoMayPrintCards(t *testing.T) {
	w := newWorld(t)
	facilitator := w.comeAs(t, "bob@example.org", Facilitator)
	card, err := w.MakeCard(t.Context(), facilitator, "issy", "home-1", "Mira")
	must(t, err)
	_, rea := w.come(t, "rea@example.org")
	people := w.count(t, "person")
	for _, s := range []Session{rea, {}} {
		_, err := w.MakeCard(t.Context(), s, "issy", "home-1", "Mira")
		wantFault(t, err, "error.not_allowed")
		_, err = w.ReplaceCard(t.Context(), s, card.ID)
		wantFault(t, err, "error.not_allowed")
		wantFault(t, w.RevokeCard(t.Context(), s, card.ID), "error.not_allowed")
		_, err = w.Cards(t.Context(), s, "issy", 10)
		wantFault(t, err, "error.not_allowed")
	}
	_, err = w.MakeCard(t.Context(), facilitator, "prijedor", "home-1", "Mira")
	wantFault(t, err, "error.not_allowed")
	_, err = w.MakeCard(t.Context(), facilitator, "issy", "home-1", " ")
	wantFault(t, err, "error.name_empty")
	wantFault(t, w.RevokeCard(t.Context(), facilitator, "\x00"), "error.card_unknown")
	if n := w.count(t, "person"); n != people {
		t.Errorf("cards that were refused left %d people", n-people)
	}
}

func TestAHouseholdThatRefusesLeavesNoCard(t *testing.T) {
	c := newClock()
	w := newWorldOn(t, dbtest.Open(t, c.Now), c, func(o *Options) {
		o.CardMade = func(context.Context, *db.Tx, Card) error { return fault.New(fault.Forbidden, "error.not_allowed") }
	})
	facilitator := w.comeAs(t, "bob@example.org", Facilitator)
	_, err := w.MakeCard(t.Context(), facilitator, "issy", "home-of-others", "Mira")
	wantFault(t, err, "error.not_allowed")
	if w.count(t, "card") != 0 || w.count(t, "person") != 1 {
		t.Error("a card or its person is left")
	}
}

func TestCardsThatAreNone(t *testing.T) {
	w := newWorld(t)
	for _, typed := range []string{"", "BCDF", "BCDF-GHJK-LMNPQ", "ABCD-EFGH-IJKL", "bcdf ghjk lmn1", "\x00", strings.Repeat("B", 1e6)} {
		_, err := w.UseCard(t.Context(), typed, firefox)
		wantFault(t, err, "error.card_format")
	}
	tried := 0
	for i := range 200 { // within a minute
		_, err := w.UseCard(t.Context(), newCardCode(), firefox)
		if fmt.Sprint(err) == "error.card_unknown" {
			tried++
		}
		if i%4 == 0 {
			w.clock.pass(time.Second)
		}
	}
	if tried < codesFrom.burst || tried > inAMinute(codesFrom) {
		t.Errorf("%d cards could be tried in a minute", tried)
	}
}

func TestCodesOfCardsAreAllDifferentAndUseEveryLetter(t *testing.T) {
	seen := map[string]bool{}
	letters := map[rune]int{}
	for range 2000 {
		code := newCardCode()
		if seen[code] {
			t.Fatalf("%s came twice", code)
		}
		seen[code] = true
		for _, r := range code {
			letters[r]++
		}
	}
	for _, r := range cardLetters {
		if letters[r] < 1000 || letters[r] > 1400 { // 1200 of 24000
			t.Errorf("%c came %d times", r, letters[r])
		}
	}
}
