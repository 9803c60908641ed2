package i18n

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// cldr are the cardinal rules as CLDR publishes them, for numbers below a
// million: i is the whole part, v and f the number and the value of the visible
// decimals.
// https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html
var cldr = map[string]func(i, v, f int) string{
	"fr": func(i, _, _ int) string {
		if i == 0 || i == 1 {
			return "one"
		}
		return Other
	},
	"en": func(i, v, _ int) string {
		if i == 1 && v == 0 {
			return "one"
		}
		return Other
	},
	"sr-Latn": func(i, v, f int) string {
		one := func(n int) bool { return n%10 == 1 && n%100 != 11 }
		few := func(n int) bool { return n%10 >= 2 && n%10 <= 4 && (n%100 < 12 || n%100 > 14) }
		switch {
		case v == 0 && one(i), one(f):
			return "one"
		case v == 0 && few(i), few(f):
			return "few"
		}
		return Other
	},
}

// TestPluralsFollowCLDR compares every count from 0 to 10 000, and every amount
// of two decimals below 100, with the published rules and with the tables of
// golang.org/x/text, looked up by the digits as they are written.
func TestPluralsFollowCLDR(t *testing.T) {
	c := load(t)
	for _, tag := range c.Tags() {
		l, rule := c.Locale(tag), cldr[tag]
		if rule == nil {
			t.Fatalf("no rules are known for %s", tag)
		}
		check := func(v float64) {
			digits := plainDigits(v)
			i, decimals, f := operands(t, digits)
			want := rule(i, decimals, f)
			if got := l.categoryOf(v); got != want {
				t.Errorf("%s: %s is %q, CLDR says %q", tag, digits, got, want)
			}
			if table := inTables(l.tag, digits); table != want {
				t.Errorf("%s: %s is %q in the tables of x/text, CLDR says %q", tag, digits, table, want)
			}
		}
		for n := range 10_001 {
			check(float64(n))
		}
		for hundredths := range 10_000 {
			check(float64(hundredths) / 100)
		}
	}
}

// plainDigits writes a number as a text shows it: at most two decimals, no
// trailing zeros.
func plainDigits(v float64) string {
	written := fmt.Sprintf("%.2f", v)
	return strings.TrimSuffix(strings.TrimRight(written, "0"), ".")
}

func operands(t *testing.T, digits string) (i, v, f int) {
	t.Helper()
	whole, decimals, _ := strings.Cut(digits, ".")
	if _, err := fmt.Sscan(whole, &i); err != nil {
		t.Fatal(err)
	}
	if decimals != "" {
		if _, err := fmt.Sscanf(decimals, "%d", &f); err != nil {
			t.Fatal(err)
		}
	}
	return i, len(decimals), f
}

// inTables looks a number up by its digits.
func inTables(tag, digits string) string {
	whole, decimals, _ := strings.Cut(digits, ".")
	var all []byte
	for _, d := range []byte(whole + decimals) {
		all = append(all, d-'0')
	}
	return categoryNames[plural.Cardinal.MatchDigits(language.Make(tag), all, len(whole), len(decimals))]
}
