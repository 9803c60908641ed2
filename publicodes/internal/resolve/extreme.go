package resolve

import (
	"slices"

	"capzero/publicodes/internal/diag"
	"capzero/publicodes/syntax"
)

// The reference has to ask so often whether a value of "le maximum de" applies
// that a dozen of those that may not take it seconds, and twenty all its memory.
// Beyond ten we look at each value once.
const (
	maxExtreme  = 300 // values
	maxOptional = 10  // that may not apply
)

// extreme builds "le maximum de" and "le minimum de". The language defines them
// by two rules for each value, one for the value and one for the best of those
// before it, which lie inside each other:
//
//	condition:
//	  si: {est non applicable: value}
//	  alors: best
//	  sinon: {condition: {si: {ou: [{est non applicable: best}, value > best]}, alors: value, sinon: best}}
//
// That these are rules shows in what is missing, since a rule asks whether the
// one around it applies, and where values are oui and non.
func (b *builder) extreme(op Op, n *syntax.Node) (*Node, *diag.Error) {
	if n.Kind == syntax.List && len(n.Items) > maxExtreme {
		return nil, b.fail(n, diag.Limit, "%s has more than %d values", op, maxExtreme)
	}
	items, err := b.inParts(func() ([]*Node, *diag.Error) { return b.items(n) })
	if err != nil {
		return nil, err
	}
	better := OpGt
	if op == OpMin {
		better = OpLt
	}
	out := null()
	pairs := make([][2]*Rule, len(items))
	for i, item := range items {
		value, best := b.part("$INTERNAL valeur", item), b.part("$INTERNAL acc", out)
		pairs[i] = [2]*Rule{value, best}
		first := operation(OpNotApplicable, reference(best))
		wins := operation(OpOr, first, operation(better, reference(value), reference(best)))
		out = condition(
			operation(OpNotApplicable, reference(value)), reference(best),
			condition(wins, reference(value), reference(best)),
		)
	}
	for i, pair := range pairs {
		for _, part := range pair {
			if i+1 < len(pairs) {
				part.parents = []*Node{reference(pairs[i+1][1])} // which may always be null
			} else {
				part.parents = b.prog.parentsOf(part.Name)
			}
		}
	}
	out = explain(out, op.String(), items...)
	b.rule.extremes = append(b.rule.extremes, extreme{op, out, items, pairs})
	return out, nil
}

// extreme is a "le maximum de" or a "le minimum de", and the rules for each value.
type extreme struct {
	op    Op
	node  *Node
	items []*Node
	pairs [][2]*Rule
}

// shortenExtremes does without the rules of lists that are too long for them.
func (p *Program) shortenExtremes() {
	dropped := map[*Rule]bool{}
	for _, r := range p.Rules {
		for _, e := range r.extremes {
			optional := 0
			for _, item := range e.items {
				if item.nullable != no {
					optional++
				}
			}
			if optional <= maxOptional {
				continue
			}
			e.node.Op, e.node.Args, e.node.Mechanism, e.node.Shown = e.op, e.items, "", nil
			for _, pair := range e.pairs {
				dropped[pair[0]], dropped[pair[1]] = true, true
			}
		}
	}
	p.Rules = slices.DeleteFunc(p.Rules, func(r *Rule) bool { return dropped[r] })
	p.number()
}

// ask says of a node and those below it that they decide whether a rule applies.
func (n *Node) ask() {
	if n.Asked {
		return
	}
	n.Asked = true
	for _, arg := range n.Args {
		arg.ask()
	}
	for _, o := range n.Overrides {
		o.Value.ask()
	}
}

func (p *Program) number() {
	for i, r := range p.Rules {
		r.Index = i
	}
}

// inParts builds what stands in parts of the formula. Replacements reach it only
// where they replace the rule itself or one that it lies in.
func (b *builder) inParts(build func() ([]*Node, *diag.Error)) ([]*Node, *diag.Error) {
	outside := b.asWritten
	b.asWritten = true
	for _, name := range append(ancestors(b.rule.Name), b.rule.Name) {
		if r, ok := b.prog.byName[name]; ok && len(b.prog.replacers[r]) > 0 {
			b.asWritten = false
		}
	}
	nodes, err := build()
	b.asWritten = outside
	return nodes, err
}

func reference(r *Rule) *Node { return &Node{Op: OpRef, Rule: r} }

// part makes a rule of a part of the formula being built. Nobody can name it.
func (b *builder) part(leaf string, value *Node) *Rule {
	r := &Rule{
		Name: join(b.rule.Name, leaf), Source: b.source, Pos: b.rule.Pos,
		Value: value, Owner: b.rule, private: true,
	}
	b.rule.parts = append(b.rule.parts, r)
	return r
}

// placeParts gives the rules that stand for parts of formulas their places,
// behind the rules that have them.
func (p *Program) placeParts() {
	all := make([]*Rule, 0, len(p.Rules))
	for _, r := range p.Rules {
		all = append(all, r)
		all = append(all, r.parts...)
		if len(r.parts) > 0 {
			r.Value.ask()
		}
		for _, part := range r.parts {
			part.Value.ask()
		}
	}
	p.Rules = all
	p.number()
}
