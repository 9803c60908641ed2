package test

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"capzero/publicodes"
	"capzero/test/program"
	"capzero/test/visitor"
)

// TestHealth: a balancer learns from /healthz that the program answers.
func TestHealth(t *testing.T) {
	p := serve(t, place(t))
	page := must(t)(visitor.New(p.URL).Get("/healthz"))
	if page.Status != http.StatusOK || !strings.HasPrefix(page.HTML, "ok\nprogram ") {
		t.Errorf("/healthz answers %d %q", page.Status, page.HTML)
	}
}

// TestAssetsAreKept: what a page links to is fetched once and for all, and
// compressed; the page itself is never stored.
func TestAssetsAreKept(t *testing.T) {
	p := serve(t, place(t))
	v := visitor.New(p.URL)
	home := must(t)(v.Get("/"))
	if got := home.Header.Get("Cache-Control"); !strings.Contains(got, "no-store") && !strings.Contains(got, "no-cache") {
		t.Errorf("the home page may be kept: Cache-Control %q", got)
	}
	assets := 0
	for _, s := range home.Doc.Find("link[href^='/static/'], script[src]").EachIter() {
		path := s.AttrOr("href", s.AttrOr("src", ""))
		asset := must(t)(v.Get(path))
		assets++
		if asset.Status != http.StatusOK {
			t.Errorf("%s: %d", path, asset.Status)
		}
		if got := asset.Header.Get("Cache-Control"); !strings.Contains(got, "immutable") || !strings.Contains(got, "max-age=31536000") {
			t.Errorf("%s: Cache-Control %q", path, got)
		}
		if asset.Wire >= len(asset.HTML) && len(asset.HTML) > 1500 {
			t.Errorf("%s: %d bytes travel as %d", path, len(asset.HTML), asset.Wire)
		}
		if asset.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: a browser may guess its type", path)
		}
	}
	if assets == 0 {
		t.Error("the home page links to nothing of ours")
	}
	other := must(t)(v.Get("/static/0000000000000000/app.css"))
	if got := other.Header.Get("Cache-Control"); other.Status != http.StatusOK || got != "no-store" {
		t.Errorf("a style sheet of another version: %d, Cache-Control %q", other.Status, got)
	}
}

// TestModelEval: the command answers for the personas what the reference does,
// line by line and in order.
func TestModelEval(t *testing.T) {
	rules := []string{"bilan", "transport", "logement", "alimentation", "divers", "services sociétaux"}
	runs := personaRuns(t)
	var in bytes.Buffer
	for _, run := range runs {
		if err := json.NewEncoder(&in).Encode(map[string]any{"situation": run.Situation}); err != nil {
			t.Fatal(err)
		}
	}
	out, err := program.RunWith(t.Context(), &in, "model", "eval", "--region", "FR", "--lang", "fr", "--rules", strings.Join(rules, ","))
	if err != nil {
		t.Fatal(err)
	}
	lines := json.NewDecoder(strings.NewReader(out))
	for _, run := range runs {
		var got struct {
			Values  map[string]any    `json:"values"`
			Missing []string          `json:"missing"`
			Errors  map[string]string `json:"errors"`
		}
		if err := lines.Decode(&got); err != nil {
			t.Fatalf("%s %s: %v", run.Name, run.Metric, err)
		}
		wantEval(t, run, rules, got.Values, got.Missing)
		for _, rule := range rules {
			if text, failed := got.Errors[rule]; failed {
				t.Errorf("%s %s: %s: %s", run.Name, run.Metric, rule, text)
			}
		}
	}
	if lines.More() {
		t.Error("there are more lines than situations")
	}
}

func wantEval(t *testing.T, run goldenRun, rules []string, values map[string]any, missing []string) {
	t.Helper()
	for _, want := range run.Rules {
		if !slices.Contains(rules, want.Rule) {
			continue
		}
		at := run.Name + " " + run.Metric + ": " + want.Rule
		value, present := values[want.Rule]
		switch want.Kind {
		case "undefined":
			if present {
				t.Errorf("%s is %v, want nothing", at, value)
			}
		case "not applicable":
			if !present || value != nil {
				t.Errorf("%s is %v, want null", at, value)
			}
		default:
			number, ok := value.(float64)
			if !ok || !sameNumber(number, want.Value) {
				t.Errorf("%s is %v, want %v", at, value, want.Value)
			}
		}
		if want.Rule == rules[0] {
			var names []string
			for _, m := range want.Missing {
				names = append(names, m.Rule)
			}
			if !slices.Equal(missing, names) {
				t.Errorf("%s: missing %v, want %v", at, missing, names)
			}
		}
	}
}

// TestModelEvalSurvivesBadLines: a line that cannot be read has its error and
// the ones around it their values.
func TestModelEvalSurvivesBadLines(t *testing.T) {
	in := strings.Join([]string{
		`{"situation":{}}`,
		`not JSON`,
		`{"situation":{"inconnue . du modèle":1}}`,
		`{"situation":{"logement . surface":"3 *"}}`,
		`{"situation":{"logement . surface":{"a":[]}}}`,
		`{"situation":{}}`,
	}, "\n") + "\n"
	out, err := program.RunWith(t.Context(), strings.NewReader(in), "model", "eval", "--rules", "bilan")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if len(lines) != 6 {
		t.Fatalf("%d lines out, want 6:\n%s", len(lines), out)
	}
	for _, i := range []int{0, 5} {
		var got struct{ Values publicodes.Situation }
		if err := json.Unmarshal([]byte(lines[i]), &got); err != nil || !slices.Contains(slices.Collect(maps.Keys(got.Values)), "bilan") {
			t.Errorf("line %d: %s (%v)", i+1, lines[i], err)
		}
	}
	for i := 1; i < 5; i++ {
		var got struct{ Errors map[string]string }
		if err := json.Unmarshal([]byte(lines[i]), &got); err != nil || len(got.Errors) == 0 {
			t.Errorf("line %d says no error: %s (%v)", i+1, lines[i], err)
		}
	}
}
