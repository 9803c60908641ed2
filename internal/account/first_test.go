package account

import (
	"strings"
	"testing"
)

func firstToken(t *testing.T, link string) Token {
	t.Helper()
	token, ok := strings.CutPrefix(link, "https://capzero.example.org"+FirstPath)
	if !ok {
		t.Fatalf("the link is %q", link)
	}
	return Token(token)
}

func TestTheFirstAdministratorComesInByALink(t *testing.T) {
	w := newWorld(t)
	earlier, err := w.FirstAdministrator(t.Context())
	must(t, err)
	link, err := w.FirstAdministrator(t.Context())
	must(t, err)
	_, err = w.UseFirst(t.Context(), firstToken(t, earlier), firefox)
	wantFault(t, err, "error.first_unknown")
	token := firstToken(t, link)
	for range 3 {
		must(t, w.PeekFirst(t.Context(), token))
	}
	in, err := w.UseFirst(t.Context(), token, firefox)
	must(t, err)
	s := w.session(t, in.Token)
	if !in.New || !s.May("issy", GrantRoles) || !s.May("issy", KeepAccount) || s.Person.HasEmail() {
		t.Errorf("in came %+v", s)
	}
	_, err = w.UseFirst(t.Context(), token, firefox)
	wantFault(t, err, "error.first_unknown")
	if link, err := w.FirstAdministrator(t.Context()); err != nil || link != "" {
		t.Errorf("a second link was made: %q, %v", link, err)
	}
}

func TestWhoIsSignedInBecomesTheFirstAdministratorThemselves(t *testing.T) {
	w := newWorld(t)
	link, err := w.FirstAdministrator(t.Context())
	must(t, err)
	_, rea := w.come(t, "rea@example.org")
	in, err := w.UseFirst(t.Context(), firstToken(t, link), at(rea))
	must(t, err)
	if in.New || in.Person.ID != rea.Person.ID || !w.session(t, in.Token).May("issy", GrantRoles) {
		t.Errorf("in came %+v", in)
	}
}

func TestTheLinkOfTheFirstAdministratorEnds(t *testing.T) {
	w := newWorld(t)
	link, err := w.FirstAdministrator(t.Context())
	must(t, err)
	w.clock.pass(firstFor)
	wantFault(t, w.PeekFirst(t.Context(), firstToken(t, link)), "error.first_expired")

	link, err = w.FirstAdministrator(t.Context())
	must(t, err)
	must(t, w.GrantAsOperator(t.Context(), "admin@example.org", Administrator))
	_, err = w.UseFirst(t.Context(), firstToken(t, link), firefox)
	wantFault(t, err, "error.first_unknown")
	wantFault(t, w.PeekFirst(t.Context(), "\x00"), "error.first_unknown")
}
