package resolve

import (
	"fmt"
	"slices"

	"capzero/publicodes/internal/diag"
	"capzero/publicodes/syntax"
	"capzero/publicodes/unit"
)

// dimension is what is known of a value's unit before evaluating it.
type dimension struct {
	known  bool
	unit   *unit.Unit // nil: a bare value, which takes the unit of what it meets
	shared bool       // another rule has a part in it
}

var (
	unknownUnit = dimension{}
	bareUnit    = dimension{known: true}
)

// dimensions checks that the values which are added, compared or converted
// measure the same thing, in every branch, whatever the answers. It only
// complains when both sides are known: an answer may come in any unit.
//
// Units that disagree inside one rule are a fault. Between rules they are a
// warning: a rule without "unité" may be in litres for one question and in kg
// for another, and published models live with a few true mistakes in branches
// that hardly anyone reaches.
type dimensions struct {
	prog  *Program
	rules map[*Rule]dimension
	nodes map[*Node]dimension
	rule  *Rule        // being checked
	at    *syntax.Node // the innermost written node being checked
	errs  *errorList
}

func (p *Program) checkUnits(errs *errorList) {
	d := &dimensions{prog: p, rules: make(map[*Rule]dimension, len(p.Rules)), nodes: map[*Node]dimension{}, errs: errs}
	for _, r := range p.Rules {
		if r.Owner == nil {
			d.ofRule(r)
		}
	}
}

func (d *dimensions) ofRule(r *Rule) dimension {
	if known, ok := d.rules[r]; ok {
		return known
	}
	d.rules[r] = unknownUnit // in a cycle
	rule, at := d.rule, d.at
	d.rule, d.at = r, nil
	out := d.of(r.Value)
	d.rule, d.at = rule, at
	if u := r.Possibilities.Unit(); u != nil {
		out = dimension{known: true, unit: u}
	}
	out.shared = true
	d.rules[r] = out
	return out
}

func (d *dimensions) of(n *Node) dimension {
	switch n.Op {
	case OpConst:
		return dimension{known: true, unit: n.Unit}
	case OpRef:
		return d.ofRule(n.Rule)
	}
	if known, ok := d.nodes[n]; ok {
		return known
	}
	if n.At != nil {
		outer := d.at
		d.at = n.At
		defer func() { d.at = outer }()
	}
	if n.Mechanism == OpMax.String() || n.Mechanism == OpMin.String() {
		return d.extreme(n)
	}
	args := make([]dimension, len(n.Args))
	for i, arg := range n.Args {
		args[i] = d.of(arg)
	}
	for _, o := range n.Overrides {
		d.of(o.Value)
	}
	out := d.result(n, args)
	d.nodes[n] = out
	return out
}

// extreme checks the values of a list as they are written.
func (d *dimensions) extreme(n *Node) dimension {
	args := make([]dimension, len(n.Shown))
	for i, item := range n.Shown {
		args[i] = d.of(item)
	}
	d.nodes[n] = d.first(args)
	return d.nodes[n]
}

func (d *dimensions) result(n *Node, args []dimension) dimension {
	switch n.Op {
	case OpDuration:
		return dimension{known: true, unit: n.Unit}
	case OpScale:
		d.ceilings(args)
		return args[0]
	case OpGrid:
		d.ceilings(args)
		return unknownUnit
	case OpProgressive:
		d.ceilings(args)
		return dimension{known: true, unit: &unit.Unit{Num: []string{"%"}}}
	case OpSolve:
		return args[0]
	case OpUnit:
		converted := dimension{known: true, unit: n.Unit}
		d.same(args[0], converted)
		return converted
	case OpAnswer:
		if args[0] == bareUnit {
			return unknownUnit
		}
		return args[0]
	case OpMissing, OpContext:
		return args[0]
	case OpSimplify, OpRound:
		return simplified(args[0])
	case OpCond:
		return oneOf(args[1], args[2])
	case OpVariations:
		return d.branches(args)
	case OpSum:
		return d.first(args)
	case OpAdd, OpSub:
		return d.sum(args[0], args[1])
	case OpMul:
		return withoutPercent(combine(args[0], args[1], unit.Mul))
	case OpDiv:
		return quotient(args[0], args[1])
	case OpLt, OpLe, OpGt, OpGe, OpEq, OpNe:
		d.same(args[0], args[1])
		return bareUnit
	default: // OpNotDefined, OpNotApplicable, OpAll, OpAny, OpAnd, OpOr; and OpIntDiv, OpPow, OpInvert, OpText …
		return unknownUnit
	}
}

// same complains about two known units that do not convert into each other. A
// pure ratio may be given any unit: "valeur: 40 / 300" with "unité: kg" is how
// people write a constant.
func (d *dimensions) same(a, b dimension) {
	if a.unit == nil || b.unit == nil || unit.Convertible(*a.unit, *b.unit) || a.unit.String() == "" || b.unit.String() == "" {
		return
	}
	err := &diag.Error{
		Kind: diag.Unit, Source: d.rule.Source, Rule: d.rule.Name, Pos: d.rule.Pos,
		Message: fmt.Sprintf("a value in %q and one in %q do not measure the same thing", a.unit, b.unit),
	}
	if d.at != nil {
		err.Pos = d.at.Pos
		err.Source, err.Path = d.rule.place(d.at)
	}
	if a.shared || b.shared {
		d.prog.Warnings = append(d.prog.Warnings, err)
	} else {
		d.errs.add(err)
	}
}

// first checks a list of values against the first with a unit.
func (d *dimensions) first(args []dimension) dimension {
	i := slices.IndexFunc(args, func(a dimension) bool { return !a.known || a.unit != nil })
	if i < 0 {
		return bareUnit
	}
	for _, a := range args[i+1:] {
		d.same(args[i], a)
	}
	return args[i]
}

// ceilings checks the ceilings of bands, times what multiplies them, against the
// base.
func (d *dimensions) ceilings(args []dimension) {
	for i := 2; i < len(args); i += 2 {
		d.same(args[0], combine(args[i], args[1], unit.Mul))
	}
}

func (d *dimensions) branches(args []dimension) dimension {
	var consequences []dimension
	for i := 1; i < len(args); i += 2 {
		consequences = append(consequences, args[i])
	}
	out := bareUnit
	for _, c := range consequences {
		out = oneOf(out, c)
	}
	return out
}

func (d *dimensions) sum(a, b dimension) dimension {
	if b.unit != nil && b.unit.IsPercent() && (a.unit == nil || !a.unit.IsPercent()) {
		return withoutPercent(combine(a, b, unit.Mul))
	}
	return d.first([]dimension{a, b})
}

// oneOf is the unit of a value that is one or the other.
func oneOf(a, b dimension) dimension {
	switch {
	case !a.known || !b.known:
		return unknownUnit
	case a.unit == nil:
		b.shared = b.shared || a.shared
		return b
	case b.unit == nil || a.unit.Key() == b.unit.Key():
		a.shared = a.shared || b.shared
		return a
	default:
		return unknownUnit
	}
}

func combine(a, b dimension, op func(a, b unit.Unit) unit.Unit) dimension {
	switch {
	case !a.known || !b.known:
		return unknownUnit
	case a.unit == nil:
		return b
	case b.unit == nil:
		return a
	}
	u := op(*a.unit, *b.unit)
	return dimension{known: true, unit: &u, shared: a.shared || b.shared}
}

func quotient(a, b dimension) dimension {
	if a.known && a.unit == nil {
		a.unit = &unit.Unit{}
	}
	if b.known && b.unit == nil {
		b.unit = &unit.Unit{}
	}
	return combine(a, b, unit.Div)
}

func withoutPercent(d dimension) dimension {
	if d.unit == nil || !d.unit.HasPercent() {
		return d
	}
	u := d.unit.WithoutPercent()
	d.unit = &u
	return d
}

func simplified(d dimension) dimension {
	if d.unit == nil {
		return d
	}
	u := d.unit.Simplify()
	d.unit = &u
	return d
}
