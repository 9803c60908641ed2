package footprint

import (
	"cmp"
	"slices"
	"strings"

	"capzero/publicodes"
)

// formula writes the steps of a calculation as the lines of a page. A chain of
// operations is written as people say it, one operand a line and the word that
// joins it to the line before; anything else is a line with its parts below.
func (r *reading) formula(root *publicodes.TraceNode) []Term {
	if root == nil {
		return nil
	}
	f := writer{reading: r}
	f.step(root, place{alone: true})
	return f.terms
}

// A writer collects the lines of one formula.
type writer struct {
	*reading
	terms []Term
}

// A place is where a step is written.
type place struct {
	depth    int
	joined   string    // the word that joins it to the step before it
	alone    bool      // nothing beside it: it may take several lines
	inactive bool      // below a branch not taken
	about    *Question // what a constant beside it is compared with
}

func (p place) below() place {
	return place{depth: p.depth + 1, inactive: p.inactive}
}

func (p place) join(word string) place {
	p.joined, p.alone = word, false
	return p
}

// step writes one step of the calculation.
func (f *writer) step(n *publicodes.TraceNode, p place) {
	p.inactive = p.inactive || n.Inactive
	switch n.Op {
	case "reference":
		f.line(n, p, f.named(Term{Op: p.joined, Rule: n.Rule}))
	case "constant":
		f.constant(n, p)
	case "answer":
		f.line(n, p, Term{Op: cmp.Or(p.joined, "explain.op.answer")})
	case "unité", "arrondi", "simplifier l'unité":
		f.step(n.Children[0], p) // the value above is already in its unit, rounded
	case "applicable si", "non applicable si", "contexte":
		f.qualified(n, p)
	case "si":
		f.branch(n, p)
	case "avec":
		f.line(n, p, f.named(Term{Op: "explain.op.context", Rule: n.Rule}))
	default:
		switch kind := joins[n.Op].kind; {
		case kind == comparing && isLeaf(n.Children[0]) && n.Children[1].Op == "constant":
			f.comparison(n, p)
		case kind != 0 && len(n.Children) == 2:
			f.chain(n, p)
		default:
			f.list(n, p)
		}
	}
}

// named gives a term the title of its rule.
func (f *writer) named(t Term) Term {
	t.Text, t.Foreign = f.fullLabel(t.Rule)
	return t
}

// line adds one line with the value of its step.
func (f *writer) line(n *publicodes.TraceNode, p place, t Term) {
	t.Depth, t.Inactive = p.depth, p.inactive
	if !p.inactive {
		t.Value, t.ValueForeign = said(f.locale, f.byRule[n.Rule], n.Value)
	}
	f.terms = append(f.terms, t)
}

// constant writes a fixed value: a figure as a value, a choice by its name.
func (f *writer) constant(n *publicodes.TraceNode, p place) {
	if n.Value.Kind == publicodes.KindNumber {
		f.line(n, p, Term{Op: p.joined, Text: f.locale.T("explain.op.constant")})
		return
	}
	t := Term{Depth: p.depth, Inactive: p.inactive, Op: p.joined}
	t.Text, t.Foreign = f.literal(n, p.about)
	f.terms = append(f.terms, t)
}

// literal says a constant in words. A text is one of the choices of the
// question it is compared with.
func (f *writer) literal(n *publicodes.TraceNode, about *Question) (string, Foreign) {
	switch n.Value.Kind {
	case publicodes.KindUndefined: // in a branch that was not taken
		if about != nil {
			return labelOf(about.Choices, strings.Trim(n.Text, "'\""))
		}
		return n.Text, Foreign{}
	default:
		return said(f.locale, about, n.Value)
	}
}

// comparison writes "Chauffage est égal à gaz" on one line.
func (f *writer) comparison(n *publicodes.TraceNode, p place) {
	left, right := n.Children[0], n.Children[1]
	t := f.named(Term{Depth: p.depth, Inactive: p.inactive, Op: p.joined, Rule: left.Rule})
	t.Compared = f.locale.T(joins[n.Op].word)
	t.With, t.WithForeign = f.literal(right, f.byRule[left.Rule])
	if right.Value.Kind != publicodes.KindNumber {
		t.WithForeign = t.WithForeign.In(t.With)
		t.With = f.locale.T("explain.quoted", "text", t.With)
	}
	if !p.inactive {
		t.Value, t.ValueForeign = said(f.locale, nil, n.Value)
	}
	f.terms = append(f.terms, t)
}

func isLeaf(n *publicodes.TraceNode) bool { return n.Op == "reference" }

// list writes a step as a line with its parts below. Cases of which one alone
// is left are no cases.
func (f *writer) list(n *publicodes.TraceNode, p place) {
	children := telling(n)
	if n.Op == "variations" && len(children) == 1 && children[0].Op != "si" {
		f.step(children[0], p)
		return
	}
	f.line(n, p, Term{Op: cmp.Or(p.joined, operation(n.Op))})
	p = p.below()
	p.alone = len(children) == 1
	for _, child := range children {
		f.step(child, p)
	}
}

// chain writes "a × b ÷ c" as three lines. An operand that is itself a chain of
// another kind is a line with its own lines below, as brackets would say.
func (f *writer) chain(n *publicodes.TraceNode, p place) {
	if !p.alone {
		f.line(n, p, Term{Op: cmp.Or(p.joined, "explain.op.group")})
		p = p.below()
		p.alone = true
	}
	left, right := n.Children[0], n.Children[1]
	beside := p
	beside.alone = joins[left.Op].kind == joins[n.Op].kind // the same chain goes on
	beside.about = f.questionIn(right)
	f.step(left, beside)
	beside.about = f.questionIn(left)
	f.step(right, beside.join(joins[n.Op].word))
}

// questionIn returns the question that a step asks for the answer of.
func (f *writer) questionIn(n *publicodes.TraceNode) *Question { return f.byRule[n.Rule] }

// qualified writes a value, then under which condition or assumption it holds.
func (f *writer) qualified(n *publicodes.TraceNode, p place) {
	if !p.alone {
		f.line(n, p, Term{Op: cmp.Or(p.joined, "explain.op.group")})
		p = p.below()
		p.alone = true
	}
	f.step(n.Children[0], p)
	for _, child := range n.Children[1:] {
		if n.Op == "contexte" {
			f.step(child, p)
			continue
		}
		if onlyMetric(child) {
			continue
		}
		f.line(child, p, Term{Op: operation(n.Op)})
		under := p.below()
		under.alone = true
		f.step(child, under)
	}
}

// metricRule chooses between carbon and water in the carbon model. We only
// measure carbon, so a condition on it says nothing to anyone.
const metricRule = "métrique"

func onlyMetric(n *publicodes.TraceNode) bool {
	if n.Op == "reference" {
		return n.Rule == metricRule
	}
	return len(n.Children) > 0 && !slices.ContainsFunc(n.Children, func(c *publicodes.TraceNode) bool {
		return c.Op != "constant" && !onlyMetric(c)
	})
}

// telling returns the parts of a step without the cases that choose a metric:
// the case of carbon is written as what follows from it.
func telling(n *publicodes.TraceNode) []*publicodes.TraceNode {
	var parts []*publicodes.TraceNode
	for _, c := range n.Children {
		switch {
		case c.Op != "si" || !onlyMetric(c.Children[0]):
			parts = append(parts, c)
		case !c.Inactive:
			parts = append(parts, c.Children[1])
		}
	}
	return parts
}

// branch writes a case: its condition and, where it is the case, what follows.
func (f *writer) branch(n *publicodes.TraceNode, p place) {
	f.line(n, p, Term{Op: "explain.op.if"})
	p = p.below()
	f.step(n.Children[0], p)
	if !p.inactive && len(n.Children) > 1 {
		f.step(n.Children[1], p.join("explain.op.then"))
	}
}

// A join is how an operation is said between its two operands. Operations of
// one kind form one chain.
type join struct {
	word string
	kind int
}

// The kinds of operations with two operands.
const (
	multiplying = iota + 1
	adding
	raising
	comparing
)

var joins = map[string]join{
	"*":  {"explain.op.times", multiplying},
	"/":  {"explain.op.divided", multiplying},
	"//": {"explain.op.divided", multiplying},
	"+":  {"explain.op.plus", adding},
	"-":  {"explain.op.minus", adding},
	"**": {"explain.op.power", raising},
	"=":  {"explain.op.equal", comparing},
	"!=": {"explain.op.different", comparing},
	">":  {"explain.op.above", comparing},
	"<":  {"explain.op.below", comparing},
	">=": {"explain.op.at_least", comparing},
	"<=": {"explain.op.at_most", comparing},
}

// operation returns the catalogue's key for a mechanism that has its parts
// below it.
func operation(op string) string {
	if key, ok := operations[op]; ok {
		return key
	}
	return "explain.op.other"
}

var operations = map[string]string{
	"somme":                 "explain.op.sum",
	"produit":               "explain.op.product",
	"moyenne":               "explain.op.mean",
	"le maximum de":         "explain.op.highest",
	"le minimum de":         "explain.op.lowest",
	"variations":            "explain.op.cases",
	"sinon":                 "explain.op.otherwise",
	"toutes ces conditions": "explain.op.all",
	"une de ces conditions": "explain.op.any",
	"et":                    "explain.op.all",
	"ou":                    "explain.op.any",
	"applicable si":         "explain.op.applies_if",
	"non applicable si":     "explain.op.not_if",
	"non applicable":        "explain.op.without",
	"est défini":            "explain.op.known",
	"est non défini":        "explain.op.not_known",
	"est applicable":        "explain.op.applies",
	"est non applicable":    "explain.op.does_not_apply",
	"par défaut":            "explain.op.default",
	"plancher":              "explain.op.floor",
	"plafond":               "explain.op.ceiling",
	"grille":                "explain.op.scale",
	"tranche":               "explain.op.band",
}
