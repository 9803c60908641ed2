package challenge

import (
	"strings"
	"testing"

	"capzero/internal/household"
)

// What somebody wrote goes with them, but for what the city may still have to read;
// and what two households hid stays hidden when they are forgotten.
func TestForgettingWhoWroteAndWhoReported(t *testing.T) {
	w, _ := onBoard(t, 6)
	w.posts(t, "p3", "à tous")
	hidden := w.posts(t, "p3", "caché")
	kept := w.posts(t, "p4", "signalé")
	must(t, w.HideMessage(t.Context(), "p0", hidden, Insult))
	for _, person := range []string{"p1", "p2"} {
		must(t, w.ReportMessage(t.Context(), person, kept, Insult))
	}
	for _, person := range []string{"p1", "p2", "p3"} {
		w.erase(t, person)
	}
	w.wantReads(t, "", "p0", "p5")
	w.wantReads(t, "signalé (reports)", "p4")
	all, err := w.Moderated(t.Context(), officerOf("issy"))
	if err != nil || len(all) != 2 || all[0].Author+all[1].Author != "p4" {
		t.Errorf("the city sees %+v, %v", all, err)
	}
	if left := w.dump(t); strings.Contains(left, "à tous") || strings.Contains(left, "|p3|") {
		t.Errorf("left is\n%s", left)
	}
}

// One adult of two is erased: what they did is the household's, and what they named
// it is not shown any more.
func TestForgettingOneOfTwo(t *testing.T) {
	w, team := onBoard(t, 2)
	w.joins(t, "p1", "ben")
	w.allow(t, "ben", household.Accept)
	must(t, w.ShowInTeam(t.Context(), "ben", Face{ShowKg, "Chez Ben"}))
	must(t, w.HandOver(t.Context(), "p0", "ben"))
	must(t, w.Animate(t.Context(), "ben"))
	week := firstWeek.Plus(3)
	w.done(t, "ben", week, meal, 2)
	w.done(t, "ben", week, heat, 1)
	before, _ := w.grams(t, "p1")
	w.erase(t, "ben")
	if after, _ := w.grams(t, "p1"); after != before || w.ofTeam(t, team.ID) != before {
		t.Errorf("the household had %d g and has %d, its team %d", before, after, w.ofTeam(t, team.ID))
	}
	page := w.page(t, "p1", week)
	if page.Households[1].Name != "" || page.Households[1].Visibility != Hidden || page.Team.Animator != "" || page.Team.Asked != "p0" {
		t.Errorf("the team sees %+v", page)
	}
	w.done(t, "p1", week, heat, 0) // together, so that p1 may correct it
	if after, _ := w.grams(t, "p1"); after != 1000 {
		t.Errorf("corrected, it has %d g", after)
	}
	w.wantTalliesAsRecomputed(t)
}
