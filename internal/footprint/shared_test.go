package footprint

import (
	"context"
	"slices"
	"strings"
	"testing"

	"capzero/internal/db"
	"capzero/internal/fault"
)

// A trust is who lets whom see what: "owner reader thing".
type trust map[string]bool

func (w trust) may(_ context.Context, _ *db.Tx, reader, owner string, what Thing) (bool, error) {
	return w[owner+" "+reader+" "+string(what)], nil
}

// newTrusting is a service where Anne has measured and Marc has not.
func newTrusting(t *testing.T) (*Service, trust) {
	t.Helper()
	s, w := newSmall(t, newClock()), trust{}
	s.maySee = w.may
	anne := begin(t, s, "anne")
	give(t, s, anne, ofHome, Input{Value: "3"})
	give(t, s, anne, ofPerson, Input{Value: "9000"})
	return s, w
}

func TestAFootprintIsSeenWhileItIsShared(t *testing.T) {
	s, w := newTrusting(t)
	want := result(t, s, Person("anne"))
	see := func() (Shared, error) { return s.SharedResult(t.Context(), "marc", "anne", "fr") }
	if got, err := see(); fault.KindOf(err) != fault.NotFound || got.Carbon.Known {
		t.Errorf("before: %+v, %v", got, err)
	}
	w["anne marc footprint"] = true
	got, err := see()
	if err != nil || got.Carbon.Amount != want.Carbon.KgCO2ePerYear || got.Waste.Amount != want.Waste.KgPerWeek {
		t.Errorf("shared: %+v, %v; want %v kg", got, err, want.Carbon.KgCO2ePerYear)
	}
	for _, line := range got.Categories {
		if line.Shares != (Shares{}) {
			t.Errorf("%s tells on what it rests: %+v", line.Rule, line.Shares)
		}
	}
	delete(w, "anne marc footprint")
	if _, err := see(); fault.KindOf(err) != fault.NotFound {
		t.Errorf("taken back: %v", err)
	}
}

func TestANoWhileTheFootprintIsReadCounts(t *testing.T) {
	s, _ := newTrusting(t)
	asked := 0
	s.maySee = func(context.Context, *db.Tx, string, string, Thing) (bool, error) {
		asked++
		return asked == 1, nil
	}
	if got, err := s.SharedResult(t.Context(), "marc", "anne", "fr"); fault.KindOf(err) != fault.NotFound || got.Carbon.Known {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestLookingLeavesNoTrace(t *testing.T) {
	s, w := newTrusting(t)
	w["anne marc footprint"], w["anne marc answers"] = true, true
	before := result(t, s, Person("anne")).ComputedAt
	if _, err := s.SharedResult(t.Context(), "marc", "anne", "fr"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.SharedAnswers(t.Context(), "marc", "anne", "fr"); err != nil {
		t.Fatal(err)
	}
	if after := result(t, s, Person("anne")).ComputedAt; !after.Equal(before) {
		t.Errorf("computed at %v, before at %v", after, before)
	}
	if _, err := s.First(t.Context(), Person("marc"), "fr"); fault.KindOf(err) != fault.Unauthenticated {
		t.Errorf("who looked has an assessment now: %v", err)
	}
}

func TestOnlyPersonalAnswersAreShown(t *testing.T) {
	s, w := newTrusting(t)
	w["anne marc footprint"] = true
	if got, err := s.SharedAnswers(t.Context(), "marc", "anne", "fr"); fault.KindOf(err) != fault.NotFound || got != nil {
		t.Errorf("with the footprint only: %+v, %v", got, err)
	}
	w["anne marc answers"] = true
	themes, err := s.SharedAnswers(t.Context(), "marc", "anne", "fr")
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, theme := range themes {
		if theme.KgCO2ePerYear != 0 {
			t.Errorf("%s weighs %v: that is the footprint", theme.Theme, theme.KgCO2ePerYear)
		}
		for _, q := range theme.Questions {
			said = append(said, q.Rule+" "+strings.ReplaceAll(q.Answer, "\u202f", ""))
		}
	}
	if len(said) != 1 || !strings.HasPrefix(said[0], ofPerson+" 9000") {
		t.Errorf("shown: %q", said)
	}
}

func TestARefusalSaysNothing(t *testing.T) {
	s, w := newTrusting(t)
	w["marc anne footprint"] = true // shared, and never measured
	var refusals []string
	for _, pair := range [][2]Person{{"marc", "anne"}, {"anne", "marc"}, {"anne", "nobody"}} {
		_, err := s.SharedResult(t.Context(), pair[0], pair[1], "fr")
		refusals = append(refusals, err.Error())
	}
	if len(slices.Compact(refusals)) != 1 {
		t.Errorf("told apart: %q", refusals)
	}
}

func TestWhatWasSaidOfTheHomeIsNotAskedAgain(t *testing.T) {
	s, _ := newTrusting(t)
	got, err := s.HomeSaid(t.Context(), Person("anne"))
	if want := (HomeSaid{Persons: 3}); err != nil || got != want {
		t.Errorf("%+v, %v; want %+v", got, err, want)
	}
	if _, err := s.HomeSaid(t.Context(), Person("marc")); fault.KindOf(err) != fault.Unauthenticated {
		t.Errorf("of somebody who has said nothing: %v", err)
	}
}
