package test

import (
	"maps"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"unicode"

	"capzero/publicodes"
	"capzero/test/visitor"
)

// TestBackWithoutLoss goes back through the questions by their own links: every
// answer is still in its form, and sending the forms again, untouched, leads
// the same way to the same result.
func TestBackWithoutLoss(t *testing.T) {
	p := serve(t, place(t))
	j := begin(t, p.URL, "nolan")
	sent := map[string]url.Values{}
	for range 6 {
		touches, _, err := j.truth.Answer(j.page)
		if err != nil {
			t.Fatal(err)
		}
		sent[j.page.Path] = visitor.Fields(touches)
		j.answer(t)
	}
	furthest := j.page.Path

	for i := len(j.asked) - 1; i >= 0; i-- {
		back := j.page.Link("a.back")
		if back == "" {
			t.Fatalf("%s has no way back", j.page.Path)
		}
		j.page = must(t)(j.Get(back))
		if j.page.Path != j.asked[i] {
			t.Fatalf("back leads to %s, want %s", j.page.Path, j.asked[i])
		}
		if !holdsAll(j.page.Form(), sent[j.page.Path]) {
			t.Errorf("%s: the form holds %v, sent was %v", j.page.Path, j.page.Form(), sent[j.page.Path])
		}
	}
	for range j.asked {
		j.page = must(t)(j.Send(j.page, j.page.Form()))
	}
	if j.page.Path != furthest {
		t.Errorf("sending the same forms again leads to %s, want %s", j.page.Path, furthest)
	}
	j.wantResult(t, j.answers)
}

// holdsAll reports whether form has every field of want. A number may come back
// with its thousands apart; a box that excludes the others as their zeros; a
// suggestion as the numbers that it stands for.
func holdsAll(form, want url.Values) bool {
	for name, values := range want {
		if name == "none" && !form.Has(name) {
			continue
		}
		if strings.HasPrefix(values[0], "s:") && filled(form) {
			continue
		}
		if withoutSpaces(form.Get(name)) != withoutSpaces(values[0]) {
			return false
		}
	}
	return true
}

// filled reports whether a number is in a field.
func filled(form url.Values) bool {
	for name := range form {
		if (name == "value" || strings.HasPrefix(name, "values[")) && form.Get(name) != "" {
			return true
		}
	}
	return false
}

func withoutSpaces(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// TestResume: the cookie outlives the browser, and the home page leads back to
// the question where one stopped.
func TestResume(t *testing.T) {
	p := serve(t, place(t))
	j := begin(t, p.URL, "gerard")
	for range 4 {
		j.answer(t)
	}
	home := must(t)(j.Get("/"))
	if got := home.Link("main a.button"); got != j.page.Path {
		t.Errorf("the home page leads to %q, want %s", got, j.page.Path)
	}
	j.wantResult(t, j.answers)
	j.finish(t)
	j.wantResult(t, j.answers)
}

func TestSessionCookie(t *testing.T) {
	p := serve(t, place(t))
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Post(p.URL+"/mesurer", "application/x-www-form-urlencoded", nil)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	cookies := response.Cookies()
	if len(cookies) != 1 {
		t.Fatalf("starting sets %d cookies, want 1", len(cookies))
	}
	c := cookies[0]
	if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" || c.MaxAge <= 24*60*60 {
		t.Errorf("the cookie is %s; want HttpOnly, SameSite=Lax, Path=/, no domain, and more than a day", c)
	}
	if len(c.Value) < 22 { // 128 bits in base64
		t.Errorf("the key to the answers has only %d characters", len(c.Value))
	}
}

// TestTwoTabs: two tabs hold the same form and both are sent, one answer after
// the other. Both go on, the last one stands, and the result is the engine's.
func TestTwoTabs(t *testing.T) {
	p := serve(t, place(t))
	j := begin(t, p.URL, "jessica")
	first := must(t)(j.Get(choiceQuestion))
	second := must(t)(j.Get(choiceQuestion))
	for _, tab := range []struct {
		page *visitor.Page
		row  string
	}{{first, "maison"}, {second, "appartement"}} {
		if after := must(t)(j.Send(tab.page, url.Values{"answer": {"v:" + tab.row}})); after.Status != 200 {
			t.Fatalf("%s was answered %d: %s", tab.row, after.Status, after.Error())
		}
		j.wantResult(t, publicodes.Situation{choiceRule: "'" + tab.row + "'"})
	}
	if got := must(t)(j.Get(choiceQuestion)).Form().Get("answer"); got != "v:appartement" {
		t.Errorf("the question holds %q, want the last answer", got)
	}
}

// TestAnswersAtOnce: sixteen tabs of one household answer the same question at
// the same moment. None fails, one of the answers stands.
func TestAnswersAtOnce(t *testing.T) {
	p := serve(t, place(t))
	j := begin(t, p.URL, "corentin")
	j.answer(t)
	path := numberQuestion
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			page, err := j.Post(path, url.Values{"value": {[]string{"40", "55"}[i%2]}})
			if err != nil || page.Status != 200 {
				t.Errorf("answer %d: %v %v", i, page, err)
			}
		})
	}
	wg.Wait()
	got := must(t)(j.Get(path)).Form().Get("value")
	if got != "40" && got != "55" {
		t.Errorf("the question holds %q, want one of the answers sent", got)
	}
}

// TestReplay: a form that is sent twice, and one that is sent for a question
// much later than the one asked, change nothing else.
func TestReplay(t *testing.T) {
	p := serve(t, place(t))
	j := begin(t, p.URL, "mehdi")
	first := j.page
	touches, _, err := j.truth.Answer(first)
	if err != nil {
		t.Fatal(err)
	}
	j.answer(t)
	second := j.page.Path
	replayed := must(t)(j.Send(first, visitor.Fields(touches)))
	if replayed.Path != second {
		t.Errorf("the replayed form leads to %s, want %s", replayed.Path, second)
	}
	j.wantResult(t, j.answers)

	early := must(t)(j.Post(numberQuestion, url.Values{"value": {"55"}}))
	if early.Status != 200 {
		t.Fatalf("an answer out of order was answered %d", early.Status)
	}
	answers := maps.Clone(j.answers)
	answers[numberRule] = 55.0
	j.wantResult(t, answers)
}

// TestStaleSession: a cookie that opens nothing leads to a page that says so
// and offers to start again.
func TestStaleSession(t *testing.T) {
	p := serve(t, place(t))
	j := begin(t, p.URL, "yoram")
	j.answer(t)
	for _, token := range []string{"", "never-given-out", strings.Repeat("A", 43), strings.Repeat("x", 4000)} {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			request, err := http.NewRequest(method, p.URL+j.page.Path, strings.NewReader("answer=v%3Aoui"))
			if err != nil {
				t.Fatal(err)
			}
			request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			request.AddCookie(&http.Cookie{Name: "capzero", Value: token})
			page := open(t, request)
			if page.Status != http.StatusUnauthorized {
				t.Errorf("%s with the token %.20q: %d, want 401", method, token, page.Status)
			}
			if page.Doc.Find(`main form[action="/mesurer"]`).Length() != 1 {
				t.Errorf("%s with the token %.20q: no way to start again", method, token)
			}
		}
	}
}

// TestErase: who erases their answers is somebody who never came, at once and
// with the key that they had.
func TestErase(t *testing.T) {
	p := serve(t, place(t))
	j := begin(t, p.URL, "yoram")
	for range 3 {
		j.answer(t)
	}
	question := j.page.Path
	page := must(t)(j.Post("/vos-donnees/effacer", nil))
	if page.Status != http.StatusUnprocessableEntity {
		t.Errorf("erasing without a confirmation was answered %d, want 422", page.Status)
	}
	j.wantResult(t, j.answers)

	page = must(t)(j.Post("/vos-donnees/effacer", url.Values{"confirme": {"oui"}}))
	if page.Status != http.StatusOK {
		t.Fatalf("erasing was answered %d", page.Status)
	}
	for _, path := range []string{question, "/resultat", "/resultat/explication/transport"} {
		if page := must(t)(j.Get(path)); page.Status != http.StatusUnauthorized {
			t.Errorf("%s is still answered %d, want 401", path, page.Status)
		}
	}
}
