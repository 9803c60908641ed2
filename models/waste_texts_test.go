package models

import (
	"strings"
	"testing"
)

func TestWasteQuestionsCanBeAsked(t *testing.T) {
	for _, lang := range []string{"fr", "en"} {
		questions := wasteModel(t, lang).Questions()
		if len(questions) == 0 {
			t.Errorf("%s: no question", lang)
		}
		for _, q := range questions {
			if !strings.HasPrefix(q.Name, "déchets . ") {
				t.Errorf("%s: %s belongs to the carbon model and is asked there", lang, q.Name)
			}
			if _, ok := legalAnswers[q.Name]; !ok {
				t.Errorf("%s: these tests do not answer %s", lang, q.Name)
			}
			if q.Title == "" || q.Description == "" {
				t.Errorf("%s: %s says not why it is asked or how to count", lang, q.Name)
			}
		}
	}
}

func TestWasteConstantsNameTheirSource(t *testing.T) {
	model := wasteModel(t, "fr")
	for _, rule := range model.Rules() {
		value, constant := rule.Attribute("valeur")
		if !constant {
			continue
		}
		if !strings.Contains(rule.Note, "](http") && !strings.Contains(rule.Note, "Hypothèse") {
			t.Errorf("%s = %s has neither a source nor the word “Hypothèse”: %q", rule.Name, value.Text, rule.Note)
		}
	}
}

// The model says kilograms of waste. One factor for all of them would hide that
// nearly all of the climate gain lies in what is not bought.
func TestWasteIsNotTurnedIntoCarbon(t *testing.T) {
	for _, rule := range wasteModel(t, "fr").Rules() {
		if strings.Contains(rule.Unit, "CO2") {
			t.Errorf("%s is in %s", rule.Name, rule.Unit)
		}
	}
}

func TestWasteTextsAreAllTranslated(t *testing.T) {
	english := wasteModel(t, "en")
	for _, fr := range wasteModel(t, "fr").Rules() {
		en, ok := english.Rule(fr.Name)
		if !ok {
			t.Fatalf("%s is missing in English", fr.Name)
		}
		for _, text := range [][2]string{{fr.Question, en.Question}, {fr.Description, en.Description}, {fr.Note, en.Note}} {
			if text[0] != "" && text[0] == text[1] {
				t.Errorf("%s is not translated: %q", fr.Name, text[0])
			}
		}
		if frenchTypography(en.Title + en.Question + en.Description + en.Note) {
			t.Errorf("%s has French punctuation in English", fr.Name)
		}
		if got, want := len(en.Possibilities), len(fr.Possibilities); got != want {
			t.Errorf("%s has %d possibilities in English, %d in French", fr.Name, got, want)
		}
	}
}

func frenchTypography(text string) bool { return strings.ContainsAny(text, "«»\u00a0\u202f") }
