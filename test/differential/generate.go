package differential

import (
	"math/rand/v2"
	"slices"
	"strings"

	"capzero/publicodes/syntax"
)

// A Model is a random model and the situations in which it is tried.
type Model struct {
	Seed       uint64
	Rules      *syntax.Node   // a map from names to rules
	Situations []*syntax.Node // maps from names to answers
}

// kind is what a rule's value is meant to be.
type kind int

const (
	heading kind = iota
	number
	boolean
	text
	date
)

// rule is a rule being planned: what others may count on before any formula is
// written.
type rule struct {
	name    string
	kind    kind
	unit    dimension // of numbers
	options []string  // of texts
	named   bool      // the options are names of rules
	rank    int       // formulas speak of rules with a lower rank
	asked   bool
	inPlace bool  // it is written where it is an option
	goal    *rule // the rule from whose answer this one is found by searching
	through *rule // a rule with which this one needs itself
	private bool
}

// generator makes one model.
type generator struct {
	*rand.Rand
	rules []*rule
	at    *rule // whose formula is being written
	wild  bool  // a model in which anything may happen
}

// Generate makes the random model of a seed: always the same.
func Generate(seed uint64) *Model {
	g := newGenerator(seed)
	g.wild = g.chance(8)
	g.plan()
	m := &Model{Seed: seed, Rules: g.document()}
	m.Situations = g.situations()
	return m
}

func newGenerator(seed uint64) *generator {
	return &generator{Rand: rand.New(rand.NewPCG(seed, 20))}
}

// chance is true once in n times.
func (g *generator) chance(n int) bool { return g.IntN(n) == 0 }

func pick[T any](g *generator, from ...T) T { return from[g.IntN(len(from))] }

// plan decides on names, kinds and ranks.
func (g *generator) plan() {
	count := 3 + g.IntN(9)
	for len(g.rules) < count {
		name := g.newName()
		if name == "" || g.find(name) != nil {
			continue
		}
		g.rules = append(g.rules, g.planned(name))
	}
	for i, rank := range g.Perm(len(g.rules)) {
		g.rules[i].rank = rank
	}
	g.addOptionRules()
	g.planSearches()
}

// planSearches lets a few rules be found from another that is computed from them,
// or from themselves.
func (g *generator) planSearches() {
	for _, r := range g.rules {
		if r.kind != number || r.asked || !g.chance(14) {
			continue
		}
		for _, other := range g.rules {
			if other.kind != number || other == r || other.rank <= r.rank || !other.unit.is(r.unit) || other.goal != nil {
				continue
			}
			switch {
			case on["inversion numérique"] && g.chance(2):
				r.goal, other.through = other, r
			case on["résoudre la référence circulaire"]:
				r.through, other.through = other, r
			}
			break
		}
	}
}

var leaves = []string{"a", "b", "c", "d", "prix", "poids", "l'eau", "é f", "x1", "part"}

func (g *generator) newName() string {
	leaf := pick(g, leaves...)
	if len(g.rules) == 0 || g.chance(2) {
		return leaf
	}
	parent := pick(g, g.rules...)
	if strings.Count(parent.name, " . ") > 2 {
		return ""
	}
	return parent.name + " . " + leaf
}

func (g *generator) planned(name string) *rule {
	r := &rule{name: name, kind: pick(g, number, number, number, number, boolean, boolean, text, heading)}
	if on["durée"] && g.chance(12) {
		r.kind = date
	}
	switch r.kind {
	case number:
		r.unit = pick(g, usual...)
	case text:
		r.options = slices.Clone([]string{"petit", "grand", "autre"}[:2+g.IntN(2)])
		r.named = g.chance(2)
	case heading:
		return r
	}
	r.asked = g.chance(3)
	r.private = g.chance(15)
	return r
}

// addOptionRules adds the rules that describe the options of choices.
func (g *generator) addOptionRules() {
	for _, r := range slices.Clone(g.rules) {
		if !r.named {
			continue
		}
		for _, option := range r.options {
			if name := r.name + " . " + option; g.find(name) == nil {
				g.rules = append(g.rules, &rule{name: name, rank: r.rank})
			}
		}
	}
}

func (g *generator) find(name string) *rule {
	for _, r := range g.rules {
		if r.name == name {
			return r
		}
	}
	return nil
}

// document writes the rules, in an order of their own, some under "avec".
func (g *generator) document() *syntax.Node {
	written := map[string]*syntax.Node{}
	for _, r := range g.rules {
		written[r.name] = g.rule(r)
	}
	root := object()
	for _, i := range g.Perm(len(g.rules)) {
		r := g.rules[i]
		if r.inPlace {
			continue
		}
		name, into := r.name, root
		if at := strings.LastIndex(r.name, " . "); at > 0 && g.chance(3) {
			if parent := written[r.name[:at]]; parent != nil && parent.Kind == syntax.Map && !g.find(r.name[:at]).inPlace {
				name, into = r.name[at+3:], childrenOf(parent)
			}
		}
		if r.private && !strings.Contains(name, " . ") && g.chance(2) {
			name = "[privé] " + name
		}
		into.Pairs = append(into.Pairs, pair(name, written[r.name]))
	}
	return root
}

// childrenOf returns the map under "avec", adding it where there is none.
func childrenOf(n *syntax.Node) *syntax.Node {
	if n.Get("avec") == nil {
		n.Pairs = append(n.Pairs, pair("avec", object()))
	}
	return n.Get("avec")
}
