package account

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"capzero/internal/db/dbtest"
)

// makePasskey gives a person a passkey on a device.
func (w world) makePasskey(t testing.TB, by Session, a *authenticator, name string) {
	t.Helper()
	begun, err := w.BeginPasskey(t.Context(), by)
	must(t, err)
	must(t, w.FinishPasskey(t.Context(), by, begun.ID, a.make(t, begun.Options), name))
}

// usePasskey signs in with a device.
func (w world) usePasskey(t testing.TB, a *authenticator) (Entrance, error) {
	t.Helper()
	begun, err := w.BeginPasskeyLogin(t.Context(), firefox)
	must(t, err)
	return w.FinishPasskeyLogin(t.Context(), begun.ID, a.use(t, begun.Options), firefox)
}

func TestAPasskeySignsIn(t *testing.T) {
	w := newWorld(t)
	rea, s := w.come(t, "rea@example.org")
	phone, ring := newAuthenticator(t), newAuthenticator(t)
	w.makePasskey(t, s, phone, " Mon téléphone ")
	w.clock.pass(time.Minute)
	w.makePasskey(t, s, ring, "Clé USB")
	for _, device := range []*authenticator{phone, ring, phone} {
		device.count++
		w.clock.pass(time.Minute)
		in, err := w.usePasskey(t, device)
		if err != nil || in.Person.ID != rea.Person.ID || in.New {
			t.Fatalf("in came %+v, %v", in, err)
		}
		w.session(t, in.Token)
	}
	all, err := w.Passkeys(t.Context(), s)
	must(t, err)
	if len(all) != 2 || all[0].Name != "Mon téléphone" || !all[0].Used.Equal(w.clock.Now()) || all[1].Name != "Clé USB" {
		t.Errorf("the passkeys are %+v", all)
	}
}

func TestPasskeysThatAreRefused(t *testing.T) {
	for name, spoil := range map[string]func(w world, a *authenticator){
		"another key":                      func(_ world, a *authenticator) { a.key = newAuthenticator(t).key },
		"another page":                     func(_ world, a *authenticator) { a.origin = "https://capzero.example.com" },
		"another site":                     func(_ world, a *authenticator) { a.rp = "example.org" },
		"another person":                   func(_ world, a *authenticator) { a.owner = []byte(strings.Repeat("A", 26)) },
		"no person":                        func(_ world, a *authenticator) { a.owner = []byte("\x00") },
		"an owner who was not asked":       func(_ world, a *authenticator) { a.unproven = true },
		"a passkey that is none of theirs": func(_ world, a *authenticator) { a.id = []byte("unknown") },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			_, s := w.come(t, "rea@example.org")
			a := newAuthenticator(t)
			w.makePasskey(t, s, a, "Téléphone")
			spoil(w, a)
			sessions := w.count(t, "session")
			in, err := w.usePasskey(t, a)
			if keyOf(err) != "error.passkey_refused" || in.Token != "" {
				t.Errorf("got %+v, %v", in, err)
			}
			if w.count(t, "session") != sessions {
				t.Error("a session was made")
			}
		})
	}
}

func TestACopiedPasskeyIsRefused(t *testing.T) {
	w := newWorld(t)
	_, s := w.come(t, "rea@example.org")
	a := newAuthenticator(t)
	w.makePasskey(t, s, a, "Téléphone")
	a.count = 5
	_, err := w.usePasskey(t, a)
	must(t, err)
	for _, count := range []uint32{5, 4} {
		a.count = count
		_, err := w.usePasskey(t, a)
		wantFault(t, err, "error.passkey_copied")
	}
	a.count = 6
	if _, err := w.usePasskey(t, a); err != nil {
		t.Errorf("the next use gives %v", err)
	}
}

func TestACeremonyEndsOnceAndInTime(t *testing.T) {
	w := newWorld(t)
	_, s := w.come(t, "rea@example.org")
	_, bob := w.come(t, "bob@example.org")
	a := newAuthenticator(t)
	begun, err := w.BeginPasskey(t.Context(), s)
	must(t, err)
	answer := a.make(t, begun.Options)

	wantFault(t, w.FinishPasskey(t.Context(), bob, begun.ID, answer, "Volé"), "error.ceremony_over")
	wantFault(t, w.FinishPasskey(t.Context(), s, begun.ID, answer, "Téléphone"), "error.ceremony_over")

	w.makePasskey(t, s, a, "Téléphone")
	login, err := w.BeginPasskeyLogin(t.Context(), firefox)
	must(t, err)
	a.count++
	used := a.use(t, login.Options)
	_, err = w.FinishPasskeyLogin(t.Context(), login.ID, used, firefox)
	must(t, err)
	_, err = w.FinishPasskeyLogin(t.Context(), login.ID, used, firefox)
	wantFault(t, err, "error.ceremony_over")

	second, err := w.BeginPasskeyLogin(t.Context(), firefox)
	must(t, err)
	if _, err = w.FinishPasskeyLogin(t.Context(), second.ID, used, firefox); keyOf(err) != "error.passkey_refused" {
		t.Errorf("the answer to another challenge gives %v", err)
	}

	late, err := w.BeginPasskeyLogin(t.Context(), firefox)
	must(t, err)
	a.count++
	w.clock.pass(ceremonyFor)
	_, err = w.FinishPasskeyLogin(t.Context(), late.ID, a.use(t, late.Options), firefox)
	wantFault(t, err, "error.ceremony_over")

	making, err := w.BeginPasskey(t.Context(), s)
	must(t, err)
	_, err = w.FinishPasskeyLogin(t.Context(), making.ID, a.use(t, making.Options), firefox)
	wantFault(t, err, "error.ceremony_over")
	if n := w.count(t, "passkey"); n != 1 {
		t.Errorf("there are %d passkeys", n)
	}
}

func TestAPasskeyBelongsToOnePerson(t *testing.T) {
	w := newWorld(t)
	_, s := w.come(t, "rea@example.org")
	_, bob := w.come(t, "bob@example.org")
	a := newAuthenticator(t)
	w.makePasskey(t, s, a, "Téléphone")
	begun, err := w.BeginPasskey(t.Context(), bob)
	must(t, err)
	wantFault(t, w.FinishPasskey(t.Context(), bob, begun.ID, a.make(t, begun.Options), "Téléphone"), "error.passkey_refused")

	id := text(a.id)
	wantFault(t, w.RenamePasskey(t.Context(), bob, id, "À moi"), "error.passkey_unknown")
	wantFault(t, w.RemovePasskey(t.Context(), bob, id, true), "error.passkey_unknown")
	for _, foreign := range []string{"", "\x00", "é", "AAAA", strings.Repeat("A", 1e5)} {
		wantFault(t, w.RemovePasskey(t.Context(), s, foreign, true), "error.passkey_unknown")
	}
	must(t, w.RenamePasskey(t.Context(), s, id, "Mon téléphone"))
	wantFault(t, w.RenamePasskey(t.Context(), s, id, " "), "error.name_empty")
	must(t, w.RemovePasskey(t.Context(), s, id, false)) // they have an address
	_, err = w.usePasskey(t, a)
	if keyOf(err) != "error.passkey_refused" {
		t.Errorf("a passkey that was removed gives %v", err)
	}
}

func TestTheLastWayInIsNotRemovedUnawares(t *testing.T) {
	w := newWorld(t)
	link, err := w.FirstAdministrator(t.Context())
	must(t, err)
	in, err := w.UseFirst(t.Context(), firstToken(t, link), firefox)
	must(t, err)
	s := w.session(t, in.Token)
	a, b := newAuthenticator(t), newAuthenticator(t)
	w.makePasskey(t, s, a, "Téléphone")
	w.makePasskey(t, s, b, "Clé")
	must(t, w.RemovePasskey(t.Context(), s, text(b.id), false))
	wantFault(t, w.RemovePasskey(t.Context(), s, text(a.id), false), "error.last_way_in")
	if _, err = w.usePasskey(t, a); err != nil {
		t.Errorf("the last way in gives %v", err)
	}
	must(t, w.RemovePasskey(t.Context(), s, text(a.id), true))
}

func TestPasskeysAreFewAndAnswersSmall(t *testing.T) {
	w := newWorld(t)
	_, s := w.come(t, "rea@example.org")
	for range maxPasskeys {
		w.makePasskey(t, s, newAuthenticator(t), "Clé")
	}
	_, err := w.BeginPasskey(t.Context(), s)
	wantFault(t, err, "error.passkeys_full")
	_, err = w.BeginPasskey(t.Context(), Session{})
	wantFault(t, err, "error.signed_out")
	for name, answer := range map[string][]byte{
		"nothing": nil, "no JSON": []byte("hello"), "an empty object": []byte("{}"),
		"too much": bytes.Repeat([]byte("a"), maxResponse+1), "null": []byte("null"),
	} {
		login, err := w.BeginPasskeyLogin(t.Context(), Entry{Source: name})
		must(t, err)
		if _, err := w.FinishPasskeyLogin(t.Context(), login.ID, answer, firefox); keyOf(err) != "error.passkey_refused" {
			t.Errorf("%s gives %v", name, err)
		}
	}
	_, err = w.FinishPasskeyLogin(t.Context(), "\x00", newAuthenticator(t).use(t, []byte("{}")), firefox)
	wantFault(t, err, "error.ceremony_over")
}

func TestAHostWithoutANameHasNoPasskeys(t *testing.T) {
	for _, url := range []string{"http://127.0.0.1:8080", "http://[::1]:8080"} {
		c := newClock()
		w := newWorldOn(t, dbtest.Open(t, c.Now), c, func(o *Options) { o.URL = url })
		_, s := w.come(t, "rea@example.org")
		if w.HasPasskeys() {
			t.Errorf("%s has passkeys", url)
		}
		_, err := w.BeginPasskey(t.Context(), s)
		wantFault(t, err, "error.passkeys_impossible")
		_, err = w.BeginPasskeyLogin(t.Context(), firefox)
		wantFault(t, err, "error.passkeys_impossible")
	}
	if _, err := serviceOn(dbtest.Open(t, nil), func(o *Options) { o.URL = "capzero" }); err == nil {
		t.Error("an address without a host was taken")
	}
}
