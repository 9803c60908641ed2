package eval

import (
	"sync"

	"capzero/publicodes/internal/resolve"
)

// dependents knows which results an answer can change: for each slot, those
// that are computed from it directly.
type dependents struct {
	next [][]int32 // by slot
	from [][]int32 // by rule: the slots of the nodes that read its answer
	day  []int32   // the slots of the nodes that read the day of the evaluation

	mu    sync.RWMutex
	known map[int32][]int32
	sets  map[int32]*slotSet
}

// dependents is worked out once from the finished graph.
func (g *Graph) findDependents() {
	d := &dependents{next: make([][]int32, g.slots), from: make([][]int32, len(g.rules)), known: map[int32][]int32{}, sets: map[int32]*slotSet{}}
	f := dependencyFinder{graph: g, dependents: d, done: make([]bool, len(g.code.nodes))}
	for i := range g.rules {
		c := &g.rules[i]
		f.reads(c.slot, c.value)
		f.reads(c.slot, c.parent)
		f.reads(c.slot, c.only)
	}
	g.dependents = d
}

type dependencyFinder struct {
	graph *Graph
	*dependents
	done []bool // slotted nodes already looked into
}

// reads notes what the result in slot is computed from, beginning at a node.
func (f *dependencyFinder) reads(slot, i int32) {
	if i >= refBase {
		f.edge(f.graph.rules[i-refBase].slot, slot)
	}
	if !isNode(i) {
		return
	}
	n := &f.graph.code.nodes[i]
	if n.slot >= 0 {
		f.edge(n.slot, slot)
		if f.done[i] {
			return
		}
		f.done[i] = true
		slot = n.slot
	}
	if n.op == resolve.OpAnswer || n.op == resolve.OpMissing {
		f.from[n.ref] = append(f.from[n.ref], slot)
	}
	if n.op == resolve.OpToday {
		f.day = append(f.day, slot)
	}
	for _, arg := range f.graph.code.args[n.first : n.first+n.n] {
		f.reads(slot, arg)
	}
	for k := range n.count {
		t := &f.graph.code.targets[n.ref+k]
		f.edge(f.graph.rules[t.rule].slot, slot)
		f.reads(slot, t.value)
	}
}

func (f *dependencyFinder) edge(from, to int32) { f.next[from] = append(f.next[from], to) }

// reach lists the slots whose results the answer to a rule can change.
func (d *dependents) reach(rule int32) []int32 {
	d.mu.RLock()
	list, ok := d.known[rule]
	d.mu.RUnlock()
	if ok {
		return list
	}
	list = d.reached([]int32{rule})
	d.mu.Lock()
	d.known[rule] = list
	d.mu.Unlock()
	return list
}

// reachSet is reach as a set.
func (d *dependents) reachSet(rule int32) *slotSet {
	d.mu.RLock()
	set, ok := d.sets[rule]
	d.mu.RUnlock()
	if ok {
		return set
	}
	set = newSlotSet(int32(len(d.next)))
	for _, slot := range d.reach(rule) {
		set.add(slot)
	}
	set.number()
	d.mu.Lock()
	d.sets[rule] = set
	d.mu.Unlock()
	return set
}

// reached lists the slots that the answers to some rules can change.
func (d *dependents) reached(rules []int32) []int32 {
	var slots []int32
	for _, rule := range rules {
		slots = append(slots, d.from[rule]...)
	}
	return d.after(slots)
}

// after lists some slots and all that are computed from them, each once.
func (d *dependents) after(slots []int32) []int32 {
	seen := make([]bool, len(d.next))
	list := []int32{}
	visit := func(slots []int32) {
		for _, slot := range slots {
			if !seen[slot] {
				seen[slot] = true
				list = append(list, slot)
			}
		}
	}
	visit(slots)
	for i := 0; i < len(list); i++ {
		visit(d.next[list[i]])
	}
	return list
}
