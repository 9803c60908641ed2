//go:build unix

package main

import (
	"encoding/json"
	"strings"
	"testing"
)

func empty() map[string]map[string]json.RawMessage {
	c := map[string]map[string]json.RawMessage{}
	for _, lang := range languages {
		c[lang] = map[string]json.RawMessage{}
	}
	return c
}

func TestAddThenSetThenRemove(t *testing.T) {
	c := empty()
	add := []string{"b.key", "<Bonjour>", `{"one":"x","other":"y"}`, "Zdravo"}
	if err := apply(c, add, nil); err != nil {
		t.Fatal(err)
	}
	if err := apply(c, add, nil); err == nil {
		t.Error("a key that exists was added again")
	}
	if err := apply(c, append([]string{"set"}, add...), nil); err != nil {
		t.Errorf("set: %v", err)
	}
	in := strings.NewReader(`{"key":"a.key","fr":"un","en":"one","sr":"jedan"}`)
	if err := apply(c, []string{"batch"}, in); err != nil {
		t.Errorf("batch: %v", err)
	}
	got, err := encode(c["fr"])
	if err != nil {
		t.Fatal(err)
	}
	want := "{\n  \"a.key\": \"un\",\n  \"b.key\": \"<Bonjour>\"\n}\n"
	if string(got) != want {
		t.Errorf("the French catalogue is\n%s\nwant\n%s", got, want)
	}
	if err := apply(c, []string{"rm", "a.key"}, nil); err != nil || len(c["sr"]) != 1 {
		t.Errorf("rm left %v, %v", c["sr"], err)
	}
}

func TestRefuses(t *testing.T) {
	for _, args := range [][]string{
		{}, {"only.key"}, {"", "a", "b", "c"}, {".dotted.", "a", "b", "c"},
		{"key", `{"one":`, "b", "c"}, {"change", "key", "a", "b", "c"},
	} {
		if err := apply(empty(), args, nil); err == nil {
			t.Errorf("%q was taken", args)
		}
	}
	missing := strings.NewReader(`{"key":"a.key","fr":"un","en":"one"}`)
	if err := apply(empty(), []string{"batch"}, missing); err == nil {
		t.Error("a line without Serbian was taken")
	}
}
