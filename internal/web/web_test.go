package web

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"capzero/internal/city"
	"capzero/internal/footprint"
	"capzero/internal/household"
	"capzero/internal/i18n"
	"capzero/internal/retention"
)

// now is the clock of the tests.
func now() time.Time { return day }

// testOptions are options with sample data behind the pages.
func testOptions(t testing.TB, f Footprint) Options {
	t.Helper()
	catalogues, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	cities, err := city.Load()
	if err != nil {
		t.Fatal(err)
	}
	issy, ok := cities.Get("issy")
	if !ok {
		t.Fatal("no pack for issy")
	}
	consents, err := household.NewConsents(nil, catalogues, retention.Of(issy))
	if err != nil {
		t.Fatal(err)
	}
	return Options{
		Footprint: f, Accounts: people{}, Households: homes{}, Consents: consents, Challenge: contest{}, Steering: helm{}, Ideas: ideaBox{}, MyData: papers{}, Retention: clock{},
		City: issy, Catalogues: catalogues, Models: modelSample, Now: now,
	}
}

func testHandler(t testing.TB, o Options) http.Handler {
	t.Helper()
	h, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// get asks for a page as a browser with a measure under way.
func get(path string) *http.Request {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.AddCookie(&http.Cookie{Name: "capzero", Value: string(sampleToken)})
	return r
}

// post sends a form as a browser with a measure under way.
func post(path string, values url.Values) *http.Request {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.AddCookie(&http.Cookie{Name: "capzero", Value: string(sampleToken)})
	return r
}

func serve(h http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func wantStatus(t *testing.T, w *httptest.ResponseRecorder, status int) {
	t.Helper()
	if w.Code != status {
		t.Fatalf("status %d, want %d\n%s", w.Code, status, w.Body)
	}
}

func wantText(t *testing.T, w *httptest.ResponseRecorder, words ...string) {
	t.Helper()
	for _, text := range words {
		if !strings.Contains(w.Body.String(), text) {
			t.Errorf("the page does not say %q", text)
		}
	}
}

func TestEveryPageHasTheHeadersThatProtectIt(t *testing.T) {
	h := testHandler(t, testOptions(t, livingCity))
	for _, path := range []string{"/", "/n-existe-pas", "/static/x/app.css", "/healthz"} {
		header := serve(h, get(path)).Header()
		policy := header.Get("Content-Security-Policy")
		if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") {
			t.Errorf("%s: Content-Security-Policy is %q", path, policy)
		}
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff",
			"Referrer-Policy":        "same-origin",
		} {
			if got := header.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", path, name, got, want)
			}
		}
	}
}

func TestFormsFromAnotherSiteAreRefused(t *testing.T) {
	h := testHandler(t, testOptions(t, &recorder{}))
	r := post("/vos-donnees/effacer", form("confirme", "oui"))
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	w := serve(h, r)
	wantStatus(t, w, http.StatusForbidden)
	wantText(t, w, french(t).T("error.heading.cross_origin"))
}

func TestAProxyMayRewriteTheHost(t *testing.T) {
	o := testOptions(t, &recorder{})
	o.URL = "https://cap.example"
	r := post("/langue", form("lang", "en", "retour", "/ville"))
	r.Header.Del("Sec-Fetch-Site")
	r.Header.Set("Origin", "https://cap.example")
	r.Host = "127.0.0.1:8080"
	wantStatus(t, serve(testHandler(t, o), r), http.StatusSeeOther)
}

func TestALargeBodyIsNotRead(t *testing.T) {
	h := testHandler(t, testOptions(t, sample{screen: kmScreen}))
	big := strings.Repeat("a", maxBody+1)
	t.Run("when its size is declared", func(t *testing.T) {
		w := serve(h, post(questionPath(kmRule, afterOpening), form("value", big)))
		wantStatus(t, w, http.StatusRequestEntityTooLarge)
		wantText(t, w, french(t).T("error.heading.too_large"))
	})
	t.Run("when it is not", func(t *testing.T) {
		r := post(questionPath(kmRule, afterOpening), nil)
		r.Body, r.ContentLength = io.NopCloser(strings.NewReader("value="+big)), -1
		wantStatus(t, serve(h, r), http.StatusRequestEntityTooLarge)
	})
}

func TestTooManyFormsWait(t *testing.T) {
	o := testOptions(t, sample{screen: kmScreen})
	o.Limit = Limit{PerSecond: 1, Burst: 2}
	h := testHandler(t, o)
	send := func(from string) *httptest.ResponseRecorder {
		r := post("/langue", form("lang", "en"))
		r.RemoteAddr = from
		return serve(h, r)
	}
	for range 2 {
		wantStatus(t, send("203.0.113.7:1000"), http.StatusSeeOther)
	}
	w := send("203.0.113.7:1001")
	wantStatus(t, w, http.StatusTooManyRequests)
	if w.Header().Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	wantStatus(t, send("203.0.113.8:1000"), http.StatusSeeOther) // somebody else
}

func TestClientIsTheLastHopOfOurProxy(t *testing.T) {
	for _, c := range []struct{ remote, forwarded, want string }{
		{"203.0.113.7:99", "", "203.0.113.7/32"},
		{"203.0.113.7:99", "198.51.100.1", "203.0.113.7/32"}, // anyone can write the header
		{"127.0.0.1:99", "198.51.100.9, 198.51.100.1", "198.51.100.1/32"},
		{"[2001:db8:1:2:3::4]:99", "", "2001:db8:1:2::/64"},
		{"10.0.0.3:99", "not an address", "10.0.0.3/32"},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = c.remote
		r.Header.Set("X-Forwarded-For", c.forwarded)
		if got := client(r).String(); got != c.want {
			t.Errorf("client(%s, %q) = %s, want %s", c.remote, c.forwarded, got, c.want)
		}
	}
}

func TestAPanicIsOurPage(t *testing.T) {
	var log bytes.Buffer
	o := testOptions(t, sample{crash: true})
	o.Log = slog.New(slog.NewTextHandler(&log, nil))
	w := serve(testHandler(t, o), get("/ville"))
	wantStatus(t, w, http.StatusInternalServerError)
	wantText(t, w, french(t).T("error.heading.internal"))
	if strings.Contains(w.Body.String(), "gallery") {
		t.Error("the page shows the cause")
	}
	if !strings.Contains(log.String(), "a scene of the gallery") {
		t.Errorf("the log does not hold the cause: %s", &log)
	}
}

func TestTheLogHoldsNothingPersonal(t *testing.T) {
	var log bytes.Buffer
	o := testOptions(t, sample{screen: kmScreen})
	o.Log = slog.New(slog.NewJSONHandler(&log, nil))
	r := post(questionPath(kmRule, afterOpening), form("value", "6543210"))
	r.RemoteAddr = "203.0.113.7:1000"
	r.Header.Set("User-Agent", "Navigateur")
	wantStatus(t, serve(testHandler(t, o), r), http.StatusSeeOther)
	for _, secret := range []string{"6543210", "203.0.113.7", "Navigateur", "voiture", string(sampleToken)} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("the log holds %q: %s", secret, &log)
		}
	}
	if !strings.Contains(log.String(), `"route":"POST /mesurer/question/{rule...}"`) {
		t.Errorf("the log does not name the route: %s", &log)
	}
}

func TestHealth(t *testing.T) {
	o := testOptions(t, livingCity)
	var failure error
	o.Ready = func(context.Context) error { return failure }
	h := testHandler(t, o)
	wantStatus(t, serve(h, get("/healthz")), http.StatusOK)
	failure = errors.New("the disk is full")
	w := serve(h, get("/healthz"))
	wantStatus(t, w, http.StatusServiceUnavailable)
	if strings.Contains(w.Body.String(), "disk") {
		t.Error("the cause is public")
	}
}

func TestTheGalleryIsForDemonstrationsOnly(t *testing.T) {
	h := testHandler(t, testOptions(t, livingCity))
	wantStatus(t, serve(h, get("/gallery")), http.StatusNotFound)
	wantStatus(t, serve(h, get("/gallery/accueil/debut")), http.StatusNotFound)
}

// A recorder remembers what was sent to it.
type recorder struct {
	sample
	rule  string
	in    footprint.Input
	asked int

	holders []footprint.Holder // whose result was asked for
}

func (r *recorder) Result(_ context.Context, h footprint.Holder, _ string) (footprint.Result, error) {
	r.holders = append(r.holders, h)
	return r.result, r.failure
}

func (r *recorder) Answer(_ context.Context, _ footprint.Holder, rule, _ string, in footprint.Input) (string, error) {
	r.rule, r.in = rule, in
	r.asked++
	return r.next, r.refusal
}
