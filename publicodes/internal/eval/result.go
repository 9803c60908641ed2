package eval

import (
	"math"

	"capzero/publicodes/internal/diag"
	"capzero/publicodes/internal/resolve"
)

// Kind is the kind of a [Result].
type Kind int

// The kinds of results.
const (
	Undefined Kind = iota
	NotApplicable
	Number
	Boolean
	Text
)

// Result is a value in the open.
type Result struct {
	Kind   Kind
	Number float64
	Bool   bool
	Text   string
	Unit   string
}

// Missing is an answer that a result lacks.
type Missing struct {
	Rule  *resolve.Rule
	Score float64
}

// Evaluate gives the value of a public rule.
func (e *Evaluator) Evaluate(r *resolve.Rule) (Result, *diag.Error) {
	e.begin(r.Index)
	v, _ := e.root.eval(e.graph.rules[r.Index].entry)
	return e.result(r, v)
}

func (e *Evaluator) result(r *resolve.Rule, v value) (Result, *diag.Error) {
	if v.kind == number && (math.IsInf(v.num, 0) || math.IsNaN(v.num)) {
		return Result{}, &diag.Error{Kind: diag.Limit, Rule: r.Name, Message: "the value is too large to calculate with"}
	}
	return e.open(v)
}

// Missing gives the answers that the value of a public rule lacks, in the order
// in which the evaluation meets them.
func (e *Evaluator) Missing(r *resolve.Rule) ([]Missing, *diag.Error) {
	defer e.collecting()()
	e.begin(r.Index)
	v, m := e.root.eval(e.graph.rules[r.Index].entry)
	if v.kind == failed {
		return nil, e.errs[int(v.num)]
	}
	list := e.collect.entries(m)
	out := make([]Missing, len(list))
	for i, entry := range list {
		out[i] = Missing{e.graph.prog.Rules[entry.rule], entry.score}
	}
	return out, nil
}

// collecting begins to collect what results lack, if that has not begun; stop
// ends it.
func (e *Evaluator) collecting() (stop func()) {
	if e.collect.on {
		return func() {}
	}
	t := e.graph.tallies.Get().(*tally)
	e.collect.on, e.collect.tally, e.needed = true, t, kept|listed
	return func() {
		e.collect.on, e.collect.tally, e.needed = false, nil, kept
		e.graph.tallies.Put(t)
	}
}

func (e *Evaluator) open(v value) (Result, *diag.Error) {
	out := Result{Unit: e.units.text(v.unit)}
	switch v.kind {
	case failed:
		return Result{}, e.errs[int(v.num)]
	case null:
		out.Kind = NotApplicable
	case number:
		out.Kind, out.Number = Number, v.num
	case boolean:
		out.Kind, out.Bool = Boolean, v.num == 1
	case text:
		out.Kind, out.Text = Text, e.texts.text(int(v.num))
	}
	return out, nil
}
