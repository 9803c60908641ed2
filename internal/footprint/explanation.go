package footprint

import (
	"context"
	"regexp"
	"slices"

	"capzero/internal/fault"
	"capzero/publicodes"
	"capzero/publicodes/syntax"
)

// Explain opens up the value of any rule of the two models, as it was computed
// for this household.
func (s *Service) Explain(ctx context.Context, token Token, rule, lang string) (Explanation, error) {
	_, as, err := s.load(ctx, token)
	if err != nil {
		return Explanation{}, err
	}
	r := s.voice(lang).read(as)
	defer r.close()
	return r.explain(rule)
}

func (r *reading) explain(name string) (Explanation, error) {
	e, ok := r.evaluatorOf(name)
	if !ok {
		return Explanation{}, fault.New(fault.NotFound, "error.rule_unknown")
	}
	rule := r.rule(name)
	trace, err := e.Trace(name)
	if err != nil {
		trace = &publicodes.Trace{Rule: name, Err: err}
	}
	question := r.byRule[name]
	return Explanation{
		Rule:     name,
		Title:    r.label(name),
		Value:    said(r.locale, question, trace.Value),
		Amount:   trace.Value.Number,
		Unit:     trace.Value.Unit,
		Kind:     originOf(trace),
		Formula:  r.terms(trace.Root),
		About:    rule.Description,
		Note:     rule.Note,
		Sources:  sourcesOf(rule),
		Question: r.questionBehind(e, name),
		Trail:    r.trail(name),
	}, nil
}

// rule returns the description of a rule of either model. It is there: the
// caller has found its evaluator.
func (r *reading) rule(name string) *publicodes.Rule {
	if rule, ok := r.carbon.Rule(name); ok {
		return rule
	}
	rule, _ := r.waste.Rule(name)
	return rule
}

func originOf(t *publicodes.Trace) Origin {
	if t.Err != nil {
		return DoesNotCompute
	}
	switch t.Origin {
	case publicodes.FromAnswer:
		return FromAnswer
	case publicodes.FromDefault:
		return FromAverage
	case publicodes.FromConstant:
		return FromConstant
	case publicodes.FromNotApplicable:
		return DoesNotApply
	}
	return FromFormula
}

// terms flattens the tree of a calculation into the lines of a page.
func (r *reading) terms(root *publicodes.TraceNode) []Term {
	var all []Term
	var add func(n *publicodes.TraceNode, depth int, inactive bool)
	add = func(n *publicodes.TraceNode, depth int, inactive bool) {
		inactive = inactive || n.Inactive
		all = append(all, r.term(n, depth, inactive))
		for _, child := range n.Children {
			add(child, depth+1, inactive)
		}
	}
	if root != nil {
		add(root, 0, false)
	}
	return all
}

func (r *reading) term(n *publicodes.TraceNode, depth int, inactive bool) Term {
	t := Term{Depth: depth, Op: operation(n.Op), Text: n.Text, Inactive: inactive}
	if n.Rule != "" {
		t.Rule = n.Rule
		t.Text = r.label(n.Rule)
	}
	if !inactive {
		t.Value = said(r.locale, r.byRule[n.Rule], n.Value)
	}
	return t
}

// operation returns the catalogue's key for a mechanism of the language.
func operation(op string) string {
	if key, ok := operations[op]; ok {
		return key
	}
	return "explain.op.other"
}

// operations names, by mechanism, the words that say it.
var operations = map[string]string{
	"constant":              "explain.op.constant",
	"reference":             "explain.op.reference",
	"+":                     "explain.op.plus",
	"-":                     "explain.op.minus",
	"*":                     "explain.op.times",
	"/":                     "explain.op.divided",
	"//":                    "explain.op.divided",
	"**":                    "explain.op.power",
	"=":                     "explain.op.equal",
	"!=":                    "explain.op.different",
	">":                     "explain.op.above",
	"<":                     "explain.op.below",
	">=":                    "explain.op.at_least",
	"<=":                    "explain.op.at_most",
	"somme":                 "explain.op.sum",
	"produit":               "explain.op.product",
	"moyenne":               "explain.op.mean",
	"le maximum de":         "explain.op.highest",
	"le minimum de":         "explain.op.lowest",
	"variations":            "explain.op.cases",
	"si":                    "explain.op.if",
	"alors":                 "explain.op.then",
	"sinon":                 "explain.op.otherwise",
	"condition":             "explain.op.if",
	"toutes ces conditions": "explain.op.all",
	"une de ces conditions": "explain.op.any",
	"et":                    "explain.op.all",
	"ou":                    "explain.op.any",
	"applicable si":         "explain.op.applies_if",
	"non applicable si":     "explain.op.not_if",
	"est défini":            "explain.op.known",
	"est non défini":        "explain.op.not_known",
	"est applicable":        "explain.op.applies",
	"est non applicable":    "explain.op.does_not_apply",
	"par défaut":            "explain.op.default",
	"plancher":              "explain.op.floor",
	"plafond":               "explain.op.ceiling",
	"arrondi":               "explain.op.rounded",
	"unité":                 "explain.op.unit",
	"contexte":              "explain.op.context",
	"grille":                "explain.op.scale",
	"barème":                "explain.op.scale",
	"une possibilité":       "explain.op.choice",
}

// questionBehind returns the question to answer in order to change a value: the
// value's own, else the one that it lacks most, else one that it uses and that
// has been answered.
func (r *reading) questionBehind(e *publicodes.Evaluator, name string) string {
	if q, ok := r.question(name); ok && r.applies(q) {
		return q.Rule
	}
	missing, err := e.Missing(name)
	if err != nil {
		return ""
	}
	for _, m := range missing {
		if q, ok := r.question(m.Rule); ok && r.applies(q) {
			return q.Rule
		}
	}
	for _, used := range r.references(e, name) {
		if q, ok := r.question(used); ok && r.answers[q.Rule].known() {
			return q.Rule
		}
	}
	return ""
}

// references lists the rules that a value was computed from, in the order of
// its formula.
func (r *reading) references(e *publicodes.Evaluator, name string) []string {
	trace, err := e.Trace(name)
	if err != nil {
		return nil
	}
	var names []string
	var walk func(n *publicodes.TraceNode)
	walk = func(n *publicodes.TraceNode) {
		if n == nil || n.Inactive {
			return
		}
		if n.Rule != "" && !slices.Contains(names, n.Rule) {
			names = append(names, n.Rule)
		}
		for _, child := range n.Children {
			walk(child)
		}
	}
	walk(trace.Root)
	return names
}

// trail is the shortest way from a total down to a value, both left out of it
// only if there is no way: a rule that took no part in this household's
// figures.
func (r *reading) trail(name string) []Line {
	e, _ := r.evaluatorOf(name)
	top := carbonTotal
	if e == r.ofWaste {
		top = wasteTotal
	}
	above := map[string]string{top: ""}
	for queue := []string{top}; len(queue) > 0; queue = queue[1:] {
		if queue[0] == name {
			return r.upwards(above, name)
		}
		for _, used := range r.references(e, queue[0]) {
			if _, seen := above[used]; !seen {
				above[used] = queue[0]
				queue = append(queue, used)
			}
		}
	}
	return nil
}

// upwards turns the found way into lines, the total first.
func (r *reading) upwards(above map[string]string, name string) []Line {
	var lines []Line
	for rule := name; rule != ""; rule = above[rule] {
		lines = append(lines, r.line(rule))
	}
	slices.Reverse(lines)
	return lines
}

// Links as they stand in a note: markdown, or an address by itself.
var (
	markdownLink = regexp.MustCompile(`\[([^\]]+)\]\((https?://[^\s)]+)\)`)
	bareAddress  = regexp.MustCompile(`https?://[^\s<>()"'\]]+`)
)

// sourcesOf collects the sources of a rule: the links of its note and
// description, and the keys that hold references.
func sourcesOf(rule *publicodes.Rule) []Link {
	var links []Link
	add := func(label, url string) {
		known := slices.ContainsFunc(links, func(l Link) bool { return l.URL == url })
		if !known {
			links = append(links, Link{Label: label, URL: url})
		}
	}
	for _, text := range []string{rule.Note, rule.Description} {
		for _, m := range markdownLink.FindAllStringSubmatch(text, -1) {
			add(m[1], m[2])
		}
		for _, url := range bareAddress.FindAllString(markdownLink.ReplaceAllString(text, ""), -1) {
			add(url, url)
		}
	}
	for _, key := range []string{"source", "sources", "référence", "références"} {
		node, _ := rule.Attribute(key)
		addReferences(node, key, add)
	}
	return links
}

// addReferences reads a text, a list of texts or a map of label to address.
func addReferences(n *syntax.Node, label string, add func(label, url string)) {
	if n == nil {
		return
	}
	for _, m := range markdownLink.FindAllStringSubmatch(n.Text, -1) {
		add(m[1], m[2])
	}
	if url := bareAddress.FindString(markdownLink.ReplaceAllString(n.Text, "")); url != "" {
		add(label, url)
	}
	for _, item := range n.Items {
		addReferences(item, label, add)
	}
	for _, pair := range n.Pairs {
		addReferences(pair.Value, pair.Key, add)
	}
}
