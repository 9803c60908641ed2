package footprint

import (
	"encoding/json"
	"math"
	"os"
	"strings"
	"sync"
	"testing"

	"capzero/internal/db/dbtest"
	"capzero/models"
	"capzero/models/actions"
	"capzero/models/entry"
	"capzero/models/missions"
	"capzero/publicodes"
)

// published compiles the real models in a language, once.
var published = map[string]func() ([2]*publicodes.Model, error){
	"fr": sync.OnceValues(func() ([2]*publicodes.Model, error) { return compilePublished("fr") }),
	"en": sync.OnceValues(func() ([2]*publicodes.Model, error) { return compilePublished("en") }),
}

func compilePublished(lang string) (m [2]*publicodes.Model, err error) {
	carbon, err := models.Carbon("FR", lang)
	if err != nil {
		return m, err
	}
	waste, err := models.Waste(lang)
	if err != nil {
		return m, err
	}
	set, err := publishedMissions()
	if err != nil {
		return m, err
	}
	sets := []entry.Set{must(publishedActions()), set}
	if m[0], err = entry.Compile(entry.Carbon, sets, carbon); err != nil {
		return m, err
	}
	m[1], err = entry.Compile(entry.Waste, sets, waste...)
	return m, err
}

// publishedActions is what a household in France can change.
var publishedActions = sync.OnceValues(func() (*actions.Set, error) {
	files, err := models.Actions()
	if err != nil {
		return nil, err
	}
	return actions.Read(files...)
})

// publishedMissions is what people in France can do for a week.
var publishedMissions = sync.OnceValues(func() (*missions.Set, error) {
	files, err := models.Missions()
	if err != nil {
		return nil, err
	}
	set, err := publishedActions()
	if err != nil {
		return nil, err
	}
	return missions.Read(set.Reasons, files...)
})

// newPublished returns a service on the real models and an empty database.
func newPublished(t testing.TB) *Service {
	t.Helper()
	fr, err := published["fr"]()
	if err != nil {
		t.Fatal(err)
	}
	s := serviceOn(t, dbtest.Open(t, newClock().Now), Edition{
		Versions: smallCurrent, Carbon: onlyFrench(fr[0]), Waste: onlyFrench(fr[1]), Actions: must(publishedActions()), Missions: must(publishedMissions()),
	}, nil)
	if s.openers, err = readOpening(openingFile); err != nil {
		t.Fatal(err)
	}
	if s.influence, err = readInfluence(influenceFile); err != nil {
		t.Fatal(err)
	}
	if s.usual, err = readUsual(usualFile); err != nil {
		t.Fatal(err)
	}
	return s
}

func publishedVoice(t testing.TB, lang string) *voice {
	t.Helper()
	of := Edition{Carbon: map[string]*publicodes.Model{}, Waste: map[string]*publicodes.Model{}}
	for _, lang := range []string{reference, lang} {
		m, err := published[lang]()
		if err != nil {
			t.Fatal(err)
		}
		of.Carbon[lang], of.Waste[lang] = m[0], m[1]
	}
	v, err := newVoice(of, languages(t).Locale(lang), map[*publicodes.Model]*engine{})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// readPersonas returns the situations of the published personas. They come
// with the package that make generate fetches.
func readPersonas(t testing.TB) map[string]map[string]any {
	t.Helper()
	data, err := os.ReadFile("../../node_modules/@incubateur-ademe/nosgestesclimat/public/personas-fr.json")
	if err != nil {
		t.Fatalf("run make generate: %v", err)
	}
	var file map[string]struct {
		Situation map[string]any `json:"situation"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	personas := map[string]map[string]any{}
	for name, p := range file {
		personas[strings.TrimPrefix(name, "personas . ")] = p.Situation
	}
	return personas
}

// truthful turns a persona's situation into its answer to a question. Options
// that the persona leaves out are a no or a zero.
func truthful(q *Question, situation map[string]any) (answer, bool) {
	a := answer{Rule: q.Rule, Values: map[string]string{}}
	if len(q.Options) == 0 {
		v, ok := storedForm(situation[q.Rule])
		a.Values[q.Rule] = v
		return a, ok
	}
	any := false
	for _, o := range q.Options {
		v, ok := storedForm(situation[o.Rule])
		switch {
		case ok:
			any = true
			a.Values[o.Rule] = v
		case q.Form == Selection:
			a.Values[o.Rule] = no
		default:
			a.Values[o.Rule] = "0"
		}
	}
	return a, any
}

// storedForm writes a value of a persona as an answer holds it.
func storedForm(v any) (string, bool) {
	switch v := v.(type) {
	case float64:
		return writeNumber(v), true
	case string:
		return strings.Trim(v, "'"), true
	}
	return "", false
}

func TestEveryPublishedQuestionHasAScreen(t *testing.T) {
	french := publishedVoice(t, "fr")
	if n := len(french.carbon.Questions()); n != 248 {
		t.Errorf("the carbon model asks %d questions, want 248", n)
	}
	for _, lang := range []string{"fr", "en"} {
		t.Run(lang, func(t *testing.T) {
			v := publishedVoice(t, lang)
			asked := map[string]bool{}
			for _, q := range v.questions {
				checkScreen(t, q)
				asked[q.Rule] = true
				for _, o := range q.Options {
					asked[o.Rule] = true
				}
				if twin, ok := french.question(q.Rule); !ok || twin.Form != q.Form {
					t.Errorf("%q is another question in French", q.Rule)
				}
			}
			for _, m := range []*engine{v.carbon, v.waste} {
				for _, r := range m.Questions() {
					if !asked[r.Name] {
						t.Errorf("%q is never asked", r.Name)
					}
				}
			}
		})
	}
}

// checkScreen holds that a question can be read and answered.
func checkScreen(t *testing.T, q *Question) {
	t.Helper()
	if q.Text == "" || q.Theme == "" {
		t.Errorf("%q: text %q, theme %q", q.Rule, q.Text, q.Theme)
	}
	switch q.Form {
	case Choice, YesNo:
		if len(q.Choices) < 2 {
			t.Errorf("%q offers %d choices", q.Rule, len(q.Choices))
		}
	case Number:
		checkBounds(t, q.Rule, q.Min, q.Max)
		for _, s := range q.Suggestions {
			if s.Label == "" || s.Value < *q.Min || s.Value > *q.Max {
				t.Errorf("%q suggests %q: %v", q.Rule, s.Label, s.Value)
			}
		}
	case Selection, Counts:
		if len(q.Options) == 0 {
			t.Errorf("%q has no options", q.Rule)
		}
	}
	for _, o := range append(q.Choices, q.Options...) {
		if o.Label == "" {
			t.Errorf("%q has an option without a name", q.Rule)
		}
	}
	for _, o := range q.Options {
		if q.Form == Counts {
			checkBounds(t, o.Rule, o.Min, o.Max)
		}
	}
}

func checkBounds(t *testing.T, rule string, low, high *float64) {
	t.Helper()
	if low == nil || high == nil || *low < 0 || *high <= *low {
		t.Errorf("%q has the bounds %v to %v", rule, low, high)
	}
}

// TestRandomHouseholds holds what is true of every result.
func TestRandomHouseholds(t *testing.T) {
	s := newPublished(t)
	p := newPopulation(s.current.reference, 2)
	for range 40 {
		as := p.household()
		got := s.measure(s.current, s.current.reference, as)
		if !got.Carbon.Known || !got.Waste.Known {
			t.Fatal("a household without a figure was drawn")
		}
		sum := 0.0
		for _, l := range got.Carbon.Categories {
			sum += l.Amount
			checkShares(t, l.Rule, l.Shares)
		}
		checkSum(t, "categories", sum, got.Carbon.KgCO2ePerYear)
		checkShares(t, carbonTotal, got.Carbon.Shares)
		sum = 0
		for _, l := range got.Waste.Streams {
			if l.Amount < 0 || !l.Known {
				t.Errorf("%s: %v kg, known %v", l.Rule, l.Amount, l.Known)
			}
			sum += l.Amount
		}
		checkSum(t, "streams", sum, got.Waste.KgPerWeek)
		if !got.Complete {
			t.Error("every question is answered and the opening is not done")
		}
		if got.Carbon.Shares.Averages > 1e-9 {
			t.Errorf("every question is answered and %.3f of the figure rests on averages", got.Carbon.Shares.Averages)
		}
		if len(got.Actions) > shownActions || len(got.Carbon.Heaviest) != heaviestLines {
			t.Errorf("%d actions and %d lines", len(got.Actions), len(got.Carbon.Heaviest))
		}
	}
}

func checkSum(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-6*math.Max(1, math.Abs(want)) {
		t.Errorf("the %s add up to %v, the total is %v", what, got, want)
	}
}

func checkShares(t *testing.T, rule string, s Shares) {
	t.Helper()
	if s.Answers < 0 || s.Averages < 0 || s.Common < 0 {
		t.Errorf("%s: negative share in %+v", rule, s)
	}
	checkSum(t, "shares of "+rule, s.Answers+s.Averages+s.Common, 1)
}

func TestNobodyHasAnsweredYet(t *testing.T) {
	s := newPublished(t)
	got := s.measure(s.current, s.current.reference, nil)
	if got.Complete || got.Questions != 0 {
		t.Errorf("complete %v after %d questions", got.Complete, got.Questions)
	}
	if got.Carbon.Shares.Answers != 0 || got.Carbon.Shares.Averages == 0 || got.Carbon.Shares.Common == 0 {
		t.Errorf("shares %+v", got.Carbon.Shares)
	}
	checkSum(t, "categories of the average", 8287.159531256186, got.Carbon.KgCO2ePerYear)
	checkSum(t, "national waste", got.Waste.NationalKgPerWeek, got.Waste.KgPerWeek)
}

// TestEveryRuleCanBeExplained opens the rules of both models for one persona:
// one in twenty-five, and all of them with CAPZERO_SOAK set.
func TestEveryRuleCanBeExplained(t *testing.T) {
	s := newPublished(t)
	as := answersOf(s.current.reference, readPersonas(t)["yoram"])
	r := s.current.reference.read(as)
	defer r.close()
	explained := 0
	for _, m := range []*engine{r.carbon, r.waste} {
		for i, rule := range m.Rules() {
			if i%25 != 0 && os.Getenv("CAPZERO_SOAK") == "" {
				continue
			}
			e, err := r.explain(rule.Name)
			if err != nil {
				t.Fatalf("%q: %v", rule.Name, err)
			}
			if e.Title == "" || !finite(e.Amount) {
				t.Errorf("%q: title %q, amount %v", rule.Name, e.Title, e.Amount)
			}
			explained++
		}
	}
	t.Logf("%d rules explained", explained)

	e, err := r.explain("transport . train")
	if err != nil {
		t.Fatal(err)
	}
	if e.Kind != FromFormula || len(e.Formula) < 2 || e.Question == "" {
		t.Errorf("train: kind %d, %d terms, question %q", e.Kind, len(e.Formula), e.Question)
	}
	if n := len(e.Trail); n < 3 || e.Trail[0].Rule != carbonTotal || e.Trail[n-1].Rule != "transport . train" {
		t.Errorf("train: trail %v", e.Trail)
	}
}

// answersOf returns the answers of a persona to the questions of v.
func answersOf(v *voice, situation map[string]any) answers {
	as := answers{}
	for _, q := range v.questions {
		if a, ok := truthful(q, situation); ok {
			as[q.Rule] = a
		}
	}
	return as
}

func BenchmarkResult(b *testing.B) {
	s := newPublished(b)
	as := answersOf(s.current.reference, readPersonas(b)["yoram"])
	for b.Loop() {
		s.measure(s.current, s.current.reference, as)
	}
}

func BenchmarkScreen(b *testing.B) {
	s := newPublished(b)
	token, err := s.Start(b.Context(), "issy")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := s.Screen(b.Context(), token, "logement . habitants", "fr"); err != nil {
			b.Fatal(err)
		}
	}
}
