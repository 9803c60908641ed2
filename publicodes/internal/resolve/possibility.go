package resolve

import (
	"capzero/publicodes/internal/diag"
	"capzero/publicodes/syntax"
	"capzero/publicodes/unit"
)

const possibilityKey = "une possibilité"

// possibilityList finds the list of possibilities of a rule. Older models write
// it under the formula, or under a "possibilités" of its own.
func possibilityList(pairs []syntax.Pair) (list *syntax.Node, found bool) {
	for _, p := range pairs {
		n := p.Value
		if p.Key == "valeur" || p.Key == "formule" {
			if n = n.Get(possibilityKey); n == nil {
				continue
			}
		} else if p.Key != possibilityKey {
			continue
		}
		if inner := n.Get("possibilités"); inner != nil {
			n = inner
		}
		found = true
		if n.Kind == syntax.List {
			list = n
		}
	}
	return list, found
}

// withoutPossibilities gives a formula without its list of possibilities: an empty
// map, which has no value, when nothing is left.
func withoutPossibilities(n *syntax.Node) *syntax.Node {
	if n.Get(possibilityKey) == nil {
		return n
	}
	rest := *n
	rest.Pairs = nil
	for _, p := range n.Pairs {
		if p.Key != possibilityKey {
			rest.Pairs = append(rest.Pairs, p)
		}
	}
	return &rest
}

// possibilities reads the values among which people choose: texts, numbers, or
// names of rules that describe them. They are all of one sort.
func (b *builder) possibilities() (*Possibilities, *diag.Error) {
	pairs := make([]syntax.Pair, len(b.rule.Keys))
	for i, k := range b.rule.Keys {
		pairs[i] = k.Pair
	}
	list, found := possibilityList(pairs)
	if !found {
		return nil, nil
	}
	b.path = append(b.path, possibilityKey)
	defer func() { b.path = b.path[:len(b.path)-1] }()
	if list == nil || len(list.Items) == 0 {
		return nil, b.fail(&syntax.Node{Pos: b.rule.Pos}, diag.Structure, "a list of at least one value is expected")
	}
	out := &Possibilities{}
	for _, item := range list.Items {
		if err := b.option(out, item); err != nil {
			return nil, err
		}
	}
	if out.refs != nil && b.prog.FilterPossibilities {
		out.Filter = b.filter(out)
	}
	return out, nil
}

// filter asks of each possibility whether the rule that describes it applies,
// whatever replaces that rule.
func (b *builder) filter(p *Possibilities) *Node {
	n := operation(OpChoice)
	for i, ref := range p.refs {
		n.Args = append(n.Args, operation(OpNotApplicable, ref), p.Options[i].Value)
	}
	return n
}

func (b *builder) option(p *Possibilities, item *syntax.Node) *diag.Error {
	name := item
	if item.Kind == syntax.Map {
		if len(item.Pairs) != 1 {
			return b.fail(item, diag.Structure, "a possibility described in place is one rule, not %d", len(item.Pairs))
		}
		name = &syntax.Node{Kind: syntax.String, Text: item.Pairs[0].Key, Pos: item.Pairs[0].Pos}
	}
	// Possibilities are names as written: replacements do not reach them.
	e, err := b.parse(name)
	if err != nil {
		return err
	}
	var option Option
	typ := Text
	var ref *Node
	switch e := e.(type) {
	case *syntax.Ident:
		r, err := b.prog.lookup(b.from, e.Name)
		if err != nil {
			return b.fail(name, diag.Reference, "%s", err)
		}
		ref = &Node{Op: OpRef, Rule: r}
		option = Option{Value: text(e.Name), Rule: r}
	case *syntax.TextLit:
		option = Option{Value: text(e.Value)}
	case *syntax.NumberLit:
		typ = Number
		v, err := b.expr(name, e)
		if err != nil {
			return err
		}
		option = Option{Value: v}
	default:
		return b.fail(name, diag.Structure, "a possibility is a name, a text or a number, not %s", e)
	}
	if err := p.add(option, typ, ref); err != "" {
		return b.fail(name, diag.Structure, "%s", err)
	}
	return nil
}

// add returns what is wrong with the option beside the others, or "".
func (p *Possibilities) add(o Option, typ Type, ref *Node) string {
	if len(p.Options) > 0 && (p.Type != typ || (ref != nil) != (p.refs != nil)) {
		return "the possibilities are not all of one sort: names, texts or numbers"
	}
	for _, other := range p.Options {
		switch {
		case typ == Number && !convertible(other.Value.Unit, o.Value.Unit):
			return "the possibilities have units that do not convert into each other"
		case Same(other.Value, o.Value):
			return "the possibility is written twice"
		}
	}
	p.Type = typ
	p.Options = append(p.Options, o)
	if ref != nil {
		p.refs = append(p.refs, ref)
	}
	return ""
}

func convertible(a, b *unit.Unit) bool { return a == nil || b == nil || unit.Convertible(*a, *b) }

// Same reports whether two constants have the same value, whatever their units.
func Same(a, b *Node) bool {
	if a.Const.Kind == ConstDate && b.Const.Kind == ConstText { // an answer that looks like a date
		return a.Const.Text == b.Const.Text
	}
	if a.Const.Kind != b.Const.Kind {
		return false
	}
	if a.Const.Kind != ConstNumber || a.Unit == nil || b.Unit == nil {
		return a.Const == b.Const
	}
	c, ok := unit.NewConversion(*a.Unit, *b.Unit)
	return ok && c.Apply(a.Const.Number) == b.Const.Number
}

// Unit is the unit of the last number among the possibilities, which is the
// unit of the rule.
func (p *Possibilities) Unit() *unit.Unit {
	if p == nil || p.Type != Number {
		return nil
	}
	return p.Options[len(p.Options)-1].Value.Unit
}
