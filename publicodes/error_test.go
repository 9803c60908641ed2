package publicodes_test

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"capzero/publicodes"
)

// The codes of errors are a promise: testdata/errors.txt remembers all that were
// ever given, and each must still mean the same.
func TestErrorKindsAreNeverLostOrRenumbered(t *testing.T) {
	file, err := os.Open("testdata/errors.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	promised := map[int]string{}
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "#") {
			continue
		}
		var (
			number      int
			code, since string
		)
		if n, err := fmt.Sscan(lines.Text(), &number, &code, &since); n != 3 {
			t.Fatalf("%q: %v", lines.Text(), err)
		}
		if promised[number] != "" {
			t.Errorf("%d is used twice", number)
		}
		promised[number] = code
	}
	actual := map[int]string{}
	for _, k := range publicodes.ErrorKinds() {
		actual[int(k)] = k.Code()
		if promised[int(k)] == "" {
			t.Errorf("%s is not in testdata/errors.txt: add \"%d %s\" and the version", k, int(k), k.Code())
		}
	}
	for number, code := range promised {
		if actual[number] != code {
			t.Errorf("%d was %q and is %q", number, code, actual[number])
		}
	}
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range promised {
		if !strings.Contains(string(readme), "| `"+code+"` |") {
			t.Errorf("README.md does not say what %q means", code)
		}
	}
}

func TestErrorsCanBeAskedForTheirKind(t *testing.T) {
	m := compile(t, yaml("zero.yaml", "a: 1 / b\nb:\n  question: Combien ?\n  par défaut: 1\n"))
	e := m.NewEvaluator()
	if err := e.SetSituation(publicodes.Situation{"b": 0, "c": 1}); !errors.Is(err, publicodes.UnknownRuleError) {
		t.Errorf("%v is not an unknown rule", err)
	}
	_, err := e.Evaluate("a")
	if !errors.Is(err, publicodes.DivideZeroError) || errors.Is(err, publicodes.UnitError) {
		t.Errorf("%v is a division by zero and nothing else", err)
	}
	var fault *publicodes.Error
	if !errors.As(fmt.Errorf("in a test: %w", err), &fault) || fault.Rule != "a" || fault.Kind.Code() != "division-by-zero" {
		t.Errorf("got %+v", fault)
	}
	if _, err := publicodes.Compile(yaml("unit.yaml", "a: 1 kg + 1 l\n")); !errors.Is(err, publicodes.UnitError) {
		t.Errorf("%v is not about units", err)
	}
}

func TestUsesAndLookup(t *testing.T) {
	m := compile(t, yaml("uses.yaml", `
maison:
  valeur: surface * prix + secret
  avec:
    surface: 12
    '[privé] secret': 2
prix:
  par défaut: 3
total:
  valeur: maison
  contexte:
    prix: 4
autre:
  remplace: prix
  valeur: 5
`))
	for rule, want := range map[string]string{
		"maison":          "maison . surface, autre, prix, maison . secret",
		"total":           "maison, prix",
		"maison . secret": "",
		"nothing":         "",
	} {
		if got := strings.Join(m.Uses(rule), ", "); got != want {
			t.Errorf("%s uses %s, want %s", rule, got, want)
		}
	}
	if full, ok := m.Lookup("maison . surface", "secret"); !ok || full != "maison . secret" {
		t.Errorf("secret means %q", full)
	}
	if full, ok := m.Lookup("prix", "maison . secret"); ok {
		t.Errorf("a private rule is found from elsewhere as %q", full)
	}
}

// The program of the README is the first example, which is run.
func TestReadmeShowsTheExample(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	example, err := os.ReadFile("example_test.go")
	if err != nil {
		t.Fatal(err)
	}
	_, body, _ := strings.Cut(string(readme), "func main() {\n")
	body, _, _ = strings.Cut(body, "\n}\n")
	_, rest, _ := strings.Cut(string(example), "func Example() {\n")
	for line := range strings.Lines(body) {
		code, _, _ := strings.Cut(line, " // ")
		code = strings.ReplaceAll(strings.TrimSpace(code), "(model)", "(cup)")
		_, after, found := strings.Cut(rest, code)
		if !found {
			t.Fatalf("the README's line %q is not in the example", code)
		}
		rest = after
	}
	if text := strings.TrimSpace(cup); !strings.Contains(string(readme), text) {
		t.Error("the README's model is not that of the example")
	}
}
