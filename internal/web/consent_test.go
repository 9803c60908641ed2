package web

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"capzero/internal/city"
	"capzero/internal/household"
)

// choosing are options in which Anne is signed in and has chosen something.
func choosing(t *testing.T, standings map[household.Purpose]household.Standing) (Options, *decided) {
	t.Helper()
	o := living(t, homes{})
	d := &decided{ledger: ledger{register: o.Consents, city: o.City, homes: homes{standings: standings}}}
	o.Consents = d
	return o, d
}

// A decided remembers what was chosen.
type decided struct {
	ledger
	screen string
	all    []household.Decision
}

func (d *decided) Decide(_ context.Context, _, _, screen string, decisions ...household.Decision) error {
	d.screen, d.all = screen, append(d.all, decisions...)
	return d.fails
}

func (d *decided) Register(of city.City, lang string) household.Register {
	return d.ledger.Register(of, lang)
}

// TestYesAndNoWeighTheSame: the buttons of a choice differ in their word and their
// value, and before anybody has chosen in nothing else.
func TestYesAndNoWeighTheSame(t *testing.T) {
	o, _ := choosing(t, nil)
	doc := documentOf(t, serve(testHandler(t, o), asAnne(get("/vos-choix"))))
	cards := doc.Find("section[id^=choix-]")
	if cards.Length() < 5 {
		t.Fatalf("%d choices", cards.Length())
	}
	cards.Each(func(_ int, card *goquery.Selection) {
		buttons := card.Find("button")
		if buttons.Length() != 3 || card.Find("input[type=checkbox], [checked], [aria-pressed=true]").Length() != 0 {
			t.Errorf("%s has %d buttons, or something is ticked", card.AttrOr("id", ""), buttons.Length())
		}
		shapes := map[string]bool{}
		buttons.Each(func(_ int, b *goquery.Selection) {
			b.RemoveAttr("value").SetText("")
			shape, err := goquery.OuterHtml(b)
			if err != nil {
				t.Fatal(err)
			}
			shapes[shape] = true
		})
		if len(shapes) != 1 {
			t.Errorf("%s: the buttons differ: %v", card.AttrOr("id", ""), shapes)
		}
	})
}

func TestOnlyWhatWasChosenIsPressed(t *testing.T) {
	o, _ := choosing(t, everyStanding)
	doc := documentOf(t, serve(testHandler(t, o), asAnne(get("/vos-choix"))))
	for id, want := range map[string]string{"sharing": "accept", "city": "refuse", "reminders": "later", "evaluation": "", "team": "", "open": ""} {
		pressed := doc.Find("#choix-" + id + " [aria-pressed=true]")
		if got := pressed.AttrOr("value", ""); got != want || pressed.Length() > 1 {
			t.Errorf("%s: %q is pressed, want %q", id, got, want)
		}
	}
}

// TestANoIsTwoTapsAway: from every page one link leads to the choices, and there
// one button says no.
func TestANoIsTwoTapsAway(t *testing.T) {
	o, d := choosing(t, everyStanding)
	o.Demo = true
	h := testHandler(t, o)
	for _, state := range Gallery() {
		doc := documentOf(t, serve(h, get(state.Path)))
		if doc.Find("a[href='/vos-choix']").Length() == 0 {
			t.Errorf("%s: no link to the choices", state.Path)
		}
	}
	doc := documentOf(t, serve(h, asAnne(get("/vos-choix"))))
	card := doc.Find("#choix-sharing")
	values := form(fieldPurpose, card.Find("[name=finalite]").AttrOr("value", ""),
		fieldVersion, card.Find("[name=texte]").AttrOr("value", ""), household.ChoiceField, "refuse")
	w := serve(h, asAnne(post("/vos-choix", values)))
	wantStatus(t, w, http.StatusSeeOther)
	if len(d.all) != 1 || d.all[0].Purpose != household.SharingAtHome || d.all[0].Choice != household.Refuse || d.all[0].Version == "" || d.screen != choicesScreen {
		t.Errorf("kept: %+v on %q", d.all, d.screen)
	}
	if got := w.Header().Get("Location"); got != "/vos-choix#choix-sharing" {
		t.Errorf("led to %s", got)
	}
}

func TestAChoiceLeadsBackToOurPagesOnly(t *testing.T) {
	o, _ := choosing(t, nil)
	h := testHandler(t, o)
	for next, want := range map[string]string{"/foyer#partage": "/foyer#partage", "https://exemple.invalid/": "/", "//exemple.invalid": "/"} {
		w := serve(h, asAnne(post("/vos-choix", form(fieldPurpose, "sharing", household.ChoiceField, "accept", fieldVersion, "v", fieldNext, next))))
		if got := w.Header().Get("Location"); got != want {
			t.Errorf("%s leads to %s", next, got)
		}
	}
}

func TestTheRegisterIsForEverybody(t *testing.T) {
	h := testHandler(t, testOptions(t, sample{}))
	page := serve(h, get("/registre"))
	wantStatus(t, page, http.StatusOK)
	table := serve(h, get("/registre/tableau.csv"))
	wantStatus(t, table, http.StatusOK)
	lines := strings.Count(table.Body.String(), "\n")
	if rows := documentOf(t, page).Find("section[id^=r-]").Length(); rows < 9 || lines != rows+1 {
		t.Errorf("%d uses on the page, %d lines in the table", rows, lines)
	}
	if !strings.HasPrefix(table.Header().Get("Content-Type"), "text/csv") {
		t.Errorf("the table is %s", table.Header().Get("Content-Type"))
	}
}
