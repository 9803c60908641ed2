package eval

import (
	"slices"

	"capzero/publicodes/internal/resolve"
)

// test says how the condition of a node is asked.
type test uint8

const (
	asIs   test = iota // the operand must be oui
	ifOff              // it must be non or not apply: "non applicable si"
	unless             // it must be neither: "applicable si"
	limits             // it must be oui and decide nothing where it does not apply: "plafond"
	ifOpen             // it must be undefined: "par défaut"
)

// fold works out once what needs no answer: operations on constants, branches
// whose condition is constant, and the comparison with non in a condition. What
// a folded node was stays in the graph, for explanations.
func (g *Graph) fold() {
	e := New(g)
	e.units, e.texts = g.units, g.texts
	e.watch = true
	f := folder{Graph: g, e: e, into: make([]int32, len(g.code.nodes))}
	for i := range g.code.args {
		g.code.args[i] = f.folded(g.code.args[i])
	}
	for i := range g.code.targets {
		g.code.targets[i].value = f.folded(g.code.targets[i].value)
	}
	for i := range g.rules {
		c := &g.rules[i]
		c.value, c.entry, c.parent = f.folded(c.value), f.folded(c.entry), f.folded(c.parent)
		c.only = f.folded(c.only)
	}
}

type folder struct {
	*Graph
	e    *Evaluator
	into []int32 // by node: the operand to use in its place, 0 when not known yet
}

// folded returns what to use in place of an operand, often itself.
func (f *folder) folded(operand int32) int32 {
	if !isNode(operand) {
		return operand
	}
	if f.into[operand] == 0 {
		n := &f.code.nodes[operand]
		args := f.code.args[n.first : n.first+n.n]
		for k := range args {
			args[k] = f.folded(args[k])
		}
		f.into[operand] = f.node(operand, n, args)
	}
	return f.into[operand]
}

func (f *folder) node(i int32, n *node, args []int32) int32 {
	switch n.op {
	case resolve.OpAnswer, resolve.OpMissing, resolve.OpContext, resolve.OpNotApplicable, resolve.OpSolve:
		return i
	case resolve.OpCond:
		return f.condition(i, n, args)
	}
	if len(args) == 0 || slices.Max(args) >= 0 {
		return i
	}
	f.e.mismatches = f.e.mismatches[:0]
	v, _ := f.e.root.compute(i, n)
	if v.kind == failed || len(f.e.mismatches) > 0 {
		return i // for the rule that evaluates it to report
	}
	f.code.consts = append(f.code.consts, constant{v, n.rawUnit, n.neverNull})
	f.e.code.consts = f.code.consts
	return -int32(len(f.code.consts) - 1)
}

func (f *folder) isTrue(operand int32) bool {
	return operand < 0 && f.code.consts[-operand].isTrue()
}

func (f *folder) neverNull(operand int32) bool {
	switch {
	case operand < 0:
		return f.code.consts[-operand].neverNull
	case operand < refBase:
		return f.code.nodes[operand].neverNull
	default:
		return false // asked of the rule
	}
}

// isComparison tells operations that give oui, non or undefined, without unit.
func (f *folder) isComparison(operand int32) bool {
	if !isNode(operand) {
		return false
	}
	op := f.code.nodes[operand].op
	return op >= resolve.OpLt && op <= resolve.OpNe
}

// condition takes a constant condition's branch, if it does not lend the other
// one's unit, and asks a comparison with non directly.
func (f *folder) condition(i int32, n *node, args []int32) int32 {
	if args[0] < 0 {
		taken := args[2]
		if f.isTrue(args[0]) {
			taken = args[1]
		}
		plain := f.code.consts[-args[0]].kind == boolean && f.code.rawUnitOf(args[1]) == noUnit && f.code.rawUnitOf(taken) == noUnit
		if plain && (!n.neverNull || f.neverNull(taken)) {
			return taken
		}
		return i
	}
	if !isNode(args[0]) {
		return i
	}
	si := &f.code.nodes[args[0]]
	if sides := f.code.args[si.first : si.first+si.n]; si.op == resolve.OpAnd && f.isTrue(sides[0]) && f.isComparison(sides[1]) {
		n.test, args[0] = limits, sides[1] // a limit that is always there
		return i
	}
	if si.op == resolve.OpNotDefined {
		n.test, args[0] = ifOpen, f.code.args[si.first]
		return i
	}
	if si.op != resolve.OpEq && si.op != resolve.OpNe {
		return i
	}
	sides := f.code.args[si.first : si.first+si.n]
	if sides[1] >= 0 || !f.code.consts[-sides[1]].isFalse() || f.code.consts[-sides[1]].unit != noUnit {
		return i
	}
	n.test = ifOff
	if si.op == resolve.OpNe {
		n.test = unless
	}
	args[0] = sides[0]
	return i
}

// ask turns the value of a condition's operand into that of the condition.
func (t test) ask(v value) value {
	switch {
	case t == asIs || v.kind == failed:
		return v
	case t == ifOpen:
		return truth(v.kind == undefined)
	case v.kind == undefined:
		return v
	case t == limits:
		return v.orFalse()
	}
	return truth(v.off() == (t == ifOff))
}
