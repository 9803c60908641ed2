package browser

import (
	"fmt"
	"net"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"

	"capzero/test/program"
)

// TestPasskey: somebody comes in by a mail, makes a passkey with the device that
// Chromium plays, goes out, and comes in with nothing else.
func TestPasskey(t *testing.T) {
	tb := open(t, phone)
	plugIn(tb)
	site := serveByName(t)
	f := &finger{tab: tb}

	site.visit(tb, "/entrer")
	f.fill(`document.getElementById("email")`, "anne@example.org")
	f.press(button("Recevoir le message"))
	site.visit(tb, site.link(tb))
	f.press(button("Me connecter"))
	f.fill(`document.getElementById("name")`, "Anne")
	f.press(button("C’est moi"))

	site.visit(tb, "/compte")
	f.fill(`document.getElementById("cle")`, "Mon téléphone")
	f.press(button("Créer une clé d’accès"))
	expectText(tb, "#cles ~ ul", "Mon téléphone")
	expectText(tb, "#cles ~ ul", "jamais utilisée")

	f.press(button("Déconnecter"))
	site.visit(tb, "/entrer")
	f.press(button("Entrer avec une clé d’accès"))
	site.visit(tb, "/compte")
	expectText(tb, "#cles ~ ul", "Mon téléphone")
	if eval[bool](tb, `document.querySelector("#cles ~ ul").textContent.includes("jamais")`) {
		t.Error("the passkey was never used: who let them in?")
	}
}

// TestAPasskeyThatIsNotThere: a device without one says so, and the mail is still
// there.
func TestAPasskeyThatIsNotThere(t *testing.T) {
	tb := open(t, phone)
	plugIn(tb)
	site := serveByName(t)
	site.visit(tb, "/entrer")
	f := &finger{tab: tb}
	x, y := f.aim(button("Entrer avec une clé d’accès"))
	f.do(chromedp.TapXY(x, y))
	f.expect(`document.querySelector("[data-said]").textContent.length > 20`, "nothing is said of the passkey that there is not")
	f.expect(`document.getElementById("email").form.action.endsWith("/entrer")`, "the mail cannot be asked for any more")
}

// plugIn gives the browser a device that keeps passkeys and knows its owner.
func plugIn(tb *tab) {
	tb.Helper()
	call(tb, webauthn.Enable, webauthn.EnableParams{})
	call(tb, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{Options: &webauthn.VirtualAuthenticatorOptions{
		Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportInternal,
		HasResidentKey: true, HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true,
	}})
}

// A site is the program at an address with a name, to which a passkey can belong.
type site string

func serveByName(t *testing.T) site {
	t.Helper()
	s, _ := serveTown(t)
	return s
}

// serveTown is serveByName with the process behind it.
func serveTown(t *testing.T) (site, *program.Process) {
	t.Helper()
	data := t.TempDir()
	if _, stderr, err := program.Run(t.Context(), "demo", "--households", "12", "--weeks", "2", "--data", data); err != nil {
		t.Fatalf("capzero demo: %v\n%s", err, stderr)
	}
	port := freePort(t)
	s := site("http://localhost:" + port)
	process, err := program.Serve(data, "--listen", "127.0.0.1:"+port, "--url", string(s))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { process.Stop() })
	return s, process
}

func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
}

func (s site) visit(tb *tab, path string) {
	tb.Helper()
	if _, err := chromedp.Run(tb.ctx, chromedp.NavigateResponse(string(s)+path)); err != nil {
		tb.Fatalf("%s: %v", path, err)
	}
}

// link waits for a mail in the mailbox of the demonstration and returns the path
// of its link.
func (s site) link(tb *tab) string {
	tb.Helper()
	for begin := time.Now(); time.Since(begin) < 20*time.Second; time.Sleep(200 * time.Millisecond) {
		s.visit(tb, "/courriels")
		path := eval[string](tb, `document.querySelector('.letter a[href^="/entrer/"]')?.getAttribute("href") ?? ""`)
		if path != "" {
			return path
		}
	}
	tb.Fatal("no mail has come")
	return ""
}

// button is the button with some words on it.
func button(words string) string {
	return fmt.Sprintf(`[...document.querySelectorAll("button")].find(b => b.textContent.trim().startsWith(%q))`, words)
}

func expectText(tb *tab, selector, words string) {
	tb.Helper()
	text := eval[string](tb, fmt.Sprintf(`document.querySelector(%q)?.textContent ?? ""`, selector))
	if !strings.Contains(text, words) {
		tb.Errorf("%s says %q, want %q in it", selector, text, words)
	}
}
