package test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"capzero/test/visitor"
)

// explanationsAtLeast guards against a crawl that finds no links to follow. A usual
// run ends there, "make soak" follows all of them, about 1,800.
const explanationsAtLeast = 600

// TestEveryQuestionHasAPage: all the questions of both models open, or say that
// they do not concern this household. An option of a mosaic opens its mosaic.
func TestEveryQuestionHasAPage(t *testing.T) {
	p := serve(t, place(t))
	j := begin(t, p.URL, "nolan")
	j.finish(t)
	carbon, err := visitor.CarbonModel()
	if err != nil {
		t.Fatal(err)
	}
	waste, err := visitor.WasteModel()
	if err != nil {
		t.Fatal(err)
	}
	open, closed := 0, 0
	for _, rule := range slices.Concat(carbon.Questions(), waste.Questions()) {
		page := must(t)(j.Get("/mesurer/question/" + visitor.Slug(rule.Name)))
		switch {
		case page.Status == 200 && page.IsQuestion():
			open++
		case page.Status == 409:
			closed++
		default:
			t.Errorf("%s: %d", rule.Name, page.Status)
		}
		wantFrench(t, page)
		wantNothingInline(t, page)
	}
	t.Logf("%d questions open, %d do not concern this household", open, closed)
	if open == 0 || open < closed {
		t.Errorf("only %d of %d questions open", open, open+closed)
	}
}

// TestExplanationsOpen follows explanations from the result down to the factors, the
// nearest first: each one opens, and none shows a figure without saying of what.
func TestExplanationsOpen(t *testing.T) {
	p := serve(t, place(t))
	j := begin(t, p.URL, "mehdi")
	j.finish(t)
	most := explanationsAtLeast
	if soak {
		most = math.MaxInt
	}
	seen := map[string]bool{"/resultat": true}
	for queue := []string{"/resultat"}; len(queue) > 0; queue = queue[1:] {
		page := must(t)(j.Get(queue[0]))
		if page.Status != 200 {
			t.Errorf("%s: %d", queue[0], page.Status)
			continue
		}
		wantFrench(t, page)
		wantNothingInline(t, page)
		for _, link := range page.Links(`a[href^="/resultat/explication/"]`) {
			if !seen[link] && len(seen) <= most {
				seen[link] = true
				queue = append(queue, link)
			}
		}
	}
	t.Logf("%d explanations", len(seen)-1)
	if len(seen) < explanationsAtLeast {
		t.Errorf("only %d explanations can be reached from the result, at least %d expected", len(seen)-1, explanationsAtLeast)
	}
}

// wantNothingInline: the texts of the published model are somebody else's; no
// style or script of theirs may reach a page.
func wantNothingInline(t *testing.T, p *visitor.Page) {
	t.Helper()
	for _, forbidden := range []string{"style", "[style]", "script:not([src])", "iframe", "object", `a[href^="javascript:"]`} {
		for _, s := range p.Doc.Find(forbidden).EachIter() {
			html, _ := goquery.OuterHtml(s)
			t.Errorf("%s: %s: %.100s", p.Path, forbidden, html)
		}
	}
	for _, s := range p.Doc.Find("img[src], link[href], script[src]").EachIter() {
		if from := s.AttrOr("src", s.AttrOr("href", "")); !strings.HasPrefix(from, "/") || strings.HasPrefix(from, "//") {
			t.Errorf("%s loads %.100s from elsewhere", p.Path, from)
		}
	}
}
