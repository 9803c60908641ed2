package test

import (
	"errors"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"capzero/test/program"
	"capzero/test/visitor"
)

// TestKilledKeepsAnswers: an answer that was acknowledged is there after the
// program was killed in the middle of its work.
func TestKilledKeepsAnswers(t *testing.T) {
	dir := place(t)
	p, err := program.Serve(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Kill() }) // where the test ends before it does
	j := begin(t, p.URL, "sylviane")
	for range 3 {
		j.answer(t)
	}
	for _, typed := range []string{"41", "87", "62,5"} {
		if page := must(t)(j.Post(numberQuestion, url.Values{"value": {typed}})); page.Status != 200 {
			t.Fatalf("%s was refused: %s", typed, page.Error())
		}
	}
	if err := p.Kill(); err != nil {
		t.Fatal(err)
	}

	again := serve(t, dir)
	j.URL = again.URL
	if got := must(t)(j.Get(numberQuestion)).Form().Get("value"); got != "62,5" {
		t.Errorf("after the kill the question holds %q, want the last acknowledged answer", got)
	}
	j.answers[numberRule] = 62.5
	j.wantResult(t, j.answers)
}

// TestKilledUnderLoad: eight households answer without pause when the program
// is killed. Each finds its last acknowledged answer again, or the one that was
// on its way.
func TestKilledUnderLoad(t *testing.T) {
	dir := place(t)
	p, err := program.Serve(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Kill() }) // where the test ends before it does
	const households = 8
	var (
		visitors     [households]*visitor.Visitor
		acknowledged [households]int
		acks         atomic.Int64
		writers      sync.WaitGroup
	)
	for i := range visitors {
		visitors[i] = visitor.New(p.URL)
		must(t)(visitors[i].Start())
		writers.Go(func() {
			for n := 20; ; n++ { // m²; stays far below what a home may have
				page, err := visitors[i].Post(numberQuestion, url.Values{"value": {strconv.Itoa(n)}})
				if err != nil || page.Status != 200 {
					return // the program is gone
				}
				acknowledged[i] = n
				acks.Add(1)
			}
		})
	}
	for acks.Load() < 10*households {
		time.Sleep(time.Millisecond)
	}
	if err := p.Kill(); err != nil {
		t.Fatal(err)
	}
	writers.Wait()

	again := serve(t, dir)
	for i, v := range visitors {
		v.URL = again.URL
		text := must(t)(v.Get(numberQuestion)).Form().Get("value")
		if got, err := strconv.Atoi(text); err != nil || got != acknowledged[i] && got != acknowledged[i]+1 {
			t.Errorf("household %d finds %q, acknowledged was %d", i, text, acknowledged[i])
		}
	}
}

// TestModelRefused: a model that cannot be right is refused with the file, the
// rule and the place.
func TestModelRefused(t *testing.T) {
	for _, test := range []struct {
		name, file, content string
		says                []string
	}{
		{
			name: "a cycle", file: "cycle.publicodes",
			content: "essai: oui\nessai . a:\n  formule: b + 1\nessai . b:\n  formule: a + 1\n",
			says:    []string{"cycle.publicodes", "essai . "},
		},
		{
			name: "an unknown reference", file: "reference.publicodes",
			content: "essai: oui\nessai . a:\n  formule: inconnue * 2\n",
			says:    []string{"reference.publicodes:3", "essai . a", "inconnue"},
		},
		{
			name: "units that cannot be added", file: "units.publicodes",
			content: "essai: oui\nessai . a:\n  formule: 3 km + 2 kg\n",
			says:    []string{"units.publicodes:3", "essai . a", "km", "kg"},
		},
		{
			name: "an expression that does not parse", file: "syntax.publicodes",
			content: "essai: oui\nessai . a:\n  formule: 3 * (2 + 1\n",
			says:    []string{"syntax.publicodes:3", "essai . a"},
		},
		{
			name: "one line of JSON", file: "line.json",
			content: `{"essai": "oui", "essai . a": {"formule": "inconnue * 2"}}`,
			says:    []string{"line.json", "essai . a", "inconnue"},
		},
		{
			name: "not a model", file: "cut.json",
			content: `{"essai": {"formule": `,
			says:    []string{"cut.json"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), test.file)
			if err := os.WriteFile(file, []byte(test.content), 0o644); err != nil {
				t.Fatal(err)
			}
			_, stderr, err := program.Run(t.Context(), "model", "eval", "--rules", "essai . a", "--overlay", file)
			if refused := (*exec.ExitError)(nil); !errors.As(err, &refused) {
				t.Fatalf("the model was accepted (%v)", err)
			}
			for _, want := range test.says {
				if !strings.Contains(stderr, want) {
					t.Errorf("the refusal does not name %q: %s", want, stderr)
				}
			}
			if strings.Contains(stderr, "goroutine") {
				t.Errorf("a panic: %s", stderr)
			}
		})
	}
}
