package challenge

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// chronicle is that of the season of these tests.
func (w *world) chronicle(t testing.TB) Chronicle {
	t.Helper()
	season, _, err := w.Current(t.Context(), "issy")
	must(t, err)
	c, err := w.Chronicle(t.Context(), "issy", season.ID)
	must(t, err)
	return c
}

func TestAChronicleTellsWhatHouseholdsDid(t *testing.T) {
	w := newWorld(t)
	w.season(t)
	w.family(t, "anne", 3, 1)
	w.joins(t, "anne", "marc")
	w.family(t, "zoe", 1, 0)
	w.family(t, "paul", 2, 0, outside)
	week := w.goTo(4, 3)
	w.done(t, "anne", week, meal, 2)
	w.done(t, "marc", week, heat, 1)
	w.done(t, "zoe", week, meal, 1)
	w.done(t, "zoe", week, meal, 0) // taken back
	glass := NewWeighing{Day: week.First(), Stream: Glass, Typed: "2"}
	for _, person := range []string{"zoe", "paul"} { // one takes no part
		_, err := w.Weigh(t.Context(), person, "fr", glass)
		must(t, err)
	}
	undone, err := w.Weigh(t.Context(), "anne", "fr", glass)
	must(t, err)
	must(t, w.TakeBack(t.Context(), "anne", undone.Number))
	w.goTo(5, 0)

	c := w.chronicle(t)
	if len(c.Households) != 2 {
		t.Fatalf("%d households take part, want 2", len(c.Households))
	}
	anne, zoe := c.Households[0], c.Households[1]
	if anne.Adults == 1 {
		anne, zoe = zoe, anne
	}
	if anne.Adults != 2 || anne.Missions[3] != 2 || anne.Active(2) || !anne.Active(3) || anne.Weighings[3] != 0 {
		t.Errorf("of Anne and Marc it says %+v", anne)
	}
	if anne.Starts != firstWeek.Plus(3) || anne.Since != firstWeek || anne.Channel != MouthChannel || anne.Zone != "fort" {
		t.Errorf("of Anne and Marc it says %+v", anne)
	}
	if diff := cmp.Diff([]LineGrams{{Carbon, Declared, 2*500 + 3*900}}, anne.Avoided); diff != "" {
		t.Errorf("they avoided (-want, +got):\n%s", diff)
	}
	if diff := cmp.Diff([]WeighedWeek{{Glass, week, 2000, 1}}, zoe.Weighed); diff != "" || !zoe.Active(3) || len(zoe.Avoided) != 0 {
		t.Errorf("Zoé weighed (-want, +got):\n%s of %+v", diff, zoe)
	}
}

func TestAChronicleTellsWhatBecameOfMissions(t *testing.T) {
	w := newWorld(t)
	w.season(t)
	for _, person := range []string{"anne", "zoe"} {
		w.family(t, person, 1, 0)
	}
	week := w.goTo(4, 3)
	offered, err := w.MyWeek(t.Context(), "anne", week)
	must(t, err)
	first, second := offered.Offers[0].Mission, offered.Offers[1].Mission
	w.done(t, "anne", week, first, 1)
	must(t, w.AnswerOffer(t.Context(), "anne", week, second, NeverMine))
	w.done(t, "zoe", week, repair, 1) // nobody was offered it

	told := map[string]MissionTold{}
	for _, m := range w.chronicle(t).Missions {
		told[m.Mission] = m
	}
	if m := told[first]; m.Offered != 1 || m.Done != 1 || m.To != 1 || m.By != 1 || m.Involved != 1 {
		t.Errorf("what was done: %+v", m)
	}
	if m := told[second]; m.Offered != 1 || m.Never != 1 || m.By != 0 || m.Involved != 1 {
		t.Errorf("what was refused: %+v", m)
	}
	if m := told[repair]; m.Offered != 0 || m.By != 1 || m.Involved != 1 {
		t.Errorf("what was done without an offer: %+v", m)
	}
	if g := told[first].GramsOf[Carbon]; g != w.worth[first].GramsCO2e {
		t.Errorf("it avoided %d g", g)
	}
}

func TestDoersAreThoseWhoWroteSomethingDown(t *testing.T) {
	w := newWorld(t)
	id := w.season(t)
	w.family(t, "anne", 2, 0)
	w.joins(t, "anne", "marc")
	week := w.goTo(4, 1)
	w.done(t, "anne", week, heat, 1) // of the home: Marc wrote nothing down
	w.goTo(5, 1)
	w.done(t, "anne", week.Plus(1), meal, 1)
	_, err := w.Weigh(t.Context(), "marc", "fr", NewWeighing{Day: week.Plus(1).First(), Stream: Glass, Typed: "2"})
	must(t, err)
	for _, tt := range []struct {
		before Week
		want   []Doer
	}{
		{week.Plus(2), []Doer{{"anne", []Week{week, week.Plus(1)}}, {"marc", []Week{week.Plus(1)}}}},
		{week.Plus(1), []Doer{{"anne", []Week{week}}}},
	} {
		got, err := w.Doers(t.Context(), []string{id}, firstWeek, tt.before)
		must(t, err)
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("before %s (-want, +got):\n%s", tt.before, diff)
		}
	}
}
