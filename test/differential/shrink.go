package differential

import (
	"iter"
	"slices"

	"capzero/publicodes/syntax"
)

// Shrink makes a model smaller for as long as it fails: without some rules,
// keys, items and answers, with operands in place of operations and plain values
// in place of expressions. It ends after so many trials at the latest.
func Shrink(m *Model, fails func(*Model) bool, trials int) *Model {
	for shrunk := true; shrunk; {
		shrunk = false
		for i := 0; ; i++ {
			smaller, ok := nth(smallerModels(m), i)
			if !ok {
				break
			}
			if trials--; trials < 0 {
				return m
			}
			if fails(smaller) {
				m, shrunk = smaller, true
				i-- // what follows has moved up
			}
		}
	}
	return m
}

func nth[T any](seq iter.Seq[T], n int) (found T, ok bool) {
	for v := range seq {
		if n == 0 {
			return v, true
		}
		n--
	}
	return found, false
}

// smallerModels gives each model that is one step smaller, large steps first.
func smallerModels(m *Model) iter.Seq[*Model] {
	return func(yield func(*Model) bool) {
		for i := range m.Situations {
			if len(m.Situations) > 1 && !yield(&Model{m.Seed, m.Rules, []*syntax.Node{m.Situations[i]}}) {
				return
			}
		}
		for i, s := range m.Situations {
			for smaller := range smallerNodes(s, 0) {
				situations := slices.Clone(m.Situations)
				situations[i] = smaller
				if !yield(&Model{m.Seed, m.Rules, situations}) {
					return
				}
			}
		}
		for rules := range smallerNodes(m.Rules, 0) {
			if !yield(&Model{m.Seed, rules, m.Situations}) {
				return
			}
		}
	}
}

// smallerNodes gives each tree that is one step smaller than n. At depth 0 is
// the map of rules, which only loses rules as a whole.
func smallerNodes(n *syntax.Node, depth int) iter.Seq[*syntax.Node] {
	return func(yield func(*syntax.Node) bool) {
		if depth > 0 {
			for inner := range operands(n) {
				if !yield(inner) {
					return
				}
			}
		}
		for i := range n.Pairs {
			if !yield(&syntax.Node{Kind: n.Kind, Pairs: slices.Delete(slices.Clone(n.Pairs), i, i+1)}) {
				return
			}
		}
		for i := range n.Items {
			if len(n.Items) > 1 && !yield(&syntax.Node{Kind: n.Kind, Items: slices.Delete(slices.Clone(n.Items), i, i+1)}) {
				return
			}
		}
		for i, p := range n.Pairs {
			for inner := range smallerNodes(p.Value, depth+1) {
				pairs := slices.Clone(n.Pairs)
				pairs[i].Value = inner
				if !yield(&syntax.Node{Kind: n.Kind, Pairs: pairs}) {
					return
				}
			}
		}
		for i, item := range n.Items {
			for inner := range smallerNodes(item, depth+1) {
				items := slices.Clone(n.Items)
				items[i] = inner
				if !yield(&syntax.Node{Kind: n.Kind, Items: items}) {
					return
				}
			}
		}
	}
}

// operands gives what may stand in the place of a value: its parts and, for what
// is not plain yet, plain values.
func operands(n *syntax.Node) iter.Seq[*syntax.Node] {
	return func(yield func(*syntax.Node) bool) {
		switch n.Kind {
		case syntax.Map:
			for _, p := range n.Pairs {
				if !yield(p.Value) {
					return
				}
			}
		case syntax.List:
			for _, item := range n.Items {
				if !yield(item) {
					return
				}
			}
		case syntax.String:
			for _, s := range simpler(n.Text) {
				if !yield(str(s)) {
					return
				}
			}
		}
	}
}

// simpler gives the operands of an expression and simpler constants.
func simpler(text string) []string {
	if text == "1" || text == "oui" {
		return nil
	}
	e, err := syntax.ParseExpression(text)
	if err != nil {
		return nil
	}
	switch e := e.(type) {
	case *syntax.Binary:
		out := []string{"1", "oui", e.Left.String(), e.Right.String()}
		for _, left := range simpler(e.Left.String()) {
			out = append(out, rewritten(e, left, e.Right.String()))
		}
		for _, right := range simpler(e.Right.String()) {
			out = append(out, rewritten(e, e.Left.String(), right))
		}
		return out
	case *syntax.NumberLit:
		if e.Unit != "" {
			return []string{"1", (&syntax.NumberLit{Value: 1, Unit: e.Unit}).String(), (&syntax.NumberLit{Value: e.Value}).String()}[:boolInt(e.Value != 1)*2+1]
		}
		return []string{"1"}
	case *syntax.Ident:
		return []string{"1", "oui"}
	default:
		return nil
	}
}

// rewritten is the operation with other operands.
func rewritten(e *syntax.Binary, left, right string) string {
	l, err1 := syntax.ParseExpression(left)
	r, err2 := syntax.ParseExpression(right)
	if err1 != nil || err2 != nil {
		return "1"
	}
	return (&syntax.Binary{Op: e.Op, Left: l, Right: r}).String()
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}
