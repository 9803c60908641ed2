package resolve

import (
	"fmt"

	"capzero/publicodes/internal/diag"
	"capzero/publicodes/syntax"
)

// variations are branches; the first whose condition holds gives the value.
func (b *builder) variations(n *syntax.Node) (*Node, *diag.Error) {
	if n.Kind != syntax.List {
		return nil, b.fail(n, diag.Structure, "variations is a list of branches, not a %s", n.Kind)
	}
	out := &Node{Op: OpVariations}
	for i, item := range n.Items {
		_, err := b.under(fmt.Sprint(i+1), func() (*Node, *diag.Error) { return nil, b.branch(out, item) })
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (b *builder) branch(out *Node, n *syntax.Node) *diag.Error {
	if err := b.only(n, "si", "alors", "sinon"); err != nil {
		return err
	}
	key, si := "alors", boolean(true)
	if n.Get("sinon") != nil {
		key = "sinon"
	} else {
		var err *diag.Error
		if si, err = b.required(n, "si"); err != nil {
			return err
		}
	}
	then, err := b.required(n, key)
	out.Args = append(out.Args, si, then)
	return err
}

func (b *builder) condition(n *syntax.Node) (*Node, *diag.Error) {
	if err := b.only(n, "si", "alors", "sinon"); err != nil {
		return nil, err
	}
	out := &Node{Op: OpCond}
	for _, key := range []string{"si", "alors", "sinon"} {
		v, err := b.required(n, key)
		if err != nil {
			return nil, err
		}
		out.Args = append(out.Args, v)
	}
	return out, nil
}
