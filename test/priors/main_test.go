package main

import (
	"os"
	"strings"
	"testing"
)

// The page shows the data as it is.
func TestPageIsUpToDate(t *testing.T) {
	var out strings.Builder
	if err := report(&out); err != nil {
		t.Fatal(err)
	}
	written, err := os.ReadFile("../../docs/priors.md")
	if err != nil {
		t.Fatal(err)
	}
	if string(written) != out.String() {
		t.Error("docs/priors.md is not what the data says: run make priors")
	}
	for _, want := range []string{"## logement", "## déchets", "54.5 %", "wide: no source found", ", from memory"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}
