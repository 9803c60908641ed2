package idea

import (
	"strings"
	"sync"
	"testing"
	"time"

	"capzero/internal/city"
	"capzero/internal/db"
	"capzero/internal/db/dbtest"
	"capzero/internal/fault"

	"github.com/google/go-cmp/cmp"
)

var known = Known{
	Questions: []Question{{"repas . viande", "repas/semaine"}, {"repas . légumes", "repas/semaine"}},
	Streams:   map[string]string{"glass": "déchets . verre . par semaine"},
	Reasons:   []string{"apprendre"},
}

// meat is an idea that can be a mission.
func meat() Draft {
	return Draft{
		Title: "Un repas sans viande", About: "La viande pèse lourd.", Steps: [3]string{"Choisissez.", "Cuisinez.", "Notez."},
		Theme: "alimentation", Effort: 1, Cost: "économise", Rhythm: "semaine", For: "personne", Times: 2, Evidence: "déclarée",
		Source: "https://agirpourlatransition.ademe.fr", Worth: OfAnswers,
		Changes: []Change{{"repas . viande", Less, 1}, {"repas . légumes", More, 1}},
		Need:    &Need{"repas . viande", 2},
	}
}

func TestAnIdeaIsWrittenAsTheFilesAre(t *testing.T) {
	d := meat()
	d.Title = `Un "repas": sans viande # du tout`
	s := SourceOf(Idea{Number: 12, Draft: d}, known)
	want := `ville-12:
  titre: "Un \"repas\": sans viande # du tout"
  en: "Un \"repas\": sans viande # du tout"
  sr: "Un \"repas\": sans viande # du tout"
  thème: alimentation
  pourquoi: "La viande pèse lourd."
  pourquoi en: "La viande pèse lourd."
  pourquoi sr: "La viande pèse lourd."
  étapes:
    - "Choisissez."
    - "Cuisinez."
    - "Notez."
  étapes en:
    - "Choisissez."
    - "Cuisinez."
    - "Notez."
  étapes sr:
    - "Choisissez."
    - "Cuisinez."
    - "Notez."
  effort: 1
  coût: économise
  rythme: semaine
  pour: personne
  fois: 2
  preuve: déclarée
  si:
    - carbone: "repas . viande >= 2 repas/semaine"
      sinon: pas-assez-pour-la-mission
  carbone:
    "repas . viande":
      valeur: "repas . viande - 1 repas/semaine"
      plancher: "0 repas/semaine"
    "repas . légumes":
      valeur: "repas . légumes + 1 repas/semaine"
      plancher: "0 repas/semaine"
  source: "https://agirpourlatransition.ademe.fr"
`
	if diff := cmp.Diff(want, string(s.Data)); diff != "" {
		t.Errorf("(-want, +got):\n%s", diff)
	}
	for problem, field := range map[string]string{
		"ville-12.yaml:5:3: no theme":          ThemeField,
		"ville-12.yaml:35:15: units differ":    AmountField + "2",
		"ville-12.yaml:37:3: no address":       SourceField,
		"ville-12.yaml:99:3: beyond the end":   "",
		"another.yaml:5:3: of another mission": "",
	} {
		if got, _ := s.fieldOf(problem); got != field {
			t.Errorf("%s is about %q, want %q", problem, got, field)
		}
	}
}

func TestWhatAFormLacksIsSaidAtItsField(t *testing.T) {
	for _, tt := range []struct {
		name       string
		change     func(*Draft)
		field, key string
	}{
		{"no title", func(d *Draft) { d.Title = " \u202e " }, TitleField, "idea.text_missing"},
		{"a title that is too long", func(d *Draft) { d.Title = strings.Repeat("é", 101) }, TitleField, "idea.text_long"},
		{"no third step", func(d *Draft) { d.Steps[2] = "" }, StepField + "3", "idea.text_missing"},
		{"no source", func(d *Draft) { d.Source = "" }, SourceField, "idea.source_missing"},
		{"a source that is no address", func(d *Draft) { d.Source = "l’ADEME" }, SourceField, "idea.source_address"},
		{"an unknown theme", func(d *Draft) { d.Theme = "argent" }, ThemeField, "idea.choose"},
		{"no effort", func(d *Draft) { d.Effort = 0 }, EffortField, "idea.choose"},
		{"22 times a week", func(d *Draft) { d.Times = 22 }, TimesField, "idea.times_bounds"},
		{"done once, twice", func(d *Draft) { d.Rhythm = "une fois" }, TimesField, "idea.once_times"},
		{"no worth", func(d *Draft) { d.Worth = "" }, WorthField, "idea.choose"},
		{"no change", func(d *Draft) { d.Changes = nil }, QuestionField + "1", "idea.change_missing"},
		{"a rule that is no question", func(d *Draft) { d.Changes[1].Question = "bilan" }, QuestionField + "2", "idea.choose"},
		{"the same question twice", func(d *Draft) { d.Changes[1].Question = d.Changes[0].Question }, QuestionField + "2", "idea.choose"},
		{"a change of nothing", func(d *Draft) { d.Changes[0].Amount = 0 }, AmountField + "1", "idea.amount_bounds"},
		{"more than all of it", func(d *Draft) { d.Changes[0] = Change{"repas . viande", Percent, 101} }, AmountField + "1", "idea.amount_bounds"},
		{"less than nothing", func(d *Draft) { d.Changes[0].Amount = -3 }, AmountField + "1", "idea.amount_bounds"},
		{"a need of no question", func(d *Draft) { d.Need.Question = "rien" }, NeedField, "idea.choose"},
		{"no reason for no figure", func(d *Draft) { d.Worth = WithoutFigure }, WhyNoneField, "idea.choose"},
		{"50 kg of glass", func(d *Draft) { d.Worth, d.Stream, d.Kg = OfStream, "glass", 50 }, KgField, "idea.kg_bounds"},
		{"of no stream", func(d *Draft) { d.Worth, d.Kg = OfStream, 1 }, StreamField, "idea.choose"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := meat()
			tt.change(&d)
			err := d.tidied().check(known)
			if f, ok := err.(*fault.Error); !ok || f.Field != tt.field || f.Key != tt.key {
				t.Errorf("got %#v, want %s at %s", err, tt.key, tt.field)
			}
		})
	}
	if err := meat().check(known); err != nil {
		t.Errorf("a good one: %v", err)
	}
}

// A world is the ideas of Issy over a real database, with a clock that tests move
// and a lint that they set.
type world struct {
	*Service
	problems []string

	mu  sync.Mutex
	now time.Time
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{now: time.Date(2026, time.November, 25, 18, 0, 0, 0, time.UTC)} // a Wednesday
	cities, err := city.Load()
	must(t, err)
	w.Service = New(Options{
		DB: dbtest.Open(t, func() time.Time {
			w.mu.Lock()
			defer w.mu.Unlock()
			return w.now
		}),
		Cities: cities, Known: known, Lint: func(Source) []string { return w.problems },
	})
	w.DB.Rehearse()
	return w
}

func (w *world) wait(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (w *world) proposes(t testing.TB, person string) int {
	t.Helper()
	number, err := w.Propose(t.Context(), person, "issy", meat())
	must(t, err)
	return number
}

func (w *world) decides(t testing.TB, number int, to State, why string) error {
	t.Helper()
	return w.Decide(t.Context(), "officer", "issy", number, to, why)
}

// live are the missions that there are, and those of them that close.
func (w *world) live(t testing.TB) (version, missions string) {
	t.Helper()
	l, err := w.Live(t.Context(), "issy")
	must(t, err)
	var names []string
	for _, s := range l.Sources {
		names = append(names, strings.TrimSuffix(s.Name, ".yaml"))
	}
	return l.Version, strings.Join(names, " ") + "|" + strings.Join(l.Closing, " ")
}

func wantFault(t testing.TB, err error, field, key string) {
	t.Helper()
	if f, ok := err.(*fault.Error); !ok || f.Key != key || f.Field != field {
		t.Errorf("got %#v, want %s at %q", err, key, field)
	}
}

func TestTheLifeOfAnIdea(t *testing.T) {
	w := newWorld(t)
	first, second := w.proposes(t, "zoe"), w.proposes(t, "zoe")
	if first != 1 || second != 2 {
		t.Fatalf("they are numbered %d and %d", first, second)
	}
	wantFault(t, w.decides(t, first, Declined, " "), ReasonField, "idea.reason_missing")
	wantFault(t, w.decides(t, first, Withdrawn, "Trop tôt."), "", "idea.not_now")
	wantFault(t, w.decides(t, 9, Published, ""), "", "idea.unknown")
	must(t, w.decides(t, second, Declined, "Elle y est déjà."))
	must(t, w.decides(t, first, Published, ""))
	must(t, w.decides(t, first, Published, "")) // twice is once
	before, missions := w.live(t)
	if missions != "ville-1|" {
		t.Errorf("missions: %s", missions)
	}
	must(t, w.decides(t, first, Withdrawn, "La source est fausse."))
	closing, missions := w.live(t)
	if missions != "ville-1|ville-1" || closing == before {
		t.Errorf("in the week in which it is withdrawn: %s", missions)
	}
	w.wait(4 * 24 * time.Hour) // Sunday
	if _, missions := w.live(t); missions != "ville-1|ville-1" {
		t.Errorf("on its last day: %s", missions)
	}
	w.wait(24 * time.Hour)
	if after, missions := w.live(t); missions != "|" || after == closing {
		t.Errorf("a week later: %s", missions)
	}
	i, steps, err := w.Idea(t.Context(), "issy", first)
	must(t, err)
	var said []string
	for _, s := range steps {
		said = append(said, string(s.To)+" "+s.By+" "+s.Why)
	}
	want := []string{"proposed zoe ", "published officer ", "withdrawn officer La source est fausse."}
	if diff := cmp.Diff(want, said); diff != "" || i.Why != "La source est fausse." || i.State != Withdrawn {
		t.Errorf("of %+v (-want, +got):\n%s", i, diff)
	}
	if _, _, err := w.Idea(t.Context(), "prijedor", first); fault.KindOf(err) != fault.NotFound {
		t.Errorf("another city finds it: %v", err)
	}
}

func TestTheLintSaysWhere(t *testing.T) {
	w := newWorld(t)
	number := w.proposes(t, "zoe")
	w.problems = []string{"ville-0.yaml:35:15: on average, units differ"}
	_, err := w.Propose(t.Context(), "zoe", "issy", meat())
	wantFault(t, err, AmountField+"2", "idea.lint")
	w.problems = []string{"ville-1.yaml:37:3: on average, units differ"}
	wantFault(t, w.decides(t, number, Published, ""), SourceField, "idea.lint")
	if all, err := w.Ideas(t.Context(), "issy"); err != nil || len(all) != 1 || all[0].State != Proposed {
		t.Errorf("what is refused is kept: %+v, %v", all, err)
	}
}

func TestAForgottenPersonIsInNoIdea(t *testing.T) {
	w := newWorld(t)
	number := w.proposes(t, "officer")
	must(t, w.decides(t, number, Published, ""))
	must(t, w.DB.Write(t.Context(), func(tx *db.Tx) error { return w.ForgetPerson(t.Context(), tx, "officer") }))
	i, steps, err := w.Idea(t.Context(), "issy", number)
	must(t, err)
	if i.By != "" || len(steps) != 2 || steps[0].By != "" || steps[1].By != "" || i.State != Published {
		t.Errorf("left is %+v, %+v", i, steps)
	}
}
