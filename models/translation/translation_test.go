package translation

import (
	"strings"
	"testing"

	"capzero/publicodes"
)

const model = `
transport:
transport . km:
  titre: Km en voiture
  question: Quelle distance ?
  description: Par an.
  note: Une moyenne.
  par défaut: 12000
  unité: km
  suggestions:
    peu: 1000
    beaucoup: 20000
`

func french(t *testing.T, text string) *publicodes.Model {
	t.Helper()
	m, err := publicodes.Compile(publicodes.Source{Name: "model.publicodes", Data: []byte(text)})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func markOf(t *testing.T, text string) string {
	t.Helper()
	rule, ok := french(t, text).Rule("transport . km")
	if !ok {
		t.Fatal("the model has no rule")
	}
	return Mark(rule)
}

// whole translates everything that the model above asks.
func whole(mark string) string {
	return `transport . km:
  français: "` + mark + `"
  titre: Kilometri
  question: Koliko?
  description: Godišnje.
  suggestions:
    peu: malo
    beaucoup: mnogo
`
}

func read(t *testing.T, text string) *Set {
	t.Helper()
	s, err := Read(publicodes.Source{Name: "sr/x.yaml", Data: []byte(text)})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestTextsHoldAsLongAsTheFrenchOnes(t *testing.T) {
	mark := markOf(t, model)
	s := read(t, whole(mark))
	if problems := s.Check(french(t, model)); len(problems) > 0 {
		t.Fatal(problems)
	}
	if got := s.For(french(t, model)).Of("transport . km"); got == nil || got.Question != "Koliko?" || got.Suggestions["peu"] != "malo" {
		t.Errorf("the texts are %+v", got)
	}
	for _, tt := range []struct{ name, old, new string }{
		{"another question", "Quelle distance ?", "Combien de kilomètres ?"},
		{"another description", "Par an.", "Par mois."},
		{"another note", "Une moyenne.", "Une médiane."},
		{"another suggestion", "peu:", "très peu:"},
		{"one suggestion fewer", "    beaucoup: 20000\n", ""},
		{"another title", "Km en voiture", "Distance"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			changed := strings.Replace(model, tt.old, tt.new, 1)
			now := french(t, changed)
			if s.For(now).Of("transport . km") != nil {
				t.Error("the texts are still used")
			}
			problems := s.Check(now)
			if len(problems) == 0 || !strings.HasPrefix(problems[0].Error(), "sr/x.yaml:1:1") || !strings.Contains(problems[0].Error(), "write français: "+markOf(t, changed)) {
				t.Errorf("the check says %v", problems)
			}
		})
	}
}

func TestNumbersDoNotChangeAMark(t *testing.T) {
	if markOf(t, model) != markOf(t, strings.Replace(strings.Replace(model, "12000", "13000", 1), "peu: 1000", "peu: 500", 1)) {
		t.Error("a mark changed with a value")
	}
}

func TestRulesThatAreGoneAreFound(t *testing.T) {
	gone := read(t, strings.Replace(whole(markOf(t, model)), "transport . km:", "transport . train:", 1))
	problems := gone.Check(french(t, model))
	if len(problems) != 1 || !strings.Contains(problems[0].Error(), `no rule "transport . train"`) {
		t.Errorf("the check says %v", problems)
	}
}

func TestTextsLeftOutAreFound(t *testing.T) {
	for _, tt := range []struct{ name, old, new, want string }{
		{"no question", "  question: Koliko?\n", "", "has a question in French"},
		{"no title either", "  titre: Kilometri\n  question: Koliko?\n", "", "has a titre in French"},
		{"no title", "  titre: Kilometri\n", "", "has a titre in French"},
		{"no description", "  description: Godišnje.\n", "", "has a description in French"},
		{"a suggestion fewer", "    peu: malo\n", "", `suggestion "peu"`},
		{"a suggestion more", "    peu: malo\n", "    peu: malo\n    rien: ništa\n", `suggestion other than "rien"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := read(t, strings.Replace(whole(markOf(t, model)), tt.old, tt.new, 1))
			problems := s.Check(french(t, model))
			if len(problems) == 0 || !strings.Contains(problems[0].Error(), tt.want) {
				t.Errorf("the check says %v, want %q", problems, tt.want)
			}
		})
	}
}

func TestATitleMayStandAlone(t *testing.T) {
	s := read(t, "transport . km:\n  français: \""+markOf(t, model)+"\"\n  titre: Kilometri\n")
	if problems := s.Check(french(t, model)); len(problems) > 0 {
		t.Error(problems)
	}
}

func TestFilesThatCannotBeUsedAreRefused(t *testing.T) {
	for _, tt := range []struct{ name, file, want string }{
		{"a list", "- a\n", "sr/x.yaml:1:1"},
		{"a text for a rule", "a: texte\n", "sr/x.yaml:1:1"},
		{"a value of the model", "a:\n  français: \"01234567\"\n  formule: 1\n", `sr/x.yaml:3:3: "formule" is no text`},
		{"no mark", "a:\n  titre: A\n", "does not say which French text"},
		{"a mark that is none", "a:\n  français: abc\n", "eight digits and letters"},
		{"a mark that is a list", "a:\n  français: [a]\n", "eight digits and letters"},
		{"an empty text", "a:\n  français: \"01234567\"\n  titre: \"\"\n", "titre is a text"},
		{"a number", "a:\n  français: \"01234567\"\n  titre: 12\n", "titre is a text"},
		{"a list of suggestions", "a:\n  français: \"01234567\"\n  suggestions: [a]\n", "by their French label"},
		{"no text for a suggestion", "a:\n  français: \"01234567\"\n  suggestions: {a: 1}\n", "a is a text"},
		{"not YAML", "a: [\n", "sr/x.yaml"},
		{"too long", "a: " + strings.Repeat("x", maxBytes), "at most"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Read(publicodes.Source{Name: "sr/x.yaml", Data: []byte(tt.file)})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
	one := publicodes.Source{Name: "sr/x.yaml", Data: []byte(whole("01234567"))}
	if _, err := Read(one, one); err == nil || !strings.Contains(err.Error(), "translated twice") {
		t.Errorf("a rule in two files gives %v", err)
	}
}

func TestNoSetHasNoTexts(t *testing.T) {
	var none *Set
	if none.Of("transport . km") != nil || none.Len() != 0 || none.For(french(t, model)) != nil {
		t.Error("a set that is not there has texts")
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(whole("01234567")))
	f.Add([]byte("a: {français: \"01234567\", suggestions: {b: c}}"))
	f.Add([]byte("a: &x {français: *x}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := Read(publicodes.Source{Name: "sr/x.yaml", Data: data})
		if err == nil {
			for name, texts := range s.rules {
				if !markForm.MatchString(texts.mark) || texts.place == "" {
					t.Errorf("%q was read without a mark or a place", name)
				}
			}
		}
	})
}
