package eval

import (
	"sync"

	"capzero/publicodes/internal/diag"
	"capzero/publicodes/internal/resolve"
	"capzero/publicodes/unit"
)

// Graph is a program laid out for evaluation. It is immutable and shared.
type Graph struct {
	prog  *resolve.Program
	code  code
	rules []ruleCode
	units *unitTable
	texts *textTable
	slots int32

	tallies sync.Pool // of *tally, for those who collect

	Warnings []*diag.Error // units that disagree between rules, met without answers

	dependents *dependents
	marks      []missing // by rule: its mark, if a context or a search sets it
	image      []slot    // by slot: the result that no answer changes
	changing   *slotSet  // the other slots
}

// code is an array of operations, and the operands that they share out.
//
// An operand is one number: below zero a constant, from refBase up the value of
// a rule, between them a node. Half of all operands are constants and references,
// which so need no node. 0 means none.
type code struct {
	nodes   []node
	args    []int32 // the operands of all nodes
	consts  []constant
	targets []target // the overrides of all contexts
}

const refBase = 1 << 30

// constant is a value that the model states.
type constant struct {
	value
	rawUnit   unitID // as of a node
	neverNull bool
}

// prefixOf cuts longer, which starts with c, down to c, keeping its memory.
func (c *code) prefixOf(longer code) code {
	return code{
		nodes: longer.nodes[:len(c.nodes)], args: longer.args[:len(c.args)],
		consts: longer.consts[:len(c.consts)], targets: longer.targets[:len(c.targets)],
	}
}

// node is one operation, in 32 bytes: evaluating is mostly waiting for memory.
type node struct {
	op        resolve.Op
	neverNull bool // inference found that it always applies
	asked     bool // it belongs to a part of a formula that is a rule
	test      test // conditions only
	unit      unitID
	rawUnit   unitID
	first, n  int32 // operands: args[first : first+n]
	slot      int32 // where the result is kept; -1 when it is needed only once
	ref       int32 // rule of an answer, or first target of a context
	count     int32 // number of targets of a context
}

// rawUnitOf is the unit that an operand has before it is evaluated.
func (c *code) rawUnitOf(operand int32) unitID {
	switch {
	case operand < 0:
		return c.consts[-operand].rawUnit
	case operand < refBase:
		return c.nodes[operand].rawUnit
	default:
		return noUnit
	}
}

// ruleCode is what evaluation needs of a rule.
type ruleCode struct {
	slot           int32
	end            int32 // the first node after its own
	value          int32
	entry          int32
	only           int32 // the single possibility, or how to find out which one is left
	parent         int32
	parentNullable bool
	parentBoolean  bool
	nullableAnswer bool // the empty answer may be "not applicable"
	public         bool
	inParts        bool   // parts of its formula are rules of their own
	part           bool   // it is such a part
	usual          bool   // an answer to it changes nothing that the image holds
	unit           unitID // of its possibilities
}

// target is one rule that a context gives another value.
type target struct {
	rule     int32
	value    int32 // operand
	nullable bool
}

// layout writes nodes into an array. The graph and, for answers that are
// formulas, each evaluator have one.
type layout struct {
	*code
	units *unitTable
	texts *textTable
	slots *int32
}

// NewGraph lays out a program.
func NewGraph(p *resolve.Program) *Graph {
	rules := len(p.Rules)
	g := &Graph{prog: p, units: newUnitTable(nil), texts: newTextTable(nil), rules: make([]ruleCode, rules)}
	g.tallies.New = func() any { return newTally(rules) }
	g.code.nodes = make([]node, 1, 16*len(p.Rules)+1)
	g.code.consts = make([]constant, 1, 4*len(p.Rules)+1)
	l := &layout{code: &g.code, units: g.units, texts: g.texts}
	for i, r := range p.Rules {
		g.rules[i] = l.rule(r)
	}
	g.mark()
	g.fold()
	g.placeResults()
	g.findDependents()
	g.image, g.changing = make([]slot, g.slots), newSlotSet(g.slots)
	for slot := range g.slots {
		g.changing.add(slot)
	}
	g.changing.number()
	return g
}

// mark shares the marks out among the rules that contexts, and searches for a
// value, set.
func (g *Graph) mark() {
	g.marks = make([]missing, len(g.rules))
	next := 0
	set := func(rule int32) {
		if g.marks[rule] == none {
			g.marks[rule] = 1 << (placeBits + next%markBits)
			next++
		}
	}
	for _, t := range g.code.targets {
		set(t.rule)
	}
	for i := range g.code.nodes {
		if n := &g.code.nodes[i]; n.op == resolve.OpInvert || n.op == resolve.OpSolve {
			set(n.ref)
		}
	}
}

// Size counts operations, those of rules that usual answers reach, and places
// for results.
func (g *Graph) Size() (nodes, dynamic, results int) {
	for i := range g.rules {
		first := int32(1)
		if i > 0 {
			first = g.rules[i-1].end
		}
		own := int(g.rules[i].end - first)
		nodes += own
		if g.image[g.rules[i].slot].state&kept == 0 {
			dynamic += own
		}
	}
	return nodes, dynamic, int(g.slots)
}

func (g *Graph) overridesOf(n *node) []target {
	if n.count == 0 {
		return nil
	}
	return g.code.targets[n.ref : n.ref+n.count]
}

func isNode(operand int32) bool { return operand > 0 && operand < refBase }

// placeResults gives slots to rules, and to nodes used more than once. A rule's
// slot is beside those of its nodes: what is evaluated together is kept
// together.
func (g *Graph) placeResults() {
	uses := make([]int32, len(g.code.nodes))
	var use func(operands ...int32)
	use = func(operands ...int32) {
		for _, i := range operands {
			if !isNode(i) {
				continue
			}
			if uses[i]++; uses[i] > 1 {
				continue
			}
			n := &g.code.nodes[i]
			use(g.code.args[n.first : n.first+n.n]...)
			for _, t := range g.overridesOf(n) {
				use(t.value)
			}
		}
	}
	for i := range g.rules {
		use(g.rules[i].value, g.rules[i].parent, g.rules[i].entry, g.rules[i].only)
	}
	at := int32(1)
	slot := func() int32 { g.slots++; return g.slots - 1 }
	for i := range g.rules {
		g.rules[i].slot = slot()
		for ; at < g.rules[i].end; at++ {
			if uses[at] > 1 || g.code.nodes[at].slot == wanted {
				g.code.nodes[at].slot = slot()
			}
		}
	}
}

// wanted is the place of a result that is to be kept, until it has one.
const wanted = -2

// slot gives a node of an answer a slot. Those of the graph come later.
func (l *layout) slot(asked bool) int32 {
	switch {
	case l.slots == nil && asked:
		return wanted
	case l.slots == nil:
		return -1
	}
	*l.slots++
	return *l.slots - 1
}

func (l *layout) rule(r *resolve.Rule) ruleCode {
	c := ruleCode{
		public: r.Public, inParts: r.InParts(), part: r.Owner != nil, parentNullable: r.ParentNullable,
		parentBoolean: r.ParentBoolean, nullableAnswer: r.AnswerMayBeNull, unit: l.unit(r.Possibilities.Unit()),
	}
	if r.Possibilities != nil {
		if only, ok := r.Possibilities.Only(); ok {
			c.only = l.node(only)
		}
		if r.Possibilities.Filter != nil {
			c.only = l.node(r.Possibilities.Filter)
		}
	}
	c.value = l.node(r.Value)
	if r.Parent != nil {
		c.parent = l.node(r.Parent)
	}
	if r.Entry != nil {
		c.entry = l.node(r.Entry)
	}
	c.end = int32(len(l.nodes))
	return c
}

func (l *layout) unit(u *unit.Unit) unitID {
	if u == nil {
		return noUnit
	}
	return l.units.intern(*u)
}

func (l *layout) node(n *resolve.Node) int32 {
	if n.Index != 0 {
		return n.Index
	}
	switch n.Op {
	case resolve.OpConst:
		n.Index = -l.constant(n)
		return n.Index
	case resolve.OpRef:
		n.Index = refBase + int32(n.Rule.Index)
		return n.Index
	}
	n.Index = int32(len(l.nodes))
	l.nodes = append(l.nodes, node{})
	c := node{
		op: n.Op, neverNull: n.NeverNull(), asked: n.Asked, slot: l.slot(n.Asked),
		unit: l.unit(n.Unit), rawUnit: l.unit(n.RawUnit()),
	}
	if n.Rule != nil {
		c.ref = int32(n.Rule.Index)
	}
	args := make([]int32, len(n.Args))
	for i, arg := range n.Args {
		args[i] = l.node(arg)
	}
	c.first, c.n = int32(len(l.args)), int32(len(args))
	l.args = append(l.args, args...)
	if n.Op == resolve.OpContext {
		c.ref, c.count = l.overrides(n.Overrides)
	}
	l.nodes[n.Index] = c
	return n.Index
}

func (l *layout) constant(n *resolve.Node) int32 {
	l.consts = append(l.consts, constant{l.value(n), l.unit(n.RawUnit()), n.NeverNull()})
	return int32(len(l.consts) - 1)
}

func (l *layout) value(n *resolve.Node) value {
	v := value{unit: l.unit(n.Unit)}
	switch n.Const.Kind {
	case resolve.ConstNull:
		v.kind = null
	case resolve.ConstNumber:
		v.kind, v.num = number, n.Const.Number
	case resolve.ConstBool:
		v.kind, v.num = boolean, truth(n.Const.Bool).num
	case resolve.ConstText, resolve.ConstDate:
		v.kind, v.num = text, float64(l.texts.intern(n.Const.Text))
	}
	return v
}

func (l *layout) overrides(list []resolve.Override) (first, count int32) {
	targets := make([]target, len(list))
	for i, o := range list {
		targets[i] = target{rule: int32(o.Target.Rule.Index), value: l.node(o.Value), nullable: o.Value.MayBeNull()}
	}
	first = int32(len(l.targets))
	l.targets = append(l.targets, targets...)
	return first, int32(len(targets))
}
