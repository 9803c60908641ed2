package footprint

import (
	"errors"
	"reflect"
	"testing"

	"capzero/models"
	"capzero/models/priors"
)

// newSure is a service on the published models that knows how France answers.
func newSure(t testing.TB) *Service {
	t.Helper()
	sources, err := models.Priors()
	if err != nil {
		t.Fatal(err)
	}
	set, err := priors.Read(sources...)
	if err != nil {
		t.Fatal(err)
	}
	s := newPublished(t)
	s.guess = drawGuesses
	s.current.certainty = newCertainty(set, s.current.reference)
	return s
}

func intervalsOf(t testing.TB, s *Service, token Token) Result {
	t.Helper()
	r, err := s.Intervals(t.Context(), token, "fr")
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestOpenQuestionsMatterLessAndLess: where nothing is answered they could narrow
// the footprint, where all is answered they could not.
func TestOpenQuestionsMatterLessAndLess(t *testing.T) {
	s := newSure(t)
	token := start(t, s)
	nobody := intervalsOf(t, s, token).Carbon
	if nobody.Narrowable <= Essential || nobody.Narrowable > 1 {
		t.Errorf("without an answer, %.2f of the variance could go", nobody.Narrowable)
	}
	for _, a := range answersOf(s.current.reference, readPersonas(t)["yoram"]) {
		sh, err := s.load(t.Context(), token)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.store(t.Context(), sh, a, false); err != nil {
			t.Fatal(err)
		}
	}
	if all := intervalsOf(t, s, token).Carbon; all.Narrowable > Essential || all.Interval.HalfWidth(all.KgCO2ePerYear) > 0.4 {
		t.Errorf("with every answer, %.2f of the variance could go, ± %.2f", all.Narrowable, all.Interval.HalfWidth(all.KgCO2ePerYear))
	}
}

// TestEveryFigureOfAResultHasItsInterval, from no answer on.
func TestEveryFigureOfAResultHasItsInterval(t *testing.T) {
	s := newSure(t)
	token := start(t, s)
	give(t, s, token, "transport . voiture . km", Input{Value: "9000"})
	r := intervalsOf(t, s, token)
	check := func(of string, figure float64, i Interval) {
		t.Helper()
		if !i.Known || i.Low > i.High || i.High < i.Low {
			t.Errorf("%s, %.1f: %+v", of, figure, i)
		}
	}
	check("carbon", r.Carbon.KgCO2ePerYear, r.Carbon.Interval)
	check("waste", r.Waste.KgPerWeek, r.Waste.Interval)
	for _, lines := range [][]Line{r.Carbon.Categories, r.Carbon.Heaviest, r.Waste.Streams} {
		for _, line := range lines {
			check(line.Rule, line.Amount, line.Interval)
		}
	}
	for _, a := range r.Actions {
		check(a.ID, a.SavedKgCO2ePerYear, a.Interval)
	}
	if len(r.Carbon.Narrowing) != shownNarrowings || r.Carbon.Narrowing[0].Text == "" {
		t.Errorf("what would narrow it: %+v", r.Carbon.Narrowing)
	}
}

// TestIntervalsAreRemembered: the result shows those that were drawn, until an
// answer changes.
func TestIntervalsAreRemembered(t *testing.T) {
	s := newSure(t)
	token := start(t, s)
	give(t, s, token, "transport . voiture . km", Input{Value: "9000"})
	if before := result(t, s, token); before.Carbon.Interval.Known {
		t.Error("an interval is shown that nobody drew")
	}
	drawn := intervalsOf(t, s, token)
	if after := result(t, s, token); !reflect.DeepEqual(after.Carbon, drawn.Carbon) {
		t.Errorf("the result has %+v, drawn was %+v", after.Carbon.Interval, drawn.Carbon.Interval)
	}
	give(t, s, token, "transport . voiture . km", Input{Value: "200"})
	if changed := result(t, s, token); changed.Carbon.Interval.Known {
		t.Error("the interval of other answers is shown")
	}
}

// TestErasingForgetsIntervals: what was drawn for a household goes with it.
func TestErasingForgetsIntervals(t *testing.T) {
	s := newSure(t)
	token, other := start(t, s), start(t, s)
	for _, who := range []Token{token, other} {
		intervalsOf(t, s, who)
		if _, err := s.Screen(t.Context(), who, "logement . habitants", "fr"); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Erase(t.Context(), token); err != nil {
		t.Fatal(err)
	}
	for _, kept := range []*drawnBefore{&s.drawn, &s.soFar} {
		if len(kept.of) != 1 || len(kept.order) != 1 {
			t.Errorf("%d households are remembered, %d in order; one is left", len(kept.of), len(kept.order))
		}
	}
}

// TestNextBestNarrows: followed for a while, the best questions make the
// footprint surer than it was, and none comes twice.
func TestNextBestNarrows(t *testing.T) {
	s := newSure(t)
	token := start(t, s)
	wide := intervalsOf(t, s, token).Carbon.Interval
	seen := map[string]bool{}
	for range 25 {
		rule, err := s.NextBest(t.Context(), token, "")
		if err != nil {
			t.Fatal(err)
		}
		if rule == "" {
			break
		}
		if seen[rule] {
			t.Fatalf("%s is asked again", rule)
		}
		seen[rule] = true
		answerUsually(t, s, token, rule)
	}
	if len(seen) < 15 {
		t.Errorf("only %d questions were asked", len(seen))
	}
	narrow := intervalsOf(t, s, token).Carbon.Interval
	if narrow.High-narrow.Low > 0.8*(wide.High-wide.Low) {
		t.Errorf("from %+v to %+v after %d answers", wide, narrow, len(seen))
	}
}

// answerUsually answers a question with something that it offers.
func answerUsually(t testing.TB, s *Service, token Token, rule string) {
	t.Helper()
	screen, err := s.Screen(t.Context(), token, rule, "fr")
	if err != nil {
		t.Fatal(err)
	}
	in := Input{}
	switch screen.Form {
	case Choice:
		in.Value = screen.Choices[0].Value
	case YesNo:
		in.Value = no
	case Selection:
		in.Value = NoneOfThese
	case Counts:
		in.Values = map[string]string{screen.Options[0].Rule: "1"}
	default:
		in.Value = "3"
		if screen.Min != nil && *screen.Min > 3 {
			in.Value = writeNumber(*screen.Min)
		}
	}
	_, err = s.Answer(t.Context(), token, rule, "fr", in)
	if odd, ok := errors.AsType[*Unusual](err); ok {
		in.Confirmed = odd.Given
		_, err = s.Answer(t.Context(), token, rule, "fr", in)
	}
	if err != nil {
		t.Fatalf("answer to %q: %v", rule, err)
	}
}

func BenchmarkIntervals(b *testing.B) {
	s := newSure(b)
	token := start(b, s)
	give(b, s, token, "transport . voiture . km", Input{Value: "9000"})
	intervalsOf(b, s, token)
	for b.Loop() {
		s.drawn = drawnBefore{}
		intervalsOf(b, s, token)
	}
}

func BenchmarkNextBest(b *testing.B) {
	s := newSure(b)
	token := start(b, s)
	if _, err := s.NextBest(b.Context(), token, ""); err != nil {
		b.Fatal(err)
	}
	sh, err := s.load(b.Context(), token)
	if err != nil {
		b.Fatal(err)
	}
	r := sh.reference.read(sh.answers)
	defer r.close()
	for b.Loop() {
		if _, err := r.nextBest(sh.certainty, ""); err != nil {
			b.Fatal(err)
		}
	}
}
