package footprint

import (
	"errors"
	"strings"
	"testing"

	"capzero/internal/fault"
	"capzero/internal/i18n"

	"github.com/google/go-cmp/cmp"
)

func french(t testing.TB) *i18n.Locale { return languages(t).Locale("fr") }

func languages(t testing.TB) *i18n.Catalogues {
	t.Helper()
	c, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func pointer(v float64) *float64 { return &v }

// One question of each form, as the catalogue would build them.
func questionOfForm(f Form) *Question {
	q := &Question{Rule: "q", Form: f}
	switch f {
	case Choice:
		q.Choices = []Option{{Value: "petite"}, {Value: "lait d'avoine"}}
	case YesNo:
		q.Choices = []Option{{Value: yes}, {Value: no}}
	case Number:
		q.Unit, q.Min, q.Max = "km", pointer(1), pointer(99999)
		q.Suggestions = []Suggestion{{Label: "vacances", Value: 2000}}
	case Selection:
		q.Options = []Option{{Rule: "bus", Label: "Bus"}, {Rule: "train", Label: "Train"}}
		q.Suggestions = []Suggestion{{Label: "tout", Values: map[string]float64{"bus": 1, "train": 1}}}
	case Counts:
		q.Options = []Option{
			{Rule: "chat", Label: "Chat", Min: pointer(0), Max: pointer(20)},
			{Rule: "chien", Label: "Chien", Min: pointer(0), Max: pointer(10)},
		}
		q.Suggestions = []Suggestion{{Label: "un chat", Values: map[string]float64{"chat": 1}}}
	}
	return q
}

func TestParse(t *testing.T) {
	l := french(t)
	tests := []struct {
		name string
		form Form
		in   Input
		want map[string]string
	}{
		{"a choice", Choice, Input{Value: "petite"}, map[string]string{"q": "petite"}},
		{"a choice with an apostrophe", Choice, Input{Value: "lait d'avoine"}, map[string]string{"q": "lait d'avoine"}},
		{"yes", YesNo, Input{Value: "oui"}, map[string]string{"q": "oui"}},
		{"a plain number", Number, Input{Value: "6500"}, map[string]string{"q": "6500"}},
		{"a decimal comma", Number, Input{Value: "6500,5"}, map[string]string{"q": "6500.5"}},
		{"a decimal point", Number, Input{Value: "6500.5"}, map[string]string{"q": "6500.5"}},
		{"a space between thousands", Number, Input{Value: " 6 500 "}, map[string]string{"q": "6500"}},
		{"a no-break space", Number, Input{Value: "6\u00a0500"}, map[string]string{"q": "6500"}},
		{"a narrow no-break space", Number, Input{Value: "6\u202f500"}, map[string]string{"q": "6500"}},
		{"a suggestion", Number, Input{Suggestion: "vacances"}, map[string]string{"q": "2000"}},
		{"typed before suggested", Number, Input{Value: "3", Suggestion: "vacances"}, map[string]string{"q": "3"}},
		{"one option ticked answers all", Selection, Input{Values: map[string]string{"bus": "oui"}}, map[string]string{"bus": "oui", "train": "non"}},
		{"none of these", Selection, Input{Value: NoneOfThese}, map[string]string{"bus": "non", "train": "non"}},
		{"a suggested selection", Selection, Input{Suggestion: "tout"}, map[string]string{"bus": "oui", "train": "oui"}},
		{"an empty line among counts is zero", Counts, Input{Values: map[string]string{"chat": "2", "chien": ""}}, map[string]string{"chat": "2", "chien": "0"}},
		{"suggested counts", Counts, Input{Suggestion: "un chat"}, map[string]string{"chat": "1", "chien": "0"}},
		{"I do not know", Number, Input{Unknown: true, Value: "abc"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := parse(questionOfForm(tt.form), tt.in, l)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got.Values); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestParseRefusesWhatCannotBeUsed(t *testing.T) {
	l := french(t)
	tests := []struct {
		name  string
		form  Form
		in    Input
		field string
		says  string // a part of the French sentence
	}{
		{"nothing chosen", Choice, Input{}, "value", "Choisissez une réponse"},
		{"not one of the choices", Choice, Input{Value: "énorme"}, "value", "proposées"},
		{"an expression in place of a choice", Choice, Input{Value: "'petite'"}, "value", "proposées"},
		{"a number where yes or no is asked", YesNo, Input{Value: "1"}, "value", "proposées"},
		{"nothing typed", Number, Input{Value: "  "}, "value", "Écrivez un nombre"},
		{"a word", Number, Input{Value: "beaucoup"}, "value", "chiffres"},
		{"a number and its unit", Number, Input{Value: "12 km"}, "value", "chiffres"},
		{"an expression", Number, Input{Value: "bilan * 0"}, "value", "chiffres"},
		{"a negative number", Number, Input{Value: "-5"}, "value", "entre 1 et 99\u202f999\u00a0km"},
		{"too much", Number, Input{Value: "100000"}, "value", "entre 1 et 99\u202f999\u00a0km"},
		{"1e308", Number, Input{Value: "1e308"}, "value", "chiffres"},
		{"three hundred digits", Number, Input{Value: strings.Repeat("9", 308)}, "value", "chiffres"},
		{"not a number", Number, Input{Value: "NaN"}, "value", "chiffres"},
		{"infinity", Number, Input{Value: "Inf"}, "value", "chiffres"},
		{"hexadecimal", Number, Input{Value: "0x10"}, "value", "chiffres"},
		{"a suggestion that is not there", Number, Input{Suggestion: "lune"}, "value", "proposées"},
		{"nothing ticked", Selection, Input{}, "value", "Cochez"},
		{"none and some", Selection, Input{Value: NoneOfThese, Values: map[string]string{"bus": "oui"}}, "value", "l’un ou l’autre"},
		{"an option of another question", Selection, Input{Values: map[string]string{"bilan": "oui"}}, "value", "proposées"},
		{"a number in a tick", Selection, Input{Values: map[string]string{"bus": "3"}}, "value", "proposées"},
		{"all lines empty", Counts, Input{Values: map[string]string{"chat": "", "chien": " "}}, "value", "Écrivez un nombre"},
		{"a line of another question", Counts, Input{Values: map[string]string{"bilan": "0", "chat": "1"}}, "value", "proposées"},
		{"too much on one line", Counts, Input{Values: map[string]string{"chat": "1", "chien": "11"}}, "chien", "entre 0 et 10"},
		{"a word on one line", Counts, Input{Values: map[string]string{"chat": "deux"}}, "chat", "chiffres"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := parse(questionOfForm(tt.form), tt.in, l)
			f, ok := errors.AsType[*fault.Error](err)
			if !ok {
				t.Fatalf("got error %v, want a fault", err)
			}
			if f.Kind != fault.Invalid || f.Field != tt.field {
				t.Errorf("got kind %d at field %q, want Invalid at %q", f.Kind, f.Field, tt.field)
			}
			if sentence := l.T(f.Key, f.Args...); !strings.Contains(sentence, tt.says) {
				t.Errorf("the sentence %q does not say %q", sentence, tt.says)
			}
		})
	}
}

func TestAnswersSurviveStorageAndTheForm(t *testing.T) {
	l := french(t)
	inputs := map[Form]Input{
		Choice:    {Value: "lait d'avoine"},
		YesNo:     {Value: "non"},
		Number:    {Value: "12345,25"},
		Selection: {Values: map[string]string{"train": "oui"}},
		Counts:    {Values: map[string]string{"chat": "1,5", "chien": "0"}},
	}
	for form, in := range inputs {
		q := questionOfForm(form)
		for _, in := range []Input{in, {Unknown: true}} {
			a, err := parse(q, in, l)
			if err != nil {
				t.Fatal(err)
			}
			text, known := a.stored()
			back, err := readStored(q, text, known)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(a, back); diff != "" {
				t.Errorf("form %d through storage: %s", form, diff)
			}
			again, err := parse(q, a.given(q, l), l)
			if err != nil {
				t.Fatalf("form %d given back: %v", form, err)
			}
			if diff := cmp.Diff(a, again); diff != "" {
				t.Errorf("form %d through the form: %s", form, diff)
			}
		}
	}
}

// FuzzParse holds that whatever a form sends is either refused as invalid or
// becomes an answer within bounds that survives storage.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"", "12", "1,5", "-1", "1e308", "NaN", "6\u202f500", "aucun", "oui", "vacances"} {
		for form := Choice; form <= Counts; form++ {
			f.Add(int(form), seed, seed, seed)
		}
	}
	catalogues, err := i18n.Load()
	if err != nil {
		f.Fatal(err)
	}
	l := catalogues.Locale("fr")
	f.Fuzz(func(t *testing.T, form int, value, suggestion, line string) {
		if form < int(Choice) || form > int(Counts) {
			return
		}
		q := questionOfForm(Form(form))
		in := Input{Value: value, Suggestion: suggestion}
		if line != "" {
			in.Values = map[string]string{"chat": line, "bus": line}
		}
		a, err := parse(q, in, l)
		if err != nil {
			if fault.KindOf(err) != fault.Invalid {
				t.Fatalf("%v is no fault of the form", err)
			}
			return
		}
		text, known := a.stored()
		back, err := readStored(q, text, known)
		if err != nil || !cmp.Equal(a, back) {
			t.Fatalf("%v came back as %v, %v", a, back, err)
		}
		for _, v := range a.Values {
			if e, isNumber := expression(q.Form, v).(float64); isNumber && (e < 0 || e > 99999) {
				t.Fatalf("%v is out of bounds", e)
			}
		}
	})
}
