package footprint

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"capzero/internal/fault"

	"github.com/google/go-cmp/cmp"
)

func keep(t testing.TB, s *Service, token Holder) {
	t.Helper()
	if err := s.Keep(t.Context(), token); err != nil {
		t.Fatal(err)
	}
}

func milestones(t testing.TB, s *Service, token Holder) []Milestone {
	t.Helper()
	all, err := s.Milestones(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestAMilestoneStaysAsItWasKept(t *testing.T) {
	c := newClock()
	s := newSmall(t, c)
	token := start(t, s)
	give(t, s, token, "transport . voiture . km", Input{Value: "12000"})
	kept := finish(t, s, token)
	day := c.Now()
	keep(t, s, token)
	keep(t, s, token) // pressed twice
	want := []Milestone{{
		Number: 1, At: day, Models: smallCurrent, Readable: true, Questions: 1,
		KgCO2ePerYear: kept.Carbon.KgCO2ePerYear, WasteKgPerWeek: kept.Waste.KgPerWeek,
	}}
	c.pass(time.Hour)
	give(t, s, token, "transport . voiture . km", Input{Value: "8000"})
	now := result(t, s, token)
	if diff := cmp.Diff(want, milestones(t, s, token), near); diff != "" {
		t.Errorf("an answer moved what was kept (-want +got):\n%s", diff)
	}
	keep(t, s, token)
	all := milestones(t, s, token)
	if len(all) != 2 || all[0].Number != 2 || !cmp.Equal(all[0].KgCO2ePerYear, now.Carbon.KgCO2ePerYear, near) {
		t.Errorf("kept %+v, the result is %v kg", all, now.Carbon.KgCO2ePerYear)
	}
}

func TestAnUnfinishedAssessmentIsNoMilestone(t *testing.T) {
	s := newSmall(t, newClock())
	token := start(t, s)
	give(t, s, token, "logement . habitants", Input{Value: "1"})
	if err := s.Keep(t.Context(), token); fault.KindOf(err) != fault.Conflict {
		t.Errorf("kept before the first questions are answered: %v", err)
	}
	if all := milestones(t, s, token); len(all) != 0 {
		t.Errorf("kept %+v", all)
	}
}

func TestMilestonesHaveNamesAndGo(t *testing.T) {
	s := newSmall(t, newClock())
	token := start(t, s)
	finish(t, s, token)
	keep(t, s, token)
	ctx := t.Context()
	for name, want := range map[string]string{
		"  avant le déménagement ": "avant le déménagement",
		"":                         "",
	} {
		if err := s.NameMilestone(ctx, token, 1, name); err != nil {
			t.Fatal(err)
		}
		if got := milestones(t, s, token)[0].Name; got != want {
			t.Errorf("%q is kept as %q", name, got)
		}
	}
	for _, bad := range []string{strings.Repeat("é", LongestName+1), "deux\nlignes", "\xff"} {
		if err := s.NameMilestone(ctx, token, 1, bad); fault.KindOf(err) != fault.Invalid {
			t.Errorf("the name %q: %v", bad, err)
		}
	}
	if err := s.NameMilestone(ctx, token, 2, "x"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("a milestone that is not there has a name: %v", err)
	}
	if err := s.DropMilestone(ctx, token, 1); err != nil {
		t.Fatal(err)
	}
	if err := s.DropMilestone(ctx, token, 1); fault.KindOf(err) != fault.NotFound {
		t.Errorf("dropped twice: %v", err)
	}
	if all := milestones(t, s, token); len(all) != 0 {
		t.Errorf("left %+v", all)
	}
}

// Whoever comes back after a month and answers anew finds the former figure kept.
func TestTheFormerAssessmentIsKeptWhenOneAnswersAnew(t *testing.T) {
	c := newClock()
	s := newSmall(t, c)
	token := start(t, s)
	give(t, s, token, "transport . voiture . km", Input{Value: "12000"})
	finish(t, s, token)
	c.pass(29 * 24 * time.Hour)
	result(t, s, token) // a visit keeps the answers
	give(t, s, token, "alimentation . plats", Input{Suggestion: "végétarien"})
	if all := milestones(t, s, token); len(all) != 0 {
		t.Fatalf("kept after 29 days: %+v", all)
	}
	former := result(t, s, token)
	for range 2 {
		c.pass(16 * 24 * time.Hour)
		result(t, s, token)
	}
	give(t, s, token, "transport . voiture . km", Input{Value: "8000"})
	give(t, s, token, "transport . avion . heures", Input{Value: "2"})
	all := milestones(t, s, token)
	if len(all) != 1 || !cmp.Equal(all[0].KgCO2ePerYear, former.Carbon.KgCO2ePerYear, near) {
		t.Errorf("kept %+v, want the %v kg of before", all, former.Carbon.KgCO2ePerYear)
	}
}

func TestNobodyElseReachesAMilestone(t *testing.T) {
	s := newSmall(t, newClock())
	mine, other := start(t, s), start(t, s)
	finish(t, s, mine)
	keep(t, s, mine)
	give(t, s, mine, "transport . voiture . km", Input{Value: "1000"})
	keep(t, s, mine)
	ctx := t.Context()
	if all := milestones(t, s, other); len(all) != 0 {
		t.Errorf("another browser reads %+v", all)
	}
	_, err := s.Shift(ctx, other, 1, 2, "fr")
	for name, err := range map[string]error{
		"name":   s.NameMilestone(ctx, other, 1, "x"),
		"drop":   s.DropMilestone(ctx, other, 1),
		"shift":  err,
		"reason": s.TellReasons(ctx, other, 1, 2, map[string]ShiftReason{"transport . voiture . km": LifeChange}),
	} {
		if fault.KindOf(err) != fault.NotFound {
			t.Errorf("%s of another browser's: %v", name, err)
		}
	}
	if _, err := s.Milestones(ctx, Token("nobody")); fault.KindOf(err) != fault.Unauthenticated {
		t.Errorf("nobody reads milestones: %v", err)
	}
	if all := milestones(t, s, mine); len(all) != 2 || all[1].Name != "" {
		t.Errorf("mine are %+v", all)
	}
}

func TestMilestonesGoWithTheAnswers(t *testing.T) {
	c := newClock()
	s := newSmall(t, c)
	erased, old := start(t, s), start(t, s)
	for _, token := range []Token{erased, old} {
		shifted(t, s, token)
	}
	if err := s.Erase(t.Context(), erased); err != nil {
		t.Fatal(err)
	}
	for _, table := range []string{"milestone", "shift_reason"} {
		if n := rows(t, s, table); n == 0 {
			t.Errorf("%s holds nothing of the other household", table)
		}
	}
	c.pass(KeptFor + time.Hour)
	if _, err := s.Purge(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, table := range []string{"milestone", "milestone_line", "shift_reason"} {
		if n := rows(t, s, table); n != 0 {
			t.Errorf("%d rows of %s outlive their answers", n, table)
		}
	}
}

// shifted keeps two milestones and says why one answer differs.
func shifted(t testing.TB, s *Service, token Token) {
	t.Helper()
	give(t, s, token, "transport . voiture . km", Input{Value: "12000"})
	finish(t, s, token)
	keep(t, s, token)
	give(t, s, token, "transport . voiture . km", Input{Value: "8000"})
	keep(t, s, token)
	err := s.TellReasons(t.Context(), token, 1, 2, map[string]ShiftReason{"transport . voiture . km": LifeChange})
	if err != nil {
		t.Fatal(err)
	}
}

// Two tabs keep and answer at once. What is kept is always what some answers
// gave, and no state twice.
func TestTabsKeepAtOnce(t *testing.T) {
	s := newSmall(t, newClock())
	token := start(t, s)
	finish(t, s, token)
	var wg sync.WaitGroup
	for tab := range 4 {
		wg.Go(func() {
			for i := range 10 {
				if tab%2 == 0 {
					give(t, s, token, "transport . voiture . km", Input{Value: fmt.Sprint(1000 * (1 + i))})
				}
				if err := s.Keep(t.Context(), token); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	all := milestones(t, s, token)
	if len(all) < 5 {
		t.Fatalf("only %d kept", len(all))
	}
	for i, m := range all {
		if m.Number != len(all)-i {
			t.Errorf("number %d stands at place %d of %d", m.Number, i, len(all))
		}
		// 5 210 kg do not depend on the car; see TestResult.
		km := (m.KgCO2ePerYear - all[0].KgCO2ePerYear) / 0.2
		if !cmp.Equal(km, float64(int(km/1000+0.5*signOf(km)))*1000, near) {
			t.Errorf("%v kg is no figure that these answers give", m.KgCO2ePerYear)
		}
	}
}

func signOf(v float64) float64 {
	if v < 0 {
		return -1
	}
	return 1
}

func TestThereIsAnEndToMilestones(t *testing.T) {
	s := newSmall(t, newClock())
	token := start(t, s)
	finish(t, s, token)
	for i := range MostMilestones {
		give(t, s, token, "transport . voiture . km", Input{Value: fmt.Sprint(i)})
		keep(t, s, token)
	}
	give(t, s, token, "transport . voiture . km", Input{Value: "999"})
	if err := s.Keep(t.Context(), token); fault.KindOf(err) != fault.Conflict {
		t.Errorf("one more is kept: %v", err)
	}
	if err := s.DropMilestone(t.Context(), token, 5); err != nil {
		t.Fatal(err)
	}
	keep(t, s, token)
}
