package browser

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"

	"capzero/test/visitor"
)

const (
	explanations = 150 // how many are looked at, the nearest to the result first
	everyNth     = 20  // of the real pages opens in the browser
)

// TestRealPages: the gallery shows sample texts; the texts of the published
// model are longer, stranger, and not ours. Every question and many
// explanations of a real household are valid, and some of them are held against
// all that the gallery's pages are.
func TestRealPages(t *testing.T) {
	v, pages := realPages(t)
	html := map[string]string{}
	for _, p := range pages {
		html[p.Path] = p.HTML
	}
	wantValid(t, html)

	address, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	cookies := v.Cookies(address)
	if len(cookies) != 1 {
		t.Fatalf("the household has %d cookies, want 1", len(cookies))
	}
	for i := range pages {
		if i%everyNth != 0 && !strings.HasPrefix(pages[i].Path, "/gestes?") {
			continue
		}
		t.Run(pages[i].Path, func(t *testing.T) {
			t.Parallel()
			var found inspection
			found.visit(t, pages[i].Path, func(tb *tab) {
				call(tb, network.SetCookie, network.SetCookieParams{
					Name: cookies[0].Name, Value: cookies[0].Value, URL: server.URL,
				})
			})
			for _, violation := range slices.Concat(found.light, found.dark) {
				t.Error(violation)
			}
			for _, problem := range slices.Concat(found.tooWide, found.console) {
				t.Error(problem)
			}
			if found.cost.bytes > pageAtMost {
				t.Errorf("%.0f bytes over the wire, want at most %d", found.cost.bytes, pageAtMost)
			}
		})
	}
}

// realPages are what a household that has finished its opening can open: the
// themes, the result, every question, explanations, and two bilans with what
// changed between them.
func realPages(t *testing.T) (*visitor.Visitor, []*visitor.Page) {
	t.Helper()
	truth, err := visitor.Household(persona)
	if err != nil {
		t.Fatal(err)
	}
	v := visitor.New(server.URL)
	result, err := v.Measure(truth)
	if err != nil {
		t.Fatal(err)
	}
	pages := append([]*visitor.Page{result}, keptPages(t, v)...)
	seen := map[string]bool{result.Path: true}
	follow := func(path string) *visitor.Page {
		page, err := v.Get(path)
		if err != nil {
			t.Fatal(err)
		}
		if page.Status != 200 {
			t.Errorf("%s: %d", path, page.Status)
		}
		if strings.HasPrefix(page.Header.Get("Content-Type"), "text/html") { // tables come as CSV too
			pages = append(pages, page)
		}
		return page
	}
	for _, link := range follow("/mesurer").Links(`a[href^="/mesurer/question/"]`) {
		if !seen[link] {
			seen[link] = true
			follow(link)
		}
	}
	for _, link := range follow("/gestes?tous=oui").Links(`.deed a`) {
		follow(link)
	}
	follow("/resultat/et-si?viande-rouge=1&voiture-km=0")
	queue := result.Links(`a[href^="/resultat/"]`)
	for n := 0; n < explanations && len(queue) > 0; queue = queue[1:] {
		if seen[queue[0]] {
			continue
		}
		seen[queue[0]] = true
		n++
		queue = append(queue, follow(queue[0]).Links(`a[href^="/resultat/explication/"]`)...)
	}
	return v, pages
}

// keptPages keeps two bilans, with another answer in between.
func keptPages(t *testing.T, v *visitor.Visitor) []*visitor.Page {
	t.Helper()
	must := func(p *visitor.Page, err error) *visitor.Page {
		t.Helper()
		if err != nil || p.Status != 200 {
			t.Fatalf("%+v, %v", p, err)
		}
		return p
	}
	must(v.Post("/bilans", nil))
	must(v.Post("/mesurer/question/logement/surface?suite=resultat", url.Values{"value": {"44"}}))
	list := must(v.Post("/bilans", nil))
	pages := []*visitor.Page{list}
	for _, link := range list.Links(".milestones .act") {
		pages = append(pages, must(v.Get(link)))
	}
	return pages
}
