package near

import (
	"slices"
	"testing"
)

func TestDistance(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{{"untité", "unité", 1}, {"", "ab", 2}, {"par default", "par défaut", 2}, {"titre", "titre", 0}} {
		if got := distance(tt.a, tt.b); got != tt.want {
			t.Errorf("from %q to %q there are %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}

func TestWord(t *testing.T) {
	known := slices.Values([]string{"titre", "unité", "par défaut", "transport . voiture . km"})
	for misspelt, want := range map[string]string{
		"untité":                   "unité",
		"Par default":              "par défaut",
		"transport . voitures . k": "transport . voiture . km",
		"question":                 "",
		"":                         "",
	} {
		if got, ok := Word(misspelt, known); got != want || ok != (want != "") {
			t.Errorf("%q is taken for %q, want %q", misspelt, got, want)
		}
	}
}
