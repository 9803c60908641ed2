package eval

import (
	"fmt"
	"slices"

	"capzero/publicodes/internal/diag"
	"capzero/publicodes/internal/resolve"
)

// Evaluator evaluates a graph for one situation. It is not safe for concurrent
// use.
type Evaluator struct {
	graph *Graph
	code
	units   *unitTable
	texts   *textTable
	collect collector
	needed  uint8 // the state of a slot that need not be worked out
	owns    bool  // code is a copy
	slots   int32 // of the graph, then of the answers that are formulas

	answers []answer
	placed  []int32 // rule → place in answers plus one, 0 when unanswered

	root        *scope
	separations int     // how often a context was told what it changes
	changed     []int32 // the rules whose answers have changed, since results were last dropped
	formulas    int     // how many answers are formulas
	unusual     []int32 // the answered rules that the image counts on not being answered
	freePages   []*page
	free        []*scope // scopes of past situations, to be used again
	scopes      []*scope // scopes of this situation
	operands    []value  // of the sums being evaluated
	bands       []band   // of the grilles, barèmes and taux progressifs being evaluated
	errs        []*diag.Error
	unasked     int   // how often a question was left out because it was being asked already
	inside      int32 // the rule whose formula, or the question whether it applies, is being evaluated
	steps       int   // taken by it
	level       int   // of nodes inside each other

	lent       bool  // lanes hold numbers of its texts
	today      value // the day of the evaluation, once asked for
	watch      bool  // note mismatches and loops
	loops      []loop
	mismatches []mismatch
}

// answer is a value from the situation: a constant, or a formula laid out
// behind the code of the graph.
type answer struct {
	rule     int32
	node     int32
	value    value
	nullable bool
}

// loop is a rule that needs its own value, and the way to it.
type loop struct {
	rule int32
	way  string
}

// mismatch is a conversion between units that measure different things.
type mismatch struct {
	rule     int32
	from, to string
}

// New returns an evaluator with an empty situation.
func New(g *Graph) *Evaluator {
	e := &Evaluator{
		graph: g, code: g.code, units: newUnitTable(g.units), texts: newTextTable(g.texts),
		needed: kept, slots: g.slots, placed: make([]int32, len(g.rules)),
	}
	e.collect = newCollector(g.marks)
	e.root = &scope{Evaluator: e, results: results{flat: slices.Clone(g.image)}}
	e.root.reset(nil)
	return e
}

// Reset forgets the situation and all results.
func (e *Evaluator) Reset() {
	for _, a := range e.answers {
		e.placed[a.rule] = 0
	}
	e.answers = e.answers[:0]
	e.slots = e.graph.slots
	e.code = e.graph.code.prefixOf(e.code)
	e.formulas = 0
	e.today = value{}
	e.unusual = e.unusual[:0]
	e.texts.forget()
	if len(e.units.list) > maxOwnUnits {
		e.units = newUnitTable(e.graph.units)
	}
	e.forget()
}

// maxOwnUnits is how many units of past answers an evaluator remembers.
const maxOwnUnits = 256

// ownCode makes the evaluator's code its own, once, before it grows.
func (e *Evaluator) ownCode() {
	if e.owns {
		return
	}
	e.owns = true
	c := &e.code
	c.nodes, c.args = slices.Clip(c.nodes), slices.Clip(c.args)
	c.consts, c.targets = slices.Clip(c.consts), slices.Clip(c.targets)
}

// forget drops results but not answers.
func (e *Evaluator) forget() {
	e.changed = e.changed[:0]
	e.root.reset(nil)
	e.free = append(e.free, e.scopes...)
	e.scopes = e.scopes[:0]
	e.collect.reset()
	e.errs = e.errs[:0]
}

func (e *Evaluator) newScope(outer *scope) *scope {
	var s *scope
	if n := len(e.free); n > 0 {
		s, e.free = e.free[n-1], e.free[:n-1]
	} else {
		s = &scope{Evaluator: e}
	}
	s.reset(outer)
	e.scopes = append(e.scopes, s)
	return s
}

func (e *Evaluator) given(rule int32) *answer {
	if i := e.placed[rule]; i != 0 {
		return &e.answers[i-1]
	}
	return nil
}

// Answer gives a rule a value. The node is a constant or a formula built by
// [resolve.Program.Answer].
func (e *Evaluator) Answer(r *resolve.Rule, n *resolve.Node) {
	l := layout{code: &e.code, units: e.units, texts: e.texts, slots: &e.slots}
	a := answer{rule: int32(r.Index), nullable: n.MayBeNull()}
	if n.Op == resolve.OpConst {
		a.value = l.value(n)
	} else {
		e.ownCode()
		a.node = l.node(n)
		for int(e.slots) > len(e.root.flat) {
			e.root.flat = append(e.root.flat, slot{})
		}
		e.formulas++
	}
	if !e.graph.rules[r.Index].usual {
		e.unusual = append(e.unusual, a.rule)
		e.root.drop(a.rule)
	}
	e.answers = append(e.answers, a)
	e.placed[r.Index] = int32(len(e.answers))
}

// Withdraw takes the answer to a rule back.
func (e *Evaluator) Withdraw(r *resolve.Rule) {
	i := e.placed[r.Index]
	if i == 0 {
		return
	}
	if e.answers[i-1].node != 0 {
		e.formulas--
	}
	last := len(e.answers) - 1
	e.answers[i-1] = e.answers[last]
	e.placed[e.answers[i-1].rule] = i
	e.placed[r.Index] = 0
	e.answers = e.answers[:last]
}

// Changed drops the results that the answer to a rule can change. Results that
// may rest on formulas among the answers are all dropped: a formula may read
// anything.
func (e *Evaluator) Changed(r *resolve.Rule) {
	many := len(e.texts.list) > maxTexts && !e.lent
	if e.formulas > 0 || len(e.changed) >= maxChanges || len(e.collect.made) > maxLacks || many {
		e.forget()
		if many {
			e.keepTexts()
		}
		return
	}
	e.changed = append(e.changed, int32(r.Index))
	e.root.sync()
}

// keepTexts forgets the texts that no answer has. No result may name them any
// more.
func (e *Evaluator) keepTexts() {
	all := e.texts
	e.texts = newTextTable(e.graph.texts)
	keep := func(v *value) {
		if v.kind == text && int(v.num) >= all.from {
			v.num = float64(e.texts.intern(all.text(int(v.num))))
		}
	}
	for i := range e.answers {
		keep(&e.answers[i].value)
	}
	for i := len(e.graph.code.consts); i < len(e.code.consts); i++ {
		keep(&e.code.consts[i].value)
	}
	keep(&e.today)
}

// The most changes, lacks and texts that an evaluator remembers before it starts
// anew.
const (
	maxChanges = 4096
	maxLacks   = 1 << 18
	maxTexts   = 1 << 14
)

// name is the name of a rule that the model writes.
func (e *Evaluator) name(rule int32) string {
	r := e.graph.prog.Rules[rule]
	if r.Owner != nil {
		return r.Owner.Name
	}
	return r.Name
}

func (e *Evaluator) fail(kind diag.Kind, rule int32, message string) value {
	e.errs = append(e.errs, &diag.Error{Kind: kind, Rule: e.name(rule), Message: message})
	return value{num: float64(len(e.errs) - 1), kind: failed}
}

// failHere fails the rule being evaluated.
func (s *scope) failHere(kind diag.Kind, format string, args ...any) value {
	return s.fail(kind, s.inside, fmt.Sprintf(format, args...))
}

// begin starts an evaluation asked for from outside.
func (e *Evaluator) begin(rule int) {
	e.inside, e.steps, e.level = int32(rule), 0, 0
}

// mismatch notes units that do not convert, while a model is being checked.
func (s *scope) mismatch(from, to unitID) {
	if !s.watch || s.units.text(from) == "" || s.units.text(to) == "" {
		return // a pure ratio may be given any unit
	}
	s.mismatches = append(s.mismatches, mismatch{s.inside, s.units.text(from), s.units.text(to)})
}
