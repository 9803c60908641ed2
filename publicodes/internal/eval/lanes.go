package eval

import (
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
	scales map[int32][]float64 // by rule: what its value is multiplied by
	n      int
	block  int // the first lane of the block under way
	root   *laneScope
	temps  []*column
	parts  []operand // of the sums being evaluated
	top    int       // how many temps are in use
	gaveUp uint64    // the lanes of the block that have to be evaluated alone
}

// NewLanes returns n lanes over an evaluator that has the answers which all
// lanes share.
func NewLanes(flat *Evaluator, n int) *Lanes {
	flat.lent = true
	return &Lanes{graph: flat.graph, flat: flat, n: n, drawn: map[int32][]value{}, scales: map[int32][]float64{}}
}

// Forget takes back what was drawn and scaled.
func (l *Lanes) Forget() {
	clear(l.drawn)
	clear(l.scales)
	l.root = nil
}

// Draw gives a rule one answer per lane: constants, or nil for none. Each node is
// read before the next is asked for; an error ends it and nothing is drawn.
func (l *Lanes) Draw(r *resolve.Rule, node func(lane int) (*resolve.Node, error)) error {
	layout := layout{code: &l.flat.code, units: l.flat.units, texts: l.flat.texts}
	values := make([]value, l.padded())
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

// Scale multiplies the number that the model gives a rule by one factor per lane.
// An answer, and what a contexte says, is not scaled.
func (l *Lanes) Scale(r *resolve.Rule, factors []float64) {
	own := make([]float64, l.padded())
	copy(own, factors)
	l.scales[int32(r.Index)] = own
	l.root = nil
}

// padded is the number of lanes in whole blocks.
func (l *Lanes) padded() int { return (l.n + lanesPerBlock - 1) / lanesPerBlock * lanesPerBlock }

// begin makes the memory of a block, for what has been drawn.
func (l *Lanes) begin() {
	l.root = &laneScope{Lanes: l, varies: make([]bool, l.graph.slots), cells: make([]*cell, l.graph.slots), reads: make([]reading, len(l.graph.code.nodes))}
	for rule := range l.drawn {
		l.root.mayVary(rule)
	}
	for rule := range l.scales {
		l.root.mayVary(rule)
	}
}

// Evaluate gives the values of public rules, one per rule and lane, to yield,
// which is told the place of the rule; ok is false for a lane that has to be
// evaluated alone. What the rules have in common is evaluated once.
func (l *Lanes) Evaluate(rules []*resolve.Rule, yield func(rule, lane int, v Result, err *diag.Error, ok bool)) {
	if l.root == nil {
		l.begin()
	}
	for l.block = 0; l.block < l.n; l.block += lanesPerBlock {
		size := min(l.n-l.block, lanesPerBlock)
		l.root.forget()
		l.gaveUp = 0
		for i, r := range rules {
			l.flat.begin(r.Index)
			l.top = 0
			v := l.root.eval(l.graph.rules[r.Index].entry, ^uint64(0)>>(lanesPerBlock-size))
			for lane := range size {
				result, err := l.flat.result(r, v.at(lane))
				yield(i, l.block+lane, result, err, l.gaveUp&(1<<lane) == 0)
			}
		}
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
