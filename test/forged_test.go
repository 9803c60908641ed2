package test

import (
	"net/url"
	"testing"
)

// TestForgedResultIgnored: a browser that sends results along with its answers
// changes nothing. The figure is the one of the same household with an honest
// browser, and the engine's.
func TestForgedResultIgnored(t *testing.T) {
	p := serve(t, place(t))
	honest := begin(t, p.URL, "sandy")
	honest.finish(t)

	j := begin(t, p.URL, "sandy")
	j.forge = url.Values{
		"bilan":                   {"1"},
		"carbon":                  {"1"},
		"carbone":                 {"1"},
		"result":                  {"1"},
		"resultat":                {"1"},
		"total":                   {"1"},
		"kgCO2e":                  {"1"},
		"score":                   {"1"},
		"points":                  {"1000000"},
		"situation":               {`{"bilan":1}`},
		"CarbonKgCO2ePerYear":     {"1"},
		"values[bilan]":           {"1"},
		"values[transport]":       {"0"},
		"values[logement]":        {"0"},
		"transport . empreinte":   {"0"},
		"rule":                    {"bilan"},
		"household":               {"1"},
		"token":                   {"1"},
		"nosgestesclimat":         {"0.0.0"},
		"models.carbon":           {"mine"},
		"suite-des-resultats":     {"1"},
		"services sociétaux":      {"0"},
		"values[déchets . total]": {"0"},
	}
	j.finish(t)
	j.wantResult(t, j.answers)
	if got, want := j.result(t), honest.result(t); got != want {
		t.Errorf("with forged fields the result is %v kg, without them %v kg", got, want)
	}

	t.Run("in the address", func(t *testing.T) {
		page := must(t)(j.Get("/resultat?" + j.forge.Encode()))
		kg, err := page.Carbon()
		if err != nil {
			t.Fatal(err)
		}
		if want := honest.result(t); kg != want {
			t.Errorf("the result is %v kg, want %v kg", kg, want)
		}
	})
	t.Run("as a form", func(t *testing.T) {
		page := must(t)(j.Post("/resultat", j.forge))
		if page.Status != 405 && page.Status != 404 {
			t.Errorf("posting to the result answered %d, want 405 or 404", page.Status)
		}
		j.wantResult(t, j.answers)
	})
	t.Run("as an answer to a computed rule", func(t *testing.T) {
		for _, rule := range []string{"bilan", "transport", "transport/empreinte", "alimentation", "m%C3%A9trique"} {
			page := must(t)(j.Post("/mesurer/question/"+rule, url.Values{"value": {"1"}, "answer": {"v:eau"}}))
			if page.Status != 404 {
				t.Errorf("answering %s gave %d, want 404", rule, page.Status)
			}
		}
		j.wantResult(t, j.answers)
	})
}
