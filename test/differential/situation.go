package differential

import (
	"capzero/publicodes"
	"capzero/publicodes/syntax"
)

// situations are the answers with which a model is tried: none, all, some and
// odd ones.
func (g *generator) situations() []*syntax.Node {
	return []*syntax.Node{
		object(),
		g.situation(func(r *rule) bool { return r.asked || r.through != nil && r.through.goal == r }, false),
		g.situation(func(r *rule) bool { return r.asked && g.chance(2) || g.chance(8) }, false),
		g.situation(func(r *rule) bool { return g.chance(2) }, true),
	}
}

func (g *generator) situation(answered func(*rule) bool, odd bool) *syntax.Node {
	n := object()
	for _, r := range g.rules {
		if r.private || r.kind == heading || !g.reachable(r) || !answered(r) {
			continue
		}
		g.at = r
		n.Pairs = append(n.Pairs, pair(r.name, g.answer(r, odd)))
	}
	return n
}

// reachable reports whether a rule may be answered from outside.
func (g *generator) reachable(r *rule) bool {
	at := g.at
	defer func() { g.at = at }()
	g.at = &rule{}
	return g.visible(r)
}

func (g *generator) answer(r *rule, odd bool) *syntax.Node {
	if odd && g.chance(2) {
		return g.oddAnswer(r)
	}
	switch r.kind {
	case number:
		if g.chance(3) {
			return str(g.literal(r.unit))
		}
		return str(pick(g, amounts...))
	case boolean:
		return str(pick(g, "oui", "non"))
	case date:
		return str(g.date())
	default:
		return str("'" + pick(g, r.options...) + "'")
	}
}

func (g *generator) oddAnswer(r *rule) *syntax.Node {
	switch g.IntN(8) {
	case 0:
		return &syntax.Node{Kind: syntax.Null}
	case 1:
		return str("- " + g.literal(r.orBare()))
	case 2:
		return num(1e9)
	case 3:
		return num(0)
	case 4:
		return object(pair("valeur", num(3)), pair("unité", str(pick(g, r.orBare()...)+"")))
	case 5:
		return str("'boat'")
	default:
		return str(g.expression(r.want(), 1))
	}
}

func (r *rule) orBare() dimension {
	if r.kind == number && r.unit[0] != "" {
		return r.unit
	}
	return mass
}

// situationOf gives answers as the engine takes them.
func situationOf(n *syntax.Node) publicodes.Situation {
	s := publicodes.Situation{}
	for _, p := range n.Pairs {
		s[p.Key] = goValue(p.Value)
	}
	return s
}

func goValue(n *syntax.Node) any {
	switch n.Kind {
	case syntax.Null:
		return nil
	case syntax.Number:
		v, _ := n.Float()
		return v
	case syntax.Map:
		m := map[string]any{}
		for _, p := range n.Pairs {
			m[p.Key] = goValue(p.Value)
		}
		return m
	default:
		return n.Text
	}
}
