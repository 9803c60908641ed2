package eval

import (
	"capzero/publicodes/internal/diag"
	"capzero/publicodes/internal/resolve"
)

// Origin says where a value comes from.
type Origin int

// The origins of a value.
const (
	FromFormula Origin = iota
	FromAnswer
	FromDefault
	FromConstant
	FromNotApplicable
)

// Step is one step of a calculation, as the model writes it.
type Step struct {
	Op       string
	Result   Result
	Rule     *resolve.Rule
	Text     string
	Children []*Step
	Inactive bool
}

// Trace explains the value of a rule: where it comes from and the steps of its
// formula, in which other rules are leaves.
func (e *Evaluator) Trace(r *resolve.Rule) (Result, Origin, *Step, *diag.Error) {
	result, err := e.Evaluate(r)
	s := e.root
	c := &s.graph.rules[r.Index]
	t := tracer{scope: s}
	off, _ := s.offByParent(s.at(s.graph.rules[r.Index].slot), c)
	if off.isTrue() {
		step := &Step{Op: "non applicable", Result: result, Children: []*Step{t.step(r.Parent)}}
		return result, FromNotApplicable, step, err
	}
	root, origin := t.step(r.Value), t.origin(r.Value)
	if by := t.replacedBy(r.Entry); by.Rule != r {
		root, origin = t.step(by), FromFormula
	}
	if err == nil && result.Kind == NotApplicable {
		origin = FromNotApplicable
	}
	return result, origin, root, err
}

// tracer walks the nodes of one rule in one scope.
type tracer struct {
	scope    *scope
	inactive bool // below a branch that was not taken: nothing is evaluated
}

// wraps are the conditions that stand around a value, which they show first.
var wraps = map[string]bool{
	"abattement": true, "dans la situation": true, "plafond": true, "plancher": true, "applicable si": true, "non applicable si": true,
}

// origin looks for the answer below the wrappers, then for the default.
func (t tracer) origin(n *resolve.Node) Origin {
	byDefault := false
	for {
		switch {
		case n.Op == resolve.OpAnswer:
			if v, _, ok := t.scope.answer(int32(n.Rule.Index)); ok && v.kind != undefined {
				return FromAnswer
			}
			if byDefault {
				if v, _ := t.scope.eval(n.Index); v.kind == undefined {
					return FromDefault
				}
			}
			n = n.Args[0]
		case n.Mechanism == "par défaut":
			byDefault = true
			n = n.Shown[0]
		case n.Op == resolve.OpCond && wraps[n.Mechanism]:
			n = n.Shown[0]
		case n.Op == resolve.OpUnit, n.Op == resolve.OpSimplify, n.Op == resolve.OpRound, n.Op == resolve.OpContext, n.Op == resolve.OpMissing:
			n = n.Args[0]
		case n.Op == resolve.OpConst && n.Const.Kind != resolve.ConstUndefined:
			return FromConstant
		default:
			return FromFormula
		}
	}
}

func (t tracer) result(n *resolve.Node) Result {
	if t.inactive {
		return Result{}
	}
	v, _ := t.scope.eval(n.Index)
	r, _ := t.scope.open(v)
	return r
}

// step explains a node. Wrappers that change nothing are left out: a unit that
// is already right, a limit that is not reached. A condition that holds is kept,
// because people ask for it.
func (t tracer) step(n *resolve.Node) *Step {
	switch n.Op {
	case resolve.OpConst:
		return &Step{Op: "constant", Result: t.result(n), Text: n.Literal(), Inactive: t.inactive}
	case resolve.OpRef:
		return &Step{Op: "reference", Result: t.result(n), Rule: n.Rule, Inactive: t.inactive}
	case resolve.OpAnswer:
		return t.answer(n)
	case resolve.OpMissing:
		return t.step(n.Args[0])
	case resolve.OpUnit, resolve.OpSimplify:
		return t.conversion(n)
	case resolve.OpVariations:
		return t.variations(n)
	case resolve.OpContext:
		return t.context(n)
	case resolve.OpGrid, resolve.OpScale, resolve.OpProgressive:
		return t.banded(n)
	case resolve.OpText:
		return t.operation(n, n.Op.String(), everySecond(n.Args))
	case resolve.OpInvert:
		return t.operation(n, n.Op.String(), n.Args[goalsFrom:])
	}
	switch n.Mechanism {
	case "":
		return t.operation(n, n.Op.String(), n.Args)
	case "par défaut":
		return t.byDefault(n)
	case "plancher", "plafond":
		return t.limit(n)
	case "applicable si", "non applicable si":
		return t.applicability(n)
	default:
		return t.operation(n, n.Mechanism, n.Shown)
	}
}

// replacedBy gives the reference that is really used for one that may be
// replaced.
func (t tracer) replacedBy(n *resolve.Node) *resolve.Node {
	if n.Mechanism != "remplace" {
		return n
	}
	last := len(n.Args) - 2
	for i := 0; i < last; i += 2 {
		if applies := t.result(n.Args[i]); applies.Kind == Boolean && applies.Bool {
			return n.Args[i+1]
		}
	}
	return n.Args[last+1]
}

func (t tracer) operation(n *resolve.Node, op string, of []*resolve.Node) *Step {
	step := &Step{Op: op, Result: t.result(n), Inactive: t.inactive}
	if n.Op == resolve.OpCond && n.Mechanism == "" {
		step.Children = t.choice(of[0], of[1:])
		return step
	}
	for _, arg := range of {
		step.Children = append(step.Children, t.step(arg))
	}
	return step
}

// choice explains a condition and its two branches.
func (t tracer) choice(si *resolve.Node, branches []*resolve.Node) []*Step {
	result := t.result(si)
	steps := []*Step{t.step(si)}
	for i, branch := range branches {
		taken := result.Kind == Boolean && result.Bool == (i == 0)
		steps = append(steps, t.onlyIf(taken).step(branch))
	}
	return steps
}

func (t tracer) onlyIf(active bool) tracer {
	t.inactive = t.inactive || !active
	return t
}

func (t tracer) answer(n *resolve.Node) *Step {
	if !t.inactive {
		if v, _, ok := t.scope.answer(int32(n.Rule.Index)); ok && v.kind != undefined {
			return &Step{Op: "answer", Result: t.result(n), Rule: n.Rule}
		}
	}
	return t.step(n.Args[0])
}

func (t tracer) byDefault(n *resolve.Node) *Step {
	value, usual := n.Shown[0], n.Shown[1]
	if !t.inactive && t.result(value).Kind != Undefined {
		return t.step(value)
	}
	return &Step{Op: n.Mechanism, Result: t.result(n), Children: []*Step{t.step(usual)}, Inactive: t.inactive}
}

func (t tracer) limit(n *resolve.Node) *Step {
	value, limit := n.Shown[0], n.Shown[1]
	if reached := !t.inactive && t.result(n.Args[0]).Bool; !reached {
		return t.step(value)
	}
	return t.operation(n, n.Mechanism, []*resolve.Node{value, limit})
}

// applicability explains whether a value applies: the value, which counts only
// if it does, then the condition.
func (t tracer) applicability(n *resolve.Node) *Step {
	value, si := n.Shown[0], n.Shown[1]
	applies := t.inactive || t.result(n.Args[0]).Bool
	return &Step{
		Op: n.Mechanism, Result: t.result(n), Inactive: t.inactive,
		Children: []*Step{t.onlyIf(applies).step(value), t.step(si)},
	}
}

func (t tracer) conversion(n *resolve.Node) *Step {
	inner := t.step(n.Args[0])
	result := t.result(n)
	if t.inactive || inner.Result.Number == result.Number || inner.Result.Kind != Number {
		if !t.inactive {
			inner.Result = result
		}
		return inner
	}
	step := &Step{Op: n.Op.String(), Result: result, Children: []*Step{inner}}
	if n.Unit != nil {
		step.Text = n.Unit.String()
	}
	if n.Mechanism != "" {
		step.Op = n.Mechanism
	}
	return step
}

// variations shows each branch as "si" with its condition and consequence.
// Branches after the one taken were not looked at.
func (t tracer) variations(n *resolve.Node) *Step {
	if n.Mechanism == "remplace" {
		return t.step(t.replacedBy(n))
	}
	step := &Step{Op: "variations", Result: t.result(n), Inactive: t.inactive}
	taken := false
	for i := 0; i < len(n.Args); i += 2 {
		si, then := n.Args[i], n.Args[i+1]
		here := t.onlyIf(!taken)
		on := here.result(si)
		held := on.Kind != Undefined && on.Kind != NotApplicable && (on.Kind != Boolean || on.Bool)
		branch := &Step{Op: "si", Inactive: here.inactive || !held}
		consequence := here.onlyIf(held).step(then)
		branch.Result = consequence.Result
		if si.Op == resolve.OpConst && si.Const.Bool {
			branch.Op = "sinon"
			branch.Children = []*Step{consequence}
		} else {
			branch.Children = []*Step{here.step(si), consequence}
		}
		taken = taken || held
		step.Children = append(step.Children, branch)
	}
	return step
}

// context shows the value as it is computed inside, then the answers that the
// context gives.
func (t tracer) context(n *resolve.Node) *Step {
	step := &Step{Op: "contexte", Result: t.result(n), Inactive: t.inactive}
	inside := t
	for _, around := range []*scope{t.scope.root, t.scope} {
		if c := around.child(n.Index); c != nil {
			inside.scope = c
		}
	}
	step.Children = []*Step{inside.step(n.Args[0])}
	for _, o := range n.Overrides {
		given := t.step(o.Value)
		step.Children = append(step.Children, &Step{
			Op: "avec", Rule: o.Target.Rule, Result: given.Result, Children: []*Step{given}, Inactive: t.inactive,
		})
	}
	return step
}
