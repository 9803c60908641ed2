package resolve

import (
	"fmt"
	"slices"

	"capzero/publicodes/internal/diag"
	"capzero/publicodes/syntax"
)

// formulas are the mechanisms that give a value by themselves.
var formulas = map[string]bool{
	"valeur": true, "formule": true, "somme": true, "moyenne": true, "produit": true, "multiplication": true,
	"toutes ces conditions": true, "une de ces conditions": true, "le maximum de": true, "le minimum de": true,
	"variations": true, "condition": true, "grille": true, "barème": true, "taux progressif": true,
	"est non défini": true, "est non applicable": true, "est défini": true, "est applicable": true,
	"durée": true, "texte": true, "logarithme": true, "inversion numérique": true, "variable": true, "constant": true,
	"+": true, "-": true, "*": true, "/": true, "//": true, "**": true, "<": true, ">": true, "<=": true,
	">=": true, "=": true, "!=": true, "et": true, "ou": true,
}

func isFormula(key string) bool { return formulas[key] }

// mechanism builds the formula written under key.
func (b *builder) mechanism(key string, n *syntax.Node) (*Node, *diag.Error) {
	switch key {
	case "valeur", "formule":
		return b.value(n)
	case "somme":
		return b.sum(n)
	case "moyenne":
		return b.mean(n)
	case "produit", "multiplication":
		return b.product(n)
	case "toutes ces conditions":
		return b.list(OpAll, n)
	case "une de ces conditions":
		return b.list(OpAny, n)
	case "le maximum de":
		return b.extreme(OpMax, n)
	case "le minimum de":
		return b.extreme(OpMin, n)
	case "variations":
		return b.variations(n)
	case "condition":
		return b.condition(n)
	case "grille":
		return b.bands(OpGrid, n)
	case "barème":
		return b.bands(OpScale, n)
	case "taux progressif":
		return b.bands(OpProgressive, n)
	case "logarithme":
		return b.unary(OpLog, n)
	case "durée":
		return b.duration(n)
	case "texte":
		return b.text(n)
	case "inversion numérique":
		return b.inversion(n)
	case "variable":
		return b.variable(n)
	case "constant":
		return b.constant(n)
	case "est non défini":
		return b.unary(OpNotDefined, n)
	case "est non applicable":
		return b.unary(OpNotApplicable, n)
	case "est défini":
		return b.negated(key, OpNotDefined, n)
	case "est applicable":
		return b.negated(key, OpNotApplicable, n)
	}
	for op := OpAdd; op <= OpOr; op++ {
		if op.String() == key {
			return b.binary(op, n)
		}
	}
	panic("publicodes: mechanism " + key + " has no builder")
}

func (b *builder) items(n *syntax.Node) ([]*Node, *diag.Error) {
	if n.Kind != syntax.List {
		return nil, b.fail(n, diag.Structure, "a list is expected, not a %s", n.Kind)
	}
	out := make([]*Node, len(n.Items))
	for i, item := range n.Items {
		v, err := b.at(fmt.Sprint(i+1), item)
		if err != nil {
			return nil, err
		}
		out[i] = v
	}
	return out, nil
}

func (b *builder) list(op Op, n *syntax.Node) (*Node, *diag.Error) {
	items, err := b.items(n)
	return operation(op, items...), err
}

func (b *builder) unary(op Op, n *syntax.Node) (*Node, *diag.Error) {
	v, err := b.value(n)
	return operation(op, v), err
}

func (b *builder) negated(key string, op Op, n *syntax.Node) (*Node, *diag.Error) {
	v, err := b.value(n)
	if err != nil {
		return nil, err
	}
	return explain(operation(OpEq, operation(op, v), boolean(false)), key, v), nil
}

func (b *builder) binary(op Op, n *syntax.Node) (*Node, *diag.Error) {
	items, err := b.items(n)
	if err != nil {
		return nil, err
	}
	if len(items) != 2 {
		return nil, b.fail(n, diag.Structure, "%s has two operands, not %d", op, len(items))
	}
	return operation(op, items...), nil
}

// sum of nothing is "not applicable", not zero.
func (b *builder) sum(n *syntax.Node) (*Node, *diag.Error) {
	items, err := b.items(n)
	if err != nil || len(items) == 0 {
		return null(), err
	}
	return operation(OpSum, items...), nil
}

// mean divides the sum by how many of the values apply. They are counted from
// the last to the first, which shows in the order of missing answers.
func (b *builder) mean(n *syntax.Node) (*Node, *diag.Error) {
	items, err := b.items(n)
	if err != nil || len(items) == 0 {
		return null(), err
	}
	var ones []*Node
	for _, item := range slices.Backward(items) {
		applies := operation(OpEq, operation(OpNotApplicable, item), boolean(false))
		ones = append(ones, condition(operation(OpNe, applies, boolean(false)), number(1), null()))
	}
	total := operation(OpSum, items...)
	return explain(operation(OpDiv, total, operation(OpSum, ones...)), "moyenne", items...), nil
}

func (b *builder) product(n *syntax.Node) (*Node, *diag.Error) {
	items, err := b.items(n)
	if err != nil {
		return nil, err
	}
	value := number(1)
	for _, item := range items {
		value = operation(OpMul, item, value)
	}
	return explain(operation(OpSimplify, value), "produit", items...), nil
}

// required builds the value under a key that must be there.
func (b *builder) required(n *syntax.Node, key string) (*Node, *diag.Error) {
	v := n.Get(key)
	if v == nil {
		return nil, b.fail(n, diag.Structure, "the key %q is missing", key)
	}
	return b.at(key, v)
}

// only refuses keys that the mechanism does not have.
func (b *builder) only(n *syntax.Node, keys ...string) *diag.Error {
	if n.Kind != syntax.Map {
		return b.fail(n, diag.Structure, "a map with the keys %q is expected, not a %s", keys, n.Kind)
	}
	for _, p := range n.Pairs {
		if !slices.Contains(keys, p.Key) {
			return b.fail(&syntax.Node{Pos: p.Pos}, diag.Structure, "the key %q is unknown here; the keys are %q", p.Key, keys)
		}
	}
	return nil
}
