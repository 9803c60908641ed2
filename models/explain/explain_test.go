package explain

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"capzero/publicodes"
)

var update = flag.Bool("update", false, "write the golden file again")

func tea(t *testing.T) (*publicodes.Model, []publicodes.Source) {
	t.Helper()
	data, err := os.ReadFile("testdata/tea.yaml")
	if err != nil {
		t.Fatal(err)
	}
	source := publicodes.Source{Name: "tea.yaml", Data: data}
	model, err := publicodes.Compile(source)
	if err != nil {
		t.Fatal(err)
	}
	return model, []publicodes.Source{source}
}

func TestExplanations(t *testing.T) {
	model, sources := tea(t)
	var out strings.Builder
	for _, o := range []Options{
		{Rule: "énergie"},
		{Rule: "énergie", Situation: publicodes.Situation{"tasses": 3, "bouilloire": false}, Depth: 2},
		{Rule: "tasses", Situation: publicodes.Situation{"tasses": 21, "sucre": 1}},
		{Rule: "sorte"},
		{Rule: "cuisine . eau"},
		{Rule: "part", Situation: publicodes.Situation{"tasses": 0}},
		{Rule: "sachets", Situation: publicodes.Situation{"sorte": "'vrac'"}},
	} {
		sections, err := Rule(model, sources, o)
		if err != nil {
			t.Fatal(err)
		}
		if err := Print(&out, sections); err != nil {
			t.Fatal(err)
		}
		out.WriteString(strings.Repeat("=", 60) + "\n")
	}
	const golden = "testdata/tea.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), out.String()); diff != "" {
		t.Error(diff)
	}
}

func TestUnknownRuleHasASuggestion(t *testing.T) {
	model, sources := tea(t)
	_, err := Rule(model, sources, Options{Rule: "energie"})
	if err == nil || !strings.Contains(err.Error(), `perhaps "énergie" is meant`) {
		t.Errorf("got %v", err)
	}
}
