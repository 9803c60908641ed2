package missions

import (
	"strings"
	"testing"

	"capzero/models/entry"
	"capzero/publicodes"
)

var (
	carbon = publicodes.Source{Name: "carbon.yaml", Data: []byte(`sac: 3
voiture:
voiture . km:
  valeur: 5
  unité: km
voiture . parts: 0
voiture . type:
  question: Quelle voiture ?
  par défaut: "'petite'"
  une possibilité:
    - petite
    - grande
voiture . type . petite:
voiture . type . grande:
`)}
	waste = publicodes.Source{Name: "waste.yaml", Data: []byte("sac: 3\n")}
)

func TestFormulasAreCheckedAgainstTheModels(t *testing.T) {
	for name, tt := range map[string]struct{ old, new, want string }{
		"as it is":                  {"", "", ""},
		"a rule that is not there":  {"  carbone:\n    sac: sac - 1", "  carbone:\n    sac: poubelle - 1", "5-dechets.yaml:22:5:"},
		"a condition on nothing":    {"carbone: sac > 0", "carbone: poubelle > 0", "5-dechets.yaml:19:7:"},
		"no formula":                {"  carbone:\n    sac: sac - 1", "  carbone:\n    sac: sac - - * 1", "5-dechets.yaml:22:5:"},
		"an unknown mechanism":      {"  carbone:\n    sac: sac - 1", "  carbone:\n    sac: { moitié: sac }", "5-dechets.yaml:22:5:"},
		"a number without its unit": {"  carbone:\n    sac: sac - 1", "  carbone:\n    voiture . km: 4", "5-dechets.yaml:22:5: on average, voiture . km is 5 km, and would become 4: units differ"},
		"another unit":              {"  carbone:\n    sac: sac - 1", "  carbone:\n    voiture . km: 4 h", "5-dechets.yaml:22:5: on average"},
		"nothing has any unit":      {"  carbone:\n    sac: sac - 1", "  carbone:\n    voiture . km: 0", ""},
		"a division by zero":        {"  carbone:\n    sac: sac - 1", "  carbone:\n    sac: sac / voiture . parts", "5-dechets.yaml:22:5: on average, the formula does not compute"},
		"a possibility":             {"  carbone:\n    sac: sac - 1", "  carbone:\n    voiture . type: \"'grande'\"", ""},
		"no possibility":            {"  carbone:\n    sac: sac - 1", "  carbone:\n    voiture . type: \"'énorme'\"", "5-dechets.yaml:22:5: on average, 'énorme' is no answer to voiture . type"},
		"a change of nothing":       {"  carbone:\n    sac:", "  carbone:\n    poubelle:", `5-dechets.yaml:22:5: the model of carbone has no rule "poubelle"`},
		"units that disagree":       {"  carbone:\n    sac: sac - 1", "  carbone:\n    sac: 1 kg + voiture . km", "5-dechets.yaml:22:5:"},
		"wrong in the waste model":  {"  déchets:\n    sac: sac - 1", "  déchets:\n    sac: poubelle", "5-dechets.yaml:24:5:"},
		"unknown to the other only": {"  déchets:\n    sac: sac - 1", "  déchets:\n    voiture . km: 1", `5-dechets.yaml:24:5: the model of déchets has no rule "voiture . km"`},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := read(strings.Replace(one, tt.old, tt.new, 1))
			if err != nil {
				t.Fatal(err)
			}
			err = s.Check([]publicodes.Source{carbon}, []publicodes.Source{waste})
			if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

func TestEveryFormulaThatIsWrongIsNamed(t *testing.T) {
	s, err := read(strings.NewReplacer("sac > 0", "a > 0", "sac: sac - 1", "sac: b - 1").Replace(one))
	if err != nil {
		t.Fatal(err)
	}
	err = s.Check([]publicodes.Source{carbon}, []publicodes.Source{waste})
	if err == nil {
		t.Fatal("three formulas on rules that are not there are taken")
	}
	for _, place := range []string{":19:7:", ":22:5:", ":24:5:"} {
		if !strings.Contains(err.Error(), place) {
			t.Errorf("%v does not name %s", err, place)
		}
	}
}

func TestAModelThatIsWrongByItselfIsNoMissionsFault(t *testing.T) {
	s, err := read(one)
	if err != nil {
		t.Fatal(err)
	}
	broken := publicodes.Source{Name: "broken.yaml", Data: []byte("a: b\n")}
	if err := s.Check([]publicodes.Source{broken}, []publicodes.Source{waste}); err == nil || !strings.Contains(err.Error(), "broken.yaml") {
		t.Errorf("got %v", err)
	}
}

func TestAMissionThatAModelCannotTakeIsLeftOut(t *testing.T) {
	other := strings.NewReplacer("moins-de-sacs", "moins-voler", "sac: sac - 1", "avion: avion - 1").Replace(one)
	s, err := read(one + other)
	if err != nil {
		t.Fatal(err)
	}
	ofCarbon, err := entry.Compile(entry.Carbon, []entry.Set{s}, carbon)
	if err != nil {
		t.Fatal(err)
	}
	ofWaste, err := entry.Compile(entry.Waste, []entry.Set{s}, waste)
	if err != nil {
		t.Fatal(err)
	}
	if !s.Missions[0].KnownTo(ofCarbon, ofWaste) || s.Missions[1].KnownTo(ofCarbon, ofWaste) {
		t.Error("want the first only")
	}
}
