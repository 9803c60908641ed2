package eval

import (
	"math/bits"

	"capzero/publicodes/internal/diag"
	"capzero/publicodes/internal/resolve"
)

// lanesPerBlock is how many situations go through an instruction together: as
// many as a word has bits, so that a set of them is a word.
const lanesPerBlock = 64

// Lanes evaluates many situations that differ in a few answers. What those
// answers do not reach is evaluated once, for all. The rest goes through each
// instruction a block at a time: the walk over the graph, which is most of the
// cost of one evaluation, is shared by the lanes of a block.
//
// Where lanes take different branches both are walked, each for the lanes that
// take it. A set of lanes is a word of bits.
type Lanes struct {
	graph  *Graph
	flat   *Evaluator // the answers that all lanes have
	drawn  map[int32][]value
	n      int
	block  int // the first lane of the block under way
	root   *laneScope
	temps  []*column
	parts  []operand // of the sums being evaluated
	top    int       // how many temps are in use
	gaveUp bool      // something in this block cannot be evaluated by lanes
}

// column is one value for each lane of a block.
type column [lanesPerBlock]value

// operand is a value for each lane, or the same one for all.
type operand struct {
	column *column
	value  value
}

func (o operand) at(lane int) value {
	if o.column == nil {
		return o.value
	}
	return o.column[lane]
}

func same(v value) operand { return operand{value: v} }

// cell keeps the values of a rule, or of a node that is used more than once.
type cell struct {
	column
	have    uint64 // the lanes that have a value
	equal   uint64 // lanes that have the same
	applies uint64 // the lanes in which a rule is known to apply, as far as its children ask
	off     uint64 // the lanes whose conditions say that the value does not apply
	used    bool
	state   uint8 // as of a slot
}

// keep stores the values of some lanes.
func (c *cell) keep(mask uint64, v operand) {
	c.put(mask, v)
	c.off &^= mask
	c.equal &^= mask // on its way to itself a rule may have been kept before
	if v = v.simple(mask); v.column == nil && c.have&^mask == 0 {
		c.equal = mask
	}
	c.have |= mask
}

func (c *cell) operand(mask uint64) operand {
	if mask&^c.equal == 0 {
		return same(c.column[bits.TrailingZeros64(mask)])
	}
	return operand{column: &c.column}
}

// simple is one value for all where some lanes have the same: they often agree
// on what does not apply to them.
func (o operand) simple(mask uint64) operand {
	if o.column == nil {
		return o
	}
	first := o.column[bits.TrailingZeros64(mask)]
	for m := mask & (mask - 1); m != 0; m &= m - 1 {
		if o.column[bits.TrailingZeros64(m)] != first {
			return o
		}
	}
	return same(first)
}

// laneScope is the memory of a block, or that of a contexte inside it.
type laneScope struct {
	*Lanes
	outer     *laneScope
	varies    []bool    // by slot: whether lanes may differ
	reads     []reading // the same, by node without a slot
	affected  *slotSet  // what this context and those around it can change
	cells     []*cell
	used      []int32 // the slots whose cells are in use
	overrides []laneOverride
	node      int32 // of the context
	children  []*laneScope
}

// reading says whether a node reads what lanes may differ in.
type reading uint8

const (
	notKnown reading = iota
	readsNone
	readsDrawn
)

type laneOverride struct {
	rule     int32
	constant bool   // the model states the value
	set      uint64 // the lanes in which it differs from the value outside
	value    operand
}

// NewLanes returns n lanes over an evaluator that has the answers which all
// lanes share.
func NewLanes(flat *Evaluator, n int) *Lanes {
	flat.lent = true
	return &Lanes{graph: flat.graph, flat: flat, n: n, drawn: map[int32][]value{}}
}

// Forget takes back what was drawn.
func (l *Lanes) Forget() {
	clear(l.drawn)
	l.root = nil
}

// Draw gives a rule one answer per lane: constants, or nil for none. Each node is
// read before the next is asked for; an error ends it and nothing is drawn.
func (l *Lanes) Draw(r *resolve.Rule, node func(lane int) (*resolve.Node, error)) error {
	layout := layout{code: &l.flat.code, units: l.flat.units, texts: l.flat.texts}
	values := make([]value, (l.n+lanesPerBlock-1)/lanesPerBlock*lanesPerBlock)
	for lane := range l.n {
		n, err := node(lane)
		if err != nil {
			return err
		}
		if n != nil {
			values[lane] = layout.value(n)
		}
	}
	l.flat.Withdraw(r)
	l.flat.Changed(r)
	l.drawn[int32(r.Index)] = values
	l.root = nil
	return nil
}

// begin makes the memory of a block, for what has been drawn.
func (l *Lanes) begin() {
	l.root = &laneScope{Lanes: l, varies: make([]bool, l.graph.slots), cells: make([]*cell, l.graph.slots), reads: make([]reading, len(l.graph.code.nodes))}
	for rule := range l.drawn {
		l.root.mayVary(rule)
	}
}

// mayVary notes what the answer to a rule reaches.
func (s *laneScope) mayVary(rule int32) {
	for _, slot := range s.graph.dependents.reach(rule) {
		s.varies[slot] = true
	}
}

// Evaluate gives the values of a public rule, one per lane, to yield; ok is false
// for a lane that has to be evaluated alone.
func (l *Lanes) Evaluate(r *resolve.Rule, yield func(lane int, v Result, err *diag.Error, ok bool)) {
	if l.root == nil {
		l.begin()
	}
	l.flat.begin(r.Index)
	for l.block = 0; l.block < l.n; l.block += lanesPerBlock {
		size := min(l.n-l.block, lanesPerBlock)
		l.root.forget()
		l.top, l.flat.steps, l.gaveUp = 0, 0, false
		v := l.root.eval(l.graph.rules[r.Index].entry, ^uint64(0)>>(lanesPerBlock-size))
		for lane := range size {
			result, err := l.flat.result(r, v.at(lane))
			yield(l.block+lane, result, err, !l.gaveUp)
		}
	}
}

func (s *laneScope) forget() {
	for _, slot := range s.used {
		c := s.cells[slot]
		c.have, c.equal, c.applies, c.off, c.state, c.used = 0, 0, 0, 0, 0, false
	}
	s.used = s.used[:0]
	for _, c := range s.children {
		c.forget()
	}
}

// temp is a column for a result under way. It is free again when top falls
// below it.
func (l *Lanes) temp() *column {
	if l.top == len(l.temps) {
		l.temps = append(l.temps, new(column))
	}
	l.top++
	return l.temps[l.top-1]
}

func (s *laneScope) cell(slot int32) *cell {
	c := s.cells[slot]
	if c == nil {
		c = new(cell)
		s.cells[slot] = c
	}
	if !c.used {
		c.used = true
		s.used = append(s.used, slot)
	}
	return c
}

// apply reports whether the values of the lanes leave no doubt that they apply.
func (o operand) apply(mask uint64) bool {
	return o.ofKind(failed, mask)|o.ofKind(undefined, mask)|o.ofKind(null, mask) == 0
}

// ofKind is the set of the lanes whose value is of a kind.
func (o operand) ofKind(k kind, mask uint64) uint64 {
	if o.column == nil {
		if o.value.kind == k {
			return mask
		}
		return 0
	}
	var found uint64
	for m := mask; m != 0; m &= m - 1 {
		lane := bits.TrailingZeros64(m)
		if o.column[lane].kind == k {
			found |= 1 << lane
		}
	}
	return found
}

// off is the set of the lanes whose value switches off what depends on it.
func (o operand) off(mask uint64) uint64 {
	_, no := o.split(mask)
	return no | o.ofKind(null, mask)
}

// split gives the lanes where a condition holds and those where it does not.
func (o operand) split(mask uint64) (yes, no uint64) {
	if o.column == nil {
		switch {
		case o.value.isTrue():
			return mask, 0
		case o.value.isFalse():
			return 0, mask
		}
		return 0, 0
	}
	for m := mask; m != 0; m &= m - 1 {
		lane := bits.TrailingZeros64(m)
		if v := &o.column[lane]; v.kind == boolean {
			if v.num == 1 {
				yes |= 1 << lane
			} else {
				no |= 1 << lane
			}
		}
	}
	return yes, no
}

// put copies the values of some lanes.
func (c *column) put(mask uint64, from operand) {
	if from.column == c {
		return
	}
	for ; mask != 0; mask &= mask - 1 {
		lane := bits.TrailingZeros64(mask)
		c[lane] = from.at(lane)
	}
}

// home is the scope that a result belongs to, as [scope.home] tells in one lane.
func (s *laneScope) home(slot int32) *laneScope {
	if s.outer == nil || s.affected.has(slot) {
		return s
	}
	return s.Lanes.root
}

// eval evaluates an operand for some lanes.
func (s *laneScope) eval(i int32, mask uint64) operand {
	switch {
	case i < 0:
		return same(s.graph.code.consts[-i].value)
	case i >= refBase:
		return s.rule(i-refBase, mask)
	}
	n := &s.graph.code.nodes[i]
	if n.slot < 0 {
		return s.compute(i, n, mask)
	}
	s = s.home(n.slot)
	if !s.varies[n.slot] {
		v, _ := s.flat.root.eval(i)
		return same(v)
	}
	c := s.cell(n.slot)
	if need := mask &^ c.have; need != 0 {
		top := s.top
		v := s.compute(i, n, need)
		c.keep(need, v)
		s.top = top
	}
	return c.operand(mask)
}

func (s *laneScope) rule(r int32, mask uint64) operand {
	c := &s.graph.rules[r]
	s = s.home(c.slot)
	if !s.varies[c.slot] {
		v, _ := s.flat.root.rule(r)
		return same(v)
	}
	cell := s.cell(c.slot)
	if need := mask &^ cell.have; need != 0 {
		top := s.top
		v := s.computeRule(r, c, cell, need)
		cell.keep(need, v)
		s.top = top
	}
	return cell.operand(mask)
}

func (s *laneScope) computeRule(r int32, c *ruleCode, cell *cell, mask uint64) operand {
	if err, ok := s.flat.root.tooMuch(); ok {
		return same(err)
	}
	s.flat.steps++
	s.flat.level++
	defer func() { s.flat.level-- }()
	off := s.offByParent(c, cell, mask)
	run := mask &^ off.off &^ off.broken
	if run == mask {
		return s.whole(r, c, cell, mask)
	}
	out := s.temp()
	out.put(off.broken, off.why)
	out.put(off.off, same(nullValue))
	if run != 0 {
		out.put(run, s.whole(r, c, cell, run))
	}
	return operand{column: out}
}

// whole is the value of a rule that its parent does not switch off.
func (s *laneScope) whole(r int32, c *ruleCode, cell *cell, mask uint64) operand {
	flat := s.flat.root
	if cell.state&depth > 1 {
		return same(flat.cycle(r))
	}
	cell.state++
	outside := flat.inside
	flat.inside = r
	flat.stack = append(flat.stack, r)
	v := s.formula(c, mask)
	flat.stack = flat.stack[:len(flat.stack)-1]
	flat.inside = outside
	cell.state--
	return v
}

func (s *laneScope) formula(c *ruleCode, mask uint64) operand {
	if isNode(c.only) { // which possibilities are left may differ
		s.gaveUp = true
		return same(value{})
	}
	if c.only != 0 {
		return s.eval(c.only, mask)
	}
	v := s.eval(c.value, mask)
	if c.unit == noUnit {
		return v
	}
	return s.each(s.temp(), mask, v, func(v value) value {
		v.unit = c.unit
		return v
	})
}

// lanesOff says in which lanes a parent switches a rule off, and in which that
// cannot be told, and why.
type lanesOff struct {
	off, broken uint64
	why         operand
}

func (s *laneScope) offByParent(c *ruleCode, cell *cell, mask uint64) lanesOff {
	var out lanesOff
	if c.parent == 0 {
		return out
	}
	if cell.state&checking != 0 {
		s.flat.unasked++
	} else if rest := mask &^ s.applying(c); rest != 0 {
		cell.state |= checking
		flat := s.flat.root
		flat.checks = append(flat.checks, len(flat.stack))
		out = s.parentOff(c, rest)
		flat.checks = flat.checks[:len(flat.checks)-1]
		cell.state &^= checking
	}
	rest := mask &^ out.off &^ out.broken
	if !c.parentBoolean || rest == 0 {
		return out
	}
	if c.part {
		flat := s.flat.root
		flat.checks = append(flat.checks, len(flat.stack))
		defer func() { flat.checks = flat.checks[:len(flat.checks)-1] }()
	}
	v := s.eval(c.parent, rest)
	_, no := v.split(rest)
	out.off |= no
	out.breaks(v, rest)
	return out
}

// breaks adds the lanes whose value is an error.
func (o *lanesOff) breaks(v operand, mask uint64) {
	broken := v.ofKind(failed, mask)
	switch {
	case broken == 0:
	case o.broken == 0:
		o.broken, o.why = broken, v
	default:
		both := new(column)
		both.put(o.broken, o.why)
		both.put(broken, v)
		o.broken, o.why = o.broken|broken, operand{column: both}
	}
}

// applying is the set of the lanes in which the parent was asked before and is
// known not to switch off its children, see [scope.parentApplies].
func (s *laneScope) applying(c *ruleCode) uint64 {
	cell := s.parentCell(c)
	if cell == nil {
		return 0
	}
	return cell.applies
}

// parentCell is the cell of a parent whose answers to its children are noted.
func (s *laneScope) parentCell(c *ruleCode) *cell {
	if c.parentBoolean || c.parent < refBase {
		return nil
	}
	slot := s.graph.rules[c.parent-refBase].slot
	home := s.home(slot)
	if !home.varies[slot] {
		return nil
	}
	return home.cell(slot)
}

func (s *laneScope) parentOff(c *ruleCode, mask uint64) (out lanesOff) {
	if c.parentNullable || !c.parentBoolean { // or it could not switch anything off
		unasked := s.flat.unasked
		v := s.notApplicable(c.parent, mask)
		var no uint64
		out.off, no = v.split(mask)
		out.breaks(v, mask)
		if cell := s.parentCell(c); cell != nil && unasked == s.flat.unasked {
			cell.applies |= no
		}
	}
	if rest := mask &^ out.off &^ out.broken; c.parentBoolean && rest != 0 {
		v := s.eval(c.parent, rest)
		out.off |= v.off(rest)
		out.breaks(v, rest)
	}
	return out
}

// notApplicable reports for some lanes whether the value of an operand does not
// apply, as [scope.notApplicable] does.
func (s *laneScope) notApplicable(i int32, mask uint64) operand {
	switch {
	case i < 0:
		return same(s.flat.root.constantNotApplicable(&s.graph.code.consts[-i]))
	case i >= refBase:
		return s.ruleNotApplicable(i-refBase, mask)
	}
	n := &s.graph.code.nodes[i]
	if n.neverNull {
		return same(falseValue)
	}
	if n.slot >= 0 {
		s = s.home(n.slot)
		if !s.varies[n.slot] {
			v, _ := s.flat.root.notApplicable(i)
			return same(v)
		}
		if c := s.cell(n.slot); mask&^c.have == 0 && c.operand(mask).ofKind(failed, mask)|c.operand(mask).ofKind(undefined, mask) == 0 {
			return s.each(s.temp(), mask, operand{column: &c.column}, isNull)
		}
	}
	switch n.op {
	case resolve.OpCond:
		v := s.condition(s.temp(), n, (*laneScope).notApplicable, noUnit, mask)
		if n.slot < 0 {
			return v
		}
		return s.each(s.temp(), mask, v, nullIsTrue)
	case resolve.OpAnswer:
		return s.answerNotApplicable(n, mask)
	}
	return s.each(s.temp(), mask, s.eval(i, mask), isNullOrOpen)
}

func (s *laneScope) ruleNotApplicable(r int32, mask uint64) operand {
	c := &s.graph.rules[r]
	s = s.home(c.slot)
	if !s.varies[c.slot] {
		v, _ := s.flat.root.ruleNotApplicable(r)
		return same(v)
	}
	cell := s.cell(c.slot)
	if mask&^cell.off == 0 {
		return same(trueValue)
	}
	if mask&^cell.have == 0 && cell.operand(mask).apply(mask) {
		return same(falseValue)
	}
	if err, ok := s.flat.root.tooMuch(); ok {
		return same(err)
	}
	s.flat.steps++
	s.flat.level++
	defer func() { s.flat.level-- }()
	outside := s.flat.inside
	s.flat.inside = r
	v := s.computeNotApplicable(c, cell, mask)
	s.flat.inside = outside
	yes, _ := v.split(mask & cell.have)
	cell.off |= yes
	return v
}

func (s *laneScope) computeNotApplicable(c *ruleCode, cell *cell, mask uint64) operand {
	off := s.offByParent(c, cell, mask)
	rest := mask &^ off.off &^ off.broken
	if rest == mask {
		return s.each(s.temp(), mask, s.notApplicable(c.value, mask), c.nullIsTrue)
	}
	out := s.temp()
	out.put(off.broken, off.why)
	out.put(off.off, same(trueValue))
	if rest != 0 {
		out.put(rest, s.each(s.temp(), rest, s.notApplicable(c.value, rest), c.nullIsTrue))
	}
	return operand{column: out}
}
