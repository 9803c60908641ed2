package models

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"

	"capzero/models/check"
	"capzero/publicodes"
)

// notice is in every rule whose value may not be reused freely.
const notice = "mentions-legales-base-empreinte"

// restricted returns the rules of a version that carry the notice.
func restricted(t *testing.T, version string) []string {
	t.Helper()
	sources, err := open(t, "").Sources(Release{Version: version, Region: "FR"}, "fr")
	if err != nil {
		t.Fatal(err)
	}
	var rules map[string]json.RawMessage
	if err := json.Unmarshal(sources[0].Data, &rules); err != nil {
		t.Fatal(err)
	}
	maps.DeleteFunc(rules, func(_ string, body json.RawMessage) bool { return !bytes.Contains(body, []byte(notice)) })
	return slices.Sorted(maps.Keys(rules))
}

// overlaid compiles a release with an overlay.
func overlaid(t *testing.T, version, region, overlay, lang string) *publicodes.Model {
	t.Helper()
	name, err := Overlay(overlay)
	if err != nil {
		t.Fatal(err)
	}
	sources, err := open(t, "").Sources(Release{Version: version, Region: region, Overlay: name}, lang)
	if err != nil {
		t.Fatal(err)
	}
	model, err := publicodes.Compile(sources...)
	if err != nil {
		t.Fatal(err)
	}
	return model
}

// Exactly the values that may not be reused freely are replaced, each by one
// that says where it is from.
func TestOverlayReplacesExactlyTheRestrictedValues(t *testing.T) {
	for _, version := range open(t, "").Versions() {
		want := restricted(t, version)
		if len(want) != 7 {
			t.Errorf("%s restricts %d values: %v", version, len(want), want)
		}
		name, err := Overlay("overlay-fr")
		if err != nil {
			t.Fatal(err)
		}
		sources, err := overlaySources(Release{Version: version, Region: "FR", Overlay: name}, "fr")
		if err != nil {
			t.Fatal(err)
		}
		given, err := valued(sources)
		if err != nil {
			t.Fatal(err)
		}
		if got := slices.Sorted(maps.Keys(given)); !slices.Equal(got, want) {
			t.Errorf("%s: the overlay replaces %v, restricted are %v", version, got, want)
		}
	}
}

func TestReplacementsSayWhereTheyAreFrom(t *testing.T) {
	for _, version := range open(t, "").Versions() {
		published := overlaid(t, version, "FR", "", "fr")
		for lang, words := range map[string][]string{"fr": {"Bornes", "Hypothèse", "Borne", "Conversion"}, "en": {"Bounds", "Assumption", "in litres"}} {
			model := overlaid(t, version, "FR", "overlay-fr", lang)
			if len(model.Rules()) != len(published.Rules()) {
				t.Errorf("%s: %d rules became %d", version, len(published.Rules()), len(model.Rules()))
			}
			for _, name := range restricted(t, version) {
				rule, ok := model.Rule(name)
				if !ok {
					t.Errorf("%s has no rule %q", version, name)
					continue
				}
				if strings.Contains(rule.Description, notice) || strings.Contains(rule.Note, "ecoinvent") && lang == "en" {
					t.Errorf("%s: %s still says that it is restricted: %s", version, name, rule.Description)
				}
				if !slices.ContainsFunc(words, func(w string) bool { return strings.Contains(rule.Note, w) }) {
					t.Errorf("%s in %s: %s has no bounds: %s", version, lang, name, rule.Note)
				}
				before, _ := published.Rule(name)
				if rule.Unit != before.Unit {
					t.Errorf("%s is in %q, was in %q", name, rule.Unit, before.Unit)
				}
			}
		}
	}
}

// A household with an electric car and one with a hybrid see each replacement.
func TestReplacementsAreWhatIsCountedWith(t *testing.T) {
	const car = "transport . voiture . "
	for _, tt := range []struct {
		motor  string
		rule   string
		before float64
		now    float64
	}{
		{"'thermique'", car + "barème construction . barème thermique . empreinte par kg", 7.29, 4.5},
		{"'électrique'", car + "barème construction . barème électrique . empreinte par kg", 7.63, 4.5},
		{"'électrique'", car + "barème construction . barème électrique . empreinte batterie par kWh", 142.7, 120},
		{"'hybride rechargeable'", car + "barème construction . barème hybride . moteur électrique . empreinte", 4.43, 4.5},
		{"'thermique'", car + "entretien", 0.0067, 0.0041},
		{"'électrique'", car + "entretien", 0.0066, 0.0041},
		{"'thermique'", "commun . mix électrique . empreinte eau", 0.146, 0.00091},
		{"'thermique'", "logement . électricité . empreinte eau mix électrique", 146, 0.91},
	} {
		for overlay, want := range map[string]float64{"": tt.before, "overlay-fr": tt.now} {
			e := overlaid(t, "4.10.2", "FR", overlay, "fr").NewEvaluator()
			answers := publicodes.Situation{car + "utilisateur": "'propriétaire'", car + "motorisation": tt.motor}
			if err := e.SetSituation(answers); err != nil {
				t.Fatal(err)
			}
			if v, err := e.Evaluate(tt.rule); err != nil || !near(v.Number, want) {
				t.Errorf("%s with %q: %s is %v %s, %v; want %v", tt.motor, overlay, tt.rule, v.Number, v.Unit, err, want)
			}
		}
	}
}

// A version is what its rules were: changing a rule of an overlay makes a new
// version, or results that name the old one would change silently.
func TestAnOverlayThatChangesHasANewVersion(t *testing.T) {
	known := map[string]string{
		"overlay-fr 1":      "b6cda4745d2c085a",
		"overlay-regions 1": "d5bf9102271a7cb3",
	}
	names, err := Overlays()
	if err != nil {
		t.Fatal(err)
	}
	if len(names) != len(known) {
		t.Errorf("the overlays are %v", names)
	}
	for _, name := range names {
		if got := digest(t, name); got != known[name] {
			t.Errorf("the rules of %s are not those that it was published with: give it a new version, or put %q here if it has never been used", name, got)
		}
	}
}

// digest sums up the rules of an overlay.
func digest(t *testing.T, name string) string {
	t.Helper()
	folder, _, _ := strings.Cut(name, " ")
	files, err := overlays.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.New()
	for _, f := range files {
		data, err := overlays.ReadFile(path.Join(folder, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		sum.Write([]byte(f.Name()))
		sum.Write(data)
	}
	return hex.EncodeToString(sum.Sum(nil))[:16]
}

// Nothing in the overlays is misspelt, disagrees in its units or is never read.
func TestOverlaysAreChecked(t *testing.T) {
	l := open(t, "")
	for _, r := range []Release{{"4.10.2", "FR", "overlay-fr"}, {"4.10.2", "PF", "overlay-regions"}} {
		var err error
		if r.Overlay, err = Overlay(r.Overlay); err != nil {
			t.Fatal(err)
		}
		sources, err := l.Sources(r, "fr")
		if err != nil {
			t.Fatal(err)
		}
		found, err := check.Check(t.Context(), check.Options{Samples: 1}, sources...)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			if strings.HasPrefix(f.File, "overlay-") && f.Severity != check.Note {
				t.Errorf("%s: %s", r, f)
			}
		}
	}
}
