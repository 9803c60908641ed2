package priors

import (
	"fmt"
	"maps"
	"slices"
)

func keysOf[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// perhaps suggests the word that a misspelt one may have been meant to be: at
// most one letter in five away, and two at least.
func perhaps(word string, known []string) string {
	best, limit := "", max(3, len(word)/5+1)
	for _, k := range known {
		if len(k)-len(word) >= 4*limit || len(word)-len(k) >= 4*limit {
			continue // a letter has four bytes at most
		}
		if d := distance(word, k); d < limit {
			best, limit = k, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf("; perhaps %q is meant", best)
}

// distance counts the letters to change, add or take out between two words
// (Levenshtein).
func distance(a, b string) int {
	from, to := []rune(a), []rune(b)
	row := make([]int, len(to)+1)
	for j := range row {
		row[j] = j
	}
	for i := range from {
		diagonal := row[0]
		row[0] = i + 1
		for j := range to {
			change := diagonal
			if from[i] != to[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(to)]
}
