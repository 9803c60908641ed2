package challenge

import (
	"testing"
)

// TestSeasonsAreRemembered: over two seasons, with another model in the second one,
// each keeps what was done in it.
func TestSeasonsAreRemembered(t *testing.T) {
	w := newWorld(t)
	first := w.season(t)
	w.family(t, "anne", 2, 0)
	for n := 1; n <= 12; n++ {
		kilos := "7,5 kg"
		if n > 3 {
			kilos = "2,5 kg"
		}
		w.goTo(n, 6)
		_, err := w.Weigh(t.Context(), "anne", "fr", NewWeighing{Day: firstWeek.Plus(n - 1).Last(), Stream: Residual, Typed: kilos})
		must(t, err)
	}
	w.done(t, "anne", w.goTo(5, 6), meal, 2)
	w.done(t, "anne", w.goTo(9, 6), noAds, 1)

	w.goTo(30, 0)
	plan := UsualPlan("Défi suivant", firstWeek.Plus(30))
	plan.Waves = 1
	second, err := w.PlanSeason(t.Context(), "officer", "issy", plan)
	must(t, err)
	w.goTo(31, 0)
	_, err = w.Enrol(t.Context(), "anne", CityChannel)
	must(t, err)
	worth := worths()[meal]
	worth.Version = "v2"
	w.price(meal, worth, true)
	w.done(t, "anne", w.goTo(35, 0), meal, 1)

	all, err := w.MySeasons(t.Context(), "anne")
	must(t, err)
	if len(all) != 2 || all[0].Season.ID != second || all[1].Season.ID != first {
		t.Fatalf("remembered are %d seasons, the last one first: %+v", len(all), all)
	}
	past, present := all[1], all[0]
	if past.Carbon != 2*500+2*20 || past.Waste != 2*60 || past.Missions != 2 || past.Weighed != 12 || past.Active != 12 || past.Of != 24 {
		t.Errorf("of the first season are remembered %+v", past)
	}
	if len(past.Changes) != 1 || past.Changes[0].Stream != Residual || !past.Changes[0].Shown() || past.Changes[0].High >= 0 {
		t.Errorf("its grey bag changed by %+v", past.Changes)
	}
	if present.Carbon != 500 || present.Of != 5 || present.Active != 1 || len(present.Changes) != 0 {
		t.Errorf("of the second season are remembered %+v", present)
	}
	if len(past.Versions) != 1 || past.Versions[0] != "v1" || len(present.Versions) != 1 || present.Versions[0] != "v2" {
		t.Errorf("the models are %v and %v", past.Versions, present.Versions)
	}
	if _, err := w.MySeasons(t.Context(), "nobody"); err == nil {
		t.Error("somebody without a household remembers")
	}
}
