package models

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"capzero/models/migration"
	"capzero/publicodes"
)

// installed are the packages that the program was built from, by version.
var installed = map[string]string{
	"4.10.2": "../node_modules/@incubateur-ademe/nosgestesclimat",
	"4.8.1":  "../node_modules/nosgestesclimat-4.8.1",
}

func open(t *testing.T, folder string) *Library {
	t.Helper()
	l, err := Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestBuiltInModelsAreThePublishedFiles(t *testing.T) {
	l := open(t, "")
	if l.Current() != "4.10.2" {
		t.Errorf("the carbon model is %s: results of another version need a decision, see docs/decisions", l.Current())
	}
	if versions := l.Versions(); !slices.Equal(versions, []string{"4.10.2", "4.8.1"}) {
		t.Errorf("versions are %v", versions)
	}
	releases, err := l.Releases()
	if err != nil || len(releases) != 46 || releases[0] != (Release{Version: "4.10.2", Region: "FR"}) || releases[23].String() != "nosgestesclimat 4.8.1 FR" {
		t.Fatalf("%d releases, first %v: %v", len(releases), releases[:1], err)
	}
	for _, r := range releases {
		for _, lang := range []string{"fr", "en"} {
			e, _ := l.edition(r.Version)
			got, err := e.rules(r.Region, lang)
			if err != nil {
				t.Fatal(err)
			}
			want, err := os.ReadFile(filepath.Join(installed[r.Version], "public", fileName(r.Region, lang)))
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("%s in %s is not what was published", r, lang)
			}
		}
	}
}

func TestCarbonIsFranceInTheCurrentVersion(t *testing.T) {
	for _, lang := range []string{"fr", "en"} {
		source, err := Carbon("FR", lang)
		if err != nil {
			t.Fatal(err)
		}
		if source.Name != "co2-model.FR-lang."+lang+".json" || !bytes.Contains(source.Data, []byte(`"bilan":{`)) {
			t.Errorf("%s begins with %.100s", source.Name, source.Data)
		}
	}
	if licence, err := CarbonLicence(); err != nil || !strings.Contains(licence, "MIT") {
		t.Errorf("the licence of the carbon model is %q, %v", licence, err)
	}
}

// Whatever is wrong with a release, one line says what, and names it.
func TestReleasesThatAreNotThereAreRefusedByName(t *testing.T) {
	l := open(t, "")
	for name, tt := range map[string]struct {
		release Release
		lang    string
		want    string
	}{
		"another version":              {Release{"4.9.0", "FR", ""}, "fr", "4.9.0 is not in this program, which has [4.10.2 4.8.1]"},
		"no such region":               {Release{"4.10.2", "XX", ""}, "fr", `region "XX"`},
		"a region that is a path":      {Release{"4.10.2", "../FR", ""}, "fr", `region "../FR"`},
		"no such language":             {Release{"4.10.2", "FR", ""}, "xx", `language "xx"`},
		"no such region, before":       {Release{"4.8.1", "XX", ""}, "fr", `region "XX"`},
		"no such overlay":              {Release{"4.10.2", "FR", "overlay-xx 1"}, "fr", `no overlay is called "overlay-xx"`},
		"another overlay version":      {Release{"4.10.2", "PL", "overlay-regions 99"}, "fr", "overlay-regions 99 is not in this program, which has overlay-regions 1"},
		"an overlay of other regions":  {Release{"4.10.2", "FR", "overlay-regions 1"}, "fr", "overlay-regions 1 has no rules for region FR"},
		"an overlay that is a path":    {Release{"4.10.2", "FR", "overlay-fr/../overlay-fr 1"}, "fr", "no overlay is called"},
		"an overlay that is no folder": {Release{"4.10.2", "FR", "waste-fr 1"}, "fr", `no overlay is called "waste-fr"`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := l.Sources(tt.release, tt.lang)
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("got %v, want %q in one line", err, tt.want)
			}
		})
	}
	if _, err := l.Migration("4.9.0"); err == nil || !strings.Contains(err.Error(), "4.9.0") {
		t.Errorf("its migrations: %v", err)
	}
}

// bilan evaluates the total without answers.
func bilan(t *testing.T, sources []publicodes.Source) float64 {
	t.Helper()
	model, err := publicodes.Compile(sources...)
	if err != nil {
		t.Fatal(err)
	}
	v, err := model.NewEvaluator().Evaluate("bilan")
	if err != nil || v.Kind != publicodes.KindNumber {
		t.Fatalf("bilan is %+v, %v", v, err)
	}
	return v.Number
}

// The fault of versions below 4.12: a region whose title and note are its own
// and whose number is that of France.
func TestRegionsThatLostTheirFiguresAreRefused(t *testing.T) {
	l := open(t, "")
	releases, err := l.Releases()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range releases {
		_, err := l.Sources(r, "fr")
		if r.Region == Home {
			if err != nil {
				t.Errorf("%s is refused: %v", r, err)
			}
			continue
		}
		var lost *LostFigures
		if !errors.As(err, &lost) {
			t.Errorf("%s is not refused: %v", r, err)
			continue
		}
		if i := slices.IndexFunc(lost.Rules, func(f LostFigure) bool { return f.Rule == electricity }); i < 0 || lost.Rules[i].Value != "0.0519" {
			t.Errorf("%s: electricity is not among %v", r, lost.Rules)
		}
		if r.Region != "CH" && len(lost.Rules) != 1 {
			t.Errorf("%s lost more than is known: %v", r, lost.Rules)
		}
		if r.Version != l.Current() {
			continue
		}
		if _, err := l.Sources(r, "en"); !errors.As(err, &lost) {
			t.Errorf("%s is not refused in English: %v", r, err)
		}
	}
}

const electricity = "commun . mix électrique . empreinte carbone"

func TestTheRefusalSaysWhatToDo(t *testing.T) {
	_, err := open(t, "").Sources(Release{Version: "4.10.2", Region: "PL"}, "fr")
	want := `region PL of the carbon model 4.10.2 counts with figures of France: "commun . mix électrique . empreinte carbone" names a source of its own and has the value of FR, 0.0519; use version 4.12 or later, region FR, or the overlay overlay-regions`
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}

// The overlay gives back what the regions have lost, and says so in the release.
func TestRegionsCountWithTheirOwnFiguresAgain(t *testing.T) {
	l := open(t, "")
	name, err := Overlay("overlay-regions")
	if err != nil {
		t.Fatal(err)
	}
	french, err := l.Sources(Release{Version: "4.10.2", Region: "FR"}, "fr")
	if err != nil {
		t.Fatal(err)
	}
	ofFrance := bilan(t, french)
	for region, greener := range map[string]bool{"PL": false, "CA": true, "UK": false, "PF": false} {
		for _, version := range l.Versions() {
			r := Release{Version: version, Region: region, Overlay: name}
			sources, err := l.Sources(r, "fr")
			if err != nil {
				t.Fatal(err)
			}
			model, err := publicodes.Compile(sources...)
			if err != nil {
				t.Fatalf("%s: %v", r, err)
			}
			v, err := model.NewEvaluator().Evaluate(electricity)
			if err != nil || v.Number < 0.0519 != greener || v.Unit != "kgCO2e/kWh" {
				t.Errorf("%s: electricity is %v %s, %v", r, v.Number, v.Unit, err)
			}
			if region == "PL" && version == "4.10.2" && bilan(t, sources) < ofFrance+1000 {
				t.Errorf("Poland weighs %v, France %v", bilan(t, sources), ofFrance)
			}
		}
	}
	for _, r := range []Release{{"4.10.2", "CH", name}} {
		if _, err := l.Sources(r, "fr"); err == nil {
			t.Errorf("%s: what is lost there is not all known", r)
		}
	}
}

// Every region but France and Switzerland has its figure.
func TestEveryRegionIsMended(t *testing.T) {
	l := open(t, "")
	releases, err := l.Releases()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range releases {
		if r.Region == Home || r.Region == "CH" {
			continue
		}
		r.Overlay = "overlay-regions 1"
		if _, err := l.Sources(r, "fr"); err != nil {
			t.Errorf("%s: %v", r, err)
		}
	}
}

// What is recognised as lost, and what is not.
func TestALostFigureIsToldFromTheRules(t *testing.T) {
	const home = `{"r": {"titre": "de France", "note": "RTE", "valeur": 0.0519, "unité": "kg"}}`
	for name, tt := range map[string]struct {
		region string
		lost   bool
	}{
		"its note is another, its value the same":  {`{"r": {"titre": "de Pologne", "note": "PSE", "valeur": 0.0519, "unité": "kg"}}`, true},
		"its value is another":                     {`{"r": {"titre": "de Pologne", "note": "PSE", "valeur": 0.82, "unité": "kg"}}`, false},
		"it has a formula, which wins":             {`{"r": {"titre": "de Pologne", "note": "PSE", "valeur": 0.0519, "formule": 0.82}}`, false},
		"the formula replaces the value":           {`{"r": {"titre": "de Pologne", "note": "PSE", "formule": 0.82}}`, false},
		"only its title is another":                {`{"r": {"titre": "de Pologne", "note": "RTE", "valeur": 0.0519, "unité": "kg"}}`, false},
		"it is the same rule, written another way": {`{"r": {"note": "RTE", "titre": "de France", "valeur": 0.0519, "unité": "kg"}}`, false},
		"it is a new rule":                         {`{"r": {"titre": "de France", "note": "RTE", "valeur": 0.0519, "unité": "kg"}, "s": {"note": "PSE", "valeur": 1}}`, false},
		"it is a number":                           {`{"r": 0.0519}`, false},
		"its note is no text":                      {`{"r": {"note": ["PSE"], "valeur": 0.0519}}`, false},
	} {
		t.Run(name, func(t *testing.T) {
			lost, err := lostFigures([]byte(home), []byte(tt.region))
			if err != nil || len(lost) > 0 != tt.lost {
				t.Errorf("lost are %v, %v", lost, err)
			}
		})
	}
	if _, err := lostFigures([]byte(home), []byte("[")); err == nil {
		t.Error("a file that is cut is taken")
	}
}

func TestMigrationCarriesAnswersToTheCurrentVersion(t *testing.T) {
	l := open(t, "")
	table, err := l.Migration(l.Current())
	if err != nil {
		t.Fatal(err)
	}
	now, moved, lost := table.Apply(map[string]string{
		"logement . climatisation . présent":       "oui",
		"services sociétaux . question rhétorique": "oui",
		"transport . avion . usager":               "oui",
		"logement . surface":                       "60",
	}, nil)
	want := []migration.Moved{
		{From: migration.Answer{Rule: "logement . climatisation . présent", Value: "oui"}, To: migration.Answer{Rule: "logement . climatisation . présent", Value: "oui et utilisation"}},
		{From: migration.Answer{Rule: "transport . avion . usager", Value: "oui"}, To: migration.Answer{Rule: "transport . avion . usager", Value: "fréquemment"}},
	}
	if len(now) != 3 || !slices.Equal(moved, want) || !slices.Equal(lost, []string{"services sociétaux . question rhétorique"}) {
		t.Errorf("now %v, moved %v, lost %v", now, moved, lost)
	}
}
