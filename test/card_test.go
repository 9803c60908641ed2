package test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"capzero/test/visitor"
)

// wantStatus fails unless a page was answered like this.
func wantStatus(t *testing.T, page *visitor.Page, status int) {
	t.Helper()
	if page.Status != status {
		t.Fatalf("%s answered %d, want %d: %s", page.Path, page.Status, status, strings.Join(strings.Fields(mainOf(page)), " "))
	}
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
	comeIn(t, office, lou, "lou@example.org", "Lou", "/")
	wantStatus(t, must(t)(lou.Get("/cartes")), http.StatusForbidden)
	wantStatus(t, must(t)(rea.Post("/equipe", url.Values{"email": {"lou@example.org"}, "role": {"facilitator"}})), http.StatusOK)

	page := must(t)(lou.Post("/cartes", url.Values{"name": {"Mme Petit"}}))
	wantStatus(t, page, http.StatusOK)
	code := cardCode.FindString(mainOf(page))
	if code == "" || page.Doc.Find("svg.qr").Length() != 1 {
		t.Fatalf("%s shows no card: %s", page.Path, mainOf(page))
	}
	card := url.Values{"code": {strings.ToLower(strings.ReplaceAll(code, "-", " "))}}
	wantStatus(t, must(t)(old.Post("/carte", url.Values{"code": {"BBBB-BBBB-BBBB"}})), http.StatusNotFound)
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
