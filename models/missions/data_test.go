package missions

import (
	"runtime"
	"slices"
	"testing"

	"capzero/models"
	"capzero/models/actions"
	"capzero/models/entry"
	"capzero/publicodes"
)

// ours are the missions of the program, with the actions beside them.
func ours(t testing.TB) (*actions.Set, *Set) {
	t.Helper()
	files, err := models.Actions()
	if err != nil {
		t.Fatal(err)
	}
	beside, err := actions.Read(files...)
	if err != nil {
		t.Fatal(err)
	}
	if files, err = models.Missions(); err != nil {
		t.Fatal(err)
	}
	set, err := Read(beside.Reasons, files...)
	if err != nil {
		t.Fatal(err)
	}
	return beside, set
}

func published(t testing.TB, version string) (carbon, waste []publicodes.Source) {
	t.Helper()
	library, err := models.Open("")
	if err != nil {
		t.Fatal(err)
	}
	if version == "" {
		version = library.Current()
	}
	if carbon, err = library.Sources(models.Release{Version: version, Region: models.Home}, "fr"); err != nil {
		t.Fatal(err)
	}
	if waste, err = models.Waste("fr"); err != nil {
		t.Fatal(err)
	}
	return carbon, waste
}

func TestOursCanBeUsed(t *testing.T) {
	_, set := ours(t)
	carbon, waste := published(t, "")
	if err := set.Check(carbon, waste); err != nil {
		t.Error(err)
	}
	of := map[string]int{}
	for _, m := range set.Missions {
		of[m.Theme]++
	}
	t.Logf("%d missions: %v", len(set.Missions), of)
	for _, theme := range Themes() {
		if of[theme] == 0 {
			t.Errorf("no mission about %s", theme)
		}
	}
	if len(set.Missions) < 80 {
		t.Errorf("%d missions, want 80", len(set.Missions))
	}
}

// TestOursAreRulesThatNobodyReads in every version of the carbon model: they ask
// nothing and move nothing, and a version that does not know a rule loses only
// the missions on it.
func TestOursAreRulesThatNobodyReads(t *testing.T) {
	_, set := ours(t)
	library, err := models.Open("")
	if err != nil {
		t.Fatal(err)
	}
	for _, version := range library.Versions() {
		sources, wasteSources := published(t, version)
		carbon, err := entry.Compile(entry.Carbon, []entry.Set{set}, sources...)
		if err != nil {
			t.Fatal(err)
		}
		waste, err := entry.Compile(entry.Waste, []entry.Set{set}, wasteSources...)
		if err != nil {
			t.Fatal(err)
		}
		var unknown []string
		for _, m := range set.Missions {
			if !m.KnownTo(carbon, waste) {
				unknown = append(unknown, m.ID)
			}
		}
		t.Logf("%s does not know %v", version, unknown)
		if len(unknown) > len(set.Missions)/5 {
			t.Errorf("%s does not know %d of %d missions", version, len(unknown), len(set.Missions))
		}
		if slices.ContainsFunc(carbon.Questions(), func(r *publicodes.Rule) bool { return entry.Owns(set, r.Name) }) {
			t.Errorf("%s: a formula of ours asks a question", version)
		}
		for rule := range carbon.Reads("bilan") {
			if entry.Owns(set, rule) {
				t.Errorf("%s: the footprint reads %s", version, rule)
			}
		}
	}
}

// BenchmarkModelReady is the carbon model decoded and compiled: by itself, with
// the actions, and with the missions too. Its memory is what stays.
func BenchmarkModelReady(b *testing.B) {
	beside, set := ours(b)
	carbon, _ := published(b, "")
	for _, bb := range []struct {
		name string
		sets []entry.Set
	}{{"alone", nil}, {"with actions", []entry.Set{beside}}, {"with missions", []entry.Set{beside, set}}} {
		b.Run(bb.name, func(b *testing.B) {
			var model *publicodes.Model
			for b.Loop() {
				var err error
				if model, err = entry.Compile(entry.Carbon, bb.sets, carbon...); err != nil {
					b.Fatal(err)
				}
			}
			with := heap()
			runtime.KeepAlive(model)
			model = nil
			b.ReportMetric(float64(with-heap())/1e6, "MB-kept")
		})
	}
}

func heap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
