package publicodes

import (
	"errors"
	"slices"
	"time"

	"capzero/publicodes/internal/diag"
	"capzero/publicodes/internal/eval"
	"capzero/publicodes/internal/resolve"
	"capzero/publicodes/syntax"
)

// Source is one file of a model. The extension of Name says how to read Data:
// .json, .yaml, .yml or .publicodes (which is YAML).
type Source struct {
	Name string
	Data []byte
}

// Model is a compiled set of rules. It is immutable and may be shared by any
// number of goroutines, each with its own [Evaluator].
type Model struct {
	program   *resolve.Program
	graph     *eval.Graph
	rules     []*Rule
	byName    map[string]*Rule
	questions []*Rule
}

// Options say how a model is compiled. The zero value is that of the language.
type Options struct {
	// FilterPossibilities takes possibilities away whose rule does not apply: a
	// rule for which one is left has it as its value, and one for which none is
	// left does not apply.
	FilterPossibilities bool

	// Today tells the day that a durée counts to or from when the model names
	// none. It is asked once for each situation; nil is the clock.
	Today func() time.Time

	// Package gives the model that a source asks for with importer!. Nothing is
	// read from anywhere else. An import is an error when it is nil.
	Package func(Import) ([]Source, error)
}

// Import is what an importer! asks for.
type Import struct {
	From string // the name of the source that asks
	Name string // nom: the name of the package, "futureco-data" or "@scope/name"
	File string // source: the file of the model, relative to From; empty when it is left to the name
}

// Compile reads the sources in order and compiles them into one model. A later
// source adds rules and overrides keys of earlier rules, one key at a time.
// The error is an [*Error], or several joined.
func Compile(sources ...Source) (*Model, error) { return Options{}.Compile(sources...) }

// Compile is [Compile] with these options.
func (o Options) Compile(sources ...Source) (*Model, error) {
	docs, err := documents(sources)
	if err != nil {
		return nil, err
	}
	program, err := resolve.Resolve(o.resolved(), docs...)
	if err != nil {
		return nil, err
	}
	graph, err := eval.Compile(program)
	if err != nil {
		return nil, err
	}
	return newModel(program, graph), nil
}

func documents(sources []Source) ([]resolve.Document, error) {
	docs := make([]resolve.Document, len(sources))
	for i, src := range sources {
		root, err := syntax.Decode(src.Name, src.Data)
		if err != nil {
			return nil, sourceError(src.Name, err)
		}
		docs[i] = resolve.Document{Source: src.Name, Root: root}
	}
	return docs, nil
}

func (o Options) resolved() resolve.Options {
	out := resolve.Options{FilterPossibilities: o.FilterPossibilities, Today: o.Today}
	if o.Today == nil {
		out.Today = time.Now
	}
	if o.Package != nil {
		out.Package = func(from, name, file string) ([]resolve.Document, error) {
			sources, err := o.Package(Import{from, name, file})
			if err != nil {
				return nil, err
			}
			return documents(sources)
		}
	}
	return out
}

func sourceError(name string, err error) error {
	e := &diag.Error{Kind: diag.Syntax, Source: name, Message: err.Error()}
	var se *syntax.Error
	if errors.As(err, &se) {
		e.Pos, e.Message = se.Pos, se.Message
	}
	return e
}

func newModel(program *resolve.Program, graph *eval.Graph) *Model {
	m := &Model{program: program, graph: graph, byName: map[string]*Rule{}}
	for _, r := range program.Rules {
		if !r.Public {
			continue
		}
		rule := describe(r)
		m.rules = append(m.rules, rule)
		m.byName[rule.Name] = rule
		if rule.Question != "" {
			m.questions = append(m.questions, rule)
		}
	}
	return m
}

// Rule returns the public rule with this full name.
func (m *Model) Rule(name string) (*Rule, bool) {
	r, ok := m.byName[name]
	return r, ok
}

// Rules returns the public rules in document order. The slice is shared: read only.
func (m *Model) Rules() []*Rule { return m.rules }

// Questions returns the public rules that ask a question, in document order.
// The slice is shared: read only.
func (m *Model) Questions() []*Rule { return m.questions }

// Warnings returns what looks wrong in the model and does not keep it from
// being evaluated: rules that add or compare values which do not measure the
// same thing, and rules that need their own value.
func (m *Model) Warnings() []*Error { return slices.Concat(m.program.Warnings, m.graph.Warnings) }

// Reads returns the names of the public rules that the value of rule can depend
// on, whatever the answers, itself included; none for an unknown rule. An answer
// to any other rule never changes the value.
func (m *Model) Reads(rule string) map[string]bool {
	r, ok := m.byName[rule]
	if !ok {
		return nil
	}
	names := map[string]bool{}
	for i, reached := range m.program.Reach(r.rule) {
		if reached && m.program.Rules[i].Public {
			names[m.program.Rules[i].Name] = true
		}
	}
	return names
}

// Size says how large a compiled model is.
type Size struct {
	Rules   int // public rules and private ones
	Nodes   int // operations
	Dynamic int // operations that an answer to a question, a default or a context reaches
	Results int // places for results: rules, and operations whose value is used twice
}

// Size returns the size of the model.
func (m *Model) Size() Size {
	nodes, dynamic, results := m.graph.Size()
	return Size{Rules: len(m.program.Rules), Nodes: nodes, Dynamic: dynamic, Results: results}
}

// NewEvaluator returns an evaluator with an empty situation. It is cheap: make
// one per request or per goroutine.
func (m *Model) NewEvaluator() *Evaluator {
	return &Evaluator{model: m, eval: eval.New(m.graph)}
}
