package web

import (
	"context"
	"net/http"
	"testing"

	"capzero/internal/fault"
	"capzero/internal/mydata"
)

// An archivist is package mydata in these tests: it notes what it is asked to erase.
type archivist struct {
	papers
	person, token, reference string
}

func (a *archivist) Erase(_ context.Context, personID, reference string) (mydata.Receipt, error) {
	a.person, a.reference = personID, reference
	return mydata.Receipt{Reference: reference}, a.fails
}

func (a *archivist) EraseAnswers(_ context.Context, token, reference string) (mydata.Receipt, error) {
	a.token = token
	return mydata.Receipt{Reference: reference}, a.fails
}

// TestErasingAnswersAsksToConfirm: of a browser without an account.
func TestErasingAnswersAsksToConfirm(t *testing.T) {
	a := &archivist{}
	o := testOptions(t, &recorder{sample: sample{next: kmRule}})
	o.MyData = a
	h := testHandler(t, o)
	w := serve(h, post("/vos-donnees/effacer", nil))
	wantStatus(t, w, http.StatusUnprocessableEntity)
	wantText(t, w, `aria-describedby="p-confirme"`)
	if a.token != "" {
		t.Fatal("erased without confirmation")
	}
	w = serve(h, post("/vos-donnees/effacer", form("confirme", "oui")))
	wantStatus(t, w, http.StatusSeeOther)
	if c := w.Result().Cookies(); a.token == "" || len(c) != 1 || c[0].MaxAge >= 0 {
		t.Errorf("erased %q, cookies: %v", a.token, c)
	}
}

// TestErasingAnAccountErasesThePerson, once they have confirmed, and signs them out.
func TestErasingAnAccountErasesThePerson(t *testing.T) {
	a := &archivist{}
	o := testOptions(t, &recorder{})
	o.Accounts, o.MyData = people{session: somebody("Anne")}, a
	h := testHandler(t, o)
	signedIn := func(r *http.Request) *http.Request {
		r.AddCookie(&http.Cookie{Name: "capzero-session", Value: string(sampleSession)})
		return r
	}
	const reference = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	wantStatus(t, serve(h, signedIn(post("/mes-donnees/effacer", form("reference", reference)))), http.StatusUnprocessableEntity)
	if a.person != "" {
		t.Fatal("erased without confirmation")
	}
	w := serve(h, signedIn(post("/mes-donnees/effacer", form("reference", reference, "confirme", "oui"))))
	wantStatus(t, w, http.StatusSeeOther)
	if to := w.Header().Get("Location"); to != "/mes-donnees/recu/"+reference || a.person != "SAMPLE" || a.reference != reference {
		t.Errorf("erased %q as %q, led to %s", a.person, a.reference, to)
	}
	if value, cleared := cookiesOf(w)["capzero-session"]; !cleared || value != "" {
		t.Errorf("kept %v", cookiesOf(w))
	}
	if w := serve(h, signedIn(post("/vos-donnees/effacer", form("confirme", "oui")))); w.Header().Get("Location") != "/mes-donnees/effacer" || a.token != "" {
		t.Errorf("the form for browsers led somebody signed in to %q", w.Header().Get("Location"))
	}
}

// TestPressingTwiceShowsTheReceipt: the second time nobody is signed in any more.
func TestPressingTwiceShowsTheReceipt(t *testing.T) {
	o := testOptions(t, &recorder{})
	o.MyData = papers{receipt: sampleReceipt}
	w := serve(testHandler(t, o), post("/mes-donnees/effacer", form("reference", sampleReceipt.Reference, "confirme", "oui")))
	wantStatus(t, w, http.StatusSeeOther)
	if to := w.Header().Get("Location"); to != "/mes-donnees/recu/"+sampleReceipt.Reference {
		t.Errorf("led to %s", to)
	}
	o.MyData = papers{fails: fault.New(fault.NotFound, "mydata.receipt_unknown")}
	w = serve(testHandler(t, o), post("/mes-donnees/effacer", form("reference", "ailleurs", "confirme", "oui")))
	wantStatus(t, w, http.StatusUnauthorized)
}
