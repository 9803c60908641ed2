package resolve

// Lookup finds the rule that a name means when it is written in the rule called
// from, and nil when it means none.
func (p *Program) Lookup(from, name string) *Rule {
	r, err := p.lookup(from, name)
	if err != nil {
		return nil
	}
	return r
}

// Uses lists the rules that the formula of r, its parents, its contexts and
// what replaces it name, in the order in which they are written, each once.
func (p *Program) Uses(r *Rule) []*Rule {
	var used []*Rule
	met := map[*Rule]bool{r: true}
	seen := map[*Node]bool{}
	var visit func(n *Node)
	visit = func(n *Node) {
		if n == nil || seen[n] {
			return
		}
		seen[n] = true
		if n.Rule != nil && !met[n.Rule] {
			met[n.Rule] = true
			if n.Rule.Owner != nil {
				visit(n.Rule.Value)
			} else {
				used = append(used, n.Rule)
			}
		}
		for _, arg := range n.Args {
			visit(arg)
		}
		for _, o := range n.Overrides {
			visit(o.Target)
			visit(o.Value)
		}
	}
	visit(r.Value)
	visit(r.Parent)
	visit(r.Entry)
	return used
}
