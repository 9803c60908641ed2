package actions

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"capzero/models/entry"
	"capzero/publicodes"
	"capzero/publicodes/syntax"
)

// leversFile holds no actions.
const leversFile = "leviers.yaml"

// idForm is what an action may be called: it stands in addresses and in the
// names of rules.
var idForm = regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)

// themes is where an action may be; the file's name says which: "1-transport.yaml".
var themes = []string{"transport", "alimentation", "logement", "divers", "déchets"}

// Read reads the files of [models.Actions], in their order. The error names its
// place.
func Read(files ...publicodes.Source) (*Set, error) {
	s := &Set{Reasons: map[string]entry.Texts{}, byID: map[string]int{}}
	for _, file := range files {
		if err := s.add(file); err != nil {
			return nil, err
		}
	}
	return s, s.check()
}

// add reads one file.
func (s *Set) add(file publicodes.Source) error {
	r := reader{Reader: entry.Reader{File: file.Name, Root: root}, set: s, theme: themeOf(file.Name)}
	entries, err := r.Entries(file)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if err := r.entry(e); err != nil {
			return err
		}
	}
	return nil
}

// themeOf is the theme in a file's name.
func themeOf(name string) string {
	base := strings.TrimSuffix(path.Base(name), ".yaml")
	_, theme, _ := strings.Cut(base, "-")
	if theme == "dechets" {
		return "déchets"
	}
	return theme
}

// A reader reads the entries of one file.
type reader struct {
	entry.Reader
	set   *Set
	theme string
}

// entry reads an action, a lever or a reason, by the file it stands in.
func (r reader) entry(p syntax.Pair) error {
	if !idForm.MatchString(p.Key) {
		return r.At(p.Pos, "%q is no name: small letters, and - between words", p.Key)
	}
	if len(r.set.Actions)+len(r.set.Levers)+len(r.set.Reasons) >= entry.MaxEntries {
		return r.At(p.Pos, "more than %d entries", entry.MaxEntries)
	}
	if p.Value.Kind != syntax.Map {
		return r.At(p.Pos, "%s has keys, it is not a %s", p.Key, p.Value.Kind)
	}
	switch path.Base(r.File) {
	case entry.ReasonsFile:
		return r.Reason(r.set.Reasons, p)
	case leversFile:
		return r.lever(p)
	}
	return r.action(p)
}

func (r reader) action(p syntax.Pair) error {
	if !slices.Contains(themes, r.theme) {
		return r.At(p.Pos, "the name of the file gives no theme: one of %s", strings.Join(themes, ", "))
	}
	if _, twice := r.set.byID[p.Key]; twice {
		return r.At(p.Pos, "the action %s is there twice", p.Key)
	}
	a := Action{Entry: r.New(p), Theme: r.theme}
	for _, key := range p.Value.Pairs {
		known, err := r.Key(&a.Entry, key)
		switch {
		case key.Key == "modèle":
			a.Model, err = r.Text(key)
		case !known:
			err = r.At(key.Pos, "an action has no key %q", key.Key)
		}
		if err != nil {
			return err
		}
	}
	r.set.byID[a.ID] = len(r.set.Actions)
	r.set.Actions = append(r.set.Actions, a)
	return r.complete(p, a)
}

// complete refuses an action that lacks something.
func (r reader) complete(p syntax.Pair, a Action) error {
	switch {
	case a.Model == "" && a.Source == "":
		return r.At(p.Pos, "%s names neither a source nor the action of the model that it stands for", p.Key)
	case a.NoValue != "" && len(a.Changes)+len(a.Needs) > 0:
		return r.At(p.Pos, "%s has no figure, so it changes and needs nothing", p.Key)
	}
	return r.Complete(p, &a.Entry)
}

// check refuses reasons that are named and not there.
func (s *Set) check() error {
	for i := range s.Actions {
		if err := s.Actions[i].CheckReasons(s.Reasons); err != nil {
			return err
		}
	}
	for _, l := range s.Levers {
		if err := entry.CheckReasons(l.Needs, s.Reasons); err != nil {
			return err
		}
	}
	return nil
}
