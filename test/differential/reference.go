package differential

import (
	"strings"
)

// spell writes a reference to a rule, shortened where the short name still
// means that rule.
func (g *generator) spell(target *rule) string {
	parts := strings.Split(target.name, " . ")
	for n := range len(parts) - 1 {
		partial := strings.Join(parts[len(parts)-1-n:], " . ")
		if g.chance(2) && g.lookup(partial) == target {
			return partial
		}
		if g.chance(6) && g.lookupAbove(partial) == target {
			return "^ . " + partial
		}
	}
	return target.name
}

// lookupAbove finds the rule that "^ . partial" means: in the levels above the rule
// being written, the one below the root first, then from the nearest on.
func (g *generator) lookupAbove(partial string) *rule {
	parts := strings.Split(g.at.name, " . ")
	var spaces []string
	for n := len(parts) - 1; n > 0; n-- {
		spaces = append(spaces, strings.Join(parts[:n], " . ")+" . ")
	}
	if last := len(spaces) - 1; last >= 0 {
		spaces = append([]string{spaces[last]}, spaces[:last]...)
	}
	for _, space := range append(spaces, "") {
		if found := g.find(space + partial); found != nil && found != g.at {
			return found
		}
	}
	return nil
}

// lookup finds the rule that a name means in the rule being written: a child
// first, then a child of the ancestors from the nearest on, then a root.
func (g *generator) lookup(partial string) *rule {
	for space := g.at.name; ; {
		name := partial
		if space != "" {
			name = space + " . " + partial
		}
		if found := g.find(name); found != nil && found != g.at {
			return found
		}
		if space == "" {
			return nil
		}
		space = space[:max(0, strings.LastIndex(space, " . "))]
	}
}

// usable are the rules of a kind that the rule being written may speak of.
func (g *generator) usable(accept func(*rule) bool) []*rule {
	var out []*rule
	for _, r := range g.rules {
		known := r.rank < g.at.rank || g.wild && g.chance(6)
		if known && r != g.at && g.visible(r) && accept(r) {
			out = append(out, r)
		}
	}
	return out
}

// visible reports whether a rule may be used from the one being written: private
// rules are for their neighbours.
func (g *generator) visible(r *rule) bool {
	for name := r.name; name != ""; name = name[:max(0, strings.LastIndex(name, " . "))] {
		hidden := g.find(name)
		space := name[:max(0, strings.LastIndex(name, " . "))]
		if hidden != nil && hidden.private && space != "" && !strings.HasPrefix(g.at.name+" . ", space+" . ") {
			return false
		}
	}
	return true
}

// refer writes a reference to a rule that is accepted; ok is false when there is
// none.
func (g *generator) refer(accept func(*rule) bool) (s string, ok bool) {
	found := g.usable(accept)
	if len(found) == 0 {
		return "", false
	}
	return g.spell(pick(g, found...)), true
}
