package browser

import (
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// fewestStates is far below what the gallery holds; it guards against a list
// that has become empty, which would let every check pass.
const fewestStates = 20

var statePath = regexp.MustCompile(`^/gallery/[^/?#]+/[^/?#]+$`)

// states returns the path of every page in every state, from the gallery.
var states = sync.OnceValues(func() ([]string, error) {
	body, err := fetch("/gallery")
	if err != nil {
		return nil, err
	}
	page, err := goquery.NewDocumentFromReader(strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	var paths []string
	page.Find("a[href]").Each(func(_ int, a *goquery.Selection) {
		href := strings.TrimPrefix(a.AttrOr("href", ""), server.URL)
		if statePath.MatchString(href) {
			paths = append(paths, href)
		}
	})
	slices.Sort(paths)
	return slices.Compact(paths), nil
})

// eachState runs check on every page in every state, and on the gallery itself.
func eachState(t *testing.T, check func(t *testing.T, path string)) {
	t.Helper()
	paths, err := states()
	if err != nil {
		t.Fatal(err)
	}
	if len(paths) < fewestStates {
		t.Fatalf("the gallery lists %d states, at least %d expected", len(paths), fewestStates)
	}
	for _, path := range append([]string{"/gallery"}, paths...) {
		t.Run(strings.Trim(path, "/"), func(t *testing.T) {
			t.Parallel()
			check(t, path)
		})
	}
}

// fetch returns the body of a page as a browser without anything would get it.
func fetch(path string) (string, error) {
	response, err := http.Get(server.URL + path)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return string(body), err
}
