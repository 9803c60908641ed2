package differential

import (
	"slices"

	"capzero/publicodes/syntax"
)

// Mutate makes a model that nobody would write of a generated one: parts of it
// change places, are lost, appear twice or say something else.
func Mutate(m *Model, seed uint64) *Model {
	g := newGenerator(seed)
	rules := clone(m.Rules)
	for range 1 + g.IntN(6) {
		g.mutate(rules)
	}
	return &Model{m.Seed, rules, m.Situations}
}

func clone(n *syntax.Node) *syntax.Node {
	out := *n
	out.Pairs, out.Items = slices.Clone(n.Pairs), slices.Clone(n.Items)
	for i := range out.Pairs {
		out.Pairs[i].Value = clone(out.Pairs[i].Value)
	}
	for i := range out.Items {
		out.Items[i] = clone(out.Items[i])
	}
	return &out
}

func (g *generator) mutate(root *syntax.Node) {
	all := nodesOf(root, nil)
	n, other := pick(g, all...), pick(g, all...)
	switch g.IntN(8) {
	case 0:
		*n, *other = *other, *n // a node inside the other becomes a loop: undone below
		if loops(root, map[*syntax.Node]bool{}) {
			*n, *other = *other, *n
		}
	case 1:
		if other = clone(other); n != root {
			*n = *other
		}
	case 2:
		if len(n.Pairs) > 0 {
			i := g.IntN(len(n.Pairs))
			n.Pairs = slices.Delete(n.Pairs, i, i+1)
		}
	case 3:
		if len(n.Pairs) > 0 {
			n.Pairs[g.IntN(len(n.Pairs))].Key = pick(g, oddKeys...)
		}
	case 4:
		n.Items = nil
	case 5:
		if n != root {
			*n = syntax.Node{Kind: syntax.String, Text: pick(g, oddTexts...)}
		}
	case 6:
		if n != root {
			*n = *pick(g, list(), object(), &syntax.Node{}, num(1e300), &syntax.Node{Kind: syntax.Bool, Text: "true"})
		}
	default:
		if n.Kind == syntax.String {
			n.Text += pick(g, " + 1", " *", "'", " kg", " . x", "(", " ** 99", " / 0", "\n", "-")
		}
	}
}

var oddKeys = []string{
	"", "valeur", "formule", "avec", "contexte", "remplace", "rend non applicable", "une possibilité", "variations", "si",
	"alors", "sinon", "somme", "unité", "arrondi", "par défaut", "privé", "a . b . c", "[privé] x", "$SITUATION", "^ . a", " . ",
}

var oddTexts = []string{
	"", " ", "oui", "non", "0 / 0", "1e400", "^ . ^ . a", "a . a . a . a", "'", "\"'", "1 kg/kg/kg/kg", "- - - 1", "((((1))))",
	"99/99/9999", "{{ a }}", "kg", "1 + ", "2 ** 2 ** 2 ** 9", "1 // 0", "%", "12 %%", "a b c d", "$SITUATION",
}

func nodesOf(n *syntax.Node, into []*syntax.Node) []*syntax.Node {
	into = append(into, n)
	for i := range n.Pairs {
		into = nodesOf(n.Pairs[i].Value, into)
	}
	for _, item := range n.Items {
		into = nodesOf(item, into)
	}
	return into
}

// loops reports whether a node is inside itself.
func loops(n *syntax.Node, above map[*syntax.Node]bool) bool {
	if above[n] {
		return true
	}
	above[n] = true
	defer delete(above, n)
	for i := range n.Pairs {
		if loops(n.Pairs[i].Value, above) {
			return true
		}
	}
	for _, item := range n.Items {
		if loops(item, above) {
			return true
		}
	}
	return false
}
