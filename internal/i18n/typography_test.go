package i18n

import (
	"maps"
	"regexp"
	"slices"
	"testing"
)

// habits are the ways of writing that each language must not have. People read
// them as carelessness long before they can say what is wrong.
var habits = map[string][]struct {
	wrong *regexp.Regexp
	say   string
}{
	"fr": {
		{regexp.MustCompile(`'`), "straight apostrophe: write ’"},
		{regexp.MustCompile(`"`), "straight quotes: write « »"},
		{regexp.MustCompile(`\.\.\.`), "three dots: write …"},
		{regexp.MustCompile(`[^\x{00a0}\x{202f}}][;?»]|[^\x{00a0}\x{202f}}\d]:|\d: `), "no unbreakable space before : ; ? or »"},
		{regexp.MustCompile(`«[^\x{00a0}\x{202f}]`), "no unbreakable space after «"},
		{regexp.MustCompile(`\d [%€]|\d (kg|t|km|g|kWh) `), "a number that can part from its unit"},
		{regexp.MustCompile(`!`), "exclamation mark: nobody is shouted at"},
		{regexp.MustCompile(`\pL·\pL|\pL\(e\)|\pL\.e\b`), "inclusive dots: reword"},
		{regexp.MustCompile(`(?i)(^|\PL)(tu|toi|ton|tes)($|\PL)`), "tu: write vous"},
	},
	"en": {
		{regexp.MustCompile(`'`), "straight apostrophe: write ’"},
		{regexp.MustCompile(`"`), "straight quotes: write “ ”"},
		{regexp.MustCompile(`\.\.\.`), "three dots: write …"},
		{regexp.MustCompile(`[\x{00a0}\x{202f} ][:;?»]`), "French space before punctuation"},
		{regexp.MustCompile(`[«»]`), "French quotes"},
		{regexp.MustCompile(`!`), "exclamation mark: nobody is shouted at"},
	},
	"sr-Latn": {
		{regexp.MustCompile(`'`), "straight apostrophe"},
		{regexp.MustCompile(`"`), "straight quotes: write „ “"},
		{regexp.MustCompile(`\.\.\.`), "three dots: write …"},
		{regexp.MustCompile(`[\x{00a0}\x{202f} ][:;?»]`), "French space before punctuation"},
		{regexp.MustCompile(`[«»]`), "French quotes: write „ “"},
		{regexp.MustCompile(`\p{Cyrillic}`), "Cyrillic letter in the Latin script"},
		{regexp.MustCompile(`!`), "exclamation mark: nobody is shouted at"},
	},
}

func TestTextsAreWrittenWithCare(t *testing.T) {
	catalogues, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, tag := range catalogues.Tags() {
		rules, ok := habits[tag]
		if !ok {
			t.Errorf("no habits are known for %s", tag)
		}
		messages := catalogues.Locale(tag).messages
		for _, key := range slices.Sorted(maps.Keys(messages)) {
			for _, text := range messages[key] {
				for _, habit := range rules {
					if found := habit.wrong.FindString(text); found != "" {
						t.Errorf("%s %s: %s in %q", tag, key, habit.say, text)
					}
				}
			}
		}
	}
}
