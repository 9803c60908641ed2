package resolve

// Reach returns, by index of a rule, whether the value of from can depend on
// it: everything that its formula, its parents and its replacements name,
// whatever the answers. It reaches itself.
func (p *Program) Reach(from *Rule) []bool {
	reached := make([]bool, len(p.Rules))
	seen := map[*Node]bool{}
	var visit func(n *Node)
	enter := func(r *Rule) {
		if reached[r.Index] {
			return
		}
		reached[r.Index] = true
		visit(r.Value)
		visit(r.Parent)
	}
	visit = func(n *Node) {
		if n == nil || seen[n] {
			return
		}
		seen[n] = true
		if n.Rule != nil {
			enter(n.Rule)
		}
		for _, arg := range n.Args {
			visit(arg)
		}
		for _, o := range n.Overrides {
			visit(o.Target)
			visit(o.Value)
		}
	}
	enter(from)
	visit(from.Entry)
	return reached
}
