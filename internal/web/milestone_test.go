package web

import (
	"net/http"
	"strings"
	"testing"

	"capzero/internal/footprint"
)

func TestBilansAreListedWithWhatTheyAre(t *testing.T) {
	for _, c := range []struct {
		name string
		kept []footprint.Milestone
		says []string
		not  []string
	}{
		{"none", nil, []string{french(t).T("milestones.none")}, []string{"<figure"}},
		{"one", manyKept[:1], []string{french(t).T("milestones.one"), "55 questions"}, []string{"<figure", "/depuis/"}},
		{"many", manyKept, []string{"<figure", `href="/bilans/7/depuis/6"`, `href="/bilans/2/depuis/1"`, "4.8.1", "Sans la voiture"}, []string{"/bilans/1/depuis"}},
		{"a model that is gone", unreadableKept, []string{french(t).T("milestones.unreadable"), "9,1"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := serve(testHandler(t, testOptions(t, sample{kept: c.kept})), get("/bilans"))
			wantStatus(t, w, http.StatusOK)
			wantText(t, w, c.says...)
			for _, text := range c.not {
				if strings.Contains(w.Body.String(), text) {
					t.Errorf("the page says %q", text)
				}
			}
		})
	}
}

func TestABilanIsComparedWithAnyOther(t *testing.T) {
	w := serve(testHandler(t, testOptions(t, sample{kept: manyKept})), get("/bilans/3"))
	wantStatus(t, w, http.StatusOK)
	wantText(t, w, `href="/bilans/7/depuis/3"`, `href="/bilans/3/depuis/1"`, `action="/bilans/3/supprimer"`)
	if strings.Contains(w.Body.String(), "/bilans/3/depuis/3") {
		t.Error("it is compared with itself")
	}
}

func TestButtonsOfBilansLeadOn(t *testing.T) {
	h := testHandler(t, testOptions(t, sample{kept: manyKept, shift: openShift}))
	for path, want := range map[string]string{
		"/bilans":             "/bilans",
		"/bilans/7/nom":       "/bilans",
		"/bilans/7/supprimer": "/bilans",
		"/bilans/7/depuis/6":  "/bilans/7/depuis/6",
	} {
		w := serve(h, post(path, form()))
		wantStatus(t, w, http.StatusSeeOther)
		if got := w.Header().Get("Location"); got != want {
			t.Errorf("%s leads to %s, want %s", path, got, want)
		}
	}
	for _, path := range []string{"/bilans/8", "/bilans/x", "/bilans/0/depuis/1", "/bilans/2/depuis/-1", "/bilans/99999999999/depuis/1", "/bilans/2/depuis/1e0"} {
		wantStatus(t, serve(h, get(path)), http.StatusNotFound)
	}
}

// A smaller figure is called less only as a figure; it is a saving where the
// household says that it lives another way, and nowhere else.
func TestACorrectionIsNeverASaving(t *testing.T) {
	l := french(t)
	for _, c := range []struct {
		name string
		of   footprint.Shift
		says []string
		not  string
	}{
		{"a correction", correctedShift, []string{l.T("shift.life_none"), l.T("shift.correction_note"), "−1\u202f283"}, "shift.life_note"},
		{"not said yet", openShift, []string{l.T("shift.life_open", "count", 2), l.T("shift.ask_note")}, "shift.life_note"},
		{"a habit", toldShift, []string{l.T("shift.life_less", "kg", "1\u202f283"), l.T("shift.life_note"), l.T("shift.unsure_note")}, "shift.correction_note"},
		{"the model", modelShift, []string{l.T("shift.life_none"), l.T("shift.model_note"), "+93"}, "shift.life_note"},
		{"no causes", unknownShift, []string{l.T("shift.unknown")}, "shift.life_none"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := serve(testHandler(t, testOptions(t, sample{shift: c.of})), get("/bilans/2/depuis/1"))
			wantStatus(t, w, http.StatusOK)
			wantText(t, w, c.says...)
			if strings.Contains(w.Body.String(), l.T(c.not)) {
				t.Errorf("the page says %q", l.T(c.not))
			}
		})
	}
}

func TestReasonsAreReadByRule(t *testing.T) {
	got := reasonsIn(form(reasonPrefix+kmRule+"]", "life", "raison[", "x", "autre", "life"))
	if len(got) != 1 || got[kmRule] != footprint.LifeChange {
		t.Errorf("read %v", got)
	}
}
