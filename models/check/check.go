package check

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"capzero/models/internal/near"
	"capzero/publicodes"
	"capzero/publicodes/syntax"
)

// Options says how to look. The zero value is a good choice.
type Options struct {
	// Roots are the rules that programs ask for. What neither they nor the
	// questions read is dead, and each must have a value for everyone. Without
	// any they are chosen: the rules of one part, and those that nobody reads in a
	// part of the model that looks at the others, or that stands alone.
	Roots []string

	// Seed starts the random situations; the same seed gives the same findings.
	Seed uint64

	// Samples is how many random situations are tried, 300 if zero.
	Samples int

	// Compile compiles the sources, with [publicodes.Compile] if nil.
	Compile func(...publicodes.Source) (*publicodes.Model, error)

	// Situations are JSON files of answers to check against the model.
	Situations []publicodes.Source

	// Progress is told, from time to time, how much is done of what is being
	// looked at.
	Progress func(what string, done, of int)
}

// checker is one check of one model.
type checker struct {
	Options
	ctx   context.Context
	files []*file
	rules []rule // of all files, in their order
	model *publicodes.Model
	graph *graph
	found []Finding

	totals []string // rules that must have a value for everyone
}

// Check compiles the sources as one model and returns what it finds, in the
// order of the files. A model that does not compile has the compiler's errors
// as findings, and its unknown keys. The error is that of ctx.
func Check(ctx context.Context, o Options, sources ...publicodes.Source) ([]Finding, error) {
	c := &checker{Options: o, ctx: ctx}
	if c.Compile == nil {
		c.Compile = publicodes.Compile
	}
	if c.Samples == 0 {
		c.Samples = 300
	}
	if c.Progress == nil {
		c.Progress = func(string, int, int) {}
	}
	c.Progress("compiling", 0, 1)
	compiled := c.compile(sources)
	c.unknownKeys()
	if compiled {
		c.graph = newGraph(c.model, c.rules)
		if len(c.Roots) == 0 {
			c.Roots, c.totals = c.graph.chooseRoots(), c.graph.chooseTotals()
		} else {
			c.knownRoots()
			c.totals = c.Roots
		}
		c.compilerWarnings()
		c.unread()
		c.folded()
		c.search()
		c.contextLoops()
		c.situations()
	}
	return c.sorted(), ctx.Err()
}

func (c *checker) add(f Finding) { c.found = append(c.found, f) }

// compile reads the sources, and reports whether there is a model.
func (c *checker) compile(sources []publicodes.Source) bool {
	for _, s := range sources {
		f := newFile(s.Name, s.Data)
		f.root, _ = syntax.Decode(s.Name, s.Data) // the compiler says what is wrong
		c.files = append(c.files, f)
		c.rules = append(c.rules, declared(f)...)
	}
	model, err := c.Compile(sources...)
	for _, fault := range faults(err) {
		c.add(c.ofFault(fault))
	}
	if err != nil && len(c.found) == 0 {
		f := Finding{Severity: Error, Kind: Fails, Message: err.Error()}
		if len(sources) > 0 {
			f.File = sources[0].Name
		}
		c.add(f)
	}
	c.model = model
	return err == nil
}

// faults takes joined errors apart.
func faults(err error) []*publicodes.Error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var all []*publicodes.Error
		for _, e := range joined.Unwrap() {
			all = append(all, faults(e)...)
		}
		return all
	}
	if fault, ok := errors.AsType[*publicodes.Error](err); ok {
		return []*publicodes.Error{fault}
	}
	return nil
}

// ofFault is a finding for an error of the engine, placed at the very word where
// it can be found in the source.
func (c *checker) ofFault(e *publicodes.Error) Finding {
	f := Finding{Severity: Error, Kind: Kind(e.Kind.String()), File: e.Source, Rule: e.Rule, Message: e.Message}
	if before, after, ok := strings.Cut(e.Message, "; perhaps "); ok { // as the compiler words its suggestions
		f.Message, f.Suggestion = before, "perhaps "+after
	}
	if e.Path != "" {
		f.Message += ", in " + e.Path
	}
	if isContextLoop(e) {
		f.Kind = ContextLoop
	}
	if e.Source == "" {
		f.File, f.Pos = c.whereIs(e.Rule)
		return f
	}
	source := c.file(e.Source)
	if source == nil {
		return f
	}
	f.Pos = source.place(e.Pos)
	n := nodeAt(source.root, e.Pos)
	if n == nil || n.Kind != syntax.String {
		return f
	}
	expr, err := syntax.ParseExpression(n.Text)
	var unread *syntax.Error
	if errors.As(err, &unread) {
		f.Pos = source.inside(n, unread.Pos.Offset, "")
		return f
	}
	if err == nil && e.Kind == publicodes.ReferenceError {
		eachPart(expr, func(part syntax.Expr) {
			if id, ok := part.(*syntax.Ident); ok && strings.Contains(e.Message, `"`+id.Name+`"`) {
				f.Pos = source.inside(n, id.Offset(), id.Name)
				if f.Suggestion == "" {
					f.Suggestion = c.perhaps(id.Name)
				}
			}
		})
	}
	return f
}

// perhaps suggests a rule whose name, or the end of it, is nearly the given one.
func (c *checker) perhaps(name string) string {
	best, ok := near.Word(name, func(yield func(string) bool) {
		for _, r := range c.rules {
			for tail, more := r.name, true; more; _, tail, more = strings.Cut(tail, separator) {
				if !yield(tail) {
					return
				}
			}
		}
	})
	if !ok {
		return ""
	}
	return fmt.Sprintf("perhaps %q is meant", best)
}

func isContextLoop(e *publicodes.Error) bool {
	return e.Kind == publicodes.CycleError && strings.Contains(e.Message, "contexts lead into each other")
}

func (c *checker) file(name string) *file {
	i := slices.IndexFunc(c.files, func(f *file) bool { return f.Name == name })
	if i < 0 {
		return nil
	}
	return c.files[i]
}

// whereIs is where a rule is first written.
func (c *checker) whereIs(name string) (string, syntax.Pos) {
	for _, r := range c.rules {
		if r.name == name {
			return r.file.Name, r.file.place(r.pos)
		}
	}
	if len(c.files) > 0 {
		return c.files[0].Name, syntax.Pos{}
	}
	return "", syntax.Pos{}
}

// nodeAt finds the value that stands at a place.
func nodeAt(n *syntax.Node, pos syntax.Pos) *syntax.Node {
	if n == nil {
		return nil
	}
	if n.Pos == pos && len(n.Items) == 0 && len(n.Pairs) == 0 {
		return n
	}
	for _, item := range n.Items {
		if found := nodeAt(item, pos); found != nil {
			return found
		}
	}
	for _, p := range n.Pairs {
		if found := nodeAt(p.Value, pos); found != nil {
			return found
		}
	}
	return nil
}

// compilerWarnings are what the compiler sees and lets pass, as the reference
// does. For an author they are errors: somebody gets kilometres for hours, or no
// figure.
func (c *checker) compilerWarnings() {
	placed := map[string]bool{} // rules whose mismatch is known to the word
	for _, w := range c.model.Warnings() {
		placed[w.Rule] = placed[w.Rule] || w.Path != ""
	}
	for _, w := range c.model.Warnings() {
		if w.Path == "" && placed[w.Rule] {
			continue // the same, seen again by evaluating
		}
		f := c.ofFault(w)
		switch w.Kind {
		case publicodes.UnitError:
			f.Kind, f.Suggestion = Units, "convert one of the two with unité, or multiply by what one is worth in the other"
		case publicodes.CycleError:
			f.Suggestion = "perhaps a name means another rule than this one; if the ring is meant, write résoudre la référence circulaire: oui"
		default:
			f.Severity = Warning
		}
		c.add(f)
	}
}

// Known returns an error that says which rule is perhaps meant, unless the model
// has the rule.
func Known(model *publicodes.Model, rule string) error {
	if _, ok := model.Rule(rule); ok {
		return nil
	}
	var names []string
	for _, r := range model.Rules() {
		names = append(names, r.Name)
	}
	if meant, ok := near.Word(rule, slices.Values(names)); ok {
		return fmt.Errorf("no rule is called %q; perhaps %q is meant", rule, meant)
	}
	return fmt.Errorf("no rule is called %q", rule)
}
