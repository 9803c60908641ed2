package test

import (
	"flag"
	"os"
	"strings"
	"testing"

	"capzero/internal/city"
	"capzero/internal/household"
	"capzero/internal/i18n"
	"capzero/internal/mydata"
	"capzero/internal/retention"
)

var update = flag.Bool("update", false, "write docs/register.md")

// registerOf is the register of a city as a document.
func registerOf(t *testing.T, cityID string) (text string, r household.Register) {
	t.Helper()
	catalogues, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	cities, err := city.Load()
	if err != nil {
		t.Fatal(err)
	}
	of, _ := cities.Get(cityID)
	consents, err := household.NewConsents(nil, catalogues, retention.Of(of))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := consents.WriteRegisterText(&b, of, "fr"); err != nil {
		t.Fatal(err)
	}
	return b.String(), consents.Register(of, "fr")
}

// TestTheRegisterIsWritten: the file says what the page says.
func TestTheRegisterIsWritten(t *testing.T) {
	const file = "../docs/register.md"
	want, r := registerOf(t, "issy")
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Error("docs/register.md is not what the program shows: make register")
	}
	if len(r.Rows) == 0 || strings.Count(want, "\n## ") != len(r.Rows) {
		t.Errorf("%d processings, %d sections", len(r.Rows), strings.Count(want, "\n## "))
	}
}

// TestTheRegisterCoversWhatIsHeld: each group of things that are held about people is
// held for a purpose of the register.
func TestTheRegisterCoversWhatIsHeld(t *testing.T) {
	_, r := registerOf(t, "issy")
	purposes := map[string]bool{}
	for _, row := range r.Rows {
		purposes[string(row.Purpose)] = true
	}
	for _, g := range mydata.Groups() {
		if !purposes[g.Purpose] {
			t.Errorf("%s is held for %q, which is not in the register", g.Name, g.Purpose)
		}
	}
	for _, purpose := range []household.Purpose{household.Backups, household.Rights, household.CitySteering} {
		if !purposes[string(purpose)] {
			t.Errorf("%s is not in the register", purpose)
		}
	}
}
