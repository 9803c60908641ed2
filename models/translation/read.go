package translation

import (
	"fmt"
	"regexp"
	"strings"

	"capzero/publicodes"
	"capzero/publicodes/syntax"
)

// Bounds of the files, far above ours (12 kB, 60 rules).
const (
	maxBytes = 1 << 20
	maxRules = 5000
)

// markForm is how [Mark] writes one.
var markForm = regexp.MustCompile(`^[0-9a-f]{8}$`)

// Read reads the files of one language. The error names its place.
func Read(files ...publicodes.Source) (*Set, error) {
	s := &Set{rules: map[string]*Texts{}}
	for _, file := range files {
		if err := s.add(file); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func (s *Set) add(file publicodes.Source) error {
	if len(file.Data) > maxBytes {
		return fmt.Errorf("%s: %d bytes, at most %d are read", file.Name, len(file.Data), maxBytes)
	}
	root, err := syntax.Decode(file.Name, file.Data)
	if err != nil {
		return fmt.Errorf("%s: %w", file.Name, err)
	}
	r := reader{file: file.Name}
	if root.Kind != syntax.Map {
		return r.at(root.Pos, "a file holds texts by the name of their rule, not a %s", root.Kind)
	}
	for _, entry := range root.Pairs {
		if _, twice := s.rules[entry.Key]; twice {
			return r.at(entry.Pos, "%q is translated twice", entry.Key)
		}
		if len(s.rules) >= maxRules {
			return r.at(entry.Pos, "more than %d rules", maxRules)
		}
		texts, err := r.texts(entry)
		if err != nil {
			return err
		}
		s.rules[entry.Key] = texts
	}
	return nil
}

// A reader reads the entries of one file.
type reader struct{ file string }

func (r reader) at(p syntax.Pos, format string, args ...any) error {
	return fmt.Errorf("%s:%s: %s", r.file, p, fmt.Sprintf(format, args...))
}

func (r reader) texts(entry syntax.Pair) (*Texts, error) {
	if entry.Value.Kind != syntax.Map {
		return nil, r.at(entry.Pos, "%q has texts by their keys, it is not a %s", entry.Key, entry.Value.Kind)
	}
	t := &Texts{place: r.file + ":" + entry.Pos.String()}
	for _, key := range entry.Value.Pairs {
		var err error
		switch key.Key {
		case "français":
			t.mark, err = r.mark(key)
		case "titre":
			t.Title, err = r.text(key)
		case "question":
			t.Question, err = r.text(key)
		case "description":
			t.Description, err = r.text(key)
		case "note":
			t.Note, err = r.text(key)
		case "suggestions":
			t.Suggestions, err = r.suggestions(key)
		default:
			err = r.at(key.Pos, "%q is no text: only français, titre, question, description, note and suggestions are", key.Key)
		}
		if err != nil {
			return nil, err
		}
	}
	if t.mark == "" {
		return nil, r.at(entry.Pos, "%q does not say which French text it was written from: write français: 00000000, and the test says what it is", entry.Key)
	}
	return t, nil
}

func (r reader) mark(key syntax.Pair) (string, error) {
	// A mark of digits alone, or one like 12345e67, is a number to YAML.
	if !key.Value.IsScalar() || !markForm.MatchString(key.Value.Text) {
		return "", r.at(key.Pos, "français is a mark of eight digits and letters a to f, in quotes")
	}
	return key.Value.Text, nil
}

func (r reader) text(key syntax.Pair) (string, error) {
	text := strings.TrimSpace(key.Value.Text)
	if key.Value.Kind != syntax.String || text == "" {
		return "", r.at(key.Pos, "%s is a text", key.Key)
	}
	return text, nil
}

func (r reader) suggestions(key syntax.Pair) (map[string]string, error) {
	if key.Value.Kind != syntax.Map {
		return nil, r.at(key.Pos, "suggestions are texts by their French label, not a %s", key.Value.Kind)
	}
	all := map[string]string{}
	for _, p := range key.Value.Pairs {
		text, err := r.text(p)
		if err != nil {
			return nil, err
		}
		all[p.Key] = text
	}
	return all, nil
}
