package account

import (
	"strings"
	"testing"
	"time"
)

func TestAnAdministratorGivesAndTakesRoles(t *testing.T) {
	w := newWorld(t)
	admin := w.comeAs(t, "admin@example.org", Administrator)
	rea, _ := w.come(t, "rea@example.org")
	w.clock.pass(time.Second)
	must(t, w.Grant(t.Context(), admin, "issy", "REA@example.org", Officer))
	if l := w.post(t); l.Kind != "role_granted" || l.To != "rea@example.org" {
		t.Errorf("a %s mail to %q", l.Kind, l.To)
	}
	mails := w.count(t, "mail")
	must(t, w.Grant(t.Context(), admin, "issy", "rea@example.org", Officer))
	if w.count(t, "mail") != mails {
		t.Error("a role that was there already was told again")
	}
	s := w.session(t, rea.Token)
	if !s.May("issy", ReadSteering) || s.May("prijedor", ReadSteering) {
		t.Error("the officer is none, or everywhere")
	}
	must(t, w.Revoke(t.Context(), admin, "issy", s.Person.ID, Officer))
	must(t, w.Revoke(t.Context(), admin, "issy", s.Person.ID, Officer))
	if s = w.session(t, rea.Token); s.May("issy", ReadSteering) || !s.Stale {
		t.Error("the officer still is one")
	}
}

func TestWhoMayGiveWhichRole(t *testing.T) {
	w := newWorld(t)
	by := map[Role]Session{Visitor: {}}
	for _, r := range Roles()[1:] {
		by[r] = w.comeAs(t, string(r)+"@example.org", r)
	}
	target, _ := w.come(t, "rea@example.org")
	for author, s := range by {
		for _, r := range Roles()[1:] {
			want := author == Administrator || author == Officer && r == Facilitator
			err := w.Grant(t.Context(), s, "issy", "rea@example.org", r)
			if (err == nil) != want {
				t.Errorf("%s gives %s: %v", author, r, err)
			}
			if !want {
				wantFault(t, err, "error.not_allowed")
				wantFault(t, w.Revoke(t.Context(), s, "issy", target.Person.ID, r), "error.not_allowed")
			}
			wantFault(t, w.Grant(t.Context(), s, "prijedor", "rea@example.org", r), "error.not_allowed")
		}
	}
	admin := by[Administrator]
	for _, r := range []Role{Visitor, "", "superuser"} {
		wantFault(t, w.Grant(t.Context(), admin, "issy", "rea@example.org", r), "error.role_unknown")
		wantFault(t, w.GrantAsOperator(t.Context(), "rea@example.org", r), "error.role_unknown")
	}
	wantFault(t, w.Grant(t.Context(), admin, "issy", "rea", Officer), "error.email_invalid")
	wantFault(t, w.Revoke(t.Context(), admin, "issy", "\x00", Officer), "error.person_unknown")
}

// A right that was taken while a request was under way is gone for it.
func TestRightsAreThoseOfTheMoment(t *testing.T) {
	w := newWorld(t)
	w.comeAs(t, "second@example.org", Administrator)
	admin := w.comeAs(t, "admin@example.org", Administrator)
	second := w.comeAs(t, "third@example.org", Administrator)
	must(t, w.Revoke(t.Context(), second, "issy", admin.Person.ID, Administrator))
	if !admin.May("issy", GrantRoles) {
		t.Fatal("the session was read again")
	}
	wantFault(t, w.Grant(t.Context(), admin, "issy", "rea@example.org", Officer), "error.not_allowed")
}

func TestTheLastAdministratorStays(t *testing.T) {
	w := newWorld(t)
	admin := w.comeAs(t, "admin@example.org", Administrator)
	wantFault(t, w.Revoke(t.Context(), admin, "issy", admin.Person.ID, Administrator), "error.last_administrator")
	wantFault(t, w.Erase(t.Context(), admin), "error.last_administrator")
	if !w.sessionOf(t, admin).May("issy", GrantRoles) {
		t.Error("the last administrator is none any more")
	}
	second := w.comeAs(t, "second@example.org", Administrator)
	must(t, w.Revoke(t.Context(), second, "issy", admin.Person.ID, Administrator))
	wantFault(t, w.Erase(t.Context(), second), "error.last_administrator")
}

// sessionOf reads the rights of a session again.
func (w world) sessionOf(t *testing.T, s Session) Session {
	t.Helper()
	in, again := w.come(t, s.Person.Email.Typed)
	if in.Person.ID != s.Person.ID {
		t.Fatal("somebody else came")
	}
	return again
}

func TestTwoAdministratorsWhoRemoveEachOtherLeaveOne(t *testing.T) {
	w := newWorld(t)
	a := w.comeAs(t, "a@example.org", Administrator)
	b := w.comeAs(t, "b@example.org", Administrator)
	done := make(chan error, 2)
	go func() { done <- w.Revoke(t.Context(), a, "issy", b.Person.ID, Administrator) }()
	go func() { done <- w.Revoke(t.Context(), b, "issy", a.Person.ID, Administrator) }()
	first, second := <-done, <-done
	if (first == nil) == (second == nil) {
		t.Errorf("both ended alike: %v, %v", first, second)
	}
	all, err := w.Holders(t.Context(), w.sessionOf(t, a), "issy")
	if err != nil {
		all, err = w.Holders(t.Context(), w.sessionOf(t, b), "issy")
	}
	if err != nil || len(all) != 1 || all[0].Role != Administrator {
		t.Errorf("left are %+v, %v", all, err)
	}
}

func TestTheAuditHasEveryRightThatWasGivenAndTaken(t *testing.T) {
	w := newWorld(t)
	admin := w.comeAs(t, "admin@example.org", Administrator)
	_, rea := w.come(t, "rea@example.org")
	must(t, w.Grant(t.Context(), admin, "issy", "rea@example.org", Steward))
	must(t, w.Revoke(t.Context(), admin, "issy", rea.Person.ID, Steward))
	audit, err := w.Audit(t.Context(), admin, "issy", true, 100)
	must(t, err)
	want := "-role:steward session by admin|+role:steward session by admin|+role:participant sign_up|" +
		"+role:participant sign_up by admin|+role:administrator command"
	if got := lines(audit.Events, admin); got != want || audit.Events[0].Number != len(audit.Events) {
		t.Errorf("the audit is %q, want %q", got, want)
	}
	_, err = w.Audit(t.Context(), rea, "issy", false, 100)
	wantFault(t, err, "error.not_allowed")
	_, err = w.Holders(t.Context(), rea, "issy")
	wantFault(t, err, "error.not_allowed")
}

// TestTheAuditIsNotDrownedInNewcomers: of those who came and went by themselves it
// has the number, and lists what somebody decided.
func TestTheAuditIsNotDrownedInNewcomers(t *testing.T) {
	w := newWorld(t)
	admin := w.comeAs(t, "admin@example.org", Administrator)
	_, gone := w.come(t, "gone@example.org")
	_, rea := w.come(t, "rea@example.org")
	must(t, w.Erase(t.Context(), gone))
	must(t, w.Revoke(t.Context(), admin, "issy", rea.Person.ID, Participant))
	must(t, w.Grant(t.Context(), admin, "issy", "rea@example.org", Participant))
	audit, err := w.Audit(t.Context(), admin, "issy", false, 3)
	must(t, err)
	want := "+role:participant session by admin|-role:participant session by admin|+role:administrator command"
	if got := lines(audit.Events, admin); got != want {
		t.Errorf("the audit is %q, want %q", got, want)
	}
	if audit.Comings != 4 { // three came, one went
		t.Errorf("%d came and went", audit.Comings)
	}
}

// lines writes the entries of an audit down.
func lines(all []Event, admin Session) string {
	var got []string
	for _, e := range all {
		line := "-"
		if e.Granted {
			line = "+"
		}
		line += e.What + " " + e.Through
		if e.By == admin.Person.ID {
			line += " by admin"
		}
		got = append(got, line)
	}
	return strings.Join(got, "|")
}

// TestWhoHadARoleBeforeComingIsAskedForAName, at the first visit and not again.
func TestWhoHadARoleBeforeComingIsAskedForAName(t *testing.T) {
	w := newWorld(t)
	must(t, w.GrantAsOperator(t.Context(), "rea@example.org", Facilitator))
	w.post(t) // says so
	for _, want := range []bool{true, false} {
		w.clock.pass(time.Hour)
		if in, _ := w.come(t, "rea@example.org"); in.New != want {
			t.Errorf("asked for a name: %v, want %v", in.New, want)
		}
	}
}
