package notify

import (
	"strings"
	"testing"
	"time"

	"capzero/internal/i18n"
)

// Whoever is warned reads by when, and finds the button that keeps the account.
func TestAWarningSaysWhenAndHowToKeepTheAccount(t *testing.T) {
	catalogues, err := i18n.Load()
	must(t, err)
	since, until := time.Date(2026, time.March, 3, 9, 0, 0, 0, time.UTC), time.Date(2028, time.March, 9, 9, 0, 0, 0, time.UTC)
	subjects := map[string]bool{}
	for _, tag := range catalogues.Tags() {
		l := catalogues.Locale(tag)
		for _, last := range []bool{false, true} {
			letter := Unused{Since: since, Until: until, Link: "https://capzero.example.org/entrer", Last: last}.Letter(l, Sender{City: "Issy"})
			text := letter.plain()
			for _, want := range []string{l.ShortDate(since), l.ShortDate(until), "https://capzero.example.org/entrer", "Issy"} {
				if !strings.Contains(text, want) {
					t.Errorf("%s: %q is not in\n%s", tag, want, text)
				}
			}
			if strings.Contains(letter.Subject+text, "{") {
				t.Errorf("%s: something is left open in\n%s\n%s", tag, letter.Subject, text)
			}
			subjects[letter.Subject] = true
		}
		erased := Erased{Reference: "REF", At: until, Unused: true}.Letter(l, Sender{City: "Issy"}).plain()
		if asked := (Erased{Reference: "REF", At: until}.Letter(l, Sender{City: "Issy"}).plain()); asked == erased || strings.Contains(erased, "{") {
			t.Errorf("%s: the receipt of who has not asked is\n%s", tag, erased)
		}
	}
	if len(subjects) != 2*len(catalogues.Tags()) {
		t.Errorf("the subjects are %v", subjects)
	}
}
