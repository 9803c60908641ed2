package publicodes_test

import (
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"capzero/publicodes"
	"capzero/publicodes/syntax"
)

// TestLanguage runs the programs of testdata/language; testdata/README.md says
// how they are written.
func TestLanguage(t *testing.T) {
	eachProgram(t, "testdata/language", func(t *testing.T, program string) { runProgram(t, publicodes.Options{}, program) })
}

// TestFilteredPossibilities runs the programs of testdata/filtered, which are
// compiled with the option.
func TestFilteredPossibilities(t *testing.T) {
	eachProgram(t, "testdata/filtered", func(t *testing.T, program string) {
		runProgram(t, publicodes.Options{FilterPossibilities: true}, program)
	})
}

func eachProgram(t *testing.T, folder string, run func(t *testing.T, program string)) {
	files, err := filepath.Glob(filepath.Join(folder, "*.test"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no language tests in %s: %v", folder, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(filepath.Base(file), ".test")
		for i, program := range strings.Split(string(text), "\n===\n") {
			t.Run(fmt.Sprintf("%s/%d", name, i+1), func(t *testing.T) { run(t, program) })
		}
	}
}

func runProgram(t *testing.T, o publicodes.Options, text string) {
	parts := strings.Split(text, "\n---\n")
	model, err := o.Compile(publicodes.Source{Name: "test.yaml", Data: []byte(parts[0])})
	if len(parts) < 2 {
		t.Fatal("the program has no case")
	}
	for i, part := range parts[1:] {
		c, decodeErr := syntax.Decode("case.yaml", []byte(part))
		if decodeErr != nil {
			t.Fatalf("case %d: %v", i+1, decodeErr)
		}
		if want := c.Get("compile"); want != nil {
			checkError(t, err, want.Text)
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if want := c.Get("warning"); want != nil {
			checkError(t, warnings(model), want.Text)
			continue
		}
		t.Run(fmt.Sprint(i+1), func(t *testing.T) { runCase(t, model, c) })
	}
}

func warnings(m *publicodes.Model) error {
	var all []error
	for _, w := range m.Warnings() {
		all = append(all, w)
	}
	return errors.Join(all...)
}

func runCase(t *testing.T, m *publicodes.Model, c *syntax.Node) {
	e := m.NewEvaluator()
	situationErr := e.SetSituation(situationOf(c.Get("situation")))
	rule := c.Get("rule")
	if rule == nil {
		checkError(t, situationErr, c.Get("error").Text)
		return
	}
	v, err := e.Evaluate(rule.Text)
	if want := c.Get("error"); want != nil {
		checkError(t, err, want.Text)
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	if want := c.Get("value"); want != nil && !sameValue(v, want.Text) {
		t.Errorf("value %s, want %s", v, want.Text)
	}
	if want := c.Get("unit"); want != nil && v.Unit != want.Text {
		t.Errorf("unit %q, want %q", v.Unit, want.Text)
	}
	if want := c.Get("origin"); want != nil {
		trace, err := e.Trace(rule.Text)
		if err != nil || trace.Origin.String() != want.Text {
			t.Errorf("origin %v (%v), want %s", trace.Origin, err, want.Text)
		}
	}
	if want := c.Get("missing"); want != nil {
		checkMissing(t, e, rule.Text, want)
	}
}

func checkMissing(t *testing.T, e *publicodes.Evaluator, rule string, want *syntax.Node) {
	t.Helper()
	list, err := e.Missing(rule)
	if err != nil {
		t.Fatal(err)
	}
	got, wanted := []string{}, []string{}
	for _, m := range list {
		got = append(got, fmt.Sprintf("%s %g", m.Rule, m.Score))
	}
	for _, n := range want.Items {
		wanted = append(wanted, n.Text)
	}
	if diff := cmp.Diff(wanted, got); diff != "" {
		t.Errorf("missing (-want +got):\n%s", diff)
	}
}

func checkError(t *testing.T, err error, want string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("error %v, want %q in it", err, want)
	}
	var located *publicodes.Error
	if err != nil && !errors.As(err, &located) {
		t.Errorf("the error %v is no *publicodes.Error", err)
	}
}

func sameValue(v publicodes.Value, want string) bool {
	switch v.Kind {
	case publicodes.KindUndefined:
		return want == "indéfini"
	case publicodes.KindNotApplicable:
		return want == "non applicable"
	case publicodes.KindBoolean:
		return want == map[bool]string{true: "oui", false: "non"}[v.Bool]
	case publicodes.KindText:
		return want == "'"+v.Text+"'"
	}
	n, err := strconv.ParseFloat(want, 64)
	return err == nil && math.Abs(v.Number-n) <= 1e-9*math.Abs(n)
}

func situationOf(n *syntax.Node) publicodes.Situation {
	s := publicodes.Situation{}
	if n == nil {
		return s
	}
	for _, p := range n.Pairs {
		s[p.Key] = plain(p.Value)
	}
	return s
}

func plain(n *syntax.Node) any {
	switch n.Kind {
	case syntax.Null:
		return nil
	case syntax.Bool:
		return n.Text == "true"
	case syntax.Number:
		v, _ := n.Float()
		return v
	case syntax.Map:
		m := map[string]any{}
		for _, p := range n.Pairs {
			m[p.Key] = plain(p.Value)
		}
		return m
	default:
		return n.Text
	}
}
