package eval

import (
	"fmt"
	"strconv"
	"strings"

	"capzero/publicodes/internal/resolve"
)

// Listing shows what a rule was compiled into, for people: one line for each
// operation, operands first by number, then what is kept and what an answer to
// the rule reaches.
func (g *Graph) Listing(r *resolve.Rule) []string {
	c := &g.rules[r.Index]
	l := lister{graph: g, seen: map[int32]bool{}}
	l.list(c.value)
	if len(l.lines) == 0 {
		l.lines = append(l.lines, "the value is "+l.operand(c.value))
	}
	if isNode(c.only) {
		l.list(c.only)
		l.lines = append(l.lines, "unless "+l.operand(c.only)+" leaves one possibility")
	}
	if c.parent != 0 {
		l.lines = append(l.lines, "only while "+l.operand(c.parent)+" applies")
	}
	if fixed := &g.image[c.slot]; fixed.state&kept != 0 {
		l.lines = append(l.lines, fmt.Sprintf("result %d of %d: %s, whatever is answered to the questions", c.slot, g.slots, l.value(fixed.value())))
	} else {
		l.lines = append(l.lines, fmt.Sprintf("result %d of %d", c.slot, g.slots))
	}
	return append(l.lines, fmt.Sprintf("an answer to this rule drops %d results", len(g.dependents.reach(int32(r.Index)))))
}

type lister struct {
	graph *Graph
	seen  map[int32]bool
	lines []string
}

// list writes a node after the nodes it needs, as they are evaluated.
func (l *lister) list(operand int32) {
	if !isNode(operand) || l.seen[operand] {
		return
	}
	l.seen[operand] = true
	n := &l.graph.code.nodes[operand]
	var operands []string
	for _, arg := range l.graph.code.args[n.first : n.first+n.n] {
		l.list(arg)
		operands = append(operands, l.operand(arg))
	}
	for k := range n.count {
		t := &l.graph.code.targets[n.ref+k]
		l.list(t.value)
		operands = append(operands, l.graph.prog.Rules[t.rule].Name+" ← "+l.operand(t.value))
	}
	line := fmt.Sprintf("#%d %s%s(%s)", operand, n.op, n.test, strings.Join(operands, "; "))
	if n.unit != noUnit {
		line += " in " + l.graph.units.text(n.unit)
	}
	if n.slot >= 0 {
		line += fmt.Sprintf(", kept in %d", n.slot)
	}
	l.lines = append(l.lines, line)
}

func (t test) String() string {
	return [...]string{asIs: "", ifOff: " if off", unless: " unless off", limits: "", ifOpen: " if undefined"}[t]
}

func (l *lister) operand(i int32) string {
	switch {
	case i < 0:
		return l.value(l.graph.code.consts[-i].value)
	case i >= refBase:
		return l.graph.prog.Rules[i-refBase].Name
	default:
		return "#" + strconv.Itoa(int(i))
	}
}

func (l *lister) value(v value) string {
	switch v.kind {
	case null:
		return "non applicable"
	case number:
		return strings.TrimSpace(strconv.FormatFloat(v.num, 'g', -1, 64) + " " + l.graph.units.text(v.unit))
	case boolean:
		return map[bool]string{true: "oui", false: "non"}[v.num == 1]
	case text:
		return "'" + l.graph.texts.text(int(v.num)) + "'"
	default:
		return "indéfini"
	}
}
