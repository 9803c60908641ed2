package differential

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"capzero/test/program"
)

// TestTolerancesStandInTheSpec: what may differ is what the list of differences
// says, row by row.
func TestTolerancesStandInTheSpec(t *testing.T) {
	spec, err := os.ReadFile(filepath.Join(program.Root(), "publicodes", "spec.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, table, found := strings.Cut(string(spec), "## Differences from the reference")
	if !found {
		t.Fatal("the spec has no list of differences")
	}
	for _, row := range tolerances {
		if !strings.Contains(table, "\n| "+row+" |") {
			t.Errorf("no row of the list is called %q", row)
		}
	}
}
