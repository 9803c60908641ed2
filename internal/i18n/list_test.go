package i18n

import (
	"slices"
	"testing"
)

func TestList(t *testing.T) {
	c := load(t)
	for _, tt := range []struct {
		names      []string
		fr, en, sr string
	}{
		{nil, "", "", ""},
		{[]string{"Anne"}, "Anne", "Anne", "Anne"},
		{[]string{"Anne", "Zoé"}, "Anne et Zoé", "Anne and Zoé", "Anne i Zoé"},
		{[]string{"Anne", "Marc", "{name}"}, "Anne, Marc et {name}", "Anne, Marc and {name}", "Anne, Marc i {name}"},
	} {
		for tag, want := range map[string]string{"fr": tt.fr, "en": tt.en, "sr": tt.sr} {
			if got := c.Locale(tag).List(tt.names); got != want {
				t.Errorf("%s: %q is %q, want %q", tag, tt.names, got, want)
			}
		}
	}
}

func TestNamesAreSortedAsInADictionary(t *testing.T) {
	c := load(t)
	for tag, want := range map[string][]string{
		"fr":      {"Éloi", "elsa", "Étienne", "Zoé"},
		"en":      {"anne", "Anne", "Bob", "Élodie", "Zoe"},
		"sr-Latn": {"Cica", "Čeda", "Ćira", "Dunja", "Džon", "Đorđe", "Lazar", "Ljubica", "Sava", "Šaban", "Zoran", "Žika"},
	} {
		given := slices.Clone(want)
		slices.Reverse(given)
		before := slices.Clone(given)
		if got := c.Locale(tag).Sort(given); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", tag, got, want)
		}
		if !slices.Equal(given, before) {
			t.Errorf("%s: the names given were moved", tag)
		}
	}
}

func TestNamesThatADictionaryDoesNotTellApartKeepOneOrder(t *testing.T) {
	l := load(t).Locale("fr")
	one, other := "Zoe\u0301", "Zoé" // the same letters, written in two ways
	if a, b := l.Sort([]string{one, other}), l.Sort([]string{other, one}); !slices.Equal(a, b) {
		t.Errorf("%q and %q", a, b)
	}
}
