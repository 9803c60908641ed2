package publicodes

import "errors"

// Source is one file of a model. The extension of Name says how to read Data:
// .json, .yaml, .yml or .publicodes (which is YAML).
type Source struct {
	Name string
	Data []byte
}

// Model is a compiled set of rules. It is immutable and may be shared by any
// number of goroutines, each with its own [Evaluator].
type Model struct {
	rules     []*Rule
	byName    map[string]*Rule
	questions []*Rule
}

// Compile reads the sources in order and compiles them into one model. A later
// source adds rules and overrides keys of earlier rules, one key at a time.
// The error is an [*Error], or several joined.
func Compile(sources ...Source) (*Model, error) {
	return nil, errors.New("publicodes: Compile is not written yet")
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

// NewEvaluator returns an evaluator with an empty situation. It is cheap: make
// one per request or per goroutine.
func (m *Model) NewEvaluator() *Evaluator { return &Evaluator{} }
