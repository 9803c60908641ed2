package resolve

import (
	"maps"
	"slices"

	"capzero/publicodes/internal/diag"
	"capzero/publicodes/syntax"
)

// keys are those that together make one value.
type keys []Key

func (ks keys) get(name string) (Key, bool) {
	i := slices.IndexFunc(ks, func(k Key) bool { return k.Key == name })
	if i < 0 {
		return Key{}, false
	}
	return ks[i], true
}

// wrappers are the mechanisms that change the value written beside them, in
// the order in which they apply, innermost first, whatever the order of keys in
// the file. The answer to a rule comes where "dans la situation" stands.
var wrappers = []string{
	"abattement", "résoudre la référence circulaire", situationKey, "par défaut", "plafond", "plancher",
	"simplifier l'unité", "unité", "arrondi", "non applicable si", "applicable si", "variable manquante", "contexte",
}

const situationKey = "dans la situation"

func isWrapper(key string) bool { return slices.Contains(wrappers, key) }

func (b *builder) wrap(value *Node, k Key) (*Node, *diag.Error) {
	switch k.Key {
	case "abattement":
		return b.allowance(value, k)
	case "résoudre la référence circulaire":
		return b.solved(value, k)
	case situationKey:
		return b.inSituation(value, k)
	case "par défaut":
		return b.byDefault(value, k)
	case "plafond":
		return b.ceiling(value, k)
	case "plancher":
		return b.floor(value, k)
	case "simplifier l'unité":
		return operation(OpSimplify, value), nil
	case "unité":
		return b.inUnit(value, k)
	case "arrondi":
		return b.rounded(value, k)
	case "non applicable si":
		return b.unless(value, k)
	case "applicable si":
		return b.onlyIf(value, k)
	case "variable manquante":
		return b.lacking(value, k)
	case "contexte":
		return b.inContext(value, k)
	default:
		panic("publicodes: wrapper " + k.Key + " has no builder")
	}
}

// chain builds a value from its keys: one formula, and the wrappers around it.
// The keys of a rule (top) also let people answer it.
func (b *builder) chain(ks keys, top bool) (*Node, *diag.Error) {
	value, err := b.formula(ks)
	if err != nil {
		return nil, err
	}
	answerable := top && b.rule.Public
	for _, w := range wrappers {
		if answerable && w == situationKey {
			value = b.answerable(value)
			continue
		}
		k, ok := ks.get(w)
		if !ok {
			continue
		}
		if top {
			b.source = k.Source
		}
		inner := value
		value, err = b.under(k.Key, func() (*Node, *diag.Error) { return b.wrap(inner, k) })
		if err != nil {
			return nil, err
		}
	}
	return value, nil
}

func (b *builder) answerable(value *Node) *Node {
	if v, ok := b.rule.Key("possiblement non applicable"); ok {
		b.rule.AnswerMayBeNull = v.Text == "oui"
	}
	return &Node{Op: OpAnswer, Rule: b.rule, Args: []*Node{value}}
}

// formula builds the one key that is not a wrapper. Without any, the value is
// undefined: only an answer can tell.
func (b *builder) formula(ks keys) (*Node, *diag.Error) {
	var found *Key
	for i := range ks {
		k := &ks[i]
		switch {
		case isWrapper(k.Key), k.Key == childrenKey:
			continue
		case !isFormula(k.Key):
			return nil, b.unknownMechanism(k)
		case found != nil:
			return nil, b.fail(k.Value, diag.Structure, "%q and %q are two formulas for one value; check the indentation", found.Key, k.Key)
		}
		found = k
	}
	if found == nil {
		return undefined(), nil
	}
	b.source = found.Source
	return b.under(found.Key, func() (*Node, *diag.Error) {
		n, err := b.mechanism(found.Key, found.Value)
		if err == nil && n.At == nil && n.Mechanism != "remplace" {
			n.At = found.Value
		}
		return n, err
	})
}

func (b *builder) unknownMechanism(k *Key) *diag.Error {
	at := &syntax.Node{Pos: k.Pos}
	best, limit := "", 3
	for _, name := range slices.Concat(wrappers, slices.Sorted(maps.Keys(formulas))) {
		if d := distance(name, k.Key, limit); d < limit {
			best, limit = name, d
		}
	}
	if best != "" {
		return b.fail(at, diag.Structure, "the mechanism %q is unknown; perhaps %q is meant", k.Key, best)
	}
	return b.fail(at, diag.Structure, "the mechanism %q is unknown", k.Key)
}

// explain names the mechanism that n stands for, and its operands.
func explain(n *Node, mechanism string, shown ...*Node) *Node {
	n.Mechanism, n.Shown = mechanism, shown
	return n
}

func (b *builder) allowance(value *Node, k Key) (*Node, *diag.Error) {
	by, err := b.value(k.Value)
	if err != nil {
		return nil, err
	}
	compared, rest := operation(OpSub, value, by), operation(OpSub, value, by)
	return explain(atLeast(compared, rest, number(0)), k.Key, value, by), nil
}

// inSituation is how the language writes that an answer counts more than the
// formula. A rule that can be answered has its own.
func (b *builder) inSituation(value *Node, k Key) (*Node, *diag.Error) {
	answer, err := b.value(k.Value)
	if err != nil {
		return nil, err
	}
	return explain(condition(operation(OpNotDefined, answer), value, answer), k.Key, value, answer), nil
}

// lacking reports a rule as missing, as a default does.
func (b *builder) lacking(value *Node, k Key) (*Node, *diag.Error) {
	if r, ok := b.prog.byName[k.Value.Text]; ok {
		return &Node{Op: OpMissing, Rule: r, Args: []*Node{value}}, nil
	}
	r, err := b.named(k.Value)
	return &Node{Op: OpMissing, Rule: r, Args: []*Node{value}}, err
}

// byDefault gives an unanswered rule its usual value, and reports that the
// answer is missing when the rule can be answered.
func (b *builder) byDefault(value *Node, k Key) (*Node, *diag.Error) {
	usual, err := b.value(k.Value)
	if err != nil {
		return nil, err
	}
	if value.Op == OpAnswer {
		b.rule.HasDefault = true
		usual = &Node{Op: OpMissing, Rule: b.rule, Args: []*Node{usual}}
	}
	return explain(condition(operation(OpNotDefined, value), usual, value), k.Key, value, usual), nil
}

func (b *builder) ceiling(value *Node, k Key) (*Node, *diag.Error) {
	limit, err := b.value(k.Value)
	if err != nil {
		return nil, err
	}
	exists := operation(OpNe, limit, boolean(false))
	above := operation(OpAnd, exists, operation(OpGt, value, limit))
	return explain(condition(above, limit, value), k.Key, value, limit), nil
}

func (b *builder) floor(value *Node, k Key) (*Node, *diag.Error) {
	limit, err := b.value(k.Value)
	if err != nil {
		return nil, err
	}
	return explain(atLeast(value, value, limit), k.Key, value, limit), nil
}

func atLeast(compared, value, limit *Node) *Node {
	exists := operation(OpNe, limit, boolean(false))
	below := operation(OpAnd, exists, operation(OpLt, compared, limit))
	return condition(below, limit, value)
}

func (b *builder) inUnit(value *Node, k Key) (*Node, *diag.Error) {
	if !k.Value.IsScalar() {
		return nil, b.fail(k.Value, diag.Unit, "a unit is a text, not a %s", k.Value.Kind)
	}
	u, err := b.unit(k.Value, k.Value.Text)
	if err != nil {
		return nil, err
	}
	return &Node{Op: OpUnit, Args: []*Node{value}, Unit: u, At: k.Value}, nil
}

func (b *builder) rounded(value *Node, k Key) (*Node, *diag.Error) {
	decimals, err := b.value(k.Value)
	if err != nil {
		return nil, err
	}
	return operation(OpRound, value, decimals), nil
}

func (b *builder) unless(value *Node, k Key) (*Node, *diag.Error) {
	si, err := b.value(k.Value)
	if err != nil {
		return nil, err
	}
	return explain(condition(operation(OpEq, si, boolean(false)), value, null()), k.Key, value, si), nil
}

func (b *builder) onlyIf(value *Node, k Key) (*Node, *diag.Error) {
	si, err := b.value(k.Value)
	if err != nil {
		return nil, err
	}
	return explain(condition(operation(OpNe, si, boolean(false)), value, null()), k.Key, value, si), nil
}

// maxOverrides lets the evaluation keep the changes of a contexte in one word.
const maxOverrides = 64

// inContext evaluates the value as if some rules had other answers.
func (b *builder) inContext(value *Node, k Key) (*Node, *diag.Error) {
	if k.Value.Kind != syntax.Map {
		return nil, b.fail(k.Value, diag.Structure, "contexte is a map from rules to values, not a %s", k.Value.Kind)
	}
	if len(k.Value.Pairs) > maxOverrides {
		return nil, b.fail(k.Value, diag.Limit, "contexte changes more than %d rules", maxOverrides)
	}
	n := operation(OpContext, value)
	pairs := slices.Clone(k.Value.Pairs)
	slices.SortStableFunc(pairs, func(a, b syntax.Pair) int { return compareNames(a.Key, b.Key) })
	for _, p := range pairs {
		at := &syntax.Node{Kind: syntax.String, Text: p.Key, Pos: p.Pos}
		r, err := b.named(at)
		if err != nil {
			return nil, err
		}
		if !r.Public {
			return nil, b.fail(at, diag.Reference, "the private rule %q cannot be given a value", r.Name)
		}
		if slices.ContainsFunc(n.Overrides, func(o Override) bool { return o.Target.Rule == r }) {
			return nil, b.fail(at, diag.Structure, "the rule %q is given two values", r.Name)
		}
		v, err := b.at(p.Key, p.Value)
		if err != nil {
			return nil, err
		}
		n.Overrides = append(n.Overrides, Override{Target: &Node{Op: OpRef, Rule: r}, Value: v})
	}
	if !b.prog.frozen {
		b.prog.contexts = append(b.prog.contexts, n)
	}
	return n, nil
}
