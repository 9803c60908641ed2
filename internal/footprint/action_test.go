package footprint

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// priced returns what an action is worth to a household of the small models.
func priced(t *testing.T, s *Service, token Token, id string) Action {
	t.Helper()
	all, err := s.Actions(t.Context(), token, "fr", nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range all.All {
		if a.ID == id {
			return a
		}
	}
	t.Fatalf("no action %s", id)
	return Action{}
}

func TestAnActionIsWorthADifference(t *testing.T) {
	tests := []struct {
		name    string
		answers map[string]string
		id      string
		state   ActionState
		saved   float64
		reason  string
	}{
		{"half of the car is 40 % of the car", nil, "covoiturer", Saves, 640, ""},
		{"no meat, the meals replaced", nil, "manger-vegetarien", Saves, 546, ""},
		{"an action on a rule that nobody is asked", nil, "baisser", Saves, 70, ""},
		{"less than a kilogram", nil, "eteindre", SavesNothing, 0.2, "Chez vous, la différence est trop petite pour être comptée."},
		{"the footprint grows", nil, "plus-de-viande", Increases, -104, "Chez vous, cela alourdirait l’empreinte."},
		{"someone without a car", map[string]string{"transport . voiture . usager": "non"}, "s-en-passer", NotForYou, 0, "Vous n’avez pas de voiture."},
		{"nobody said whether there is a motorbike", nil, "moto-arret", AsksFirst, 0, "Roulez-vous à moto ?"},
		{"someone with a motorbike", map[string]string{"transport . moto . usager": "oui"}, "moto-arret", Saves, 300, ""},
		{"nothing measurable", nil, "parler", NotPriced, 0, "Cela compte chez les autres."},
		{"a division by zero", nil, "partager-par-zero", CannotTell, 0, "Ne se calcule pas avec vos réponses."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newSmall(t, newClock())
			token := start(t, s)
			for rule, value := range tt.answers {
				give(t, s, token, rule, Input{Value: value})
			}
			got := priced(t, s, token, tt.id)
			if got.State != tt.state || got.Reason != tt.reason {
				t.Errorf("state %d, %q, want %d, %q", got.State, got.Reason, tt.state, tt.reason)
			}
			if math.Abs(got.SavedKgCO2ePerYear-tt.saved) > 1e-9 {
				t.Errorf("saves %v kg, want %v", got.SavedKgCO2ePerYear, tt.saved)
			}
		})
	}
}

func TestWhoDoesNotKnowIsNotAskedAgain(t *testing.T) {
	s := newSmall(t, newClock())
	token := start(t, s)
	give(t, s, token, "transport . moto . usager", Input{Unknown: true})
	got := priced(t, s, token, "moto-arret")
	if got.State != NotPriced || got.Question != "" || !strings.Contains(got.Reason, "Roulez-vous à moto") {
		t.Errorf("state %d, question %q, %q", got.State, got.Question, got.Reason)
	}
}

func TestNothingIsPricedWhereTheFootprintDoesNotCompute(t *testing.T) {
	s := newSmall(t, newClock())
	token := start(t, s)
	give(t, s, token, "divers . partage . parts", Input{Value: "0"})
	all, err := s.Actions(t.Context(), token, "fr", []string{"covoiturer"})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range all.All {
		if a.State != CannotTell && a.State != NotPriced || a.SavedKgCO2ePerYear != 0 {
			t.Errorf("%s: state %d, %v kg", a.ID, a.State, a.SavedKgCO2ePerYear)
		}
	}
	if all.Together.Known || len(all.Together.Chosen) > 0 {
		t.Errorf("together: %+v", all.Together)
	}
}

func TestCompostingLightensTheBag(t *testing.T) {
	s := newSmall(t, newClock())
	token := start(t, s)
	got := priced(t, s, token, "composter")
	if got.State != Saves || got.SavedKgCO2ePerYear != 0 {
		t.Errorf("state %d, %v kg of CO₂e", got.State, got.SavedKgCO2ePerYear)
	}
	want := WasteSaved{KgPerWeek: 1, FromTheBag: 1, Streams: []Line{{Rule: residualStream, Label: "Ordures ménagères", Amount: 1, Known: true}}}
	if diff := cmp.Diff(want, got.SavedWaste, near); diff != "" {
		t.Error(diff)
	}
	give(t, s, token, "déchets . compost", Input{Value: "oui"})
	if got := priced(t, s, token, "composter"); got.State != NotForYou {
		t.Errorf("state %d of someone who composts", got.State)
	}
}

func TestAnActionSaysWhatItChanges(t *testing.T) {
	s := newSmall(t, newClock())
	token := start(t, s)
	give(t, s, token, "transport . voiture . km", Input{Value: "5000"})
	want := []Move{{Label: "Combien de kilomètres par an ?", Before: "5\u202f000\u00a0km par an", After: "3\u202f000\u00a0km par an"}}
	if diff := cmp.Diff(want, priced(t, s, token, "covoiturer").Moves); diff != "" {
		t.Error(diff)
	}
}

func TestTogetherIsNotTheSum(t *testing.T) {
	s := newSmall(t, newClock())
	token := start(t, s)
	tests := []struct {
		name      string
		chosen    []string
		saved     float64
		apart     float64
		overtaken []string
	}{
		{"two places", []string{"covoiturer", "moins-voler"}, 840, 840, nil},
		{"the same kilometres twice", []string{"covoiturer", "s-en-passer"}, 1600, 2240, []string{"covoiturer"}},
		{"the order of choosing changes nothing", []string{"s-en-passer", "covoiturer"}, 1600, 2240, []string{"covoiturer"}},
		{"what is not there, or saves nothing here, is not chosen", []string{"nobody", "plus-de-viande", "moins-voler"}, 200, 200, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := s.Actions(t.Context(), token, "fr", tt.chosen)
			if err != nil {
				t.Fatal(err)
			}
			c := got.Together
			if !c.Known || math.Abs(c.SavedKgCO2ePerYear-tt.saved) > 1e-9 || math.Abs(c.Apart-tt.apart) > 1e-9 {
				t.Errorf("%v kg of %v kg, want %v of %v", c.SavedKgCO2ePerYear, c.Apart, tt.saved, tt.apart)
			}
			var overtaken []string
			for _, a := range c.Overtaken {
				overtaken = append(overtaken, a.ID)
			}
			if !slices.Equal(overtaken, tt.overtaken) {
				t.Errorf("overtaken %v, want %v", overtaken, tt.overtaken)
			}
		})
	}
}

func TestActionsAreThreeDifferentPlacesToBegin(t *testing.T) {
	s := newSmall(t, newClock())
	token := start(t, s)
	give(t, s, token, "transport . voiture . km", Input{Value: "10000"})
	var got []string
	for _, a := range result(t, s, token).Actions {
		got = append(got, a.ID)
	}
	want := []string{"s-en-passer", "manger-vegetarien", "moins-voler"}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestAnAssumedHabitIsNobodysPlaceToBegin(t *testing.T) {
	s := newSmall(t, newClock())
	token := start(t, s)
	const days = "transport . voiture . télétravailler . jours"
	if a := priced(t, s, token, "teletravailler"); !a.Assumed {
		t.Error("working at home rests on an assumption, and does not say so")
	}
	for _, a := range result(t, s, token).Actions {
		if a.ID == "teletravailler" {
			t.Error("working at home is proposed to somebody who was not asked about work")
		}
	}
	give(t, s, token, days, Input{Value: "2"})
	if a := priced(t, s, token, "teletravailler"); a.Assumed || a.SavedKgCO2ePerYear != 600 {
		t.Errorf("two days at home: assumed %v, %v kg, want 600", a.Assumed, a.SavedKgCO2ePerYear)
	}
}

func TestWhatIfMovesTheFootprintAndKeepsNothing(t *testing.T) {
	tests := []struct {
		name   string
		levers map[string]string
		moves  float64
		value  float64 // of the kilometres
	}{
		{"nothing set", nil, 0, 8000},
		{"set where it stands", map[string]string{"km": "8000"}, 0, 8000},
		{"fewer kilometres", map[string]string{"km": "3000"}, -1000, 3000},
		{"more kilometres", map[string]string{"km": "10000"}, 400, 10000},
		{"between two steps", map[string]string{"km": "3100"}, -1000, 3000},
		{"as people write it", map[string]string{"km": "3 000,0"}, -1000, 3000},
		{"beyond its end", map[string]string{"km": "20001"}, 0, 8000},
		{"below its beginning", map[string]string{"km": "-1"}, 0, 8000},
		{"no number", map[string]string{"km": "beaucoup"}, 0, 8000},
		{"not a number", map[string]string{"km": "NaN"}, 0, 8000},
		{"two at once", map[string]string{"km": "3000", "viande": "0"}, -1546, 3000},
		{"a lever that is not there", map[string]string{"piscine": "3"}, 0, 8000},
	}
	s := newSmall(t, newClock())
	token := start(t, s)
	before := result(t, s, token).Carbon.KgCO2ePerYear
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := s.WhatIf(t.Context(), token, "fr", tt.levers)
			if err != nil {
				t.Fatal(err)
			}
			if !got.Known || math.Abs(got.Difference()-tt.moves) > 1e-9 || got.Today != before {
				t.Errorf("known %v, from %v by %v, want %v", got.Known, got.Today, got.Difference(), tt.moves)
			}
			if l := got.Levers[0]; l.Value != tt.value || (l.Refused != "") != (l.Typed != "") {
				t.Errorf("stands at %v, want %v; typed %q, refused %q", l.Value, tt.value, l.Typed, l.Refused)
			}
		})
	}
	if after := result(t, s, token).Carbon.KgCO2ePerYear; after != before {
		t.Errorf("the result went from %v to %v", before, after)
	}
}

func TestALeverThatDoesNotApplySaysWhy(t *testing.T) {
	s := newSmall(t, newClock())
	token := start(t, s)
	give(t, s, token, "transport . voiture . usager", Input{Value: "non"})
	got, err := s.WhatIf(t.Context(), token, "fr", map[string]string{"km": "3000"})
	if err != nil {
		t.Fatal(err)
	}
	if got.Levers[0].Reason != "Vous n’avez pas de voiture." || got.Changed || got.Difference() != 0 {
		t.Errorf("%+v", got)
	}
}

func TestALeverReachesWhatTheHouseholdDoes(t *testing.T) {
	s := newSmall(t, newClock())
	token := start(t, s)
	give(t, s, token, "transport . voiture . km", Input{Value: "45100"})
	got, err := s.WhatIf(t.Context(), token, "fr", nil)
	if err != nil {
		t.Fatal(err)
	}
	if l := got.Levers[0]; l.Present != 45000 || l.To != 45500 {
		t.Errorf("from %v to %v, today %v", l.From, l.To, l.Present)
	}
}
