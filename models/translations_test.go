package models

import (
	"strings"
	"testing"

	"capzero/models/translation"
	"capzero/publicodes"
)

// serbianTexts are ours, for both models.
func serbianTexts(t *testing.T) (carbon, waste *translation.Set) {
	t.Helper()
	ofCarbon, ofWaste, err := Translations("sr")
	if err != nil {
		t.Fatal(err)
	}
	if carbon, err = translation.Read(ofCarbon...); err != nil {
		t.Fatal(err)
	}
	if waste, err = translation.Read(ofWaste...); err != nil {
		t.Fatal(err)
	}
	return carbon, waste
}

// holds fails where a model no longer has a rule that we translated, or says it
// in other words than those that were translated.
func holds(t *testing.T, texts *translation.Set, french *publicodes.Model, least int) {
	t.Helper()
	for _, problem := range texts.Check(french) {
		t.Error(problem)
	}
	if current := texts.For(french); current.Len() != texts.Len() || current.Len() < least {
		t.Errorf("%d of %d translated rules can be used, at least %d are wanted", current.Len(), texts.Len(), least)
	}
}

func TestSerbianTextsAreOfTheCarbonModelOfToday(t *testing.T) {
	source, err := Carbon(Home, "fr")
	if err != nil {
		t.Fatal(err)
	}
	french, err := publicodes.Compile(source)
	if err != nil {
		t.Fatal(err)
	}
	carbon, _ := serbianTexts(t)
	holds(t, carbon, french, 50)
}

func TestSerbianTextsAreOfTheWholeWasteModel(t *testing.T) {
	french := wasteModel(t, "fr")
	_, waste := serbianTexts(t)
	holds(t, waste, french, len(french.Rules()))
}

func TestOtherLanguagesAreNotOurs(t *testing.T) {
	for _, lang := range []string{"fr", "en", "de", "", "../sr"} {
		if carbon, waste, err := Translations(lang); err != nil || len(carbon)+len(waste) > 0 {
			t.Errorf("%q has %d and %d files, %v", lang, len(carbon), len(waste), err)
		}
	}
}

func TestSerbianIsWrittenWithCare(t *testing.T) {
	carbon, waste, err := Translations("sr")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range append(carbon, waste...) {
		for i, line := range strings.Split(string(file.Data), "\n") {
			key, text, _ := strings.Cut(line, ": ")
			if strings.HasPrefix(line, "#") || strings.HasSuffix(line, ":") || strings.TrimSpace(key) == "français" {
				continue
			}
			text = strings.Trim(strings.TrimSpace(text), `"`)
			for _, wrong := range []string{"...", "'", `"`, "!", "«", "»", " :", " ?", "\u00a0"} {
				if strings.Contains(text, wrong) {
					t.Errorf("%s:%d: %q in %q", file.Name, i+1, wrong, text)
				}
			}
		}
	}
}
