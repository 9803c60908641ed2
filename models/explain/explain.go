// Package explain tells a newcomer what one rule of a model is: where and how it
// is written, what it reads, which answers reach it, and how its value comes to
// be. It is a list of sections, to which a caller may add its own.
package explain

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"capzero/models/check"
	"capzero/publicodes"
	"capzero/publicodes/syntax"
)

// Section is a part of an explanation: a title, and lines of text.
type Section struct {
	Title string
	Lines []string
}

// Options say what to explain.
type Options struct {
	Rule      string
	Situation publicodes.Situation
	Depth     int // how many rules below the rule are opened in its value
}

// maxListed bounds the lists of rules and answers; the rest is counted.
const maxListed = 15

// Rule explains a rule of the model, compiled from the sources. The error is for
// a rule that the model does not have.
func Rule(model *publicodes.Model, sources []publicodes.Source, o Options) ([]Section, error) {
	if err := check.Known(model, o.Rule); err != nil {
		return nil, err
	}
	rule, _ := model.Rule(o.Rule)
	e := model.NewEvaluator()
	problems := e.SetSituation(o.Situation)
	x := explainer{model: model, rule: rule, e: e}
	sections := []Section{x.identity(sources), x.source(sources), x.reads(), x.reachedBy(), x.value(o.Depth), x.lacks()}
	if problems != nil {
		sections = append(sections, Section{"Answers left out", strings.Split(problems.Error(), "\n")})
	}
	return slices.DeleteFunc(sections, func(s Section) bool { return len(s.Lines) == 0 }), nil
}

// Print writes sections with their lines below their titles.
func Print(out io.Writer, sections []Section) error {
	w := bufio.NewWriter(out)
	for i, s := range sections {
		if i > 0 {
			fmt.Fprintln(w)
		}
		fmt.Fprintln(w, s.Title)
		for _, line := range s.Lines {
			fmt.Fprintln(w, strings.TrimRight("  "+line, " "))
		}
	}
	return w.Flush()
}

type explainer struct {
	model *publicodes.Model
	rule  *publicodes.Rule
	e     *publicodes.Evaluator
}

// identity is what the rule is called, asks, and may be.
func (x explainer) identity(sources []publicodes.Source) Section {
	r := x.rule
	s := Section{Title: r.Name}
	add := func(format string, args ...any) { s.Lines = append(s.Lines, fmt.Sprintf(format, args...)) }
	add("%s", r.Title)
	if r.Question != "" {
		add("asks: %s", oneLine(r.Question))
	}
	what := map[publicodes.Type]string{
		publicodes.Untyped: "a value", publicodes.Number: "a number", publicodes.Boolean: "oui or non", publicodes.Text: "a text",
		publicodes.Date: "a date",
	}[r.Type]
	if r.Unit != "" {
		what += " in " + r.Unit
	}
	add("%s", what)
	if len(r.Possibilities) > 0 {
		var values []string
		for _, p := range r.Possibilities {
			values = append(values, p.Value)
		}
		add("one of: %s", strings.Join(values, ", "))
	}
	for _, w := range check.Written(sources, r.Name) {
		add("written in %s:%d:%d", w.File, w.Pos.Line, w.Pos.Column)
	}
	return s
}

// source is what the files say of the value.
func (x explainer) source(sources []publicodes.Source) Section {
	s := Section{Title: "How it is written"}
	for _, w := range check.Written(sources, x.rule.Name) {
		s.Lines = append(s.Lines, yaml(computing(w.Body), "")...)
	}
	return s
}

// computing leaves out of a rule what is for people and programs.
func computing(n *syntax.Node) *syntax.Node {
	if n == nil || n.Kind != syntax.Map {
		return n
	}
	out := &syntax.Node{Kind: syntax.Map}
	for _, p := range n.Pairs {
		if check.Computes(p.Key) {
			out.Pairs = append(out.Pairs, p)
		}
	}
	return out
}

// yaml prints a value as an author would write it.
func yaml(n *syntax.Node, indent string) []string {
	var out []string
	switch {
	case n == nil, n.Kind == syntax.Null:
	case n.IsScalar():
		out = append(out, indent+oneLine(n.Text))
	case n.Kind == syntax.List:
		for _, item := range n.Items {
			lines := yaml(item, indent+"  ")
			if len(lines) > 0 {
				lines[0] = indent + "- " + strings.TrimPrefix(lines[0], indent+"  ")
			}
			out = append(out, lines...)
		}
	default:
		for _, p := range n.Pairs {
			if p.Value.IsScalar() {
				out = append(out, indent+p.Key+": "+oneLine(p.Value.Text))
				continue
			}
			out = append(out, indent+p.Key+":")
			out = append(out, yaml(p.Value, indent+"  ")...)
		}
	}
	return out
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// reads are the rules that the value names, with their values.
func (x explainer) reads() Section {
	used := x.model.Uses(x.rule.Name)
	s := Section{Title: fmt.Sprintf("It reads %s", count(len(used), "rule"))}
	for i, name := range used {
		if i == maxListed {
			s.Lines = append(s.Lines, fmt.Sprintf("… and %d more", len(used)-maxListed))
			break
		}
		line := name + " = " + x.short(name)
		if strings.HasPrefix(x.rule.Name, name+" . ") {
			line += ", which may switch it off"
		}
		s.Lines = append(s.Lines, line)
	}
	return s
}

// short is the value of a rule, and where it comes from when that is an answer.
func (x explainer) short(name string) string {
	r, public := x.model.Rule(name)
	if !public {
		return "(private)"
	}
	t, err := x.e.Trace(name)
	switch {
	case err != nil:
		return err.Error()
	case t.Err != nil:
		return "error: " + t.Err.Error()
	}
	out := show(t.Value)
	switch {
	case t.Origin == publicodes.FromAnswer, t.Origin == publicodes.FromDefault:
		out += " (" + t.Origin.String() + ")"
	case r.Question != "":
		out += " (question)"
	}
	return out
}

// reachedBy are the questions whose answer can change the value: those that
// count now first.
func (x explainer) reachedBy() Section {
	reads := x.model.Reads(x.rule.Name)
	var questions []*publicodes.Rule
	for _, q := range x.model.Questions() {
		if reads[q.Name] {
			questions = append(questions, q)
		}
	}
	s := Section{Title: fmt.Sprintf("%d answers can reach it", len(questions))}
	switch len(questions) {
	case 0:
		return Section{Title: "No answer reaches it", Lines: []string{"its value is the same for everyone, unless a contexte or a program sets a rule"}}
	case 1:
		s.Title = "1 answer can reach it"
	}
	scores := map[string]float64{}
	missing, _ := x.e.Missing(x.rule.Name) // a rule that fails lacks nothing that is known
	for _, m := range missing {
		scores[m.Rule] = m.Score
	}
	slices.SortStableFunc(questions, func(a, b *publicodes.Rule) int { return cmp.Compare(scores[b.Name], scores[a.Name]) })
	for i, q := range questions {
		if i == maxListed {
			s.Lines = append(s.Lines, fmt.Sprintf("… and %d more", len(questions)-maxListed))
			break
		}
		s.Lines = append(s.Lines, fmt.Sprintf("%s: %s", q.Name, oneLine(q.Question)))
	}
	return s
}

// value is how the value comes to be, step by step.
func (x explainer) value(depth int) Section {
	t, err := x.e.Trace(x.rule.Name)
	if err != nil {
		return Section{Title: "Its value", Lines: []string{err.Error()}}
	}
	s := Section{Title: fmt.Sprintf("Its value is %s, from its %s", show(t.Value), t.Origin)}
	switch t.Origin {
	case publicodes.FromAnswer:
		s.Title = fmt.Sprintf("Its value is %s, from the answer", show(t.Value))
	case publicodes.FromNotApplicable:
		s.Title = "It does not apply"
	}
	if t.Err != nil {
		s.Title = "It has no value"
		s.Lines = append(s.Lines, t.Err.Error())
	}
	s.Lines = append(s.Lines, x.steps(t.Root, "", depth)...)
	return s
}

func (x explainer) steps(n *publicodes.TraceNode, indent string, depth int) []string {
	if n == nil {
		return nil
	}
	line := indent + stepName(n)
	switch {
	case n.Inactive:
		return []string{line + " (not taken)"}
	case n.Op == "constant":
	default:
		line += " = " + show(n.Value)
	}
	out := []string{line}
	if n.Op == "reference" && depth > 0 {
		if t, err := x.e.Trace(n.Rule); err == nil && t.Origin == publicodes.FromFormula {
			out = append(out, x.steps(t.Root, indent+"  ", depth-1)...)
		}
	}
	for _, child := range n.Children {
		out = append(out, x.steps(child, indent+"  ", depth)...)
	}
	return out
}

// show gives a value with as many digits as a reader can use.
func show(v publicodes.Value) string {
	if v.Kind == publicodes.KindNumber {
		rounded, err := strconv.ParseFloat(strconv.FormatFloat(v.Number, 'g', 8, 64), 64)
		if err == nil {
			v.Number = rounded
		}
	}
	return v.String()
}

// stepName is the mechanism, with the rule or the text that goes with it.
func stepName(n *publicodes.TraceNode) string {
	switch {
	case n.Op == "constant" && n.Inactive:
		return n.Text
	case n.Op == "constant":
		return show(n.Value)
	case n.Op == "reference":
		return n.Rule
	case n.Rule != "":
		return n.Op + " " + n.Rule
	case n.Text != "":
		return n.Op + " " + n.Text
	default:
		return n.Op
	}
}

// lacks are the answers that would make the value more certain.
func (x explainer) lacks() Section {
	missing, err := x.e.Missing(x.rule.Name)
	if err != nil {
		return Section{}
	}
	if len(missing) == 0 {
		return Section{Title: "It lacks no answer", Lines: []string{"every answer that counts here is given"}}
	}
	slices.SortStableFunc(missing, func(a, b publicodes.Missing) int { return cmp.Compare(b.Score, a.Score) })
	s := Section{Title: "It lacks " + count(len(missing), "answer")}
	if len(missing) > 1 {
		s.Title += ", those that count most first"
	}
	for i, m := range missing {
		if i == maxListed {
			s.Lines = append(s.Lines, fmt.Sprintf("… and %d more", len(missing)-maxListed))
			break
		}
		line := fmt.Sprintf("%s (score %g)", m.Rule, m.Score)
		if r, ok := x.model.Rule(m.Rule); ok && !r.HasDefault {
			line += ", without a default"
		}
		s.Lines = append(s.Lines, line)
	}
	return s
}

func count(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}
