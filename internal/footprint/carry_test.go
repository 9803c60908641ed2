package footprint

import (
	"slices"
	"strings"
	"testing"

	"capzero/publicodes"

	"github.com/google/go-cmp/cmp"
)

func TestAnswersAreBroughtOver(t *testing.T) {
	s := newWorld(t, newClock()).after
	const then, now = "carbon 0", "carbon 1"
	said := func(rule, value, model string) storedAnswer {
		return storedAnswer{Rule: rule, Value: value, Known: true, Model: model}
	}
	for _, c := range []struct {
		name    string
		rows    []storedAnswer
		answers string // rule=value, in order
		moved   string // rules that are stored anew
		gone    string
		lost    []lost
	}{
		{name: "nothing"},
		{name: "one given to these models", rows: []storedAnswer{said("transport . voiture . km", "12", now)}, answers: "transport . voiture . km=12"},
		{name: "one that reads the same", rows: []storedAnswer{said("transport . voiture . km", "12", then)}, answers: "transport . voiture . km=12"},
		{
			name: "a rule with another name", rows: []storedAnswer{said("divers . partage . personnes", "3", then)},
			answers: "divers . partage . parts=3", moved: "divers . partage . parts", gone: "divers . partage . personnes",
		},
		{
			name:    "a rule with another name that was answered since",
			rows:    []storedAnswer{said("divers . partage . personnes", "3", then), said("divers . partage . parts", "5", now)},
			answers: "divers . partage . parts=5", gone: "divers . partage . personnes",
		},
		{
			name: "a value that is no choice any more", rows: []storedAnswer{said("logement . chauffage . énergie", "charbon", then)},
			gone: "logement . chauffage . énergie",
			lost: []lost{{Rule: "logement . chauffage . énergie", Values: map[string]string{"logement . chauffage . énergie": "charbon"}, Again: "logement . chauffage . énergie"}},
		},
		{
			name: "a question that is gone", rows: []storedAnswer{said("divers . achats . vieux", "3", then)},
			gone: "divers . achats . vieux",
			lost: []lost{{Rule: "divers . achats . vieux", Values: map[string]string{"divers . achats . vieux": "3"}}},
		},
		{
			name: "a number that is none", rows: []storedAnswer{said("transport . voiture . km", "beaucoup", then)},
			gone: "transport . voiture . km",
			lost: []lost{{Rule: "transport . voiture . km", Values: map[string]string{"transport . voiture . km": "beaucoup"}, Again: "transport . voiture . km"}},
		},
		{
			name:    "a mosaic without one of its options",
			rows:    []storedAnswer{said("alimentation . plats", `{"alimentation . plats . viande . nombre":"3","alimentation . plats . insectes . nombre":"2"}`, then)},
			answers: "alimentation . plats . viande . nombre=3", moved: "alimentation . plats",
			lost: []lost{{Rule: "alimentation . plats", Values: map[string]string{"alimentation . plats . insectes . nombre": "2"}, Again: "alimentation . plats"}},
		},
		{
			name:    "a mosaic without an option that said nothing",
			rows:    []storedAnswer{said("alimentation . plats", `{"alimentation . plats . viande . nombre":"3","alimentation . plats . insectes . nombre":"0"}`, then)},
			answers: "alimentation . plats . viande . nombre=3", moved: "alimentation . plats",
		},
		{
			name: "a mosaic that is gone, of which nothing was ticked",
			rows: []storedAnswer{said("divers . vieux", `{"divers . vieux . a":"non","divers . vieux . b":"non"}`, then)},
			gone: "divers . vieux",
			lost: []lost{{Rule: "divers . vieux", Values: map[string]string{"divers . vieux . a": "non", "divers . vieux . b": "non"}}},
		},
		{name: "not knowing", rows: []storedAnswer{{Rule: "transport . voiture . km", Model: then}}, answers: "transport . voiture . km"},
		{name: "not knowing what is no longer asked", rows: []storedAnswer{{Rule: "divers . achats . vieux", Model: then}}, gone: "divers . achats . vieux"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := s.carry(c.rows)
			if said := saidIn(got.answers); said != c.answers {
				t.Errorf("the answers are %q, want %q", said, c.answers)
			}
			var moved []string
			for _, a := range got.moved {
				moved = append(moved, a.Rule)
			}
			if m := strings.Join(moved, " "); m != c.moved {
				t.Errorf("stored anew are %q, want %q", m, c.moved)
			}
			if g := strings.Join(got.gone, " "); g != c.gone {
				t.Errorf("dropped are %q, want %q", g, c.gone)
			}
			if diff := cmp.Diff(c.lost, got.lost); diff != "" {
				t.Errorf("lost (-want +got):\n%s", diff)
			}
		})
	}
}

// saidIn writes answers as "rule=value", sorted; "rule" for "je ne sais pas".
func saidIn(as answers) string {
	var all []string
	for rule, a := range as {
		if !a.known() {
			all = append(all, rule)
		}
		for option, value := range a.Values {
			all = append(all, option+"="+value)
		}
	}
	slices.Sort(all)
	return strings.Join(all, " ")
}

func TestAStatedValueIsReadBack(t *testing.T) {
	for _, v := range []publicodes.Value{
		{Kind: publicodes.KindNumber, Number: 12.1, Unit: "%"},
		{Kind: publicodes.KindNumber},
		{Kind: publicodes.KindText, Text: "gaz"},
		{Kind: publicodes.KindBoolean, Bool: true},
		{Kind: publicodes.KindBoolean},
	} {
		if got := stateOf(v).value(); got != v {
			t.Errorf("%+v is read back as %+v", v, got)
		}
	}
}
