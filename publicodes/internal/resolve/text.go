package resolve

import (
	"strings"

	"capzero/publicodes/internal/diag"
	"capzero/publicodes/syntax"
)

// text builds a text with values between double braces:
// "Vous faites {{ km }} par an".
func (b *builder) text(n *syntax.Node) (*Node, *diag.Error) {
	if n.Kind != syntax.String {
		return nil, b.fail(n, diag.Structure, "texte is a text, not a %s", n.Kind)
	}
	out := &Node{Op: OpText}
	rest := n.Text
	for {
		piece, expression, after, found := cutBraces(rest)
		out.Args = append(out.Args, text(piece))
		if !found {
			return out, nil
		}
		v, err := b.value(&syntax.Node{Kind: syntax.String, Text: expression, Pos: n.Pos})
		if err != nil {
			return nil, err
		}
		out.Args = append(out.Args, v)
		rest = after
	}
}

// cutBraces cuts a text around its first "{{ expression }}".
func cutBraces(s string) (before, expression, after string, found bool) {
	before, inside, found := strings.Cut(s, "{{")
	if !found {
		return s, "", "", false
	}
	expression, after, found = strings.Cut(inside, "}}")
	if !found {
		return s, "", "", false
	}
	return before, strings.TrimSpace(expression), after, true
}
