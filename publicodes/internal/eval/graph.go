package eval

import (
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
}

// code is an array of operations. Node 0 is not used, so that 0 means none.
type code struct {
	nodes   []node
	args    []int32 // the arguments of all nodes
	consts  []value
	targets []target // the overrides of all contexts
}

// prefixOf cuts longer, which starts with c, down to c, keeping its memory.
func (c *code) prefixOf(longer code) code {
	return code{
		nodes: longer.nodes[:len(c.nodes)], args: longer.args[:len(c.args)],
		consts: longer.consts[:len(c.consts)], targets: longer.targets[:len(c.targets)],
	}
}

// node is one operation.
type node struct {
	op        resolve.Op
	neverNull bool  // inference found that it always applies
	first, n  int32 // arguments: args[first : first+n]
	slot      int32 // where the result is kept; -1 when keeping costs more than computing
	ref       int32 // rule of a reference, constant, or first target of a context
	count     int32 // number of targets of a context
	unit      unitID
	rawUnit   unitID
}

// ruleCode is what evaluation needs of a rule.
type ruleCode struct {
	slot           int32
	value          int32
	entry          int32
	only           int32 // the single possibility, if its value is known so
	parent         int32
	parentNullable bool
	parentBoolean  bool
	nullableAnswer bool // the empty answer may be "not applicable"
	public         bool
	unit           unitID // of its possibilities
}

// target is one rule that a context gives another value.
type target struct {
	rule     int32
	ref      int32 // node
	value    int32 // node
	nullable bool
}

// textTable numbers texts, so that comparing them is comparing numbers.
type textTable struct {
	base *textTable
	from int
	list []string
	ids  map[string]int
}

func newTextTable(base *textTable) *textTable {
	t := &textTable{base: base, ids: map[string]int{}}
	if base != nil {
		t.from = base.from + len(base.list)
	}
	return t
}

func (t *textTable) intern(s string) int {
	for b := t; b != nil; b = b.base {
		if id, ok := b.ids[s]; ok {
			return id
		}
	}
	id := t.from + len(t.list)
	t.ids[s] = id
	t.list = append(t.list, s)
	return id
}

func (t *textTable) text(id int) string {
	for id < t.from {
		t = t.base
	}
	return t.list[id-t.from]
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
	g := &Graph{prog: p, units: newUnitTable(nil), texts: newTextTable(nil), rules: make([]ruleCode, len(p.Rules))}
	g.code.nodes = make([]node, 1, 16*len(p.Rules)+1)
	g.code.consts = make([]value, 1, 4*len(p.Rules)+1)
	l := &layout{code: &g.code, units: g.units, texts: g.texts, slots: &g.slots}
	for i, r := range p.Rules {
		g.rules[i] = l.rule(r)
	}
	return g
}

func (l *layout) slot() int32 {
	*l.slots++
	return *l.slots - 1
}

// rule places a rule's slot beside those of its nodes: what is evaluated
// together is kept together.
func (l *layout) rule(r *resolve.Rule) ruleCode {
	c := ruleCode{
		slot: l.slot(), public: r.Public, parentNullable: r.ParentNullable,
		parentBoolean: r.ParentBoolean, nullableAnswer: r.AnswerMayBeNull, unit: l.unit(r.Possibilities.Unit()),
	}
	if r.Possibilities != nil {
		if only, ok := r.Possibilities.Only(); ok {
			c.only = l.node(only)
		}
	}
	c.value = l.node(r.Value)
	if r.Parent != nil {
		c.parent = l.node(r.Parent)
	}
	if r.Entry != nil {
		c.entry = l.node(r.Entry)
	}
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
	n.Index = int32(len(l.nodes))
	l.nodes = append(l.nodes, node{})
	c := node{
		op: n.Op, neverNull: n.NeverNull(), slot: -1,
		unit: l.unit(n.Unit), rawUnit: l.unit(n.RawUnit()),
	}
	if n.Op != resolve.OpConst && n.Op != resolve.OpRef {
		c.slot = l.slot()
	}
	switch n.Op {
	case resolve.OpConst:
		c.ref = l.constant(n)
	case resolve.OpRef, resolve.OpAnswer, resolve.OpMissing:
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
	l.consts = append(l.consts, l.value(n))
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
	case resolve.ConstText:
		v.kind, v.num = text, float64(l.texts.intern(n.Const.Text))
	}
	return v
}

func (l *layout) overrides(list []resolve.Override) (first, count int32) {
	targets := make([]target, len(list))
	for i, o := range list {
		targets[i] = target{rule: int32(o.Target.Rule.Index), ref: l.node(o.Target), value: l.node(o.Value), nullable: o.Value.MayBeNull()}
	}
	first = int32(len(l.targets))
	l.targets = append(l.targets, targets...)
	return first, int32(len(targets))
}
