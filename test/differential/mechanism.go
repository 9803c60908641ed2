package differential

import (
	"slices"

	"capzero/publicodes/syntax"
)

// on are the mechanisms that the generator uses.
var on = map[string]bool{
	"barème": true, "taux progressif": true, "durée": true, "texte": true,
	"inversion numérique": true, "résoudre la référence circulaire": true, "logarithme": true,
	"grille": true, "le maximum de": true, "le minimum de": true,
}

// mechanism is a way to write a value as a map of one key. It returns nil where
// it cannot give what is wanted.
type mechanism struct {
	key   string
	kinds []kind
	write func(g *generator, w want, depth int) *syntax.Node
}

func mechanisms() []mechanism {
	numbers, booleans, all := []kind{number}, []kind{boolean}, []kind{number, boolean, text}
	return []mechanism{
		{"valeur", all, (*generator).wrapped},
		{"valeur", all, (*generator).wrapped},
		{"valeur", all, (*generator).wrapped},
		{"somme", numbers, (*generator).several},
		{"somme", numbers, (*generator).several},
		{"moyenne", numbers, (*generator).several},
		{"le maximum de", numbers, (*generator).several},
		{"le minimum de", numbers, (*generator).several},
		{"produit", numbers, (*generator).factors},
		{"toutes ces conditions", booleans, (*generator).several},
		{"une de ces conditions", booleans, (*generator).several},
		{"variations", all, (*generator).variations},
		{"variations", all, (*generator).variations},
		{"condition", all, (*generator).condition},
		{"grille", all, (*generator).grid},
		{"est défini", booleans, (*generator).anything},
		{"est non défini", booleans, (*generator).anything},
		{"est applicable", booleans, (*generator).anything},
		{"est non applicable", booleans, (*generator).anything},
		{"+", numbers, (*generator).pair},
		{"-", numbers, (*generator).pair},
		{"*", numbers, (*generator).scaled},
		{"/", numbers, (*generator).scaled},
		{"et", booleans, (*generator).pair},
		{"ou", booleans, (*generator).pair},
		{"barème", numbers, (*generator).scale},
		{"taux progressif", numbers, (*generator).progressive},
		{"durée", numbers, (*generator).elapsed},
		{"texte", []kind{text}, (*generator).template},
		{"logarithme", numbers, (*generator).logarithm},
	}
}

// mechanism writes a map of one mechanism that gives the value; nil when the
// one drawn cannot.
func (g *generator) mechanism(w want, depth int) *syntax.Node {
	var fitting []mechanism
	for _, m := range mechanisms() {
		enabled, optional := on[m.key]
		if slices.Contains(m.kinds, w.kind) && (enabled || !optional) {
			fitting = append(fitting, m)
		}
	}
	if len(fitting) == 0 {
		return nil
	}
	m := pick(g, fitting...)
	n := m.write(g, w, depth)
	if n == nil || m.key == "valeur" {
		return n
	}
	return object(pair(m.key, n))
}

// wrapped is a value with something around it.
func (g *generator) wrapped(w want, depth int) *syntax.Node {
	n := object(pair("valeur", g.value(w, depth)))
	g.wrap(n, w, depth, 3)
	return n
}

func (g *generator) several(w want, depth int) *syntax.Node {
	n := list()
	for range 1 + g.IntN(4) {
		n.Items = append(n.Items, g.value(w, depth))
	}
	if g.chance(60) {
		n.Items = nil
	}
	return n
}

func (g *generator) factors(w want, depth int) *syntax.Node {
	n := list(g.value(w, depth))
	for range g.IntN(3) {
		n.Items = append(n.Items, g.value(aNumber(pick(g, bare, bare, percent)), depth))
	}
	return n
}

func (g *generator) pair(w want, depth int) *syntax.Node {
	return list(g.value(w, depth), g.value(w, depth))
}

func (g *generator) scaled(w want, depth int) *syntax.Node {
	return list(g.value(w, depth), g.value(aNumber(bare), depth))
}

func (g *generator) anything(w want, depth int) *syntax.Node {
	if s, ok := g.refer(func(*rule) bool { return true }); ok && !g.chance(4) {
		return str(s)
	}
	return g.value(want{kind: pick(g, number, boolean), unit: mass}, depth)
}

func (g *generator) variations(w want, depth int) *syntax.Node {
	n := list()
	for range 1 + g.IntN(3) {
		n.Items = append(n.Items, object(pair("si", g.value(aBoolean, depth)), pair("alors", g.value(w, depth))))
	}
	if !g.chance(3) {
		n.Items = append(n.Items, object(pair("sinon", g.value(w, depth))))
	}
	return n
}

func (g *generator) condition(w want, depth int) *syntax.Node {
	return object(
		pair("si", g.value(aBoolean, depth)), pair("alors", g.value(w, depth)), pair("sinon", g.value(w, depth)))
}

// bands are rising ceilings in one dimension, each with a value under key; the
// last is sometimes open.
func (g *generator) bands(unit dimension, key string, w want, depth int) *syntax.Node {
	n := list()
	count := 1 + g.IntN(4)
	rising := []string{"1", "2.5", "10", "100", "1000"}
	for i := range count {
		band := object(pair(key, g.value(w, depth)))
		if i < count-1 || g.chance(3) {
			ceiling := str(rising[i])
			if unit[0] != "" && !g.chance(8) {
				ceiling.Text += " " + unit[0]
			}
			if g.chance(12) {
				ceiling = g.value(aNumber(unit), 0)
			}
			band.Pairs = append(band.Pairs, pair("plafond", ceiling))
		}
		n.Items = append(n.Items, band)
	}
	return n
}

func (g *generator) banded(unit dimension, bands *syntax.Node, depth int) *syntax.Node {
	n := object(pair("assiette", g.value(aNumber(unit), depth)))
	if g.chance(4) {
		n.Pairs = append(n.Pairs, pair("multiplicateur", g.value(aNumber(bare), 0)))
	}
	n.Pairs = append(n.Pairs, pair("tranches", bands))
	return n
}

func (g *generator) grid(w want, depth int) *syntax.Node {
	unit := pick(g, usual...)
	return g.banded(unit, g.bands(unit, "montant", w, depth), depth)
}

// scale is a barème: rates of the parts of a base.
func (g *generator) scale(w want, depth int) *syntax.Node {
	return g.banded(w.unit, g.bands(w.unit, "taux", aNumber(percent), 0), depth)
}

func (g *generator) progressive(w want, depth int) *syntax.Node {
	if !w.unit.is(percent) {
		return nil
	}
	unit := pick(g, usual...)
	return g.banded(unit, g.bands(unit, "taux", aNumber(percent), 0), depth)
}

func (g *generator) elapsed(w want, depth int) *syntax.Node {
	if !w.unit.is(duration) {
		return nil
	}
	n := object(pair("depuis", g.value(want{kind: date}, 0)), pair("jusqu'à", g.value(want{kind: date}, 0)))
	if g.chance(2) {
		n.Pairs = append(n.Pairs, pair("unité", str(pick(g, "jour", "mois", "an", "trimestre", "trimestre civil", "année civile"))))
	}
	return n
}

func (g *generator) template(w want, depth int) *syntax.Node {
	s, ok := g.refer(func(*rule) bool { return true })
	if !ok {
		s = g.expression(aNumber(mass), 1)
	}
	return str("c'est {{ " + s + " }} fois")
}

func (g *generator) logarithm(w want, depth int) *syntax.Node {
	if !w.unit.is(bare) {
		return nil
	}
	return g.value(w, depth)
}
