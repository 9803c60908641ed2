package check

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"capzero/models/internal/near"
)

// knownRoots reports the roots asked for that are no rules.
func (c *checker) knownRoots() {
	var known []string
	for _, name := range c.Roots {
		if _, ok := c.model.Rule(name); ok {
			known = append(known, name)
			continue
		}
		f := Finding{Severity: Error, Kind: UnknownRule, File: c.files[0].Name, Message: fmt.Sprintf("no rule is called %q", name)}
		if meant, ok := near.Word(name, slices.Values(c.graph.names)); ok {
			f.Suggestion = fmt.Sprintf("perhaps %q is meant", meant)
		}
		c.add(f)
	}
	c.Roots = known
}

// unread finds the rules that neither the roots nor a question reads. A rule
// that only dead rules read is told with the one that begins; rules side by side
// under one heading are told together.
func (c *checker) unread() {
	g := c.graph
	start := slices.Clone(c.Roots)
	for _, name := range g.names {
		if g.question(name) || g.forPrograms(name) {
			start = append(start, name)
		}
	}
	alive := g.reached(start)
	dead := map[string]bool{}
	for _, name := range g.names {
		if !alive[name] && g.first[name].hasValue() {
			dead[name] = true
		}
	}
	byHeading := map[string][]string{}
	var headings []string
	told := map[string]bool{}
	for _, name := range g.names {
		if !dead[name] || !c.begins(name, dead) {
			continue
		}
		told[name] = true
		if heading := parent(name); byHeading[heading] == nil {
			headings = append(headings, heading)
		}
		byHeading[parent(name)] = append(byHeading[parent(name)], name)
	}
	for _, heading := range headings {
		c.tellDead(heading, byHeading[heading], dead)
	}
	c.deadCircles(dead, told)
}

// begins reports whether no other rule that is dead too reads the rule.
func (c *checker) begins(name string, dead map[string]bool) bool {
	_, option := c.graph.options[name]
	return !option && !slices.ContainsFunc(c.graph.readBy[name], func(reader string) bool { return dead[reader] })
}

const together = 4 // dead rules under one heading are one finding from here on

func (c *checker) tellDead(heading string, names []string, dead map[string]bool) {
	if len(names) < together {
		for _, name := range names {
			c.tellOne(name, fmt.Sprintf("nothing that is asked for reads the rule %q", name), c.onlyFor([]string{name}, dead))
		}
		return
	}
	leaves := make([]string, len(names))
	for i, name := range names {
		leaves[i] = strings.TrimPrefix(name, heading+separator)
	}
	shown := strings.Join(leaves[:min(len(leaves), 6)], ", ")
	if len(leaves) > 6 {
		shown += "…"
	}
	in := ""
	if heading != "" {
		in = fmt.Sprintf(" of %q", heading)
	}
	c.tellOne(names[0], fmt.Sprintf("nothing that is asked for reads these %d rules%s: %s", len(names), in, shown), c.onlyFor(names, dead))
}

func (c *checker) tellOne(name, message string, more int) {
	if more > 0 {
		message += fmt.Sprintf("; nor %d that only lead there", more)
	}
	file, pos := c.whereIs(name)
	c.add(Finding{
		Severity: Warning, Kind: Unread, File: file, Pos: pos, Rule: name, Message: message,
		Suggestion: fmt.Sprintf("remove it, or name it with --root %q if a program asks for it", name),
	})
}

// onlyFor counts the dead rules that the given ones read.
func (c *checker) onlyFor(names []string, dead map[string]bool) int {
	n := 0
	for name := range c.graph.reached(names) {
		if dead[name] && !slices.Contains(names, name) {
			n++
		}
	}
	return n
}

// deadCircles are dead rules that read each other, so that none begins.
func (c *checker) deadCircles(dead, told map[string]bool) {
	covered := c.graph.reached(slices.Sorted(maps.Keys(told)))
	for _, name := range c.graph.names {
		if !dead[name] || covered[name] {
			continue
		}
		if _, option := c.graph.options[name]; option {
			continue
		}
		c.tellOne(name, fmt.Sprintf("the rule %q and those that read it read each other, and nothing that is asked for reads them", name), 0)
		maps.Copy(covered, c.graph.reached([]string{name}))
	}
}
