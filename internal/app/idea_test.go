package app

import (
	"strings"
	"testing"

	"capzero/internal/fault"
	"capzero/internal/footprint"
	"capzero/internal/idea"
)

// walking is an idea over a question of the real carbon model.
func walking(rule string) idea.Draft {
	return idea.Draft{
		Title: "Laisser la voiture un jour", About: "Les petits trajets comptent.", Steps: [3]string{"Choisissez.", "Marchez.", "Notez."},
		Theme: "mobilité", Effort: 1, Cost: "économise", Rhythm: "semaine", For: "personne", Times: 1, Evidence: "déclarée",
		Source: "https://agirpourlatransition.ademe.fr", Worth: idea.OfAnswers, Changes: []idea.Change{{Question: rule, How: idea.Percent, Amount: 10}},
	}
}

// TestAPublishedIdeaIsPricedAndAWithdrawnOneCloses: with the real models.
func TestAPublishedIdeaIsPricedAndAWithdrawnOneCloses(t *testing.T) {
	a, err := New(t.Context(), at(t.TempDir()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	propose := func(d idea.Draft) int {
		number, err := a.ideas.Propose(t.Context(), "zoe", "issy", d)
		if err != nil {
			t.Fatal(err)
		}
		return number
	}
	decide := func(number int, to idea.State) {
		if err := a.ideas.Decide(t.Context(), "officer", "issy", number, to, "Pour voir."); err != nil {
			t.Fatal(err)
		}
	}
	glass := walking("")
	glass.Title, glass.Worth, glass.Changes, glass.Stream, glass.Kg = "Consigner une bouteille", idea.OfStream, nil, "glass", 0.2
	first, second := propose(walking("alimentation . plats . viande rouge . nombre")), propose(glass)
	if m := a.cityMission(t, "ville-1"); m.ID != "" {
		t.Errorf("what is not published is a mission: %+v", m)
	}
	decide(first, idea.Published)
	decide(second, idea.Published)
	if m := a.cityMission(t, "ville-1"); m.State != footprint.Saves || m.PerPerson.GramsCO2e <= 0 || m.Closing || m.Label != "Laisser la voiture un jour" {
		t.Errorf("a published mission: %+v", m)
	}
	if m := a.cityMission(t, "ville-2"); m.State != footprint.Saves || m.PerPerson.Streams["déchets . verre . par semaine"] != 200 {
		t.Errorf("200 g of glass are worth %+v", m)
	}
	worth, err := a.measures.MissionWorth(t.Context(), footprint.Person("anne"), "ville-1")
	if err != nil || worth.PerPerson.GramsCO2e != a.cityMission(t, "ville-1").PerPerson.GramsCO2e {
		t.Errorf("a check-in is worth %+v, %v", worth, err)
	}
	decide(first, idea.Withdrawn)
	if m := a.cityMission(t, "ville-1"); !m.Closing {
		t.Errorf("a withdrawn mission does not close: %+v", m)
	}
	outlook, err := weigher{measures: a.measures, lang: "fr"}.outlook(t.Context(), "anne")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range outlook.Candidates {
		if c.Mission == "ville-1" {
			t.Error("a withdrawn mission is offered")
		}
	}
	if _, err := a.measures.MissionWorth(t.Context(), footprint.Person("anne"), "ville-1"); err != nil {
		t.Errorf("it cannot be ticked in its last week: %v", err)
	}
}

func (a *App) cityMission(t *testing.T, id string) (found footprint.Mission) {
	t.Helper()
	all, err := a.measures.Missions(t.Context(), footprint.Person("anne"), "fr")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range all {
		if m.ID == id {
			found = m
		}
	}
	return found
}

// TestEveryQuestionOfTheFormCanBeUsed: what the form offers is taken by the lint,
// or refused at its field.
func TestEveryQuestionOfTheFormCanBeUsed(t *testing.T) {
	a, err := New(t.Context(), at(t.TempDir()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	refused := 0
	questions := a.ideas.Names().Questions
	for n, q := range questions {
		if n%9 != 0 {
			continue
		}
		_, err := a.ideas.Propose(t.Context(), "zoe", "issy", walking(q.Rule))
		f, ok := err.(*fault.Error)
		if err != nil && (!ok || !strings.HasPrefix(f.Field, idea.AmountField) && !strings.HasPrefix(f.Field, idea.QuestionField)) {
			t.Errorf("%s: %v", q.Rule, err)
		}
		if err != nil {
			refused++
			t.Logf("%s (%s): %v", q.Rule, q.Unit, f.Args)
		}
	}
	if refused*10 > len(questions)/9 {
		t.Errorf("%d of %d questions are refused", refused, len(questions)/9+1)
	}
}
