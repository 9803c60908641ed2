package resolve

import (
	"capzero/publicodes/syntax"
)

// Resolve turns documents into a program. Later documents add to earlier ones.
// The error joins up to twenty faults, each a [*diag.Error].
func Resolve(o Options, docs ...Document) (*Program, error) { return resolveInside(o, nil, docs) }

// resolveInside resolves a model that others are waiting for.
func resolveInside(o Options, loading []string, docs []Document) (*Program, error) {
	p := &Program{Options: o, byName: map[string]*Rule{}}
	var errs errorList
	p.declare(imported(o, docs, loading, &errs), &errs)
	p.publish()
	p.readReplacements(&errs)
	if err := errs.err(); err != nil {
		return nil, err
	}
	for _, r := range p.Rules {
		if err := p.build(r); err != nil {
			errs.add(err)
		}
	}
	if err := errs.err(); err != nil {
		return nil, err
	}
	p.placeParts()
	p.checkUnits(&errs)
	if err := errs.err(); err != nil {
		return nil, err
	}
	p.infer()
	p.shortenExtremes()
	p.frozen = true
	return p, nil
}

// Answer builds the value that a situation gives to a rule. It only reads the
// program, so that evaluators may call it at the same time.
func (p *Program) Answer(r *Rule, value *syntax.Node) (*Node, error) {
	b := &builder{prog: p, rule: r, from: join(r.Name, "$SITUATION")}
	n, err := b.value(value)
	if err != nil {
		return nil, err
	}
	n = plain(n)
	(&inferrer{rules: map[*Rule]*inferred{}, frozen: true}).node(n)
	return n, nil
}

// plain makes one constant of a number to which a unit is given.
func plain(n *Node) *Node {
	if n.Op != OpUnit || n.Args[0].Op != OpConst || n.Args[0].Const.Kind != ConstNumber || n.Args[0].Unit != nil {
		return n
	}
	out := *n.Args[0]
	out.Unit = n.Unit
	return &out
}
