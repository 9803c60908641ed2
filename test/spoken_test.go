package test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"capzero/test/visitor"
)

// function are words that a sentence of each language has and one of the others
// has not. They say what language a text is in without asking the program.
var function = map[string]string{
	"fr": "le la les des du une est dans pour avec sur vous votre vos qui que par et aux cette ce sont ne pas ou où",
	"en": "the of and to your is in for with you are it this that by from an or not do how what at be",
	"sr": "je na za se koji koje koja vaš vaše vaša ili od sa što da su kao po iz ne vi ovo tu nije kod uz s u",
}

var functionWords = func() map[string]map[string]bool {
	words := map[string]map[string]bool{}
	for lang, list := range function {
		words[lang] = map[string]bool{}
		for _, w := range strings.Fields(list) {
			words[lang][w] = true
		}
	}
	return words
}()

var spokenWord = regexp.MustCompile(`\pL+`)

// spokenIn guesses the language of a sentence, empty where it cannot tell.
func spokenIn(text string) string {
	counts := map[string]int{}
	for _, w := range spokenWord.FindAllString(strings.ToLower(text), -1) {
		for lang, words := range functionWords {
			if words[w] {
				counts[lang]++
			}
		}
	}
	for lang, n := range counts {
		if n >= 2 && n >= 2*(counts["fr"]+counts["en"]+counts["sr"]-n)+1 {
			return lang
		}
	}
	return ""
}

func TestALanguageIsGuessed(t *testing.T) {
	for text, want := range map[string]string{
		"How far do you travel by car in a year?":             "en",
		"Quelle est la distance que vous parcourez ?":         "fr",
		"Koliko kilometara godišnje pređete na putu od kuće?": "sr",
		"Ne, nikad se ne vozim na posao ili kod nekoga":       "sr",
		"Le Monde and the rest of the press":                  "en",
		"Paris ⇄ Lyon":                                        "",
		"Impact":                                              "",
	} {
		if got := spokenIn(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

// TestEveryWordIsInTheLanguageThatThePageSays reads a city's pages as people in
// it do, with a household that has answered, and holds each sentence against the
// nearest lang (WCAG 3.1.2).
func TestEveryWordIsInTheLanguageThatThePageSays(t *testing.T) {
	for _, tt := range []struct {
		city, lang string
		marked     map[string]int // sentences at least, by their language
	}{
		{"issy", "en", map[string]int{"en": 500}},
		{"prijedor", "sr-Latn", map[string]int{"sr": 500, "en": 200}},
		{"prijedor", "en", map[string]int{"en": 500}},
	} {
		t.Run(tt.city+" in "+tt.lang, func(t *testing.T) {
			t.Parallel()
			v := visitor.New(serve(t, place(t), "--city", tt.city).URL)
			v.Language = tt.lang
			if _, err := v.Measure(truthOf(t, "mehdi")); err != nil {
				t.Fatal(err)
			}
			read := readAloud(t, v, tt.lang)
			t.Logf("sentences by language: %v", read)
			for lang, least := range tt.marked {
				if read[lang] < least {
					t.Errorf("only %d sentences in %s, want %d", read[lang], lang, least)
				}
			}
		})
	}
}

// pagesRead bounds how far the links are followed.
const pagesRead = 220

// titles are those of documents, which a note in another language calls by their
// own name.
var titles = []string{
	"Bilan des émissions de gaz à effet de serre du secteur du tourisme en France",
	"Chambre Syndicale des Fabricants d'Aliments pour Chiens, Chats, Oiseaux et autres animaux",
	"La climatisation de confort dans les bâtiments résidentiels et tertiaires, état des lieux 2020",
}

// withoutTitles is a text without the names of documents in it.
func withoutTitles(text string) string {
	for _, title := range titles {
		text = strings.ReplaceAll(text, title, "")
	}
	return text
}

// readAloud follows the links from the pages that show texts of the models, and
// counts the sentences of each language.
func readAloud(t *testing.T, v *visitor.Visitor, want string) map[string]int {
	t.Helper()
	counts := map[string]int{}
	queue := []string{"/", "/resultat", "/resultat/imprimer", "/mesurer", "/gestes?tous=oui", "/ville", "/methode", "/bilans", "/vos-donnees", "/accessibilite"}
	seen := map[string]bool{}
	for _, path := range queue {
		seen[path] = true
	}
	for n := 0; n < len(queue) && n < pagesRead; n++ {
		page := must(t)(v.Get(queue[n]))
		if got := page.Doc.Find("html").AttrOr("lang", ""); got != want {
			t.Errorf("%s is in %q", queue[n], got)
		}
		hear(page.Doc.Find("body"), want, func(text, lang string) {
			counts[lang]++
			if guess := spokenIn(withoutTitles(text)); guess != "" && guess != lang {
				t.Errorf("%s: marked %s, and reads as %s: %.120q", queue[n], lang, guess, text)
			}
		})
		for _, link := range page.Links(`a[href^="/resultat/explication/"], a[href^="/mesurer/question/"], a[href^="/gestes/"]`) {
			if link, _, _ = strings.Cut(link, "?"); !seen[link] {
				seen[link] = true
				queue = append(queue, link)
			}
		}
	}
	return counts
}

// hear gives every text with the language of the nearest element that has one.
func hear(s *goquery.Selection, lang string, say func(text, lang string)) {
	lang = s.AttrOr("lang", lang)
	base, _, _ := strings.Cut(lang, "-")
	s.Contents().Each(func(_ int, c *goquery.Selection) {
		if goquery.NodeName(c) != "#text" {
			hear(c, lang, say)
		} else if text := strings.TrimSpace(c.Text()); len(strings.Fields(text)) >= 4 {
			say(text, base)
		}
	})
}
