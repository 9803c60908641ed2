package priors

import (
	"errors"
	"slices"
	"strings"

	"capzero/publicodes"
	"capzero/publicodes/syntax"
)

// Check reports what the data says of rules that none of the models has, and
// what does not fit the rule it is said of. Those who write data want to know;
// to use it with another version is no mistake. The error is a
// *publicodes.Error, or several joined.
func (s *Set) Check(models ...*publicodes.Model) error {
	c := checker{set: s, models: models}
	for _, rule := range s.rules {
		c.prior(s.entries[rule])
	}
	for _, rule := range keysOf(s.kindOfRule) {
		c.question(rule, s.kindOfRule[rule].place)
	}
	for _, rule := range keysOf(s.factors) {
		c.rule(rule, s.factorPlace[rule])
	}
	for _, name := range keysOf(s.kindOfType) {
		if !slices.Contains(typeNames[:], name) {
			c.report(s.kindOfType[name].place, publicodes.StructureError, "", "there is no type %q", name)
		}
	}
	return errors.Join(c.faults...)
}

type checker struct {
	set    *Set
	models []*publicodes.Model
	faults []error
}

func (c *checker) report(at place, kind publicodes.ErrorKind, rule, format string, args ...any) {
	c.faults = append(c.faults, at.fault(kind, rule, format, args...))
}

func (c *checker) prior(e *entry) {
	q := c.question(e.Rule, e.place)
	if q == nil {
		return
	}
	if why := mismatch(&e.Prior, q); why != "" {
		c.report(e.place, publicodes.TypeError, e.Rule, "%s", why)
	}
	for _, name := range e.names {
		c.rule(name.word, name.place)
	}
	for _, v := range e.variants {
		for _, condition := range v.when {
			c.comparison(e, condition.Expr)
		}
	}
	if through := c.circle(e.Rule, e.Rule, map[string]bool{}); through != nil {
		c.report(e.place, publicodes.CycleError, e.Rule, "the prior depends on itself: %s", strings.Join(through, " → "))
	}
}

// question finds a rule that is asked.
func (c *checker) question(name string, at place) *publicodes.Rule {
	var known []string
	for _, m := range c.models {
		for _, q := range asked(m) {
			if q.Name == name {
				return q
			}
			known = append(known, q.Name)
		}
	}
	c.report(at, publicodes.ReferenceError, name, "no question is called that%s", perhaps(name, known))
	return nil
}

// rule finds any rule.
func (c *checker) rule(name string, at place) *publicodes.Rule {
	var known []string
	for _, m := range c.models {
		if r, ok := m.Rule(name); ok {
			return r
		}
		for _, r := range m.Rules() {
			known = append(known, r.Name)
		}
	}
	c.report(at, publicodes.ReferenceError, name, "no rule is called that%s", perhaps(name, known))
	return nil
}

// comparison reports a text that its rule never is.
func (c *checker) comparison(e *entry, expr syntax.Expr) {
	b, ok := expr.(*syntax.Binary)
	if !ok {
		return
	}
	name, named := b.Left.(*syntax.Ident)
	text, isText := b.Right.(*syntax.TextLit)
	if !named || !isText {
		c.comparison(e, b.Left)
		c.comparison(e, b.Right)
		return
	}
	var known []string
	for _, m := range c.models {
		if r, ok := m.Rule(name.Name); ok {
			for _, p := range r.Possibilities {
				known = append(known, p.Value)
			}
		}
	}
	if len(known) > 0 && !slices.Contains(known, text.Value) {
		c.report(e.place, publicodes.PossibilityError, e.Rule, "%q is never %q%s", name.Name, text.Value, perhaps(text.Value, known))
	}
}

// circle returns the way on which a prior depends on itself, if there is one.
// Where the search has been before it need not look again.
func (c *checker) circle(start, from string, met map[string]bool) []string {
	e, ok := c.set.entries[from]
	if !ok || met[from] {
		return nil
	}
	met[from] = true
	for _, next := range e.Reads() {
		if next == start {
			return []string{from, next}
		}
		if way := c.circle(start, next, met); way != nil {
			return append([]string{from}, way...)
		}
	}
	return nil
}
