package app

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"capzero/internal/challenge"
	"capzero/internal/household"
)

// host makes a household of somebody with a team of their own.
func (w *routeWalk) host(t *testing.T) (person string, team challenge.Team) {
	t.Helper()
	person = w.comeAs(t, "participant", defaultCity).session.Person.ID
	_, err := w.homes.households.Create(t.Context(), person, household.Home{City: defaultCity, Housing: household.Flat, Persons: 2})
	must(t, err)
	team, err = w.season.FormTeam(t.Context(), person, "Les Autres", challenge.Joining{})
	must(t, err)
	return person, team
}

// teamLink is a link into the team of a stranger.
func (w *routeWalk) teamLink(t *testing.T) string {
	t.Helper()
	person, _ := w.host(t)
	token, _, err := w.season.InviteToTeam(t.Context(), person)
	must(t, err)
	return token
}

// newBoard makes a team with one message, and names its author as well.
func (w *routeWalk) newBoard(t *testing.T, made map[string]string) string {
	t.Helper()
	person, team := w.host(t)
	_, err := w.season.Post(t.Context(), person, "Bonjour")
	must(t, err)
	made["author"] = person
	return team.ID
}

// A neighbour walks through the pages of a team.
type neighbour struct {
	*routeWalk
	t *testing.T
	*asker
}

// does sends a form, which has to be taken.
func (n neighbour) does(path, form string) *httptest.ResponseRecorder {
	n.t.Helper()
	answer := n.send(http.MethodPost, path, form, n.asker)
	if answer.Code != http.StatusSeeOther {
		n.t.Fatalf("POST %s: %d\n%s", path, answer.Code, answer.Body)
	}
	return answer
}

// reads looks at a page, on which some words stand and others do not.
func (n neighbour) reads(path, words, not string) {
	n.t.Helper()
	answer := n.send(http.MethodGet, path, "", n.asker)
	body := answer.Body.String()
	if answer.Code != http.StatusOK || !strings.Contains(body, words) || not != "" && strings.Contains(body, not) {
		n.t.Errorf("GET %s: %d, want %q and not %q in\n%s", path, answer.Code, words, not, body)
	}
}

// TestATeamFromItsFormingToItsEnd plays what two neighbours and the city do, with
// the whole program behind the pages.
func TestATeamFromItsFormingToItsEnd(t *testing.T) {
	w := newRouteWalk(t)
	come := func(role string) neighbour { return neighbour{w, t, w.comeAs(t, role, defaultCity)} }
	anne, marc, city := come("participant"), come("participant"), come("officer")
	for _, n := range []neighbour{anne, marc} {
		n.does("/foyer/nouveau", home)
		n.reads("/mon-equipe", "Former une équipe", "") // they take no part yet
	}
	anne.does("/mon-equipe", "equipe=Les+Voisins")
	anne.reads("/semaine", "Les Voisins", "Former ou rejoindre")
	made := anne.does("/mon-equipe/lien", "").Result().Cookies()
	link := "/mon-equipe/rejoindre/" + made[0].Value
	marc.reads(link, "Les Voisins", "")
	marc.does(link, "")
	marc.does("/mon-equipe/messages", "message=%3Cb%3EBonjour%3C%2Fb%3E")
	anne.reads("/mon-equipe", "&lt;b&gt;Bonjour", "<b>Bonjour")
	anne.does("/mon-equipe/messages/1/signaler", "motif=insult")
	city.reads("/equipes/messages", "Laisser ce message", "Remettre ce message")
	anne.does("/mon-equipe/messages/1/masquer", "motif=insult")
	anne.reads("/mon-equipe/messages", "Il n’y a pas de message", "Bonjour")
	marc.reads("/mon-equipe/messages", "a masqué ce message", "")
	city.reads("/equipes/messages", "Remettre ce message", "")
	id := w.teamOf(t, anne)
	city.does("/equipes/messages/"+id+"/1/remettre", "")
	anne.reads("/mon-equipe/messages", "Bonjour", "Il n’y a pas de message")
	city.does("/equipes/messages/"+id+"/auteurs/"+marc.session.Person.ID+"/bloquer", "motif=other")
	marc.reads("/mon-equipe/messages", "ne vous permet plus d’écrire", "Envoyer à l’équipe")
	marc.does("/mon-equipe/quitter", "")
	marc.reads("/mon-equipe", "Former une équipe", "Bonjour")
	anne.reads("/mon-equipe", "Votre foyer est seul", "")
}

func (w *routeWalk) teamOf(t *testing.T, n neighbour) string {
	t.Helper()
	p, found, err := w.season.Participation(t.Context(), n.session.Person.ID)
	if err != nil || !found {
		t.Fatalf("no part: %v", err)
	}
	return p.Enrolment.Team
}
