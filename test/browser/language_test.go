package browser

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"capzero/internal/i18n"
)

// TestEveryLanguage: a page is written in the language that the browser asks
// for, says so, and shows no key of a catalogue where a text should be.
func TestEveryLanguage(t *testing.T) {
	catalogues, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, asked := range []string{"fr", "en"} {
		want := catalogues.Locale(asked).Tag()
		t.Run(asked, func(t *testing.T) {
			eachState(t, func(t *testing.T, path string) {
				page := read(t, path, asked)
				if got := page.Find("html").AttrOr("lang", ""); got != want {
					t.Errorf("the page's language is %q, want %q", got, want)
				}
				for _, s := range page.Find("body *:not(code)").EachIter() { // the names of jobs look like keys
					for _, text := range append(attributes(s), ownText(s)) {
						if isKey(text) {
							t.Errorf("<%s> says %q", s.Nodes[0].Data, text)
						}
					}
				}
			})
		})
	}
}

func read(t *testing.T, path, language string) *goquery.Document {
	t.Helper()
	request, err := http.NewRequest(http.MethodGet, server.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Accept-Language", language)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	page, err := goquery.NewDocumentFromReader(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return page
}

func ownText(s *goquery.Selection) string {
	return s.Contents().FilterFunction(func(_ int, n *goquery.Selection) bool { return goquery.NodeName(n) == "#text" }).Text()
}

// attributes are the texts that people hear or read without being content.
func attributes(s *goquery.Selection) []string {
	var texts []string
	for _, name := range []string{"aria-label", "alt", "title", "placeholder"} {
		texts = append(texts, s.AttrOr(name, ""))
	}
	return texts
}

// keyShape is how catalogues name their texts: "result.table_name".
var keyShape = regexp.MustCompile(`^[a-z]{3,}(\.[a-z0-9_]+)+$`)

// isKey reports whether a text is the key of one that is missing. The name of a
// site looks the same.
func isKey(text string) bool {
	text = strings.TrimSpace(text)
	return keyShape.MatchString(text) && !strings.HasSuffix(text, ".fr") && !strings.HasSuffix(text, ".com")
}
