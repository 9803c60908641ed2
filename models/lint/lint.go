// Package lint finds what a model says and probably does not mean. The language
// ignores a key that it does not know, so that "untité" for "unité" changes a
// figure in silence; units may disagree between two rules; a rule that nothing
// reads may be one that a rename left behind; a question without a default stops
// the figure of everyone who does not answer it.
package lint

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"capzero/publicodes"
	"capzero/publicodes/syntax"
)

// Kind says what sort of thing was found.
type Kind string

// The kinds of findings. Only an unknown key is certainly a mistake.
const (
	UnknownKey    Kind = "unknown key"
	UnitsDisagree Kind = "units disagree"
	Unread        Kind = "nothing reads this rule"
	NoDefault     Kind = "question without a default"
)

// A Finding is one thing to look at.
type Finding struct {
	Kind   Kind
	Source string
	Pos    syntax.Pos
	Rule   string
	Detail string // the key, and what it may have been meant to be; the units
}

// String gives "waste.publicodes:12:3: unknown key in "déchets": untité, perhaps unité".
func (f Finding) String() string {
	place := f.Source
	if at := f.Pos.String(); at != "" {
		place += ":" + at
	}
	if f.Detail == "" {
		return fmt.Sprintf("%s: %s: %q", place, f.Kind, f.Rule)
	}
	return fmt.Sprintf("%s: %s in %q: %s", place, f.Kind, f.Rule, f.Detail)
}

// Check looks at the sources that model was compiled from. Findings come in the
// order of the sources. The error is one of decoding.
func Check(model *publicodes.Model, sources ...publicodes.Source) ([]Finding, error) {
	rules, err := declared(sources)
	if err != nil {
		return nil, err
	}
	var found []Finding
	for _, r := range rules {
		found = append(found, r.unknownKeys()...)
	}
	for _, w := range model.Warnings() {
		found = append(found, Finding{Kind: UnitsDisagree, Source: w.Source, Pos: w.Pos, Rule: w.Rule, Detail: w.Message})
	}
	found = append(found, unread(model, rules)...)
	return append(found, withoutDefault(model, rules)...), nil
}

// A rule is what one source says of one rule.
type rule struct {
	source string
	name   string
	pos    syntax.Pos
	body   *syntax.Node
}

const (
	separator = " . "
	childKey  = "avec" // holds rules within a rule
)

// declared lists the rules of all sources, those within rules too.
func declared(sources []publicodes.Source) ([]rule, error) {
	var rules []rule
	for _, s := range sources {
		root, err := syntax.Decode(s.Name, s.Data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.Name, err)
		}
		rules = appendRules(rules, s.Name, "", root)
	}
	return rules, nil
}

func appendRules(rules []rule, source, prefix string, children *syntax.Node) []rule {
	for _, p := range children.Pairs {
		r := rule{source: source, name: prefix + p.Key, pos: p.Pos, body: p.Value}
		rules = append(rules, r)
		if within := p.Value.Get(childKey); within != nil {
			rules = appendRules(rules, source, r.name+separator, within)
		}
	}
	return rules
}

// unknownKeys finds the keys of a rule that nobody reads.
func (r rule) unknownKeys() []Finding {
	if r.body == nil || r.body.Kind != syntax.Map {
		return nil
	}
	var found []Finding
	for _, p := range r.body.Pairs {
		if computed[p.Key] || described[p.Key] {
			continue
		}
		detail := p.Key
		if near, ok := nearest(p.Key); ok {
			detail += ", perhaps " + near
		}
		found = append(found, Finding{Kind: UnknownKey, Source: r.source, Pos: p.Pos, Rule: r.name, Detail: detail})
	}
	return found
}

// unread finds the rules that are no question and that no other rule names. A
// rule with rules below it is a heading, and an option of a mosaic is read by
// its question.
func unread(model *publicodes.Model, rules []rule) []Finding {
	read := map[string]bool{}
	for _, r := range rules {
		read[parent(r.name)] = true
		r.eachName(func(name string) {
			if full, ok := resolve(model, r.name, name); ok && full != r.name {
				read[full] = true
			}
		})
	}
	var found []Finding
	for _, r := range firstOfEach(rules) {
		public, ok := model.Rule(r.name)
		if ok && public.Question == "" && !read[r.name] {
			found = append(found, Finding{Kind: Unread, Source: r.source, Pos: r.pos, Rule: r.name})
		}
	}
	return found
}

func withoutDefault(model *publicodes.Model, rules []rule) []Finding {
	var found []Finding
	for _, r := range firstOfEach(rules) {
		q, ok := model.Rule(r.name)
		if !ok || q.Question == "" || q.HasDefault {
			continue
		}
		if _, mosaic := q.Attribute("mosaique"); mosaic {
			continue // its options are the questions
		}
		found = append(found, Finding{Kind: NoDefault, Source: r.source, Pos: r.pos, Rule: r.name})
	}
	return found
}

// firstOfEach leaves out what later sources say of a rule again.
func firstOfEach(rules []rule) []rule {
	seen := map[string]bool{}
	return slices.DeleteFunc(slices.Clone(rules), func(r rule) bool {
		again := seen[r.name]
		seen[r.name] = true
		return again
	})
}

// eachName calls f with each name that the rule's formulas, conditions, options
// and suggestions hold.
func (r rule) eachName(f func(string)) {
	if r.body == nil {
		return
	}
	if r.body.Kind != syntax.Map {
		eachName(r.body, f)
		return
	}
	for _, p := range r.body.Pairs {
		if p.Key != childKey && !prose[p.Key] {
			eachName(p.Value, f)
		}
	}
}

func eachName(n *syntax.Node, f func(string)) {
	if n == nil {
		return
	}
	for _, item := range n.Items {
		eachName(item, f)
	}
	for _, p := range n.Pairs {
		f(p.Key) // contexte and remplace name rules by key
		eachName(p.Value, f)
	}
	if n.Kind != syntax.String {
		return
	}
	expression, err := syntax.ParseExpression(n.Text)
	if err != nil {
		return // a text that is no expression names no rule
	}
	eachIdent(expression, f)
}

func eachIdent(e syntax.Expr, f func(string)) {
	switch e := e.(type) {
	case *syntax.Ident:
		f(e.Name)
	case *syntax.TextLit:
		f(e.Value) // a possibility, which is a rule below its question
	case *syntax.Binary:
		eachIdent(e.Left, f)
		eachIdent(e.Right, f)
	}
}

// resolve finds the rule that a name means inside another: a child first, then
// outwards.
func resolve(model *publicodes.Model, from, name string) (string, bool) {
	name = strings.TrimSpace(name)
	for strings.HasPrefix(name, "^"+separator) {
		name, from = strings.TrimPrefix(name, "^"+separator), parent(from)
	}
	for scope := from; scope != ""; scope = parent(scope) {
		if _, ok := model.Rule(scope + separator + name); ok {
			return scope + separator + name, true
		}
	}
	_, ok := model.Rule(name)
	return name, ok
}

func parent(name string) string {
	i := strings.LastIndex(name, separator)
	return name[:max(i, 0)]
}

// nearest returns the key that a misspelt one may have been meant to be: at
// most two letters away.
func nearest(key string) (string, bool) {
	type candidate struct {
		key  string
		away int
	}
	best := candidate{away: 3}
	for _, known := range []map[string]bool{computed, described} {
		for k := range known {
			c := candidate{k, distance(key, k)}
			if cmp.Or(cmp.Compare(c.away, best.away), cmp.Compare(c.key, best.key)) < 0 && c.away < 3 {
				best = c
			}
		}
	}
	return best.key, best.key != ""
}

// distance counts the letters to change, add or take out between two words
// (Levenshtein).
func distance(a, b string) int {
	from, to := []rune(a), []rune(b)
	row := make([]int, len(to)+1)
	for j := range row {
		row[j] = j
	}
	for i := range from {
		diagonal := row[0]
		row[0] = i + 1
		for j := range to {
			change := diagonal
			if from[i] != to[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(to)]
}
