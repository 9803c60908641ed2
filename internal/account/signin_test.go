package account

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"capzero/internal/db"
	"capzero/internal/retention"
)

func TestALinkSignsIn(t *testing.T) {
	w := newWorld(t)
	id := w.ask(t, "Rea@Example.org")
	l := w.post(t)
	if l.Kind != "no_account" || l.To != "Rea@example.org" {
		t.Errorf("a %s mail to %q", l.Kind, l.To)
	}
	for range 3 { // as mail scanners do
		p, err := w.Peek(t.Context(), l.token)
		if err != nil || p.Email != "R…@Example.org" || p.Confirms {
			t.Fatalf("the page says %+v, %v", p, err)
		}
	}
	in, err := w.Use(t.Context(), l.token, firefox)
	must(t, err)
	if !in.New || in.Person.Email.Typed != "Rea@Example.org" || in.Person.Name != "" {
		t.Errorf("in came %+v", in)
	}
	s := w.session(t, in.Token)
	must(t, w.SetName(t.Context(), s, "Réa"))

	again, _ := w.come(t, " rea@example.ORG")
	if again.New || again.Person.ID != in.Person.ID || again.Person.Name != "Réa" {
		t.Errorf("the second time came %+v", again)
	}
	if _, err := w.UseCode(t.Context(), id, l.code, firefox); err != nil {
		wantFault(t, err, "error.sign_in_used")
	} else {
		t.Error("the code of a link that was used opened")
	}
	_, err = w.Use(t.Context(), l.token, firefox)
	wantFault(t, err, "error.sign_in_used")
	_, err = w.Peek(t.Context(), l.token)
	wantFault(t, err, "error.sign_in_used")
}

func TestWhoHasAnAccountGetsAnotherMail(t *testing.T) {
	w := newWorld(t)
	w.come(t, "rea@example.org")
	w.clock.pass(time.Second)
	w.ask(t, "REA@example.org")
	if l := w.post(t); l.Kind != "sign_in" || l.To != "rea@example.org" {
		t.Errorf("a %s mail to %q, and not to the address as its owner wrote it", l.Kind, l.To)
	}
}

func TestACodeSignsInOnTheDeviceThatAsked(t *testing.T) {
	w := newWorld(t)
	id := w.ask(t, "rea@example.org")
	l := w.post(t)
	in, err := w.UseCode(t.Context(), id, " "+l.code[:3]+" "+l.code[3:], firefox)
	must(t, err)
	if in.Person.Email.Key != "rea@example.org" {
		t.Errorf("in came %+v", in)
	}
	_, err = w.Use(t.Context(), l.token, firefox)
	wantFault(t, err, "error.sign_in_used")
}

// wrongCode is a code that is not the one given.
func wrongCode(code string, i int) string {
	n := 0
	fmt.Sscan(code, &n)
	return fmt.Sprintf("%06d", (n+i+1)%1_000_000)
}

func TestBadCodes(t *testing.T) {
	w := newWorld(t)
	id := w.ask(t, "rea@example.org")
	_, err := w.UseCode(t.Context(), id, "123456", firefox) // before the mail is written
	wantFault(t, err, "error.code_wrong")
	l := w.post(t)
	for _, typed := range []string{"", "12345", "1234567", "abcdef", "１２３４５６", "12345\x00", strings.Repeat("1", 1e6)} {
		_, err := w.UseCode(t.Context(), id, typed, firefox)
		wantFault(t, err, "error.code_format")
	}
	for _, foreign := range []string{"", "x", "\x00", strings.Repeat("A", 26), "' OR 1=1 --"} {
		_, err := w.UseCode(t.Context(), foreign, l.code, firefox)
		wantFault(t, err, "error.sign_in_unknown")
	}
	for i := range 3 {
		_, err := w.UseCode(t.Context(), id, wrongCode(l.code, i), firefox)
		wantFault(t, err, "error.code_wrong")
	}
	for i := range 3 {
		_, err := w.UseCode(t.Context(), id, wrongCode(l.code, i), firefox)
		wantFault(t, err, "error.code_exhausted")
	}
	_, err = w.UseCode(t.Context(), id, l.code, firefox)
	wantFault(t, err, "error.code_exhausted")
	if _, err = w.Use(t.Context(), l.token, firefox); err != nil {
		t.Errorf("the link of a code that was tried too often gives %v", err)
	}
}

// Whoever asks for mail after mail gets more codes to guess, and no more than
// ten a day.
func TestCodesOfAnAddressCannotBeGuessed(t *testing.T) {
	w := newWorld(t)
	tried := 0
	for range 24 * 6 { // a mail each ten minutes, for a day
		id := w.ask(t, "rea@example.org")
		l := w.post(t)
		for i := range 10 {
			from := firefox
			from.Source = fmt.Sprintf("network %d", i)
			_, err := w.UseCode(t.Context(), id, wrongCode(l.code, i), from)
			if f := fmt.Sprint(err); !strings.Contains(f, "error.code_exhausted") {
				wantFault(t, err, "error.code_wrong")
				tried++
			}
		}
		w.clock.pass(10 * time.Minute)
	}
	// The last of five is refused with the words of the ones after it.
	if tried > 20+2*4 {
		t.Errorf("%d codes could be tried in a day", tried)
	}
	w.ask(t, "rea@example.org")
	if _, err := w.Use(t.Context(), w.post(t).token, firefox); err != nil {
		t.Errorf("and its owner could not come in by the link: %v", err)
	}
}

func TestBadLinks(t *testing.T) {
	w := newWorld(t)
	w.ask(t, "rea@example.org")
	l := w.post(t)
	for _, token := range []Token{"", "x", l.token[:25], l.token + "A", "\x00", Token(strings.Repeat("A", 1e6))} {
		_, err := w.Use(t.Context(), token, firefox)
		wantFault(t, err, "error.sign_in_unknown")
		_, err = w.Peek(t.Context(), token)
		wantFault(t, err, "error.sign_in_unknown")
	}
	w.clock.pass(SignInFor)
	_, err := w.Use(t.Context(), l.token, firefox)
	wantFault(t, err, "error.sign_in_expired")
	_, err = w.Peek(t.Context(), l.token)
	wantFault(t, err, "error.sign_in_expired")
	if n := w.count(t, "person"); n != 0 {
		t.Errorf("bad links made %d people", n)
	}
}

func TestALinkIsUsedOnceByManyAtOnce(t *testing.T) {
	w := newWorld(t)
	w.ask(t, "rea@example.org")
	l := w.post(t)
	const many = 8
	done := make(chan error, many)
	for range many {
		go func() {
			_, err := w.Use(t.Context(), l.token, firefox)
			done <- err
		}()
	}
	in := 0
	for range many {
		if err := <-done; err == nil {
			in++
		} else {
			wantFault(t, err, "error.sign_in_used")
		}
	}
	if in != 1 || w.count(t, "session") != 1 {
		t.Errorf("%d came in with one link", in)
	}
}

func TestAClockSetBackEndsLinksAndNothingElse(t *testing.T) {
	w := newWorld(t)
	in, _ := w.come(t, "rea@example.org")
	w.clock.pass(time.Second)
	w.ask(t, "rea@example.org")
	l := w.post(t)
	w.clock.pass(-time.Hour)
	_, err := w.Use(t.Context(), l.token, firefox)
	wantFault(t, err, "error.sign_in_expired")
	s := w.session(t, in.Token)
	if !s.SignedIn() || !s.May("issy", KeepAccount) {
		t.Errorf("the session is %+v", s)
	}
	id := w.ask(t, "rea@example.org")
	if id == "" {
		t.Error("no new mail can be asked for")
	}
	for _, job := range w.queue.take(t) {
		must(t, w.WriteSignInMail(t.Context(), job))
	}
	if again := w.newest(t, id); !again {
		t.Error("the new mail was not written")
	}
}

// newest reports whether a sign-in has its mail.
func (w world) newest(t testing.TB, id string) bool {
	t.Helper()
	written := false
	must(t, w.db.Read(t.Context(), func(tx *db.Tx) error {
		in, err := signInByID(t.Context(), tx, id)
		written = in.CodeHash != "" && in.usable(tx.Now) == nil
		return err
	}))
	return written
}

func TestTheJobDoneTwiceSendsOneMail(t *testing.T) {
	w := newWorld(t)
	w.ask(t, "rea@example.org")
	jobs := w.queue.take(t)
	for range 3 {
		must(t, w.WriteSignInMail(t.Context(), jobs[0]))
	}
	l := w.post(t)
	if n := w.count(t, "mail"); n != 1 {
		t.Errorf("%d mails", n)
	}
	if _, err := w.Use(t.Context(), l.token, firefox); err != nil {
		t.Errorf("its link gives %v", err)
	}
	must(t, w.WriteSignInMail(t.Context(), SignInMail{SignIn: strings.Repeat("A", 26)}))
}

// inAMinute is how often something may be done in a minute of steady attempts.
func inAMinute(b budget) int { return b.burst + int(time.Minute/b.every) - 1 }

func TestTwoHundredAttemptsAMinute(t *testing.T) {
	ask := func(w world, email, source string) error {
		_, err := w.Start(t.Context(), Asked{Email: email, Source: source, Language: "fr"})
		return err
	}
	t.Run("from one network to many addresses", func(t *testing.T) {
		w := newWorld(t)
		sent := 0
		for i := range 200 {
			if err := ask(w, fmt.Sprintf("rea%d@example.org", i), "192.0.2.1/32"); err == nil {
				sent++
			} else {
				wantFault(t, err, "error.too_many_from_here")
			}
			w.clock.pass(300 * time.Millisecond)
		}
		if want := inAMinute(mailsFrom); sent != want {
			t.Errorf("%d mails, want %d", sent, want)
		}
	})
	t.Run("from many networks to one address", func(t *testing.T) {
		w := newWorld(t)
		sent := 0
		for i := range 200 {
			if err := ask(w, "rea@example.org", fmt.Sprintf("network %d", i)); err == nil {
				sent++
			} else {
				wantFault(t, err, "error.too_many_mails")
			}
			w.clock.pass(300 * time.Millisecond)
		}
		if sent != mailsTo.burst {
			t.Errorf("%d mails, want %d", sent, mailsTo.burst)
		}
		if err := ask(w, "bob@example.org", "network 1"); err != nil {
			t.Errorf("somebody else is refused: %v", err)
		}
	})
	t.Run("of codes from one network", func(t *testing.T) {
		w := newWorld(t)
		refused := 0
		for i := range 200 {
			id := w.ask(t, fmt.Sprintf("rea%d@example.org", i))
			if _, err := w.UseCode(t.Context(), id, "123456", firefox); fmt.Sprint(err) == "error.too_many_from_here" {
				refused++
			}
			w.clock.pass(300 * time.Millisecond)
		}
		if want := 200 - inAMinute(codesFrom); refused != want {
			t.Errorf("%d of 200 were refused, want %d", refused, want)
		}
	})
}

func TestAPersonGivesTheirAccountAnAddress(t *testing.T) {
	w := newWorld(t)
	in, s := w.come(t, "rea@example.org")
	w.come(t, "bob@example.org")
	ask := func(to string) letter {
		w.clock.pass(time.Hour)
		_, err := w.StartEmail(t.Context(), s, Asked{Email: to, Source: "home", Language: "fr"})
		must(t, err)
		l := w.post(t)
		if l.Kind != "confirm_address" || l.To != to {
			t.Errorf("a %s mail to %q", l.Kind, l.To)
		}
		return l
	}
	again, err := w.Use(t.Context(), ask("rea@other.example").token, at(s))
	must(t, err)
	if again.Person.ID != in.Person.ID || again.Person.Email.Typed != "rea@other.example" {
		t.Errorf("now it is %+v", again.Person)
	}
	s = w.session(t, again.Token)
	_, err = w.Use(t.Context(), ask("bob@example.org").token, at(s))
	wantFault(t, err, "error.email_taken")
	if back, _ := w.come(t, "rea@example.org"); !back.New {
		t.Error("the old address still opens the account")
	}
	_, err = w.StartEmail(t.Context(), Session{}, Asked{Email: "x@example.org"})
	wantFault(t, err, "error.signed_out")
}

// Somebody asks for the address of a stranger. The stranger gets the mail and
// presses its button.
func TestNobodyIsLuredIntoAnAccount(t *testing.T) {
	w := newWorld(t)
	_, mallory := w.come(t, "mallory@example.org")
	_, bob := w.come(t, "bob@example.org")
	w.clock.pass(time.Second)
	id, err := w.StartEmail(t.Context(), mallory, Asked{Email: "rea@example.org", Source: "cafe"})
	must(t, err)
	l := w.post(t)
	for _, browser := range []Entry{firefox, at(bob)} {
		_, err := w.Use(t.Context(), l.token, browser)
		wantFault(t, err, "error.confirm_elsewhere")
		_, err = w.UseCode(t.Context(), id, l.code, browser)
		wantFault(t, err, "error.confirm_elsewhere")
	}
	if in, _ := w.come(t, "rea@example.org"); !in.New {
		t.Error("the address belongs to the other account")
	}
}

func TestABrowserHasOneSession(t *testing.T) {
	w := newWorld(t)
	first, s := w.come(t, "rea@example.org")
	w.clock.pass(time.Second)
	w.ask(t, "bob@example.org")
	_, err := w.Use(t.Context(), w.post(t).token, at(s))
	must(t, err)
	_, err = w.Session(t.Context(), first.Token)
	wantFault(t, err, "error.signed_out")
}

func TestNothingSecretOrPersonalIsInTheSmallTables(t *testing.T) {
	w := newWorld(t)
	id := w.ask(t, "rea@example.org")
	l := w.post(t)
	_, err := w.UseCode(t.Context(), id, wrongCode(l.code, 1), firefox)
	wantFault(t, err, "error.code_wrong")
	in, err := w.Use(t.Context(), l.token, firefox)
	must(t, err)
	held := ""
	must(t, w.db.Read(t.Context(), func(tx *db.Tx) error {
		held = ""
		for _, query := range []string{
			`SELECT name, '' FROM budget`,
			`SELECT COALESCE(token_hash, ''), code_hash FROM sign_in`,
			`SELECT token_hash, device FROM session`,
			`SELECT reason, sealed FROM mail`,
		} {
			if err := eachPair(t.Context(), tx, func(a, b string) { held += a + " " + b + "\n" }, query); err != nil {
				return err
			}
		}
		return nil
	}))
	for _, secret := range []string{string(l.token), l.code, string(in.Token), "rea@", firefox.Source, "Mozilla"} {
		if strings.Contains(held, secret) {
			t.Errorf("the tables hold %q", secret)
		}
	}
}

func TestPurgeDeletesWhatIsOver(t *testing.T) {
	w := newWorld(t)
	in, _ := w.come(t, "rea@example.org")
	w.clock.pass(SignInFor + retention.SignInFor + time.Second)
	n, err := w.Purge(t.Context())
	must(t, err)
	if n != 3 || w.count(t, "sign_in") != 0 || w.count(t, "budget") != 0 || w.count(t, "session") != 1 {
		t.Errorf("%d rows were deleted", n)
	}
	w.session(t, in.Token)
	w.clock.pass(SessionFor)
	if n, err = w.Purge(t.Context()); err != nil || n != 1 {
		t.Errorf("%d sessions were deleted, %v", n, err)
	}
}
