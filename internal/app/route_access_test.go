package app

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"capzero/internal/access"
	"capzero/internal/account"
	"capzero/internal/challenge"
	"capzero/internal/db"
	"capzero/internal/household"
	"capzero/internal/web"
)

// A sight is what somebody of the staff sees or does at one address: of whom it is
// noted, or why it shows nobody.
type sight struct {
	route, path, form string
	refused           bool // what is sent is wrong: the page is shown again
	what              access.What
	of                whom
	nobody            string // why nothing is noted
}

// A whom finds the person that something is noted of, by a thing of the path or form.
type whom struct{ thing, query string }

var (
	ofCard      = whom{"card", `SELECT person_id FROM card WHERE id = ?`}
	ofAuthor    = whom{"author", `SELECT id FROM person WHERE id = ?`}
	ofMember    = whom{"comember", `SELECT id FROM person WHERE id = ?`}
	ofColleague = whom{"colleague", `SELECT id FROM person WHERE id = ?`}
	ofEmail     = whom{"email", `SELECT id FROM person WHERE email_key = ?`}
	ofName      = whom{"fresh name", `SELECT id FROM person WHERE name = ?`}
	ofAnne      = whom{"anne", `SELECT id FROM person WHERE id = ?`}
)

// Why an address shows nobody.
const (
	colleagues = "those who work for the city see each other there, and nobody else"
	ofTheCity  = "it is about the city or a season"
	figuresOf  = "figures of eleven households or more"
	numbers    = "numbers of households, and names that teams gave themselves"
	work       = "what staff proposed as their work, and who of them decided"
	idsOnly    = "ids and numbers"
	clubs      = "what an association says of itself, and may do"
)

// sights is every address that needs a permission of the staff, and those of
// organisations, where the city may do more than others.
var sights = []sight{
	{route: "GET /equipe", path: "/equipe", nobody: colleagues},
	{route: "POST /equipe", path: "/equipe", form: "email={email}&role=facilitator", what: access.RoleGiven, of: ofEmail},
	{route: "POST /equipe/{role}/{person}/retirer", path: "/equipe/facilitator/{colleague}/retirer", what: access.RoleTaken, of: ofColleague},
	{route: "GET /equipe/journal", path: "/equipe/journal", what: access.JournalRead, of: ofAnne},
	{route: "GET /equipe/journal", path: "/equipe/journal?tout", what: access.JournalRead, of: ofAnne},
	{route: "GET /donnees-de-la-ville", path: "/donnees-de-la-ville", nobody: figuresOf},
	{route: "GET /donnees-de-la-ville/tableau.csv", path: "/donnees-de-la-ville/tableau.csv", nobody: figuresOf},

	{route: "GET /organisations", path: "/organisations", nobody: clubs},
	{route: "POST /organisations", path: "/organisations", form: "name=Club", nobody: clubs},
	{route: "GET /organisations/{id}", path: "/organisations/{full club}", what: access.MembersListed, of: ofMember},
	{route: "POST /organisations/{id}", path: "/organisations/{club}", form: "name=Club", nobody: clubs},
	{route: "POST /organisations/{id}/membres", path: "/organisations/{club}/membres", form: "email={email}", what: access.MemberAdded, of: ofEmail},
	{route: "POST /organisations/{id}/membres", path: "/organisations/{full club}/membres", form: "email=nobody", refused: true, what: access.MembersListed, of: ofMember},
	{route: "POST /organisations/{id}/membres/{person}/retirer", path: "/organisations/{full club}/membres/{comember}/retirer", what: access.MemberRemoved, of: ofMember},
	{route: "POST /organisations/{id}/confier", path: "/organisations/{club}/confier", form: "permission=feed_budget", nobody: clubs},
	{route: "POST /organisations/{id}/reprendre", path: "/organisations/{club}/reprendre", form: "permission=feed_budget", nobody: clubs},
	{route: "POST /organisations/{id}/fermer", path: "/organisations/{full club}/fermer", what: access.MemberRemoved, of: ofMember},

	{route: "GET /cartes", path: "/cartes?{card}", what: access.CardsListed, of: ofCard},
	{route: "POST /cartes", path: "/cartes", form: "name={fresh name}", what: access.CardMade, of: ofName},
	{route: "POST /cartes", path: "/cartes?{card}", form: "name=", refused: true, what: access.CardsListed, of: ofCard},
	{route: "POST /cartes/{id}/refaire", path: "/cartes/{card}/refaire", what: access.CardReplaced, of: ofCard},
	{route: "POST /cartes/{id}/arreter", path: "/cartes/{card}/arreter", what: access.CardStopped, of: ofCard},

	{route: "GET /saisons", path: "/saisons", nobody: ofTheCity},
	{route: "GET /saisons/nouvelle", path: "/saisons/nouvelle", nobody: ofTheCity},
	{route: "POST /saisons/nouvelle", path: "/saisons/nouvelle", form: "nom=", refused: true, nobody: ofTheCity},
	{route: "GET /saisons/{id}", path: "/saisons/{season}", nobody: ofTheCity},
	{route: "POST /saisons/{id}", path: "/saisons/{season}", form: "nom=Défi&semaines=24", nobody: ofTheCity},

	{route: "GET /equipes/messages", path: "/equipes/messages?{hidden board}", what: access.MessagesRead, of: ofAuthor},
	{route: "GET /equipes/messages", path: "/equipes/messages?{blocking board}", what: access.BlocksRead, of: ofAuthor},
	{route: "POST /equipes/messages/{team}/{number}/masquer", path: "/equipes/messages/{board}/1/masquer", form: "motif=insult", what: access.MessageHidden, of: ofAuthor},
	{route: "POST /equipes/messages/{team}/{number}/masquer", path: "/equipes/messages/{hidden board}/1/masquer", form: "motif=", refused: true, what: access.MessagesRead, of: ofAuthor},
	{route: "POST /equipes/messages/{team}/{number}/remettre", path: "/equipes/messages/{hidden board}/1/remettre", what: access.MessageShown, of: ofAuthor},
	{route: "POST /equipes/messages/{team}/auteurs/{person}/bloquer", path: "/equipes/messages/{board}/auteurs/{author}/bloquer", form: "motif=insult", what: access.WriterBlocked, of: ofAuthor},
	{route: "POST /equipes/messages/{team}/auteurs/{person}/debloquer", path: "/equipes/messages/{blocking board}/auteurs/{author}/debloquer", what: access.WriterFreed, of: ofAuthor},
	{route: "GET /equipes", path: "/equipes", nobody: numbers},
	{route: "GET /equipes/proposer", path: "/equipes/proposer", nobody: numbers},
	{route: "POST /equipes/proposer", path: "/equipes/proposer", what: access.TeamProposed, of: ofAnne},

	{route: "GET /pilotage", path: "/pilotage", nobody: figuresOf},
	{route: "POST /pilotage", path: "/pilotage", nobody: figuresOf},
	{route: "GET /pilotage/{file}", path: "/pilotage/quartiers", refused: true, nobody: figuresOf},

	{route: "GET /idees", path: "/idees", nobody: work},
	{route: "GET /idees/nouvelle", path: "/idees/nouvelle", nobody: work},
	{route: "POST /idees/nouvelle", path: "/idees/nouvelle", form: "titre=Marcher", refused: true, nobody: work},
	{route: "GET /idees/{number}", path: "/idees/99", refused: true, nobody: work},
	{route: "POST /idees/{number}/publier", path: "/idees/99/publier", refused: true, nobody: work},
	{route: "POST /idees/{number}/refuser", path: "/idees/99/refuser", form: "raison=Non", refused: true, nobody: work},
	{route: "POST /idees/{number}/retirer", path: "/idees/99/retirer", form: "raison=Non", refused: true, nobody: work},

	{route: "GET /coulisses", path: "/coulisses", nobody: idsOnly},
	{route: "POST /coulisses/{id}/reessayer", path: "/coulisses/{job}/reessayer", nobody: idsOnly},
	{route: "POST /coulisses/{id}/retirer", path: "/coulisses/{job}/retirer", nobody: idsOnly},
}

// TestStaffAreSeenLooking: at each address of the staff it is noted of whom they see or
// change something, or it is said why it shows nobody. A new address fails until
// somebody decides. What cannot be noted is not shown.
func TestStaffAreSeenLooking(t *testing.T) {
	checkSights(t)
	w := newWatched(t)
	for _, s := range sights {
		w.looks(t, s)
	}
	w.anneReads(t)
	w.wantsToNote(t)
}

// wantsToNote holds that what cannot be noted is not shown.
func (w *watched) wantsToNote(t *testing.T) {
	t.Helper()
	var paths []string
	for _, s := range sights {
		if s.nobody == "" && strings.HasPrefix(s.route, "GET ") {
			path, _ := w.filled(t, s)
			paths = append(paths, path)
		}
	}
	w.exec(t, `DROP TABLE staff_access`)
	for _, path := range paths {
		if answer := w.send(http.MethodGet, path, "", w.staff); answer.Code != http.StatusInternalServerError {
			t.Errorf("%s is shown where it cannot be noted: %d", path, answer.Code)
		}
	}
}

// checkSights holds the table against the routes of the program.
func checkSights(t *testing.T) {
	t.Helper()
	for _, r := range web.Routes() {
		ofStaff := !slices.Contains(account.Participant.Permissions(), r.Needs) || strings.Contains(r.Pattern, " /organisations")
		if decided := slices.ContainsFunc(sights, func(s sight) bool { return s.route == r.Pattern }); ofStaff != decided {
			t.Errorf("%s: of the staff %t, in the table of sights %t: say in route_access_test.go of whom it is noted, or why it shows nobody", r.Pattern, ofStaff, decided)
		}
	}
	if t.Failed() {
		t.FailNow()
	}
}

// A watched is the whole program with somebody who has every role.
type watched struct {
	*routeWalk
	staff *asker
	anne  *asker // was given a right and lost it, and lives somewhere without a team
}

// neighboursForATeam are enough, with one more household, for a team to be proposed.
const neighboursForATeam = 8

func newWatched(t *testing.T) *watched {
	t.Helper()
	w := &watched{routeWalk: newRouteWalk(t)}
	w.staff = w.comeAs(t, "officer", defaultCity)
	w.exec(t, `INSERT INTO role (city_id, person_id, role, through, since) VALUES (?, ?, 'administrator', 'command', 0)`,
		defaultCity, w.staff.session.Person.ID)
	w.staff.session = w.sessionOf(t, w.staff.token)
	w.anne = w.comeAs(t, "participant", defaultCity)
	must(t, w.accounts().Grant(t.Context(), w.staff.session, defaultCity, w.anne.email, account.Steward))
	must(t, w.accounts().Revoke(t.Context(), w.staff.session, defaultCity, w.anne.session.Person.ID, account.Steward))
	w.lives(t, w.anne)
	for range neighboursForATeam {
		w.lives(t, w.comeAs(t, "participant", defaultCity))
	}
	return w
}

// lives gives somebody a household that takes part.
func (w *watched) lives(t *testing.T, who *asker) {
	t.Helper()
	_, err := w.homes.households.Create(t.Context(), who.session.Person.ID, household.Home{City: defaultCity, Housing: household.Flat, Persons: 1})
	must(t, err)
	_, err = w.season.Enrol(t.Context(), who.session.Person.ID, challenge.CityChannel)
	must(t, err)
}

// filled is what is asked for, with the things that it names.
func (w *watched) filled(t *testing.T, s sight) (path string, things map[string]string) {
	t.Helper()
	things = map[string]string{"anne": w.anne.session.Person.ID}
	return w.fill(t, s.path, things), things
}

func (w *watched) fill(t *testing.T, text string, things map[string]string) string {
	t.Helper()
	return placeholders.ReplaceAllStringFunc(text, func(name string) string {
		name = strings.Trim(name, "{}")
		if _, made := things[name]; !made {
			things[name] = w.make(t, name, things)
		}
		return things[name]
	})
}

// make makes what only this test needs, and leaves the rest to thing.
func (w *watched) make(t *testing.T, name string, things map[string]string) string {
	t.Helper()
	other := access.Hand{City: defaultCity, Person: w.officer.Person.ID, Role: string(account.Officer)}
	switch name {
	case "fresh name":
		w.serial++
		return fmt.Sprint("Yvonne", w.serial)
	case "full club":
		id := w.newClub(t, defaultCity)
		things["comember"] = w.comember(t, id)
		return id
	case "hidden board":
		id := w.newBoard(t, things)
		must(t, w.season.CityHides(t.Context(), other, id, 1, challenge.Insult))
		return id
	case "blocking board":
		id := w.newBoard(t, things)
		must(t, w.season.Block(t.Context(), other, id, things["author"], challenge.Insult))
		return id
	}
	return w.thing(t, name, w.staff, mine, things)
}

// looks asks for an address and holds what is noted against the table.
func (w *watched) looks(t *testing.T, s sight) {
	t.Helper()
	path, things := w.filled(t, s)
	form := w.fill(t, s.form, things)
	before := w.noted(t, "", "")
	about := ""
	if s.nobody == "" && s.of != ofEmail && s.of != ofName {
		about = w.person(t, s.of, things)
	}
	ofThem := 0
	if about != "" {
		ofThem = w.noted(t, about, s.what)
	}
	method, _, _ := strings.Cut(s.route, " ")
	answer := w.send(method, path, form, w.staff)
	if refused := answer.Code >= http.StatusBadRequest; refused != s.refused || answer.Code >= http.StatusInternalServerError {
		t.Errorf("%s %s: %d\n%s", method, path, answer.Code, answer.Body)
	}
	if s.nobody != "" {
		if after := w.noted(t, "", ""); after != before {
			t.Errorf("%s shows nobody, and %d things are noted", s.route, after-before)
		}
		return
	}
	if about == "" { // they are there since
		about = w.person(t, s.of, things)
	}
	if after := w.noted(t, about, s.what); after != ofThem+1 {
		t.Errorf("%s %s: %s is noted %d times, and was %d", s.route, path, s.what, after, ofThem)
	}
}

// person is the one that something is noted of.
func (w *watched) person(t *testing.T, of whom, things map[string]string) (id string) {
	t.Helper()
	name, err := url.QueryUnescape(things[of.thing])
	must(t, err)
	must(t, w.records.Read(t.Context(), func(tx *db.Tx) error {
		return tx.QueryRow(t.Context(), of.query, name).Scan(&id)
	}))
	return id
}

// noted is how many times something is noted that the staff of this test did: of a
// person, or of anybody.
func (w *watched) noted(t *testing.T, about string, what access.What) (n int) {
	t.Helper()
	must(t, w.records.Read(t.Context(), func(tx *db.Tx) error {
		return tx.QueryRow(t.Context(), `
			SELECT CAST(COALESCE(SUM(times), 0) AS BIGINT) FROM staff_access
			WHERE by_person = ? AND (person_id = ? OR ? = '') AND (what = ? OR ? = '')`,
			w.staff.session.Person.ID, about, about, string(what), string(what)).Scan(&n)
	}))
	return n
}

// anneReads finds on her page what was seen of her, and by whom.
func (w *watched) anneReads(t *testing.T) {
	t.Helper()
	w.exec(t, `UPDATE person SET name = 'Claire' WHERE id = ?`, w.staff.session.Person.ID)
	n := neighbour{w.routeWalk, t, w.anne}
	n.reads("/mes-donnees", "A lu le journal des droits", "A fait une carte")
	n.reads("/mes-donnees", "Claire", "")
	n.reads("/mes-donnees", "A proposé une équipe à votre foyer", "")
}
