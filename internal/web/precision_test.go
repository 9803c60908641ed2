package web

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"capzero/internal/fault"
	"capzero/internal/footprint"
)

// drawer counts how often intervals are drawn.
type drawer struct {
	result footprint.Result
	err    error
	times  int
}

func (d *drawer) Intervals(context.Context, footprint.Holder, string) (footprint.Result, error) {
	d.times++
	return d.result, d.err
}

// resultWith asks for a page of the result where intervals come from d.
func resultWith(t *testing.T, d *drawer, path string, scripts bool) *goquery.Document {
	t.Helper()
	o := testOptions(t, sample{result: undrawnResult})
	o.Intervals = d
	r := get(path)
	if scripts {
		r.AddCookie(&http.Cookie{Name: scriptsCookie, Value: "1"})
	}
	w := serve(testHandler(t, o), r)
	wantStatus(t, w, http.StatusOK)
	doc, err := goquery.NewDocumentFromReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestABrowserWithoutScriptsGetsTheIntervalInThePage(t *testing.T) {
	d := &drawer{result: usualResult}
	doc := resultWith(t, d, "/resultat", false)
	if got := doc.Find("#certitude .range").Text(); !strings.Contains(got, "7,5") || !strings.Contains(got, "9,2") {
		t.Errorf("the page says %q", got)
	}
	if doc.Find("[data-parts]").Length() != 0 {
		t.Error("the page waits for a script")
	}
	if n := doc.Find("#preciser a").Length(); n != len(usualResult.Carbon.Narrowing) {
		t.Errorf("%d questions would narrow it, want %d", n, len(usualResult.Carbon.Narrowing))
	}
}

func TestAPageWithScriptsDoesNotWaitForTheInterval(t *testing.T) {
	d := &drawer{result: usualResult}
	doc := resultWith(t, d, "/resultat", true)
	if d.times != 0 {
		t.Errorf("intervals were drawn %d times before the page was sent", d.times)
	}
	query, _ := doc.Find("[data-parts]").Attr("data-parts")
	parts := resultWith(t, d, "/resultat"+query, true)
	parts.Find("[data-part]").Each(func(_ int, part *goquery.Selection) {
		if doc.Find("#"+part.AttrOr("id", "?")).Length() != 1 {
			t.Errorf("the part %q has no place on the page", part.AttrOr("id", ""))
		}
	})
	if got := parts.Find("#certitude .range").Length(); got != 1 {
		t.Errorf("the parts hold the interval %d times", got)
	}
	if n := parts.Find("main, header, footer, h1").Length(); n != 0 {
		t.Error("a whole page was sent for its parts")
	}
	if !strings.Contains(doc.Find("noscript").Text(), `href="?precision=ici"`) {
		t.Error("who has turned scripts off since then is left waiting")
	}
	if resultWith(t, d, "/resultat?precision=ici", true).Find("#certitude .range").Length() != 1 {
		t.Error("asked for in the page, the interval is not there")
	}
}

func TestTheLastIntervalIsPaintedUntilTheNewOneComes(t *testing.T) {
	o := testOptions(t, sample{result: usualResult})
	o.Intervals = &drawer{result: usualResult}
	r := get("/resultat")
	r.AddCookie(&http.Cookie{Name: scriptsCookie, Value: "1"})
	doc, err := goquery.NewDocumentFromReader(serve(testHandler(t, o), r).Body)
	if err != nil {
		t.Fatal(err)
	}
	if doc.Find("#certitude .range").Length() != 1 || doc.Find("[data-parts]").Length() != 1 {
		t.Error("the page has no interval, or does not ask for the new one")
	}
}

func TestTheIntervalBeforeTheLastAnswersIsPaintedAsSuch(t *testing.T) {
	o := testOptions(t, sample{result: redrawnResult})
	o.Intervals = &drawer{result: usualResult}
	r := get("/resultat")
	r.AddCookie(&http.Cookie{Name: scriptsCookie, Value: "1"})
	w := serve(testHandler(t, o), r)
	doc, err := goquery.NewDocumentFromReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	said := doc.Find("#certitude").Text()
	if !strings.Contains(said, "Avant vos dernières réponses") || !strings.Contains(said, "6,4") {
		t.Errorf("the page says %q", said)
	}
	if doc.Find("#certitude [role=status]").Length() != 1 {
		t.Error("the page does not say that the new one is on its way")
	}
}

func TestAResultIsShownWhoseIntervalsCannotBeDrawn(t *testing.T) {
	doc := resultWith(t, &drawer{err: errors.New("too many divisions by zero")}, "/resultat", false)
	if doc.Find("data#carbon").Length() != 1 || doc.Find("#certitude [data-reason]").Text() == "" {
		t.Error("the page has no figure, or does not say why it has no interval")
	}
}

func TestIntervalsOfAnswersThatAreGoneAreRefused(t *testing.T) {
	o := testOptions(t, sample{result: undrawnResult})
	o.Intervals = &drawer{err: fault.New(fault.Unauthenticated, "error.session_gone")}
	wantStatus(t, serve(testHandler(t, o), get("/resultat?precision=parties")), http.StatusUnauthorized)
}

func TestWhoHasSaidWhatMattersIsTold(t *testing.T) {
	l := french(t)
	for name, c := range map[string]struct {
		data sample
		path string
		want bool
	}{
		"on a question":              {sample{screen: essentialSaid(kmScreen)}, questionPath(kmRule, afterOpening), true},
		"not while questions matter": {sample{screen: kmScreen}, questionPath(kmRule, afterOpening), false},
		"nor where it is sure enough": {sample{screen: essentialSaid(sureWithin(kmScreen, 7400, 9100))},
			questionPath(kmRule, afterOpening), false},
		"on the result":                  {sample{result: essentialResult}, "/resultat", true},
		"not before intervals are drawn": {sample{result: undrawnResult}, "/resultat", false},
	} {
		w := serve(testHandler(t, testOptions(t, c.data)), get(c.path))
		if got := strings.Contains(w.Body.String(), l.T("question.essential")); got != c.want {
			t.Errorf("%s: said is %t", name, got)
		}
	}
}

func TestPreciseEnoughFromFifteenPerCentOn(t *testing.T) {
	for _, c := range []struct {
		low, high float64
		percent   int
		enough    bool
	}{
		{8500, 11_500, 15, true},
		{8400, 11_600, 16, false},
		{9999, 10_001, 0, true},
		{0, 1e7, 9900, false},
	} {
		p := newPrecision(french(t), measure{Amount: 10_000, Known: true, Interval: footprint.Interval{Low: c.low, High: c.high, Known: true}})
		if p.Percent != c.percent || p.Enough != c.enough || !p.Drawn {
			t.Errorf("between %v and %v: %+v", c.low, c.high, p)
		}
	}
	for name, m := range map[string]measure{
		"no interval": {Amount: 10_000, Known: true},
		"nothing":     {Known: true, Interval: footprint.Interval{High: 1, Known: true}},
		"unknown":     {Amount: 10_000, Interval: footprint.Interval{Low: 1, High: 2, Known: true}},
	} {
		if p := newPrecision(french(t), m); p.Drawn || p.Enough {
			t.Errorf("%s is said to be precise: %+v", name, p)
		}
	}
}

func TestATableHoldsNoFormula(t *testing.T) {
	for label, want := range map[string]string{
		"=1+1": "'=1+1", "+33": "'+33", "-2": "'-2", "@SUM(A1)": "'@SUM(A1)", "\tx": "'\tx",
		"Transports": "Transports", "": "", "Épicerie": "Épicerie",
	} {
		rows := tableRows("kg", []footprint.Line{{Label: label, Amount: -12, Known: true}})
		if rows[0][0] != want || rows[0][1] != "-12.000" {
			t.Errorf("%q is written as %q", label, rows[0])
		}
	}
}

func TestTheTableOfAChartHasTheRowsOfItsPage(t *testing.T) {
	o := testOptions(t, livingCity)
	o.Demo = true
	h := testHandler(t, o)
	for _, kind := range []string{"barres", "histogramme"} {
		for data := range sampleLines {
			page, err := goquery.NewDocumentFromReader(serve(h, get(chartPath(kind, data))).Body)
			if err != nil {
				t.Fatal(err)
			}
			file := page.Find("a.file").AttrOr("href", "")
			lines := strings.Count(serve(h, get(file)).Body.String(), "\n")
			if rows := page.Find("tbody tr").Length(); lines != rows+1 {
				t.Errorf("%s has %d lines for %d rows", file, lines, rows)
			}
		}
	}
	wantStatus(t, serve(h, get("/graphiques/camembert/une")), http.StatusNotFound)
	wantStatus(t, serve(h, get("/graphiques/barres/une-autre/tableau.csv")), http.StatusNotFound)
}
