package resolve

import (
	"slices"
	"testing"
)

func TestNamespaces(t *testing.T) {
	tests := []struct {
		from, name string
		spaces     []string
		partial    string
	}{
		{"a . b . c", "x", []string{"a . b . c", "a . b", "a", ""}, "x"},
		{"a", "x", []string{"a", ""}, "x"},
		{"a . b . c", "^ . x", []string{"a", "a . b", ""}, "x"},
		{"a . b . c", "^ . ^ . x", []string{"a . b", ""}, "x"},
		{"a", "^ . ^ . ^ . x", []string{""}, "x"},
	}
	for _, tt := range tests {
		spaces, partial := namespaces(tt.from, tt.name)
		if !slices.Equal(spaces, tt.spaces) || partial != tt.partial {
			t.Errorf("%q in %q: %q then %q, want %q then %q", tt.name, tt.from, partial, spaces, tt.partial, tt.spaces)
		}
	}
}

func TestDistance(t *testing.T) {
	tests := []struct {
		a, b string
		want int
	}{
		{"unité", "unité", 0},
		{"untité", "unité", 1},
		{"unité", "uniét", 1},
		{"", "abc", 3},
		{"somme", "sommme", 1},
		{"plafond", "plancher", 5},
		{"somme", "une de ces conditions", 9}, // counting stops
	}
	for _, tt := range tests {
		if got := distance(tt.a, tt.b, 9); got != tt.want {
			t.Errorf("from %q to %q: %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}
