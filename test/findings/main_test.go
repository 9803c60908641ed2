package main

import (
	"strings"
	"testing"

	"capzero/models/check"
)

func TestReportListsEveryFinding(t *testing.T) {
	var out strings.Builder
	err := report(&out, "4.10.2", []check.Finding{
		{Severity: check.Error, Kind: check.UnknownKey, File: "m.json", Rule: "transport . transports commun . bus . temps moyen", Message: "the key"},
		{Severity: check.Warning, Kind: check.Unread, File: "m.json", Rule: "autre", Message: "nothing reads it", Suggestion: "remove it"},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"1 errors, 1 warnings and 0 notes", "## Unknown keys", "For unité.", "- **autre** (warning, `m.json:0:0`): nothing reads it. *remove it*"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the report lacks %q:\n%s", want, out.String())
		}
	}
	if err := report(&out, "", []check.Finding{{Kind: "new"}}); err == nil {
		t.Error("a finding of a kind that is not listed is lost")
	}
}
