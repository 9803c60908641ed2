package browser

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// A neighbour is somebody with a phone of their own, and a thumb.
type neighbour struct {
	*finger
	at site
}

// meet is a neighbour who has never been here.
func meet(t *testing.T, at site, v view) neighbour {
	t.Helper()
	return neighbour{&finger{tab: open(t, v)}, at}
}

// goTo opens a path of the site.
func (n neighbour) goTo(path string) {
	n.Helper()
	n.at.visit(n.tab, path)
}

// goOut opens an address that was read somewhere, which has to be of the site.
func (n neighbour) goOut(address string) {
	n.Helper()
	path, ours := strings.CutPrefix(address, string(n.at))
	if !ours {
		n.Fatalf("%s leads out of %s", address, n.at)
	}
	n.goTo(path)
}

// A letter is a mail as the mailbox of the demonstration shows it.
type letter struct {
	Link string `json:"link"` // the path in it that signs in
	Code string `json:"code"`
}

// letterTo waits for a mail to an address, in a tab of its own: whoever waits
// stays on their page.
func (s site) letterTo(t *testing.T, email string) letter {
	t.Helper()
	box := open(t, phone)
	for begin := time.Now(); time.Since(begin) < 20*time.Second; time.Sleep(100 * time.Millisecond) {
		s.visit(box, "/courriels")
		found := eval[letter](box, fmt.Sprintf(`(() => {
			const link = 'a[href^="/entrer/"]', code = /^\d{3}\s?\d{3}$/
			const mail = [...document.querySelectorAll("article")].find(m => m.textContent.includes(%q) && m.querySelector(link))
			return {
				link: mail?.querySelector(link).getAttribute("href") ?? "",
				code: [...mail?.querySelectorAll("p") ?? []].map(p => p.textContent.trim()).find(p => code.test(p)) ?? "",
			}
		})()`, email))
		if found.Link != "" {
			return found
		}
	}
	t.Fatalf("no mail to %s has come", email)
	return letter{}
}

// signUp makes an account, from the page that asks for an address. The mail is
// opened on the same phone, or its code typed as if it were read on another device.
func (n neighbour) signUp(t *testing.T, name string, byCode bool) {
	t.Helper()
	email := strings.ToLower(name) + "@example.org"
	n.fill(byID("email"), email)
	n.press(button("Recevoir le message"))
	mail := n.at.letterTo(t, email)
	if byCode {
		n.fill(byID("code"), mail.Code)
	} else {
		n.goTo(mail.Link)
	}
	n.press(button("Me connecter"))
	n.fill(byID("name"), name)
	n.press(button("C’est moi"))
	expectText(n.tab, ".who", name)
}

// wantPath wants the last tap to have led somewhere.
func (n neighbour) wantPath(path string) {
	n.Helper()
	at, err := url.PathUnescape(eval[string](n.tab, "location.pathname + location.search"))
	if err != nil || at != path {
		n.Fatalf("led to %s, not to %s: %s", at, path, eval[string](n.tab, `document.querySelector("main").innerText`))
	}
}

// makeHome begins a household for two, in a flat.
func (n neighbour) makeHome() {
	n.Helper()
	n.goTo("/foyer")
	n.press(anchor("Créer mon foyer"))
	n.pick(`document.querySelector('input[name=logement][value=flat]')`)
	for eval[string](n.tab, byID("personnes")+".value") != "2" {
		n.tap(`document.querySelector('#personnes ~ button')`) // the script's own plus
	}
	n.press(button("Créer mon foyer"))
	n.wantPath("/foyer?fait=cree")
}

// livesWith are the names on the page of the household.
func (n neighbour) livesWith() string {
	n.Helper()
	n.goTo("/foyer")
	return eval[string](n.tab, `[...document.querySelectorAll("#personnes ~ ul bdi")].map(e => e.textContent).join(" ")`)
}

// refused reports what a page says that does not let in.
func (n neighbour) wantRefused(address, words string) {
	n.Helper()
	path := strings.TrimPrefix(address, string(n.at))
	response, err := chromedp.Run(n.ctx, chromedp.NavigateResponse(string(n.at)+path))
	if err != nil {
		n.Fatal(err)
	}
	if response.Status < 400 {
		n.Errorf("%s answers %d", path, response.Status)
	}
	expectText(n.tab, "main", words)
}

// tap is for what acts in the page and leads nowhere.
func (n neighbour) tap(element string) {
	n.Helper()
	x, y := n.aim(element)
	n.taps++
	n.do(chromedp.TapXY(x, y))
}

func byID(id string) string { return fmt.Sprintf("document.getElementById(%q)", id) }

// anchor is the link with some words on it.
func anchor(words string) string {
	return fmt.Sprintf(`[...document.querySelectorAll("main a")].find(a => a.textContent.trim().startsWith(%q))`, words)
}
