package browser

import (
	"regexp"
	"testing"

	"github.com/chromedp/cdproto/emulation"

	"capzero/test/program"
)

// printCard has the first administrator give somebody the role that makes cards;
// they make one, and somebody without e-mail comes in with it, by camera and by hand.
func printCard(t *testing.T, at site, process *program.Process) {
	rea, lou := meet(t, at, phone), meet(t, at, phone)
	rea.goTo(regexp.MustCompile(`/premiere/[A-Z0-9]+`).FindString(process.Said("/premiere/")))
	rea.press(button("Me connecter"))
	rea.goTo("/equipe")
	rea.fill(byID("email"), "lou@example.org")
	rea.pick(`document.querySelector("input[name=role][value=facilitator]")`)
	rea.press(button("Donner ce rôle"))

	lou.goTo("/entrer")
	lou.signUp(t, "Lou", false)
	lou.goTo("/compte")
	lou.press(anchor("Les cartes"))
	lou.fill(byID("name"), "Mme Petit")
	lou.press(button("Faire la carte"))
	address, code := onPaper(t, lou.tab)

	camera, hand := meet(t, at, phone), meet(t, at, phone)
	camera.goOut(address)
	camera.press(button("Me connecter"))
	expectText(camera.tab, ".who", "Mme Petit")
	hand.goTo("/entrer")
	hand.press(anchor("J’ai une carte de foyer"))
	hand.fill(byID("code"), code)
	hand.press(button("Me connecter"))
	expectText(hand.tab, ".who", "Mme Petit")

	lou.goTo("/cartes")
	lou.tap(`document.querySelector("details.sure summary")`)
	lou.press(button("Arrêter la carte"))
	camera, hand = meet(t, at, phone), meet(t, at, phone)
	camera.goOut(address)
	camera.press(button("Me connecter"))
	hand.goTo("/carte")
	hand.fill(byID("code"), code)
	hand.press(button("Me connecter"))
	for way, n := range map[string]neighbour{"the QR code": camera, "the code": hand} {
		if eval[string](n.tab, `document.querySelector(".who").textContent`) != "Se connecter" {
			t.Errorf("%s of a stopped card lets somebody in", way)
		}
		expectText(n.tab, "main", "ou elle ne sert plus")
	}
}

// onPaper reads a card as it is printed: what the QR code leads to, and the code in
// letters. Nothing else of the page is on the paper.
func onPaper(t *testing.T, tb *tab) (address, code string) {
	t.Helper()
	call(tb, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	for _, screen := range []string{".places", ".who", ".foot", "main h1", "[data-print]"} {
		if eval[bool](tb, `document.querySelector("`+screen+`")?.checkVisibility() ?? true`) {
			t.Errorf("%s is printed with the card", screen)
		}
	}
	address = scan(tb)
	code = regexp.MustCompile(`[A-Z]{4}-[A-Z]{4}-[A-Z]{4}`).FindString(eval[string](tb, `document.querySelector(".house-card").innerText`))
	if code == "" {
		t.Error("no code is printed")
	}
	tb.look(phone)
	return address, code
}
