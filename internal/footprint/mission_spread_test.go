package footprint

import (
	"encoding/json"
	"flag"
	"maps"
	"os"
	"slices"
	"testing"
)

var writeSpreads = flag.Bool("spreads", false, "write mission_spreads.json")

// missionSpreadsOf computes the spreads for a household that has answered what the
// first estimate asks as somebody in the middle of France does.
func (s *Service) missionSpreadsOf(t testing.TB) map[string]MissionSpread {
	t.Helper()
	reference := s.current.reference
	all := answersOf(reference, readPersonas(t)["marie"])
	given := answers{}
	for _, o := range s.openers {
		if a, ok := all[o.Rule]; ok {
			given[o.Rule] = a
		}
	}
	r := reference.read(given)
	defer r.close()
	return r.newPricing(s.current.changes).missionSpreads(drawGuesses(s.current, r))
}

// TestTheSpreadsOfMissionsAreThoseOfTheModels: the file is what the models and
// missions of today give.
func TestTheSpreadsOfMissionsAreThoseOfTheModels(t *testing.T) {
	s := newSure(t)
	want := missionSpreads{Version: s.current.changes.version, Missions: s.missionSpreadsOf(t)}
	if *writeSpreads {
		text, err := json.MarshalIndent(want, "", "\t")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile("mission_spreads.json", append(text, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
		missionSpreadsFile = text
	}
	var got missionSpreads
	if err := json.Unmarshal(missionSpreadsFile, &got); err != nil {
		t.Fatal(err)
	}
	if got.Version != want.Version || !maps.Equal(got.Missions, want.Missions) {
		t.Errorf("mission_spreads.json is of missions %q, those of today are %q: run go test ./internal/footprint -run SpreadsOfMissions -spreads", got.Version, want.Version)
	}
	if len(got.Missions) < 60 {
		t.Errorf("%d missions have a spread", len(got.Missions))
	}
	var all []float64
	for _, m := range got.Missions {
		if m.Carbon > 0 {
			all = append(all, m.Carbon)
		}
	}
	slices.Sort(all)
	t.Logf("%d missions avoid carbon; spread %.2f, %.2f, %.2f (least, median, most)", len(all), all[0], all[len(all)/2], all[len(all)-1])
}
