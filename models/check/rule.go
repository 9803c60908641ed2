package check

import (
	"strings"

	"capzero/publicodes/syntax"
)

// A rule is what one source says of one rule.
type rule struct {
	file *file
	name string
	pos  syntax.Pos
	body *syntax.Node
}

const (
	separator   = " . "
	childKey    = "avec" // holds rules within a rule
	optionsKey  = "une possibilité"
	privateMark = "[privé] "
	importKey   = "importer!" // names other sources where a rule would stand
)

// declared lists the rules of a file, those within rules too.
func declared(f *file) []rule { return appendRules(nil, f, "", f.root) }

func appendRules(rules []rule, f *file, prefix string, children *syntax.Node) []rule {
	if children == nil {
		return rules
	}
	for _, p := range children.Pairs {
		if p.Key == importKey {
			continue
		}
		r := rule{file: f, name: prefix + strings.TrimPrefix(p.Key, privateMark), pos: p.Pos, body: p.Value}
		rules = append(rules, r)
		rules = appendRules(rules, f, r.name+separator, p.Value.Get(childKey))
		for _, option := range r.options() {
			if option.Kind == syntax.Map {
				rules = appendRules(rules, f, r.name+separator, option)
			}
		}
	}
	return rules
}

// options are the possibilities that the rule lists.
func (r rule) options() []*syntax.Node {
	for _, n := range []*syntax.Node{r.body, r.body.Get("formule"), r.body.Get("valeur")} {
		list := n.Get(optionsKey)
		if inner := list.Get("possibilités"); inner != nil {
			list = inner
		}
		if list != nil {
			return list.Items
		}
	}
	return nil
}

func parent(name string) string {
	i := strings.LastIndex(name, separator)
	return name[:max(i, 0)]
}

// eachText calls visit with every text at and below n that may be an expression
// or a name.
func eachText(n *syntax.Node, visit func(n *syntax.Node)) {
	if n == nil {
		return
	}
	for _, item := range n.Items {
		eachText(item, visit)
	}
	for _, p := range n.Pairs {
		if prose[p.Key] {
			continue
		}
		visit(&syntax.Node{Kind: syntax.String, Text: p.Key, Pos: p.Pos}) // contexte and remplace name rules by key
		eachText(p.Value, visit)
	}
	if n.Kind == syntax.String {
		visit(n)
	}
}

// eachExpression calls visit with every expression of the rule's mechanisms.
func (r rule) eachExpression(visit func(n *syntax.Node, e syntax.Expr)) {
	parse := func(n *syntax.Node) {
		if n.Kind != syntax.String {
			return
		}
		if e, err := syntax.ParseExpression(n.Text); err == nil {
			visit(n, e)
		}
	}
	if r.body == nil {
		return
	}
	if r.body.Kind != syntax.Map {
		eachValue(r.body, parse)
		return
	}
	for _, p := range r.body.Pairs {
		if computed[p.Key] && p.Key != childKey && p.Key != optionsKey && !prose[p.Key] {
			eachUnder(p, parse)
		}
	}
}

// textKey holds a text with expressions between double braces.
const textKey = "texte"

func eachUnder(p syntax.Pair, visit func(n *syntax.Node)) {
	if p.Key != textKey || p.Value.Kind != syntax.String {
		eachValue(p.Value, visit)
		return
	}
	_, expressions := syntax.SplitText(p.Value.Text)
	for _, e := range expressions {
		visit(&syntax.Node{Kind: syntax.String, Text: e, Pos: p.Value.Pos})
	}
}

// eachValue walks the values below n, without their keys.
func eachValue(n *syntax.Node, visit func(n *syntax.Node)) {
	if n == nil {
		return
	}
	visit(n)
	for _, item := range n.Items {
		eachValue(item, visit)
	}
	for _, p := range n.Pairs {
		if p.Key != optionsKey && !prose[p.Key] {
			eachUnder(p, visit)
		}
	}
}

// eachPart calls visit with an expression and all its parts.
func eachPart(e syntax.Expr, visit func(syntax.Expr)) {
	visit(e)
	if b, ok := e.(*syntax.Binary); ok {
		eachPart(b.Left, visit)
		eachPart(b.Right, visit)
	}
}
