package test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"capzero/test/program"
	"capzero/test/visitor"
)

// signUp lets somebody in by mail, under a name.
func signUp(t *testing.T, p *program.Process, office *postOffice, v *visitor.Visitor, name string) {
	t.Helper()
	email := strings.ToLower(name) + "@example.org"
	askForMail(t, v, email)
	link, _ := office.next(t, email, 0)
	must(t)(v.Post(link, nil))
	must(t)(v.Post("/compte/nom", url.Values{"name": {name}, "suite": {"/foyer"}}))
	if got := nameOf(t, v); got != name {
		t.Fatalf("%s is called %q", name, got)
	}
}

// habitants is what the form of a question about the home holds for a visitor.
func habitants(t *testing.T, v *visitor.Visitor) string {
	t.Helper()
	return must(t)(v.Get("/mesurer/question/logement/habitants")).Form().Get("value")
}

// wantPage fails unless a page was answered as wanted.
func wantPage(t *testing.T, page *visitor.Page, status int, says ...string) {
	t.Helper()
	text := page.Doc.Find("main").Text()
	if page.Status != status {
		t.Fatalf("%s answered %d, want %d: %s", page.Path, page.Status, status, strings.Join(strings.Fields(text), " "))
	}
	for _, words := range says {
		if !strings.Contains(text, words) {
			t.Errorf("%s does not say %q: %s", page.Path, words, strings.Join(strings.Fields(text), " "))
		}
	}
}

var invitationLink = regexp.MustCompile(`/rejoindre/[A-Za-z0-9_-]+`)

// TestTwoAdultsOfOneHome: one measures, signs up and invites; the other follows
// the link, finds what was said of the home and nothing else, is shown a footprint
// only while it is shared, and takes a copy along when they part.
func TestTwoAdultsOfOneHome(t *testing.T) {
	office := openPostOffice(t)
	p := serve(t, place(t), office.flags...)
	anne, marc := visitor.New(p.URL), visitor.New(p.URL)
	if _, err := anne.Measure(truthOf(t, "jessica")); err != nil {
		t.Fatal(err)
	}
	said := habitants(t, anne)
	signUp(t, p, office, anne, "Anne")
	wantPage(t, must(t)(anne.Post("/foyer/nouveau", url.Values{"logement": {"flat"}, "personnes": {"2"}})), http.StatusOK)

	page := must(t)(anne.Post("/foyer/inviter/lien", url.Values{"places": {"1"}}))
	link := invitationLink.FindString(page.HTML)
	if link == "" {
		t.Fatalf("%s shows no link: %s", page.Path, page.Doc.Find("main").Text())
	}
	wantPage(t, must(t)(marc.Get(link)), http.StatusOK, "Anne") // before signing in
	signUp(t, p, office, marc, "Marc")
	page = must(t)(marc.Post(link, nil))
	wantPage(t, page, http.StatusOK)
	wantPage(t, must(t)(marc.Get("/foyer")), http.StatusOK, "Anne", "Marc")

	must(t)(marc.Post("/mesurer", nil))
	if got := habitants(t, marc); got != said {
		t.Errorf("Marc finds %q people in the home, Anne said %q", got, said)
	}
	if got := must(t)(marc.Get("/mesurer/question/transport/voiture/km")).Form().Get("value"); got != "" {
		t.Errorf("Marc finds the kilometres of Anne: %q", got)
	}
	home := must(t)(marc.Get("/foyer"))
	of := home.Link(`main a[href^="/foyer/personnes/"]`)
	if of != "" {
		wantPage(t, must(t)(marc.Get(of)), http.StatusNotFound)
	}
	consent(t, anne, "sharing")
	must(t)(anne.Post("/foyer/partage", url.Values{"quoi": {"footprint"}, "montrer": {"oui"}}))
	shown := must(t)(marc.Get("/foyer")).Link(`main a[href^="/foyer/personnes/"]`)
	if shown == "" {
		t.Fatal("Marc finds no way to what Anne shares")
	}
	wantPage(t, must(t)(marc.Get(shown)), http.StatusOK, "Anne")
	must(t)(anne.Post("/foyer/partage", url.Values{"quoi": {"footprint"}, "montrer": {"non"}}))
	wantPage(t, must(t)(marc.Get(shown)), http.StatusNotFound)

	wantPage(t, must(t)(marc.Post("/foyer/separer", url.Values{"logement": {"flat"}, "personnes": {"1"}})), http.StatusOK)
	if page := must(t)(anne.Get("/foyer")); strings.Contains(page.Doc.Find("main").Text(), "Marc") {
		t.Error("Marc still lives with Anne")
	}
	question := must(t)(anne.Get("/mesurer/question/logement/habitants"))
	must(t)(anne.Send(question, url.Values{"value": {"7"}}))
	if got := habitants(t, marc); got != said {
		t.Errorf("after parting, Marc has %q people in the home", got)
	}
}

// consent says yes to a purpose on the page of choices.
func consent(t *testing.T, v *visitor.Visitor, purpose string) {
	t.Helper()
	page := must(t)(v.Get("/vos-choix"))
	form := page.Doc.Find(`form:has(input[value="` + purpose + `"])`).First()
	if form.Length() == 0 {
		t.Fatalf("no choice about %s: %s", purpose, page.Doc.Find("main").Text())
	}
	values := url.Values{}
	for _, input := range form.Find("input").EachIter() {
		values.Set(input.AttrOr("name", ""), input.AttrOr("value", ""))
	}
	values.Set("choix", "accept")
	wantPage(t, must(t)(v.Post(form.AttrOr("action", "/vos-choix"), values)), http.StatusOK)
}

var cardCode = regexp.MustCompile(`[A-Z]{4}-[A-Z]{4}-[A-Z]{4}`)

// TestACardLetsSomebodyInWithoutEmail: the first administrator gives a role, whoever
// has it prints a card, and the card opens the door until it is stopped.
func TestACardLetsSomebodyInWithoutEmail(t *testing.T) {
	office := openPostOffice(t)
	p := serve(t, place(t), office.flags...)
	first := regexp.MustCompile(`/premiere/[A-Z0-9]+`).FindString(p.Said("/premiere/"))
	if first == "" {
		t.Fatalf("no link for the first administrator: %s", p.Said(""))
	}
	rea, lou, old := visitor.New(p.URL), visitor.New(p.URL), visitor.New(p.URL)
	must(t)(rea.Post(first, nil))
	signUp(t, p, office, lou, "Lou")
	wantPage(t, must(t)(lou.Get("/cartes")), http.StatusForbidden)
	wantPage(t, must(t)(rea.Post("/equipe", url.Values{"email": {"lou@example.org"}, "role": {"facilitator"}})), http.StatusOK)

	page := must(t)(lou.Post("/cartes", url.Values{"name": {"Mme Petit"}}))
	wantPage(t, page, http.StatusOK)
	code := cardCode.FindString(page.Doc.Find("main").Text())
	if code == "" || page.Doc.Find("svg.qr").Length() != 1 {
		t.Fatalf("%s shows no card: %s", page.Path, page.Doc.Find("main").Text())
	}
	card := url.Values{"code": {strings.ToLower(strings.ReplaceAll(code, "-", " "))}}
	wantPage(t, must(t)(old.Post("/carte", url.Values{"code": {"BBBB-BBBB-BBBB"}})), http.StatusNotFound)
	must(t)(old.Post("/carte", card))
	if name := nameOf(t, old); name != "Mme Petit" {
		t.Errorf("the card let %q in", name)
	}
	stop := must(t)(lou.Get("/cartes")).Doc.Find(`form[action$="/arreter"]`).AttrOr("action", "")
	must(t)(lou.Post(stop, nil))
	if again := must(t)(visitor.New(p.URL).Post("/carte", card)); again.Status < 400 {
		t.Errorf("a stopped card still works: %d", again.Status)
	}
}
