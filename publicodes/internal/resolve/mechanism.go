package resolve

import (
	"fmt"
	"math"
	"slices"

	"capzero/publicodes/internal/diag"
	"capzero/publicodes/syntax"
)

// formulas are the mechanisms that give a value by themselves.
var formulas = map[string]bool{
	"valeur": true, "formule": true, "somme": true, "moyenne": true, "produit": true,
	"toutes ces conditions": true, "une de ces conditions": true, "le maximum de": true, "le minimum de": true,
	"variations": true, "condition": true, "grille": true, "est non défini": true, "est non applicable": true,
	"est défini": true, "est applicable": true,
	"+": true, "-": true, "*": true, "/": true, "//": true, "**": true, "<": true, ">": true, "<=": true,
	">=": true, "=": true, "!=": true, "et": true, "ou": true,
}

// foreign are mechanisms of the language that no model we run uses.
var foreign = map[string]bool{
	"barème": true, "taux progressif": true, "durée": true, "texte": true, "logarithme": true,
	"inversion numérique": true, "résoudre la référence circulaire": true, "multiplication": true,
	"variable manquante": true, "dans la situation": true,
}

func isFormula(key string) bool { return formulas[key] || foreign[key] }

// mechanism builds the formula written under key.
func (b *builder) mechanism(key string, n *syntax.Node) (*Node, *diag.Error) {
	switch key {
	case "valeur", "formule":
		return b.value(n)
	case "somme":
		return b.sum(n)
	case "moyenne":
		return b.mean(n)
	case "produit":
		return b.product(n)
	case "toutes ces conditions":
		return b.list(OpAll, n)
	case "une de ces conditions":
		return b.list(OpAny, n)
	case "le maximum de":
		return b.list(OpMax, n)
	case "le minimum de":
		return b.list(OpMin, n)
	case "variations":
		return b.variations(n)
	case "condition":
		return b.condition(n)
	case "grille":
		return b.grid(n)
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
	return nil, b.fail(n, diag.Structure, "the mechanism %q is not supported by this engine", key)
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

// grid gives the amount of the first band whose ceiling is above the base. The
// last band may have no ceiling.
func (b *builder) grid(n *syntax.Node) (*Node, *diag.Error) {
	if err := b.only(n, "assiette", "multiplicateur", "tranches"); err != nil {
		return nil, err
	}
	base, err := b.required(n, "assiette")
	if err != nil {
		return nil, err
	}
	times := number(1)
	if n.Get("multiplicateur") != nil {
		if times, err = b.required(n, "multiplicateur"); err != nil {
			return nil, err
		}
	}
	out := &Node{Op: OpGrid, Args: []*Node{base, times}}
	bands := n.Get("tranches")
	if bands == nil || bands.Kind != syntax.List || len(bands.Items) == 0 {
		return nil, b.fail(n, diag.Structure, "the key \"tranches\" must be a list of bands")
	}
	for i, band := range bands.Items {
		_, err := b.under(fmt.Sprintf("tranches > %d", i+1), func() (*Node, *diag.Error) {
			return nil, b.band(out, band, i == len(bands.Items)-1)
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (b *builder) band(out *Node, n *syntax.Node, last bool) *diag.Error {
	if err := b.only(n, "montant", "plafond"); err != nil {
		return err
	}
	ceiling := number(math.Inf(1))
	if !last || n.Get("plafond") != nil {
		var err *diag.Error
		if ceiling, err = b.required(n, "plafond"); err != nil {
			return err
		}
	}
	amount, err := b.required(n, "montant")
	out.Args = append(out.Args, ceiling, amount)
	return err
}
