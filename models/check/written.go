package check

import (
	"slices"

	"capzero/publicodes"
	"capzero/publicodes/syntax"
)

// Place is where a source writes a rule, and what it says of it.
type Place struct {
	File string
	Pos  syntax.Pos // of the name, columns in characters
	Body *syntax.Node
}

// Written finds a rule in the sources, in their order. Sources that cannot be
// read have no rule.
func Written(sources []publicodes.Source, name string) []Place {
	var all []Place
	for _, s := range sources {
		f := newFile(s.Name, s.Data)
		root, err := syntax.Decode(s.Name, s.Data)
		if err != nil {
			continue
		}
		f.root = root
		rules := declared(f)
		if i := slices.IndexFunc(rules, func(r rule) bool { return r.name == name }); i >= 0 {
			all = append(all, Place{f.Name, f.place(rules[i].pos), rules[i].body})
		}
	}
	return all
}

// Computes reports whether a key of a rule takes part in its value.
func Computes(key string) bool {
	return computed[key] && key != childKey && key != "type"
}
