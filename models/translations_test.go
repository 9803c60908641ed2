package models

import (
	"strings"
	"testing"

	"capzero/models/translation"
	"capzero/publicodes"
)

// TestSerbianTextsAreOfTheModelOfToday fails where the model no longer has a
// question that we translated, or says it in other words than those that were
// translated.
func TestSerbianTextsAreOfTheModelOfToday(t *testing.T) {
	source, err := Carbon(Home, "fr")
	if err != nil {
		t.Fatal(err)
	}
	french, err := publicodes.Compile(source)
	if err != nil {
		t.Fatal(err)
	}
	texts := serbianTexts(t)
	for _, problem := range texts.Check(french) {
		t.Error(problem)
	}
	if current := texts.For(french); current.Len() != texts.Len() || current.Len() < 50 {
		t.Errorf("%d of %d translated rules can be used", current.Len(), texts.Len())
	}
}

func serbianTexts(t *testing.T) *translation.Set {
	t.Helper()
	files, err := Translations("sr")
	if err != nil {
		t.Fatal(err)
	}
	texts, err := translation.Read(files...)
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

func TestOnlySerbianIsWrittenByUs(t *testing.T) {
	for _, lang := range []string{"fr", "en", "de", "", "../sr"} {
		if files, err := Translations(lang); err != nil || len(files) > 0 {
			t.Errorf("%q has %d files, %v", lang, len(files), err)
		}
	}
}

func TestSerbianIsWrittenWithCare(t *testing.T) {
	files, err := Translations("sr")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		for i, line := range strings.Split(string(file.Data), "\n") {
			_, text, _ := strings.Cut(line, ":")
			if strings.HasPrefix(line, "#") || strings.Contains(line, "français:") {
				continue
			}
			text = strings.Trim(strings.TrimSpace(text), `"`)
			for _, wrong := range []string{"...", "'", `"`, "!", "«", "»", " :", " ?"} {
				if strings.Contains(text, wrong) {
					t.Errorf("%s:%d: %q in %q", file.Name, i+1, wrong, text)
				}
			}
		}
	}
}
