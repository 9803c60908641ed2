package syntax_test

import (
	"strings"
	"testing"

	"capzero/publicodes/syntax"
)

func TestDecodeKeepsOrderAndPlaces(t *testing.T) {
	tests := []struct{ name, data, place string }{
		{"m.json", "{\"b\": 1,\n \"a\": {\"é\": [null, true, \"x\\u00e9\"]}}", "2:2 (byte 10)"},
		{"m.yaml", "b: 1\na:\n  é: [null, true, xé]\n", "2:1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			root, err := syntax.Decode(tt.name, []byte(tt.data))
			if err != nil {
				t.Fatal(err)
			}
			if root.Pairs[0].Key != "b" || root.Pairs[1].Key != "a" {
				t.Errorf("keys %q and %q, want b and a", root.Pairs[0].Key, root.Pairs[1].Key)
			}
			if got := root.Pairs[1].Pos.String(); got != tt.place {
				t.Errorf("a is at %s, want %s", got, tt.place)
			}
			list := root.Get("a").Get("é")
			if list == nil || len(list.Items) != 3 {
				t.Fatalf("list %+v", list)
			}
			for i, want := range []syntax.Node{{Kind: syntax.Null}, {Kind: syntax.Bool, Text: "true"}, {Kind: syntax.String, Text: "xé"}} {
				if got := list.Items[i]; got.Kind != want.Kind || got.Text != want.Text {
					t.Errorf("item %d is %s %q, want %s %q", i, got.Kind, got.Text, want.Kind, want.Text)
				}
			}
			if v, ok := root.Get("b").Float(); !ok || v != 1 {
				t.Errorf("b is %v", v)
			}
		})
	}
}

func TestDecodeErrors(t *testing.T) {
	tests := []struct{ name, file, data, want string }{
		{"unknown form", "m.toml", "", "must end in .json"},
		{"not closed", "m.json", `{"a": [1, 2`, "ends before ']'"},
		{"text after the end", "m.json", `{} {}`, "1:4 (byte 3): there is text after the end"},
		{"key twice", "m.json", `{"a": 1, "a": 2}`, "1:10 (byte 9): the key \"a\" is written twice"},
		{"bad number", "m.json", `{"a": 01}`, "is not a number"},
		{"huge number", "m.json", `{"a": 1e999}`, "is not a number"},
		{"bad escape", "m.json", `{"a": "\q"}`, "an escape"},
		{"control character", "m.json", "{\"a\": \"\x01\"}", "control characters"},
		{"not UTF-8", "m.json", "{\"a\": \"\xff\"}", "not valid UTF-8"},
		{"no value", "m.json", `{"a": }`, "a value is expected"},
		{"deep", "m.json", strings.Repeat("[", 100_000), "nested more than"},
		{"key twice", "m.yaml", "a: 1\na: 2\n", "2:1: the key \"a\" is written twice"},
		{"tab", "m.yaml", "a:\n\t- 1\n", "2:"},
		{"alias", "m.yaml", "a: &x [1]\nb: *x\n", "anchors are not part of the language"},
		{"deep", "m.yaml", strings.Repeat("[", 200) + strings.Repeat("]", 200), "nested more than"},
	}
	for _, tt := range tests {
		t.Run(tt.file+" "+tt.name, func(t *testing.T) {
			_, err := syntax.Decode(tt.file, []byte(tt.data))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want %q in it", err, tt.want)
			}
		})
	}
}
