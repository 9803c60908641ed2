package web

import (
	"net/http"
	"strings"
	"testing"

	"capzero/internal/footprint"
)

func TestARecalculationIsToldUntilItIsSeen(t *testing.T) {
	l := french(t)
	for _, c := range []struct {
		name   string
		result footprint.Result
		says   []string
		not    []string
	}{
		{"nothing happened", usualResult, nil, []string{"/resultat/recalcul"}},
		{"not seen", toldResult(false), []string{l.T("result.recalculated_hide"), `action="/resultat/recalcul"`}, []string{">" + l.T("result.recalculated_seen_link") + "<"}},
		{"seen", toldResult(true), []string{l.T("result.recalculated_seen_link"), `href="/resultat/recalcul"`}, []string{l.T("result.recalculated_hide")}},
		{"a newer model", outdatedResult, []string{`action="/resultat/recalculer"`, "4.10.2", "4.8.1"}, []string{`"/resultat/recalcul"`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := serve(testHandler(t, testOptions(t, sample{result: c.result})), get("/resultat"))
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

func TestButtonsOfARecalculationLeadOn(t *testing.T) {
	h := testHandler(t, testOptions(t, sample{recalc: &raised}))
	for path, want := range map[string]string{
		"/resultat/recalcul":   "/resultat",
		"/resultat/recalculer": "/resultat/recalcul",
	} {
		w := serve(h, post(path, form()))
		wantStatus(t, w, http.StatusSeeOther)
		if got := w.Header().Get("Location"); got != want {
			t.Errorf("%s leads to %s, want %s", path, got, want)
		}
	}
}

func TestARecalculationSaysWhatChanged(t *testing.T) {
	for _, c := range []struct {
		name string
		of   footprint.Recalculation
		says []string
	}{
		{"more", raised, []string{"423", "(+5", "4.8.1", "4.10.2", "54 % → 12,1 %", "−263", "+444", "68 autres chiffres"}},
		{"less", lowered, []string{"de moins", "(−5", "−210", french(t).T("recalc.earlier"), "version 4.4.0"}},
		{"hardly", hardlyMoved, []string{"Presque rien", "moins de 1"}},
		{"the same", unmoved, []string{french(t).T("recalc.same")}},
		{"a lost answer", oneLost, []string{"Gaz naturel, Bouteille de gaz", "1\u202f313", `href="/mesurer#logement"`}},
		{"a question to answer again", manyLost, []string{`href="/mesurer/question/logement/chauffage/énergie?suite=resultat"`, "210", "version 1", "version 2", "−1,0"}},
		{"without the former model", untraced, []string{french(t).T("recalc.causes_unknown")}},
		{"waste alone", wasteOnly, []string{"Modèle déchets 1", "4,2"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := serve(testHandler(t, testOptions(t, sample{recalc: &c.of})), get("/resultat/recalcul"))
			wantStatus(t, w, http.StatusOK)
			wantText(t, w, c.says...)
		})
	}
}
