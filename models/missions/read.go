package missions

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"capzero/models/entry"
	"capzero/publicodes"
	"capzero/publicodes/syntax"
)

const (
	// steps is how many a mission has: as many as one remembers.
	steps = 3
	// mostTimes is how often anything can be done in a week: at each meal.
	mostTimes = 21
)

// idForm is what a mission may be called: it stands in addresses, in the names of
// rules and in the ledger for good.
var idForm = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

// Read reads files of missions in their order. The reasons are those that the
// files may name besides their own. The error joins everything that is wrong,
// each with its place.
func Read(reasons map[string]entry.Texts, files ...publicodes.Source) (*Set, error) {
	s := &Set{Reasons: maps.Clone(reasons), Version: version(files)}
	if s.Reasons == nil {
		s.Reasons = map[string]entry.Texts{}
	}
	var wrong []error
	for _, file := range files {
		wrong = append(wrong, s.add(file)...)
	}
	for i := range s.Missions {
		wrong = append(wrong, s.Missions[i].CheckReasons(s.Reasons))
	}
	if err := errors.Join(wrong...); err != nil {
		return nil, err
	}
	return s, nil
}

// version names what the files say.
func version(files []publicodes.Source) string {
	sum := sha256.New()
	for _, f := range files {
		fmt.Fprintf(sum, "%s %d\n%s", path.Base(f.Name), len(f.Data), f.Data)
	}
	return hex.EncodeToString(sum.Sum(nil))[:12]
}

// add reads one file and returns what is wrong in it.
func (s *Set) add(file publicodes.Source) (wrong []error) {
	r := reader{Reader: entry.Reader{File: file.Name, Root: root}, set: s}
	entries, err := r.Entries(file)
	if err != nil {
		return []error{err}
	}
	for _, e := range entries {
		wrong = append(wrong, r.entry(e)...)
	}
	return wrong
}

// A reader reads the missions of one file.
type reader struct {
	entry.Reader
	set *Set
}

// entry reads a mission or a reason, by the file it stands in.
func (r reader) entry(p syntax.Pair) []error {
	switch {
	case !idForm.MatchString(p.Key):
		return []error{r.At(p.Pos, "%q is no name: small letters, digits, and - between words", p.Key)}
	case len(r.set.Missions)+len(r.set.Reasons) >= entry.MaxEntries:
		return []error{r.At(p.Pos, "more than %d entries", entry.MaxEntries)}
	case p.Value.Kind != syntax.Map:
		return []error{r.At(p.Pos, "%s has keys, it is not a %s", p.Key, p.Value.Kind)}
	case path.Base(r.File) == entry.ReasonsFile:
		return []error{r.Reason(r.set.Reasons, p)}
	case slices.ContainsFunc(r.set.Missions, func(m Mission) bool { return m.ID == p.Key }):
		return []error{r.At(p.Pos, "the mission %s is there twice", p.Key)}
	}
	return r.mission(p)
}

func (r reader) mission(p syntax.Pair) (wrong []error) {
	m := Mission{Entry: r.New(p), Steps: make([]entry.Texts, steps)}
	for i := range m.Steps {
		m.Steps[i] = entry.Texts{}
	}
	for _, key := range p.Value.Pairs {
		known, err := r.Key(&m.Entry, key)
		if !known {
			err = r.key(&m, key)
		}
		wrong = append(wrong, err)
	}
	r.set.Missions = append(r.set.Missions, m)
	if err := errors.Join(wrong...); err != nil {
		return wrong // what is missing may be what was wrong
	}
	return r.complete(p, &m)
}

// key reads a key that only missions have.
func (r reader) key(m *Mission, key syntax.Pair) error {
	var word int
	var err error
	switch key.Key {
	case "thème":
		if word, err = r.Word(key, Themes()...); err == nil {
			m.Theme = Themes()[word]
		}
	case "pourquoi", "pourquoi en", "pourquoi sr":
		err = r.InLanguage(&m.Why, key)
	case "étapes", "étapes en", "étapes sr":
		err = r.steps(m, key)
	case "rythme":
		word, err = r.Word(key, rhythms...)
		m.Rhythm = Rhythm(word)
	case "pour":
		word, err = r.Word(key, doers...)
		m.For = For(word)
	case "preuve":
		word, err = r.Word(key, kindsOfEvidence...)
		m.Evidence = Evidence(word)
	case "fois":
		m.Times, err = r.times(key)
	default:
		err = r.At(key.Pos, "a mission has no key %q", key.Key)
	}
	return err
}

// steps reads how it is done, in one language.
func (r reader) steps(m *Mission, key syntax.Pair) error {
	if key.Value.Kind != syntax.List || len(key.Value.Items) != steps {
		return r.At(key.Pos, "%s is a list of %d sentences", key.Key, steps)
	}
	for i, item := range key.Value.Items {
		text, err := r.Text(syntax.Pair{Key: fmt.Sprintf("step %d", i+1), Value: item, Pos: item.Pos})
		if err != nil {
			return err
		}
		m.Steps[i][entry.LanguageOf(key)] = text
	}
	return nil
}

func (r reader) times(key syntax.Pair) (int, error) {
	v, ok := key.Value.Float()
	n := int(v)
	if !ok || float64(n) != v || n < 1 || n > mostTimes {
		return 0, r.At(key.Pos, "fois is a whole number from 1 to %d", mostTimes)
	}
	return n, nil
}

// required are the keys that a mission cannot do without.
var required = []string{
	"titre", "en", "sr", "thème", "pourquoi", "pourquoi en", "pourquoi sr", "étapes", "étapes en", "étapes sr",
	"rythme", "pour", "fois", "preuve", "source",
}

// complete refuses a mission that lacks something, or says two things at once.
func (r reader) complete(p syntax.Pair, m *Mission) (wrong []error) {
	for _, key := range required {
		if p.Value.Get(key) == nil {
			wrong = append(wrong, r.At(p.Pos, "%s has no %s", p.Key, key))
		}
	}
	if len(wrong) > 0 {
		return wrong
	}
	switch {
	case !strings.HasPrefix(m.Source, "https://"):
		wrong = append(wrong, r.At(p.Value.Get("source").Pos, "a source is an address that begins with https://"))
	case m.NoValue != "" && len(m.Changes) > 0:
		wrong = append(wrong, r.At(p.Value.Get("sans chiffre").Pos, "%s has figures, and says that it has none", p.Key))
	case m.Rhythm == Once && m.Times != 1:
		wrong = append(wrong, r.At(p.Value.Get("fois").Pos, "what is done once counts once in a week"))
	}
	return append(wrong, r.Complete(p, &m.Entry))
}
