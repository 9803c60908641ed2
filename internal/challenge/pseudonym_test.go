package challenge

import (
	"fmt"
	"regexp"
	"slices"
	"testing"
)

func words(t testing.TB) pseudonymWords {
	t.Helper()
	w, err := readPseudonyms()
	must(t, err)
	return w
}

// plainName is two words of French, of which the first may be two.
var plainName = regexp.MustCompile(`^\p{Lu}[\p{Ll}]+(-[\p{Ll}]+)? [\p{Ll}]+$`)

// There are enough names, each once, and each is one.
func TestPseudonymsAreManyAndPlain(t *testing.T) {
	w := words(t)
	seen := map[string]bool{}
	for noun := range len(w.Feminine) + len(w.Masculine) {
		for adjective := range w.Adjectives {
			name := w.name(noun, adjective)
			if seen[name] || !plainName.MatchString(name) || len([]rune(name)) > 30 {
				t.Errorf("%q is there twice, or no name", name)
			}
			seen[name] = true
		}
	}
	if len(seen) != w.count() || len(seen) < 25_000 {
		t.Errorf("%d names", len(seen))
	}
	if got := (Pseudonym{"Mésange discrète", 2}).String(); got != "Mésange discrète 2" {
		t.Errorf("the second is %q", got)
	}
}

// The same person is proposed the same names, others are proposed others, and so is
// everybody in another season.
func TestProposalsFollowFromTheSeason(t *testing.T) {
	w := words(t)
	one, other := Season{City: "issy", Number: 1, seed: 7}, Season{City: "issy", Number: 2, seed: 7}
	again := 0
	for i := range 500 {
		person := fmt.Sprint("p", i)
		names := w.draw(one, person, 0)
		if len(names) != offeredNames || !slices.Equal(names, w.draw(one, person, 0)) {
			t.Fatalf("%s is proposed %q", person, names)
		}
		for _, name := range slices.Concat(w.draw(one, person, 1), w.draw(other, person, 0)) {
			if slices.Contains(names, name) {
				again++
			}
		}
	}
	if again > 5 {
		t.Errorf("%d of 5,000 names came again", again)
	}
}

// Seventy thousand people find a name, and hardly any has a number to remember.
func TestSeventyThousandFindAName(t *testing.T) {
	w := words(t)
	season, taken, most := Season{City: "issy", Number: 1, seed: 7}, map[string]int{}, 0
	for i := range 70_000 {
		names := w.draw(season, fmt.Sprint("p", i), 0)
		name := slices.MinFunc(names, func(a, b string) int { return taken[a] - taken[b] })
		taken[name]++
		most = max(most, taken[name])
	}
	if most > 9 {
		t.Errorf("somebody has the number %d", most)
	}
	t.Logf("%d names for 70,000 people, the largest number is %d", len(taken), most)
}
