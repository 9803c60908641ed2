package browser

import "testing"

// TestStaffAreSeenLooking: an officer makes a card and reads the list of cards; whoever
// comes in with the card sees both on their page. The officer reads the numbers of the
// city's data, and everybody the privacy page.
func TestStaffAreSeenLooking(t *testing.T) {
	s := playSeason(t)
	officer, yvonne := meet(t, s.site, desktop), meet(t, s.site, phone)
	officer.goTo("/entrer")
	officer.signUp(t, "Ville", false)
	officer.goTo("/compte")
	officer.press(anchor("Les cartes"))
	officer.fill(byID("name"), "Yvonne")
	officer.press(button("Faire la carte"))
	_, code := onPaper(t, officer.tab)
	officer.goTo("/cartes")

	yvonne.goTo("/carte")
	yvonne.fill(byID("code"), code)
	yvonne.press(button("Me connecter"))
	yvonne.goTo("/vos-donnees")
	expectText(yvonne.tab, "#minute", "Comment partir")
	yvonne.press(anchor("Voir et corriger"))
	yvonne.wantPath("/mes-donnees")
	for _, words := range []string{"A fait une carte pour vous.", "A vu votre nom dans la liste des cartes.", "Ville", "pilotage de la ville"} {
		expectText(yvonne.tab, "section[aria-labelledby=regards]", words)
	}

	officer.goTo("/compte")
	officer.press(anchor("Les données de la ville"))
	officer.wantPath("/donnees-de-la-ville")
	for _, words := range []string{"Aucune demande depuis douze mois", "moins de 11", "Cartes faites", "L’analyse d’impact"} {
		expectText(officer.tab, "main", words)
	}
}
