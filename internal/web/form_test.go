package web

import (
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"capzero/internal/fault"
	"capzero/internal/footprint"
	"capzero/internal/i18n"
)

func french(t testing.TB) *i18n.Locale {
	t.Helper()
	c, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c.Locale("fr")
}

func TestParseAnswer(t *testing.T) {
	train, bus := selectionScreen.Options[0].Rule, selectionScreen.Options[2].Rule
	vegan, meat := countsScreen.Options[0].Rule, countsScreen.Options[3].Rule
	suggestion := countsScreen.Suggestions[0]
	gave := func(s footprint.Screen, in footprint.Input) footprint.Screen { return answered(s, in) }

	for _, c := range []struct {
		name   string
		screen footprint.Screen
		form   url.Values
		want   footprint.Input
		fault  bool
	}{
		{name: "a possibility", screen: choiceScreen, form: form(fieldRow, "v:souvent"), want: footprint.Input{Value: "souvent"}},
		{name: "yes", screen: yesNoScreen, form: form(fieldRow, "v:oui"), want: footprint.Input{Value: "oui"}},
		{name: "I do not know", screen: yesNoScreen, form: form(fieldRow, rowUnknown), want: footprint.Input{Unknown: true}},
		{name: "a row that is none", screen: choiceScreen, form: form(fieldRow, "souvent"), want: footprint.Input{}},
		{name: "nothing", screen: kmScreen, form: form(), want: footprint.Input{}},
		{name: "a number with spaces around", screen: kmScreen, form: form("value", " 6 500,5 "), want: footprint.Input{Value: "6 500,5"}},
		{name: "a suggestion", screen: kmScreen, form: form(fieldRow, "s:un week-end par mois"), want: footprint.Input{Suggestion: "un week-end par mois"}},
		{name: "a suggestion that the script also typed", screen: kmScreen, form: form(fieldRow, "s:un week-end par mois", "value", "2000"), want: footprint.Input{Value: "2000"}},
		{name: "a possibility of another question", screen: kmScreen, form: form(fieldRow, "v:souvent"), want: footprint.Input{}},
		{name: "a number and a row", screen: kmScreen, form: form(fieldRow, rowUnknown, "value", "12"), want: footprint.Input{Value: "12"}, fault: true},
		{name: "a number and the row that keeps it", screen: kmScreen, form: form(fieldRow, rowTyped, "value", "12"), want: footprint.Input{Value: "12"}},
		{name: "a row beside the number given before", screen: gave(kmScreen, footprint.Input{Value: "12"}), form: form(fieldRow, rowUnknown, "value", "12"), want: footprint.Input{Unknown: true}},
		{name: "a number beside the row given before", screen: gave(kmScreen, footprint.Input{Unknown: true}), form: form(fieldRow, rowUnknown, "value", "12"), want: footprint.Input{Value: "12"}},
		{name: "the box of those who do not know", screen: surfaceScreen, form: form(fieldUnknown, "1"), want: footprint.Input{Unknown: true}},
		{name: "boxes", screen: selectionScreen, form: form(fieldOf(train), "oui", fieldOf(bus), "1"), want: footprint.Input{Values: map[string]string{train: "oui", bus: "oui"}}},
		{name: "a box of another question", screen: selectionScreen, form: form(fieldOf(train), "oui", fieldOf("bilan"), "oui"), want: footprint.Input{Values: map[string]string{train: "oui"}}},
		{name: "none of the boxes", screen: selectionScreen, form: form(fieldNone, "1"), want: footprint.Input{Value: footprint.NoneOfThese}},
		{name: "none and a box", screen: selectionScreen, form: form(fieldNone, "1", fieldOf(train), "oui"), want: footprint.Input{Values: map[string]string{train: "oui"}}, fault: true},
		{name: "none beside the boxes given before", screen: gave(selectionScreen, footprint.Input{Values: map[string]string{train: "oui"}}), form: form(fieldNone, "1", fieldOf(train), "oui"), want: footprint.Input{Value: footprint.NoneOfThese}},
		{name: "counts", screen: countsScreen, form: form(fieldOf(vegan), "7", fieldOf(meat), " "), want: footprint.Input{Values: map[string]string{vegan: "7"}}},
		{name: "a suggestion of counts", screen: countsScreen, form: form(fieldRow, "s:"+suggestion.Label), want: footprint.Input{Suggestion: suggestion.Label}},
		{name: "counts where none is not offered", screen: countsScreen, form: form(fieldNone, "1"), want: footprint.Input{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := parseAnswer(c.form, c.screen, french(t))
			if (err != nil) != c.fault || err != nil && fault.KindOf(err) != fault.Invalid {
				t.Fatalf("error %v", err)
			}
			if len(got.Values) == 0 {
				got.Values = nil
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// FuzzQuestionForm: whatever is posted, the answer holds what the question
// asks and nothing else, and is one answer or a fault.
func FuzzQuestionForm(f *testing.F) {
	f.Add("value=6500", uint8(0))
	f.Add("answer=s%3Aun+week-end+par+mois&value=2000", uint8(0))
	f.Add("unknown=1&none=1&values%5Bbilan%5D=1", uint8(1))
	f.Add("values%5Btransport+.+transports+commun+.+train+.+usager%5D=oui&none=1", uint8(1))
	f.Add("values%5Balimentation+.+plats+.+viande+rouge+.+nombre%5D=1e308&answer=unknown", uint8(2))
	f.Add("answer=v%3Asouvent&answer=v%3Ajamais", uint8(3))
	f.Add("%zz&value=%00", uint8(4))
	screens := []footprint.Screen{kmScreen, selectionScreen, countsScreen, choiceScreen, yesNoScreen}
	l := french(f)
	f.Fuzz(func(t *testing.T, body string, which uint8) {
		screen := screens[int(which)%len(screens)]
		posted, _ := url.ParseQuery(body) // what can be parsed is kept, as a form's
		in, err := parseAnswer(posted, screen, l)
		if err != nil && fault.KindOf(err) != fault.Invalid {
			t.Fatalf("%v is not about the form", err)
		}
		for rule := range in.Values {
			if !hasOption(screen, rule) {
				t.Fatalf("the answer holds %q, which was not asked", rule)
			}
		}
		ways := 0
		for _, given := range []bool{in.Unknown, in.Value != "", in.Suggestion != "", len(in.Values) > 0} {
			if given {
				ways++
			}
		}
		if err == nil && ways > 1 {
			t.Fatalf("%+v is %d answers at once", in, ways)
		}
	})
}

func hasOption(s footprint.Screen, rule string) bool {
	for _, o := range s.Options {
		if o.Rule == rule {
			return true
		}
	}
	return false
}
