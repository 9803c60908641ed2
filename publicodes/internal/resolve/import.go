package resolve

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"capzero/publicodes/internal/diag"
	"capzero/publicodes/syntax"
)

// importKey stands where a rule would, and asks for rules of another model:
//
//	importer!:
//	  depuis: {nom: futureco-data}
//	  dans: données
//	  les règles:
//	    - transport . impact
//	    - transport . km: {question: Combien ?}
//
// The rules come with all that their formulas name, under one name of ours, and
// with the headings above them.
const importKey = "importer!"

// maxImports bounds the packages that import each other.
const maxImports = 20

// importer turns documents that ask for rules of others into ones that have
// them.
type importer struct {
	Options
	doc     Document
	loading []string // the packages around this one
	errs    *errorList
}

// imported replaces each import by documents with what it asks for, before the
// document that asks: that one may change the rules like any later source.
func imported(o Options, docs []Document, loading []string, errs *errorList) []Document {
	var out []Document
	for _, doc := range docs {
		if doc.Root.Get(importKey) == nil {
			out = append(out, doc)
			continue
		}
		in := &importer{Options: o, doc: doc, loading: loading, errs: errs}
		rest := *doc.Root
		rest.Pairs = nil
		for _, p := range doc.Root.Pairs {
			if p.Key != importKey {
				rest.Pairs = append(rest.Pairs, p)
			} else if more, err := in.documents(p); err != nil {
				errs.add(err)
			} else {
				out = append(out, more...)
			}
		}
		out = append(out, Document{Source: doc.Source, Root: &rest})
	}
	return out
}

func (in *importer) fault(n *syntax.Node, kind diag.Kind, format string, args ...any) *diag.Error {
	return &diag.Error{Kind: kind, Source: in.doc.Source, Path: importKey, Pos: n.Pos, Message: fmt.Sprintf(format, args...)}
}

// documents are the rules that an import asks for, what it changes of them, and
// the headings above them.
func (in *importer) documents(p syntax.Pair) ([]Document, *diag.Error) {
	at := &syntax.Node{Pos: p.Pos}
	pkg := p.Value.Get("depuis").Get("nom")
	if pkg == nil || pkg.Kind != syntax.String || pkg.Text == "" {
		return nil, in.fault(at, diag.Structure, "the name of a package is missing: importer! has depuis, with its nom, and les règles")
	}
	model, err := in.load(pkg, p.Value.Get("depuis").Get("source"))
	if err != nil {
		return nil, err
	}
	wanted, err := in.wanted(p.Value.Get("les règles"), model, pkg.Text)
	if err != nil {
		return nil, err
	}
	c := carrier{prog: model, space: in.space(p.Value.Get("dans"), pkg), carried: map[*Rule]bool{}}
	for _, w := range wanted {
		c.carry(w.rule)
	}
	changed := &syntax.Node{Kind: syntax.Map, Pos: p.Pos}
	for _, w := range wanted {
		if w.changes != nil {
			changed.Pairs = append(changed.Pairs, syntax.Pair{Key: join(c.space, w.rule.Name), Value: w.changes, Pos: w.changes.Pos})
		}
	}
	return append(c.documents(), Document{in.doc.Source, changed}, Document{in.doc.Source, c.headings(p.Pos)}), nil
}

// space is where the rules are put: under the name that the import gives, or
// that of the package without its scope.
func (in *importer) space(given, pkg *syntax.Node) string {
	if given != nil && given.Text != "" {
		return given.Text
	}
	_, name, scoped := strings.Cut(pkg.Text, "/")
	if strings.HasPrefix(pkg.Text, "@") && scoped {
		return name
	}
	return pkg.Text
}

// load resolves the model of a package.
func (in *importer) load(pkg, file *syntax.Node) (*Program, *diag.Error) {
	path := ""
	if file != nil {
		path = file.Text
	}
	key := pkg.Text + "\x00" + path
	switch {
	case in.Package == nil:
		return nil, in.fault(pkg, diag.Reference, "the package %q is asked for, and none are at hand here", pkg.Text)
	case slices.Contains(in.loading, key):
		return nil, in.fault(pkg, diag.Cycle, "the package %q asks for itself", pkg.Text)
	case len(in.loading) == maxImports:
		return nil, in.fault(pkg, diag.Limit, "packages ask for each other more than %d deep", maxImports)
	}
	docs, err := in.Package(in.doc.Source, pkg.Text, path)
	if err != nil {
		return nil, in.fault(pkg, diag.Reference, "the package %q: %s", pkg.Text, err)
	}
	model, err := resolveInside(in.Options, append(slices.Clone(in.loading), key), docs)
	if err != nil {
		return nil, in.fault(pkg, diag.Structure, "the package %q has a fault: %s", pkg.Text, err)
	}
	return model, nil
}

// request is a rule that an import names, and the keys that it changes.
type request struct {
	rule    *Rule
	changes *syntax.Node
}

func (in *importer) wanted(list *syntax.Node, model *Program, pkg string) ([]request, *diag.Error) {
	if list == nil {
		return nil, nil
	}
	if list.Kind != syntax.List {
		return nil, in.fault(list, diag.Structure, "les règles is a list of names, not a %s", list.Kind)
	}
	var out []request
	for _, item := range list.Items {
		name, changes := item.Text, (*syntax.Node)(nil)
		if item.Kind == syntax.Map && len(item.Pairs) == 1 {
			name, changes = item.Pairs[0].Key, item.Pairs[0].Value
		} else if item.Kind != syntax.String {
			return nil, in.fault(item, diag.Structure, "the name of a rule is expected, alone or with the keys to change")
		}
		r, ok := model.byName[name]
		switch {
		case !ok || !r.Public:
			return nil, in.fault(item, diag.Reference, "the package %q has no public rule %q", pkg, name)
		case slices.ContainsFunc(out, func(w request) bool { return w.rule == r }):
			return nil, in.fault(item, diag.Structure, "the rule %q is asked for twice", name)
		case changes != nil && changes.Kind != syntax.Map && changes.Kind != syntax.Null:
			return nil, in.fault(changes, diag.Structure, "the keys to change of %q are a map, not a %s", name, changes.Kind)
		}
		out = append(out, request{r, changes})
	}
	return out, nil
}

// carrier collects rules of a package, each once and in the order in which they
// are met.
type carrier struct {
	prog    *Program
	space   string
	carried map[*Rule]bool
	rules   []*Rule
}

// carry takes a rule and all that it names.
func (c *carrier) carry(r *Rule) {
	todo := []*Rule{r}
	for len(todo) > 0 {
		r, todo = todo[len(todo)-1], todo[:len(todo)-1]
		if c.carried[r] {
			continue
		}
		c.carried[r] = true
		c.rules = append(c.rules, r)
		needs := c.prog.needs(r)
		slices.Reverse(needs)
		todo = append(todo, needs...)
	}
}

// needs are the rules that the text of a rule names.
func (p *Program) needs(r *Rule) []*Rule {
	u := newUses(r)
	u.visit(r.Value)
	for _, n := range r.suggestions {
		u.visit(n)
	}
	if r.Possibilities != nil {
		for _, n := range r.Possibilities.refs {
			u.visit(n)
		}
	}
	for _, target := range r.replaces {
		u.visit(reference(target))
	}
	return u.list
}

// documents writes the rules under their new names: a document for each source
// that they come from, so that errors name the right one.
func (c *carrier) documents() []Document {
	bySource := map[string]*syntax.Node{}
	var order []string
	for _, r := range c.rules {
		perSource := map[string][]syntax.Pair{r.Source: nil}
		for _, k := range r.Keys {
			if k.Key != childrenKey {
				perSource[k.Source] = append(perSource[k.Source], optionsByName(k.Pair))
			}
		}
		for _, source := range slices.Sorted(maps.Keys(perSource)) {
			if bySource[source] == nil {
				bySource[source] = &syntax.Node{Kind: syntax.Map}
				order = append(order, source)
			}
			body := &syntax.Node{Kind: syntax.Map, Pairs: perSource[source], Pos: r.Pos}
			bySource[source].Pairs = append(bySource[source].Pairs, syntax.Pair{Key: c.name(r), Value: body, Pos: r.Pos})
		}
	}
	var out []Document
	for _, source := range order {
		out = append(out, Document{source, bySource[source]})
	}
	return out
}

// optionsByName names the possibilities that a rule describes in place: they are
// rules, which are carried as such.
func optionsByName(p syntax.Pair) syntax.Pair {
	list, _ := possibilityList([]syntax.Pair{p})
	if list == nil {
		return p
	}
	names := *list
	names.Items = slices.Clone(list.Items)
	for i, item := range names.Items {
		if item.Kind == syntax.Map && len(item.Pairs) == 1 {
			names.Items[i] = &syntax.Node{Kind: syntax.String, Text: item.Pairs[0].Key, Pos: item.Pos}
		}
	}
	p.Value = exchanged(p.Value, list, &names)
	return p
}

// exchanged is n with one node below it exchanged for another.
func exchanged(n, old, by *syntax.Node) *syntax.Node {
	if n == old {
		return by
	}
	out := *n
	out.Pairs = slices.Clone(n.Pairs)
	for i := range out.Pairs {
		out.Pairs[i].Value = exchanged(out.Pairs[i].Value, old, by)
	}
	return &out
}

func (c *carrier) name(r *Rule) string {
	name := join(c.space, r.Name)
	if r.private {
		return privateMark + name
	}
	return name
}

// headings are the names above the rules, for those that have no rule.
func (c *carrier) headings(pos syntax.Pos) *syntax.Node {
	out := &syntax.Node{Kind: syntax.Map, Pos: pos}
	met := map[string]bool{}
	add := func(name string) {
		if r := c.prog.byName[strings.TrimPrefix(name, c.space+separator)]; !met[name] && !c.carried[r] {
			met[name] = true
			out.Pairs = append(out.Pairs, syntax.Pair{Key: name, Value: &syntax.Node{Kind: syntax.Null, Pos: pos}, Pos: pos})
		}
	}
	add(c.space)
	for _, r := range c.rules {
		for _, name := range ancestors(r.Name) {
			add(join(c.space, name))
		}
	}
	return out
}
