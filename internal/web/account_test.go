package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"capzero/internal/account"
	"capzero/internal/footprint"
)

// A doorman is package account in these tests: he notes what he is asked for.
type doorman struct {
	people
	asked   account.Asked
	entry   account.Entry
	renewed bool
	isNew   bool
}

func (d *doorman) Start(_ context.Context, a account.Asked) (string, error) {
	d.asked = a
	return "sign-in", d.fails
}

func (d *doorman) Use(_ context.Context, _ account.Token, e account.Entry) (account.Entrance, error) {
	d.entry = e
	return account.Entrance{Token: "fresh", New: d.isNew}, d.fails
}

func (d *doorman) Renew(context.Context, account.Session) (account.Token, error) {
	d.renewed = true
	return "renewed", nil
}

// atTheDoor serves a request, signed in where the doorman has a session.
func atTheDoor(t *testing.T, d *doorman, r *http.Request) *httptest.ResponseRecorder {
	t.Helper()
	o := testOptions(t, &recorder{})
	o.Accounts = d
	if d.session.SignedIn() {
		r.AddCookie(&http.Cookie{Name: "capzero-session", Value: string(sampleSession)})
	}
	return serve(testHandler(t, o), r)
}

// cookiesOf are the cookies that a browser has after an answer, by name; one that is
// taken back is empty.
func cookiesOf(w *httptest.ResponseRecorder) map[string]string {
	all := map[string]string{}
	for _, c := range w.Result().Cookies() {
		all[c.Name] = c.Value
	}
	return all
}

func TestAVisitorIsSentToSignInAndComesBack(t *testing.T) {
	w := atTheDoor(t, &doorman{}, get("/compte?adresse=envoyee"))
	wantStatus(t, w, http.StatusSeeOther)
	if to, want := w.Header().Get("Location"), "/entrer?suite="+url.QueryEscape("/compte?adresse=envoyee"); to != want {
		t.Errorf("sent to %s, want %s", to, want)
	}
	wantStatus(t, atTheDoor(t, &doorman{}, post("/compte/nom", form("name", "Anne"))), http.StatusUnauthorized)
}

func TestWhoHasNoPartInTheCityIsTurnedAway(t *testing.T) {
	w := atTheDoor(t, &doorman{people: people{session: stranger()}}, get("/compte"))
	wantStatus(t, w, http.StatusForbidden)
	if len(cookiesOf(w)) != 0 {
		t.Errorf("cookies were touched: %v", cookiesOf(w))
	}
}

func TestAskingForAMailNamesTheNetworkAndNothingElse(t *testing.T) {
	d := &doorman{}
	r := post("/entrer", form("email", "anne@exemple.fr", "suite", "/resultat"))
	r.RemoteAddr = "203.0.113.7:4000"
	w := atTheDoor(t, d, r)
	if to := w.Header().Get("Location"); to != "/entrer/code?suite=%2Fresultat" {
		t.Errorf("sent to %s", to)
	}
	if d.asked.Email != "anne@exemple.fr" || d.asked.Source != "203.0.113.7/32" {
		t.Errorf("asked %+v", d.asked)
	}
	if cookiesOf(w)[askedCookie] != "sign-in" {
		t.Errorf("the browser keeps %v", cookiesOf(w))
	}
}

func TestComingInGivesASessionForTheKeyToAnswers(t *testing.T) {
	d := &doorman{}
	w := atTheDoor(t, d, post("/entrer/ABC", nil))
	wantStatus(t, w, http.StatusSeeOther)
	if d.entry.Carried != string(sampleToken) {
		t.Errorf("the answers of the browser are not carried along: %+v", d.entry)
	}
	got := cookiesOf(w)
	if key, cleared := got["capzero"]; got["capzero-session"] != "fresh" || !cleared || key != "" {
		t.Errorf("the browser keeps %v", got)
	}
}

func TestWhoIsNewIsAskedForAName(t *testing.T) {
	w := atTheDoor(t, &doorman{isNew: true}, post("/entrer/ABC", nil))
	if to := w.Header().Get("Location"); to != "/compte/bienvenue?suite=%2F" {
		t.Errorf("sent to %s", to)
	}
}

func TestOpeningALinkChangesNothing(t *testing.T) {
	d := &doorman{}
	w := atTheDoor(t, d, get("/entrer/ABC"))
	wantStatus(t, w, http.StatusOK)
	if d.entry.Carried != "" || len(cookiesOf(w)) != 0 {
		t.Errorf("a look used the link: %+v %v", d.entry, cookiesOf(w))
	}
	if !strings.Contains(w.Body.String(), `<form class="block" method="post"`) {
		t.Error("the page has no button")
	}
}

func TestNobodyIsSentToAnotherSite(t *testing.T) {
	for _, next := range []string{"https://example.org", "//example.org", `/\example.org`, "javascript:alert(1)"} {
		d := &doorman{people: people{session: somebody("Anne")}}
		w := atTheDoor(t, d, get("/entrer?"+url.Values{"suite": {next}}.Encode()))
		if to := w.Header().Get("Location"); to != "/" {
			t.Errorf("%s leads to %s", next, to)
		}
	}
}

func TestAStaleSessionGetsANewToken(t *testing.T) {
	session := somebody("Anne")
	session.Stale = true
	d := &doorman{people: people{session: session}}
	w := atTheDoor(t, d, get("/compte"))
	wantStatus(t, w, http.StatusOK)
	if !d.renewed || cookiesOf(w)["capzero-session"] != "renewed" {
		t.Errorf("renewed %t, kept %v", d.renewed, cookiesOf(w))
	}
}

func TestASessionThatEndedElsewhereIsAVisitors(t *testing.T) {
	r := get("/")
	r.AddCookie(&http.Cookie{Name: "capzero-session", Value: "ended"})
	w := atTheDoor(t, &doorman{}, r)
	wantStatus(t, w, http.StatusOK)
	if value, cleared := cookiesOf(w)["capzero-session"]; !cleared || value != "" {
		t.Errorf("the browser keeps %v", cookiesOf(w))
	}
}

func TestAPersonMeasuresUnderTheirAccount(t *testing.T) {
	rec := &recorder{}
	o := testOptions(t, rec)
	o.Accounts = people{session: somebody("Anne")}
	r := get("/resultat")
	r.AddCookie(&http.Cookie{Name: "capzero-session", Value: string(sampleSession)})
	serve(testHandler(t, o), r)
	if !slices.Contains(rec.holders, footprint.Holder(footprint.Person("SAMPLE"))) {
		t.Errorf("the answers of %v were asked for", rec.holders)
	}
}

// TestAMailProgramMayUnsubscribe: it posts from no page of ours, as RFC 8058 says.
func TestAMailProgramMayUnsubscribe(t *testing.T) {
	o := testOptions(t, &recorder{})
	o.Prompts = people{}
	for path, want := range map[string]int{"/desabonnement/ABC": http.StatusOK, "/entrer": http.StatusForbidden} {
		r := httptest.NewRequest(http.MethodPost, path, strings.NewReader("List-Unsubscribe=One-Click"))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "cross-site")
		if w := serve(testHandler(t, o), r); w.Code != want {
			t.Errorf("%s gives %d, want %d", path, w.Code, want)
		}
	}
}

// TestARouteWithoutAPermissionDoesNotStart, nor does one that needs something
// unknown.
func TestARouteWithoutAPermissionDoesNotStart(t *testing.T) {
	s, err := newServer(testOptions(t, &recorder{}))
	if err != nil {
		t.Fatal(err)
	}
	for _, needs := range []account.Permission{"", "fly"} {
		if _, err := s.mux([]route{{"GET /nouvelle", needs, notFound}}); err == nil {
			t.Errorf("a route that needs %q starts", needs)
		}
	}
}
