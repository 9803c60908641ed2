package priors

import (
	"math"

	"capzero/publicodes/syntax"
)

// entry is a prior with the places of what it names.
type entry struct {
	Prior
	place
	names []placed // rules in its expressions
}

// prior reads the prior of one rule.
func (r *reader) prior(p syntax.Pair) {
	n := p.Value
	if !r.keys(n, append([]string{"unité", "arrondi", "variantes", "source", "large", "lecture", "sans réponse"}, shapeKeys...)...) {
		return
	}
	e := &entry{place: place{r.source, p.Pos}}
	e.Rule, e.Unit, e.low, e.high = p.Key, r.text(n.Get("unité")), math.Inf(-1), math.Inf(1)
	if step := n.Get("arrondi"); step != nil {
		e.step = r.within(step, 0, math.MaxFloat64)
	}
	if reason := n.Get("sans réponse"); reason != nil {
		e.unanswered = r.text(reason)
		if len(n.Pairs) > 1 || e.unanswered == "" {
			r.fault(n, "sans réponse says why, and nothing stands beside it")
		}
	} else {
		e.Evidence = r.evidence(n)
		r.variants(n, e)
	}
	if _, again := r.set.entries[p.Key]; !again {
		r.set.rules = append(r.set.rules, p.Key)
	}
	r.set.entries[p.Key] = e
}

// variants reads the cases of a prior, or its only one.
func (r *reader) variants(n *syntax.Node, e *entry) {
	list := n.Get("variantes")
	switch {
	case list == nil:
		e.variants = []variant{{shape: r.shape(n, e)}}
	case list.Kind != syntax.List || len(list.Items) == 0:
		r.fault(list, "variantes is a list")
		return
	default:
		r.cases(n, list, e)
	}
	if len(e.variants) == 0 {
		return
	}
	if last := e.variants[len(e.variants)-1]; len(last.when) > 0 || len(last.shape.reads()) > 0 {
		r.fault(n, "the last variant must not depend on other answers, so that there is always an answer")
	}
}

func (r *reader) cases(n, list *syntax.Node, e *entry) {
	for _, key := range shapeKeys {
		if beside := n.Get(key); beside != nil {
			r.fault(beside, "%s stands beside variantes", key)
		}
	}
	for _, item := range list.Items {
		if r.keys(item, append([]string{"si"}, shapeKeys...)...) {
			e.variants = append(e.variants, variant{r.conditions(item.Get("si"), e), r.shape(item, e)})
		}
	}
}

// conditions reads si: an expression, or several that must all hold.
func (r *reader) conditions(n *syntax.Node, e *entry) []condition {
	if n == nil {
		return nil
	}
	items := []*syntax.Node{n}
	if n.Kind == syntax.List {
		items = n.Items
	}
	var all []condition
	for _, item := range items {
		if expr, ok := r.expression(item, e); ok {
			all = append(all, condition{expr})
		}
	}
	return all
}

func (r *reader) expression(n *syntax.Node, e *entry) (expression, bool) {
	parsed, err := syntax.ParseExpression(r.text(n))
	if err != nil {
		r.syntax(n.Pos, err)
		return expression{}, false
	}
	for _, name := range names(parsed, nil) {
		e.names = append(e.names, placed{name, place{r.source, n.Pos}})
	}
	return expression{parsed}, true
}
