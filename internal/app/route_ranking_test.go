package app

import (
	"net/url"
	"testing"

	"capzero/internal/household"
)

// TestARankingFromItsEntranceToItsExits plays what somebody does who wants to be in
// it and then does not, with the whole program behind the pages.
func TestARankingFromItsEntranceToItsExits(t *testing.T) {
	w := newRouteWalk(t)
	anne := neighbour{w, t, w.comeAs(t, "participant", defaultCity)}
	person := anne.session.Person.ID
	anne.does("/foyer/nouveau", home)
	anne.reads("/classement", "est pour les foyers qui participent", "Entrer dans le classement")
	anne.does("/participer", "canal=city")
	anne.reads("/ensemble", "Un classement, pour qui en veut un", "")
	anne.reads("/classement", "Entrer dans le classement", "Quitter le classement")
	text := w.purposeText(t, person, household.Ranking)
	for _, leave := range []struct{ path, form string }{
		{"/classement/quitter", ""},
		{"/vos-choix", "finalite=ranking&choix=refuse&texte=" + text},
		{"/vos-choix", "finalite=ranking&choix=later&texte=" + text},
	} {
		escaped := w.pseudonym(t, person)
		name, err := url.QueryUnescape(escaped)
		must(t, err)
		anne.does("/classement", "pseudonyme="+escaped+"&texte="+text)
		anne.reads("/classement?fait=entre", "Quitter le classement", "Entrer dans le classement")
		anne.reads("/classement", name, "D’autres propositions")
		anne.reads("/vos-choix", "Vous avez accepté", "")
		anne.does(leave.path, leave.form)
		anne.reads("/classement", "D’autres propositions", "Quitter le classement")
	}
}
