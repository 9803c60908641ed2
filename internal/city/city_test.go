package city

import (
	"strings"
	"testing"
)

func TestIssy(t *testing.T) {
	cities, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	issy, ok := cities.Get("issy")
	if !ok {
		t.Fatalf("issy is not among %v", cities.IDs())
	}
	if issy.Name != "Issy-les-Moulineaux" || issy.Languages[0] != "fr" || issy.Location().String() != "Europe/Paris" {
		t.Errorf("issy is %+v", issy)
	}
	if _, ok := cities.Get("atlantis"); ok {
		t.Error("atlantis was found")
	}
}

func TestPackThatCannotBeUsedIsRefused(t *testing.T) {
	good, err := packs.ReadFile("cities/issy.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, old, new, want string }{
		{"misspelt key", "short:", "shrt:", "shrt"},
		{"no name", "name: Issy-les-Moulineaux", "name: ''", "name is missing"},
		{"no language", "[fr, en]", "[]", "languages is missing"},
		{"no such zone", "Europe/Paris", "Europe/Lutèce", "Lutèce"},
		{"a colour that is more than one", `"#1b5e3f"`, `"red;}"`, "not a colour"},
		{"an address that is a script", "https://trier.issy.com", "javascript:x", "not an https address"},
		{"a region that is none", "region: FR", "region: France", "not a code like FR"},
		{"a figure without source", "source: Climaborough, second tender, challenge of Issy-les-Moulineaux", "source: ''", "no source"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			pack := strings.Replace(string(good), tt.old, tt.new, 1)
			if _, err := parse([]byte(pack)); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want an error with %q", err, tt.want)
			}
		})
	}
}
