package differential

import (
	"slices"

	"capzero/publicodes"
	"capzero/publicodes/syntax"
)

// circular reports whether the value of a rule needs one that needs itself, as a
// parent and its child may, or an answer that is a formula and the rule it speaks of.
func circular(m *publicodes.Model, s publicodes.Situation, rule string) bool {
	answers := map[string][]string{}
	for name, answer := range s {
		answers[name] = usedByAnswer(m, name, answer)
	}
	return meetsCycle(m, answers, rule, map[string]int{})
}

// meetsCycle reports whether the rules used from name on lead to one on the way
// to itself. In met a rule is 1 while it is on the way and 2 once it is done.
func meetsCycle(m *publicodes.Model, answers map[string][]string, name string, met map[string]int) bool {
	met[name] = 1
	for _, used := range slices.Concat(m.Uses(name), answers[name]) {
		if met[used] == 1 || met[used] == 0 && meetsCycle(m, answers, used, met) {
			return true
		}
	}
	met[name] = 2
	return false
}

// usedByAnswer are the rules that a formula given as an answer names.
func usedByAnswer(m *publicodes.Model, rule string, answer any) []string {
	written, ok := answer.(string)
	if !ok {
		return nil
	}
	e, err := syntax.ParseExpression(written)
	if err != nil {
		return nil
	}
	var used []string
	var visit func(syntax.Expr)
	visit = func(e syntax.Expr) {
		switch e := e.(type) {
		case *syntax.Ident:
			if name, ok := m.Lookup(rule+" . $SITUATION", e.Name); ok {
				used = append(used, name)
			}
		case *syntax.Binary:
			visit(e.Left)
			visit(e.Right)
		}
	}
	visit(e)
	return used
}
