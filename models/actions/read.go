package actions

import (
	"fmt"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"capzero/publicodes"
	"capzero/publicodes/syntax"
)

// Bounds of the files, far above ours (25 kB, 80 entries).
const (
	maxBytes   = 1 << 20
	maxEntries = 1000
)

// The files that hold no actions.
const (
	reasonsFile = "raisons.yaml"
	leversFile  = "leviers.yaml"
)

// idForm is what an action may be called: it stands in addresses and in the
// names of rules.
var idForm = regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)

// themes is where an action may be; the file's name says which: "1-transport.yaml".
var themes = []string{"transport", "alimentation", "logement", "divers", "déchets"}

// Read reads the files of [models.Actions], in their order. The error names its
// place.
func Read(files ...publicodes.Source) (*Set, error) {
	s := &Set{Reasons: map[string]Texts{}, byID: map[string]int{}}
	for _, file := range files {
		if err := s.add(file); err != nil {
			return nil, err
		}
	}
	return s, s.check()
}

// add reads one file.
func (s *Set) add(file publicodes.Source) error {
	if len(file.Data) > maxBytes {
		return fmt.Errorf("%s: %d bytes, at most %d are read", file.Name, len(file.Data), maxBytes)
	}
	root, err := syntax.Decode(file.Name, file.Data)
	if err != nil {
		return fmt.Errorf("%s: %w", file.Name, err)
	}
	r := reader{set: s, file: file.Name, theme: themeOf(file.Name)}
	if root.Kind != syntax.Map {
		return r.at(root.Pos, "a file holds entries by name, not a %s", root.Kind)
	}
	for _, entry := range root.Pairs {
		if err := r.entry(entry); err != nil {
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
	set   *Set
	file  string
	theme string
}

func (r reader) at(p syntax.Pos, format string, args ...any) error {
	return fmt.Errorf("%s:%s: %s", r.file, p, fmt.Sprintf(format, args...))
}

// entry reads an action, a lever or a reason, by the file it stands in.
func (r reader) entry(p syntax.Pair) error {
	if !idForm.MatchString(p.Key) {
		return r.at(p.Pos, "%q is no name: small letters, and - between words", p.Key)
	}
	if len(r.set.Actions)+len(r.set.Levers)+len(r.set.Reasons) >= maxEntries {
		return r.at(p.Pos, "more than %d entries", maxEntries)
	}
	if p.Value.Kind != syntax.Map {
		return r.at(p.Pos, "%s has keys, it is not a %s", p.Key, p.Value.Kind)
	}
	switch path.Base(r.file) {
	case reasonsFile:
		return r.reason(p)
	case leversFile:
		return r.lever(p)
	}
	return r.action(p)
}

func (r reader) reason(p syntax.Pair) error {
	if _, twice := r.set.Reasons[p.Key]; twice {
		return r.at(p.Pos, "the reason %s is there twice", p.Key)
	}
	texts := Texts{}
	for _, line := range p.Value.Pairs {
		if line.Key != "fr" && line.Key != "en" && line.Key != "sr" {
			return r.at(line.Pos, "a reason is written in fr, en and sr, not in %q", line.Key)
		}
		text, err := r.text(line)
		if err != nil {
			return err
		}
		texts[line.Key] = text
	}
	r.set.Reasons[p.Key] = texts
	return r.allLanguages(p, texts)
}

// allLanguages refuses a text that a language lacks.
func (r reader) allLanguages(p syntax.Pair, t Texts) error {
	for _, lang := range []string{"fr", "en", "sr"} {
		if t[lang] == "" {
			return r.at(p.Pos, "%s has no text in %s", p.Key, lang)
		}
	}
	return nil
}

func (r reader) action(p syntax.Pair) error {
	if !slices.Contains(themes, r.theme) {
		return r.at(p.Pos, "the name of the file gives no theme: one of %s", strings.Join(themes, ", "))
	}
	if _, twice := r.set.byID[p.Key]; twice {
		return r.at(p.Pos, "the action %s is there twice", p.Key)
	}
	a := Action{ID: p.Key, Title: Texts{}, Theme: r.theme, Place: r.file + ":" + p.Pos.String()}
	costKnown := false
	for _, key := range p.Value.Pairs {
		var err error
		switch key.Key {
		case "titre", "en", "sr":
			err = r.title(a.Title, key)
		case "modèle":
			a.Model, err = r.text(key)
		case "effort":
			a.Effort, err = r.effort(key)
		case "coût":
			a.Cost, err = r.cost(key)
			costKnown = true
		case "si":
			a.Needs, err = r.needs(p.Key, key.Value)
		case "carbone", "déchets":
			var changes []Change
			changes, err = r.changes(p.Key, key)
			a.Changes = append(a.Changes, changes...)
		case "sans chiffre":
			a.NoValue, err = r.text(key)
		case "source":
			a.Source, err = r.address(key)
		case "note", "note en", "note sr":
			err = r.note(&a, key)
		default:
			err = r.at(key.Pos, "an action has no key %q", key.Key)
		}
		if err != nil {
			return err
		}
	}
	r.set.byID[a.ID] = len(r.set.Actions)
	r.set.Actions = append(r.set.Actions, a)
	return r.complete(p, a, costKnown)
}

// complete refuses an action that lacks something.
func (r reader) complete(p syntax.Pair, a Action, costKnown bool) error {
	switch {
	case a.Effort == 0:
		return r.at(p.Pos, "%s has no effort", p.Key)
	case !costKnown:
		return r.at(p.Pos, "%s has no coût", p.Key)
	case a.Model == "" && a.Source == "":
		return r.at(p.Pos, "%s names neither a source nor the action of the model that it stands for", p.Key)
	case a.NoValue == "" && len(a.Changes) == 0:
		return r.at(p.Pos, "%s changes nothing, and does not say why it has no figure", p.Key)
	case a.NoValue != "" && len(a.Changes)+len(a.Needs) > 0:
		return r.at(p.Pos, "%s has no figure, so it changes and needs nothing", p.Key)
	}
	if a.Note != nil {
		if err := r.allLanguages(p, a.Note); err != nil {
			return err
		}
	}
	return r.allLanguages(p, a.Title)
}

func (r reader) title(into Texts, key syntax.Pair) error {
	lang := key.Key
	if lang == "titre" {
		lang = "fr"
	}
	text, err := r.text(key)
	into[lang] = text
	return err
}

// note reads what an action assumes, in one language: French has no tag.
func (r reader) note(a *Action, key syntax.Pair) error {
	_, lang, tagged := strings.Cut(key.Key, " ")
	if !tagged {
		lang = "fr"
	}
	text, err := r.text(key)
	if a.Note == nil {
		a.Note = Texts{}
	}
	a.Note[lang] = text
	return err
}

func (r reader) effort(key syntax.Pair) (int, error) {
	for effort := 1; effort <= 3; effort++ {
		if v, ok := key.Value.Float(); ok && v == float64(effort) {
			return effort, nil
		}
	}
	return 0, r.at(key.Pos, "an effort is 1, 2 or 3")
}

func (r reader) cost(key syntax.Pair) (Cost, error) {
	i := slices.Index(costs[:], key.Value.Text)
	if i < 0 {
		return 0, r.at(key.Pos, "a coût is one of %s", strings.Join(costs[:], ", "))
	}
	return Cost(i), nil
}

// needs reads the conditions of an entry.
func (r reader) needs(id string, list *syntax.Node) ([]Need, error) {
	if list.Kind != syntax.List {
		return nil, r.at(list.Pos, "si is a list of conditions, not a %s", list.Kind)
	}
	var needs []Need
	for i, item := range list.Items {
		part, formula := Carbon, item.Get(parts[Carbon])
		if formula == nil {
			part, formula = Waste, item.Get(parts[Waste])
		}
		reason := item.Get("sinon")
		if formula == nil || reason == nil || reason.Kind != syntax.String || len(item.Pairs) != 2 {
			return nil, r.at(item.Pos, "a condition is carbone or déchets with its formula, and sinon with a reason")
		}
		needs = append(needs, Need{
			Part: part, Rule: ruleName(id, fmt.Sprintf("condition %d", i+1)), Reason: reason.Text, formula: formula,
		})
	}
	return needs, nil
}

// changes reads what an entry changes in one model.
func (r reader) changes(id string, key syntax.Pair) ([]Change, error) {
	part := Part(slices.Index(parts[:], key.Key))
	if key.Value.Kind != syntax.Map || len(key.Value.Pairs) == 0 {
		return nil, r.at(key.Pos, "%s gives rules new values, it is not a %s", key.Key, key.Value.Kind)
	}
	var changes []Change
	for i, p := range key.Value.Pairs {
		changes = append(changes, Change{
			Part: part, Of: p.Key, Value: ruleName(id, fmt.Sprintf("%s %d", parts[part], i+1)), formula: p.Value,
		})
	}
	return changes, nil
}

// text reads a text of one paragraph.
func (r reader) text(key syntax.Pair) (string, error) {
	text := strings.TrimSpace(key.Value.Text)
	if key.Value.Kind != syntax.String || text == "" {
		return "", r.at(key.Pos, "%s is a text", key.Key)
	}
	return text, nil
}

func (r reader) address(key syntax.Pair) (string, error) {
	text, err := r.text(key)
	if err != nil {
		return "", err
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return "", r.at(key.Pos, "a source is an address that begins with https://")
	}
	return text, nil
}

// check refuses reasons that are named and not there.
func (s *Set) check() error {
	missing := func(place, reason string) error {
		if _, ok := s.Reasons[reason]; ok {
			return nil
		}
		return fmt.Errorf("%s: no reason is called %q", place, reason)
	}
	for _, a := range s.Actions {
		for _, n := range a.Needs {
			if err := missing(a.Place, n.Reason); err != nil {
				return err
			}
		}
		if a.NoValue != "" {
			if err := missing(a.Place, a.NoValue); err != nil {
				return err
			}
		}
	}
	for _, l := range s.Levers {
		for _, n := range l.Needs {
			if err := missing(l.Place, n.Reason); err != nil {
				return err
			}
		}
	}
	return nil
}
