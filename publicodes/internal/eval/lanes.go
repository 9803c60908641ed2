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
	top    int  // how many temps are in use
	gaveUp bool // something in this block cannot be evaluated by lanes
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
	have  uint64 // the lanes that have a value
	equal uint64 // lanes that have the same
	used  bool
	state uint8 // as of a slot
}

// keep stores the values of some lanes.
func (c *cell) keep(mask uint64, v operand) {
	c.put(mask, v)
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
	varies    []bool         // by slot: whether lanes may differ
	reads     map[int32]bool // the same, by node without a slot
	cells     []*cell
	used      []int32 // the slots whose cells are in use
	overrides []laneOverride
	node      int32  // of the context
	unmoved   uint64 // the lanes in which the context changes nothing
	children  []*laneScope
}

type laneOverride struct {
	rule     int32
	constant bool // the model states the value
	value    operand
}

// NewLanes returns n lanes over an evaluator that has the answers which all
// lanes share.
func NewLanes(flat *Evaluator, n int) *Lanes {
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
	values := make([]value, l.n)
	for lane := range values {
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
	l.root = &laneScope{Lanes: l, varies: make([]bool, l.graph.slots), cells: make([]*cell, l.graph.slots), reads: map[int32]bool{}}
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
		c.have, c.equal, c.state, c.used = 0, 0, 0, false
	}
	s.used = s.used[:0]
	for _, c := range s.children {
		c.forget()
		c.unmoved = 0
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

// where is the set of the lanes whose value is such.
func (o operand) where(mask uint64, such func(value) bool) uint64 {
	if o.column == nil {
		if such(o.value) {
			return mask
		}
		return 0
	}
	var found uint64
	for m := mask; m != 0; m &= m - 1 {
		lane := bits.TrailingZeros64(m)
		if such(o.column[lane]) {
			found |= 1 << lane
		}
	}
	return found
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
	off := s.offByParent(r, c, cell, mask)
	failures := off.where(mask, isFailed)
	nulls := off.where(mask, value.isTrue)
	out := s.temp()
	out.put(failures, off)
	out.put(nulls, same(nullValue))
	run := mask &^ failures &^ nulls
	if run == 0 {
		return operand{column: out}
	}
	flat := s.flat.root
	if cell.state&depth > 1 {
		out.put(run, same(flat.cycle(r)))
		return operand{column: out}
	}
	cell.state++
	flat.stack = append(flat.stack, r)
	v := s.formula(c, run)
	flat.stack = flat.stack[:len(flat.stack)-1]
	cell.state--
	out.put(run, v)
	return operand{column: out}
}

func isFailed(v value) bool    { return v.kind == failed }
func isUndefined(v value) bool { return v.kind == undefined }
func settledOff(v value) bool  { return v.isTrue() || v.kind == failed }

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

func (s *laneScope) offByParent(r int32, c *ruleCode, cell *cell, mask uint64) operand {
	if c.parent == 0 {
		return same(falseValue)
	}
	var out *column
	rest := mask
	if cell.state&checking == 0 {
		cell.state |= checking
		flat := s.flat.root
		flat.checks = append(flat.checks, len(flat.stack))
		v := s.parentOff(c, mask)
		flat.checks = flat.checks[:len(flat.checks)-1]
		cell.state &^= checking
		if v.column == nil && settledOff(v.value) {
			return v
		}
		if v.column == nil && !c.parentBoolean {
			return same(falseValue)
		}
		out = s.temp()
		done := v.where(mask, settledOff)
		out.put(done, v)
		rest &^= done
	}
	if out == nil {
		out = s.temp()
	}
	out.put(rest, same(falseValue))
	if !c.parentBoolean || rest == 0 {
		return operand{column: out}
	}
	v := s.eval(c.parent, rest)
	for ; rest != 0; rest &= rest - 1 {
		lane := bits.TrailingZeros64(rest)
		if out[lane] = v.at(lane); out[lane].kind != failed {
			out[lane] = truth(out[lane].isFalse())
		}
	}
	return operand{column: out}
}

func (s *laneScope) parentOff(c *ruleCode, mask uint64) operand {
	if !c.parentBoolean {
		return s.notApplicable(c.parent, mask) // or it could not switch anything off
	}
	out := s.temp()
	rest := mask
	out.put(mask, same(falseValue))
	if c.parentNullable {
		v := s.notApplicable(c.parent, mask)
		out.put(mask, v)
		rest &^= v.where(mask, settledOff)
	}
	if rest == 0 {
		return operand{column: out}
	}
	v := s.eval(c.parent, rest)
	for ; rest != 0; rest &= rest - 1 {
		lane := bits.TrailingZeros64(rest)
		if out[lane] = v.at(lane); out[lane].kind != failed && out[lane].kind != undefined {
			out[lane] = truth(out[lane].off())
		}
	}
	return operand{column: out}
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
		if !s.varies[n.slot] {
			v, _ := s.flat.root.notApplicable(i)
			return same(v)
		}
		if c := s.cell(n.slot); mask&^c.have == 0 && c.operand(mask).where(mask, isFailed) == 0 {
			return s.isNull(operand{column: &c.column}, mask)
		}
	}
	switch n.op {
	case resolve.OpCond:
		return s.condition(s.temp(), n, (*laneScope).notApplicable, noUnit, mask)
	case resolve.OpAnswer:
		return s.answerNotApplicable(n, mask)
	}
	return s.isNull(s.eval(i, mask), mask)
}

// isNull keeps what is undefined.
func (s *laneScope) isNull(v operand, mask uint64) operand {
	return s.each(s.temp(), mask, v, func(v value) value {
		if v.kind == undefined {
			return v
		}
		return isNull(v)
	})
}

func (s *laneScope) ruleNotApplicable(r int32, mask uint64) operand {
	c := &s.graph.rules[r]
	if !s.varies[c.slot] {
		v, _ := s.flat.root.ruleNotApplicable(r)
		return same(v)
	}
	cell := s.cell(c.slot)
	if mask&^cell.have == 0 && cell.operand(mask).where(mask, isFailed) == 0 {
		return s.each(s.temp(), mask, operand{column: &cell.column}, isNull)
	}
	if err, ok := s.flat.root.tooMuch(); ok {
		return same(err)
	}
	s.flat.steps++
	s.flat.level++
	defer func() { s.flat.level-- }()
	out := s.temp()
	off := s.offByParent(r, c, cell, mask)
	done := off.where(mask, settledOff)
	out.put(done, off)
	if rest := mask &^ done; rest != 0 {
		out.put(rest, s.notApplicable(c.value, rest))
	}
	return operand{column: out}
}
