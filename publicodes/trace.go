package publicodes

import "capzero/publicodes/internal/eval"

// Origin says where a rule's value comes from.
type Origin int

// The origins of a value.
const (
	FromFormula Origin = iota
	FromAnswer
	FromDefault
	FromConstant
	FromNotApplicable
)

// String names the origin.
func (o Origin) String() string {
	return [...]string{"formula", "answer", "default", "constant", "non applicable"}[o]
}

// Trace explains the value of one rule.
type Trace struct {
	Rule   string
	Value  Value
	Origin Origin
	Root   *TraceNode
	Err    error // why there is no value
}

// TraceNode is one step of a calculation, named as the model names it. Steps
// that change nothing, such as a plancher that is not reached, are left out.
//
// Some steps have a shape of their own. "variations" has a child "si" per
// branch, whose children are the condition and the consequence, and "sinon",
// whose only child is the consequence. "applicable si" and "non applicable si"
// have the value and then the condition. "contexte" has the value and then, for
// each rule that it gives another value, a child "avec" with that value.
// "grille", "barème" and "taux progressif" have the base and a child "tranche" per
// band, with its ceiling, if it has one, and what it gives; the value of a
// "tranche" of a barème is its part of the whole. "answer" is what the
// situation says. "non applicable" has the parent rule that is switched off.
type TraceNode struct {
	Op       string // mechanism or operator: "somme", "*", "variations", "reference", "constant", "plancher"…
	Value    Value
	Rule     string       // full name of the rule, for references, answers and "avec"
	Text     string       // the constant, or the unit of a conversion, as one writes it
	Children []*TraceNode // the steps below, in the order of the file
	Inactive bool         // a branch that was not taken; it has no value
}

// Trace explains the value of rule, one level of rules deep: references are
// leaves whose own trace can be asked for in turn. The error is for an unknown
// rule only; what stops a calculation is in [Trace.Err].
func (e *Evaluator) Trace(rule string) (*Trace, error) {
	r, err := e.rule(rule)
	if err != nil {
		return nil, err
	}
	result, origin, root, fault := e.eval.Trace(r)
	t := &Trace{Rule: rule, Value: valueOf(result), Origin: Origin(origin), Root: traceNode(root)}
	if fault != nil {
		t.Err = fault
	}
	return t, nil
}

func traceNode(s *eval.Step) *TraceNode {
	n := &TraceNode{Op: s.Op, Value: valueOf(s.Result), Text: s.Text, Inactive: s.Inactive}
	if s.Rule != nil {
		n.Rule = s.Rule.Name
	}
	for _, child := range s.Children {
		n.Children = append(n.Children, traceNode(child))
	}
	return n
}
