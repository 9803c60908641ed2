package footprint

import (
	"errors"
	"math/rand/v2"
	"testing"

	"capzero/internal/fault"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

var near = cmpopts.EquateApprox(0, 1e-6)

func TestResultOfTheSmallModels(t *testing.T) {
	s := newSmall(t, newClock())
	token := start(t, s)
	give(t, s, token, "transport . voiture . km", Input{Value: "10 000"})
	give(t, s, token, "logement . habitants", Input{Value: "4"})
	give(t, s, token, "alimentation . plats", Input{Suggestion: "végétarien"})
	give(t, s, token, "transport . avion . heures", Input{Unknown: true})
	got := finish(t, s, token)

	// 10 000 km × 0,2 + 4 h × 100; 14 × 0,5 × 52 + 150; 10 000 kWh × 0,2 / 4;
	// 500 + 100 / 1; 1 000.
	want := map[string]float64{
		"transport": 2400, "alimentation": 514, "logement": 500, "divers": 600, "services sociétaux": 1000,
	}
	amounts := map[string]float64{}
	for _, l := range got.Carbon.Categories {
		amounts[l.Rule] = l.Amount
	}
	if diff := cmp.Diff(want, amounts, near); diff != "" {
		t.Error(diff)
	}
	if !cmp.Equal(got.Carbon.KgCO2ePerYear, 5014.0, near) || !got.Carbon.Known {
		t.Errorf("total %v, known %v, want 5014", got.Carbon.KgCO2ePerYear, got.Carbon.Known)
	}
	if got.Questions != 3 || !got.Complete {
		t.Errorf("%d questions, complete %v, want 3 and true: je ne sais pas is no answer", got.Questions, got.Complete)
	}
	if !cmp.Equal(got.Waste.KgPerWeek, 4.25, near) || !cmp.Equal(got.Waste.NationalKgPerWeek, 4.5, near) {
		t.Errorf("waste %v and nationally %v, want 4,25 and 4,5", got.Waste.KgPerWeek, got.Waste.NationalKgPerWeek)
	}
	if label := got.Waste.Streams[0].Label; label != "Ordures ménagères" {
		t.Errorf("heaviest stream is called %q", label)
	}
	var heaviest []string
	for _, l := range got.Carbon.Heaviest {
		heaviest = append(heaviest, l.Label)
	}
	if diff := cmp.Diff([]string{"Voiture", "Chauffage", "Avion", "Plats", "Partage d'un budget"}, heaviest); diff != "" {
		t.Error(diff)
	}
}

func TestSharesSayWhatAFigureRestsOn(t *testing.T) {
	s := newSmall(t, newClock())
	token := start(t, s)
	give(t, s, token, "logement . habitants", Input{Value: "2"})
	give(t, s, token, "transport . voiture . km", Input{Value: "5000"})
	give(t, s, token, "transport . avion . heures", Input{Unknown: true})
	want := map[string]Shares{
		"transport . voiture":  {Answers: 1},
		"transport . avion":    {Averages: 1},                 // je ne sais pas
		"logement . chauffage": {Answers: 0.4, Averages: 0.6}, // 400 of 1 000 kg of influence
	}
	got := result(t, s, token).Carbon
	for _, l := range got.Heaviest {
		if shares, ok := want[l.Rule]; ok && !cmp.Equal(shares, l.Shares, near) {
			t.Errorf("%s rests on %+v, want %+v", l.Rule, l.Shares, shares)
		}
	}
	// Drinks, purchases and public services, of the 1 000 + 400 + 1 060 + 150 +
	// 1 000 + 600 + 1 000 kg in all.
	if common := (150.0 + 500 + 1000) / got.KgCO2ePerYear; !cmp.Equal(common, got.Shares.Common, near) {
		t.Errorf("%v of the figure is the same for everyone, want %v", got.Shares.Common, common)
	}
}

func TestALineThatDoesNotComputeIsSaidToBeUnknown(t *testing.T) {
	s := newSmall(t, newClock())
	token := start(t, s)
	finish(t, s, token)
	give(t, s, token, "divers . partage . parts", Input{Value: "0"}) // 100 / 0
	got := result(t, s, token)
	if got.Carbon.Known || got.Carbon.KgCO2ePerYear != 0 {
		t.Errorf("total %v, known %v", got.Carbon.KgCO2ePerYear, got.Carbon.Known)
	}
	for _, l := range got.Carbon.Categories {
		if l.Known == (l.Rule == "divers") {
			t.Errorf("%s: known %v", l.Rule, l.Known)
		}
	}
	if n := recount(t, s, "issy"); n.households != 0 {
		t.Errorf("%d households counted, want none: the result does not compute", n.households)
	}
	e, err := s.Explain(t.Context(), token, "divers . partage", "fr")
	if err != nil || e.Kind != DoesNotCompute {
		t.Errorf("explanation: kind %d, %v", e.Kind, err)
	}
	give(t, s, token, "divers . partage . parts", Input{Value: "2"})
	if got := result(t, s, token); !got.Carbon.Known {
		t.Error("mending the answer does not mend the result")
	}
	checkTotals(t, s, "issy", 1)
}

func TestAnUnknownTokenAsksToStartAgain(t *testing.T) {
	s := newSmall(t, newClock())
	for name, call := range map[string]func(Token) error{
		"First":  func(k Token) error { _, err := s.First(t.Context(), k, "fr"); return err },
		"Screen": func(k Token) error { _, err := s.Screen(t.Context(), k, "logement . habitants", "fr"); return err },
		"Answer": func(k Token) error {
			_, err := s.Answer(t.Context(), k, "logement . habitants", "fr", Input{Value: "2"})
			return err
		},
		"NextIn":  func(k Token) error { _, err := s.NextIn(t.Context(), k, Housing, ""); return err },
		"Themes":  func(k Token) error { _, err := s.Themes(t.Context(), k, "fr"); return err },
		"Result":  func(k Token) error { _, err := s.Result(t.Context(), k, "fr"); return err },
		"Explain": func(k Token) error { _, err := s.Explain(t.Context(), k, "bilan", "fr"); return err },
		"Erase":   func(k Token) error { return s.Erase(t.Context(), k) },
	} {
		for _, token := range []Token{"", "forged", "' OR 1=1 --"} {
			if err := call(token); fault.KindOf(err) != fault.Unauthenticated {
				t.Errorf("%s(%q): %v", name, token, err)
			}
		}
	}
}

func TestQuestionsThatAreNotThere(t *testing.T) {
	s := newSmall(t, newClock())
	token := start(t, s)
	in := Input{Value: "1"}
	for rule, want := range map[string]fault.Kind{
		"":                    fault.NotFound,
		"bilan":               fault.NotFound, // a rule, but nothing one answers
		"transport . fusée":   fault.NotFound,
		"transport . voiture": fault.NotFound,
	} {
		if _, err := s.Answer(t.Context(), token, rule, "fr", in); fault.KindOf(err) != want {
			t.Errorf("answer to %q: %v", rule, err)
		}
		if _, err := s.Screen(t.Context(), token, rule, "fr"); fault.KindOf(err) != want {
			t.Errorf("screen of %q: %v", rule, err)
		}
	}
	give(t, s, token, "transport . voiture . usager", Input{Value: "non"})
	if _, err := s.Answer(t.Context(), token, "transport . voiture . km", "fr", in); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a question that no longer concerns the household: %v", err)
	}
	if _, err := s.Explain(t.Context(), token, "transport . fusée", "fr"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("explanation of no rule: %v", err)
	}
	if _, err := s.Start(t.Context(), "atlantide"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("start in no city: %v", err)
	}
}

func TestARefusedAnswerChangesNothing(t *testing.T) {
	s := newSmall(t, newClock())
	token := start(t, s)
	give(t, s, token, "transport . voiture . km", Input{Value: "5000"})
	before := finish(t, s, token)
	for _, typed := range []string{"-1", "1e308", "NaN", "beaucoup", "", "100000"} {
		_, err := s.Answer(t.Context(), token, "transport . voiture . km", "fr", Input{Value: typed})
		f, ok := errors.AsType[*fault.Error](err)
		if !ok || f.Kind != fault.Invalid || f.Field != "value" {
			t.Errorf("%q: %v", typed, err)
		}
	}
	if diff := cmp.Diff(before, result(t, s, token)); diff != "" {
		t.Error(diff)
	}
}

func TestAForgedFigureIsNeverTaken(t *testing.T) {
	s := newSmall(t, newClock())
	honest, forged := start(t, s), start(t, s)
	give(t, s, honest, "transport . voiture . km", Input{Value: "10000"})
	give(t, s, forged, "transport . voiture . km", Input{
		Value:  "10000",
		Values: map[string]string{"bilan": "0", "transport . voiture": "0", "transport . voiture . facteur": "0"},
	})
	for _, rule := range []string{"bilan", "transport . voiture", "transport . voiture . facteur", "actions"} {
		if _, err := s.Answer(t.Context(), forged, rule, "fr", Input{Value: "0"}); fault.KindOf(err) != fault.NotFound {
			t.Errorf("an answer to the rule %q: %v", rule, err)
		}
	}
	if diff := cmp.Diff(finish(t, s, honest), finish(t, s, forged)); diff != "" {
		t.Error(diff)
	}
}

func TestTheOrderOfAnswersDoesNotMatter(t *testing.T) {
	s := newSmall(t, newClock())
	given := []struct {
		rule string
		in   Input
	}{
		{"transport . voiture . km", Input{Value: "12345,6"}},
		{"transport . avion . heures", Input{Value: "3"}},
		{"alimentation . plats", Input{Values: map[string]string{"alimentation . plats . viande . nombre": "3"}}},
		{"logement . habitants", Input{Value: "3"}},
		{"logement . chauffage . énergie", Input{Value: "bois"}},
		{"logement . chauffage . consommation", Input{Unknown: true}},
		{"déchets . compost", Input{Value: "oui"}},
	}
	var want Result
	random := rand.New(rand.NewPCG(1, 2))
	for round := range 12 {
		token := start(t, s)
		random.Shuffle(len(given), func(i, j int) { given[i], given[j] = given[j], given[i] })
		for i, g := range given {
			give(t, s, token, g.rule, g.in)
			if i%3 == 0 { // a replayed form
				give(t, s, token, g.rule, g.in)
			}
		}
		got := finish(t, s, token)
		if round == 0 {
			want = got
		} else if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
	}
}

func TestTheLastAnswerToAQuestionWins(t *testing.T) {
	s := newSmall(t, newClock())
	token := start(t, s)
	give(t, s, token, "transport . avion . heures", Input{Value: "10"})
	give(t, s, token, "logement . habitants", Input{Value: "4"}) // another tab
	give(t, s, token, "transport . avion . heures", Input{Value: "2"})
	screen, err := s.Screen(t.Context(), token, "logement . habitants", "fr")
	if err != nil || screen.Given.Value != "4" {
		t.Errorf("the other tab's answer is %q, %v", screen.Given.Value, err)
	}
	screen, err = s.Screen(t.Context(), token, "transport . avion . heures", "fr")
	if err != nil || screen.Given.Value != "2" {
		t.Errorf("the last answer is %q, %v", screen.Given.Value, err)
	}
	give(t, s, token, "transport . avion . heures", Input{Unknown: true})
	screen, err = s.Screen(t.Context(), token, "transport . avion . heures", "fr")
	if err != nil || !screen.Given.Unknown || !screen.Answered {
		t.Errorf("je ne sais pas came back as %+v, %v", screen.Given, err)
	}
}

func TestAnAnswerThatSwitchesItsOwnPartOffCanBeChanged(t *testing.T) {
	s := newSmall(t, newClock())
	token := start(t, s)
	const question = "transport . moto . usager"
	for _, said := range []string{no, yes, no} {
		give(t, s, token, question, Input{Value: said})
		screen, err := s.Screen(t.Context(), token, question, "fr")
		if err != nil || screen.Given.Value != said {
			t.Errorf("after %q the screen gives %q, %v", said, screen.Given.Value, err)
		}
	}
}

func TestAnAidAnswersItsQuestion(t *testing.T) {
	s := newSmall(t, newClock())
	token := start(t, s)
	const question = "logement . chauffage . consommation"
	const aid = "logement . chauffage . consommation estimée . saisie"
	give(t, s, token, aid, Input{Value: "50"}) // 50 € × 12 / 0,1 €/kWh = 6 000 kWh
	if got := amountOf(t, s, token, "logement . chauffage"); !cmp.Equal(got, 600.0, near) {
		t.Errorf("with the bill, heating is %v kg, want 600", got)
	}
	give(t, s, token, question, Input{Value: "2000"})
	if got := amountOf(t, s, token, "logement . chauffage"); !cmp.Equal(got, 200.0, near) {
		t.Errorf("with the meter, heating is %v kg, want 200", got)
	}
	if _, err := s.Screen(t.Context(), token, aid, "fr"); fault.KindOf(err) != fault.Conflict {
		t.Errorf("the aid is still asked: %v", err)
	}
}

func amountOf(t *testing.T, s *Service, token Token, rule string) float64 {
	t.Helper()
	e, err := s.Explain(t.Context(), token, rule, "fr")
	if err != nil {
		t.Fatal(err)
	}
	return e.Amount
}
