package resolve

import (
	"capzero/publicodes/internal/diag"
	"capzero/publicodes/syntax"
)

// text builds a text with values between double braces:
// "Vous faites {{ km }} par an".
func (b *builder) text(n *syntax.Node) (*Node, *diag.Error) {
	if n.Kind != syntax.String {
		return nil, b.fail(n, diag.Structure, "texte is a text, not a %s", n.Kind)
	}
	pieces, expressions := syntax.SplitText(n.Text)
	out := operation(OpText, text(pieces[0]))
	for i, expression := range expressions {
		v, err := b.value(&syntax.Node{Kind: syntax.String, Text: expression, Pos: n.Pos})
		if err != nil {
			return nil, err
		}
		out.Args = append(out.Args, v, text(pieces[i+1]))
	}
	return out, nil
}
