package browser

import (
	"strings"
	"testing"
	"time"
)

// TestMyDataIsMine: somebody sees what is held about them, corrects a name, takes a
// copy along and erases everything, on a phone.
func TestMyDataIsMine(t *testing.T) {
	s := playSeason(t)
	anne := meet(t, s.site, phone)
	anne.goTo("/entrer")
	anne.signUp(t, "Anne", false)
	anne.makeHome()

	anne.goTo("/compte")
	anne.press(anchor("Mes données"))
	anne.wantPath("/mes-donnees")
	expectText(anne.tab, "main", "Votre compte et vos appareils")
	expectText(anne.tab, "main", "partagé")

	anne.press(`document.querySelector('.held a[href="/compte"]')`)
	eval[any](anne.tab, byID("name")+".value = ''; null")
	anne.fill(byID("name"), "Anne-Laure")
	anne.press(button("Enregistrer"))
	expectText(anne.tab, ".who", "Anne-Laure")

	anne.goTo("/mes-donnees")
	anne.press(button("Préparer ma copie"))
	file := ""
	for begin := time.Now(); file == "" && time.Since(begin) < 30*time.Second; time.Sleep(100 * time.Millisecond) {
		anne.goTo("/mes-donnees")
		file = eval[string](anne.tab, `document.querySelector('a[href^="/mes-donnees/export/"]')?.getAttribute("href") ?? ""`)
	}
	got := eval[string](anne.tab, `fetch("`+file+`").then(async r => r.headers.get("Content-Type") + " " + new TextDecoder("latin1").decode(await r.arrayBuffer()).slice(0, 2))`)
	if got != "application/zip PK" {
		t.Errorf("the copy at %q is %q", file, got)
	}

	anne.press(anchor("Voir ce qui s’efface"))
	anne.wantPath("/mes-donnees/effacer")
	expectText(anne.tab, "main", "votre foyer, où aucun autre adulte n’est inscrit")
	anne.press(button("Effacer mes données"))
	expectText(anne.tab, "[role=alert]", "Cochez la case")
	anne.pick(byID("confirme"))
	anne.press(button("Effacer mes données"))
	expectText(anne.tab, "h1", "C’est fait")
	receipt := eval[string](anne.tab, "location.pathname")
	if !strings.HasPrefix(receipt, "/mes-donnees/recu/") {
		t.Errorf("erasing led to %s", receipt)
	}
	for begin := time.Now(); !strings.Contains(eval[string](anne.tab, "document.querySelector('main').innerText"), "Il n’en reste rien"); time.Sleep(100 * time.Millisecond) {
		if time.Since(begin) > 30*time.Second {
			t.Fatal("it never left the files")
		}
		anne.goTo(receipt)
	}
	anne.goTo("/mes-donnees")
	anne.wantPath("/entrer?suite=/mes-donnees")
}
