package resolve

import (
	"strconv"
	"strings"

	"capzero/publicodes/internal/diag"
	"capzero/publicodes/syntax"
)

// Rule is one rule of a program.
type Rule struct {
	Index  int    // in [Program.Rules]
	Name   string // full name, without the mark of private rules
	Public bool   // may be asked for and answered from outside
	Keys   []Key  // what the sources say of it, in order
	Source string
	Pos    syntax.Pos

	Value         *Node          // the formula with all that the rule's keys put around it
	Entry         *Node          // what evaluating the rule from outside means: a reference, replaced if need be
	Possibilities *Possibilities // nil when any value may be an answer
	Type          Type
	HasDefault    bool

	// Parent is the nearest ancestor that can switch the rule off, nil if none.
	Parent         *Node
	ParentNullable bool // it may be not applicable
	ParentBoolean  bool // it may be non

	// AnswerMayBeNull says that people may answer "not applicable".
	AnswerMayBeNull bool

	// Owner is the rule that the model writes, for a rule that stands for a part
	// of its formula; else nil.
	Owner *Rule

	private  bool
	nullable maybe
	parents  []*Node
	parts    []*Rule // the rules that stand for parts of its formula

	extremes []extreme // of its formula

	suggestions []*Node
	replaces    []*Rule
}

// InParts reports whether the rule is a part of a formula, or has such parts.
func (r *Rule) InParts() bool { return r.Owner != nil || len(r.parts) > 0 }

// Key is one key of a rule, with the source it comes from.
type Key struct {
	syntax.Pair
	Source string
}

// Key returns the value under a key of the rule.
func (r *Rule) Key(name string) (*syntax.Node, bool) {
	for i := range r.Keys {
		if r.Keys[i].Key == name {
			return r.Keys[i].Value, true
		}
	}
	return nil, false
}

// place finds a node of the rule's document: its source and the keys that lead
// to it.
func (r *Rule) place(at *syntax.Node) (source, path string) {
	for _, k := range r.Keys {
		if rest, ok := pathTo(k.Value, at); ok {
			return k.Source, strings.Join(append([]string{k.Key}, rest...), pathSeparator)
		}
	}
	return r.Source, ""
}

const pathSeparator = " > "

func pathTo(from, at *syntax.Node) ([]string, bool) {
	if from == at {
		return nil, true
	}
	for _, p := range from.Pairs {
		if rest, ok := pathTo(p.Value, at); ok {
			return append([]string{p.Key}, rest...), true
		}
	}
	for i, item := range from.Items {
		if rest, ok := pathTo(item, at); ok {
			return append([]string{strconv.Itoa(i + 1)}, rest...), true
		}
	}
	return nil, false
}

// Type is the type of a value, as far as it can be inferred.
type Type uint8

// The types.
const (
	Untyped Type = iota
	Number
	Boolean
	Text
	Date
)

// Possibilities are the only values that a rule may be given.
type Possibilities struct {
	Type    Type // Number or Text
	Options []Option
	refs    []*Node

	// Filter gives the possibility that is left when the others do not apply; nil
	// unless that is asked for.
	Filter *Node
}

// Option is one of the values.
type Option struct {
	Value *Node // a constant
	Rule  *Rule // the rule that describes the option, if any
}

// Only returns the value of a choice among one described option: there is
// nothing to ask, the value is known.
func (p *Possibilities) Only() (*Node, bool) {
	if len(p.refs) == 1 && len(p.Options) == 1 {
		return p.Options[0].Value, true
	}
	return nil, false
}

// Program is a resolved model.
type Program struct {
	Options
	Rules    []*Rule
	Warnings []*diag.Error // what looks wrong but can be evaluated

	byName    map[string]*Rule
	replacers map[*Rule][]*replacement
	inlined   map[string]*Node
	contexts  []*Node
	frozen    bool // shared from now on: no step may change it
}

// Rule returns the rule with this full name.
func (p *Program) Rule(name string) (*Rule, bool) {
	r, ok := p.byName[name]
	return r, ok
}

const separator = " . "

// parent is the name without its last part, "" for a root.
func parent(name string) string {
	i := strings.LastIndex(name, separator)
	if i < 0 {
		return ""
	}
	return name[:i]
}

// ancestors are the parent, its parent and so on, nearest first.
func ancestors(name string) []string {
	n := strings.Count(name, separator)
	if n == 0 {
		return nil
	}
	out := make([]string, 0, n)
	for p := parent(name); p != ""; p = parent(p) {
		out = append(out, p)
	}
	return out
}
