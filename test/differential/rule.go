package differential

import (
	"capzero/publicodes/syntax"
)

// formulaDepth is how deep formulas nest.
func (g *generator) formulaDepth() int { return 2 + g.IntN(5)/4 }

// rule writes a rule: its formula, what stands around it and what it does to
// others.
func (g *generator) rule(r *rule) *syntax.Node {
	g.at = r
	if r.kind == heading {
		return g.heading()
	}
	if r.goal != nil || r.through != nil {
		return g.searched(r)
	}
	if !r.asked && g.chance(5) {
		return g.scalar(r)
	}
	n := object()
	if r.asked {
		n.Pairs = append(n.Pairs, pair("question", str("Combien ?")))
	}
	g.choices(n, r)
	if !r.asked || g.chance(8) {
		g.formula(n, r)
	}
	g.wrap(n, r.want(), g.formulaDepth()-1, 2)
	if r.asked && g.chance(2) || n.Get("par défaut") == nil && g.chance(12) {
		addKey(n, "par défaut", g.value(r.want(), 1))
	}
	g.replace(n, r)
	g.extras(n, r)
	g.Shuffle(len(n.Pairs), func(i, j int) { n.Pairs[i], n.Pairs[j] = n.Pairs[j], n.Pairs[i] })
	return n
}

// searched is a rule whose value has to be found: from the answer to another, or
// as the number that gives itself.
func (g *generator) searched(r *rule) *syntax.Node {
	if r.goal != nil {
		goals := list(str(g.spell(r.goal)))
		if s, ok := g.refer(r.want().fits); ok && g.chance(4) {
			goals.Items = append(goals.Items, str(s))
		}
		n := object(pair("question", str("Combien ?")), pair("inversion numérique", pick(g, goals, object(pair("avec", goals), pair("min", num(0)), pair("max", num(90000))))))
		if g.chance(2) {
			n.Pairs = append(n.Pairs, pair("unité", str(r.unit[0])))
		}
		return n
	}
	n := object(pair("valeur", str(g.literal(r.unit)+" + "+g.spell(r.through)+" * "+pick(g, "0.3", "0.5", "2", "40%"))))
	if r.through.through == r && r.rank < r.through.rank {
		n.Pairs = append(n.Pairs, pair("résoudre la référence circulaire", str("oui")))
	}
	g.wrap(n, r.want(), 0, 6)
	return n
}

// scalar is a rule that is nothing but its value.
func (g *generator) scalar(r *rule) *syntax.Node {
	s := g.expression(r.want(), g.formulaDepth())
	if r.kind == number && r.unit.is(bare) && g.chance(3) {
		return &syntax.Node{Kind: syntax.Number, Text: pick(g, amounts...)}
	}
	return str(s)
}

// addKey adds a key that is not there yet.
func addKey(n *syntax.Node, key string, value *syntax.Node) {
	if n.Get(key) == nil {
		n.Pairs = append(n.Pairs, pair(key, value))
	}
}

func (g *generator) heading() *syntax.Node {
	if g.chance(2) {
		return &syntax.Node{Kind: syntax.Null}
	}
	n := object(pair("titre", str("Un titre")))
	if g.chance(2) {
		g.conditions(n, 1)
	}
	return n
}

func (g *generator) formula(n *syntax.Node, r *rule) {
	if m := g.mechanism(r.want(), g.formulaDepth()); m != nil && g.chance(2) && m.Get("valeur") == nil {
		for _, p := range m.Pairs {
			addKey(n, p.Key, p.Value)
		}
		return
	}
	key := pick(g, "valeur", "valeur", "formule")
	addKey(n, key, g.value(r.want(), g.formulaDepth()))
	if key == "formule" && g.chance(12) { // which wins
		addKey(n, "valeur", g.value(r.want(), 1))
	}
}

// choices lists what a text, or sometimes a number, may be.
func (g *generator) choices(n *syntax.Node, r *rule) {
	items := list()
	switch {
	case r.kind == text && (r.named || r.asked):
		for _, option := range r.options {
			if !r.named {
				option = "'" + option + "'"
			}
			items.Items = append(items.Items, g.option(r, option))
		}
	case r.kind == number && r.asked && g.chance(6):
		for _, amount := range amounts[:2+g.IntN(3)] {
			s := amount
			if r.unit[0] != "" {
				s += " " + r.unit[0]
			}
			items.Items = append(items.Items, str(s))
		}
	default:
		return
	}
	switch key := "une possibilité"; g.IntN(12) {
	case 0:
		n.Pairs = append(n.Pairs, pair(pick(g, "valeur", "formule"), object(pair(key, items))))
	case 1:
		n.Pairs = append(n.Pairs, pair(key, object(pair("choix obligatoire", str("oui")), pair("possibilités", items))))
	default:
		n.Pairs = append(n.Pairs, pair(key, items))
	}
}

// option is one possibility: sometimes the rule that describes it is written in
// place, and not elsewhere.
func (g *generator) option(r *rule, option string) *syntax.Node {
	described := g.find(r.name + " . " + option)
	if !r.named || described == nil || described.kind != heading || !g.chance(5) {
		return str(option)
	}
	described.inPlace = true
	n := g.heading()
	g.at = r
	if n.Kind == syntax.Null {
		n = object(pair("titre", str("Un choix")))
	}
	return object(pair(option, n))
}

// wrap adds what may stand around a formula, each about once in so many times.
func (g *generator) wrap(n *syntax.Node, w want, depth, seldom int) {
	add := func(key string, value *syntax.Node) { addKey(n, key, value) }
	inner := max(depth-1, 0)
	if w.kind == number {
		if g.chance(2 * seldom) {
			add("unité", str(pick(g, w.unit...)))
		}
		if g.chance(4 * seldom) {
			add("arrondi", str(pick(g, "oui", "1 décimale", "2 décimales", "non", "0 décimales")))
		}
		if g.chance(4 * seldom) {
			add("plafond", g.value(w, inner))
		}
		if g.chance(4 * seldom) {
			add("plancher", g.value(w, inner))
		}
		if g.chance(8 * seldom) {
			add("abattement", g.value(w, inner))
		}
		if g.chance(8 * seldom) {
			add("simplifier l'unité", str("oui"))
		}
	}
	if g.chance(12 * seldom) {
		add("par défaut", g.value(w, inner))
	}
	if g.chance(2 * seldom) {
		g.conditions(n, inner)
	}
	if g.chance(5 * seldom) {
		if c := g.context(inner); c != nil {
			add("contexte", c)
		}
	}
}

func (g *generator) conditions(n *syntax.Node, depth int) {
	if !g.chance(3) {
		addKey(n, "applicable si", g.value(aBoolean, depth))
	}
	if !g.chance(3) {
		addKey(n, "non applicable si", g.value(aBoolean, depth))
	}
}

func (g *generator) context(depth int) *syntax.Node {
	n, set := object(), map[*rule]bool{}
	for range 1 + g.IntN(2) {
		targets := g.usable(func(r *rule) bool { return !r.private && r.kind != heading })
		if len(targets) == 0 {
			return nil
		}
		target := pick(g, targets...)
		if set[target] && !g.wild { // the same rule by another name
			continue
		}
		set[target] = true
		addKey(n, g.spell(target), g.value(target.want(), depth))
	}
	return n
}

// replace lets the rule stand in for another one, or switch it off. The other
// is one that no formula between the two can speak of, so that there is mostly
// no cycle.
func (g *generator) replace(n *syntax.Node, r *rule) {
	if !g.chance(6) {
		return
	}
	key := pick(g, "remplace", "remplace", "rend non applicable")
	var targets []*rule
	for _, target := range g.rules {
		apart := target.rank > r.rank || target.rank == r.rank-1 || g.wild && g.chance(8)
		fits := r.want().fits(target) || key != "remplace" && r.kind == boolean
		if target != r && apart && fits && target.kind != heading && g.visible(target) {
			targets = append(targets, target)
		}
	}
	if len(targets) == 0 {
		return
	}
	name := str(g.spell(pick(g, targets...)))
	if g.chance(2) {
		n.Pairs = append(n.Pairs, pair(key, name))
		return
	}
	full := object(pair("références à", name))
	if g.chance(2) {
		where := str(pick(g, g.rules...).name)
		full.Pairs = append(full.Pairs, pair(pick(g, "dans", "sauf dans"), pick(g, where, list(where, str(pick(g, g.rules...).name)))))
	}
	if g.chance(2) {
		full.Pairs = append(full.Pairs, pair("priorité", num(float64(g.IntN(4)))))
	}
	n.Pairs = append(n.Pairs, pair(key, pick(g, full, list(full))))
}

// extras are keys that are no mechanisms.
func (g *generator) extras(n *syntax.Node, r *rule) {
	if g.chance(6) {
		n.Pairs = append(n.Pairs, pair("titre", str("Un titre")))
	}
	if r.kind == number && g.chance(15) {
		n.Pairs = append(n.Pairs, pair("suggestions", object(pair("peu", g.value(r.want(), 0)), pair("beaucoup", str(g.literal(r.unit))))))
	}
	if g.chance(10) {
		n.Pairs = append(n.Pairs, pair("possiblement non applicable", str("oui")))
	}
	if r.asked && g.chance(6) {
		n.Pairs = append(n.Pairs, pair("type", str(map[kind]string{number: "nombre", boolean: "booléen", text: "texte", date: "date"}[r.kind])))
	}
	if r.private && n.Get("privé") == nil {
		n.Pairs = append(n.Pairs, pair("privé", str("oui")))
	}
}
