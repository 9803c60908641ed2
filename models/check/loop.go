package check

import (
	"fmt"
	"slices"
	"strings"

	"capzero/publicodes/syntax"
)

// contextLoops finds rules with a contexte that need each other's values: each
// gives the other a new situation to be evaluated in, and so on. A rule that
// comes back to itself alone is the usual way of writing a comparison, and ends.
// A loop that was seen to fail is not told again.
func (c *checker) contextLoops() {
	sets := map[string][]string{} // rule with a contexte → the rules that it sets
	for _, r := range c.rules {
		eachContext(r.body, func(n *syntax.Node) {
			for _, p := range n.Pairs {
				if full, ok := c.model.Lookup(r.name, p.Key); ok {
					sets[r.name] = append(sets[r.name], full)
				}
			}
		})
	}
	if len(sets) < 2 {
		return
	}
	reads := c.written()
	told := map[string]bool{}
	for _, name := range c.graph.names {
		if sets[name] == nil || told[name] {
			continue
		}
		loop := c.loopOf(name, reads, sets)
		if len(loop) < 2 {
			continue
		}
		seen := slices.ContainsFunc(c.found, func(f Finding) bool { return f.Kind == ContextLoop && slices.Contains(loop, f.Rule) })
		for _, in := range loop {
			told[in] = true
		}
		if seen {
			continue
		}
		file, pos := c.whereIs(name)
		c.add(Finding{
			Severity: Warning, Kind: ContextLoop, File: file, Pos: pos, Rule: name,
			Message:    fmt.Sprintf("the rules %s need each other, each in its own contexte", quotedList(loop)),
			Suggestion: "let one of them set all the rules, or read what the others read instead of the others",
		})
	}
}

// written are the rules that formulas name, without those that conditions of
// parents add.
func (c *checker) written() map[string][]string {
	reads := map[string][]string{}
	for _, r := range c.rules {
		r.eachExpression(func(_ *syntax.Node, e syntax.Expr) {
			eachPart(e, func(part syntax.Expr) {
				if id, ok := part.(*syntax.Ident); ok {
					if full, ok := c.model.Lookup(r.name, id.Name); ok {
						reads[r.name] = append(reads[r.name], full)
					}
				}
			})
		})
	}
	return reads
}

// loopOf are the rules with a contexte that name reaches and that reach it, and
// that set something differently.
func (c *checker) loopOf(name string, reads map[string][]string, sets map[string][]string) []string {
	forward := walk(name, reads)
	var loop []string
	for _, other := range c.graph.names {
		if sets[other] == nil || other != name && !(forward[other] && walk(other, reads)[name]) {
			continue
		}
		loop = append(loop, other)
	}
	return loop
}

func walk(from string, reads map[string][]string) map[string]bool {
	met := map[string]bool{}
	todo := slices.Clone(reads[from])
	for len(todo) > 0 {
		name := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if met[name] {
			continue
		}
		met[name] = true
		todo = append(todo, reads[name]...)
	}
	return met
}

func quotedList(names []string) string {
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = fmt.Sprintf("%q", n)
	}
	if len(quoted) > 4 {
		return strings.Join(quoted[:4], ", ") + fmt.Sprintf(" and %d more", len(quoted)-4)
	}
	return strings.Join(quoted[:len(quoted)-1], ", ") + " and " + quoted[len(quoted)-1]
}
