package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const mission = `une-douche-plus-courte:
  titre: Une douche plus courte
  en: A shorter shower
  sr: Kraće tuširanje
  thème: eau
  pourquoi: L’eau chaude se chauffe.
  pourquoi en: Hot water has to be heated.
  pourquoi sr: Topla voda se greje.
  étapes: [ Mettez un minuteur., Coupez l’eau., Recommencez. ]
  étapes en: [ Set a timer., Turn the water off., Do it again. ]
  étapes sr: [ Podesite tajmer., Zatvorite vodu., Ponovite. ]
  effort: 1
  coût: économise
  rythme: semaine
  pour: personne
  fois: 7
  preuve: déclarée
  si:
    - carbone: logement . surface > 0 m2
      sinon: sans-voiture
  carbone:
    logement . surface: logement . surface * 0.9
  source: https://example.org
`

// missionsIn writes a folder with one mission.
func missionsIn(t *testing.T, text string) string {
	t.Helper()
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "6-eau.yaml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return folder
}

func TestMissionCheck(t *testing.T) {
	out, err := run(t, nil, "mission", "check", missionsIn(t, mission))
	if err != nil || !strings.HasPrefix(out, "1 mission, 1 of them with figures, version ") {
		t.Errorf("said %q, %v", out, err)
	}
	for _, tt := range []struct{ name, old, new, want string }{
		{"no source", "  source: https://example.org\n", "", "6-eau.yaml:1:1: une-douche-plus-courte has no source"},
		{"a reason that the actions have not", "sans-voiture", "sans-douche", `6-eau.yaml:19:7: no reason is called "sans-douche"`},
		{"a rule that the model has not", "logement . surface:", "logement . douches:", `6-eau.yaml:22:5: the model of carbone has no rule "logement . douches"`},
		{"a formula on nothing", "surface * 0.9", "douches * 0.9", "6-eau.yaml:22:5"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := run(t, nil, "mission", "check", missionsIn(t, strings.Replace(mission, tt.old, tt.new, 1))); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
	if _, err := run(t, nil, "mission", "check", t.TempDir()); err == nil || !strings.Contains(err.Error(), "no .yaml file") {
		t.Errorf("an empty folder: %v", err)
	}
	if _, err := run(t, nil, "mission", "check", filepath.Join(t.TempDir(), "nowhere")); err == nil || !strings.Contains(err.Error(), "no such folder") {
		t.Errorf("a folder that is not there: %v", err)
	}
}
