package web

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"rsc.io/qr"

	"capzero/internal/fault"
	"capzero/internal/household"
)

// A homeRecorder remembers what was asked of the households.
type homeRecorder struct {
	homes
	looked  []string
	parting household.Parting
	home    household.Home
}

func (r *homeRecorder) Look(_ context.Context, _, secret string) (household.Invited, error) {
	r.looked = append(r.looked, secret)
	return r.invited, r.fails
}

func (r *homeRecorder) Correct(_ context.Context, _ string, h household.Home) error {
	r.home = h
	return r.fails
}

func (r *homeRecorder) Split(_ context.Context, _ string, p household.Parting) (household.ID, error) {
	r.parting = p
	return "", r.fails
}

// living are options in which Anne is signed in.
func living(t *testing.T, h Households) Options {
	t.Helper()
	o := testOptions(t, sample{})
	o.Accounts, o.Households = people{session: somebody("Anne")}, h
	return o
}

// asAnne is a request of somebody who has signed in.
func asAnne(r *http.Request) *http.Request {
	r.AddCookie(&http.Cookie{Name: "capzero-session", Value: string(sampleSession)})
	return r
}

func documentOf(t *testing.T, w *httptest.ResponseRecorder) *goquery.Document {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestAVisitorIsLedToSignInAndBack(t *testing.T) {
	h := testHandler(t, testOptions(t, sample{}))
	for _, path := range []string{"/foyer", "/foyer/nouveau", "/foyer/inviter", "/foyer/personnes/MARC", "/foyer/propositions/P"} {
		w := serve(h, get(path))
		wantStatus(t, w, http.StatusSeeOther)
		if got, want := w.Header().Get("Location"), signInFor(path); got != want {
			t.Errorf("%s leads to %s", path, got)
		}
	}
	for _, path := range []string{"/foyer/nouveau", "/foyer/quitter", "/foyer/partage", "/rejoindre", "/rejoindre/" + sampleLink, "/vos-choix"} {
		wantStatus(t, serve(h, post(path, nil)), http.StatusUnauthorized)
	}
}

func TestAnInvitationWaitsForTheLinkOfTheMail(t *testing.T) {
	for suite, want := range map[string]string{
		"/rejoindre/" + sampleLink: "/rejoindre/" + sampleLink,
		"//exemple.invalid/":       "/",
		"":                         "/",
		"/foyer?a=b&c=é;d":         "/foyer?a=b&c=é;d",
	} {
		h := testHandler(t, testOptions(t, sample{}))
		asked := serve(h, post("/entrer", form(fieldEmail, "anne@exemple.fr", fieldNext, suite)))
		wantStatus(t, asked, http.StatusSeeOther)
		r := post("/entrer/ABCDEF", nil)
		for _, c := range asked.Result().Cookies() {
			r.AddCookie(c)
		}
		w := serve(h, r)
		wantStatus(t, w, http.StatusSeeOther)
		to, err := url.QueryUnescape(w.Header().Get("Location"))
		if err != nil || to != want {
			t.Errorf("with %q the link of the mail leads to %q, %v", suite, to, err)
		}
	}
}

func TestAnAddressTriesNoCodes(t *testing.T) {
	asked := &homeRecorder{}
	h := testHandler(t, living(t, asked))
	for _, path := range []string{"/rejoindre/" + sampleLetters, "/rejoindre/BCD%20FGH", "/rejoindre/B-C-D-F-G-H"} {
		wantStatus(t, serve(h, asAnne(get(path))), http.StatusNotFound)
		wantStatus(t, serve(h, asAnne(post(path, nil))), http.StatusNotFound)
	}
	if len(asked.looked) > 0 {
		t.Errorf("tried: %q", asked.looked)
	}
	wantStatus(t, serve(h, asAnne(post("/rejoindre", form(household.CodeField, "bcd fgh")))), http.StatusOK)
	if len(asked.looked) != 1 || asked.looked[0] != "bcd fgh" {
		t.Errorf("typed, and tried: %q", asked.looked)
	}
}

// TestOnlyOnesOwnInvitationIsShown: a secret that something else put into the
// browser is never shown as one's own.
func TestOnlyOnesOwnInvitationIsShown(t *testing.T) {
	open := openInvitationSample
	for name, c := range map[string]struct {
		homes homes
		shown bool
	}{
		"one's own":                 {homes{invited: household.Invited{ID: "LINK", Already: true}, invitations: open}, true},
		"of another household":      {homes{invited: household.Invited{ID: "LINK"}, invitations: open}, false},
		"that is over":              {homes{invited: household.Invited{ID: "USED", Already: true}, invitations: open}, false},
		"that is a code":            {homes{invited: household.Invited{ID: "CODE", Already: true}, invitations: open}, false},
		"that nobody knows":         {homes{fails: fault.New(fault.NotFound, "household.link_unknown")}, false},
		"that is not listed at all": {homes{invited: household.Invited{ID: "ELSE", Already: true}, invitations: open}, false},
	} {
		r := asAnne(get("/foyer/inviter/lien"))
		r.AddCookie(&http.Cookie{Name: shownCookie, Value: sampleLink})
		w := serve(testHandler(t, living(t, c.homes)), r)
		if got := strings.Contains(w.Body.String(), sampleLink); got != c.shown {
			t.Errorf("%s: shown is %v, status %d", name, got, w.Code)
		}
	}
}

func TestARefusedHomeKeepsWhatWasTyped(t *testing.T) {
	h := testHandler(t, living(t, homes{lives: livingIn(anneLives), fails: fault.At(household.NightsAwayField, fault.Invalid, "household.nights_bounds")}))
	doc := documentOf(t, serve(h, asAnne(post("/foyer/logement", form(
		household.HousingField, "house", household.ZoneField, "val-de-seine", household.PersonsField, "4", household.ChildrenField, "2", household.NightsAwayField, "9")))))
	for selector, want := range map[string]string{
		"input[name=logement][checked]": "house", "option[selected]": "val-de-seine", "#personnes": "4", "#enfants": "2", "#nuits[aria-invalid=true]": "9",
	} {
		if got := doc.Find(selector).AttrOr("value", ""); got != want {
			t.Errorf("%s holds %q, want %q", selector, got, want)
		}
	}
	if doc.Find("#p-nuits").Text() == "" {
		t.Error("the problem does not stand at its field")
	}
}

func TestTooManyOfSomethingLosesNothing(t *testing.T) {
	full := fault.New(fault.Conflict, "household.full", "max", household.MostPersons)
	h := testHandler(t, living(t, homes{lives: livingIn(anneLives), fails: full}))
	for path, c := range map[string]struct{ field, typed string }{
		"/foyer/enfants":      {household.NameField, "Léo"},
		"/foyer/absences":     {household.LeftField, "2026-12-20"},
		"/foyer/inviter/lien": {household.PlacesField, "3"},
	} {
		w := serve(h, asAnne(post(path, form(c.field, c.typed))))
		wantStatus(t, w, http.StatusUnprocessableEntity)
		doc := documentOf(t, w)
		if got := doc.Find("#"+c.field).AttrOr("value", ""); got != c.typed || doc.Find("#p-"+c.field).Length() != 1 {
			t.Errorf("%s: the field holds %q", path, got)
		}
	}
}

func TestNumbersAreReadAsTheyAreTyped(t *testing.T) {
	for typed, want := range map[string]int{"3": 3, " 3 ": 3, "3,0": 3, "": 0, "trois": -1, "2,5": -1, "1e9": -1, "99999999": -1, "-1": -2} {
		asked := &homeRecorder{homes: homes{lives: livingIn(anneLives)}}
		w := serve(testHandler(t, living(t, asked)), asAnne(post("/foyer/logement", form(household.PersonsField, typed))))
		switch {
		case want == -1:
			wantStatus(t, w, http.StatusUnprocessableEntity)
			if asked.home != (household.Home{}) {
				t.Errorf("%q is taken for %d", typed, asked.home.Persons)
			}
		case want >= 0 && asked.home.Persons != want, want == -2 && asked.home.Persons != -1:
			t.Errorf("%q is read as %d", typed, asked.home.Persons)
		}
	}
}

func TestWhoComesAlongIsReadFromTheBoxes(t *testing.T) {
	asked := &homeRecorder{homes: homes{lives: livingIn(anneLives, marcLives, leaLives)}}
	values := url.Values{fieldChildren: {"6", "beaucoup"}, fieldAdults: {"2"}, household.PersonsField: {"2"}}
	wantStatus(t, serve(testHandler(t, living(t, asked)), asAnne(post("/foyer/separer", values))), http.StatusSeeOther)
	if p := asked.parting; len(p.Children) != 2 || p.Children[0] != 6 || p.Children[1] != 0 || len(p.Adults) != 1 || p.Adults[0] != 2 {
		t.Errorf("read as %+v: what is no number must be nobody's, and not left out", p)
	}
}

func TestAChildWhoIsTickedIsCounted(t *testing.T) {
	for name, c := range map[string]struct{ persons, children, ticked, wantPersons, wantChildren int }{
		"as the form was found":        {1, 0, 1, 2, 1},
		"with who lives there counted": {4, 0, 2, 4, 2},
		"with a number of children":    {1, 1, 1, 1, 1},
		"nobody is ticked":             {1, 0, 0, 1, 0},
	} {
		got := countingTicked(household.Home{Persons: c.persons, Children: c.children}, c.ticked)
		if got.Persons != c.wantPersons || got.Children != c.wantChildren {
			t.Errorf("%s: %d persons of whom %d are children", name, got.Persons, got.Children)
		}
	}
}

// TestAQRCodeIsDrawnSquareBySquare reads the drawing back.
func TestAQRCodeIsDrawnSquareBySquare(t *testing.T) {
	for _, text := range []string{"https://cap.example/rejoindre/" + sampleLink, "HTTP://A", strings.Repeat("é", 400)} {
		drawn, err := newQR(text)
		if err != nil {
			t.Fatal(err)
		}
		code, err := qr.Encode(text, qr.Q)
		if err != nil {
			t.Fatal(err)
		}
		dark := darkSquares(t, drawn.Path)
		for y := range drawn.Size {
			for x := range drawn.Size {
				if dark[[2]int{x, y}] != code.Black(x-quiet, y-quiet) {
					t.Fatalf("%q: the square at %d, %d is wrong", text, x, y)
				}
			}
		}
	}
	if _, err := newQR(strings.Repeat("a", 5000)); err == nil {
		t.Error("a text too long for any code is drawn")
	}
}

func darkSquares(t *testing.T, path string) map[[2]int]bool {
	t.Helper()
	dark := map[[2]int]bool{}
	for _, rect := range strings.Split(strings.TrimSuffix(path, "z"), "z") {
		x, y, width := readRect(t, rect)
		for i := range width {
			dark[[2]int{x + i, y}] = true
		}
	}
	return dark
}

func readRect(t *testing.T, rect string) (x, y, width int) {
	t.Helper()
	var back int
	if _, err := fmt.Sscanf(rect, "M%d %dh%dv1h-%d", &x, &y, &width, &back); err != nil || back != width {
		t.Fatalf("%q is no rectangle: %v", rect, err)
	}
	return x, y, width
}
