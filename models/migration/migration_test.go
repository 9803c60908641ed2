package migration

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
)

const table = `{
  "keysToMigrate": {"a": "b", "c": "", "n": "m", "x": "y", "y": "z"},
  "valuesToMigrate": {
    "b": {"old": "new"},
    "a": {"old": "another", "gone": ""},
    "d": {"1": "2", "oui": "propriétaire", "autre": ""},
    "m": {"old": "newer"}
  }
}`

func read(t *testing.T, text string) *Table {
	t.Helper()
	table, err := Read([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// Each result but the ones that say otherwise is that of migrateSituation of npm
// @publicodes/tools 1.4.1 for the same table and answers.
func TestAnswersFollowTheTable(t *testing.T) {
	type answers = map[string]string
	for _, tt := range []struct {
		name      string
		from, now answers
		moved     []Moved
		lost      []string
	}{
		{name: "a rule that is not in the table stays", from: answers{"e": "old"}, now: answers{"e": "old"}},
		{name: "a renamed rule", from: answers{"a": "x"}, now: answers{"b": "x"}, moved: []Moved{{Answer{"a", "x"}, Answer{"b", "x"}}}},
		{name: "a dropped rule", from: answers{"c": "1"}, now: answers{}, lost: []string{"c"}},
		{name: "a replaced value", from: answers{"b": "old"}, now: answers{"b": "new"}, moved: []Moved{{Answer{"b", "old"}, Answer{"b", "new"}}}},
		{name: "a value that was a yes", from: answers{"d": "oui"}, now: answers{"d": "propriétaire"}, moved: []Moved{{Answer{"d", "oui"}, Answer{"d", "propriétaire"}}}},
		{name: "a value of another case is another value", from: answers{"d": "Oui"}, now: answers{"d": "Oui"}},
		{name: "a dropped value", from: answers{"d": "autre"}, now: answers{}, lost: []string{"d"}},
		{name: "the values of a rule hold where its name is a part", from: answers{"q . d": "oui"}, now: answers{"q . d": "propriétaire"}, moved: []Moved{{Answer{"q . d", "oui"}, Answer{"q . d", "propriétaire"}}}},
		{name: "the first entry that is a part holds alone", from: answers{"ab": "old", "ad": "oui"}, now: answers{"ab": "new", "ad": "oui"}, moved: []Moved{{Answer{"ab", "old"}, Answer{"ab", "new"}}}},
		{name: "a renamed rule keeps its value", from: answers{"n": "old"}, now: answers{"m": "old"}, moved: []Moved{{Answer{"n", "old"}, Answer{"m", "old"}}}},
		{name: "a name is followed once", from: answers{"x": "1"}, now: answers{"y": "1"}, moved: []Moved{{Answer{"x", "1"}, Answer{"y", "1"}}}},
		{name: "a name that is taken and moves on", from: answers{"x": "1", "y": "2"}, now: answers{"y": "1", "z": "2"}, moved: []Moved{{Answer{"x", "1"}, Answer{"y", "1"}}, {Answer{"y", "2"}, Answer{"z", "2"}}}},
		{name: "nothing", from: nil, now: answers{}},

		{name: "an answer under the new name stays; the original takes the old one", from: answers{"a": "x", "b": "y"}, now: answers{"b": "y"}},
		{name: "nothing is left under the old name; the original leaves the new value there", from: answers{"a": "old"}, now: answers{"b": "old"}, moved: []Moved{{Answer{"a", "old"}, Answer{"b", "old"}}}},
		{name: "a moved answer is not dropped for its value; nor in the original", from: answers{"a": "gone"}, now: answers{"b": "gone"}, moved: []Moved{{Answer{"a", "gone"}, Answer{"b", "gone"}}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			before := maps.Clone(tt.from)
			now, moved, lost := read(t, table).Apply(tt.from, nil)
			if !maps.Equal(now, tt.now) || !slices.Equal(moved, tt.moved) || !slices.Equal(lost, tt.lost) {
				t.Errorf("now %v, moved %v, lost %v", now, moved, lost)
			}
			if !maps.Equal(before, tt.from) {
				t.Errorf("the old answers became %v", tt.from)
			}
		})
	}
}

func TestWhatTheModelCannotReadIsLostUnderItsOldName(t *testing.T) {
	readable := func(rule, value string) bool { return rule == "b" && value != "10" }
	now, moved, lost := read(t, table).Apply(map[string]string{"a": "x", "b": "10", "e": "1"}, readable)
	want := []Moved{{Answer{"a", "x"}, Answer{"b", "x"}}}
	if !maps.Equal(now, map[string]string{"b": "x"}) || !slices.Equal(moved, want) || !slices.Equal(lost, []string{"b", "e"}) {
		t.Errorf("now %v, moved %v, lost %v", now, moved, lost)
	}
}

func TestRuleFollowsAName(t *testing.T) {
	table := read(t, table)
	for name, want := range map[string]string{"a": "b", "c": "", "d": "d", "x": "y"} {
		if got, kept := table.Rule(name); got != want || kept != (want != "") {
			t.Errorf("%s is %q, %t", name, got, kept)
		}
	}
}

func TestTablesThatCannotBeUsedAreRefused(t *testing.T) {
	long := `{"keysToMigrate":{` + strings.Repeat(`"a":"b",`, maxEntries) + `"c":"d"}}`
	for name, tt := range map[string]struct{ text, want string }{
		"nothing":              {"", "at byte 0: unexpected EOF"},
		"no object":            {"[]", "an object is expected"},
		"another part":         {`{"keys": {}}`, `"keys" is neither`},
		"a rule that is gone":  {`{"keysToMigrate": {"a": null}}`, "a text is expected"},
		"a number":             {`{"valuesToMigrate": {"a": {"1": 2}}}`, "at byte 33: a text is expected"},
		"values of no rule":    {`{"valuesToMigrate": {"a": "b"}}`, "an object is expected"},
		"cut short":            {`{"keysToMigrate": {"a": "b"`, "unexpected EOF"},
		"two of them":          {`{} {}`, "more than one object"},
		"something behind":     {`{} x`, "invalid character"},
		"too many entries":     {long, "more than 10000 entries"},
		"too many bytes":       {strings.Repeat(" ", maxBytes+1), "at most 1048576"},
		"objects without end":  {`{"valuesToMigrate":{"a":` + strings.Repeat(`{"a":`, 1000), "a text is expected"},
		"an object for a name": {`{"keysToMigrate": {"a": {}}}`, "a text is expected"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Read([]byte(tt.text)); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q in it", err, tt.want)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add(table)
	f.Add(`{"valuesToMigrate": {"": {"": ""}}}`)
	f.Fuzz(func(t *testing.T, text string) {
		table, err := Read([]byte(text))
		if err != nil {
			return
		}
		answers := map[string]string{"a": "old", "transport . voiture . km": "12", "": ""}
		now, moved, lost := table.Apply(answers, nil)
		again, movedAgain, lostAgain := table.Apply(answers, nil)
		if !maps.Equal(now, again) || !reflect.DeepEqual(moved, movedAgain) || !slices.Equal(lost, lostAgain) {
			t.Errorf("%q gives another result each time", text)
		}
	})
}
