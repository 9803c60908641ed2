package app

import (
	"log/slog"
	"math"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"capzero/internal/city"
	"capzero/internal/db/dbtest"
	"capzero/internal/footprint"
	"capzero/models"
	"capzero/publicodes"
)

func partsOf(t *testing.T, config Config) parts {
	t.Helper()
	config.Data = t.TempDir()
	config, err := config.filled()
	if err != nil {
		t.Fatal(err)
	}
	p, err := newParts(config)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// total is the footprint without answers, with the models of a stored result.
func total(t *testing.T, m compiledModels) float64 {
	t.Helper()
	v, err := m.carbon["fr"].NewEvaluator().Evaluate("bilan")
	if err != nil || v.Kind != publicodes.KindNumber {
		t.Fatalf("bilan is %+v, %v", v, err)
	}
	return v.Number
}

// A result of before is computed with the models of before, while everybody else
// is measured with the current ones.
func TestTwoVersionsLiveSideBySide(t *testing.T) {
	p := partsOf(t, Config{})
	before := p.models.versions
	before.Carbon = "nosgestesclimat 4.8.1 FR"
	earlier, err := p.archive.models(before)
	if err != nil {
		t.Fatal(err)
	}
	current, err := p.archive.models(p.models.versions)
	if err != nil || current.carbon["en"] != p.models.carbon["en"] {
		t.Errorf("the current models are compiled again: %v", err)
	}
	if a, b := total(t, earlier), total(t, current); a < 8559 || a > 8560 || b < 8287 || b > 8288 {
		t.Errorf("4.8.1 gives %v, 4.10.2 gives %v", a, b)
	}
	if earlier.versions != before || len(earlier.carbon) != len(p.city.Languages) {
		t.Errorf("the earlier models are %+v", earlier.versions)
	}
}

func TestEarlierModelsAreCompiledOnce(t *testing.T) {
	p := partsOf(t, Config{})
	before := footprint.Models{Carbon: "nosgestesclimat 4.8.1 FR", Waste: p.models.versions.Waste}
	found := make([]compiledModels, 4)
	var asking sync.WaitGroup
	for i := range found {
		asking.Go(func() { found[i], _ = p.archive.models(before) })
	}
	asking.Wait()
	for _, m := range found {
		if m.carbon["fr"] == nil || m.carbon["fr"] != found[0].carbon["fr"] {
			t.Error("the same models were compiled twice")
		}
	}
}

func TestModelsThatAreGoneAreNamed(t *testing.T) {
	p := partsOf(t, Config{})
	waste := p.models.versions.Waste
	for _, tt := range []struct{ carbon, waste, want string }{
		{"nosgestesclimat 4.9.0 FR", waste, "4.9.0 is not in this program"},
		{"nosgestesclimat 4.10.2 FR + overlay-xx 1", waste, `no overlay is called "overlay-xx"`},
		{"nosgestesclimat 4.10.2 PL", waste, "figures of France"},
		{"carbon 1", waste, `"carbon 1" names no carbon model`},
		{"nosgestesclimat 4.8.1 FR", "waste-fr 0", `"waste-fr 0" is not in this program`},
	} {
		if _, err := p.archive.models(footprint.Models{Carbon: tt.carbon, Waste: tt.waste}); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s, %s gives %v, want %q", tt.carbon, tt.waste, err, tt.want)
		}
	}
}

func TestAnswersAreCarriedToTheCurrentVersion(t *testing.T) {
	p := partsOf(t, Config{})
	m := p.archive.migrate(map[string]string{
		"logement . climatisation . présent":                        "non",
		"alimentation . type de lait":                               "lait de vache",
		"logement . chauffage collectif":                            "oui",
		"logement . surface":                                        "60",
		"divers . animaux domestiques . empreinte . chats . nombre": "2",
	})
	now, moved := m.Values, m.Moved
	if len(now) != 4 || now["logement . climatisation . présent"] != "pas de climatiseurs" || now["alimentation . boisson . type de lait"] != "lait de vache" {
		t.Errorf("now %v", now)
	}
	if len(moved) != 1 || moved["alimentation . type de lait"] != "alimentation . boisson . type de lait" {
		t.Errorf("moved %v", moved)
	}
}

// What cannot measure anybody is refused at the start, in one line.
func TestModelsThatCannotBeUsedStopTheStart(t *testing.T) {
	for _, tt := range []struct {
		config Config
		want   string
	}{
		{Config{ModelVersion: "4.9.0"}, "4.9.0 is not in this program, which has [4.10.2 4.8.1]"},
		{Config{ModelOverlay: "overlay-xx"}, `no overlay is called "overlay-xx"`},
		{Config{ModelOverlay: "overlay-regions"}, "overlay-regions 1 has no rules for region FR"},
		{Config{Models: "nothing"}, "models in nothing: no such file or directory"},
	} {
		tt.config.Data, tt.config.Listen = t.TempDir(), "127.0.0.1:0"
		a, err := New(t.Context(), tt.config)
		if err == nil {
			a.Close()
		}
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%+v gives %v, want %q", tt.config, err, tt.want)
		}
	}
}

func TestAnotherVersionMeasuresIfTheOperatorSaysSo(t *testing.T) {
	p := partsOf(t, Config{ModelVersion: "4.8.1", ModelOverlay: "overlay-fr"})
	if p.models.versions.Carbon != "nosgestesclimat 4.8.1 FR + overlay-fr 1" {
		t.Errorf("measured with %s", p.models.versions.Carbon)
	}
	published := p.models.versions
	published.Carbon = "nosgestesclimat 4.8.1 FR"
	before, err := p.archive.models(published)
	if err != nil {
		t.Fatal(err)
	}
	if a, b := total(t, before), total(t, p.models); a <= b {
		t.Errorf("without the overlay %v, with it %v", a, b)
	}
}

func TestTheOperatorDecidesBeforeThePack(t *testing.T) {
	pack := city.City{Region: "FR", Overlay: "overlay-fr"}
	for flag, want := range map[string]string{"": "nosgestesclimat 4.10.2 FR + overlay-fr 1", "overlay-regions": "nosgestesclimat 4.10.2 FR + overlay-regions 1"} {
		if _, release, err := chooseModel(Config{ModelOverlay: flag}, pack); err != nil || release.String() != want {
			t.Errorf("with %q: %s, %v", flag, release, err)
		}
	}
}

// A pack with another region, or an operator with an older version, gets a
// service that asks its questions and gives results named by what gave them. In
// English a household weighs what it weighs in French.
func TestAnyUsableModelMeasuresHouseholds(t *testing.T) {
	p := partsOf(t, Config{})
	library := p.archive.library
	for _, release := range usable(t, library) {
		t.Run(release.String(), func(t *testing.T) {
			var err error
			if p.models, err = compileModels(library, release, p.city.Languages); err != nil {
				t.Fatal(err)
			}
			service, err := p.measures(dbtest.Open(t, time.Now), Config{Log: slog.New(slog.DiscardHandler)}, nil)
			if err != nil {
				t.Fatal(err)
			}
			token, err := service.Start(t.Context(), p.city.ID)
			if err != nil {
				t.Fatal(err)
			}
			result, err := service.Result(t.Context(), token, "en")
			if err != nil || !result.Carbon.Known || result.Models.Carbon != release.String() {
				t.Errorf("%+v, %v", result.Models, err)
			}
			if want := total(t, p.models); math.Abs(result.Carbon.KgCO2ePerYear-want) > 1e-9 {
				t.Errorf("it weighs %v, the model %v", result.Carbon.KgCO2ePerYear, want)
			}
		})
	}
}

// usable are the releases that the program can measure with, France as published
// and the other regions with their figures given back: all of them in "make
// soak", else those whose rules differ most.
func usable(t *testing.T, library *models.Library) []models.Release {
	t.Helper()
	all, err := library.Releases()
	if err != nil {
		t.Fatal(err)
	}
	var usable []models.Release
	want := 6
	if os.Getenv("CAPZERO_SOAK") != "" {
		want = 23
	} else {
		all = slices.DeleteFunc(all, func(r models.Release) bool {
			return !slices.Contains([]string{models.Home, "CA", "ES", "PL", "TN", "US"}, r.Region) || r == models.Release{Version: library.Current(), Region: models.Home}
		})
	}
	for _, r := range all {
		if r.Region != models.Home {
			r.Overlay = "overlay-regions 1"
		}
		if _, err := library.Sources(r, "fr"); err == nil && (r.Version == library.Current() || r.Region == models.Home) {
			usable = append(usable, r)
		}
	}
	if len(usable) != want {
		t.Errorf("%d releases can be used: %v", len(usable), usable)
	}
	return usable
}
