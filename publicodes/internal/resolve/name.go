package resolve

import (
	"fmt"
	"slices"
	"strings"
)

// lookup finds the rule that a name means when it is written in the rule
// called from: first a child of that rule, then of its ancestors from the
// nearest to the root, then a root rule, last the rule itself.
//
// "^ . x" starts one level higher; the levels are then tried from the root
// child first, which the reference implementation does and models rely on.
func (p *Program) lookup(from, name string) (*Rule, error) {
	spaces, partial := namespaces(from, name)
	var hidden *Rule
	for _, space := range spaces {
		r, ok := p.byName[join(space, partial)]
		if !ok || r.Name == from {
			continue
		}
		if p.accessible(from, r.Name) {
			return r, nil
		}
		if hidden == nil {
			hidden = r
		}
	}
	if r, ok := p.byName[from]; ok && strings.HasSuffix(from, partial) {
		return r, nil
	}
	if hidden != nil {
		return nil, fmt.Errorf("the rule %q is private and cannot be used from here", hidden.Name)
	}
	if s := p.suggest(partial); s != "" {
		return nil, fmt.Errorf("no rule is called %q; perhaps %q is meant", name, s)
	}
	return nil, fmt.Errorf("no rule is called %q", name)
}

// namespaces lists where name may be found, and name without its "^ . ".
func namespaces(from, name string) (spaces []string, partial string) {
	spaces = append(ancestors(from), from)
	partial = name
	for up := "^" + separator; strings.HasPrefix(partial, up); {
		partial = strings.TrimPrefix(partial, up)
		spaces = spaces[:max(0, len(spaces)-1)]
	}
	if n := len(spaces); n > 0 {
		last := spaces[n-1]
		copy(spaces[1:], spaces[:n-1])
		spaces[0] = last
	}
	return append(spaces, ""), partial
}

func join(space, name string) string {
	if space == "" {
		return name
	}
	return space + separator + name
}

// accessible reports whether the rule called name may be used in the rule
// called from: private rules are for their parent, siblings and children.
func (p *Program) accessible(from, name string) bool {
	chain := append([]string{name}, ancestors(name)...)
	chain = append(chain, "")
	depth := slices.Index(chain, commonAncestor(from, name))
	for _, n := range chain[:max(depth-1, 0)] {
		if r, ok := p.byName[n]; ok && r.private {
			return false
		}
	}
	return true
}

func commonAncestor(a, b string) string {
	as, bs := strings.Split(a, separator), strings.Split(b, separator)
	for i := range as {
		if i >= len(bs) || as[i] != bs[i] {
			return strings.Join(as[:i], separator)
		}
	}
	return a
}

// suggest finds a rule whose name ends almost like the unknown one.
func (p *Program) suggest(partial string) string {
	best, limit := "", 1+len(partial)/5
	for _, r := range p.Rules {
		name := r.Name
		if len(name) > len(partial) {
			name = r.Name[len(r.Name)-len(partial):]
		}
		if d := distance(name, partial, limit); d < limit {
			best, limit = r.Name, d
		}
	}
	return best
}

// distance counts the runes to insert, delete or change, or to swap with their
// neighbour, between two words; it stops counting at limit.
func distance(a, b string, limit int) int {
	s, t := []rune(a), []rune(b)
	if len(s)-len(t) >= limit || len(t)-len(s) >= limit {
		return limit
	}
	before, last, row := make([]int, len(t)+1), make([]int, len(t)+1), make([]int, len(t)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(s); i++ {
		row[0] = i
		for j := 1; j <= len(t); j++ {
			change := last[j-1]
			if s[i-1] != t[j-1] {
				change++
			}
			row[j] = min(last[j]+1, row[j-1]+1, change)
			if i > 1 && j > 1 && s[i-1] == t[j-2] && s[i-2] == t[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return min(last[len(t)], limit)
}
