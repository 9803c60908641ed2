package account

import (
	"context"
	"strings"
	"testing"
	"time"

	"capzero/internal/db"
	"capzero/internal/db/dbtest"
)

func TestASessionLastsNinetyDaysAfterTheLastVisit(t *testing.T) {
	w := newWorld(t)
	in, _ := w.come(t, "rea@example.org")
	for range 3 {
		w.clock.pass(SessionFor - time.Second)
		w.session(t, in.Token)
	}
	w.clock.pass(SessionFor)
	_, err := w.Session(t.Context(), in.Token)
	wantFault(t, err, "error.signed_out")
}

func TestAVisitIsWrittenOnceAnHour(t *testing.T) {
	w := newWorld(t)
	in, first := w.come(t, "rea@example.org")
	w.clock.pass(seenEvery - time.Second)
	if s := w.session(t, in.Token); !s.Seen.Equal(first.Seen) {
		t.Error("a visit within the hour was written")
	}
	w.clock.pass(time.Second)
	if s := w.session(t, in.Token); !s.Seen.Equal(w.clock.Now()) {
		t.Errorf("seen at %v, now it is %v", s.Seen, w.clock.Now())
	}
	w.clock.pass(-time.Hour)
	if s := w.session(t, in.Token); s.Seen.Before(w.clock.Now()) {
		t.Error("a clock that was set back was written")
	}
}

func TestTokensThatOpenNothing(t *testing.T) {
	w := newWorld(t)
	in, s := w.come(t, "rea@example.org")
	for _, token := range []Token{"", "x", in.Token[1:], Token(s.ID), "\x00", Token(strings.Repeat("A", 1e6))} {
		_, err := w.Session(t.Context(), token)
		wantFault(t, err, "error.signed_out")
	}
}

func TestAPersonSaysWhoTheyAre(t *testing.T) {
	w := newWorld(t)
	in, s := w.come(t, "rea@example.org")
	must(t, w.SetName(t.Context(), s, "Réa"))
	must(t, w.SetLanguage(t.Context(), s, "en-GB"))
	if p := w.session(t, in.Token).Person; p.Name != "Réa" || p.Language != "en" {
		t.Errorf("now it is %+v", p)
	}
	wantFault(t, w.SetName(t.Context(), s, ""), "error.name_empty")
	wantFault(t, w.SetName(t.Context(), Session{}, "Réa"), "error.signed_out")
	wantFault(t, w.SetLanguage(t.Context(), Session{}, "en"), "error.signed_out")
	wantFault(t, w.Erase(t.Context(), Session{}), "error.person_unknown")
	names, err := w.Names(t.Context(), s.Person.ID, "nobody", "")
	if err != nil || len(names) != 1 || names[s.Person.ID] != "Réa" {
		t.Errorf("the names are %v, %v", names, err)
	}
}

func TestAPersonEndsTheirDevices(t *testing.T) {
	w := newWorld(t)
	home, atHome := w.come(t, "rea@example.org")
	work, atWork := w.come(t, "rea@example.org")
	cafe, _ := w.come(t, "rea@example.org")
	stranger, other := w.come(t, "bob@example.org")

	all, err := w.Devices(t.Context(), atHome)
	must(t, err)
	if len(all) != 3 || all[0].Device != (Device{"Firefox", "Android"}) || all[2].ID != atHome.ID {
		t.Errorf("the devices are %+v", all)
	}
	must(t, w.End(t.Context(), atHome, atWork.ID))
	must(t, w.End(t.Context(), atHome, atWork.ID))
	must(t, w.End(t.Context(), atHome, other.ID)) // not theirs
	must(t, w.End(t.Context(), atHome, "\x00"))
	_, err = w.Session(t.Context(), work.Token)
	wantFault(t, err, "error.signed_out")
	w.session(t, stranger.Token)

	n, err := w.EndOthers(t.Context(), atHome)
	if err != nil || n != 1 {
		t.Errorf("%d others were ended, %v", n, err)
	}
	_, err = w.Session(t.Context(), cafe.Token)
	wantFault(t, err, "error.signed_out")
	w.session(t, home.Token)
	w.session(t, stranger.Token)
}

func TestASessionIsRenewedWhenRightsChange(t *testing.T) {
	w := newWorld(t)
	in, s := w.come(t, "rea@example.org")
	if s.Stale {
		t.Error("a new session is stale")
	}
	if token, err := w.Renew(t.Context(), s); err != nil || token != "" {
		t.Errorf("a session that is not stale was renewed: %v", err)
	}
	must(t, w.GrantAsOperator(t.Context(), "rea@example.org", Facilitator))
	s = w.session(t, in.Token)
	if !s.Stale || !s.May("issy", PrintCards) {
		t.Errorf("stale %v, may print cards %v", s.Stale, s.May("issy", PrintCards))
	}
	token, err := w.Renew(t.Context(), s)
	must(t, err)
	if second, err := w.Renew(t.Context(), s); err != nil || second != "" {
		t.Error("a second request got another token")
	}
	if s = w.session(t, token); s.Stale {
		t.Error("the renewed session is stale")
	}
	w.session(t, in.Token) // a request that was under way
	w.clock.pass(renewalGrace)
	_, err = w.Session(t.Context(), in.Token)
	wantFault(t, err, "error.signed_out")
	w.session(t, token)
}

func TestErasingLeavesNothingOfAPerson(t *testing.T) {
	c := newClock()
	var erased []string
	w := newWorldOn(t, dbtest.Open(t, c.Now), c, func(o *Options) {
		o.Erasing = func(_ context.Context, _ *db.Tx, personID string) error {
			erased = []string{personID}
			return nil
		}
	})
	admin := w.comeAs(t, "admin@example.org", Administrator)
	in, s := w.come(t, "rea@example.org")
	must(t, w.Grant(t.Context(), admin, "issy", "rea@example.org", Facilitator))
	w.ask(t, "rea@example.org")
	must(t, w.Erase(t.Context(), s))

	_, err := w.Session(t.Context(), in.Token)
	wantFault(t, err, "error.signed_out")
	if len(erased) != 1 || erased[0] != in.Person.ID {
		t.Errorf("others were told of %v", erased)
	}
	for _, table := range []string{"person", "session", "role"} {
		if n, kept := w.count(t, table), map[string]int{"person": 1, "session": 1, "role": 2}[table]; n != kept {
			t.Errorf("%d rows in %s, want %d", n, table, kept)
		}
	}
	for _, job := range w.queue.take(t) {
		must(t, w.WriteSignInMail(t.Context(), job))
	}
	if again, _ := w.come(t, "rea@example.org"); !again.New {
		t.Error("the account is still there")
	}
}

func TestWhoArrivesBringsWhatTheyHad(t *testing.T) {
	var told []string
	c := newClock()
	w := newWorldOn(t, dbtest.Open(t, c.Now), c, func(o *Options) {
		o.Arrived = func(_ context.Context, _ *db.Tx, personID, carried string) error {
			told = []string{personID, carried}
			return nil
		}
	})
	w.ask(t, "rea@example.org")
	e := firefox
	e.Carried = "answers"
	in, err := w.Use(t.Context(), w.post(t).token, e)
	must(t, err)
	if len(told) != 2 || told[0] != in.Person.ID || told[1] != "answers" {
		t.Errorf("told %v", told)
	}
}
