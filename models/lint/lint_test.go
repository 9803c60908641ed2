package lint

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"capzero/publicodes"
)

const tea = `
thé:
  titre: Le thé
  formule: tasses * eau
  untité: l
  avec:
    eau:
      valeur: 0.25 l
    oublié:
      valeur: 12
      zzzzzz: 1
tasses:
  question: Combien de tasses par jour ?
  unité: tasse
sorte:
  question: Lequel ?
  une possibilité:
    - noir
    - vert
  par défaut: "'vert'"
sorte . noir:
  titre: Thé noir
sorte . vert:
  titre: Thé vert
`

func check(t *testing.T, sources ...publicodes.Source) []string {
	t.Helper()
	model, err := publicodes.Compile(sources...)
	if err != nil {
		t.Fatal(err)
	}
	found, err := Check(model, sources...)
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, f := range found {
		texts = append(texts, f.String())
	}
	return texts
}

func TestCheck(t *testing.T) {
	got := check(t, publicodes.Source{Name: "tea.yaml", Data: []byte(tea)})
	want := []string{
		`tea.yaml:5:3: unknown key in "thé": untité, perhaps unité`,
		`tea.yaml:11:7: unknown key in "thé . oublié": zzzzzz`,
		`tea.yaml:9:5: nothing reads this rule: "thé . oublié"`,
		`tea.yaml:12:1: question without a default: "tasses"`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestOverlayCanReadARule(t *testing.T) {
	got := check(t,
		publicodes.Source{Name: "tea.yaml", Data: []byte(tea)},
		publicodes.Source{Name: "more.yaml", Data: []byte("thé . plus:\n  question: Plus ?\n  par défaut: thé . oublié\n")})
	for _, f := range got {
		if strings.Contains(f, "nothing reads") {
			t.Error(f)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{{"untité", "unité", 1}, {"", "ab", 2}, {"par default", "par défaut", 2}, {"titre", "titre", 0}} {
		if got := distance(tt.a, tt.b); got != tt.want {
			t.Errorf("from %q to %q there are %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}
