package entry

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"capzero/publicodes"
	"capzero/publicodes/syntax"
)

// Bounds of the files, far above ours (60 kB, 100 entries).
const (
	// MaxBytes is how long a file may be.
	MaxBytes = 1 << 20
	// MaxEntries is how many entries a set may have.
	MaxEntries = 1000
)

// languages are those that every text is written in.
var languages = []string{"fr", "en", "sr"}

// A Reader reads the entries of one file. Its errors name their place.
type Reader struct {
	File string
	Root string // the rule under which the formulas will stand
}

// At is an error at a place of the file.
func (r Reader) At(p syntax.Pos, format string, args ...any) error {
	return fmt.Errorf("%s: %s", r.Place(p), fmt.Sprintf(format, args...))
}

// Place is a place of the file: its name, line and column.
func (r Reader) Place(p syntax.Pos) string { return r.File + ":" + p.String() }

// Entries decodes a file into its entries.
func (r Reader) Entries(file publicodes.Source) ([]syntax.Pair, error) {
	if len(file.Data) > MaxBytes {
		return nil, fmt.Errorf("%s: %d bytes, at most %d are read", file.Name, len(file.Data), MaxBytes)
	}
	root, err := syntax.Decode(file.Name, file.Data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file.Name, err)
	}
	if root.Kind != syntax.Map {
		return nil, r.At(root.Pos, "a file holds entries by name, not a %s", root.Kind)
	}
	return root.Pairs, nil
}

// New begins the entry of a name.
func (r Reader) New(p syntax.Pair) Entry {
	return Entry{ID: p.Key, Title: Texts{}, Place: r.Place(p.Pos)}
}

// Key reads a key that every kind of entry has, and reports whether it is one.
func (r Reader) Key(e *Entry, key syntax.Pair) (known bool, err error) {
	switch key.Key {
	case "titre", "en", "sr":
		err = r.Title(e.Title, key)
	case "effort":
		e.Effort, err = r.effort(key)
	case "coût":
		e.Cost, err = r.cost(key)
	case "si":
		e.Needs, err = r.Needs(e.ID, key.Value)
	case parts[Carbon], parts[Waste]:
		var changes []Change
		changes, err = r.Changes(e.ID, key)
		e.Changes = append(e.Changes, changes...)
	case "sans chiffre":
		e.NoValue, err = r.Text(key)
		e.noValuePlace = r.Place(key.Pos)
	case "source":
		e.Source, err = r.address(key)
	case "note", "note en", "note sr":
		err = r.InLanguage(&e.Note, key)
	default:
		return false, nil
	}
	return true, err
}

// Complete refuses an entry that lacks what every kind of entry has.
func (r Reader) Complete(p syntax.Pair, e *Entry) error {
	switch {
	case e.Effort == 0:
		return r.At(p.Pos, "%s has no effort", p.Key)
	case p.Value.Get("coût") == nil:
		return r.At(p.Pos, "%s has no coût", p.Key)
	case e.NoValue == "" && len(e.Changes) == 0:
		return r.At(p.Pos, "%s changes nothing, and does not say why it has no figure", p.Key)
	}
	if e.Note != nil {
		if err := r.AllLanguages(p, e.Note); err != nil {
			return err
		}
	}
	return r.AllLanguages(p, e.Title)
}

// Title reads a title in one language: French is called titre.
func (r Reader) Title(into Texts, key syntax.Pair) error {
	lang := key.Key
	if lang == "titre" {
		lang = "fr"
	}
	text, err := r.Text(key)
	into[lang] = text
	return err
}

// InLanguage reads a text under a key that ends with its language: French has no
// tag.
func (r Reader) InLanguage(into *Texts, key syntax.Pair) error {
	text, err := r.Text(key)
	if *into == nil {
		*into = Texts{}
	}
	(*into)[LanguageOf(key)] = text
	return err
}

// LanguageOf is the language in a key: "note en" is in English, "note" in French.
func LanguageOf(key syntax.Pair) string {
	if _, lang, tagged := strings.Cut(key.Key, " "); tagged {
		return lang
	}
	return "fr"
}

// AllLanguages refuses a text that a language lacks.
func (r Reader) AllLanguages(p syntax.Pair, t Texts) error {
	for _, lang := range languages {
		if t[lang] == "" {
			return r.At(p.Pos, "%s has no text in %s", p.Key, lang)
		}
	}
	return nil
}

func (r Reader) effort(key syntax.Pair) (int, error) {
	for effort := 1; effort <= 3; effort++ {
		if v, ok := key.Value.Float(); ok && v == float64(effort) {
			return effort, nil
		}
	}
	return 0, r.At(key.Pos, "an effort is 1, 2 or 3")
}

func (r Reader) cost(key syntax.Pair) (Cost, error) {
	i, err := r.Word(key, costs[:]...)
	return Cost(i), err
}

// Word reads one of some words, by its index.
func (r Reader) Word(key syntax.Pair, words ...string) (int, error) {
	i := slices.Index(words, key.Value.Text)
	if i < 0 {
		return 0, r.At(key.Pos, "a %s is one of %s", key.Key, strings.Join(words, ", "))
	}
	return i, nil
}

// Text reads a text of one paragraph.
func (r Reader) Text(key syntax.Pair) (string, error) {
	text := strings.TrimSpace(key.Value.Text)
	if key.Value.Kind != syntax.String || text == "" {
		return "", r.At(key.Pos, "%s is a text", key.Key)
	}
	return text, nil
}

// Number reads a number.
func (r Reader) Number(key syntax.Pair) (float64, error) {
	v, ok := key.Value.Float()
	if !ok {
		return 0, r.At(key.Pos, "%s is a number", key.Key)
	}
	return v, nil
}

func (r Reader) address(key syntax.Pair) (string, error) {
	text, err := r.Text(key)
	if err != nil {
		return "", err
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return "", r.At(key.Pos, "a source is an address that begins with https://")
	}
	return text, nil
}
