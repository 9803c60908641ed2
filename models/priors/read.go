package priors

import (
	"errors"
	"slices"

	"capzero/publicodes"
	"capzero/publicodes/syntax"
)

// maxBytes bounds a source; those of this project have some ten thousand.
const maxBytes = 1 << 20

// Read reads sources in order; a later one replaces the priors, kinds and
// factors of an earlier one, as those of a region do with those of the country.
// The error is a *publicodes.Error with its place, or several joined.
func Read(sources ...publicodes.Source) (*Set, error) {
	r := &reader{set: newSet()}
	roots := make([]*syntax.Node, len(sources))
	for i, source := range sources {
		roots[i] = r.decode(source)
	}
	for _, section := range sections {
		for i, root := range roots {
			r.source = sources[i].Name
			r.section(section, root.Get(section))
		}
	}
	r.kindsExist()
	if len(r.faults) > 0 {
		return nil, errors.Join(r.faults...)
	}
	return r.set, nil
}

// A reader reads sources into a set and collects what is wrong with them.
type reader struct {
	set    *Set
	source string // the one being read
	rule   string // the rule being read
	faults []error
}

// sections are the keys at the top of a source. What others name is read first,
// in whichever source it is.
var sections = []string{"sources", "genres", "priors", "unités", "types", "questions", "facteurs", "classes"}

func (r *reader) decode(source publicodes.Source) *syntax.Node {
	r.source, r.rule = source.Name, ""
	if len(source.Data) > maxBytes {
		r.fault(&syntax.Node{}, "%d bytes, at most %d are read", len(source.Data), maxBytes)
		return nil
	}
	root, err := syntax.Decode(source.Name, source.Data)
	if err != nil {
		r.syntax(syntax.Pos{}, err)
		return nil
	}
	r.keys(root, sections...)
	return root
}

// fault reports that a node is not as it should be.
func (r *reader) fault(n *syntax.Node, format string, args ...any) {
	r.faultOf(publicodes.StructureError, n.Pos, format, args...)
}

func (r *reader) faultOf(kind publicodes.ErrorKind, pos syntax.Pos, format string, args ...any) {
	r.faults = append(r.faults, place{r.source, pos}.fault(kind, r.rule, format, args...))
}

// syntax reports what cannot be read, from the place where it starts.
func (r *reader) syntax(from syntax.Pos, err error) {
	message := err.Error()
	if e := (*syntax.Error)(nil); errors.As(err, &e) {
		message = e.Message
		if from.Line == 0 {
			from = e.Pos
		}
	}
	r.faultOf(publicodes.SyntaxError, from, "%s", message)
}

// keys reports keys that a map does not have.
func (r *reader) keys(n *syntax.Node, known ...string) bool {
	if n == nil || n.Kind != syntax.Map {
		if n != nil {
			r.fault(n, "a map is expected, not a %s", n.Kind)
		}
		return false
	}
	ok := true
	for _, p := range n.Pairs {
		if !slices.Contains(known, p.Key) {
			r.faultOf(publicodes.StructureError, p.Pos, "the key %q is not known%s", p.Key, perhaps(p.Key, known))
			ok = false
		}
	}
	return ok
}

// section reads one section of a source.
func (r *reader) section(name string, n *syntax.Node) {
	if n == nil {
		return
	}
	if n.Kind != syntax.Map {
		r.fault(n, "%s must be a map", name)
		return
	}
	for _, p := range n.Pairs {
		r.rule = p.Key
		switch name {
		case "sources":
			r.publication(p)
		case "genres":
			r.kind(p)
		case "priors":
			r.prior(p)
		case "unités":
			r.set.kindOfUnit[p.Key] = r.placed(p)
		case "types":
			r.set.kindOfType[p.Key] = r.placed(p)
		case "questions":
			r.set.kindOfRule[p.Key] = r.placed(p)
		case "facteurs":
			r.set.factors[p.Key] = r.factor(p.Value)
			r.set.factorPlace[p.Key] = place{r.source, p.Pos}
		case "classes":
			r.set.classes[p.Key] = r.factor(p.Value)
		}
	}
	r.rule = ""
}

func (r *reader) placed(p syntax.Pair) placed { return placed{r.text(p.Value), place{r.source, p.Pos}} }

func (r *reader) publication(p syntax.Pair) {
	if !r.keys(p.Value, "titre", "organisme", "année", "url", "vu") {
		return
	}
	n := p.Value
	source := &Source{
		Title: r.text(n.Get("titre")), Publisher: r.text(n.Get("organisme")),
		Year: r.text(n.Get("année")), URL: r.text(n.Get("url")),
	}
	switch seen := n.Get("vu"); {
	case source.Title == "" || source.Publisher == "" || source.Year == "" || source.URL == "" || seen == nil:
		r.fault(n, "a source needs titre, organisme, année, url and vu")
	case seen.Text == "oui" || seen.Text == "non":
		source.Seen = seen.Text == "oui"
	default:
		r.fault(seen, "vu is oui or non, not %q", seen.Text)
	}
	r.set.sources[p.Key] = source
}

// text returns a scalar as it is written, empty for anything else.
func (r *reader) text(n *syntax.Node) string {
	if n == nil {
		return ""
	}
	if !n.IsScalar() {
		r.fault(n, "a text is expected, not a %s", n.Kind)
		return ""
	}
	return n.Text
}

// evidence reads source, or large, and lecture.
func (r *reader) evidence(n *syntax.Node) Evidence {
	e := Evidence{Reading: r.text(n.Get("lecture"))}
	source, large := n.Get("source"), n.Get("large")
	switch {
	case source == nil && large == nil:
		r.fault(n, "it has neither source nor large")
	case source != nil && large != nil:
		r.fault(large, "it has both source and large")
	case large != nil && r.text(large) != noSource:
		r.fault(large, "large says %q, nothing else", noSource)
	case source != nil && e.Reading == "":
		r.fault(n, "it has a source and no lecture: say how the figure follows from it")
	}
	if source == nil {
		return e
	}
	list := []*syntax.Node{source}
	if source.Kind == syntax.List {
		list = source.Items
	}
	if len(list) == 0 {
		r.fault(source, "it names no source")
	}
	for _, item := range list {
		name := r.text(item)
		found, ok := r.set.sources[name]
		if !ok {
			r.faultOf(publicodes.ReferenceError, item.Pos, "no source is called %q%s", name, perhaps(name, keysOf(r.set.sources)))
			continue
		}
		e.Sources = append(e.Sources, found)
	}
	return e
}

const noSource = "aucune source trouvée"

// kind reads how imprecise a kind of answer is.
func (r *reader) kind(p syntax.Pair) {
	if !r.keys(p.Value, "écart", "erreur", "source", "large", "lecture") {
		return
	}
	n := p.Value
	i := Imprecision{Kind: p.Key, Evidence: r.evidence(n)}
	relative, wrong := n.Get("écart"), n.Get("erreur")
	switch {
	case relative != nil && wrong == nil:
		i.Relative = r.within(relative, 0, 2)
	case wrong != nil && relative == nil:
		i.Wrong = r.within(wrong, 0, 1)
	default:
		r.fault(n, "a kind of answer has écart, for numbers, or erreur, for choices")
	}
	r.set.kinds[p.Key] = i
}

func (r *reader) factor(n *syntax.Node) Factor {
	if !r.keys(n, "incertitude", "source", "large", "lecture") {
		return Factor{}
	}
	if n.Get("incertitude") == nil {
		r.fault(n, "it has no incertitude")
		return Factor{}
	}
	return Factor{HalfWidth: r.within(n.Get("incertitude"), 0, 2), Evidence: r.evidence(n)}
}

// within reads a number above low and at most high.
func (r *reader) within(n *syntax.Node, low, high float64) float64 {
	v, ok := n.Float()
	if !ok || !(v > low && v <= high) {
		r.fault(n, "a number above %s and at most %s is expected", written(low), written(high))
	}
	return v
}

// kindsExist reports units, types and questions of a kind that there is not.
func (r *reader) kindsExist() {
	known := keysOf(r.set.kinds)
	for _, of := range []map[string]placed{r.set.kindOfUnit, r.set.kindOfType, r.set.kindOfRule} {
		for _, name := range keysOf(of) {
			kind := of[name]
			if _, ok := r.set.kinds[kind.word]; !ok {
				r.faults = append(r.faults, kind.fault(publicodes.ReferenceError, "",
					"%q is of the kind %q, which there is not%s", name, kind.word, perhaps(kind.word, known)))
			}
		}
	}
}
