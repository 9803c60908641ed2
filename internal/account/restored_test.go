package account

import (
	"testing"
)

// Records that were put back may have somebody as the only administrator who was
// erased since: they go all the same, and a link for a first one is there.
func TestEraseAgain(t *testing.T) {
	w := newWorld(t)
	admin := w.comeAs(t, "admin@example.org", Administrator)
	w.come(t, "rea@example.org")
	all, err := w.Everybody(t.Context())
	must(t, err)
	if len(all) != 2 {
		t.Fatalf("everybody is %v", all)
	}
	must(t, w.EraseAgain(t.Context(), admin.Person.ID))
	must(t, w.EraseAgain(t.Context(), admin.Person.ID)) // who is gone is no error
	if all, err = w.Everybody(t.Context()); err != nil || len(all) != 1 || all[0] == admin.Person.ID {
		t.Errorf("after that there is %v, %v", all, err)
	}
	if n := w.count(t, "role"); n != 1 {
		t.Errorf("there are %d roles", n)
	}
	if link, err := w.FirstAdministrator(t.Context()); err != nil || link == "" {
		t.Errorf("nobody can become the first administrator: %v", err)
	}
}

// What was under way when records were copied ends: a link that was used since is none
// any more.
func TestEndWaysIn(t *testing.T) {
	w := newWorld(t)
	_, s := w.come(t, "rea@example.org")
	w.ask(t, "rea@example.org")
	must(t, w.EndWaysIn(t.Context()))
	for _, table := range []string{"session", "sign_in", "ceremony"} {
		if n := w.count(t, table); n != 0 {
			t.Errorf("there are %d rows of %s", n, table)
		}
	}
	if _, again := w.come(t, "rea@example.org"); again.Person.ID != s.Person.ID {
		t.Errorf("%s came back as %s", s.Person.ID, again.Person.ID)
	}
}
