package resolve

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"capzero/publicodes/internal/diag"
	"capzero/publicodes/syntax"
)

// replacement is one entry of "remplace" or "rend non applicable": wherever
// target is used, by is used instead as long as it applies, or target does not
// apply as long as by holds.
type replacement struct {
	id       int
	by       *Rule
	target   *Rule
	disables bool
	priority float64
	within   []string // only in rules whose name starts with one of these
	except   []string // not in rules whose name starts with one of these
}

// readReplacements reads the replacements of every rule.
func (p *Program) readReplacements(errs *errorList) {
	p.replacers = map[*Rule][]*replacement{}
	p.inlined = map[string]*Node{}
	id := 0
	for _, r := range p.Rules {
		for _, k := range r.Keys {
			if k.Key != "remplace" && k.Key != "rend non applicable" {
				continue
			}
			for _, item := range itemsOf(k.Value) {
				b := &builder{prog: p, rule: r, from: r.Name, source: k.Source, path: []string{k.Key}}
				rep, err := b.replacement(item)
				if err != nil {
					errs.add(err)
					continue
				}
				id++
				rep.id, rep.disables = id, k.Key == "rend non applicable"
				p.replacers[rep.target] = append(p.replacers[rep.target], rep)
				r.replaces = append(r.replaces, rep.target)
			}
		}
	}
}

// itemsOf lets a key hold one thing or a list of things.
func itemsOf(n *syntax.Node) []*syntax.Node {
	switch n.Kind {
	case syntax.Null:
		return nil
	case syntax.List:
		return n.Items
	default:
		return []*syntax.Node{n}
	}
}

func (b *builder) replacement(n *syntax.Node) (*replacement, *diag.Error) {
	rep := &replacement{by: b.itself()}
	target := n
	if n.Kind == syntax.Map {
		if target = n.Get("références à"); target == nil {
			return nil, b.fail(n, diag.Structure, "the key \"références à\" is missing")
		}
		var err *diag.Error
		if rep.within, err = b.names(n.Get("dans")); err != nil {
			return nil, err
		}
		if rep.except, err = b.names(n.Get("sauf dans")); err != nil {
			return nil, err
		}
		if p := n.Get("priorité"); p != nil {
			v, ok := p.Float()
			if !ok || v < 0 {
				return nil, b.fail(p, diag.Structure, "priorité must be a number that is not negative")
			}
			rep.priority = v
		}
	}
	var err *diag.Error
	rep.target, err = b.named(target)
	return rep, err
}

// itself is the rule that the rule's own name means inside it: a child of the same
// name comes first, as for any other reference.
func (b *builder) itself() *Rule {
	if r, err := b.prog.lookup(b.rule.Name, b.rule.Name); err == nil {
		return r
	}
	return b.rule
}

func (b *builder) names(n *syntax.Node) ([]string, *diag.Error) {
	if n == nil {
		return nil, nil
	}
	var out []string
	for _, item := range itemsOf(n) {
		r, err := b.named(item)
		if err != nil {
			return nil, err
		}
		out = append(out, r.Name)
	}
	return out, nil
}

// named reads a key that holds the name of a rule.
func (b *builder) named(n *syntax.Node) (*Rule, *diag.Error) {
	if n.Kind != syntax.String {
		return nil, b.fail(n, diag.Structure, "the name of a rule is expected, not a %s", n.Kind)
	}
	r, err := b.prog.lookup(b.from, n.Text)
	if err != nil {
		return nil, b.fail(n, diag.Reference, "%s", err)
	}
	return r, nil
}

// replaced gives what a reference to r, written in the rule called from, means
// once replacements are taken into account. References with the same
// replacements share one node, and so one evaluation.
func (p *Program) replaced(ref *Node, from string) *Node {
	all := p.replacers[ref.Rule]
	if len(all) == 0 {
		return ref
	}
	var active []*replacement
	for _, rep := range slices.Backward(all) {
		if rep.applies(from) {
			active = append(active, rep)
		}
	}
	if len(active) == 0 {
		return ref
	}
	slices.SortStableFunc(active, func(a, b *replacement) int {
		return cmp.Or(cmp.Compare(b.priority, a.priority), compareNames(b.by.Name, a.by.Name))
	})
	key := ""
	for _, rep := range active {
		key += fmt.Sprintf("%d-", rep.id)
	}
	if n, ok := p.inlined[key]; ok && !p.frozen {
		return n
	}
	n := &Node{Op: OpVariations, Mechanism: "remplace"}
	for _, rep := range active {
		by := &Node{Op: OpRef, Rule: rep.by}
		if rep.disables {
			n.Args = append(n.Args, by, null())
		} else {
			applies := condition(operation(OpNotApplicable, by), boolean(false), boolean(true))
			n.Args = append(n.Args, applies, by)
		}
	}
	n.Args = append(n.Args, boolean(true), ref)
	if !p.frozen {
		p.inlined[key] = n
	}
	return n
}

func (r *replacement) applies(from string) bool {
	starts := func(prefix string) bool { return strings.HasPrefix(from, prefix) }
	switch {
	case r.by.Name == from:
		return false
	case len(r.within) > 0 && !slices.ContainsFunc(r.within, starts):
		return false
	default:
		return !slices.ContainsFunc(r.except, starts)
	}
}

// compareNames sorts as a French dictionary does, near enough: accents and
// capitals count only between words that are otherwise the same.
func compareNames(a, b string) int {
	return cmp.Or(cmp.Compare(foldName(a), foldName(b)), cmp.Compare(a, b))
}

var foldAccents = strings.NewReplacer(
	"à", "a", "â", "a", "ä", "a", "ç", "c", "é", "e", "è", "e", "ê", "e", "ë", "e",
	"î", "i", "ï", "i", "ô", "o", "ö", "o", "ù", "u", "û", "u", "ü", "u", "œ", "oe",
)

func foldName(s string) string { return foldAccents.Replace(strings.ToLower(s)) }
