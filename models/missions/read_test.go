package missions

import (
	"strings"
	"testing"

	"capzero/models/entry"
	"capzero/publicodes"
)

const one = `moins-de-sacs:
  titre: Remplir un sac de moins
  en: Fill one bag fewer
  sr: Napuniti kesu manje
  thème: déchets
  pourquoi: Un sac est lourd.
  pourquoi en: A bag is heavy.
  pourquoi sr: Kesa je teška.
  étapes: [ Regardez le sac., Jetez moins., Pesez le sac. ]
  étapes en: [ Look at the bag., Throw less., Weigh the bag. ]
  étapes sr: [ Pogledajte kesu., Bacajte manje., Izmerite kesu. ]
  effort: 2
  coût: économise
  rythme: semaine
  pour: foyer
  fois: 3
  preuve: pesée
  si:
    - carbone: sac > 0
      sinon: sans-sac
  carbone:
    sac: sac - 1
  déchets:
    sac: sac - 1
  source: https://example.org
`

const withoutFigure = `apprendre:
  titre: Apprendre
  en: Learn
  sr: Učiti
  thème: ensemble
  pourquoi: On retient.
  pourquoi en: It stays.
  pourquoi sr: Ostaje.
  étapes: [ Lisez., Parlez., Notez. ]
  étapes en: [ Read., Talk., Note. ]
  étapes sr: [ Čitajte., Pričajte., Zapišite. ]
  effort: 1
  coût: gratuit
  rythme: une fois
  pour: personne
  fois: 1
  preuve: présence
  sans chiffre: sans-donnees
  source: https://example.org
`

// known are the reasons that the files below may name besides their own.
func known() map[string]entry.Texts {
	return map[string]entry.Texts{"sans-sac": {"fr": "Vous n’avez pas de sac."}, "sans-donnees": {"fr": "Sans données."}}
}

func read(text string) (*Set, error) {
	return Read(known(), publicodes.Source{Name: "5-dechets.yaml", Data: []byte(text)})
}

func TestReadAMission(t *testing.T) {
	s, err := read(one + withoutFigure)
	if err != nil {
		t.Fatal(err)
	}
	m := s.Missions[0]
	if m.ID != "moins-de-sacs" || m.Theme != "déchets" || m.Effort != 2 || m.Cost != entry.SavesMoney || m.Times != 3 {
		t.Errorf("read as %+v", m)
	}
	if m.Rhythm != Weekly || m.For != WholeHome || m.Evidence != Weighed || m.Why.In("en") != "A bag is heavy." {
		t.Errorf("read as %+v", m)
	}
	if len(m.Steps) != 3 || m.Steps[2].In("sr-Latn") != "Izmerite kesu." || m.Steps[0].In("fr") != "Regardez le sac." {
		t.Errorf("steps %+v", m.Steps)
	}
	if len(m.Needs) != 1 || len(m.Changes) != 2 || m.Changes[1].Part != entry.Waste {
		t.Errorf("needs %+v, changes %+v", m.Needs, m.Changes)
	}
	if m := s.Missions[1]; m.NoValue != "sans-donnees" || m.Rhythm != Once || m.For != OnePerson || m.Evidence != Attended {
		t.Errorf("read as %+v", m)
	}
}

func TestReasonsOfTheFolderStandBesideThoseOfTheActions(t *testing.T) {
	own := "sans-vigne: { fr: Sans vigne., en: No vine., sr: Bez loze. }\n"
	files := []publicodes.Source{
		{Name: "a.yaml", Data: []byte(strings.Replace(one, "sans-sac", "sans-vigne", 1))},
		{Name: "raisons.yaml", Data: []byte(own)},
	}
	given := known()
	s, err := Read(given, files...)
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Reasons) != 3 || len(given) != 2 {
		t.Errorf("%d reasons, want 3; those given are %d now", len(s.Reasons), len(given))
	}
	files[1].Data = []byte("sans-sac: { fr: Sans sac., en: No bag., sr: Bez kese. }\n")
	if _, err := Read(given, files...); err == nil || !strings.Contains(err.Error(), "raisons.yaml:1:1: the reason sans-sac is there twice") {
		t.Errorf("a reason that the actions have already: %v", err)
	}
}

func TestWhatIsWrongIsSaidWithItsPlace(t *testing.T) {
	replace := func(text, old, new string) string {
		if !strings.Contains(text, old) {
			t.Fatalf("nothing to replace: %q", old)
		}
		return strings.Replace(text, old, new, 1)
	}
	change := func(old, new string) string { return replace(one, old, new) }
	without := func(text, line string) string { return replace(text, line, "") }
	with := func(line string) string { return one + "  " + line + "\n" }
	for name, tt := range map[string]struct{ text, want string }{
		"no map":                     {"- a", "holds entries by name"},
		"no YAML":                    {"a: [", "5-dechets.yaml"},
		"too many bytes":             {strings.Repeat(" ", entry.MaxBytes+1), "at most 1048576"},
		"a name with capitals":       {change("moins-de-sacs", "Sacs"), `5-dechets.yaml:1:1: "Sacs" is no name`},
		"a name that is a number":    {change("moins-de-sacs", "3-sacs"), `5-dechets.yaml:1:1: "3-sacs" is no name`},
		"a text for a mission":       {"sacs: oui", "it is not a text"},
		"an id twice in a file":      {one + one, "twice"},
		"an unknown key":             {with("points: 3"), `5-dechets.yaml:26:3: a mission has no key "points"`},
		"no source":                  {without(one, "  source: https://example.org\n"), "moins-de-sacs has no source"},
		"a source without https":     {change("https://example.org", "http://example.org"), "5-dechets.yaml:25:11: a source is an address that begins with https://"},
		"a source that is none":      {change("https://example.org", "javascript:alert(1)"), "begins with https://"},
		"two steps":                  {change("[ Look at the bag., Throw less., Weigh the bag. ]", "[ Look., Throw. ]"), "5-dechets.yaml:10:3: étapes en is a list of 3 sentences"},
		"a step that is no text":     {change("Throw less.", "12"), "step 2 is a text"},
		"steps without Serbian":      {without(one, "  étapes sr: [ Pogledajte kesu., Bacajte manje., Izmerite kesu. ]\n"), "has no étapes sr"},
		"no English title":           {without(one, "  en: Fill one bag fewer\n"), "moins-de-sacs has no en"},
		"no Serbian reason why":      {without(one, "  pourquoi sr: Kesa je teška.\n"), "has no pourquoi sr"},
		"a note in French alone":     {with("note: Prudent."), "has no text in en"},
		"an unknown theme":           {change("thème: déchets", "thème: santé"), "5-dechets.yaml:5:3: a thème is one of alimentation, mobilité"},
		"an unknown reason":          {change("sinon: sans-sac", "sinon: sans-velo"), `5-dechets.yaml:19:7: no reason is called "sans-velo"`},
		"no reason for no figure":    {strings.Replace(withoutFigure, "sans-donnees", "sans-rien", 1), `5-dechets.yaml:18:3: no reason is called "sans-rien"`},
		"an unknown cost":            {change("coût: économise", "coût: cher"), "a coût is one of économise"},
		"no cost":                    {without(one, "  coût: économise\n"), "has no coût"},
		"an effort too many":         {change("effort: 2", "effort: 4"), "5-dechets.yaml:12:3: an effort is 1, 2 or 3"},
		"an unknown rhythm":          {change("rythme: semaine", "rythme: mois"), "a rythme is one of semaine, une fois"},
		"for nobody":                 {change("pour: foyer", "pour: ville"), "a pour is one of personne, foyer"},
		"an unknown evidence":        {change("preuve: pesée", "preuve: photo"), "a preuve is one of déclarée"},
		"fois of zero":               {change("fois: 3", "fois: 0"), "5-dechets.yaml:16:3: fois is a whole number from 1 to 21"},
		"fois of twenty-two":         {change("fois: 3", "fois: 22"), "from 1 to 21"},
		"fois of two and a half":     {change("fois: 3", "fois: 2.5"), "from 1 to 21"},
		"fois that is beyond counts": {change("fois: 3", "fois: 1e30"), "from 1 to 21"},
		"no fois":                    {without(one, "  fois: 3\n"), "has no fois"},
		"once, three times a week":   {change("rythme: semaine", "rythme: une fois"), "5-dechets.yaml:16:9: what is done once"},
		"neither figures nor why":    {without(withoutFigure, "  sans chiffre: sans-donnees\n"), "changes nothing, and does not say why"},
		"figures and none":           {with("sans chiffre: sans-donnees"), "has figures, and says that it has none"},
		"a change without rules":     {change("  déchets:\n    sac: sac - 1\n", "  déchets: 3\n"), "gives rules new values"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := read(tt.text); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q in it", err, tt.want)
			}
		})
	}
}

func TestAnIdTwiceInTwoFilesIsRefused(t *testing.T) {
	_, err := Read(known(), publicodes.Source{Name: "a.yaml", Data: []byte(one)}, publicodes.Source{Name: "b.yaml", Data: []byte(one)})
	if err == nil || !strings.Contains(err.Error(), "b.yaml:1:1: the mission moins-de-sacs is there twice") {
		t.Errorf("got %v", err)
	}
}

func TestEverythingWrongIsSaidAtOnce(t *testing.T) {
	text := strings.NewReplacer("effort: 2", "effort: 9", "preuve: pesée", "preuve: photo").Replace(one) + strings.Replace(withoutFigure, "fois: 1", "fois: 0", 1)
	_, err := read(text)
	if err == nil || strings.Count(err.Error(), "5-dechets.yaml:") != 3 {
		t.Errorf("got %v, want three lines", err)
	}
}

func TestTheVersionFollowsTheData(t *testing.T) {
	first, err := read(one)
	if err != nil {
		t.Fatal(err)
	}
	again, _ := read(one)
	other, err := read(strings.Replace(one, "sac - 1", "sac - 2", 1))
	if err != nil {
		t.Fatal(err)
	}
	if len(first.Version) != 12 || again.Version != first.Version || other.Version == first.Version {
		t.Errorf("versions %q, %q and %q", first.Version, again.Version, other.Version)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("5-dechets.yaml", one)
	f.Add("5-dechets.yaml", one+withoutFigure)
	f.Add("raisons.yaml", "sans-vigne: { fr: Sans vigne., en: No vine., sr: Bez loze. }\n")
	f.Fuzz(func(t *testing.T, name, text string) {
		set, err := Read(known(), publicodes.Source{Name: name, Data: []byte(text)})
		if err != nil {
			return
		}
		for _, m := range set.Missions {
			priced := len(m.Changes) > 0
			if m.Title.In("fr") == "" || m.Times < 1 || m.Times > mostTimes || len(m.Steps) != steps || priced == (m.NoValue != "") {
				t.Errorf("%q gives %+v", text, m)
			}
			for _, step := range append(m.Steps, m.Why, m.Title) {
				if len(step) != 3 {
					t.Errorf("%q gives the texts %v", text, step)
				}
			}
		}
		if len(set.Missions) > 5 {
			return // a formula that no model takes costs a compilation
		}
		if model, err := entry.Compile(entry.Carbon, []entry.Set{set}); err == nil {
			if _, ok := model.Rule(root); !ok {
				t.Error("the model lacks our rules")
			}
		}
	})
}
