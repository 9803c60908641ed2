package check

import (
	"fmt"
	"slices"
	"strings"

	"capzero/models/internal/near"
	"capzero/publicodes"
	"capzero/publicodes/syntax"
)

// constants are the values of the rules that no answer and no context changes.
func (c *checker) constants() map[string]publicodes.Value {
	g := c.graph
	var inputs []string
	for _, name := range g.names {
		r, public := c.model.Rule(name)
		if !public || r.Question != "" || r.HasDefault || !g.first[name].hasValue() {
			inputs = append(inputs, name)
		}
	}
	for _, r := range c.rules {
		eachContext(r.body, func(n *syntax.Node) {
			for _, p := range n.Pairs {
				if full, ok := c.model.Lookup(r.name, p.Key); ok {
					inputs = append(inputs, full)
				}
			}
		})
	}
	moving := g.readers(inputs)
	e := c.model.NewEvaluator()
	fixed := map[string]publicodes.Value{}
	for _, name := range g.names {
		if moving[name] {
			continue
		}
		if v, err := e.Evaluate(name); err == nil {
			fixed[name] = v
		}
	}
	return fixed
}

// eachContext calls visit with the map under each "contexte" below n.
func eachContext(n *syntax.Node, visit func(n *syntax.Node)) {
	if n == nil {
		return
	}
	for _, item := range n.Items {
		eachContext(item, visit)
	}
	for _, p := range n.Pairs {
		if p.Key == "contexte" {
			visit(p.Value)
		}
		if p.Key != childKey {
			eachContext(p.Value, visit)
		}
	}
}

// branches looks at one rule with what is known without any answer.
type branches struct {
	*checker
	folder
	rule rule
}

// folded finds what can never happen, once everything that no answer reaches is
// replaced by its value.
func (c *checker) folded() {
	fixed := c.constants()
	known := folder{model: c.model, of: func(rule string) (publicodes.Value, bool) {
		v, ok := fixed[rule]
		return v, ok
	}}
	for _, r := range c.rules {
		b := branches{checker: c, folder: known, rule: r}
		b.comparisons()
		if r.body == nil || r.body.Kind != syntax.Map {
			continue
		}
		b.possible(r.name, r.body.Get("par défaut"), "the default")
		b.value(r.body)
		eachContext(r.body, func(n *syntax.Node) {
			for _, p := range n.Pairs {
				if full, ok := c.model.Lookup(r.name, p.Key); ok {
					b.possible(full, p.Value, "the value in the contexte")
				}
			}
		})
	}
}

func (b branches) report(s Severity, k Kind, pos syntax.Pos, suggestion, format string, args ...any) {
	b.add(Finding{
		Severity: s, Kind: k, File: b.rule.file.Name, Pos: b.rule.file.place(pos), Rule: b.rule.name,
		Message: fmt.Sprintf(format, args...), Suggestion: suggestion,
	})
}

// value looks at a map of mechanisms and at what is below it.
func (b branches) value(n *syntax.Node) {
	if n == nil {
		return
	}
	for _, item := range n.Items {
		b.value(item)
	}
	for _, p := range n.Pairs {
		if !computed[p.Key] && b.rule.body == n {
			continue // for programs
		}
		switch p.Key {
		case childKey, optionsKey:
			continue
		case "variations":
			b.variations(p.Value)
		case "condition":
			b.condition(p.Value)
		case "applicable si":
			b.applicable(p, false)
		case "non applicable si":
			b.applicable(p, true)
		}
		b.value(p.Value)
	}
	b.limits(n)
}

func (b branches) variations(n *syntax.Node) {
	always := ""
	for i, branch := range n.Items {
		if always != "" {
			b.report(Warning, Unreachable, branch.Pos, "remove it, or put it first",
				"this branch is never reached: %s", always)
			continue
		}
		si := branch.Get("si")
		if si == nil {
			always = "sinon stands before it"
			continue
		}
		last := i == len(n.Items)-1
		switch v := b.node(b.rule.name, si); {
		case v.off():
			b.report(Warning, Unreachable, si.Pos, "remove the branch, or correct the condition",
				"this branch is never taken: %s is never so, whatever the answers", written(si))
		case v.holds() && last:
			b.report(Note, Unreachable, si.Pos, "write sinon", "%s always holds, whatever the answers", written(si))
		case v.holds():
			always = written(si) + " before it always holds"
		}
	}
}

func (b branches) condition(n *syntax.Node) {
	si := n.Get("si")
	if si == nil {
		return
	}
	switch v := b.node(b.rule.name, si); {
	case v.off():
		b.report(Warning, Unreachable, si.Pos, "write what stands under sinon", "alors is never taken: %s is never so, whatever the answers", written(si))
	case v.holds():
		b.report(Warning, Unreachable, si.Pos, "write what stands under alors", "sinon is never taken: %s always holds, whatever the answers", written(si))
	}
}

// applicable looks at the conditions around a value. One that changes nothing is
// left alone: it may be there for another region or another source.
func (b branches) applicable(p syntax.Pair, inverted bool) {
	v := b.node(b.rule.name, p.Value)
	switch {
	case !inverted && v.off():
		b.report(Warning, Unreachable, p.Value.Pos, "", "the value never applies: %s is never so, whatever the answers", written(p.Value))
	case inverted && v.holds():
		b.report(Warning, Unreachable, p.Value.Pos, "", "the value never applies: %s always holds, whatever the answers", written(p.Value))
	}
}

// limits finds a plafond below its plancher.
func (b branches) limits(n *syntax.Node) {
	ceiling, floor := n.Get("plafond"), n.Get("plancher")
	if ceiling == nil || floor == nil {
		return
	}
	top, bottom := b.node(b.rule.name, ceiling), b.node(b.rule.name, floor)
	if below := combine(syntax.Lt, top, bottom); below.holds() {
		b.report(Error, Limits, ceiling.Pos, "exchange the two",
			"the plafond %s is below the plancher %s: the value is always the plancher", top.Value, bottom.Value)
	}
}

// comparisons finds texts that a rule is compared with and can never be.
func (b branches) comparisons() {
	b.rule.eachExpression(func(n *syntax.Node, e syntax.Expr) {
		eachPart(e, func(part syntax.Expr) {
			op, ok := part.(*syntax.Binary)
			if !ok || op.Op != syntax.Eq && op.Op != syntax.Ne {
				return
			}
			id, okID := op.Left.(*syntax.Ident)
			text, okText := op.Right.(*syntax.TextLit)
			if !okID || !okText {
				id, okID = op.Right.(*syntax.Ident)
				text, okText = op.Left.(*syntax.TextLit)
			}
			if !okID || !okText {
				return
			}
			full, _ := b.checker.model.Lookup(b.rule.name, id.Name)
			b.amongOptions(full, text, n, "the comparison is always "+map[bool]string{true: "non", false: "oui"}[op.Op == syntax.Eq])
		})
	})
}

// possible checks a text that a rule is given.
func (b branches) possible(rule string, n *syntax.Node, what string) {
	if n == nil || n.Kind != syntax.String {
		return
	}
	if e, err := syntax.ParseExpression(n.Text); err == nil {
		if text, ok := e.(*syntax.TextLit); ok {
			b.amongOptions(rule, text, n, what+" is none of its possibilities")
		}
	}
}

func (b branches) amongOptions(rule string, text *syntax.TextLit, n *syntax.Node, consequence string) {
	r, ok := b.checker.model.Rule(rule)
	if !ok || len(r.Possibilities) == 0 {
		return
	}
	var values []string
	for _, p := range r.Possibilities {
		if p.Value == text.Value {
			return
		}
		values = append(values, p.Value)
	}
	suggestion := "the possibilities are " + strings.Join(values, ", ")
	if meant, ok := near.Word(text.Value, slices.Values(values)); ok {
		suggestion = fmt.Sprintf("perhaps %q is meant; %s", meant, suggestion)
	}
	b.add(Finding{
		Severity: Error, Kind: NotPossible, File: b.rule.file.Name, Rule: b.rule.name,
		Pos:     b.rule.file.inside(n, text.Start, text.String()),
		Message: fmt.Sprintf("%s is not one of the possibilities of %q: %s", text, rule, consequence), Suggestion: suggestion,
	})
}

// written shows a condition in few words.
func written(n *syntax.Node) string {
	if n.IsScalar() {
		if len([]rune(n.Text)) <= 60 {
			return "«" + n.Text + "»"
		}
		return "«" + string([]rune(n.Text)[:57]) + "…»"
	}
	return "the condition"
}
