package browser

import (
	"math"
	"strings"
	"testing"

	"capzero/test/program"
)

// TestHouseholds: the ways of a household on phones, with scripts, a browser for each
// person. What is done without scripts is in the folder above.
func TestHouseholds(t *testing.T) {
	at, process := serveTown(t)
	for name, journey := range map[string]func(*testing.T, site, *program.Process){
		"a visitor signs up from the result and is asked nothing twice": signUpFromResult,
		"a second adult comes by the QR code":                           joinByQR,
		"one goes, one comes along, one stays":                          splitOff,
		"a printed card opens the door until it is stopped":             printCard,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel() // mostly they wait for mails
			journey(t, at, process)
		})
	}
}

// signUpFromResult measures, signs up, and looks for what was said before.
func signUpFromResult(t *testing.T, at site, _ *program.Process) {
	nolan := meet(t, at, phone)
	nolan.goTo("/")
	measureFromHome(t, nolan.tab, nolan)
	before := carbonIn(t, nolan)
	nolan.goTo("/mesurer")
	said := eval[string](nolan.tab, answersGiven)

	nolan.goTo("/resultat")
	nolan.press(anchor("Les garder avec un compte"))
	nolan.signUp(t, "Nolan", false)
	nolan.wantPath("/resultat")
	if after := carbonIn(t, nolan); math.Abs(after-before) > shownWithin {
		t.Errorf("the result is %v kg with the account, %v kg without", after, before)
	}
	nolan.goTo("/mesurer")
	if kept := eval[string](nolan.tab, answersGiven); kept != said || said == "" {
		t.Errorf("the answers with the account are\n%s\nand were\n%s", kept, said)
	}
	nolan.goTo("/foyer/nouveau")
	if persons := eval[string](nolan.tab, byID("personnes")+".value"); !strings.Contains(said, "vivent chez vous ? "+persons) {
		t.Errorf("how many live there is asked again: the form says %s, before they said\n%s", persons, said)
	}
}

// answersGiven are the questions that were answered, with their answers.
const answersGiven = `[...document.querySelectorAll(".asked a:has(.given)")].map(a => a.textContent.replace(/\s+/g, " ").trim()).join("\n")`

func carbonIn(t *testing.T, n neighbour) float64 {
	t.Helper()
	kg, err := look(n.tab).Carbon()
	if err != nil {
		t.Fatal(err)
	}
	return kg
}

// joinByQR shows a QR code on one phone, in its dark theme, to the camera of
// another, whose owner has no account yet.
func joinByQR(t *testing.T, at site, _ *program.Process) {
	night := phone
	night.dark = true
	anne, marc := meet(t, at, night), meet(t, at, phone)
	anne.goTo("/entrer")
	anne.signUp(t, "Anne", false)
	anne.makeHome()
	anne.press(anchor("Inviter un adulte"))
	anne.press(button("Créer le lien"))
	invitation := scan(anne.tab)

	marc.goOut(invitation)
	expectText(marc.tab, "h1 bdi, h1", "Anne")
	marc.press(anchor("Me connecter pour répondre"))
	marc.signUp(t, "Marc", true)
	marc.press(button("Rejoindre ce foyer"))
	marc.wantPath("/foyer?fait=rejoint")
	if there, here := anne.livesWith(), marc.livesWith(); there != "Anne Marc" || here != there {
		t.Errorf("Anne sees %q, Marc sees %q", there, here)
	}
	meet(t, at, phone).wantRefused(invitation, "a déjà servi")
}

// splitOff has one of three adults leave with a child and ask the two others, who
// came by six letters: one follows, one does not.
func splitOff(t *testing.T, at site, _ *program.Process) {
	ines, paul, zoe := meet(t, at, phone), meet(t, at, phone), meet(t, at, phone)
	ines.goTo("/entrer")
	ines.signUp(t, "Ines", true)
	ines.makeHome()
	for _, called := range []struct {
		name  string
		other neighbour
	}{{"Paul", paul}, {"Zoe", zoe}} {
		other := called.other
		ines.goTo("/foyer/inviter")
		ines.press(button("Tirer six lettres"))
		letters := eval[string](ines.tab, `document.querySelector(".letters").textContent.replace(/\s/g, " ")`)
		other.goTo("/rejoindre")
		other.press(anchor("Me connecter pour répondre"))
		other.signUp(t, called.name, true)
		other.fill(byID("code"), letters)
		other.press(button("Continuer"))
		other.press(button("Rejoindre ce foyer"))
	}
	ines.goTo("/foyer")
	ines.press(anchor("Ajouter un enfant"))
	ines.fill(byID("prenom"), "Léa")
	ines.press(button("Ajouter un enfant"))

	ines.goTo("/foyer")
	ines.press(anchor("Nous nous séparons"))
	ines.pick(`document.querySelector("input[name=enfant]")`)
	ines.pick(`document.querySelectorAll("input[name=adulte]")[0]`)
	ines.pick(`document.querySelectorAll("input[name=adulte]")[1]`)
	ines.pick(`document.querySelector("input[name=logement][value=house]")`)
	ines.press(button("Créer mon nouveau foyer"))
	ines.wantPath("/foyer?fait=separe")

	for _, answer := range []struct {
		who         neighbour
		says, leads string
	}{{paul, "Oui, j’y vais", "/foyer?fait=rejoint"}, {zoe, "Non, je reste", "/foyer?fait=refusee"}} {
		answer.who.goTo("/foyer")
		answer.who.press(anchor("Voir et répondre"))
		answer.who.press(button(answer.says))
		answer.who.wantPath(answer.leads)
	}
	if there, here := ines.livesWith(), zoe.livesWith(); len(there) != len("Ines Paul Léa") || here != "Zoe" {
		t.Errorf("after the split there live %q and %q", there, here)
	}
}
