package priors

import (
	"fmt"
	"maps"
	"slices"

	"capzero/models/internal/near"
)

func keysOf[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// perhaps suggests the word that a misspelt one may have been meant to be.
func perhaps(word string, known []string) string {
	if meant, ok := near.Word(word, slices.Values(known)); ok {
		return fmt.Sprintf("; perhaps %q is meant", meant)
	}
	return ""
}
