package resolve

import (
	"capzero/publicodes/internal/diag"
	"capzero/publicodes/syntax"
)

// Where an inversion looks for a value, and how closely, unless it says so.
const (
	minInversion       = -1_000_000
	maxInversion       = 100_000_000
	inversionTolerance = 0.1
)

// inversion builds the value that a rule must have so that another, computed
// from it, comes to what people have answered for that other. It names the
// rules that they may have answered instead.
func (b *builder) inversion(n *syntax.Node) (*Node, *diag.Error) {
	if !b.rule.Public {
		return nil, b.fail(n, diag.Structure, "a private rule has no answer to look for")
	}
	goals, bounds := n, &syntax.Node{}
	if n.Kind == syntax.Map {
		if err := b.only(n, "avec", "min", "max", "tolérance d'erreur"); err != nil {
			return nil, err
		}
		if goals, bounds = n.Get("avec"), n; goals == nil {
			return nil, b.fail(n, diag.Structure, "the key %q is missing", "avec")
		}
	}
	out := &Node{Op: OpInvert, Rule: b.rule, Args: []*Node{number(minInversion), number(maxInversion), number(inversionTolerance)}}
	for i, key := range []string{"min", "max", "tolérance d'erreur"} {
		if err := b.bound(bounds.Get(key), out.Args[i]); err != nil {
			return nil, err
		}
	}
	if err := b.goals(out, itemsOf(goals)); err != nil {
		return nil, err
	}
	if len(out.Args) == goalsFrom {
		return nil, b.fail(n, diag.Structure, "the names of the rules to begin from are missing")
	}
	return out, nil
}

// goalsFrom is where the rules to begin from stand among the operands.
const goalsFrom = 3

func (b *builder) goals(out *Node, items []*syntax.Node) *diag.Error {
	for _, item := range items {
		r, err := b.named(item)
		if err != nil {
			return err
		}
		if !r.Public {
			return b.fail(item, diag.Reference, "the private rule %q has no answer to begin from", r.Name)
		}
		out.Args = append(out.Args, reference(r))
	}
	return nil
}

func (b *builder) bound(n *syntax.Node, to *Node) *diag.Error {
	if n == nil {
		return nil
	}
	v, ok := n.Float()
	if !ok {
		return b.fail(n, diag.Structure, "a number without unit is expected, not %q", n.Text)
	}
	to.Const.Number = v
	return nil
}

// solved builds the value of a rule whose formula needs it.
func (b *builder) solved(value *Node, k Key) (*Node, *diag.Error) {
	if !b.rule.Public {
		return nil, b.fail(k.Value, diag.Structure, "only a rule that can be answered can be solved")
	}
	return &Node{Op: OpSolve, Rule: b.rule, Args: []*Node{value}}, nil
}
