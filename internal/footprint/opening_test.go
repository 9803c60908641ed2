package footprint

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTheOpeningSkipsWhatDoesNotApply(t *testing.T) {
	s := newSmall(t, newClock())
	token := start(t, s)
	var asked []string
	rule, err := s.First(t.Context(), token, "fr")
	if err != nil {
		t.Fatal(err)
	}
	for rule != "" {
		asked = append(asked, rule)
		in := Input{Unknown: true}
		if rule == "transport . voiture . usager" {
			in = Input{Value: "non"}
		}
		rule = give(t, s, token, rule, in)
	}
	want := []string{
		"logement . habitants",
		"transport . voiture . usager",
		"transport . avion . heures",
		"alimentation . plats",
		"déchets . compost",
	}
	if diff := cmp.Diff(want, asked); diff != "" {
		t.Error(diff)
	}
	if !result(t, s, token).Complete {
		t.Error("the opening is not done")
	}
}

func TestTheOpeningIsCutByRankAndAskedInOrder(t *testing.T) {
	s := newSmall(t, newClock())
	r := s.current.reference.read(nil)
	defer r.close()
	all := append([]opener{}, smallOpening...)
	for len(all) < 2*openingLength { // the same questions many times over, less and less worth asking
		o := smallOpening[len(all)%len(smallOpening)]
		all = append(all, opener{Rule: o.Rule, Rank: len(all) + 1})
	}
	got := r.opening(all, openingLength)
	if len(got) != openingLength {
		t.Fatalf("%d questions, want %d", len(got), openingLength)
	}
	for i, o := range smallOpening {
		if got[i].Rule != o.Rule {
			t.Errorf("question %d is %q, want %q", i+1, got[i].Rule, o.Rule)
		}
	}
}

func TestScreensKnowTheirPlace(t *testing.T) {
	s := newSmall(t, newClock())
	token := start(t, s)
	first, err := s.Screen(t.Context(), token, "logement . habitants", "fr")
	if err != nil {
		t.Fatal(err)
	}
	if first.Number != 1 || first.Of != 6 || first.Back != "" {
		t.Errorf("first question: %d of %d, back to %q", first.Number, first.Of, first.Back)
	}
	if first.Typical != "2" {
		t.Errorf("typical household of %q, want 2", first.Typical)
	}
	second, err := s.Screen(t.Context(), token, "transport . voiture . usager", "fr")
	if err != nil {
		t.Fatal(err)
	}
	if second.Number != 2 || second.Back != "logement . habitants" {
		t.Errorf("second question: %d, back to %q", second.Number, second.Back)
	}
	outside, err := s.Screen(t.Context(), token, "logement . chauffage . énergie", "fr")
	if err != nil {
		t.Fatal(err)
	}
	if outside.Number != 0 || outside.Of != 0 {
		t.Errorf("a question outside the opening is %d of %d", outside.Number, outside.Of)
	}
	option, err := s.Screen(t.Context(), token, "alimentation . plats . viande . nombre", "fr")
	if err != nil || option.Rule != "alimentation . plats" {
		t.Errorf("an option leads to %q, %v", option.Rule, err)
	}
}

func TestThemesReachEveryQuestionThatApplies(t *testing.T) {
	s := newSmall(t, newClock())
	token := start(t, s)
	reached := map[string]bool{}
	for _, theme := range themes {
		rule, err := s.NextIn(t.Context(), token, theme, "")
		for ; err == nil && rule != ""; rule, err = s.NextIn(t.Context(), token, theme, rule) {
			reached[rule] = true
			give(t, s, token, rule, Input{Unknown: true})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	all, err := s.Themes(t.Context(), token, "fr")
	if err != nil {
		t.Fatal(err)
	}
	listed := 0
	for _, p := range all {
		if p.Answered != p.Total || p.Next != "" {
			t.Errorf("%s: %d of %d answered, next %q", p.Theme, p.Answered, p.Total, p.Next)
		}
		listed += p.Total
		for _, q := range p.Questions {
			if !reached[q.Rule] {
				t.Errorf("%q was never asked", q.Rule)
			}
			if q.Answer != "Je ne sais pas" {
				t.Errorf("%q reads %q", q.Rule, q.Answer)
			}
		}
	}
	if want := len(s.current.reference.questions); listed != want {
		t.Errorf("%d questions listed, want %d", listed, want)
	}
}

func TestAQuestionCanBeSkipped(t *testing.T) {
	s := newSmall(t, newClock())
	token := start(t, s)
	seen := map[string]bool{}
	rule, err := s.NextIn(t.Context(), token, Housing, "")
	for ; err == nil && rule != ""; rule, err = s.NextIn(t.Context(), token, Housing, rule) {
		if seen[rule] {
			t.Fatalf("%q comes round again", rule)
		}
		seen[rule] = true
	}
	if err != nil || len(seen) != 4 {
		t.Errorf("skipped through %d questions, %v, want the 4 of housing", len(seen), err)
	}
}
