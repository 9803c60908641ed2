package web

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
)

// measuredNumber finds a number that stands with a unit of what we measure.
var measuredNumber = regexp.MustCompile(`(?i)[0-9][0-9.,\s]*(t|kg|g|%|km|kWh|l|m²|tonnes?|tona|kilos?|kilogram\w*|kilo|litres?)($|[^\pL])`)

// exempt are the places whose numbers are no figures of ours, each with why.
var exempt = map[string]string{
	"form#question":       "answers to choose from, and what one types",
	".why":                "the model's own words about a question",
	".given":              "an answer, as it was given",
	".legend":             "exact parts of the figure above them, which has its interval",
	".lost-answers":       "an answer, as it was given",
	".prose h2 ~ *":       "the texts about the method and the data, which measure nobody",
	"th[scope='col']":     "the unit of a column",
	"table":               "the table has a column for each bound, and stands under its chart",
	".range":              "the interval itself",
	"data.fig":            "a figure, looked at on its own",
	"svg text":            "the labels of a drawing, which are words of the page beside it",
	".moves":              "answers, as they are and as they would be",
	".unusual":            "an answer, as it was given",
	".reasons, .unpriced": "why an action is not priced",
	".what label":         "the name of an action",
	".actions a":          "the name of an action",
	"h1, h2":              "the title of a rule or of a section",
	".chip, .badges":      "what to choose from, and what happened",
	".rests":              "which part of the figure above rests on weighings",
	".errors, .bad-text":  "what was refused, and within which bounds",
}

// TestEveryFigureSaysWhatItIs: no page states a figure without its unit, its
// period, and its interval or why it has none.
func TestEveryFigureSaysWhatItIs(t *testing.T) {
	o := testOptions(t, livingCity)
	o.Demo = true
	h := testHandler(t, o)
	figures := 0
	for _, lang := range o.City.Languages {
		for _, state := range Gallery() {
			t.Run(lang+state.Path, func(t *testing.T) {
				r := get(state.Path)
				r.AddCookie(&http.Cookie{Name: languageCookie, Value: lang})
				doc, err := goquery.NewDocumentFromReader(serve(h, r).Body)
				if err != nil {
					t.Fatal(err)
				}
				figures += checkFigures(t, doc)
			})
		}
	}
	if figures < 500 {
		t.Errorf("only %d figures were looked at: the pages no longer mark them", figures)
	}
}

// checkFigures looks at the marked figures of a page, then for numbers outside
// any, and returns how many it found.
func checkFigures(t *testing.T, doc *goquery.Document) int {
	t.Helper()
	content := doc.Find("main, section.band")
	marked := content.Find("data.fig")
	marked.Each(func(_ int, f *goquery.Selection) { checkFigure(t, content, f) })
	content.Find("[data-figures]").Each(func(_ int, f *goquery.Selection) {
		wantReason(t, content, f.AttrOr("data-figures", ""))
	})
	for _, text := range strayNumbers(content) {
		t.Errorf("%q stands on the page without being marked as a figure", text)
	}
	return marked.Length()
}

func checkFigure(t *testing.T, content, f *goquery.Selection) {
	t.Helper()
	value := wantNumber(t, f, "value")
	if f.AttrOr("data-unit", "") == "" || f.AttrOr("data-period", "") == "" {
		t.Errorf("figure %s has no unit or no period", f.Text())
	}
	if _, drawn := f.Attr("data-low"); !drawn {
		wantReason(t, content, f.AttrOr("data-reason-is", ""))
		return
	}
	low, high := wantNumber(t, f, "data-low"), wantNumber(t, f, "data-high")
	if low > high {
		t.Errorf("figure %v lies between %v and %v", value, low, high)
	}
	if content.Find(".range").Length() == 0 {
		t.Errorf("the interval of %s is not said on the page", f.Text())
	}
}

// wantNumber reads an attribute of a figure; NaN and infinities are no numbers.
func wantNumber(t *testing.T, f *goquery.Selection, name string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(f.AttrOr(name, ""), 64)
	if err != nil || !finite(v) {
		t.Errorf("figure %s has %s %q", f.Text(), name, f.AttrOr(name, ""))
	}
	return v
}

// wantReason wants the page to say in words why some of its figures have no
// interval.
func wantReason(t *testing.T, content *goquery.Selection, name string) {
	t.Helper()
	if said := content.Find("[data-reason='" + name + "']"); name == "" || strings.TrimSpace(said.Text()) == "" {
		t.Errorf("the page does not say why figures have no interval (%q)", name)
	}
}

// strayNumbers returns the texts with a number and a unit that are neither
// marked nor exempt. A text runs to the end of its block, since the unit often
// stands in an element of its own.
func strayNumbers(content *goquery.Selection) []string {
	content = content.Clone()
	for place := range exempt {
		content.Find(place).Remove()
	}
	content.Find("[data-figures]").Remove()
	var stray []string
	content.Find("*").FilterFunction(func(_ int, s *goquery.Selection) bool { return isBlock(s) }).Each(func(_ int, s *goquery.Selection) {
		text := strings.Join(strings.Fields(s.Text()), " ")
		if measuredNumber.MatchString(text) {
			stray = append(stray, text)
		}
	})
	return stray
}

// isBlock reports whether an element holds text and no block of its own.
func isBlock(s *goquery.Selection) bool {
	if s.Find("p, li, div, section, ul, ol, details, h1, h2, h3").Length() > 0 {
		return false
	}
	switch goquery.NodeName(s) {
	case "p", "li", "div", "summary", "h3", "figcaption", "td", "dd", "dt":
		return true
	}
	return s.Children().Length() == 0 && s.Nodes[0].Type == html.ElementNode
}

func TestAStrayNumberIsFound(t *testing.T) {
	for page, want := range map[string]int{
		`<p>Vous émettez 8,3 t par an</p>`:                                       1,
		`<p>Vous émettez <b>8,3</b> <small>t</small> par an</p>`:                 1,
		`<ul><li><span>Transports</span> <span>1 410 <i>kg</i></span></li></ul>`: 1,
		`<p>Vous émettez <data class="fig" value="8287">8,3</data> t</p>`:        0,
		`<p>Question 3 sur 13, le 23 novembre 2026</p>`:                          0,
		`<p>13 %</p>`: 1,
	} {
		doc, err := goquery.NewDocumentFromReader(strings.NewReader("<main>" + page + "</main>"))
		if err != nil {
			t.Fatal(err)
		}
		if got := strayNumbers(doc.Find("main")); (len(got) > 0) != (want > 0) {
			t.Errorf("in %s: %q", page, got)
		}
	}
}
