package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const teaModel = `
tasses:
  question: Combien de tasses ?
  par défaut: 2
  unité: tasse/jour
énergie:
  formule: tasses * 0.03 kWh/tasse
  unité: kWh/an
`

// run runs the program with arguments and an input.
func run(t *testing.T, in io.Reader, args ...string) (out string, err error) {
	t.Helper()
	var b bytes.Buffer
	c := command()
	c.SetArgs(args)
	c.SetIn(in)
	c.SetOut(&b)
	c.SetErr(io.Discard)
	err = c.ExecuteContext(t.Context())
	return b.String(), err
}

// write makes a file in a folder of the test.
func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// Whatever is wrong with what is given, one line says what, and names it.
func TestBadInputIsOneClearLine(t *testing.T) {
	model := write(t, "tea.yaml", teaModel)
	tests := map[string]struct {
		args []string
		want string
	}{
		"a file that is not there": {[]string{"check", "nothing.yaml"}, "nothing.yaml: there is no such file"},
		"a folder":                 {[]string{"check", t.TempDir()}, "this is a folder"},
		"an empty file":            {[]string{"check", write(t, "empty.yaml", "  \n")}, "the file is empty"},
		"a binary file":            {[]string{"eval", "--rules", "a", "--model", write(t, "m.yaml", "\x7fELF\x00\x01")}, "no text in UTF-8"},
		"a file of another kind":   {[]string{"eval", "--rules", "a", "--model", write(t, "m.toml", "a = 1")}, "must end in .json, .yaml or .publicodes"},
		"a rule of another name":   {[]string{"eval", "--rules", "energie", "--model", model}, `no rule is called "energie"; perhaps "énergie" is meant`},
		"nothing to explain":       {[]string{"explain", "tase", "--model", model}, `no rule is called "tase"; perhaps "tasses" is meant`},
		"answers that are no JSON": {[]string{"explain", "énergie", "--model", model, "--situation", "{3"}, "not a JSON object"},
		"answers in no file":       {[]string{"explain", "énergie", "--model", model, "--situation", "me.json"}, "me.json: there is no such file"},
		"no region":                {[]string{"eval", "--rules", "bilan", "--region", "XX"}, `"XX"`},
		"a region of another one":  {[]string{"eval", "--rules", "bilan", "--region", "PL"}, "counts with figures of France"},
		"no version":               {[]string{"eval", "--rules", "bilan", "--model-version", "4.9.0"}, "4.9.0 is not in this program"},
		"no models":                {[]string{"list", "--models", "nothing"}, "models in nothing: no such file or directory"},
		"no overlay":               {[]string{"list", "--overlay", "overlay-xx"}, `no overlay is called "overlay-xx"`},
		"a file without extension": {[]string{"eval", "--rules", "bilan", "--overlay", "mine"}, `no overlay is called "mine"`},
		"two overlays":             {[]string{"eval", "--rules", "bilan", "--overlay", "overlay-fr", "--overlay", "overlay-regions"}, "one overlay of the program at a time"},
		"an overlay over a file":   {[]string{"eval", "--rules", "a", "--model", model, "--overlay", "overlay-fr"}, "overlay-fr is over the carbon model, not over " + model},
		"a broken model":           {[]string{"eval", "--rules", "a", "--model", write(t, "m.yaml", "a: b\n")}, `no rule is called "b"`},
		"two files that are not":   {[]string{"check", "one.yaml", "two.yaml"}, "two.yaml: there is no such file"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			out, err := run(t, strings.NewReader(""), append([]string{"model"}, tt.args...)...)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("error %v, want %q in it", err, tt.want)
			}
			if lines := strings.Count(err.Error(), "\n"); lines > 0 && !strings.HasPrefix(name, "two") {
				t.Errorf("%d lines: %v", lines+1, err)
			}
			if out != "" {
				t.Errorf("it wrote %s", out)
			}
		})
	}
}

func TestEvalOfOwnModel(t *testing.T) {
	model := write(t, "tea.yaml", teaModel)
	over := write(t, "local.json", `{"énergie": {"formule": "tasses * 0.06 kWh/tasse"}}`)
	long := `{"situation":{"tasses":"` + strings.Repeat(" ", 1<<20) + `3"}}`
	in := "{\"situation\":{\"tasses\":3}}\n{broken\n" + long + "\n{\"situation\":{\"tases\":3}}\n"
	out, err := run(t, strings.NewReader(in), "model", "eval", "--model", model, "--model", over, "--rules", "énergie,tasses")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	want := []string{
		`{"values":{"tasses":3,"énergie":65.7},"units":{"tasses":"tasse/jour","énergie":"kWh/an"},"missing":[],"errors":{}}`,
		`"errors":{"":"the line is not an object with a situation`,
		`"values":{"tasses":3,"énergie":65.7}`,
		`"errors":{"tases":"unknown rule`,
	}
	if len(lines) != len(want) {
		t.Fatalf("%d lines: %s", len(lines), out)
	}
	for i := range want {
		if !strings.Contains(lines[i], want[i]) {
			t.Errorf("line %d is %.300s, want %s in it", i+1, lines[i], want[i])
		}
	}
}

// A reader that went away ends the program with one line.
func TestClosedPipe(t *testing.T) {
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	read.Close()
	c := command()
	c.SetArgs([]string{"model", "eval", "--rules", "bilan"})
	c.SetIn(strings.NewReader(strings.Repeat("{}\n", 1000)))
	c.SetOut(write)
	err = c.ExecuteContext(t.Context())
	if err == nil || !strings.Contains(err.Error(), "the answers cannot be written") || strings.Contains(err.Error(), "\n") {
		t.Errorf("got %v", err)
	}
}

func TestCheckOfAFile(t *testing.T) {
	model := write(t, "tea.yaml", strings.Replace(teaModel, "unité: kWh", "untité: kWh", 1))
	out, err := run(t, nil, "model", "check", model)
	if err == nil || err.Error() != "1 error" {
		t.Errorf("ends with %v", err)
	}
	want := model + ":8:3: error: unknown key: the key \"untité\" of the rule \"énergie\" is unknown and does nothing\n" +
		"      untité: kWh/an\n      ^\n    perhaps \"unité\" is meant\n"
	if out != want {
		t.Errorf("got\n%s\nwant\n%s", out, want)
	}
	out, err = run(t, nil, "model", "check", "--json", write(t, "good.yaml", teaModel))
	var none []any
	if err != nil || json.Unmarshal([]byte(out), &none) != nil || len(none) > 0 {
		t.Errorf("a good model gives %s and %v", out, err)
	}
}

func TestExplainOfAFile(t *testing.T) {
	model := write(t, "tea.yaml", teaModel)
	answers := write(t, "me.json", `{"situation": {"tasses": 3}}`)
	for _, situation := range []string{`{"tasses": 3}`, answers} {
		out, err := run(t, nil, "model", "explain", "énergie", "--model", model, "--situation", situation)
		if err != nil || !strings.Contains(out, "Its value is 32.85 kWh/an, from its formula") {
			t.Errorf("%s: %v\n%s", situation, err, out)
		}
	}
	if _, err := run(t, nil, "model", "explain"); err == nil || errors.Is(err, io.EOF) {
		t.Error("explaining nothing is no error")
	}
}

// An operator sees at a glance which models can be used, and why not the others.
func TestListOfModels(t *testing.T) {
	out, err := run(t, nil, "model", "list")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"nosgestesclimat 4.10.2 FR  current\n",
		"nosgestesclimat 4.10.2 PL  refused, has the figures of France: commun . mix électrique . empreinte carbone\n",
		"nosgestesclimat 4.8.1 FR   ready\n",
		"\nOverlays: overlay-fr 1, overlay-regions 1\n",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("the list has no %q:\n%s", want, out)
		}
	}
	out, err = run(t, nil, "model", "list", "--overlay", "overlay-regions")
	if err != nil || !strings.Contains(out, "nosgestesclimat 4.10.2 PL + overlay-regions 1  ready\n") {
		t.Errorf("%v\n%s", err, out)
	}
}

// The version, the region and the overlay decide what a household weighs.
func TestEvalOfOtherModels(t *testing.T) {
	mended := write(t, "pl.yaml", "commun . mix électrique . empreinte carbone:\n  valeur: 0.82\n")
	for args, want := range map[string]string{
		"":                                      `{"bilan":8287.159531`,
		"--model-version 4.8.1":                 `{"bilan":8559.033503`,
		"--overlay overlay-fr":                  `{"bilan":8130.505634`,
		"--overlay " + mended + " --region PL":  `{"bilan":9960.647005`,
		"--overlay overlay-regions --region PL": `{"bilan":9960.647005`,
		"--region PL --lang en --overlay overlay-regions": `{"bilan":9960.647005`,
	} {
		out, err := run(t, strings.NewReader("{}\n"), append([]string{"model", "eval", "--rules", "bilan"}, strings.Fields(args)...)...)
		if err != nil || !strings.Contains(out, want) {
			t.Errorf("%s gives %.80s, %v; want %s", args, out, err, want)
		}
	}
}

func TestVersionNamesTheOverlay(t *testing.T) {
	out, err := run(t, nil, "version", "--model-version", "4.8.1", "--model-overlay", "overlay-fr")
	if err != nil || !strings.Contains(out, "\nnosgestesclimat 4.8.1 FR + overlay-fr 1\nwaste-fr ") {
		t.Errorf("%v\n%s", err, out)
	}
}

// A model may import another that lies beside it.
func TestModelsThatImport(t *testing.T) {
	tea := write(t, "tea.yaml", teaModel)
	day := filepath.Join(filepath.Dir(tea), "day.yaml")
	text := "importer!:\n  depuis:\n    nom: thé\n    source: tea.yaml\n  les règles: [énergie]\ntotal: thé . énergie * 2\n"
	if err := os.WriteFile(day, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	out, err := run(t, strings.NewReader(`{"id":"a","situation":{}}`+"\n"), "model", "eval", "--model", day, "--rules", "total")
	if err != nil || !strings.Contains(out, `"total":43.8`) {
		t.Errorf("eval: %s (%v)", out, err)
	}
	if out, err := run(t, nil, "model", "check", day); err != nil {
		t.Errorf("check: %s (%v)", out, err)
	}
	alone := write(t, "alone.yaml", "importer!:\n  depuis:\n    nom: '@nobody/nothing'\n")
	out, err = run(t, nil, "model", "check", alone)
	if err == nil || !strings.Contains(out, "node_modules/@nobody/nothing/nothing.model.json: there is no such file") {
		t.Errorf("check: %s (%v)", out, err)
	}
}
