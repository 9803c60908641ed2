package footprint

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strings"

	"capzero/internal/fault"
	"capzero/models/translation"
	"capzero/publicodes"
	"capzero/publicodes/syntax"
)

// Explain opens up the value of any rule of the two models, as it was computed
// for this household.
func (s *Service) Explain(ctx context.Context, h Holder, rule, lang string) (Explanation, error) {
	sh, err := s.load(ctx, h)
	if err != nil {
		return Explanation{}, err
	}
	r := s.voice(sh.edition, lang).read(sh.answers)
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
	x := Explanation{
		Rule:     name,
		Amount:   trace.Value.Number,
		Unit:     trace.Value.Unit,
		Kind:     originOf(trace),
		Formula:  r.formula(trace.Root),
		Question: r.questionBehind(e, name),
		Trail:    r.trail(name),
	}
	t := r.tongueOf(e)
	x.Title, x.Foreign = r.fullLabel(name)
	x.Value, x.ValueForeign = said(r.locale, r.byRule[name], trace.Value)
	x.About, x.AboutForeign = t.description(rule)
	x.Note, x.NoteForeign = t.note(rule)
	x.Sources = t.sources(rule)
	return x, nil
}

// tongueOf is how the model of an evaluator speaks.
func (r *reading) tongueOf(e *publicodes.Evaluator) tongue {
	if e == r.ofWaste {
		return r.tongues[1]
	}
	return r.tongues[0]
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

// trail is the way from a total down to a value: the cheapest one, where a step
// that stays in its part of the model is cheap and one that goes over to
// another part is not. There is none to a rule that took no part in this
// household's figures.
func (r *reading) trail(name string) []Line {
	e, _ := r.evaluatorOf(name)
	top := carbonTotal
	if e == r.ofWaste {
		top = wasteTotal
	}
	cost := map[string]int{top: 0}
	above := map[string]string{}
	for open := []string{top}; len(open) > 0; {
		nearest := slices.MinFunc(open, func(a, b string) int { return cost[a] - cost[b] })
		if nearest == name {
			return r.upwards(above, name)
		}
		open = slices.DeleteFunc(open, func(rule string) bool { return rule == nearest })
		for _, used := range r.references(e, nearest) {
			to := cost[nearest] + detour(nearest, used)
			if known, seen := cost[used]; !seen || to < known {
				cost[used], above[used] = to, nearest
				open = append(open, used)
			}
		}
	}
	return nil
}

// detour is how far a step of the trail leads from one part of the model into
// another: one, and four for each part of the name above the rule that the
// rule before does not share.
func detour(from, to string) int {
	const away = 4
	steps := 1
	for part := parentOf(to); part != ""; part = parentOf(part) {
		if from != part && !strings.HasPrefix(from, part+separator) {
			steps += away
		}
	}
	return steps
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
	markdownLink = regexp.MustCompile(`\[([^\]]+)\]\(<?(https?://[^\s>]+?)>?\)`)
	bareAddress  = regexp.MustCompile(`https?://[^\s<>()"'\]]+`)
)

// sources are those of a rule, in the language of its note. An address that
// stands for itself is in none.
func (t tongue) sources(rule *publicodes.Rule) []Link {
	links := sourcesOf(rule)
	_, foreign := t.pick(rule, func(*translation.Texts) string { return "" }, func(r *publicodes.Rule) string {
		return cmp.Or(markdown(r.Note), markdown(r.Description))
	})
	for i, l := range links {
		if l.Label != l.URL {
			links[i].Foreign = foreign
		}
	}
	return links
}

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
	for _, text := range []string{markdown(rule.Note), markdown(rule.Description)} {
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
