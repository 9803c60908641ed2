package resolve

import (
	"fmt"
	"slices"
	"strings"

	"capzero/publicodes/internal/diag"
	"capzero/publicodes/syntax"
)

// Document is a decoded source.
type Document struct {
	Source string
	Root   *syntax.Node
}

// maxNameParts bounds the depth of names, since each rule looks at all its
// ancestors.
const maxNameParts = 40

const privateMark = "[privé] "

// declarer collects the rules of all sources. The order of rules follows the
// first source that names them, children after their parent.
type declarer struct {
	prog *Program
	doc  Document
	seen map[string]bool // names already met in this document
	errs *errorList
}

func (p *Program) declare(docs []Document, errs *errorList) {
	for _, doc := range docs {
		d := &declarer{prog: p, doc: doc, seen: map[string]bool{}, errs: errs}
		if doc.Root.Kind != syntax.Map {
			errs.add(d.fault("", doc.Root.Pos, diag.Structure, "a model is a map of rules, not a %s", doc.Root.Kind))
			continue
		}
		d.rules("", doc.Root.Pairs)
	}
}

func (d *declarer) fault(rule string, pos syntax.Pos, kind diag.Kind, format string, args ...any) *diag.Error {
	return &diag.Error{Kind: kind, Source: d.doc.Source, Rule: rule, Pos: pos, Message: fmt.Sprintf(format, args...)}
}

func (d *declarer) rules(space string, pairs []syntax.Pair) {
	for _, p := range pairs {
		d.rule(space, p)
	}
}

func (d *declarer) rule(space string, p syntax.Pair) {
	leaf, private := strings.CutPrefix(p.Key, privateMark)
	name := join(space, leaf)
	switch {
	case strings.TrimSpace(leaf) == "":
		d.errs.add(d.fault(name, p.Pos, diag.Structure, "a rule needs a name"))
		return
	case strings.Count(name, separator) >= maxNameParts:
		d.errs.add(d.fault(name, p.Pos, diag.Limit, "a name has more than %d parts", maxNameParts))
		return
	case d.seen[name]:
		d.errs.add(d.fault(name, p.Pos, diag.Structure, "the rule is defined twice in this source"))
		return
	}
	d.seen[name] = true
	pairs, err := d.pairs(name, p)
	if err != nil {
		d.errs.add(err)
		return
	}
	r := d.merge(name, p.Pos, pairs)
	r.private = r.private || private
	if v, ok := r.Key("privé"); ok && v.Text == "oui" {
		r.private = true
	}
	d.children(r, pairs)
}

// pairs gives every way of writing a rule the form of a map.
func (d *declarer) pairs(name string, p syntax.Pair) ([]syntax.Pair, *diag.Error) {
	switch p.Value.Kind {
	case syntax.Null:
		return nil, nil
	case syntax.Map:
		return p.Value.Pairs, nil
	case syntax.Number, syntax.String:
		return []syntax.Pair{{Key: "valeur", Value: p.Value, Pos: p.Pos}}, nil
	case syntax.Bool:
		return nil, d.fault(name, p.Value.Pos, diag.Structure, "write oui or non, not %s", p.Value.Text)
	default:
		return nil, d.fault(name, p.Value.Pos, diag.Structure, "a rule is a value or a map of keys, not a %s", p.Value.Kind)
	}
}

// merge adds the keys to the rule, which may come from an earlier source. A new
// formula replaces the old one whatever mechanism either uses: keeping
// "formule" beside a later "valeur" would silently ignore one of the two.
func (d *declarer) merge(name string, pos syntax.Pos, pairs []syntax.Pair) *Rule {
	r, ok := d.prog.byName[name]
	if !ok {
		r = &Rule{Index: len(d.prog.Rules), Name: name, Source: d.doc.Source, Pos: pos}
		d.prog.byName[name] = r
		d.prog.Rules = append(d.prog.Rules, r)
	}
	if slices.ContainsFunc(pairs, func(p syntax.Pair) bool { return isFormula(p.Key) }) {
		r.Keys = slices.DeleteFunc(r.Keys, func(k Key) bool { return isFormula(k.Key) })
	}
	for _, p := range pairs {
		key := Key{Pair: p, Source: d.doc.Source}
		if i := slices.IndexFunc(r.Keys, func(k Key) bool { return k.Key == p.Key }); i >= 0 {
			r.Keys[i] = key
		} else {
			r.Keys = append(r.Keys, key)
		}
	}
	return r
}

// children declares the rules written inside r: those under "avec", then those
// that describe a possibility in place, last those under an "avec" inside its
// formulas.
func (d *declarer) children(r *Rule, pairs []syntax.Pair) {
	for _, p := range pairs {
		if p.Key == childrenKey {
			d.with(r, p.Value)
		}
	}
	list, _ := possibilityList(pairs)
	if list != nil {
		for _, item := range list.Items {
			if item.Kind == syntax.Map && len(item.Pairs) == 1 {
				d.rules(r.Name, item.Pairs)
			}
		}
	}
	for _, p := range pairs {
		if isFormula(p.Key) || isWrapper(p.Key) {
			d.inMechanism(r, p)
		}
	}
}

const childrenKey = "avec"

func (d *declarer) with(r *Rule, n *syntax.Node) {
	switch n.Kind {
	case syntax.Null:
	case syntax.Map:
		d.rules(r.Name, n.Pairs)
	default:
		d.errs.add(d.fault(r.Name, n.Pos, diag.Structure, "avec is a map of rules, not a %s", n.Kind))
	}
}

// inMechanism looks for children among the values that a mechanism holds: they
// may be there directly, in a list, or under keys of the mechanism's own.
func (d *declarer) inMechanism(r *Rule, p syntax.Pair) {
	switch p.Key {
	case "inversion numérique", "constant":
	case "condition", "variations", "grille", "barème", "taux progressif", "durée", "contexte":
		d.underKeys(r, p.Value)
	default:
		d.inValue(r, p.Value)
	}
}

func (d *declarer) inValue(r *Rule, n *syntax.Node) {
	for _, item := range n.Items {
		d.inValue(r, item)
	}
	for _, p := range n.Pairs {
		if p.Key == childrenKey {
			d.with(r, p.Value)
		} else {
			d.inMechanism(r, p)
		}
	}
}

func (d *declarer) underKeys(r *Rule, n *syntax.Node) {
	for _, item := range n.Items {
		d.underKeys(r, item)
	}
	for _, p := range n.Pairs {
		if p.Key == "tranches" {
			d.underKeys(r, p.Value)
		} else {
			d.inValue(r, p.Value)
		}
	}
}

// publish decides which rules can be reached from outside.
func (p *Program) publish() {
	for _, r := range p.Rules {
		r.Public = !r.private && p.accessible("", r.Name)
	}
}
