package account

import (
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"capzero/internal/db/dbtest"

	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"
)

// A desk is the least that a browser needs to make and use a passkey here: one
// page, and four addresses that hand the service its words.
type desk struct {
	world
	by Session
}

const deskPage = `<!doctype html><html lang="fr"><title>Clés</title><script>
async function post(path, body) {
	const r = await fetch(path, {method: "POST", body})
	const text = await r.text()
	if (!r.ok) throw new Error(text)
	return text
}
async function make() {
	const begun = JSON.parse(await post("/making"))
	const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(begun.Options.publicKey)
	const key = await navigator.credentials.create({publicKey})
	return post("/made?id=" + begun.ID, JSON.stringify(key))
}
async function use() {
	const begun = JSON.parse(await post("/using"))
	const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(begun.Options.publicKey)
	const key = await navigator.credentials.get({publicKey})
	return post("/used?id=" + begun.ID, JSON.stringify(key))
}
async function say(what) { try { return await what() } catch (e) { return e.name + ": " + e.message } }
</script>`

func (d *desk) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	id := r.FormValue("id")
	var answer any
	var err error
	switch r.URL.Path {
	case "/making":
		answer, err = d.BeginPasskey(r.Context(), d.by)
	case "/made":
		answer, err = "made", d.FinishPasskey(r.Context(), d.by, id, body, "Chromium")
	case "/using":
		answer, err = d.BeginPasskeyLogin(r.Context(), firefox)
	case "/used":
		var in Entrance
		in, err = d.FinishPasskeyLogin(r.Context(), id, body, firefox)
		answer = in.Person.ID
	default:
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		io.WriteString(w, deskPage)
		return
	}
	if err != nil {
		http.Error(w, keyOf(err), http.StatusBadRequest)
		return
	}
	json.NewEncoder(w).Encode(answer)
}

// tab opens the desk's page in Chromium, with a device that holds passkeys.
func (d *desk) tab(t *testing.T, address string) context.Context {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU)
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	ctx, stop = context.WithTimeout(ctx, time.Minute)
	t.Cleanup(stop)
	_, err := chromedp.Run(ctx, chromedp.Navigate(address))
	must(t, err)
	_, err = chromedp.Call(ctx, webauthn.Enable, webauthn.EnableParams{})
	must(t, err)
	_, err = chromedp.Call(ctx, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{
		Options: &webauthn.VirtualAuthenticatorOptions{
			Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportInternal,
			HasResidentKey: true, HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true,
		},
	})
	must(t, err)
	return ctx
}

// say runs one of the page's functions and returns what came of it.
func say(t *testing.T, ctx context.Context, what string) string {
	t.Helper()
	said, err := chromedp.Run(ctx, chromedp.Evaluate[string]("say("+what+")", chromedp.EvalAwaitPromise))
	must(t, err)
	return strings.Trim(said, "\"\n")
}

func TestABrowserMakesAndUsesAPasskey(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	_, port, err := net.SplitHostPort(listener.Addr().String())
	must(t, err)
	address := "http://localhost:" + port // the one host that needs no https

	c := newClock()
	d := &desk{world: newWorldOn(t, dbtest.Open(t, c.Now), c, func(o *Options) { o.URL = address })}
	server := &http.Server{Handler: d}
	go server.Serve(listener)
	t.Cleanup(func() { server.Close() })
	rea, s := d.come(t, "rea@example.org")
	d.by = s

	tab := d.tab(t, address)
	if said := say(t, tab, "use"); !strings.HasPrefix(said, "NotAllowedError") {
		t.Errorf("without a passkey the browser says %q", said)
	}
	if said := say(t, tab, "make"); said != "made" {
		t.Fatalf("making one says %q", said)
	}
	if said := say(t, tab, "make"); !strings.HasPrefix(said, "InvalidStateError") {
		t.Errorf("a second on the same device says %q", said)
	}
	for range 2 {
		if said := say(t, tab, "use"); said != rea.Person.ID {
			t.Errorf("using it lets in %q", said)
		}
	}
	all, err := d.Passkeys(t.Context(), s)
	must(t, err)
	if len(all) != 1 || all[0].credential.Authenticator.SignCount == 0 {
		t.Errorf("the passkeys are %+v", all)
	}
	must(t, d.RemovePasskey(t.Context(), s, all[0].ID, false))
	if said := say(t, tab, "use"); said != "Error: error.passkey_refused" {
		t.Errorf("one that was removed says %q", said)
	}
}
