package footprint

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"capzero/internal/fault"

	"github.com/google/go-cmp/cmp"
)

func shift(t testing.TB, s *Service, token Token, earlier, later int) Shift {
	t.Helper()
	got, err := s.Shift(t.Context(), token, earlier, later, "fr")
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// checkShift holds the parts of a shift to its difference.
func checkShift(t testing.TB, of Shift) {
	t.Helper()
	sum := of.Model.plus(of.Learned())
	for _, reason := range []ShiftReason{NotSaid, LifeChange, Correction, Unsure} {
		sum = sum.plus(of.Sum(reason))
	}
	want := Part{CarbonGrams: inGrams(of.Carbon.Difference()), WasteGrams: inGrams(of.Waste.Difference())}
	if sum != want {
		t.Errorf("the parts are %+v, the difference is %+v", sum, want)
	}
}

func inGrams(kg float64) int64 {
	if kg < 0 {
		return -inGrams(-kg)
	}
	return int64(kg*1000 + 0.5)
}

// By hand, in kgCO2e: the car 4 000 × 0,2 less; meat and vegetables were an
// average, 7 × 2 + 7 × 0,5 a week, and are 14 × 0,5: 546 less a year; compost is
// a kilogram less a week.
func TestAShiftSaysWhatChanged(t *testing.T) {
	s := newSmall(t, newClock())
	token := start(t, s)
	give(t, s, token, "transport . voiture . km", Input{Value: "12000"})
	give(t, s, token, "déchets . compost", Input{Value: no})
	finish(t, s, token)
	keep(t, s, token)
	give(t, s, token, "transport . voiture . km", Input{Value: "8000"})
	give(t, s, token, "alimentation . plats", Input{Suggestion: "végétarien"})
	give(t, s, token, "déchets . compost", Input{Value: yes})
	keep(t, s, token)

	got := shift(t, s, token, 1, 2)
	checkShift(t, got)
	want := []ShiftedAnswer{
		{Rule: "transport . voiture . km", Question: "Combien de kilomètres par an ?", Theme: Transport, Changed: true,
			Before: "12\u202f000\u00a0km par an", After: "8\u202f000\u00a0km par an", Part: Part{CarbonGrams: -800_000}},
		{Rule: "alimentation . plats", Question: "Que mangez-vous en une semaine ?", Theme: Food,
			Before: "Je ne sais pas", After: "14\u00a0× Légumes", Part: Part{CarbonGrams: -546_000}},
		{Rule: "déchets . compost", Question: "Compostez-vous ?", Theme: WasteTheme, Changed: true,
			Before: "Non", After: "Oui", Part: Part{WasteGrams: -1000}},
	}
	if diff := cmp.Diff(want, got.Answers); diff != "" {
		t.Errorf("answers (-want +got):\n%s", diff)
	}
	if !got.Known || !got.Model.IsZero() || got.Lost != 0 {
		t.Errorf("the same models moved %+v", got)
	}

	err := s.TellReasons(t.Context(), token, 1, 2, map[string]ShiftReason{
		"transport . voiture . km": Correction, "déchets . compost": LifeChange,
	})
	if err != nil {
		t.Fatal(err)
	}
	got = shift(t, s, token, 1, 2)
	checkShift(t, got)
	for name, c := range map[string]struct{ got, want Part }{
		"in life":    {got.Sum(LifeChange), Part{WasteGrams: -1000}},
		"correction": {got.Sum(Correction), Part{CarbonGrams: -800_000}},
		"to say":     {got.Sum(NotSaid), Part{}},
		"learned":    {got.Learned(), Part{CarbonGrams: -546_000}},
	} {
		if c.got != c.want {
			t.Errorf("%s: %+v, want %+v", name, c.got, c.want)
		}
	}
}

func TestReasonsAreOnlyTakenForWhatIsAsked(t *testing.T) {
	s := newSmall(t, newClock())
	token := start(t, s)
	finish(t, s, token)
	keep(t, s, token)
	give(t, s, token, "transport . voiture . km", Input{Value: "8500"})
	keep(t, s, token)
	for name, c := range map[string]struct {
		rule   string
		reason ShiftReason
	}{
		"an answer that was not there before": {"transport . voiture . km", LifeChange},
		"a rule that nobody knows":            {"x'; DROP TABLE milestone", LifeChange},
		"a reason that nobody knows":          {"transport . voiture . km", "saving"},
		"no reason":                           {"transport . voiture . km", NotSaid},
	} {
		err := s.TellReasons(t.Context(), token, 1, 2, map[string]ShiftReason{c.rule: c.reason})
		if fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, numbers := range map[string][2]int{"the same": {1, 1}, "backwards": {2, 1}, "one that is not there": {1, 3}} {
		if _, err := s.Shift(t.Context(), token, numbers[0], numbers[1], "fr"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Who has no car any more is not asked again how far it drives, and nothing of
// the change is put down to what became known.
func TestAQuestionThatDidNotAriseIsAChange(t *testing.T) {
	s := newSmall(t, newClock())
	token := start(t, s)
	give(t, s, token, "transport . voiture . usager", Input{Value: no})
	finish(t, s, token)
	keep(t, s, token)
	give(t, s, token, "transport . voiture . usager", Input{Value: yes})
	give(t, s, token, "transport . voiture . km", Input{Value: "5000"})
	keep(t, s, token)
	got := shift(t, s, token, 1, 2)
	checkShift(t, got)
	if len(got.Answers) != 2 || !got.Answers[0].Changed || !got.Answers[1].Changed || !got.Learned().IsZero() {
		t.Errorf("answers %+v", got.Answers)
	}
	if got.Sum(NotSaid) != (Part{CarbonGrams: 1_000_000}) {
		t.Errorf("to be told: %+v, want 5 000 km × 0,2", got.Sum(NotSaid))
	}
}

// The models have changed in between as well: see TestARecalculationSaysWhatChanged
// for the figures.
func TestTheModelsHaveTheirPart(t *testing.T) {
	w := newWorld(t, newClock())
	token := drivesAndBurnsCoal(t, w.before)
	keep(t, w.before, token)
	if err := w.after.Recalculate(t.Context(), token); err != nil {
		t.Fatal(err)
	}
	give(t, w.after, token, "transport . voiture . km", Input{Value: "6000"})
	give(t, w.after, token, "logement . chauffage . énergie", Input{Value: "bois"})
	keep(t, w.after, token)

	got := shift(t, w.after, token, 1, 2)
	checkShift(t, got)
	if got.Model.CarbonGrams != 6_985_000-9_675_000 || got.Lost != 2 {
		t.Errorf("the models moved %+v and lost %d, want 2 690 kg less and 2", got.Model, got.Lost)
	}
	heating := got.Answers[0]
	if heating.Rule != "logement . chauffage . énergie" || !heating.Changed || heating.Before != "Au charbon" || heating.Part.CarbonGrams != -1_700_000 {
		t.Errorf("heating %+v", heating)
	}

	// A program without the earlier models can tell it too.
	untold := shift(t, w.forgotten, token, 1, 2)
	checkShift(t, untold)
	if !untold.Known || untold.Earlier.Readable || untold.Model != got.Model {
		t.Errorf("without the earlier models: %+v", untold)
	}
	// One without the later models knows the figures, and no parts.
	gone := shift(t, w.before, token, 1, 2)
	if gone.Known || gone.Later.Readable || len(gone.Categories) != 5 || gone.Carbon != got.Carbon {
		t.Errorf("without the later models: %+v", gone)
	}
}

// Whatever a household answers, the parts add up to the gram, and none depends
// on the order in which it was answered.
func TestPartsAddUpToTheGram(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 14))
	s := newSmall(t, newClock())
	inputs := map[string]func() Input{
		"logement . habitants":                func() Input { return Input{Value: fmt.Sprint(1 + random.IntN(7))} },
		"logement . chauffage . énergie":      func() Input { return Input{Value: []string{"gaz", "bois"}[random.IntN(2)]} },
		"logement . chauffage . consommation": func() Input { return Input{Value: fmt.Sprint(random.IntN(30_001))} },
		"transport . voiture . usager":        func() Input { return Input{Value: []string{yes, no}[random.IntN(2)]} },
		"transport . avion . heures":          func() Input { return Input{Value: fmt.Sprint(random.IntN(31))} },
		"alimentation . plats":                func() Input { return Input{Suggestion: "végétarien"} },
		"déchets . compost":                   func() Input { return Input{Value: []string{yes, no}[random.IntN(2)]} },
		"divers . partage . parts":            func() Input { return Input{Value: fmt.Sprint(1 + random.IntN(7))} },
	}
	moved := 0
	for range 60 {
		token := start(t, s)
		finish(t, s, token)
		for number := 1; number <= 2; number++ {
			for rule, input := range inputs {
				switch random.IntN(4) {
				case 0:
					give(t, s, token, rule, Input{Unknown: true})
				case 1, 2:
					give(t, s, token, rule, input())
				}
			}
			// Revisions differ even where no answer does.
			give(t, s, token, "alimentation . plats", Input{Unknown: true})
			keep(t, s, token)
		}
		got := shift(t, s, token, 1, 2)
		checkShift(t, got)
		if !got.Model.IsZero() {
			t.Fatalf("the same models moved %+v", got.Model)
		}
		moved += len(got.Answers)
	}
	if moved < 120 {
		t.Fatalf("only %d answers moved: the test has lost its point", moved)
	}
}

// Two answers that act upon one another share what they do together, whichever
// comes first: half of it each, as Shapley has it.
func TestTwoAnswersShareWhatTheyDoTogether(t *testing.T) {
	s := newSmall(t, newClock())
	token := start(t, s)
	give(t, s, token, "logement . habitants", Input{Value: "1"})
	give(t, s, token, "logement . chauffage . consommation", Input{Value: "10000"})
	finish(t, s, token)
	keep(t, s, token)
	give(t, s, token, "logement . habitants", Input{Value: "2"})
	give(t, s, token, "logement . chauffage . consommation", Input{Value: "20000"})
	keep(t, s, token)
	// 10 000 kWh × 0,2 for one is 2 000 kg; 20 000 for two is as much. People:
	// (−1 000 − 2 000) / 2; energy: (+2 000 + 1 000) / 2.
	parts := map[string]int64{}
	for _, a := range shift(t, s, token, 1, 2).Answers {
		parts[a.Rule] = a.Part.CarbonGrams
	}
	want := map[string]int64{"logement . habitants": -1_500_000, "logement . chauffage . consommation": 1_500_000}
	if diff := cmp.Diff(want, parts); diff != "" {
		t.Error(diff)
	}
}

// From each published persona to the next, as if one household became the other:
// dozens of answers differ, and the parts still add up to the gram.
func TestPartsAddUpWithThePublishedModels(t *testing.T) {
	s := newPublished(t)
	personas := readPersonas(t)
	var former storedMilestone
	most := 0
	for i, name := range slices.Sorted(maps.Keys(personas)) {
		as := answersOf(s.current.reference, personas[name])
		amounts, whole := s.current.weigh(as)
		if !whole {
			t.Fatalf("%s gives no figure", name)
		}
		now := storedMilestone{Number: int64(i + 1), Models: s.current.versions, Answers: keepable(as), Amounts: amounts}
		if i > 0 {
			got, err := s.between(pair{earlier: former, later: now}, "fr")
			if err != nil {
				t.Fatal(err)
			}
			checkShift(t, got)
			if !got.Known || !got.Model.IsZero() {
				t.Errorf("to %s: known %v, the same models moved %+v", name, got.Known, got.Model)
			}
			most = max(most, len(got.Answers))
		}
		former = now
	}
	if most < 40 {
		t.Errorf("no two personas differ in more than %d answers: the test has lost its point", most)
	}
}
