package i18n

import (
	"math"
	"strconv"
	"strings"

	"golang.org/x/text/feature/plural"
)

// categoryNames are the names that catalogues give to the CLDR categories.
var categoryNames = map[plural.Form]string{
	plural.Zero: "zero", plural.One: "one", plural.Two: "two",
	plural.Few: "few", plural.Many: "many", plural.Other: Other,
}

// Categories lists the plural categories of the language: those that a text
// with a count needs. Serbian has three.
func (l *Locale) Categories() []string {
	var found []string
	for _, name := range []string{"zero", "one", "two", "few", "many", Other} {
		// Every category of our languages shows up below 20, whole or with
		// one decimal.
		for tenths := range 200 {
			if l.categoryOf(float64(tenths)/10) == name {
				found = append(found, name)
				break
			}
		}
	}
	return found
}

// category returns the plural category that the count among args asks for.
func (l *Locale) category(args []any) string {
	count, ok := argument(args, "count")
	if !ok {
		return Other
	}
	switch n := count.(type) {
	case int:
		return l.categoryOf(float64(n))
	case int64:
		return l.categoryOf(float64(n))
	case float64:
		return l.categoryOf(n)
	default:
		return Other
	}
}

// categoryOf applies the CLDR rules of the language to a number as it would be
// written, with at most two decimals.
func (l *Locale) categoryOf(v float64) string {
	if math.IsNaN(v) || math.Abs(v) > maxParsed {
		return Other
	}
	written := strconv.FormatFloat(math.Abs(v), 'f', decimalsOf(v, 2), 64)
	whole, fraction, _ := strings.Cut(written, ".")
	i, err := strconv.Atoi(whole)
	if err != nil {
		return Other
	}
	// A fraction as decimalsOf writes it has no trailing zero, so that the
	// CLDR operands with and without them (v and w, f and t) are the same.
	f, _ := strconv.Atoi(fraction) // empty: 0
	form := plural.Cardinal.MatchPlural(l.plural, i, len(fraction), len(fraction), f, f)
	return categoryNames[form]
}
