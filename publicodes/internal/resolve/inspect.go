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
// what replaces it name, in the order in which they are written, each once. The
// rule itself is last, if its own formula names it.
func (p *Program) Uses(r *Rule) []*Rule {
	u := newUses(r)
	u.visit(r.Value)
	itself := u.itself
	u.visit(r.Parent)
	u.visit(r.Entry)
	if itself {
		u.list = append(u.list, r)
	}
	return u.list
}

// uses collects the rules that nodes of one rule name. A part of a formula is
// none: what it names is.
type uses struct {
	by     *Rule
	itself bool // a formula names the rule that it belongs to
	list   []*Rule
	met    map[*Rule]bool
	seen   map[*Node]bool
}

func newUses(by *Rule) *uses {
	return &uses{by: by, met: map[*Rule]bool{by: true}, seen: map[*Node]bool{}}
}

func (u *uses) visit(n *Node) {
	if n == nil || u.seen[n] {
		return
	}
	u.seen[n] = true
	u.itself = u.itself || n.Op == OpRef && n.Rule == u.by
	if n.Rule != nil {
		u.rule(n.Rule)
	}
	for _, arg := range n.Args {
		u.visit(arg)
	}
	for _, o := range n.Overrides {
		u.visit(o.Target)
		u.visit(o.Value)
	}
}

func (u *uses) rule(r *Rule) {
	switch {
	case u.met[r]:
		return
	case r.Owner != nil:
		u.met[r] = true
		u.visit(r.Value)
	default:
		u.met[r] = true
		u.list = append(u.list, r)
	}
}
