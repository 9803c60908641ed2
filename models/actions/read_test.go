package actions

import (
	"slices"
	"strings"
	"testing"

	"capzero/models"
	"capzero/models/entry"
	"capzero/publicodes"
)

const one = `rouler-moins:
  titre: Rouler moins
  en: Drive less
  sr: Voziti manje
  effort: 2
  coût: économise
  source: https://example.org
  si:
    - carbone: voiture . km > 0
      sinon: sans-voiture
  carbone:
    voiture . km: voiture . km * 0.5
  déchets:
    sac: sac - 1
`

const reasons = "sans-voiture: { fr: Pas de voiture., en: No car., sr: Nema. }\n"

func read(action string) (*Set, error) {
	return Read(
		publicodes.Source{Name: "1-transport.yaml", Data: []byte(action)},
		publicodes.Source{Name: "raisons.yaml", Data: []byte(reasons)},
	)
}

func TestReadAnAction(t *testing.T) {
	s, err := read(one)
	if err != nil {
		t.Fatal(err)
	}
	a, ok := s.Action("rouler-moins")
	if !ok || a.Theme != "transport" || a.Effort != 2 || a.Cost != entry.SavesMoney || a.Title.In("en") != "Drive less" {
		t.Errorf("read as %+v", a)
	}
	if len(a.Needs) != 1 || a.Needs[0].Reason != "sans-voiture" || len(a.Changes) != 2 || a.Changes[1].Part != entry.Waste {
		t.Errorf("needs %+v, changes %+v", a.Needs, a.Changes)
	}
	if got := a.Title.In("de"); got != "Rouler moins" {
		t.Errorf("in a language that is not there: %q", got)
	}
}

func TestWhatIsWrongIsSaidWithItsPlace(t *testing.T) {
	lever := strings.Replace(one, "effort: 2", "pas: 2", 1)
	for name, tt := range map[string]struct{ text, want string }{
		"no map":                 {"- a", "holds entries by name"},
		"a name with capitals":   {strings.Replace(one, "rouler-moins", "Rouler", 1), `1-transport.yaml:1:1: "Rouler" is no name`},
		"a text for an action":   {"rouler: oui", "it is not a text"},
		"an unknown key":         {strings.Replace(one, "source:", "sources:", 1), `has no key "sources"`},
		"an effort too many":     {strings.Replace(one, "effort: 2", "effort: 4", 1), "1-transport.yaml:5:3: an effort is 1, 2 or 3"},
		"an unknown cost":        {strings.Replace(one, "économise", "bon marché", 1), "a coût is one of"},
		"no cost":                {strings.Replace(one, "  coût: économise\n", "", 1), "has no coût"},
		"no English":             {strings.Replace(one, "  en: Drive less\n", "", 1), "has no text in en"},
		"a note in French alone": {strings.Replace(one, "  effort: 2\n", "  effort: 2\n  note: Prudent.\n", 1), "has no text in en"},
		"a note in no language":  {strings.Replace(one, "  effort: 2\n", "  effort: 2\n  note de: Vorsichtig.\n", 1), `no key "note de"`},
		"no source":              {strings.Replace(one, "  source: https://example.org\n", "", 1), "neither a source nor the action"},
		"a source that is none":  {strings.Replace(one, "https://example.org", "javascript:alert(1)", 1), "begins with https://"},
		"a reason that is gone":  {strings.Replace(one, "sinon: sans-voiture", "sinon: sans-velo", 1), `no reason is called "sans-velo"`},
		"a need without reason":  {strings.Replace(one, "      sinon: sans-voiture\n", "", 1), "a condition is carbone or déchets"},
		"no change":              {one[:strings.Index(one, "  carbone:\n    voiture . km: v")], "changes nothing"},
		"a change without rules": {strings.Replace(one, "  déchets:\n    sac: sac - 1\n", "  déchets: 3\n", 1), "gives rules new values"},
		"twice the same":         {one + one, "twice"},
		"a lever among actions":  {lever, `has no key "pas"`},
		"no YAML":                {"a: [", "1-transport.yaml"},
		"too many bytes":         {strings.Repeat(" ", entry.MaxBytes+1), "at most 1048576"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := read(tt.text); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q in it", err, tt.want)
			}
		})
	}
}

const lever = `km:
  titre: Kilomètres
  en: Kilometres
  sr: Kilometri
  unité: km
  thème: transport
  présent: voiture . km
  de: 0
  à: 10
  pas: 1
  carbone:
    voiture . km: choix
`

func TestALeverGoesSomewhere(t *testing.T) {
	for name, tt := range map[string]struct{ text, want string }{
		"as it is":            {lever, ""},
		"no steps":            {strings.Replace(lever, "pas: 1", "pas: 0", 1), "in 1 to 1000 steps"},
		"too many steps":      {strings.Replace(lever, "pas: 1", "pas: 0.001", 1), "in 1 to 1000 steps"},
		"backwards":           {strings.Replace(lever, "à: 10", "à: -10", 1), "in 1 to 1000 steps"},
		"nothing present":     {strings.Replace(lever, "  présent: voiture . km\n", "", 1), "says what is present"},
		"another theme":       {strings.Replace(lever, "thème: transport", "thème: santé", 1), "a thème is one of"},
		"an end in words":     {strings.Replace(lever, "à: 10", "à: dix", 1), "à is a number"},
		"there twice":         {lever + lever, "twice"},
		"of the waste model":  {strings.Replace(lever, "  carbone:", "  déchets:", 1), `has no key "déchets"`},
		"a language too many": {strings.Replace(lever, "  sr:", "  de-ch:", 1), `has no key "de-ch"`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Read(publicodes.Source{Name: "leviers.yaml", Data: []byte(tt.text)})
			if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

func TestAnActionThatAModelCannotTakeIsLeftOut(t *testing.T) {
	set, err := read(one + strings.NewReplacer("rouler-moins", "voler-moins", "voiture . km", "avion . heures").Replace(one))
	if err != nil {
		t.Fatal(err)
	}
	source := publicodes.Source{Name: "m.yaml", Data: []byte("voiture:\nvoiture . km: 5\nsac: 3\n")}
	model, err := set.Compile(entry.Carbon, source)
	if err != nil {
		t.Fatal(err)
	}
	waste, err := set.Compile(entry.Waste, source)
	if err != nil {
		t.Fatal(err)
	}
	kept, _ := set.Action("rouler-moins")
	left, _ := set.Action("voler-moins")
	if !kept.KnownTo(model, waste) || left.KnownTo(model, waste) {
		t.Errorf("known: %v and %v, want the first only", kept.KnownTo(model, waste), left.KnownTo(model, waste))
	}
	if v, err := model.NewEvaluator().Evaluate(kept.Changes[0].Value); err != nil || v.Number != 2.5 {
		t.Errorf("the new value is %v, %v", v, err)
	}
	broken := publicodes.Source{Name: "m.yaml", Data: []byte("a: b\n")}
	if _, err := set.Compile(entry.Carbon, broken); err == nil {
		t.Error("a model that is wrong by itself compiles")
	}
}

// Ours are known to every model that there is, whatever its version: an action
// that only the current one takes is no loss, a whole set that none takes is.
func TestOursAreKnownToThePublishedModels(t *testing.T) {
	set := ours(t)
	library, err := models.Open("")
	if err != nil {
		t.Fatal(err)
	}
	sources, err := models.Waste("fr")
	if err != nil {
		t.Fatal(err)
	}
	waste, err := set.Compile(entry.Waste, sources...)
	if err != nil {
		t.Fatal(err)
	}
	for _, version := range library.Versions() {
		sources, err := library.Sources(models.Release{Version: version, Region: models.Home}, "fr")
		if err != nil {
			t.Fatal(err)
		}
		model, err := set.Compile(entry.Carbon, sources...)
		if err != nil {
			t.Fatal(err)
		}
		var unknown []string
		for i := range set.Actions {
			if !set.Actions[i].KnownTo(model, waste) {
				unknown = append(unknown, set.Actions[i].ID)
			}
		}
		t.Logf("%s does not know %v", version, unknown)
		if version == library.Current() && len(unknown) > 0 || len(unknown) > 10 {
			t.Errorf("%s does not know %d of %d actions", version, len(unknown), len(set.Actions))
		}
		for i := range set.Levers {
			if version == library.Current() && !set.Levers[i].KnownTo(model) {
				t.Errorf("%s does not know the lever %s", version, set.Levers[i].ID)
			}
		}
		for _, w := range model.Warnings() {
			if entry.Owns(set, w.Rule) {
				t.Errorf("%s: %v", version, w)
			}
		}
		if slices.ContainsFunc(model.Questions(), func(r *publicodes.Rule) bool { return entry.Owns(set, r.Name) }) {
			t.Errorf("%s: a formula of ours asks a question", version)
		}
		for rule := range model.Reads("bilan") {
			if entry.Owns(set, rule) {
				t.Errorf("%s: the footprint reads %s", version, rule)
			}
		}
	}
}

func ours(t testing.TB) *Set {
	t.Helper()
	files, err := models.Actions()
	if err != nil {
		t.Fatal(err)
	}
	set, err := Read(files...)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func FuzzRead(f *testing.F) {
	files, err := models.Actions()
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		f.Add(file.Name, string(file.Data[:min(len(file.Data), 600)]))
	}
	f.Add("1-transport.yaml", one)
	f.Add("leviers.yaml", lever)
	f.Add("raisons.yaml", reasons)
	f.Fuzz(func(t *testing.T, name, text string) {
		set, err := Read(publicodes.Source{Name: name, Data: []byte(text)}, publicodes.Source{Name: "raisons.yaml", Data: []byte(reasons)})
		if err != nil {
			return
		}
		for _, a := range set.Actions {
			if a.Title.In("fr") == "" || a.NoValue == "" && len(a.Changes) == 0 {
				t.Errorf("%q gives %+v", text, a)
			}
		}
		if len(set.Actions)+len(set.Levers) > 5 {
			return // a formula that no model takes costs a compilation
		}
		for _, part := range []entry.Part{entry.Carbon, entry.Waste} {
			model, err := set.Compile(part)
			if err != nil {
				continue
			}
			if _, ok := model.Rule(root); !ok {
				t.Error("the model lacks our rules")
			}
		}
	})
}

func TestATextIsFoundByTheTagOfAPage(t *testing.T) {
	s, err := read(strings.Replace(one, "  effort: 2\n", "  effort: 2\n  note: Prudent.\n  note en: Cautious.\n  note sr: Oprezno.\n", 1))
	if err != nil {
		t.Fatal(err)
	}
	a, _ := s.Action("rouler-moins")
	for tag, want := range map[string][2]string{
		"fr": {"Rouler moins", "Prudent."}, "en": {"Drive less", "Cautious."},
		"sr-Latn": {"Voziti manje", "Oprezno."}, "de": {"Rouler moins", "Prudent."},
	} {
		if got := [2]string{a.Title.In(tag), a.Note.In(tag)}; got != want {
			t.Errorf("%s: %q, want %q", tag, got, want)
		}
	}
}
