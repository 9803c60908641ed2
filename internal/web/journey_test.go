package web

import (
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"capzero/internal/fault"
	"capzero/internal/footprint"
)

func TestStartingGivesAKeyAndTheFirstQuestion(t *testing.T) {
	o := testOptions(t, sample{next: kmRule})
	o.URL = "https://cap.example/"
	r := httptest.NewRequest(http.MethodPost, "/mesurer", nil)
	w := serve(testHandler(t, o), r)
	wantStatus(t, w, http.StatusSeeOther)
	if got, want := w.Header().Get("Location"), "/mesurer/question/transport/voiture/km"; got != want {
		t.Errorf("sent to %s, want %s", got, want)
	}
	c := w.Result().Cookies()[0]
	if c.Name != "__Host-capzero" || !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
		t.Errorf("the cookie is %v", c)
	}
}

func TestABrowserThatMeasuresGoesOn(t *testing.T) {
	h := testHandler(t, testOptions(t, sample{next: kmRule}))
	w := serve(h, post("/mesurer", nil))
	wantStatus(t, w, http.StatusSeeOther)
	if len(w.Result().Cookies()) != 0 {
		t.Error("a second key was given to the same browser")
	}
}

func TestAnAnswerLeadsOn(t *testing.T) {
	for _, c := range []struct{ name, next, query, want string }{
		{"to the next question of the opening", surfaceRule, "", "/mesurer/question/logement/surface"},
		{"to the result after the last one", "", "", "/resultat"},
		{"to the next question of the theme", surfaceRule, "?suite=theme", "/mesurer/question/logement/surface?suite=theme"},
		{"to the list when the theme is done", "", "?suite=theme", "/mesurer#transports"},
		{"back to the list", surfaceRule, "?suite=liste", "/mesurer#transports"},
		{"back to the result", surfaceRule, "?suite=resultat", "/resultat"},
		{"as in the opening when the address says nonsense", surfaceRule, "?suite=https://exemple.invalid", "/mesurer/question/logement/surface"},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := testHandler(t, testOptions(t, sample{screen: kmScreen, next: c.next}))
			w := serve(h, post("/mesurer/question/transport/voiture/km"+c.query, form("value", "6500")))
			wantStatus(t, w, http.StatusSeeOther)
			if got := w.Header().Get("Location"); got != c.want {
				t.Errorf("sent to %s, want %s", got, c.want)
			}
		})
	}
}

// The answers are kept thirty days after the last visit, so the key to them has
// to be as well: else who comes back every week loses them, and counts twice.
func TestAVisitKeepsTheKeyAsLongAsTheAnswers(t *testing.T) {
	h := testHandler(t, testOptions(t, sample{screen: kmScreen, next: surfaceRule, result: usualResult}))
	question := questionPath(kmRule, afterOpening)
	for name, w := range map[string]*httptest.ResponseRecorder{
		"an answer":  serve(h, post(question, form("value", "6500"))),
		"the result": serve(h, get("/resultat")),
		"the sheet":  serve(h, get("/resultat/imprimer")),
		"the table":  serve(h, get("/resultat/tableau.csv")),
	} {
		c := w.Result().Cookies()
		if len(c) != 1 || c[0].Value != string(sampleToken) || c[0].MaxAge != int(footprint.KeptFor.Seconds()) {
			t.Errorf("%s renews the key as %v", name, c)
		}
	}
	if c := serve(h, get(question)).Result().Cookies(); len(c) != 0 {
		t.Errorf("looking at a question, which keeps no answer longer, renews the key: %v", c)
	}
}

func TestForgedFieldsAreIgnored(t *testing.T) {
	f := &recorder{sample: sample{screen: kmScreen}}
	h := testHandler(t, testOptions(t, f))
	forged := form("value", "6500", "bilan", "1", "carbon", "1", "values[bilan]", "0", "rule", "bilan", fieldNone, "1", "total", "0")
	wantStatus(t, serve(h, post(questionPath(kmRule, afterOpening), forged)), http.StatusSeeOther)
	if f.rule != kmRule {
		t.Errorf("the rule answered is %q", f.rule)
	}
	if diff := cmp.Diff(footprint.Input{Value: "6500"}, f.in); diff != "" {
		t.Error(diff)
	}
}

func TestARefusedAnswerKeepsWhatWasTyped(t *testing.T) {
	refusal := fault.At(fieldValue, fault.Invalid, "answer.not_a_number")
	h := testHandler(t, testOptions(t, sample{screen: kmScreen, refusal: refusal}))
	w := serve(h, post(questionPath(kmRule, afterOpening), form("value", `beau"coup<b>`)))
	wantStatus(t, w, http.StatusUnprocessableEntity)
	wantText(t, w,
		"<title>"+french(t).T("question.title_error", "question", kmScreen.Text),
		`value="beau&#34;coup&lt;b&gt;"`,
		`aria-invalid="true"`,
		`aria-describedby="unite p-f-value"`,
		`href="#f-value"`,
		`id="p-f-value"`,
		french(t).T("answer.not_a_number"),
	)
}

func TestARefusedLineOfAMosaicIsMarked(t *testing.T) {
	field := countsScreen.Options[3].Rule
	refusal := fault.At(field, fault.Invalid, "answer.not_a_number")
	h := testHandler(t, testOptions(t, sample{screen: countsScreen, refusal: refusal}))
	w := serve(h, post(questionPath(countsRule, afterOpening), form(fieldOf(field), "trois", fieldOf(countsScreen.Options[0].Rule), "11")))
	wantStatus(t, w, http.StatusUnprocessableEntity)
	wantText(t, w, `value="trois"`, `value="11"`, `href="#f-option-3"`, `id="p-f-option-3"`)
}

func TestAClientMayHaveErrorsAsProblems(t *testing.T) {
	refusal := fault.At(fieldValue, fault.Invalid, "answer.not_a_number")
	h := testHandler(t, testOptions(t, sample{screen: kmScreen, refusal: refusal}))
	r := post(questionPath(kmRule, afterOpening), form("value", "beaucoup"))
	r.Header.Set("Accept", "application/json")
	w := serve(h, r)
	wantStatus(t, w, http.StatusUnprocessableEntity)
	if got := w.Header().Get("Content-Type"); got != "application/problem+json" {
		t.Errorf("Content-Type is %s", got)
	}
	var got problem
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.Status != 422 || got.Field != fieldValue || got.Code != "answer.not_a_number" || got.Title == "" || got.Detail == got.Code {
		t.Errorf("the problem is %+v", got)
	}
}

func TestAStaleKeyOffersToStartAgain(t *testing.T) {
	gone := fault.New(fault.Unauthenticated, "error.session_gone")
	h := testHandler(t, testOptions(t, sample{failure: gone}))
	for _, path := range []string{"/resultat", questionPath(kmRule, afterOpening), "/resultat/imprimer", explanationPath(carRule)} {
		w := serve(h, get(path))
		wantStatus(t, w, http.StatusUnauthorized)
		wantText(t, w, french(t).T("error.heading.session_gone"), `action="/mesurer"`)
		if c := w.Result().Cookies(); len(c) != 1 || c[0].MaxAge >= 0 {
			t.Errorf("%s: the key is not taken back: %v", path, c)
		}
	}
	wantStatus(t, serve(h, get("/")), http.StatusOK)
}

func TestLanguage(t *testing.T) {
	h := testHandler(t, testOptions(t, livingCity))
	for _, c := range []struct{ name, cookie, accept, want string }{
		{"French first", "", "", `<html lang="fr"`},
		{"the browser's", "", "de;q=0.9, en-GB;q=0.8", `<html lang="en"`},
		{"a language we do not have", "", "ja", `<html lang="fr"`},
		{"the person's choice before the browser's", "fr", "en", `<html lang="fr"`},
		{"a choice that is none", "sr-Latn", "en", `<html lang="en"`},
		{"a header that is none", "", "%%%;;", `<html lang="fr"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := get("/")
			r.Header.Set("Accept-Language", c.accept)
			if c.cookie != "" {
				r.AddCookie(&http.Cookie{Name: languageCookie, Value: c.cookie})
			}
			wantText(t, serve(h, r), c.want)
		})
	}
}

func TestChoosingALanguageComesBackToOurPages(t *testing.T) {
	h := testHandler(t, testOptions(t, livingCity))
	for back, want := range map[string]string{
		"/ville":                "/ville",
		"//exemple.invalid":     "/",
		"https://a.invalid":     "/",
		`/\exemple.invalid`:     "/",
		"/a\r\nSet-Cookie: x=y": "/",
		"":                      "/",
	} {
		w := serve(h, post("/langue", form("lang", "en", "retour", back)))
		if got := w.Header().Get("Location"); got != want {
			t.Errorf("from %q to %q, want %q", back, got, want)
		}
		if c := w.Result().Cookies(); len(c) != 1 || c[0].Value != "en" {
			t.Errorf("cookies %v", c)
		}
	}
}

func TestASharedMessageHoldsNoFigure(t *testing.T) {
	h := testHandler(t, testOptions(t, sample{result: usualResult}))
	w := serve(h, get("/resultat/partager"))
	wantStatus(t, w, http.StatusOK)
	if strings.Contains(w.Body.String(), "8,3") {
		t.Error("the page holds the result")
	}
}

func TestTablesAreForSpreadsheets(t *testing.T) {
	h := testHandler(t, testOptions(t, sample{result: usualResult}))
	w := serve(h, get("/resultat/tableau.csv"))
	wantStatus(t, w, http.StatusOK)
	table, err := csv.NewReader(w.Body).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if want := 1 + len(usualResult.Carbon.Categories) + len(usualResult.Waste.Streams); len(table) != want {
		t.Errorf("%d rows, want %d", len(table), want)
	}
	if diff := cmp.Diff([]string{"Transports", "3100.000", "2689.870", "3601.270", "kgCO2e/personne/an"}, table[1]); diff != "" {
		t.Error(diff)
	}
	if got := w.Header().Get("Content-Disposition"); !strings.Contains(got, "point-decimal.csv") {
		t.Errorf("the file is named %s", got)
	}
	wantStatus(t, serve(h, get("/ville/tableau.csv")), http.StatusNotFound) // too few households
	h = testHandler(t, testOptions(t, livingCity))
	wantStatus(t, serve(h, get("/ville/tableau.csv")), http.StatusOK)
}

func TestAssetsAreKeptForGood(t *testing.T) {
	o := testOptions(t, livingCity)
	loaded, err := loadAssets(o.City)
	if err != nil {
		t.Fatal(err)
	}
	h := testHandler(t, o)
	for name := range assetTypes {
		w := serve(h, get(loaded.url(name)))
		wantStatus(t, w, http.StatusOK)
		if got := w.Header().Get("Cache-Control"); !strings.Contains(got, "immutable") {
			t.Errorf("%s: Cache-Control is %q", name, got)
		}
		r := get(loaded.url(name))
		r.Header.Set("If-None-Match", w.Header().Get("ETag"))
		wantStatus(t, serve(h, r), http.StatusNotModified)
	}
	other := serve(h, get("/static/000000000000/app.css")) // of a page of another version
	wantStatus(t, other, http.StatusOK)
	if got := other.Header().Get("Cache-Control"); got != "no-store" {
		t.Errorf("the style sheet of another version may be kept: Cache-Control is %q", got)
	}
	wantStatus(t, serve(h, get("/static/000000000000/secret")), http.StatusNotFound)
}

func TestAPageSaysWhatItWeighs(t *testing.T) {
	o := testOptions(t, livingCity)
	loaded, err := loadAssets(o.City)
	if err != nil {
		t.Fatal(err)
	}
	r := get("/")
	r.Header.Set("Accept-Encoding", "gzip")
	w := serve(testHandler(t, o), r)
	weight := w.Body.Len() + loaded.weight()
	z, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	page, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	// What follows the figure is counted before it is compressed: a kilobyte
	// more at most, never less.
	exact := french(t).T("footer.weight", "kilobytes", (weight+999)/1000)
	more := french(t).T("footer.weight", "kilobytes", (weight+1999)/1000)
	if !strings.Contains(string(page), exact) && !strings.Contains(string(page), more) {
		t.Errorf("the page weighs %d bytes and does not say %q", weight, exact)
	}
	if weight > 60_000 {
		t.Errorf("the home page weighs %d bytes", weight)
	}
}

func BenchmarkResultPage(b *testing.B) {
	h := testHandler(b, testOptions(b, sample{result: usualResult}))
	r := get("/resultat")
	r.Header.Set("Accept-Encoding", "gzip")
	b.ReportAllocs()
	for b.Loop() {
		serve(h, r)
	}
}
