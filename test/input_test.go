package test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"capzero/publicodes"
	"capzero/test/visitor"
)

// Two questions that are open to everybody: one number, and one of a few words.
const (
	numberRule     = "logement . surface"
	numberQuestion = "/mesurer/question/logement/surface"
	choiceRule     = "logement . type"
	choiceQuestion = "/mesurer/question/logement/type"
)

// TestDecimalComma: French numbers are numbers.
func TestDecimalComma(t *testing.T) {
	p := serve(t, place(t))
	j := begin(t, p.URL, "marie")
	for typed, want := range map[string]float64{
		"62,5":     62.5,
		"62.5":     62.5,
		" 120 ":    120,
		"80\u00a0": 80,
	} {
		page := must(t)(j.Post(numberQuestion, url.Values{"value": {typed}}))
		if page.Status != 200 {
			t.Errorf("%q was refused: %s", typed, page.Error())
			continue
		}
		j.wantResult(t, publicodes.Situation{numberRule: want})
	}
}

// TestBadInput: what cannot be an answer is refused in a French sentence at its
// field, what was typed is kept, and what was stored before still stands.
func TestBadInput(t *testing.T) {
	p := serve(t, place(t))
	j := begin(t, p.URL, "marie")
	const good = "62,5"
	if page := must(t)(j.Post(numberQuestion, url.Values{"value": {good}})); page.Status != 200 {
		t.Fatalf("%s was refused: %s", good, page.Error())
	}
	stored := publicodes.Situation{numberRule: 62.5}

	t.Run("a number", func(t *testing.T) {
		for _, typed := range []string{
			"douze", "12 ou 13", "1e308", "1e3", "-5", "−5", "1,2,3", "1..2", "∞", "NaN", "Infinity",
			"0x10", "12m²", "999999999999", "", "   ", "<b>12</b>", "' OR 1=1 --", "\x00", "12\n13", strings.Repeat("9", 400),
		} {
			t.Run(fmt.Sprintf("%.20q", typed), func(t *testing.T) {
				page := must(t)(j.Post(numberQuestion, url.Values{"value": {typed}}))
				wantRefused(t, page, "value")
				got := page.Doc.Find("input[name=value]").AttrOr("value", "")
				if want := strings.TrimSpace(typed); got != want && got != strings.ReplaceAll(want, "\x00", "\ufffd") {
					t.Errorf("the field holds %q, what was typed is lost", got)
				}
			})
		}
	})
	t.Run("a choice", func(t *testing.T) {
		question := j.page
		for _, row := range []string{"v:jamais proposé", "v:", "v:null", "v:non défini", "s:rien", "typed", "oui", "v:bilan", ""} {
			page := must(t)(j.Send(question, url.Values{"answer": {row}}))
			wantRefused(t, page, "value")
		}
	})
	t.Run("not UTF-8", func(t *testing.T) {
		page := must(t)(j.PostBody(numberQuestion, "application/x-www-form-urlencoded", strings.NewReader("value=%ff%fe")))
		wantRefused(t, page, "value")
	})
	t.Run("a broken form", func(t *testing.T) {
		page := must(t)(j.PostBody(numberQuestion, "application/x-www-form-urlencoded", strings.NewReader("value=%zz&;;")))
		if page.Status < 400 || page.Status >= 500 {
			t.Errorf("%d, want a refusal", page.Status)
		}
	})
	t.Run("another kind of body", func(t *testing.T) {
		page := must(t)(j.PostBody(numberQuestion, "application/json", strings.NewReader(`{"value":1}`)))
		if page.Status < 400 || page.Status >= 500 {
			t.Errorf("%d, want a refusal", page.Status)
		}
	})
	t.Run("ten megabytes", func(t *testing.T) {
		body := "value=" + strings.Repeat("9", 10<<20)
		page := must(t)(j.PostBody(numberQuestion, "application/x-www-form-urlencoded", strings.NewReader(body)))
		if page.Status != http.StatusRequestEntityTooLarge {
			t.Errorf("%d, want 413", page.Status)
		}
		wantFrench(t, page)
	})
	t.Run("unknown questions", func(t *testing.T) {
		for _, path := range []string{
			"/mesurer/question/", "/mesurer/question/inconnue", "/mesurer/question/transport/inconnue",
			"/mesurer/question/bilan", "/mesurer/question/..%2f..%2fetc", "/mesurer/question/%00",
			"/mesurer/question/" + strings.Repeat("a/", 500),
		} {
			for _, page := range []*visitor.Page{must(t)(j.Get(path)), must(t)(j.Post(path, url.Values{"value": {"1"}}))} {
				if page.Status != http.StatusNotFound {
					t.Errorf("%.60s: %d, want 404", path, page.Status)
				}
				wantFrench(t, page)
			}
		}
	})
	t.Run("from another site", func(t *testing.T) {
		request, err := http.NewRequest(http.MethodPost, p.URL+numberQuestion, strings.NewReader("value=1"))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.Header.Set("Origin", "https://example.org")
		request.Header.Set("Sec-Fetch-Site", "cross-site")
		page := open(t, request)
		if page.Status != http.StatusForbidden {
			t.Errorf("%d, want 403", page.Status)
		}
		wantFrench(t, page)
	})

	if got := must(t)(j.Get(numberQuestion)).Form().Get("value"); got != good {
		t.Errorf("after all this the question holds %q, want %q", got, good)
	}
	j.wantResult(t, stored)
}

// wantRefused: the page is the form again, with a sentence at the field.
func wantRefused(t *testing.T, p *visitor.Page, field string) {
	t.Helper()
	if p.Status != http.StatusUnprocessableEntity {
		t.Errorf("%s: %d, want 422", p.Path, p.Status)
		return
	}
	wantFrench(t, p)
	if !p.IsQuestion() {
		t.Errorf("%s: the form is gone", p.Path)
	}
	if p.Error() == "" {
		t.Errorf("%s: no sentence says what is wrong", p.Path)
	}
	link := p.Doc.Find("[role=alert] a").First().AttrOr("href", "")
	if id := strings.TrimPrefix(link, "#"); link == "" || p.Doc.Find("form#question").Find("[id]").FilterFunction(hasID(id)).Length() != 1 {
		t.Errorf("%s: the sentence about %s leads to %q, which is not in the form", p.Path, field, link)
	}
}

func hasID(id string) func(int, *goquery.Selection) bool {
	return func(_ int, s *goquery.Selection) bool { return s.AttrOr("id", "") == id }
}

// wantFrench: a page made for people, in their language, without our innards.
func wantFrench(t *testing.T, p *visitor.Page) {
	t.Helper()
	if lang := p.Doc.Find("html").AttrOr("lang", ""); lang != "fr" {
		t.Errorf("%.60s (%d): the page's language is %q", p.Path, p.Status, lang)
	}
	if strings.TrimSpace(p.Doc.Find("h1").Text()) == "" {
		t.Errorf("%.60s (%d): no heading", p.Path, p.Status)
	}
	for _, word := range []string{"error.", "answer.", "panic", "goroutine", "sql:", "invalid ", "strconv"} {
		if strings.Contains(p.Doc.Find("main").Text(), word) {
			t.Errorf("%.60s (%d): the page says %q", p.Path, p.Status, word)
		}
	}
}

// open sends one request as it is, without the cookies of anybody.
func open(t *testing.T, request *http.Request) *visitor.Page {
	t.Helper()
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	doc, err := goquery.NewDocumentFromReader(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return &visitor.Page{Status: response.StatusCode, Path: visitor.Address(response.Request.URL), Header: response.Header, Doc: doc}
}
