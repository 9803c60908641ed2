package resolve

import (
	"errors"
	"fmt"
	"strings"

	"capzero/publicodes/internal/diag"
	"capzero/publicodes/syntax"
	"capzero/publicodes/unit"
)

// builder builds the formula of one rule.
type builder struct {
	prog   *Program
	rule   *Rule
	from   string // the name from which other names are looked up
	source string
	path   []string // keys from the rule to here

	asWritten bool // names mean the rules that have them, whatever replaces those
}

func (b *builder) fail(n *syntax.Node, kind diag.Kind, format string, args ...any) *diag.Error {
	return &diag.Error{
		Kind: kind, Source: b.source, Rule: b.rule.Name, Path: strings.Join(b.path, pathSeparator),
		Pos: n.Pos, Message: fmt.Sprintf(format, args...),
	}
}

// under runs f with one more key in the path.
func (b *builder) under(key string, f func() (*Node, *diag.Error)) (*Node, *diag.Error) {
	b.path = append(b.path, key)
	n, err := f()
	b.path = b.path[:len(b.path)-1]
	return n, err
}

// at builds the value written under key.
func (b *builder) at(key string, n *syntax.Node) (*Node, *diag.Error) {
	b.path = append(b.path, key)
	out, err := b.value(n)
	b.path = b.path[:len(b.path)-1]
	return out, err
}

// build fills in a declared rule.
func (p *Program) build(r *Rule) *diag.Error {
	b := &builder{prog: p, rule: r, from: r.Name, source: r.Source}
	options, err := b.possibilities()
	if err != nil {
		return err
	}
	r.Possibilities = options
	if r.Value, err = b.chain(b.ruleKeys(), true); err != nil {
		return err
	}
	r.parents = p.parentsOf(r.Name)
	if r.Public {
		r.Entry = p.replaced(reference(r), "$EVALUATION")
	}
	return b.suggestions()
}

// parentsOf refers to the rules that a rule of this name lies in, nearest first.
func (p *Program) parentsOf(name string) []*Node {
	var parents []*Node
	for _, space := range ancestors(name) {
		if r, ok := p.byName[space]; ok {
			parents = append(parents, p.replaced(reference(r), name))
		}
	}
	return parents
}

// ruleKeys are the keys of the rule that take part in its value. "formule" is
// the older name of "valeur" and wins over it.
func (b *builder) ruleKeys() keys {
	var out keys
	hasFormula := false
	for _, k := range b.rule.Keys {
		hasFormula = hasFormula || k.Key == "formule"
	}
	for _, k := range b.rule.Keys {
		switch {
		case k.Key == "valeur" && hasFormula:
			continue
		case k.Key == "formule", k.Key == "valeur":
			k.Value = withoutPossibilities(k.Value)
			out = append(out, k)
		case isFormula(k.Key) || isWrapper(k.Key):
			out = append(out, k)
		}
	}
	return out
}

// suggestions checks that each ready-made answer can be an answer.
func (b *builder) suggestions() *diag.Error {
	n, ok := b.rule.Key("suggestions")
	if !ok || n.Kind != syntax.Map {
		return nil
	}
	b.path = append(b.path, "suggestions")
	defer func() { b.path = b.path[:len(b.path)-1] }()
	for _, p := range n.Pairs {
		v, err := b.at(p.Key, p.Value)
		if err != nil {
			return err
		}
		b.rule.suggestions = append(b.rule.suggestions, v)
	}
	return nil
}

// value builds anything that may stand for a value: a scalar, an expression or
// a map of mechanisms.
func (b *builder) value(n *syntax.Node) (*Node, *diag.Error) {
	switch n.Kind {
	case syntax.Null:
		return nil, b.fail(n, diag.Structure, "a value is missing")
	case syntax.Bool:
		return nil, b.fail(n, diag.Structure, "write oui or non, not %s", n.Text)
	case syntax.Number:
		v, ok := n.Float()
		if !ok {
			return nil, b.fail(n, diag.Syntax, "%s is too large a number", n.Text)
		}
		return &Node{Op: OpConst, Const: Const{Kind: ConstNumber, Number: v}, At: n}, nil
	case syntax.String:
		return b.expression(n)
	case syntax.List:
		return nil, b.fail(n, diag.Structure, "a list needs the name of a mechanism, such as somme or toutes ces conditions")
	default:
		ks := make(keys, len(n.Pairs))
		for i, p := range n.Pairs {
			ks[i] = Key{p, b.source}
		}
		return b.chain(ks, false)
	}
}

func (b *builder) expression(n *syntax.Node) (*Node, *diag.Error) {
	e, err := b.parse(n)
	if err != nil {
		return nil, err
	}
	out, err := b.expr(n, e)
	if err == nil && out.Mechanism != "remplace" { // which several places share
		out.At = n
	}
	return out, err
}

func (b *builder) parse(n *syntax.Node) (syntax.Expr, *diag.Error) {
	e, err := syntax.ParseExpression(n.Text)
	if err == nil {
		return e, nil
	}
	message := err.Error()
	var se *syntax.Error
	if errors.As(err, &se) {
		message = se.Message // its place is that of the expression
	}
	return nil, b.fail(n, diag.Syntax, "%s", message)
}

var exprOps = map[syntax.Op]Op{
	syntax.Lt: OpLt, syntax.Gt: OpGt, syntax.Le: OpLe, syntax.Ge: OpGe, syntax.Eq: OpEq, syntax.Ne: OpNe,
	syntax.Add: OpAdd, syntax.Sub: OpSub, syntax.Mul: OpMul, syntax.Div: OpDiv, syntax.IntDiv: OpIntDiv, syntax.Pow: OpPow,
}

func (b *builder) expr(n *syntax.Node, e syntax.Expr) (*Node, *diag.Error) {
	switch e := e.(type) {
	case *syntax.NumberLit:
		out := number(e.Value)
		if e.Unit == "" {
			return out, nil
		}
		u, err := b.unit(n, e.Unit)
		out.Unit = u
		return out, err
	case *syntax.BoolLit:
		return boolean(e.Value), nil
	case *syntax.TextLit:
		return text(e.Value), nil
	case *syntax.DateLit:
		return date(e.Value), nil
	case *syntax.Ident:
		return b.name(n, e.Name)
	case *syntax.Binary:
		left, err := b.expr(n, e.Left)
		if err != nil {
			return nil, err
		}
		right, err := b.expr(n, e.Right)
		if err != nil {
			return nil, err
		}
		return operation(exprOps[e.Op], left, right), nil
	default:
		panic(fmt.Sprintf("publicodes: expression of unknown type %T", e))
	}
}

func (b *builder) name(n *syntax.Node, name string) (*Node, *diag.Error) {
	r, err := b.prog.lookup(b.from, name)
	if err != nil {
		return nil, b.fail(n, diag.Reference, "%s", err)
	}
	if b.asWritten {
		return reference(r), nil
	}
	return b.prog.replaced(reference(r), b.from), nil
}

func (b *builder) unit(n *syntax.Node, s string) (*unit.Unit, *diag.Error) {
	u, err := unit.Parse(s)
	if err != nil {
		return nil, b.fail(n, diag.Unit, "%s", err)
	}
	return &u, nil
}
