package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// packOf copies the pack of Issy into a folder, with one thing replaced.
func packOf(t *testing.T, old, new string) string {
	t.Helper()
	folder := t.TempDir()
	for _, name := range []string{"city.yaml", "zones.yaml"} {
		data, err := os.ReadFile(filepath.Join("../../internal/city/cities/issy", name))
		if err != nil {
			t.Fatal(err)
		}
		text := strings.Replace(string(data), old, new, 1)
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

func TestCityCheck(t *testing.T) {
	out, err := run(t, nil, "city", "check", packOf(t, "", ""))
	if err != nil || out != "Issy-les-Moulineaux: 4 zones, pages in fr, en, carbon model of FR\n" {
		t.Errorf("said %q, %v", out, err)
	}
	for _, tt := range []struct{ name, old, new, want string }{
		{"a colour that is none", `"#1b5e3f"`, "green", `city.yaml:35:19: "green" is not a colour`},
		{"a language without texts", "[fr, en]", "[fr, en, de]", `has the language "de"`},
		{"a region that the model has not", "region: FR", "region: XX", `no carbon model`},
		{"an overlay that is not there", "priors: [", "overlay: overlay-x\npriors: [", `overlay-x`},
		{"a place without figures", "hauts-de-seine", "atlantis", `"atlantis"`},
		{"housing that is none", "housing: flats", "housing: tents", "zones.yaml:7:14"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := run(t, nil, "city", "check", packOf(t, tt.old, tt.new)); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
	if _, err := run(t, nil, "city", "check", filepath.Join(t.TempDir(), "nowhere")); err == nil {
		t.Error("a folder that is not there is a pack")
	}
}
