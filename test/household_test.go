package test

import (
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"capzero/test/visitor"
)

// comeIn signs a visitor in by the link of a mail, and gives a name to who is new.
// From is the page that they were on.
func comeIn(t *testing.T, office *postOffice, v *visitor.Visitor, email, name, from string) *visitor.Page {
	t.Helper()
	must(t)(v.Post("/entrer", url.Values{"email": {email}, "suite": {from}}))
	link, _ := office.next(t, email, 0)
	page := must(t)(v.Post(link, nil))
	next := page.Doc.Find("input[name=suite]").AttrOr("value", "")
	return must(t)(v.Post("/compte/nom", url.Values{"name": {name}, "suite": {next}}))
}

// wantPage wants a form to have led somewhere.
func wantPage(t *testing.T, page *visitor.Page, path string) {
	t.Helper()
	if page.Status != http.StatusOK || page.Path != path {
		t.Fatalf("led to %s with %d, not to %s: %s", page.Path, page.Status, path, page.Doc.Find("main").Text())
	}
}

// livesThere are the names on the page of a household.
func livesThere(t *testing.T, v *visitor.Visitor) string {
	t.Helper()
	var names []string
	must(t)(v.Get("/foyer")).Doc.Find("#personnes ~ ul bdi").Each(func(_ int, s *goquery.Selection) { names = append(names, s.Text()) })
	return strings.Join(names, " ")
}

var (
	linkOfInvitation = regexp.MustCompile(`/rejoindre/[A-Z2-7]{26}`)
	pageOfPerson     = regexp.MustCompile(`/foyer/personnes/[A-Z0-9]+`)
	pageOfProposal   = regexp.MustCompile(`/foyer/propositions/[A-Z0-9]+`)
)

// found is what a page holds of a pattern.
func found(t *testing.T, pattern *regexp.Regexp, page *visitor.Page) string {
	t.Helper()
	text := pattern.FindString(page.HTML)
	if text == "" {
		t.Fatalf("no %s on %s", pattern, page.Path)
	}
	return text
}

// makeHome begins a household.
func makeHome(t *testing.T, v *visitor.Visitor) {
	t.Helper()
	wantPage(t, must(t)(v.Post("/foyer/nouveau", url.Values{"logement": {"flat"}, "personnes": {"2"}})), "/foyer?fait=cree")
}

// invite returns the path of a link for one adult.
func invite(t *testing.T, v *visitor.Visitor) string {
	t.Helper()
	page := must(t)(v.Post("/foyer/inviter/lien", url.Values{"places": {"1"}}))
	wantPage(t, page, "/foyer/inviter/lien")
	if page.Doc.Find("svg.qr path").AttrOr("d", "") == "" {
		t.Error("no QR code is drawn")
	}
	return found(t, linkOfInvitation, page)
}

// TestTheSecondAdultJoinsByALink: the invitation waits while they sign up, and what
// was said of the home is not asked again.
func TestTheSecondAdultJoinsByALink(t *testing.T) {
	office := openPostOffice(t)
	p := serve(t, place(t), office.flags...)
	anne, marc := visitor.New(p.URL), visitor.New(p.URL)
	if _, err := anne.Measure(truthOf(t, "nolan")); err != nil {
		t.Fatal(err)
	}
	comeIn(t, office, anne, "anne@example.org", "Anne", "/")
	prefilled := must(t)(anne.Get("/foyer/nouveau"))
	persons, err := strconv.Atoi(prefilled.Doc.Find("#personnes").AttrOr("value", ""))
	if err != nil || persons < 1 {
		t.Errorf("how many live there is asked again: %v", err)
	}
	makeHome(t, anne)
	link := invite(t, anne)

	if page := must(t)(marc.Get(link)); page.Status != http.StatusOK || !strings.Contains(page.HTML, "Anne") {
		t.Fatalf("a visitor is shown %d", page.Status)
	}
	if page := must(t)(marc.Post(link, nil)); page.Status != http.StatusUnauthorized {
		t.Errorf("a visitor may join: %d", page.Status)
	}
	wantPage(t, comeIn(t, office, marc, "marc@example.org", "Marc", link), link)
	wantPage(t, must(t)(marc.Post(link, nil)), "/foyer?fait=rejoint")
	if got := livesThere(t, marc); got != "Anne Marc" {
		t.Errorf("there live %q", got)
	}
	if page := must(t)(visitor.New(p.URL).Get(link)); page.Status != http.StatusConflict {
		t.Errorf("the link for one lets in another: %d", page.Status)
	}
	wantPage(t, must(t)(anne.Get("/foyer/inviter/lien")), "/foyer/inviter")
}

// TestWhatIsShownEndsAtOnce: nothing is seen before it is shown, the figure is the
// owner's own, and taken back it is as if it had never been.
func TestWhatIsShownEndsAtOnce(t *testing.T) {
	office := openPostOffice(t)
	p := serve(t, place(t), office.flags...)
	anne, marc := visitor.New(p.URL), visitor.New(p.URL)
	result, err := anne.Measure(truthOf(t, "nolan"))
	if err != nil {
		t.Fatal(err)
	}
	comeIn(t, office, anne, "anne@example.org", "Anne", "/")
	makeHome(t, anne)
	link := invite(t, anne)
	comeIn(t, office, marc, "marc@example.org", "Marc", link)
	wantPage(t, must(t)(marc.Post(link, nil)), "/foyer?fait=rejoint")
	if page := must(t)(marc.Get("/foyer")); pageOfPerson.MatchString(page.HTML) {
		t.Error("something is shown before anybody has shown it")
	}

	show := url.Values{"quoi": {"footprint"}, "montrer": {"oui"}}
	asked := must(t)(anne.Post("/foyer/partage", show))
	version := asked.Doc.Find("#choix-sharing input[name=texte]").AttrOr("value", "")
	if version == "" {
		t.Fatalf("without consent sharing led to %s", asked.Path)
	}
	wantPage(t, must(t)(anne.Post("/vos-choix", url.Values{
		"finalite": {"sharing"}, "texte": {version}, "choix": {"accept"}, "suite": {"/foyer"}})), "/foyer")
	must(t)(anne.Post("/foyer/partage", show))

	path := found(t, pageOfPerson, must(t)(marc.Get("/foyer")))
	seen := must(t)(marc.Get(path))
	total := seen.Doc.Find("#empreinte ~ .figure data").AttrOr("value", "")
	if kg, err := strconv.ParseFloat(total, 64); err != nil || !near(kg, carbonOf(t, result)) {
		t.Errorf("Marc sees %q kg, Anne has %v", total, carbonOf(t, result))
	}
	if seen.Doc.Find("#reponses").Length() > 0 {
		t.Error("answers are shown with the footprint")
	}

	must(t)(anne.Post("/foyer/partage", url.Values{"quoi": {"footprint"}, "montrer": {"non"}}))
	after, nobody := must(t)(marc.Get(path)), must(t)(marc.Get("/foyer/personnes/NOBODY"))
	if after.Status != http.StatusNotFound || mainOf(after) != mainOf(nobody) {
		t.Errorf("taken back, the page is %d and tells more than that of nobody", after.Status)
	}
}

// near allows for the hundredths that pages round to.
func near(a, b float64) bool { return a-b < 0.02 && b-a < 0.02 }

func mainOf(page *visitor.Page) string { return page.Doc.Find("main").Text() }

// TestOneSplitsOff: six letters let a third adult in, one goes with a child and asks
// another to come along, who decides.
func TestOneSplitsOff(t *testing.T) {
	office := openPostOffice(t)
	p := serve(t, place(t), office.flags...)
	anne, marc := visitor.New(p.URL), visitor.New(p.URL)
	comeIn(t, office, anne, "anne@example.org", "Anne", "/")
	makeHome(t, anne)
	page := must(t)(anne.Post("/foyer/inviter/code", nil))
	letters := strings.ToLower(page.Doc.Find(".letters").Text())
	must(t)(anne.Post("/foyer/enfants", url.Values{"prenom": {"Léa"}}))

	comeIn(t, office, marc, "marc@example.org", "Marc", "/")
	if page = must(t)(marc.Post("/rejoindre", url.Values{"code": {"zzz"}})); page.Status != http.StatusUnprocessableEntity || page.Doc.Find("#code").AttrOr("value", "") != "zzz" {
		t.Errorf("a code of three letters: %d, and the field holds %q", page.Status, page.Doc.Find("#code").AttrOr("value", ""))
	}
	if page = must(t)(marc.Post("/rejoindre", url.Values{"code": {letters}})); !strings.Contains(page.HTML, "Anne") {
		t.Fatalf("the letters %q show %d: %s", letters, page.Status, mainOf(page))
	}
	wantPage(t, must(t)(marc.Post("/rejoindre", url.Values{"code": {letters}, "confirme": {"oui"}})), "/foyer?fait=rejoint")

	form := must(t)(anne.Get("/foyer/separer"))
	child, adult := form.Doc.Find("input[name=enfant]").AttrOr("value", ""), form.Doc.Find("input[name=adulte]").AttrOr("value", "")
	parting := url.Values{"enfant": {child}, "adulte": {adult}, "logement": {"house"}, "personnes": {"1"}, "enfants": {"1"}}
	if page = must(t)(anne.Post("/foyer/separer", parting)); page.Status != http.StatusUnprocessableEntity || page.Doc.Find("input[name=enfant][checked]").Length() != 1 {
		t.Errorf("one person of whom one is a child: %d, and what was ticked is lost", page.Status)
	}
	parting.Set("personnes", "2")
	wantPage(t, must(t)(anne.Post("/foyer/separer", parting)), "/foyer?fait=separe")
	if there, here := livesThere(t, anne), livesThere(t, marc); there != "Anne Léa" || here != "Marc" {
		t.Errorf("after the split there live %q and %q", there, here)
	}
	proposal := found(t, pageOfProposal, must(t)(marc.Get("/foyer")))
	wantPage(t, must(t)(marc.Post(proposal+"/suivre", nil)), "/foyer?fait=rejoint")
	if got := livesThere(t, marc); got != "Anne Léa Marc" && got != "Anne Marc Léa" {
		t.Errorf("who came along lives with %q", got)
	}
	wantPage(t, must(t)(marc.Post("/foyer/quitter", nil)), "/foyer?fait=quitte")
	if got := livesThere(t, anne); got != "Anne Léa" {
		t.Errorf("after one has left there live %q", got)
	}
}
