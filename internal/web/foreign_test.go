package web

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"capzero/internal/city"
	"capzero/internal/footprint"
)

func TestMarkedWords(t *testing.T) {
	english := footprint.Foreign{Lang: "en"}
	for _, tt := range []struct {
		name, text string
		foreign    []footprint.Foreign
		want       string
	}{
		{"nothing foreign", "Voiture & vélo", nil, "Voiture &amp; vélo"},
		{"the whole text", "Cars & <bikes>", []footprint.Foreign{english}, `<i lang="en">Cars &amp; &lt;bikes&gt;</i>`},
		{"a part", "Répondez : How far?", []footprint.Foreign{english.In("How far?")}, `Répondez : <i lang="en">How far?</i>`},
		{"two parts, in order", "Small → Small car", []footprint.Foreign{english.In("Small"), english.In("Small car")}, `<i lang="en">Small</i> → <i lang="en">Small car</i>`},
		{"one of two parts", "6 km → Never", []footprint.Foreign{{}, english.In("Never")}, `6 km → <i lang="en">Never</i>`},
		{"a part that is not there", "Rien", []footprint.Foreign{english.In("Nothing")}, "Rien"},
		{"no text", "", []footprint.Foreign{english}, ""},
		{"a language that is none", "a", []footprint.Foreign{{Lang: `"><script>`}}, `<i lang="&#34;&gt;&lt;script&gt;">a</i>`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var b strings.Builder
			if err := marked(tt.text, tt.foreign...).Render(t.Context(), &b); err != nil {
				t.Fatal(err)
			}
			if b.String() != tt.want {
				t.Errorf("got %s, want %s", b.String(), tt.want)
			}
		})
	}
}

// prijedor are options for a city whose pages are in Serbian and in English.
func prijedor(t *testing.T) Options {
	t.Helper()
	o := testOptions(t, livingCity)
	cities, err := city.Load()
	if err != nil {
		t.Fatal(err)
	}
	var ok bool
	if o.City, ok = cities.Get("prijedor"); !ok {
		t.Fatal("no pack for prijedor")
	}
	o.Demo = true
	return o
}

// TestWordsOfAModelAreMarked looks at every text of the scenes that have English
// words on a page in another language.
func TestWordsOfAModelAreMarked(t *testing.T) {
	h := testHandler(t, prijedor(t))
	for path, want := range map[string][]string{
		"choix":            {"Do you eat local produce?", "Never", "Often", "a basket every week", "less than 200 km", "Through one shop at most."},
		"mosaique":         {"Choose the meals of your typical week", "Red meat", "Meal with beef, veal or lamb.", "Vegetarian", "Little meat"},
		"themes":           {"Do you eat local produce?", "Often", "How far do you travel by car?"},
		"explication":      {"Car", "Petrol", "Distance by car", "Engine", "electric", "table of factors", "Report on the making of cars", "The footprint of the car counts the fuel"},
		"gestes":           {"How far do you travel by car?"},
		"geste":            {"How far do you travel by car?"},
		"geste-a-demander": {"How far do you travel by car?"},
	} {
		t.Run(path, func(t *testing.T) {
			r := get("/gallery/autre-langue/" + path)
			r.AddCookie(&http.Cookie{Name: languageCookie, Value: "sr-Latn"})
			w := serve(h, r)
			wantStatus(t, w, http.StatusOK)
			doc, err := goquery.NewDocumentFromReader(w.Body)
			if err != nil {
				t.Fatal(err)
			}
			checkPage(t, doc, "sr-Latn")
			inEnglish, others := textsByLanguage(doc)
			for _, text := range want {
				contains := func(s string) bool { return strings.Contains(s, text) }
				if !slices.ContainsFunc(inEnglish, contains) {
					t.Errorf("%q is not marked as English", text)
				}
				if slices.ContainsFunc(others, contains) {
					t.Errorf("%q stands somewhere without a mark", text)
				}
			}
		})
	}
}

// textsByLanguage divides the texts of the main part of a page.
func textsByLanguage(doc *goquery.Document) (english, others []string) {
	doc.Find("main *").Contents().Each(func(_ int, s *goquery.Selection) {
		if goquery.NodeName(s) != "#text" || strings.TrimSpace(s.Text()) == "" {
			return
		}
		if s.Closest("[lang]").AttrOr("lang", "") == "en" {
			english = append(english, s.Text())
		} else {
			others = append(others, s.Text())
		}
	})
	return english, others
}

func TestEveryStateOfEveryPageInACityOfAnotherLanguage(t *testing.T) {
	o := prijedor(t)
	h := testHandler(t, o)
	for _, lang := range o.City.Languages {
		for _, state := range Gallery() {
			t.Run(lang+state.Path, func(t *testing.T) {
				r := get(state.Path)
				r.AddCookie(&http.Cookie{Name: languageCookie, Value: lang})
				doc, err := goquery.NewDocumentFromReader(serve(h, r).Body)
				if err != nil {
					t.Fatal(err)
				}
				checkPage(t, doc, lang)
			})
		}
	}
}
