package web

import (
	"net/http"
	"strings"
	"testing"

	"capzero/internal/footprint"
)

func TestAnUnusualAnswerComesBackAsAQuestion(t *testing.T) {
	l := french(t)
	refusing := &recorder{sample: sample{screen: surfaceScreen, refusal: odd("4", "unusual.amount", "value", "4 m²")}}
	h := testHandler(t, testOptions(t, refusing))
	w := serve(h, post(questionPath(surfaceRule, afterOpening), form("value", "4")))
	wantStatus(t, w, http.StatusUnprocessableEntity)
	wantText(t, w,
		l.T("unusual.amount", "value", "4 m²"), l.T("question.confirm"), l.T("question.correct"),
		`name="confirme" value="4"`, `href="#f-value"`, `value="4"`)
	if strings.Contains(w.Body.String(), l.T("question.problems")) {
		t.Error("the page calls it a mistake")
	}

	taking := &recorder{sample: sample{screen: surfaceScreen}}
	h = testHandler(t, testOptions(t, taking))
	w = serve(h, post(questionPath(surfaceRule, afterOpening), form("value", "4", footprint.ConfirmField, "4")))
	wantStatus(t, w, http.StatusSeeOther)
	if taking.in.Confirmed != "4" || taking.in.Value != "4" {
		t.Errorf("sent on as %+v", taking.in)
	}
}

func TestAProgramIsToldHowToConfirm(t *testing.T) {
	h := testHandler(t, testOptions(t, sample{screen: surfaceScreen, refusal: odd("4", "unusual.amount", "value", "4 m²")}))
	r := post(questionPath(surfaceRule, afterOpening), form("value", "4"))
	r.Header.Set("Accept", "application/problem+json")
	w := serve(h, r)
	wantStatus(t, w, http.StatusUnprocessableEntity)
	wantText(t, w, `"field":"confirme"`)
}
