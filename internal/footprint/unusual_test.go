package footprint

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"capzero/internal/fault"
)

// smallUsual is what people answer to the small models.
func smallUsual() []usual {
	bound := func(v float64) *float64 { return &v }
	return []usual{
		{Sum: []string{"logement . habitants"}, High: bound(12), Key: "amount", Because: "test"},
		{Sum: []string{"alimentation . plats . viande . nombre", "alimentation . plats . légumes . nombre"}, Low: bound(10), High: bound(16), Key: "meals", Because: "test"},
		{Sum: []string{"transport . voiture . km"}, Per: "logement . habitants", High: bound(40000), Key: "amount", Because: "test"},
	}
}

// odd gives an answer that is asked about.
func odd(t *testing.T, s *Service, token Token, rule string, in Input) *Unusual {
	t.Helper()
	_, err := s.Answer(t.Context(), token, rule, "fr", in)
	u, ok := errors.AsType[*Unusual](err)
	if !ok {
		t.Fatalf("%+v to %q is not asked about: %v", in, rule, err)
	}
	return u
}

func meals(meat, vegetables string) Input {
	return Input{Values: map[string]string{
		"alimentation . plats . viande . nombre": meat, "alimentation . plats . légumes . nombre": vegetables,
	}}
}

func TestAnUnusualAnswerIsAskedAboutOnce(t *testing.T) {
	s := newSmall(t, newClock())
	s.usual = smallUsual()
	token := start(t, s)
	const rule = "logement . habitants"
	u := odd(t, s, token, rule, Input{Value: "25"})
	if u.Given != "25" || u.Fault.Field != ConfirmField || u.Fault.Key != "unusual.amount" || fault.KindOf(u) != fault.Invalid {
		t.Errorf("asked %+v", u)
	}
	if next, _ := s.First(t.Context(), token, "fr"); next != rule {
		t.Error("what was not confirmed is stored")
	}
	give(t, s, token, rule, Input{Value: "25", Confirmed: u.Given}) // never refused
	give(t, s, token, rule, Input{Value: "25"})                     // the same again
	give(t, s, token, rule, Input{Value: "2"})
	give(t, s, token, rule, Input{Value: "25"}) // confirmed before
	odd(t, s, token, rule, Input{Value: "26"})
	odd(t, s, token, rule, Input{Value: "26", Confirmed: "25"}) // of another value
	give(t, s, token, rule, Input{Unknown: true})
	other := start(t, s)
	odd(t, s, other, rule, Input{Value: "25"}) // somebody else has not confirmed it

	if err := s.Erase(t.Context(), token); err != nil {
		t.Fatal(err)
	}
	if n := rows(t, s, "confirmation"); n != 0 {
		t.Errorf("%d confirmations outlive their answers", n)
	}
}

func TestAnswersThatContradictEachOtherAreAskedAbout(t *testing.T) {
	s := newSmall(t, newClock())
	s.usual = smallUsual()
	token := start(t, s)
	u := odd(t, s, token, "alimentation . plats", meals("14", "14"))
	if u.Fault.Key != "unusual.meals" || u.Fault.Args[1] != "28\u00a0repas par semaine" {
		t.Errorf("asked %+v", u.Fault)
	}
	odd(t, s, token, "alimentation . plats", meals("1", "2"))
	give(t, s, token, "alimentation . plats", meals("7", "7"))
	give(t, s, token, "alimentation . plats", Input{Values: meals("14", "14").Values, Confirmed: u.Given})

	// The second of two answers is the one that is asked about, whichever it is.
	give(t, s, token, "transport . voiture . km", Input{Value: "90000"})
	odd(t, s, token, "logement . habitants", Input{Value: "1"})
	give(t, s, token, "logement . habitants", Input{Value: "3"})
	give(t, s, token, "transport . voiture . km", Input{Value: "99999"}) // 33 333 each
	odd(t, s, token, "logement . habitants", Input{Value: "2"})
}

func TestWhatChecksNothingIsRefused(t *testing.T) {
	for name, text := range map[string]string{
		"no rule":       `[{"sum": [], "high": 1, "key": "k", "because": "b"}]`,
		"no bound":      `[{"sum": ["a"], "key": "k", "because": "b"}]`,
		"crossed":       `[{"sum": ["a"], "low": 2, "high": 1, "key": "k", "because": "b"}]`,
		"no sentence":   `[{"sum": ["a"], "high": 1, "because": "b"}]`,
		"no reason":     `[{"sum": ["a"], "high": 1, "key": "k"}]`,
		"not a list":    `{}`,
		"half a number": `[{"sum": ["a"], "high": "1", "key": "k", "because": "b"}]`,
	} {
		if _, err := readUsual([]byte(text)); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}

// A check of a rule that is not asked, or one that nothing can fail, is dead;
// one that asks about what the model itself proposes is a nuisance.
func TestChecksAreAboutThePublishedModels(t *testing.T) {
	s := newPublished(t)
	v := s.current.reference
	for _, u := range s.usual {
		if !v.locale.Has("unusual." + u.Key) {
			t.Errorf("%s: no sentence %q", u.Sum[0], u.Key)
		}
		most := 0.0
		for _, rule := range append(slices.Clone(u.Sum), u.Per) {
			if rule == "" {
				continue
			}
			q, ok := v.question(rule)
			if !ok {
				t.Errorf("nothing asks for %q", rule)
				continue
			}
			if rule != u.Per {
				_, high := limitsOf(q, rule)
				most += high
			}
		}
		if u.Per == "" && u.High != nil && *u.High >= most {
			t.Errorf("%s: nobody can answer more than %v, and %v is the bound", u.Sum[0], most, *u.High)
		}
	}
	for _, q := range v.questions {
		for _, suggestion := range q.Suggestions {
			a, err := parse(q, Input{Suggestion: suggestion.Label}, v.locale)
			if err != nil {
				t.Fatal(err)
			}
			if asks := v.questioned(s.usual, answers{}, a); asks != nil {
				t.Errorf("%s proposes %q, which is asked about: %v", q.Rule, suggestion.Label, asks.Args)
			}
		}
	}
}

func limitsOf(q *Question, rule string) (low, high float64) {
	for _, o := range q.Options {
		if o.Rule == rule {
			return *o.Min, *o.Max
		}
	}
	return *q.Min, *q.Max
}

// Those of the published personas answer like people. A few have an answer that
// deserves the question; most are asked nothing.
func TestFewPersonasAreAskedAgain(t *testing.T) {
	s := newPublished(t)
	asked := map[string][]string{}
	all := readPersonas(t)
	for name, situation := range all {
		as := answersOf(s.current.reference, situation)
		for _, a := range as {
			if asks := s.current.reference.questioned(s.usual, as, a); asks != nil {
				asked[name] = append(asked[name], a.Rule)
			}
		}
	}
	if len(asked)*5 > len(all) {
		var lines []string
		for name, rules := range asked {
			lines = append(lines, name+": "+strings.Join(rules, ", "))
		}
		t.Errorf("%d of %d personas are asked again:\n%s", len(asked), len(all), strings.Join(lines, "\n"))
	}
	t.Logf("asked again: %v", asked)
}
