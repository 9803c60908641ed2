package test

import (
	"archive/zip"
	"context"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"capzero/internal/db"
	"capzero/internal/db/dbtest"
	"capzero/test/visitor"
)

// A mark is a text that a person types somewhere, and that nobody else does.
type mark string

// A plantation is a person whose every text is a mark.
type plantation struct {
	*visitor.Visitor
	name, email mark
	marks       map[string]mark // by the field that it is typed into
	typed       int             // how many
}

// newPlantation is somebody of that name. Marks are of small letters and digits: no
// field changes those.
func newPlantation(url, name string) *plantation {
	return &plantation{
		Visitor: visitor.New(url), name: mark("zq" + name + "nom"), email: mark("zq" + name + "mail@example.org"),
		marks: map[string]mark{},
	}
}

// mark is what is typed into a field.
func (p *plantation) mark(field string) string {
	p.typed++
	p.marks[field] = mark(fmt.Sprintf("%s%02dz", strings.TrimSuffix(string(p.name), "nom"), p.typed))
	return string(p.marks[field])
}

// all are the marks of a person, those of their account included.
func (p *plantation) all() []mark {
	all := []mark{p.name, p.email}
	for _, m := range p.marks {
		all = append(all, m)
	}
	return all
}

// does posts a form, and wants it to be taken.
func (p *plantation) does(t *testing.T, path string, form url.Values) *visitor.Page {
	t.Helper()
	page := must(t)(p.Post(path, form))
	if page.Status != http.StatusOK {
		t.Fatalf("%s %v: %d: %s", path, form, page.Status, mainOf(page))
	}
	return page
}

// Fields into which a text can be typed, with what becomes of it. A field that is in
// none of these lists, and takes more than numbers, fails TestErasureLeavesNothing.
var (
	// planted are kept, and are only of the person who types.
	planted = []string{
		"/compte/nom name", "/compte/adresse email", "/compte/cles name", "/compte/cles/{id}/nom name", "/entrer email",
		"/bilans/{id}/nom nom", "/mon-equipe/visibilite pseudonyme", "/mon-equipe/messages message",
		"/idees/nouvelle titre", "/idees/nouvelle pourquoi", "/idees/nouvelle etape1", "/idees/nouvelle etape2",
		"/idees/nouvelle etape3", "/idees/nouvelle note", "/idees/nouvelle source",
	}
	// shared are of the household: they go with its last adult.
	shared = []string{"/foyer/enfants prenom", "/foyer/enfants/{id} prenom"}
	// ofOthers stay: they are the name of something that is not the person's, or what
	// somebody did for the city.
	ofOthers = map[string]string{
		"/mon-equipe equipe":                "the name of a team is its members'",
		"/mon-equipe/nom equipe":            "the name of a team is its members'",
		"/cartes name":                      "the person of the card is who is called so",
		"/equipe email":                     "finds somebody who has an account, and is not kept",
		"/organisations name":               "the organisation's",
		"/organisations about":              "the organisation's",
		"/organisations/{id} name":          "the organisation's",
		"/organisations/{id} about":         "the organisation's",
		"/organisations/{id}/membres email": "finds somebody who has an account, and is not kept",
		"/saisons/nouvelle nom":             "the city's",
		"/saisons/{id} nom":                 "the city's",
		"/idees/{id}/retirer raison":        "the city's reason for a decision",
		"/idees/{id}/refuser raison":        "the city's reason for a decision",
	}
	// inVain are secrets of somebody else: what is typed is compared and never kept.
	inVain = []string{"/carte code", "/entrer/code code", "/rejoindre code"}
)

// onlyNumbers are the fields whose keyboard has no letters: what is no number is
// refused.
func onlyNumbers(s *goquery.Selection) bool {
	return slices.Contains([]string{"decimal", "numeric"}, s.AttrOr("inputmode", ""))
}

var sampleID = regexp.MustCompile(`/([A-Z]{2,}[0-9]*|[0-9]+)(/|$)`)

// textFields are the fields of all forms of the program into which a text can be
// typed: "/compte/nom name". It looks at the states of all pages.
func textFields(t *testing.T) (texts, numbers []string) {
	t.Helper()
	place := t.TempDir()
	records := must2(t)(db.Open(t.Context(), place, time.Now))
	if err := records.MarkDemo(t.Context()); err != nil {
		t.Fatal(err)
	}
	records.Close()
	p := serve(t, place)
	v := visitor.New(p.URL)
	for _, state := range must(t)(v.Get("/gallery")).Links("main a[href^='/gallery/']") {
		page := must(t)(v.Get(state))
		page.Doc.Find("form input, form textarea").Each(func(_ int, s *goquery.Selection) {
			if !slices.Contains([]string{"text", "email", "search", "tel", "url", "password"}, s.AttrOr("type", "text")) {
				return
			}
			action, _, _ := strings.Cut(s.Closest("form").AttrOr("action", ""), "?")
			field := sampleID.ReplaceAllString(action, "/{id}$2") + " " + s.AttrOr("name", "")
			if onlyNumbers(s) {
				numbers = append(numbers, action+" "+s.AttrOr("name", ""))
			} else {
				texts = append(texts, field)
			}
		})
	}
	slices.Sort(texts)
	slices.Sort(numbers)
	return slices.Compact(texts), slices.Compact(numbers)
}

// must2 is must for what is no page.
func must2(t *testing.T) func(*db.DB, error) *db.DB {
	return func(d *db.DB, err error) *db.DB {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
}

// remains are the marks that are somewhere at a place: in a byte of a file of SQLite
// whatever it is, or in a row of any table of PostgreSQL, and of the queue of jobs.
func remains(t *testing.T, place string, marks []mark) map[mark][]string {
	t.Helper()
	found := map[mark][]string{}
	look := func(where, text string) {
		text = strings.ToLower(text)
		for _, m := range marks {
			if strings.Contains(text, string(m)) {
				found[m] = append(found[m], where)
			}
		}
	}
	if !db.IsAddress(place) {
		err := filepath.WalkDir(place, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := os.ReadFile(path)
			look(filepath.Base(path), string(data))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for table, rows := range tables(t, place) {
		look("table "+table, rows)
	}
	return found
}

// tables are all rows of all tables at a place, as text.
func tables(t *testing.T, place string) map[string]string {
	t.Helper()
	records := must2(t)(db.Open(t.Context(), place, time.Now))
	defer records.Close()
	list, all := `SELECT name FROM sqlite_master WHERE type = 'table'`, map[string]string{}
	if records.Engine() == db.PostgreSQL {
		list = `SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) FROM information_schema.tables
			WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`
	}
	err := records.Read(t.Context(), func(tx *db.Tx) error {
		names, err := rowsOf(t.Context(), tx, list)
		if err != nil {
			return err
		}
		for _, name := range names {
			rows, err := rowsOf(t.Context(), tx, `SELECT * FROM `+name)
			if err != nil {
				return err
			}
			all[name] = strings.Join(rows, "\n")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// rowsOf are the rows of a query, each as text.
func rowsOf(ctx context.Context, tx *db.Tx, query string) (all []string, err error) {
	rows, err := tx.Query(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	values, into := make([]any, len(columns)), make([]any, len(columns))
	for n := range values {
		into[n] = &values[n]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		var texts []string
		for _, v := range values {
			if b, ok := v.([]byte); ok {
				v = string(b)
			}
			texts = append(texts, fmt.Sprint(v))
		}
		all = append(all, strings.Join(texts, "\t"))
	}
	return all, rows.Err()
}

// TestErasureLeavesNothing: two people of one household fill every field there is.
// One erases everything, and then the other one. What is theirs is gone from
// everywhere, and only that; nor does a backup of before bring it back.
func TestErasureLeavesNothing(t *testing.T) {
	t.Parallel()
	texts, numbers := textFields(t)
	for _, field := range texts {
		if _, others := ofOthers[field]; !others && !slices.Contains(slices.Concat(planted, shared, inVain), field) {
			t.Errorf("a text can be typed into %q: plant a mark there, or say why not", field)
		}
	}
	dbtest.OnBothPlaces(t, func(t *testing.T, place string) { leavesNothing(t, place, numbers) })
}

func leavesNothing(t *testing.T, place string, numbers []string) {
	s := &street{place: place}
	s.plan(t)
	office := openPostOffice(t)
	backups := t.TempDir()
	p := serve(t, place, append(office.flags, "--backups", backups)...)
	boss := visitor.New(p.URL)
	must(t)(boss.Post(found(t, firstLink, &visitor.Page{HTML: p.Said("/premiere/")}), nil))
	mara, paul := newPlantation(p.URL, "mara"), newPlantation(p.URL, "paul")
	mara.settle(t, office, "/")
	makeHome(t, mara.Visitor)
	link := invite(t, mara.Visitor)
	paul.settle(t, office, link)
	wantPage(t, must(t)(paul.Post(link, nil)), "/foyer?fait=rejoint")
	wantStatus(t, must(t)(boss.Post("/equipe", url.Values{"email": {string(mara.email)}, "role": {"facilitator"}})), http.StatusOK)
	mara.fill(t, s)
	mara.typeInVain(t, numbers)
	child := mara.fillShared(t)
	team := mara.mark("team")
	delete(mara.marks, "team")
	mara.does(t, "/mon-equipe", url.Values{"equipe": {team}})
	mara.showInTeam(t)
	for _, who := range []*plantation{mara, paul} {
		who.does(t, "/mon-equipe/messages", url.Values{"message": {"Bonjour " + who.mark("message")}})
	}
	s.keepKey(t, mara)

	before := remains(t, place, slices.Concat(mara.all(), paul.all(), []mark{child}))
	for _, m := range slices.Concat(mara.kept(), paul.kept(), []mark{child}) {
		if len(before[m]) == 0 {
			t.Errorf("%s was planted, and is nowhere before anything is erased", m)
		}
	}
	copied := mara.takeAlong(t)
	for _, m := range append(mara.kept(), child) {
		if !strings.Contains(strings.ToLower(copied), string(m)) {
			t.Errorf("%s (%s) is not in the copy that she took along", m, mara.fieldOf(m))
		}
	}
	for _, m := range paul.kept() {
		if strings.Contains(copied, string(m)) {
			t.Errorf("%s (%s) of somebody else is in the copy that she took along", m, paul.fieldOf(m))
		}
	}
	id := s.text(t, `SELECT id FROM person WHERE name = ?`, string(mara.name))
	backup := backUp(t, place, backups)
	mara.leave(t)
	after := remains(t, place, slices.Concat(mara.all(), paul.all(), []mark{child}))
	for _, m := range mara.all() {
		if len(after[m]) > 0 {
			t.Errorf("%s (%s) is still in %v", m, mara.fieldOf(m), after[m])
		}
	}
	for _, m := range append(paul.kept(), child) {
		if len(after[m]) == 0 {
			t.Errorf("%s was not hers, and is gone", m)
		}
	}
	for table, rows := range tables(t, place) {
		if strings.Contains(rows, id) && !slices.Contains(leadNowhere, bare(table)) {
			t.Errorf("her id is still in %s", table)
		}
	}
	if got := livesThere(t, paul.Visitor); got != string(paul.name)+" "+string(child) {
		t.Errorf("there live %q", got)
	}
	if page := must(t)(paul.Get("/mon-equipe")); !strings.Contains(page.HTML, team) {
		t.Errorf("his team is gone: %s", mainOf(page))
	}
	if status := must(t)(mara.Get("/compte")).Path; status == "/compte" {
		t.Error("she is still signed in")
	}

	paul.leave(t)
	for m, where := range remains(t, place, slices.Concat(mara.all(), paul.all(), []mark{child})) {
		t.Errorf("after both have gone %s is still in %v", m, where)
	}
	for _, m := range slices.Concat(mara.all(), paul.all(), []mark{child}) {
		if strings.Contains(strings.ToLower(p.Log()), string(m)) {
			t.Errorf("%s is in the log of the program", m)
		}
	}
	restored, _ := putBack(t, backup, place)
	for m, where := range remains(t, restored, slices.Concat(mara.all(), paul.all(), []mark{child})) {
		t.Errorf("a backup of before, put back, has %s in %v", m, where)
	}
	if office.letters == nil || !strings.Contains(office.to(string(mara.email)), "Référence de l’effacement") {
		t.Errorf("she got no receipt: %s", office.to(string(mara.email)))
	}
}

var firstLink = regexp.MustCompile(`/premiere/[A-Z0-9]+`)

// leadNowhere are the tables in which the id of who is gone stays: it leads to
// nobody. What is in the queue of jobs is done within minutes and dropped in days.
var leadNowhere = []string{"consent", "right_event", "river_job"}

// bare is the name of a table without its schema.
func bare(table string) string { return table[strings.LastIndexByte(table, '.')+1:] }

// settle measures, and signs up with that.
func (p *plantation) settle(t *testing.T, office *postOffice, from string) {
	t.Helper()
	if _, err := p.Measure(truthOf(t, "nolan")); err != nil {
		t.Fatal(err)
	}
	comeIn(t, office, p.Visitor, string(p.email), string(p.name), from)
}

// fill types a mark into every field that is a person's own.
func (p *plantation) fill(t *testing.T, s *street) {
	t.Helper()
	p.does(t, "/compte/adresse", url.Values{"email": {p.mark("adresse") + "@example.org"}})
	p.does(t, "/bilans", nil)
	p.does(t, "/bilans/1/nom", url.Values{"nom": {p.mark("bilan")}})
	form := url.Values{
		"theme": {"déchets"}, "effort": {"1"}, "cout": {"gratuit"}, "rythme": {"semaine"}, "pour": {"foyer"}, "fois": {"1"},
		"preuve": {"déclarée"}, "chiffre": {"stream"}, "flux": {"glass"}, "kilos": {"0,2"},
		"source": {"https://" + p.mark("source") + ".example.org"},
	}
	for _, field := range []string{"titre", "pourquoi", "etape1", "etape2", "etape3", "note"} {
		form.Set(field, "Voir "+p.mark(field))
	}
	p.does(t, "/idees/nouvelle", form)
}

// fillShared types the first name of a child, twice.
func (p *plantation) fillShared(t *testing.T) mark {
	t.Helper()
	p.does(t, "/foyer/enfants", url.Values{"prenom": {p.mark("enfant")}})
	child := must(t)(p.Get("/foyer")).Doc.Find(`a[href^="/foyer/enfants/"]`).AttrOr("href", "")
	renamed := p.mark("prenom")
	delete(p.marks, "prenom")
	p.does(t, child, url.Values{"prenom": {renamed}})
	return mark(renamed)
}

// showInTeam shows the household to its team under a name.
func (p *plantation) showInTeam(t *testing.T) {
	t.Helper()
	choice := must(t)(p.Get("/vos-choix")).Doc.Find("#choix-team input[name=texte]").AttrOr("value", "")
	p.does(t, "/vos-choix", url.Values{"finalite": {"team"}, "texte": {choice}, "choix": {"accept"}})
	p.does(t, "/mon-equipe/visibilite", url.Values{"visibilite": {"name"}, "pseudonyme": {p.mark("pseudonyme")}})
}

// typeInVain types marks where they are refused: they are not to be kept for that.
func (p *plantation) typeInVain(t *testing.T, numbers []string) {
	t.Helper()
	for _, field := range slices.Concat(numbers, inVain) {
		action, name, _ := strings.Cut(field, " ")
		form := url.Values{name: {p.mark("in vain: " + field)}}
		page, err := p.Post(action, form)
		if err == nil && page.Status < 400 {
			_, err = p.Get(action + "?" + form.Encode())
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// kept are the marks that a person has typed where they are kept.
func (p *plantation) kept() (all []mark) {
	all = []mark{p.name, p.email}
	for field, m := range p.marks {
		if !strings.HasPrefix(field, "in vain") && field != "enfant" {
			all = append(all, m)
		}
	}
	return all
}

func (p *plantation) fieldOf(m mark) string {
	for field, is := range p.marks {
		if is == m {
			return field
		}
	}
	return "account"
}

// leave erases everything through the pages, within a second, and waits until the
// receipt says that it is gone from the files too.
func (p *plantation) leave(t *testing.T) {
	t.Helper()
	form := must(t)(p.Get("/mes-donnees/effacer"))
	reference := form.Doc.Find("input[name=reference]").AttrOr("value", "")
	page := must(t)(p.Post("/mes-donnees/effacer", url.Values{"reference": {reference}, "confirme": {"oui"}}))
	wantPage(t, page, "/mes-donnees/recu/"+reference)
	if page.Took > time.Second {
		t.Errorf("erasing took %s", page.Took)
	}
	for deadline := time.Now().Add(time.Minute); !strings.Contains(mainOf(page), "Il n’en reste rien"); page = must(t)(p.Get(page.Path)) {
		if time.Now().After(deadline) {
			t.Fatalf("it never left the files: %s", mainOf(page))
		}
		time.Sleep(50 * time.Millisecond)
	}
	again := must(t)(p.Post("/mes-donnees/effacer", url.Values{"reference": {reference}, "confirme": {"oui"}}))
	wantPage(t, again, "/mes-donnees/recu/"+reference)
}

// keepKey gives somebody a key with a name. Making one takes a device, which the
// tests of package account and of the browser have.
func (s *street) keepKey(t *testing.T, p *plantation) {
	t.Helper()
	records := must2(t)(db.Open(t.Context(), s.place, time.Now))
	defer records.Close()
	err := records.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(t.Context(), `
			INSERT INTO passkey (id, person_id, name, credential, created_at, used_at)
			SELECT 'KEY', id, ?, '{}', ?, NULL FROM person WHERE name = ?`, p.mark("key"), tx.Now.Unix(), string(p.name))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// takeAlong asks for a copy through the pages, and returns what is in its files.
func (p *plantation) takeAlong(t *testing.T) string {
	t.Helper()
	begun := time.Now()
	p.does(t, "/mes-donnees/export", nil)
	file := ""
	for file == "" {
		page := must(t)(p.Get("/mes-donnees"))
		if file = page.Link(`a[href^="/mes-donnees/export/"]`); file == "" && time.Since(begun) > time.Minute {
			t.Fatalf("no copy was made: %s", mainOf(page))
		}
		time.Sleep(20 * time.Millisecond)
	}
	if took := time.Since(begun); took > 10*time.Second {
		t.Errorf("a copy took %s", took)
	}
	zipped := must(t)(p.Get(file))
	wantStatus(t, zipped, http.StatusOK)
	if other := must(t)(visitor.New(p.URL).Get(file)); other.Header.Get("Content-Type") == "application/zip" {
		t.Error("anybody may fetch it")
	}
	archive, err := zip.NewReader(strings.NewReader(zipped.HTML), int64(len(zipped.HTML)))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, f := range archive.File {
		r, err := f.Open()
		if err == nil {
			_, err = io.Copy(&all, r)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return all.String()
}

// to are all letters to somebody.
func (p *postOffice) to(email string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var all strings.Builder
	for _, l := range p.letters {
		if strings.EqualFold(l.to, email) {
			all.WriteString(l.text)
		}
	}
	return all.String()
}
