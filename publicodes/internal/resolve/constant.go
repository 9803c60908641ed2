package resolve

import (
	"capzero/publicodes/internal/diag"
	"capzero/publicodes/syntax"
)

// variable builds the long form of a name, which programs write.
func (b *builder) variable(n *syntax.Node) (*Node, *diag.Error) {
	if n.Kind != syntax.String {
		return nil, b.fail(n, diag.Structure, "the name of a rule is expected, not a %s", n.Kind)
	}
	return b.name(n, n.Text)
}

// constant builds the long form of a constant, which programs write:
// {type: number, nodeValue: 12, rawUnit: km}.
func (b *builder) constant(n *syntax.Node) (*Node, *diag.Error) {
	if err := b.only(n, "type", "nodeValue", "rawUnit"); err != nil {
		return nil, err
	}
	v := n.Get("nodeValue")
	if v == nil || !v.IsScalar() {
		return nil, b.fail(n, diag.Structure, "the key %q must be a value", "nodeValue")
	}
	switch v.Kind {
	case syntax.Bool:
		return boolean(v.Text == "true"), nil
	case syntax.String:
		if kind := n.Get("type"); kind != nil && kind.Text == "date" {
			return date(v.Text), nil
		}
		return text(v.Text), nil
	}
	x, _ := v.Float()
	out := number(x)
	if u := n.Get("rawUnit"); u != nil {
		var err *diag.Error
		if out.Unit, err = b.unit(u, u.Text); err != nil {
			return nil, err
		}
	}
	return out, nil
}
