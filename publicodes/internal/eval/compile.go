package eval

import (
	"errors"
	"fmt"
	"slices"

	"capzero/publicodes/internal/diag"
	"capzero/publicodes/internal/resolve"
)

// Compile lays a program out and checks it by evaluating every rule once with
// an empty situation: rules that need themselves, and units that cannot be
// converted, are warnings. The units met on the way become part of
// the graph, so that evaluators find them ready.
func Compile(p *resolve.Program) (*Graph, error) {
	g := NewGraph(p)
	e := New(g)
	e.units, e.texts = g.units, g.texts
	e.watch = true
	var faults []error
	for _, r := range p.Rules {
		if r.Owner != nil {
			continue // for what is missing only
		}
		e.begin(r.Index)
		v, _ := e.root.rule(int32(r.Index))
		if v.kind == failed {
			faults = addFault(faults, p, e.errs[int(v.num)])
		}
	}
	for _, m := range e.mismatches {
		g.warn(p.Rules[m.rule], diag.Unit, fmt.Sprintf("a value in %q cannot be converted into %q", m.from, m.to))
	}
	for _, l := range e.loops {
		g.warn(p.Rules[l.rule], diag.Cycle, "the rule needs its own value, and is undefined there: "+l.way)
	}
	g.units.complete()
	g.keepImage(e)
	return g, errors.Join(faults...)
}

// warn notes what looks wrong once. The value is kept, as the reference does; who
// writes a model wants to know.
func (g *Graph) warn(r *resolve.Rule, kind diag.Kind, message string) {
	w := &diag.Error{Kind: kind, Source: r.Source, Rule: r.Name, Pos: r.Pos, Message: message}
	known := func(e *diag.Error) bool { return e.Rule == w.Rule && e.Message == w.Message }
	if !slices.ContainsFunc(g.Warnings, known) && !slices.ContainsFunc(g.prog.Warnings, known) {
		g.Warnings = append(g.Warnings, w)
	}
}

const maxFaults = 20

// addFault adds a fault of the model once, with the place of its rule. Other
// errors of an evaluation depend on the answers and are no fault: without
// answers, a model may well divide by zero.
func addFault(faults []error, p *resolve.Program, err *diag.Error) []error {
	if err.Kind != diag.Cycle && err.Kind != diag.Unit && err.Kind != diag.Limit || len(faults) == maxFaults {
		return faults
	}
	r, _ := p.Rule(err.Rule)
	located := *err
	located.Source, located.Pos = r.Source, r.Pos
	if slices.ContainsFunc(faults, func(f error) bool { return f.Error() == located.Error() }) {
		return faults
	}
	return append(faults, &located)
}

// keepImage keeps the results that no usual answer changes: those that no
// question, no default and no context leads to. An evaluator begins with them.
// An answer to another rule drops what depends on it, like any answer.
func (g *Graph) keepImage(e *Evaluator) {
	var usual []int32
	for _, r := range g.prog.Rules {
		_, asked := r.Key("question")
		result := e.root.known(g.rules[r.Index].slot)
		if asked || r.HasDefault || r.AnswerMayBeNull || g.marks[r.Index] != none || result == nil || result.kind == undefined {
			g.rules[r.Index].usual = true
			usual = append(usual, int32(r.Index))
		}
	}
	changes := make([]bool, g.slots)
	for _, slot := range g.dependents.reached(usual) {
		changes[slot] = true
	}
	for _, slot := range g.dependents.after(g.dependents.day) {
		changes[slot] = true
	}
	g.changing = newSlotSet(g.slots)
	for slot := range g.slots {
		c := e.root.known(slot)
		if changes[slot] || c == nil || c.kind == failed || c.kind == undefined {
			g.changing.add(slot)
			continue
		}
		g.image[slot] = *c
		g.image[slot].missing, g.image[slot].state = none, kept|listed
	}
	for i := range g.rules {
		c := &g.image[g.rules[i].slot]
		if v, _ := e.root.ruleNotApplicable(int32(i)); c.kind == null && v.isTrue() {
			c.setOff()
		}
	}
	g.changing.number()
}
