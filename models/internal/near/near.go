// Package near finds the word that a misspelt one may have been meant to be.
package near

import (
	"cmp"
	"iter"
	"strings"
)

// Word returns the known word that a misspelt one may have been meant to be: at
// most one letter in three away, and two at least. Accents and capitals do not
// count.
func Word(word string, known iter.Seq[string]) (string, bool) {
	limit := max(2, min(len([]rune(word))/3, 4))
	best, away := "", limit+1
	for k := range known {
		if d := len(k) - len(word); d > 3*limit || -d > 3*limit {
			continue
		}
		d := distance(fold(word), fold(k))
		if cmp.Or(cmp.Compare(d, away), cmp.Compare(k, best)) < 0 && d <= limit {
			best, away = k, d
		}
	}
	return best, best != ""
}

var accents = strings.NewReplacer("é", "e", "è", "e", "ê", "e", "à", "a", "â", "a", "î", "i", "ï", "i", "ô", "o", "û", "u", "ù", "u", "ç", "c", "’", "'")

// fold makes accents and capitals not count: they are what one forgets first.
func fold(s string) string { return accents.Replace(strings.ToLower(s)) }

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
