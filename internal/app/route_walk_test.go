package app

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"capzero/internal/account"
	"capzero/internal/challenge"
	"capzero/internal/db"
	"capzero/internal/db/dbtest"
	"capzero/internal/footprint"
	"capzero/internal/web"
)

// Whose the things of a request are, and where who asks has their role.
const (
	mine   = "mine"
	theirs = "theirs"
	abroad = "abroad"
)

// otherCity is where roles are held that are worth nothing here.
const otherCity = "ailleurs"

// TestEveryRouteForEveryRole asks for every address as every role, with things of
// one's own, of another household and of another city. The whole program answers.
func TestEveryRouteForEveryRole(t *testing.T) {
	checkLines(t)
	w := newRouteWalk(t)
	for _, l := range lines {
		for _, whose := range l.scopes() {
			want := l.want(whose)
			for i, role := range columns {
				if got := w.ask(t, l, role, whose); got != want[i] {
					t.Errorf("%s as %s, things %s: %q, want %q", l.route+" "+l.path+" "+l.form, role, whose, got, want[i])
				}
			}
		}
	}
	t.Logf("%d addresses in %d lines, %d requests: %s", len(web.Routes()), len(lines), w.asked(), w.count())
}

// checkLines holds the table against the routes of the program.
func checkLines(t *testing.T) {
	t.Helper()
	routes := map[string]bool{}
	for _, r := range web.Routes() {
		routes[r.Pattern] = false
	}
	for _, l := range lines {
		if _, there := routes[l.route]; !there {
			t.Errorf("%s: there is no such route any more, or it is written differently: take its line out of lines in route_table_test.go", l.route)
		}
		routes[l.route] = true
		for _, whose := range l.scopes() {
			if want := l.want(whose); len(want) != len(columns) || strings.Trim(want, ".rsfn") != "" {
				t.Errorf("%s, things %s: %q is not one outcome for each of %v", l.route, whose, want, columns)
			}
		}
		if named := placeholders.MatchString(l.path + l.form); named && l.theirs == "" && l.needsOwner() {
			t.Errorf("%s names a thing: say in theirs what becomes of one that is somebody else's", l.route)
		}
	}
	for _, route := range slices.Sorted(maps.Keys(routes)) {
		if !routes[route] {
			method, path, _ := strings.Cut(route, " ")
			t.Errorf("%s is in no line. Add one to lines in route_table_test.go, one letter for each of %v:\n"+
				"\t{route: %q, path: %q, mine: \"???????\"}, // %s", route, columns, route, path, method)
		}
	}
	if t.Failed() {
		t.FailNow()
	}
}

// placeholders are the names of things in a path or a form.
var placeholders = regexp.MustCompile(`\{([a-z ]+)\}`)

// free are the things that belong to nobody: there is no other household's.
var free = []string{"{email}", "{link}", "{code}", "{household code}", "{household link}", "{team link}", "{text}", "{ranking text}"}

// needsOwner reports whether a line names a thing that is somebody's.
func (l line) needsOwner() bool {
	for _, name := range placeholders.FindAllString(l.path+l.form, -1) {
		if !slices.Contains(free, name) {
			return true
		}
	}
	return false
}

func (l line) scopes() []string {
	if l.theirs == "" {
		return []string{mine, abroad}
	}
	return []string{mine, theirs, abroad}
}

// want is the outcomes of a line. Abroad everybody who has come in is a
// participant here and no more.
func (l line) want(whose string) string {
	switch {
	case whose == mine:
		return l.mine
	case whose == theirs:
		return l.theirs
	case l.abroad != "":
		return l.abroad
	case len(l.mine) < 2:
		return l.mine
	}
	return l.mine[:1] + strings.Repeat(l.mine[1:2], len(columns)-1)
}

// A routeWalk is the whole program with somebody for each role.
type routeWalk struct {
	*App
	clock *tickingClock

	seasonID string
	officer  account.Session // who makes what others find
	printer  account.Session
	people   map[string]*asker             // by role and city
	needs    map[string]account.Permission // of the routes
	serial   int
	counts   map[byte]int
}

// A tickingClock is a quarter of an hour later whenever somebody comes in, so that
// the last mail is the last and nobody has asked for too many.
type tickingClock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *tickingClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *tickingClock) tick() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(15 * time.Minute)
}

// An asker is somebody with a browser.
type asker struct {
	role     string
	city     string
	email    string
	session  account.Session
	token    account.Token
	measure  footprint.Token // of a visitor
	measured bool
	club     string // the organisation of a member
	mate     *asker // who lives with them
}

func newRouteWalk(t *testing.T) *routeWalk {
	t.Helper()
	place, clock := dbtest.Place(t), &tickingClock{now: time.Date(2026, time.November, 23, 18, 0, 0, 0, time.UTC)}
	markDemo(t, place)
	config := at(place)
	config.Now, config.Key, config.URL = clock.Now, t.TempDir()+"/capzero.key", "http://localhost:8080"
	a, err := New(t.Context(), config)
	must(t, err)
	t.Cleanup(func() { must(t, a.Close()) })
	w := &routeWalk{App: a, clock: clock, people: map[string]*asker{}, counts: map[byte]int{}, needs: map[string]account.Permission{}}
	for _, r := range web.Routes() {
		w.needs[r.Pattern] = r.Needs
	}
	w.grantAt(t, "first@example.org", account.Administrator) // so that another one can go
	w.seasonID = w.planSeason(t)
	w.officer = w.comeAs(t, "officer", defaultCity).session
	w.printer = w.comeAs(t, "facilitator", defaultCity).session
	return w
}

// planSeason plans a season in which everybody does missions at once.
func (w *routeWalk) planSeason(t *testing.T) string {
	t.Helper()
	plan := challenge.UsualPlan("Défi", challenge.WeekOf("2026-10-05"))
	plan.Waves = 1
	id, err := w.season.PlanSeason(t.Context(), "", defaultCity, plan)
	must(t, err)
	return id
}

// markDemo makes the records those of a demonstration, whose mails can be read.
func markDemo(t *testing.T, place string) {
	t.Helper()
	records, err := db.Open(t.Context(), place, time.Now)
	must(t, err)
	must(t, records.MarkDemo(t.Context()))
	must(t, records.Close())
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// ask asks for what a line says and returns the letter of what comes.
func (w *routeWalk) ask(t *testing.T, l line, role, whose string) byte {
	t.Helper()
	who := w.person(t, role, whose)
	if w.needs[l.route] == account.Measure {
		w.measureFor(t, who)
	}
	if w.needs[l.route] == account.LiveInHousehold {
		w.houseFor(t, who)
	}
	things := map[string]string{}
	fill := func(text string) string {
		return placeholders.ReplaceAllStringFunc(text, func(name string) string {
			name = strings.Trim(name, "{}")
			if _, made := things[name]; !made {
				things[name] = w.thing(t, name, who, whose, things)
			}
			return things[name]
		})
	}
	path, form := fill(l.path), fill(l.form)
	method, _, _ := strings.Cut(l.route, " ")
	if method != http.MethodPost {
		method = http.MethodGet
	}
	answer := w.send(method, path, form, who)
	outcome := outcomeOf(answer)
	if outcome == 0 {
		t.Fatalf("%s %s as %s, things %s: status %d\n%s", method, path, role, whose, answer.Code, answer.Body)
	}
	if whose == theirs {
		w.checkUntouched(t, l, things)
	}
	if l.spends || method == http.MethodPost && strings.HasPrefix(path, "/equipe/") {
		delete(w.people, role+" "+whose)
	}
	w.counts[outcome]++
	return outcome
}

// kept are the things that belong to one person, and how many there are of one.
// What somebody else asks for never changes them, whatever it is answered with.
var kept = map[string]string{
	"device":     `SELECT COUNT(*) FROM session WHERE id = ?`,
	"key":        `SELECT COUNT(*) FROM passkey WHERE id = ? AND name = 'Clé'`,
	"invitation": `SELECT COUNT(*) FROM invitation WHERE id = ? AND ended = ''`,
	"proposal":   `SELECT COUNT(*) FROM invitation WHERE id = ? AND ended = ''`,
}

func (w *routeWalk) checkUntouched(t *testing.T, l line, things map[string]string) {
	t.Helper()
	for name, id := range things {
		query, ok := kept[name]
		if !ok {
			continue
		}
		must(t, w.records.Read(t.Context(), func(tx *db.Tx) error {
			var n int
			err := tx.QueryRow(t.Context(), query, id).Scan(&n)
			if err == nil && n != 1 {
				t.Errorf("%s changed a %s that is somebody else's", l.route, name)
			}
			return err
		}))
	}
}

func (w *routeWalk) send(method, path, form string, who *asker) *httptest.ResponseRecorder {
	w.serial++
	r := httptest.NewRequest(method, path, strings.NewReader(form))
	r.RemoteAddr = fmt.Sprintf("198.51.%d.%d:1000", w.serial/250%250, w.serial%250)
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	if who.token != "" {
		r.AddCookie(&http.Cookie{Name: "capzero-session", Value: string(who.token)})
	}
	if who.measure != "" {
		r.AddCookie(&http.Cookie{Name: "capzero", Value: string(who.measure)})
	}
	// A browser that has asked for a mail and begun with the city's sign-in.
	r.AddCookie(&http.Cookie{Name: "capzero-entree", Value: rand.Text()})
	answer := httptest.NewRecorder()
	w.server.Handler.ServeHTTP(answer, r)
	return answer
}

// outcomeOf is the letter of an answer, none for a failure of ours.
func outcomeOf(w *httptest.ResponseRecorder) byte {
	switch status := w.Code; {
	case status == http.StatusUnauthorized,
		status == http.StatusSeeOther && strings.HasPrefix(w.Header().Get("Location"), "/entrer?suite="):
		return 's'
	case status < 400:
		return '.'
	case status == http.StatusForbidden:
		return 'f'
	case status == http.StatusNotFound:
		return 'n'
	case status == http.StatusUnprocessableEntity, status == http.StatusConflict:
		return 'r'
	}
	return 0
}

func (w *routeWalk) asked() (n int) {
	for _, count := range w.counts {
		n += count
	}
	return n
}

func (w *routeWalk) count() string {
	var words []string
	for _, o := range []struct {
		letter byte
		word   string
	}{{'.', "allowed"}, {'r', "refused in words"}, {'s', "sign in first"}, {'f', "forbidden"}, {'n', "not found"}} {
		words = append(words, fmt.Sprintf("%d %s", w.counts[o.letter], o.word))
	}
	return strings.Join(words, ", ")
}

// person is somebody with a role, the same one until they are gone.
func (w *routeWalk) person(t *testing.T, role, whose string) *asker {
	t.Helper()
	key := role + " " + whose
	if who, ok := w.people[key]; ok {
		return who
	}
	city := defaultCity
	if whose == abroad {
		city = otherCity
	}
	w.people[key] = w.comeAs(t, role, city)
	return w.people[key]
}

// comeAs signs somebody in who has a role in a city.
func (w *routeWalk) comeAs(t *testing.T, role, city string) *asker {
	t.Helper()
	w.serial++
	who := &asker{role: role, city: city, email: fmt.Sprintf("%s-%d@example.org", role, w.serial)}
	if role == "visitor" {
		return who
	}
	who.token = w.signIn(t, who.email)
	who.session = w.sessionOf(t, who.token)
	switch {
	case role == "member":
		who.club = w.newClub(t, city)
		w.exec(t, `INSERT INTO organisation_member (organisation_id, person_id, since) VALUES (?, ?, 0)`, who.club, who.session.Person.ID)
		w.exec(t, `INSERT INTO organisation_trust (organisation_id, permission, since) VALUES (?, ?, 0)`, who.club, string(account.PrintCards))
	case role != "participant":
		w.exec(t, `INSERT INTO role (city_id, person_id, role, through, since) VALUES (?, ?, ?, 'command', 0)`,
			city, who.session.Person.ID, role)
	}
	who.session = w.sessionOf(t, who.token)
	return who
}

// signIn lets the owner of an address in, by a mail.
func (w *routeWalk) signIn(t *testing.T, email string) account.Token {
	t.Helper()
	in, err := w.accounts().Use(t.Context(), account.Token(w.link(t, email)), account.Entry{Source: email, Language: "fr"})
	must(t, err)
	return in.Token
}

var linkInMail = regexp.MustCompile(`/entrer/([A-Z2-7]{26})`)

// link has a mail written and returns the token of its link.
func (w *routeWalk) link(t *testing.T, email string) string {
	t.Helper()
	w.clock.tick()
	id, err := w.accounts().Start(t.Context(), account.Asked{Email: email, Source: email, Language: "fr"})
	must(t, err)
	must(t, w.accounts().WriteSignInMail(t.Context(), account.SignInMail{SignIn: id}))
	letters, err := w.App.people.mails.Mailbox(t.Context(), 1)
	must(t, err)
	return linkInMail.FindStringSubmatch(letters[0].Plain)[1]
}

func (w *routeWalk) accounts() *account.Service { return w.App.people.accounts }

func (w *routeWalk) sessionOf(t *testing.T, token account.Token) account.Session {
	t.Helper()
	session, err := w.accounts().Session(t.Context(), token)
	must(t, err)
	return session
}

func (w *routeWalk) grantAt(t *testing.T, email string, r account.Role) {
	t.Helper()
	must(t, w.accounts().GrantAsOperator(t.Context(), email, r))
}

// measureFor gives somebody a result and a bilan.
func (w *routeWalk) measureFor(t *testing.T, who *asker) {
	t.Helper()
	if who.measured {
		return
	}
	who.measured = true
	var holder footprint.Holder = footprint.Person(who.session.Person.ID)
	if who.token == "" {
		token, err := w.measures.Start(t.Context(), defaultCity)
		must(t, err)
		who.measure, holder = token, token
	} else {
		must(t, w.measures.StartOf(t.Context(), who.session.Person.ID, defaultCity))
	}
	rule, err := w.measures.First(t.Context(), holder, "fr")
	for must(t, err); rule != ""; must(t, err) {
		rule, err = w.measures.Answer(t.Context(), holder, rule, "fr", footprint.Input{Unknown: true})
	}
	_, err = w.measures.Result(t.Context(), holder, "fr")
	must(t, err)
	must(t, w.measures.Keep(t.Context(), holder))
}

// exec writes what no page of this city can: a role elsewhere, a passkey without
// a device.
func (w *routeWalk) exec(t *testing.T, statement string, args ...any) {
	t.Helper()
	must(t, w.records.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(t.Context(), statement, args...)
		return err
	}))
}

func (w *routeWalk) newClub(t *testing.T, city string) string {
	t.Helper()
	id := rand.Text()
	w.exec(t, `INSERT INTO organisation (id, city_id, name, about, created_at) VALUES (?, ?, 'Club', '', 0)`, id, city)
	return id
}

// thing makes what a path or a form names, for who asks or for somebody else.
func (w *routeWalk) thing(t *testing.T, name string, who *asker, whose string, made map[string]string) string {
	t.Helper()
	w.serial++
	owner := who
	if whose == theirs && name != "me" {
		owner = w.person(t, "participant", mine)
		if owner == who {
			owner = w.person(t, "steward", mine)
		}
	}
	if owner.token == "" { // a visitor has no things of an account
		owner = w.person(t, "participant", mine)
	}
	switch name {
	case "email":
		return url.QueryEscape(fmt.Sprintf("somebody-%d@example.org", w.serial))
	case "link":
		return w.link(t, fmt.Sprintf("somebody-%d@example.org", w.serial))
	case "bilan":
		return map[bool]string{true: "1", false: "2"}[whose != theirs] // of one's own there is one
	case "device":
		return w.sessionOf(t, w.signIn(t, owner.email)).ID
	case "key":
		return w.newKey(t, owner)
	case "me", "colleague":
		return w.colleague(t, name, who)
	case "comember":
		return w.comember(t, made["club"])
	case "club", "empty club":
		return w.clubFor(t, name, who, whose)
	case "card", "code":
		return w.newCard(t, name, who.city)
	case "job":
		return w.newJob(t)
	case "season":
		return w.seasonID
	case "team link":
		return w.teamLink(t)
	case "board":
		return w.newBoard(t, made)
	case "child", "absence":
		return w.number(t, name, who, whose)
	case "invitation", "proposal", "housemate", "household code", "household link", "text", "ranking text", "pseudonym":
		return w.homeThing(t, name, owner)
	}
	t.Fatalf("nobody knows how to make a {%s}: add it to thing in route_walk_test.go", name)
	return ""
}

func (w *routeWalk) newKey(t *testing.T, owner *asker) string {
	t.Helper()
	id := base64.RawURLEncoding.EncodeToString(bytes.Repeat([]byte{byte(w.serial), byte(w.serial >> 8)}, 8))
	w.exec(t, `INSERT INTO passkey (id, person_id, name, credential, created_at, used_at) VALUES (?, ?, 'Clé', '{}', 0, NULL)`,
		id, owner.session.Person.ID)
	return id
}

// colleague is the id of who asks, or of somebody new with a role.
func (w *routeWalk) colleague(t *testing.T, name string, who *asker) string {
	t.Helper()
	if name == "me" && who.token != "" {
		return who.session.Person.ID
	}
	other := w.comeAs(t, "facilitator", who.city).session.Person.ID
	w.exec(t, `INSERT INTO role (city_id, person_id, role, through, since) VALUES (?, ?, 'administrator', 'command', 0)`, who.city, other)
	return other
}

func (w *routeWalk) comember(t *testing.T, club string) string {
	t.Helper()
	other := w.comeAs(t, "participant", defaultCity).session.Person.ID
	w.exec(t, `INSERT INTO organisation_member (organisation_id, person_id, since) VALUES (?, ?, 0)`, club, other)
	return other
}

// clubFor is the organisation of a member, or another one.
func (w *routeWalk) clubFor(t *testing.T, name string, who *asker, whose string) string {
	t.Helper()
	if name == "club" && who.club != "" && whose != theirs {
		return who.club
	}
	return w.newClub(t, who.city)
}

// newCard is the id of a card of a city, or the code of one of this city.
func (w *routeWalk) newCard(t *testing.T, name, city string) string {
	t.Helper()
	printed, err := w.accounts().MakeCard(t.Context(), w.printer, defaultCity, "", "Yvonne")
	must(t, err)
	if name == "code" {
		return strings.ReplaceAll(printed.Code, "-", "")
	}
	w.exec(t, `UPDATE card SET city_id = ? WHERE id = ?`, city, printed.ID)
	return printed.ID
}

// newJob puts a job into the queue, which nobody works off here.
func (w *routeWalk) newJob(t *testing.T) string {
	t.Helper()
	must(t, w.records.Write(t.Context(), func(tx *db.Tx) error {
		return w.enqueue(context.WithoutCancel(t.Context()), tx, account.SignInMail{SignIn: rand.Text()})
	}))
	waiting, err := w.queue.Waiting(t.Context(), 1000)
	must(t, err)
	newest := int64(0)
	for _, j := range waiting {
		newest = max(newest, j.ID)
	}
	return strconv.FormatInt(newest, 10)
}
