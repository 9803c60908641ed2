package footprint

import (
	"slices"
	"sync"
	"testing"

	"capzero/models"
	"capzero/models/translation"
	"capzero/publicodes"
)

// allTongues are the published models as a city with all three languages has
// them, with our Serbian texts.
var allTongues = sync.OnceValues(func() (Edition, error) {
	of := Edition{Carbon: map[string]*publicodes.Model{}, Waste: map[string]*publicodes.Model{}, CarbonTexts: map[string]*translation.Set{}, WasteTexts: map[string]*translation.Set{}}
	for _, lang := range []string{"fr", "en"} {
		m, err := published[lang]()
		if err != nil {
			return of, err
		}
		of.Carbon[lang], of.Waste[lang] = m[0], m[1]
	}
	carbon, waste, err := models.Translations("sr")
	if err != nil {
		return of, err
	}
	if of.CarbonTexts["sr"], err = translation.Read(carbon...); err != nil {
		return of, err
	}
	of.WasteTexts["sr"], err = translation.Read(waste...)
	return of, err
})

func voiceIn(t testing.TB, tag string) *voice {
	t.Helper()
	of, err := allTongues()
	if err != nil {
		t.Fatal(err)
	}
	v, err := newVoice(of, languages(t).Locale(tag), map[*publicodes.Model]*engine{})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// foreignIn lists what a question says in another language than the reader's.
func foreignIn(q *Question) []string {
	var all []string
	add := func(text string, f Foreign) {
		if text != "" && f.Lang != "" {
			all = append(all, f.Lang+": "+text)
		}
	}
	add(q.Text, q.Foreign)
	add(q.Why, q.WhyForeign)
	for _, o := range slices.Concat(q.Choices, q.Options) {
		add(o.Label, o.Foreign)
		add(o.Help, o.HelpForeign)
	}
	for _, s := range q.Suggestions {
		add(s.Label, s.Foreign)
	}
	return all
}

func TestTheFirstFifteenQuestionsAreAskedInSerbian(t *testing.T) {
	openers, err := readOpening(openingFile)
	if err != nil {
		t.Fatal(err)
	}
	v, asked := voiceIn(t, "sr-Latn"), 0
	for _, o := range openers {
		if o.Rank > 15 {
			continue
		}
		q, ok := v.question(o.Rule)
		if !ok {
			t.Fatalf("%s is not asked", o.Rule)
		}
		asked++
		for _, text := range foreignIn(q) {
			t.Errorf("%s says in %s", o.Rule, text)
		}
	}
	if asked != 15 {
		t.Errorf("%d questions, want 15", asked)
	}
}

func TestOtherQuestionsFallBackToMarkedEnglish(t *testing.T) {
	serbian, english, french := voiceIn(t, "sr-Latn"), voiceIn(t, "en"), voiceIn(t, "fr")
	marked := 0
	for _, q := range serbian.questions {
		if q.Theme == WasteTheme {
			if all := foreignIn(q); len(all) > 0 {
				t.Errorf("%s of our own model says in %s", q.Rule, all)
			}
			continue
		}
		switch en := english.byRule[q.Rule]; {
		case q.Foreign.Lang == "en" && q.Text == en.Text:
			marked++
		case q.Foreign.Lang == "fr" && q.Text == french.byRule[q.Rule].Text:
		case q.Foreign.Lang == "" && q.Text != en.Text:
		default:
			t.Errorf("%s is marked %q: %s", q.Rule, q.Foreign.Lang, q.Text)
		}
	}
	if marked < 100 {
		t.Errorf("only %d questions are marked as English", marked)
	}
}

func TestFrenchReadersMeetNoOtherLanguage(t *testing.T) {
	v := voiceIn(t, "fr")
	for _, q := range v.questions {
		if all := foreignIn(q); len(all) > 0 {
			t.Errorf("%s says in %s", q.Rule, all)
		}
	}
}

// TestEnglishReadersMeetLittleFrench holds which texts the published English
// model leaves in French: they are marked, and a new one is looked at.
func TestEnglishReadersMeetLittleFrench(t *testing.T) {
	v := voiceIn(t, "en")
	var french []string
	for _, q := range v.questions {
		french = append(french, foreignIn(q)...)
	}
	want := []string{"fr: Creusée", "fr: Fioul", "fr: Hors sol"} // rules without an English title
	slices.Sort(french)
	if !slices.Equal(french, want) {
		t.Errorf("in French:\n%q\nwant\n%q", french, want)
	}
}

func TestAnAnswerIsInTheLanguageOfItsOption(t *testing.T) {
	of, err := allTongues()
	if err != nil {
		t.Fatal(err)
	}
	if rule, ok := of.Carbon["en"].Rule("transport . voiture . gabarit"); !ok || len(rule.Possibilities) == 0 {
		t.Fatal("the model asks for no size of car")
	}
	v := voiceIn(t, "sr-Latn")
	for _, tt := range []struct {
		rule, value, want, lang string
	}{
		{"transport . voiture . km", "6500", "6.500\u00a0km", ""},
		{"transport . voiture . utilisateur", "jamais", "Ne, nikad se ne vozim automobilom", ""},
		{"transport . voiture . gabarit", "petite", "Small", "en"},
	} {
		q, ok := v.question(tt.rule)
		if !ok {
			t.Fatalf("%s is not asked", tt.rule)
		}
		got, foreign := answer{Rule: tt.rule, Values: map[string]string{tt.rule: tt.value}}.sentence(q, v.locale)
		if got != tt.want || foreign.Lang != tt.lang {
			t.Errorf("%s: %q in %q, want %q in %q", tt.rule, got, foreign.Lang, tt.want, tt.lang)
		}
	}
}

func TestATextLeftInFrenchIsToldFromASharedWord(t *testing.T) {
	for text, want := range map[string]bool{
		"Impact":             false,
		"Paris ⇄ Lyon":       false,
		"Proportion TER":     false,
		"5 l/100km":          false,
		"https://a.fr/b-c-d": false,
		"Empreinte calculée salon de jardin bois": true,
		"Utilisez-vous du bois ?":                 true,
	} {
		if isSentence(text) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}
